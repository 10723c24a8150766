package eoca.inputs.campaign;

import java.math.BigDecimal;

/** A quota as a campaign file states it: a closed set. */
public sealed interface Quota {
  /** Largest number of users a quota may name, so that no sum of quotas overflows. */
  long MAX_USERS = 1_000_000_000_000_000L;

  /** Largest percentage a quota may name, for the same reason. */
  BigDecimal MAX_PERCENT = BigDecimal.valueOf(1_000_000);

  /** A number of users, 0..{@link #MAX_USERS}. */
  record Users(long count) implements Quota {
    @Override
    public String toString() {
      return Long.toString(count);
    }
  }

  /** A share of all users, in percent, 0..{@link #MAX_PERCENT}, decimal arithmetic. */
  record Share(BigDecimal percent) implements Quota {
    @Override
    public String toString() {
      return percent.toPlainString() + "%";
    }
  }

  /** Whatever the other funds leave; at most one fund of a campaign. */
  record Rest() implements Quota {
    @Override
    public String toString() {
      return "rest";
    }
  }
}
