package eoca.core.certificate;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Pins;
import eoca.core.Shards;
import eoca.core.certificate.Violation.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One thread's part of a certificate: exact counts and sums over the shards it was given, and the
 * violations in them. Scratch is one tile of every column.
 */
final class ShardAudit {
  /** Values in a thread's tiles: 256 KiB, half of a usual second-level cache. */
  private static final int TILE_VALUES = 1 << 16;

  private static final int MAX_TILE = 4096;
  private static final int MIN_TILE = 256;

  private final Instance instance;
  private final Screen screen;
  private final Screen.Market market;
  private final int funds;
  private final int[] risks;
  private final double[] lambda;
  private final TightLevels tight;

  private final int tileUsers;
  private final float[][] tiles;
  private final byte[] tolerances;
  private final long[] doubtful;

  private final Pins pins;
  private final long[] assigned;
  private final long[] moved;
  private final ExactSums sums;

  /** The least risk among the funds that users of a tolerance prefer to their own. */
  private final int[] lowestPreferred = new int[Instance.MAX_RISK + 1];

  private final List<Violation> violations = new ArrayList<>();
  private long violationCount;
  private long inControl;
  private boolean whole = true;
  private boolean listing = true;

  /**
   * A part.
   *
   * @param tight the levels that keep users from lower funds in the bound; null to ignore them.
   *     Where given, everybody must have a fund that they leave open, as in any allocation that
   *     keeps the rules
   */
  ShardAudit(Instance instance, double[] lambda, TightLevels tight, Screen screen) {
    this.tight = tight;
    Arrays.fill(lowestPreferred, Instance.MAX_RISK);
    this.instance = instance;
    this.screen = screen;
    this.lambda = lambda;
    this.funds = instance.funds();
    this.risks = new int[funds];
    for (int j = 0; j < funds; j++) {
      risks[j] = instance.risk(j);
    }
    this.market = market(instance, lambda);
    int fitting = Integer.highestOneBit(Math.max(1, TILE_VALUES / funds));
    this.tileUsers = Math.max(MIN_TILE, Math.min(MAX_TILE, fitting));
    this.tiles = new float[funds][tileUsers];
    this.tolerances = new byte[tileUsers];
    this.doubtful = new long[tileUsers / Long.SIZE];
    this.assigned = new long[funds];
    this.moved = new long[funds];
    this.pins = instance.pins();
    this.sums = new ExactSums(funds + 2);
  }

  private static Screen.Market market(Instance instance, double[] lambda) {
    int open = 0;
    int[] index = new int[instance.funds()];
    for (int j = 0; j < instance.funds(); j++) {
      if (instance.openQuota(j) > 0) {
        index[open++] = j;
      }
    }
    index = Arrays.copyOf(index, open);
    float[] prices = new float[open];
    float[] risk = new float[open];
    double error = 0;
    for (int c = 0; c < open; c++) {
      prices[c] = (float) lambda[index[c]];
      risk[c] = instance.risk(index[c]);
      error = Math.max(error, Math.abs(lambda[index[c]] - prices[c]));
    }
    // rounded up twice; a price beyond float32 makes it infinite, and everybody doubtful
    float slack = error == 0 ? 0 : Math.nextUp((float) Math.nextUp(2 * error));
    return new Screen.Market(index, risk, prices, slack);
  }

  /** Audits one shard. */
  void audit(Assignment assignment, int shard) {
    byte[] bytes = assignment.shard(shard);
    int length = Shards.length(shard, instance.users());
    for (int from = 0; from < length; from += tileUsers) {
      auditTile(bytes, from, Shards.start(shard) + from, Math.min(tileUsers, length - from));
    }
    sums.carry();
  }

  private void auditTile(byte[] bytes, int offset, int firstUser, int length) {
    // Shards come in ascending order, so a thread's first violations are those of its lowest users;
    // a tile is listed whole or not at all, and the report cuts after sorting.
    listing = violations.size() < Certificate.MAX_VIOLATIONS;
    instance.tolerances().copy(firstUser, tolerances, length);
    for (int j = 0; j < funds; j++) {
      instance.etv().copy(j, firstUser, tiles[j], length);
      whole = whole && screen.whole(tiles[j], length);
    }
    screen.doubtful(market, tiles, bytes, offset, tolerances, length, doubtful);
    count(bytes, offset, firstUser, length);
    for (int w = 0; w << 6 < length; w++) {
      // tiles begin at multiples of 64 users; who is pinned has no other choice
      long pinned = pins == null ? 0 : pins.pinnedBits((firstUser >>> 6) + w);
      for (long bits = doubtful[w] & ~pinned; bits != 0; bits &= bits - 1) {
        int u = (w << 6) + Long.numberOfTrailingZeros(bits);
        decide(bytes[offset + u] & 0xFF, u, firstUser + u);
      }
    }
  }

