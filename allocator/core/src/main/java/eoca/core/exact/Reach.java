package eoca.core.exact;

import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Workers;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * What remains to be priced when the blocks of an instance are solved: the common offset of each
 * block, and the entry price of each fund without quota. One pass over the data, needed only where
 * there is more than one block or a fund without quota.
 *
 * <p><b>Blocks.</b> Where a risk level has slack 0, upper users and lower funds are solved apart
 * ({@link FundOrder}). An upper user i may take the lower fund j as far as risk goes, so prices
 * certify only if no upper user prefers a lower fund. Lowering all prices of the upper block by one
 * number changes nothing else; the least such number makes the best-placed upper user indifferent:
 * with {@code G_BC = max_{i in C} (max_{j in B} (w_ij − λ_j) − v_i)} the offset of block C is
 * {@code s_C = min_B (s_B − G_BC)} over the blocks B below it, and 0 for the lowest.
 *
 * <p><b>Cap.</b> Nobody can take what the offset keeps an upper user from, so it may be orders of
 * magnitude more than any price within a block, and a double has no room for both. Prices with
 * capped offsets come along for that case: they prove the allocation no less, to a bound that knows
 * of tight levels, and understate what quota moved across the level is worth.
 *
 * <p><b>Entry price.</b> A fund j with quota 0 is priced at {@code max_{i: t_i ≥ r_j} (ETV_ij −
 * v_i)}, the most that its first user could gain; 0 if nobody may take it.
 */
final class Reach {
  private static final double EXACT_LIMIT = 0x1p52;
  private static final int CAP_BITS = 50;

  private final Instance instance;
  private final FundOrder order;
  private final Grid grid;
  private final Bonus bonus;
  private final double[] price;
  private final float[] lowPrice;
  private final float largest;
  private final int[] blockOf;
  private final int blocks;
  private final int[] idle;

  private Reach(Instance instance, FundOrder order, Grid grid, long[] prices, Bonus bonus) {
    this.instance = instance;
    this.order = order;
    this.grid = grid;
    this.bonus = bonus;
    this.price = new double[order.count];
    this.lowPrice = new float[order.count];
    this.blockOf = new int[order.count];
    int last = -1;
    float most = 0;
    for (int j = 0; j < order.count; j++) {
      price[j] = grid.refined() ? grid.money(j, prices[j]).doubleValue() : prices[j];
      lowPrice[j] = (float) grid.money(j, prices[j]).doubleValue();
      most = Math.max(most, Math.abs(lowPrice[j]));
      last += j == 0 || order.block(j) != order.block(j - 1) ? 1 : 0;
      blockOf[j] = last;
    }
    this.largest = most;
    this.blocks = last + 1;
    this.idle = idleFunds(instance);
  }

  private static int[] idleFunds(Instance instance) {
    int[] idle = new int[instance.funds()];
    int count = 0;
    for (int j = 0; j < idle.length; j++) {
      if (instance.quota(j) == 0) {
        idle[count++] = j;
      }
    }
    return Arrays.copyOf(idle, count);
  }

  /**
   * Prices of all funds of the instance.
   *
   * @param all with each block's least sufficient offset
   * @param capped with offsets so small that differences within the blocks fit into the doubles
   *     that are reported; null where those of {@code all} are
   */
  record Completed(BigDecimal[] all, BigDecimal[] capped) {}

  /**
   * Prices of all funds of the instance.
   *
   * @param prices prices of the funds of the order, optimal within each block
   */
  static Completed complete(
      Instance instance, FundOrder order, Grid grid, long[] prices, Bonus bonus, Workers workers) {
    BigDecimal[] own = new BigDecimal[instance.funds()];
    Arrays.fill(own, BigDecimal.ZERO);
    for (int j = 0; j < order.count; j++) {
      own[order.original[j]] = grid.money(j, prices[j]);
    }
    Reach reach = new Reach(instance, order, grid, prices, bonus);
    if (order.count == 0 || (reach.blocks == 1 && reach.idle.length == 0)) {
      return new Completed(own, null);
    }
    double[][] best = reach.pass(workers);
    BigDecimal[] offset = reach.offsets(best);
    BigDecimal[] capped = reach.capped(own, offset);
    return new Completed(
        reach.shifted(own, offset, best),
        Arrays.equals(capped, offset) ? null : reach.shifted(own, capped, best));
  }

