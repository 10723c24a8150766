package eoca.inputs.campaign;

import java.math.BigDecimal;

/** A quota as a campaign file states it: a closed set. */
public sealed interface Quota {
  /** A number of users, ≥ 0. */
  record Users(long count) implements Quota {}

  /** A share of all users, in percent, ≥ 0, decimal arithmetic. */
  record Share(BigDecimal percent) implements Quota {}

  /** Whatever the other funds leave; at most one fund of a campaign. */
  record Rest() implements Quota {}
}
