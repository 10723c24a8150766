package eoca.insight.explain;

import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.certificate.TightLevels;
import eoca.insight.run.LoadedRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds the users nearest to a fund's margin: those who have it and would leave first if its price
 * rose, and those who would come first if it fell.
 *
 * <p>A lower fund that looks better at the prices than the own one does not count for a user who is
 * needed at a tight risk level above it: no quota can change hands there, so prices may say so.
 *
 * <p>One pass over the values; O(k) a user, {@value #TOLD} users a shard of memory. Ties by user
 * index, so that the answer does not depend on the threads.
 */
final class MarginScan {
  /** Users told on either side. */
  static final int TOLD = 10;

  private static final int TILE = 1024;
  private static final Comparator<Near> NEAREST =
      Comparator.comparingDouble(Near::distance).thenComparingInt(Near::user);

  private final Instance instance;
  private final double[] prices;
  private final int fund;
  private final TightLevels tight;

  private MarginScan(Instance instance, double[] prices, int fund, TightLevels tight) {
    this.tight = tight;
    this.instance = instance;
    this.prices = prices;
    this.fund = fund;
  }

  /**
   * A user near the margin.
   *
   * @param user index
   * @param other the fund the user would go to or comes from
   * @param distance how far the price would have to move, money
   * @param etv the user's ETV of the fund
   * @param otherEtv the user's ETV of the other
   */
  record Near(int user, int other, double distance, float etv, float otherEtv) {}

  /** Both sides, nearest first. */
  record Margin(List<Near> leaving, List<Near> coming) {}

  static Margin of(LoadedRun run, int fund) {
    Instance instance = run.instance();
    MarginScan scan =
        new MarginScan(instance, run.prices(), fund, TightLevels.of(instance, run.workers()));
    int shards = Shards.count(instance.users());
    Side[] sides = new Side[shards];
    run.workers()
        .run(
            shards,
            (shard, slot) -> sides[shard] = scan.shard(shard, run.assignment().shard(shard)));
    Side all = new Side();
    for (Side side : sides) {
      side.leaving.forEach(all.leaving::add);
      side.coming.forEach(all.coming::add);
    }
    return new Margin(first(all.leaving), first(all.coming));
  }

  private static List<Near> first(PriorityQueue<Near> queue) {
    List<Near> list = new ArrayList<>(queue);
    list.sort(NEAREST);
    return List.copyOf(list.subList(0, Math.min(TOLD, list.size())));
  }

  /** The nearest users of a shard, the farthest of them on top. */
  private static final class Side {
    private final PriorityQueue<Near> leaving = new PriorityQueue<>(NEAREST.reversed());
    private final PriorityQueue<Near> coming = new PriorityQueue<>(NEAREST.reversed());
  }

  private static void keep(
      PriorityQueue<Near> nearest,
      int user,
      int other,
      double distance,
      float etv,
      float otherEtv) {
    if (nearest.size() < TOLD || distance < nearest.peek().distance()) {
      nearest.add(new Near(user, other, distance, etv, otherEtv));
      if (nearest.size() > TOLD) {
        nearest.remove();
      }
    }
  }

  private Side shard(int shard, byte[] assigned) {
    int k = instance.funds();
    float[][] etv = new float[k][TILE];
    byte[] tolerance = new byte[TILE];
    Side side = new Side();
    int from = Shards.start(shard);
    for (int at = 0; at < assigned.length; at += TILE) {
      int length = Math.min(TILE, assigned.length - at);
      instance.tolerances().copy(from + at, tolerance, length);
      for (int j = 0; j < k; j++) {
        instance.etv().copy(j, from + at, etv[j], length);
      }
      for (int i = 0; i < length; i++) {
        if (instance.pins() != null && !instance.pins().isFree(from + at + i)) {
          continue; // no price moves them
        }
        look(side, from + at + i, assigned[at + i] & 0xFF, etv, i, tolerance[i]);
      }
    }
    return side;
  }

  private void look(Side side, int user, int own, float[][] etv, int i, int tolerance) {
    if (own != fund) {
      if (tolerance >= instance.risk(fund)) {
        double distance = (etv[own][i] - prices[own]) - (etv[fund][i] - prices[fund]);
        if (distance < 0 && instance.risk(fund) < tight.floor(tolerance)) {
          return; // needed at a higher risk, whatever the prices say
        }
        keep(side.coming, user, own, distance, etv[fund][i], etv[own][i]);
      }
      return;
    }
    int next = -1;
    double value = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < instance.funds(); j++) {
      boolean open = j != fund && instance.openQuota(j) > 0 && tolerance >= instance.risk(j);
      boolean needed =
          instance.risk(j) < tight.floor(tolerance)
              && etv[j][i] - prices[j] > etv[fund][i] - prices[fund];
      if (open && !needed && etv[j][i] - prices[j] > value) {
        next = j;
        value = etv[j][i] - prices[j];
      }
    }
    if (next >= 0) {
      double distance = (etv[fund][i] - prices[fund]) - value;
      keep(side.leaving, user, next, distance, etv[fund][i], etv[next][i]);
    }
  }
}
