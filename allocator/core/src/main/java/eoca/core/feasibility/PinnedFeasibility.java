package eoca.core.feasibility;

import eoca.core.FreeUsers;
import eoca.core.Instance;
import eoca.core.Pins;
import eoca.core.Witness;
import eoca.core.Witness.QuotaChange;
import eoca.core.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Feasibility where users are pinned: that of the free users, after room was made for the locked
 * ones.
 *
 * <p><b>Smallest fix.</b> Let l_j be the users locked in fund j and d_j its quota. Any feasible d′
 * is l + x with x ≥ 0 an allocation of the free users. Where {@code d_j < l_j}, |d′_j − d_j| = (l_j
 * − d_j) + x_j, else it is |x_j − (d_j − l_j)|: so the distance is Σ (l_j − d_j)⁺ plus that of x
 * from the quotas left to the free users, (d_j − l_j)⁺. The first part can't be avoided, the second
 * is least by {@link Fix}: together the least there is.
 */
final class PinnedFeasibility {
  private PinnedFeasibility() {}

  static FeasibilityReport check(Instance instance, Workers workers) {
    FreeUsers free = FreeUsers.of(instance);
    FeasibilityReport report = Feasibility.checkFree(free.instance(), workers);
    return new FeasibilityReport(
        report.usersByTolerance(), report.levels(), witness(instance, free, report.witness()));
  }

  private static Optional<Witness> witness(
      Instance instance, FreeUsers free, Optional<Witness> ofFree) {
    Pins pins = instance.pins();
    long[] change = new long[instance.funds()];
    int crowded = -1;
    for (int j = instance.funds() - 1; j >= 0; j--) {
      if (pins.locked(j) > instance.quota(j)) {
        change[j] = pins.locked(j) - instance.quota(j);
        crowded = j;
      }
    }
    if (crowded >= 0) {
      ofFree.ifPresent(witness -> witness.fix().forEach(fix -> change[fix.fund()] += fix.delta()));
      List<QuotaChange> fix = new ArrayList<>();
      for (int j = 0; j < change.length; j++) {
        if (change[j] != 0) {
          fix.add(new QuotaChange(j, change[j]));
        }
      }
      return Optional.of(
          new Witness.LockedUsers(
              crowded, pins.locked(crowded), instance.quota(crowded), List.copyOf(fix)));
    }
    return ofFree.map(witness -> told(witness, pins, free));
  }

  /** In the terms of the whole: quotas with the locked users in them, users as they are there. */
  private static Witness told(Witness witness, Pins pins, FreeUsers free) {
    if (witness instanceof Witness.QuotaSum sum) {
      long all = sum.quotaSum() + pins.lockedUsers();
      return new Witness.QuotaSum(
          sum.users() + pins.lockedUsers(), all < 0 ? Long.MAX_VALUE : all, sum.fix());
    }
    if (witness instanceof Witness.UnservableUsers users) {
      List<Integer> rows = users.firstUsers().stream().map(free::row).toList();
      return new Witness.UnservableUsers(users.count(), rows, users.fix());
    }
    return witness;
  }
}
