package eoca.core.exact;

import eoca.core.Instance;
import java.util.Arrays;

/**
 * The funds that take part (quota above 0), ordered by risk, and what each tolerance may take.
 *
 * <p>A user of tolerance t may take the funds {@code lo[t] ≤ j < hi[t]} of this order: {@code hi}
 * is the risk rule. {@code lo} is the risk guard: where a level's demand equals its supply (slack
 * 0) every user who can take that level must, so the problem splits there into blocks that share no
 * user; {@code lo[t]} is the first fund of the user's block.
 */
final class FundOrder {
  /** Number of funds that take part, k. */
  final int count;

  /** Index in the instance, {@code int[k]}. */
  final int[] original;

  /** Quotas, {@code long[k]}. */
  final long[] quota;

  /** Risks, ascending, {@code int[k]}. */
  final int[] risk;

  /** First fund that a tolerance may take, {@code int[64]}. */
  final int[] lo;

  /** One past the last fund that a tolerance may take, {@code int[64]}. */
  final int[] hi;

  /** Users a tolerance, {@code long[64]}. */
  final long[] users;

  /** Slack of the risk level that starts at fund j (only there; elsewhere −1), {@code long[k]}. */
  final long[] slack;

  /** The funds' parts of the tie-breaking weights, {@code long[k]}. */
  final long[] tie;

  /**
   * The order of an instance.
   *
   * @param usersByTolerance {@code long[64]}
   */
  FundOrder(Instance instance, long[] usersByTolerance) {
    int[] active = new int[instance.funds()];
    int k = 0;
    for (int risk = 0; risk <= Instance.MAX_RISK; risk++) {
      for (int j = 0; j < instance.funds(); j++) {
        if (instance.risk(j) == risk && instance.quota(j) > 0) {
          active[k++] = j;
        }
      }
    }
    count = k;
    original = Arrays.copyOf(active, k);
    quota = new long[k];
    risk = new int[k];
    tie = new long[k];
    for (int j = 0; j < k; j++) {
      quota[j] = instance.quota(original[j]);
      risk[j] = instance.risk(original[j]);
      tie[j] = Ties.fund(original[j]);
    }
    users = usersByTolerance.clone();
    slack = slacks();
    lo = new int[64];
    hi = new int[64];
    limits(0);
  }

  /** The same funds, split also where a risk level's slack is above 0 but at most this. */
  private FundOrder(FundOrder hard, long mostSlack) {
    count = hard.count;
    original = hard.original;
    quota = hard.quota;
    risk = hard.risk;
    tie = hard.tie;
    users = hard.users;
    slack = hard.slack;
    lo = new int[64];
    hi = new int[64];
    limits(mostSlack);
  }

  private void limits(long mostSlack) {
    int first = 0;
    int last = 0;
    for (int t = 0; t < 64; t++) {
      while (last < count && risk[last] <= t) {
        if (slack[last] >= 0 && slack[last] <= mostSlack) {
          first = last;
        }
        last++;
      }
      lo[t] = first;
      hi[t] = last;
    }
  }

  /**
   * The order in which <em>soft</em> splits separate blocks too: levels with so little slack that
   * ranks, not deviations, bound the step between the blocks ({@link Tiny#ranks}).
   */
  FundOrder softened(long mostSlack) {
    return new FundOrder(this, mostSlack);
  }

  private long[] slacks() {
    long[] result = new long[count];
    Arrays.fill(result, -1);
    long demand = 0;
    for (int j = count - 1; j >= 0; j--) {
      demand = Math.addExact(demand, quota[j]);
      if (j == 0 || risk[j - 1] < risk[j]) {
        long supply = 0;
        for (int t = risk[j]; t < 64; t++) {
          supply += users[t];
        }
        result[j] = supply - demand;
      }
    }
    return result;
  }

  /** First fund of the block (of risk levels cut at slack 0) that a fund lies in. */
  int block(int fund) {
    return lo[risk[fund]];
  }

  /** One past the last fund of a fund's block. */
  int blockEnd(int fund) {
    int end = fund + 1;
    while (end < count && block(end) == block(fund)) {
      end++;
    }
    return end;
  }
}