  private BigDecimal unit() {
    return grid.refined() ? BigDecimal.ONE : Grid.power(grid.exponent());
  }

  /** The prices with an offset a block, in units, and the entry prices that go with them. */
  private BigDecimal[] shifted(BigDecimal[] own, BigDecimal[] offset, double[][] best) {
    BigDecimal[] all = own.clone();
    for (int j = 0; j < order.count; j++) {
      int original = order.original[j];
      all[original] = all[original].add(offset[blockOf[j]].multiply(unit()));
    }
    for (int d = 0; d < idle.length; d++) {
      BigDecimal entry = null;
      for (int c = 0; c < blocks; c++) {
        double gain = best[blocks + d][c];
        if (gain > Double.NEGATIVE_INFINITY) {
          BigDecimal moved = new BigDecimal(gain).add(offset[c]);
          entry = entry == null ? moved : entry.max(moved);
        }
      }
      all[idle[d]] = entry == null ? BigDecimal.ZERO : entry.multiply(unit());
    }
    return all;
  }

  /**
   * Offsets, in units, with which no block's first price is farther from the lowest block's than
   * the cap: what prices differ by within blocks, or {@code 2^}{@value #CAP_BITS} units where that
   * is more, so that all differences keep 50 bits or are exact.
   */
  private BigDecimal[] capped(BigDecimal[] own, BigDecimal[] offset) {
    BigDecimal[] first = new BigDecimal[blocks];
    BigDecimal cap = Grid.power(grid.exponent() + CAP_BITS);
    for (int j = 0; j < order.count; j++) {
      BigDecimal price = own[order.original[j]];
      int block = blockOf[j];
      first[block] = first[block] == null ? price : first[block];
      cap = cap.max(price.subtract(first[block]).abs());
    }
    BigDecimal[] result = offset.clone();
    for (int c = 1; c < blocks; c++) {
      BigDecimal step = first[c].subtract(first[0]);
      BigDecimal base = offset[c].multiply(unit()).add(step);
      if (base.abs().compareTo(cap) > 0) {
        BigDecimal near = base.signum() < 0 ? cap.negate() : cap;
        // units are powers of two: the quotient is finite
        result[c] = near.subtract(step).divide(unit());
      }
    }
    return result;
  }

  private BigDecimal[] offsets(double[][] best) {
    BigDecimal[] offset = new BigDecimal[blocks];
    offset[0] = BigDecimal.ZERO;
    for (int c = 1; c < blocks; c++) {
      for (int b = 0; b < c; b++) {
        double gain = best[b][c];
        if (Math.abs(gain) >= EXACT_LIMIT || grid.refined() || !grid.exact()) {
          gain +=
              Math.abs(gain) * 0x1p-48; // rounding may not let an upper user prefer a lower fund
        }
        // Whole units keep the prices on the grid; a gain of exact whole numbers is one already.
        BigDecimal room =
            offset[b].subtract(new BigDecimal(grid.refined() ? gain : Math.ceil(gain)));
        offset[c] = offset[c] == null ? room : offset[c].min(room);
      }
    }
    return offset;
  }