  /** What was assigned: fund, risk, count and value of every user. */
  private void count(byte[] bytes, int offset, int firstUser, int length) {
    for (int u = 0; u < length; u++) {
      int fund = bytes[offset + u] & 0xFF;
      if (pins != null && !pins.isFree(firstUser + u) && !pinned(firstUser + u, fund, u)) {
        continue;
      }
      if (fund >= funds) {
        boolean none = bytes[offset + u] == Assignment.NONE;
        violation(
            firstUser + u, none ? -1 : fund, none ? Rule.UNASSIGNED : Rule.FUND_OUT_OF_RANGE, 0, 0);
        continue;
      }
      if (tolerances[u] < risks[fund]) {
        violation(firstUser + u, fund, Rule.RISK, risks[fund], tolerances[u]);
      }
      assigned[fund]++;
      float value = tiles[fund][u];
      if (Float.isFinite(value)) {
        sums.add(fund, value);
      } else {
        violation(firstUser + u, fund, Rule.NOT_FINITE, 0, 0);
      }
    }
  }

  /** Holds a pinned user against the pin; whether the user counts as having a fund. */
  private boolean pinned(int user, int fund, int u) {
    if (pins.isControl(user)) {
      inControl++;
      if (fund != (Assignment.NONE & 0xFF)) {
        violation(user, fund, Rule.CONTROL, 0, 0);
      }
      return false;
    }
    int locked = pins.lockedFund(user);
    if (fund != locked) {
      violation(user, fund, Rule.LOCKED, locked, fund);
    } else if (Float.isFinite(tiles[fund][u])) {
      sums.add(funds + 1, tiles[fund][u]);
    }
    return true;
  }

  /**
   * Decides one user exactly: where another fund b of A(i) is worth more at the prices than the own
   * fund a, moves the user from a to b in the bound. Afterwards Σ (ETV_b − ETV_a) is in sum k and
   * c_j − (users assigned to j) in {@link #moved}.
   */
  private void decide(int own, int u, int user) {
    int best = -1;
    double bestHigh = 0;
    for (int j : market.funds()) {
      float value = tiles[j][u];
      if (!Float.isFinite(value)) {
        if (j != own) { // the own fund's value was reported when it was counted
          violation(user, j, Rule.NOT_FINITE, 0, 0);
        }
        continue;
      }
      if (tolerances[u] < risks[j] || (tight != null && risks[j] < tight.floor(tolerances[u]))) {
        continue;
      }
      double high = value - lambda[j];
      boolean better = best < 0 || high > bestHigh;
      if (!better && high == bestHigh) {
        int order =
            Double.compare(
                low(value, lambda[j], high), low(tiles[best][u], lambda[best], bestHigh));
        better = order > 0 || (order == 0 && j == own);
      }
      if (better) {
        best = j;
        bestHigh = high;
      }
    }
    if (best < 0) {
      violation(user, own < funds ? own : -1, Rule.NO_FUND_ALLOWED, 0, 0);
    }
    if (best == own) {
      return;
    }
    if (best >= 0) {
      moved[best]++;
      lowestPreferred[tolerances[u]] = Math.min(lowestPreferred[tolerances[u]], risks[best]);
      sums.add(funds, tiles[best][u]);
    }
    if (own < funds) {
      moved[own]--;
      if (Float.isFinite(tiles[own][u])) {
        sums.add(funds, -tiles[own][u]);
      }
    }
  }

  /** The rounding error of {@code high = a − b}, exact: {@code a − b = high + low} (Knuth). */
  static double low(double a, double b, double high) {
    double bVirtual = a - high;
    double aVirtual = high + bVirtual;
    double low = (a - aVirtual) + (bVirtual - b);
    return low + 0.0; // −0 as 0, for Double.compare
  }

  private void violation(int user, int fund, Rule rule, long expected, long found) {
    violationCount++;
    if (listing) {
      violations.add(new Violation(user, fund, rule, expected, found));
    }
  }

  /** Adds another thread's part. */
  void addAll(ShardAudit other) {
    sums.addAll(other.sums);
    for (int j = 0; j < funds; j++) {
      assigned[j] += other.assigned[j];
      moved[j] += other.moved[j];
    }
    violations.addAll(other.violations);
    violationCount += other.violationCount;
    inControl += other.inControl;
    whole &= other.whole;
    for (int t = 0; t < lowestPreferred.length; t++) {
      lowestPreferred[t] = Math.min(lowestPreferred[t], other.lowestPreferred[t]);
    }
  }

  long assigned(int fund) {
    return assigned[fund];
  }

  /** c_j − assigned: how many more users have the fund as their best than have it. */
  long moved(int fund) {
    return moved[fund];
  }

  BigDecimal total(int fund) {
    return sums.total(fund);
  }

  BigDecimal magnitude(int fund) {
    return sums.magnitude(fund);
  }

  /** Σ_i (ETV of the best fund − ETV of the own fund). */
  BigDecimal regret() {
    return sums.total(funds);
  }

  /** Σ ETV of locked users who have the fund they are locked in. */
  BigDecimal lockedTotal() {
    return sums.total(funds + 1);
  }

  /** Users seen who are in the control group. */
  long inControl() {
    return inControl;
  }

  /** Whether the bound is the one within tight levels. */
  boolean within() {
    return tight != null;
  }

  /** By tolerance: the least risk of a fund that a user prefers to the own one; else 63. */
  int[] lowestPreferred() {
    return lowestPreferred;
  }

  List<Violation> violations() {
    return violations;
  }

  long violationCount() {
    return violationCount;
  }

  boolean whole() {
    return whole;
  }
}
