package eoca.core.exact;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Workers;

/**
 * What rounding to the grid's unit cost, measured on the original values: {@code Σ_i max_j ((ETV_ij
 * − ETV_ix) − (λ_j − λ_x))}, x the user's fund. One pass, needed only where the grid is not exact;
 * price differences are rounded once, so the sum is good to 2^−52 of the largest difference a user.
 *
 * @param gap the sum, in money
 * @param size Σ |ETV_ix|
 */
record Loss(double gap, double size) {
  private static final int TILE = 1024;
  private static final double NEGLIGIBLE = 1e-15;

  /** Whether another, finer grid is worth solving. */
  boolean matters() {
    return gap > 1e-13 * size;
  }

  /**
   * Whether rounding cannot matter, so that nothing need be measured: a fixed user keeps a margin
   * of at least a unit, which rounding two values cannot use up; a boundary user loses at most a
   * unit; and the sample tells the size of the objective.
   */
  static boolean negligible(
      long boundaryUsers, Sample sample, FundOrder order, Grid grid, Prices prices) {
    double size = sample.meanAssigned(order, grid, prices) * sample.size();
    return grid.unit() * boundaryUsers <= NEGLIGIBLE * size;
  }

  static Loss measure(
      Instance instance,
      FundOrder order,
      Grid grid,
      long[] prices,
      Assignment assignment,
      Bonus bonus,
      Workers workers) {
    int k = order.count;
    double[] difference = new double[k * k];
    for (int x = 0; x < k; x++) {
      for (int j = 0; j < k; j++) {
        difference[x * k + j] =
            grid.money(j, prices[j]).subtract(grid.money(x, prices[x])).doubleValue();
      }
    }
    int[] orderOf = new int[instance.funds()];
    for (int j = 0; j < k; j++) {
      orderOf[order.original[j]] = j;
    }
    int shards = Shards.count(instance.users());
    double[] gap = new double[shards];
    double[] size = new double[shards];
    workers.run(
        shards,
        (shard, slot) -> {
          float[][] tile = new float[k][TILE];
          byte[] tolerance = new byte[TILE];
          byte[] former = new byte[TILE];
          double cost = bonus == null ? 0 : bonus.cost();
          int from = Shards.start(shard);
          int to = from + Shards.length(shard, instance.users());
          for (int at = from; at < to; at += TILE) {
            int length = Math.min(TILE, to - at);
            instance.tolerances().copy(at, tolerance, length);
            for (int j = 0; j < k; j++) {
              instance.etv().copy(order.original[j], at, tile[j], length);
            }
            if (bonus == null) {
              java.util.Arrays.fill(former, Bonus.NONE);
            } else {
              bonus.copy(at, former, length);
            }
            for (int i = 0; i < length; i++) {
              int f = former[i] == Bonus.NONE ? -1 : former[i] & 0xFF;
              int x = orderOf[assignment.fund(at + i)];
              double own = tile[x][i] + (x == f ? cost : 0);
              double most = 0;
              for (int j = order.lo[tolerance[i]]; j < order.hi[tolerance[i]]; j++) {
                most =
                    Math.max(
                        most, (tile[j][i] + (j == f ? cost : 0) - own) - difference[x * k + j]);
              }
              gap[shard] += most;
              size[shard] += Math.abs(own);
            }
          }
        });
    double totalGap = 0;
    double totalSize = 0;
    for (int s = 0; s < shards; s++) {
      totalGap += gap[s];
      totalSize += size[s];
    }
    return new Loss(totalGap, totalSize);
  }
}