  /** {@code [block or idle fund][block of the user]}: the largest gain over the user's own fund. */
  private double[][] pass(Workers workers) {
    int targets = blocks + idle.length;
    double[][][] partial = new double[workers.threads()][][];
    Tile[] tiles = new Tile[workers.threads()];
    workers.run(
        Shards.count(instance.users()),
        (shard, slot) -> {
          if (partial[slot] == null) {
            tiles[slot] = new Tile(order);
            partial[slot] = new double[targets][blocks];
            for (double[] row : partial[slot]) {
              Arrays.fill(row, Double.NEGATIVE_INFINITY);
            }
          }
          shard(shard, tiles[slot], partial[slot]);
        });
    double[][] best = new double[targets][blocks];
    for (double[] row : best) {
      Arrays.fill(row, Double.NEGATIVE_INFINITY);
    }
    for (double[][] part : partial) { // a maximum does not depend on the order of folding
      for (int t = 0; part != null && t < targets; t++) {
        for (int c = 0; c < blocks; c++) {
          best[t][c] = Math.max(best[t][c], part[t][c]);
        }
      }
    }
    return best;
  }

  private void shard(int shard, Tile tile, double[][] best) {
    View view = View.of(instance, order, bonus);
    float[][] idleTile = new float[idle.length][tile.size];
    float[] own = new float[tile.size];
    float[] tolerances = new float[tile.size];
    float[] firstFund = new float[tile.size];
    double[] gain = new double[blocks];
    int from = Shards.start(shard);
    int to = from + Shards.length(shard, instance.users());
    for (int at = from; at < to; at += tile.size) {
      int length = Math.min(tile.size, to - at);
      tile.load(view, at, length);
      for (int d = 0; d < idle.length; d++) {
        instance.etv().copy(idle[d], at, idleTile[d], length);
      }
      tile.levels(tolerances, firstFund, length);
      Kernels.INSTANCE.best(tile.etv, length, lowPrice, tile.limits, own);
      boolean look = false;
      for (int j = 0; j < order.count && !look && blockOf[j] < blocks - 1; j++) {
        int next = firstOf(blockOf[j] + 1);
        float most = Kernels.INSTANCE.gain(tile.etv[j], length, lowPrice[j], own, firstFund, next);
        look = reaches(most, blockOf[j], best);
      }
      for (int d = 0; d < idle.length && !look; d++) {
        int risk = instance.risk(idle[d]);
        float most = Kernels.INSTANCE.gain(idleTile[d], length, 0, own, tolerances, risk);
        look = reaches(most, blocks + d, best);
      }
      for (int i = 0; look && i < length; i++) {
        exact(tile, idleTile, i, gain, best);
      }
    }
  }

  /** Whether a tile's largest gain, computed in float32, may raise a maximum. */
  private boolean reaches(float most, int target, double[][] best) {
    double unit = grid.refined() ? 1 : grid.unit();
    double known = Double.POSITIVE_INFINITY;
    for (int c = target < blocks ? target + 1 : 0; c < blocks; c++) {
      known = Math.min(known, best[target][c] * unit);
    }
    double room = (Math.abs(most) + 2.0 * largest) * Kernels.SLACK + 2 * grid.blur();
    return most > Float.NEGATIVE_INFINITY && !(most + room < known);
  }

  /** First fund of a block; the number of funds after the last. */
  private int firstOf(int block) {
    int j = 0;
    while (j < order.count && blockOf[j] < block) {
      j++;
    }
    return j;
  }

  private void exact(Tile tile, float[][] idleTile, int i, double[] gain, double[][] best) {
    double scale = grid.refined() ? 1 : 1 / grid.unit();
    int t = tile.tolerance[i];
    Arrays.fill(gain, Double.NEGATIVE_INFINITY);
    for (int j = 0; j < order.hi[t]; j++) {
      double u = tile.value(j, i) * scale - price[j];
      gain[blockOf[j]] = Math.max(gain[blockOf[j]], u);
    }
    int own = blockOf[order.lo[t]];
    for (int b = 0; b < own; b++) {
      best[b][own] = Math.max(best[b][own], gain[b] - gain[own]);
    }
    for (int d = 0; d < idle.length; d++) {
      if (instance.risk(idle[d]) <= t) {
        double u = idleTile[d][i] * scale - gain[own];
        best[blocks + d][own] = Math.max(best[blocks + d][own], u);
      }
    }
  }
}
