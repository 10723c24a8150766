package eoca.core.testing;

import eoca.core.Shards;
import java.util.SplittableRandom;

/** Draws the values of a generated instance, shard by shard. */
final class Values {
  private static final int TIED_ROWS = 5;

  private final InstanceSpec spec;
  private final int funds;
  private final double[] fundEffect;
  private final float constant;
  private final float[] few;
  private final float[][] tied;

  Values(InstanceSpec spec, SplittableRandom random) {
    this.spec = spec;
    this.funds = spec.funds();
    this.fundEffect = new double[funds];
    for (int j = 0; j < funds; j++) {
      fundEffect[j] = 0.5 * random.nextGaussian();
    }
    this.constant = random.nextInt(4) == 0 ? 0 : (float) (100 * random.nextDouble());
    this.few = new float[3 + random.nextInt(3)];
    for (int v = 0; v < few.length; v++) {
      few[v] = v == 0 ? 0 : (float) (100 * random.nextDouble());
    }
    this.tied = new float[TIED_ROWS][funds];
    for (float[] row : tied) {
      for (int j = 0; j < funds; j++) {
        row[j] = (float) lognormal(random, 0, j);
      }
    }
  }

  /** Fills one shard of every column; the pseudo-fund's stays zero. */
  void fill(float[][] etv, byte[] tolerance, int shard, long seed) {
    int from = Shards.start(shard);
    int to = from + Shards.length(shard, tolerance.length);
    int filled = spec.pseudoFund() ? funds - 1 : funds;
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + shard + 1);
    for (int i = from; i < to; i++) {
      double userEffect = 0.8 * random.nextGaussian();
      boolean zeroUser = random.nextBoolean();
      float[] row = tied[random.nextInt(TIED_ROWS)];
      for (int j = 0; j < filled; j++) {
        etv[j][i] = value(random, userEffect, zeroUser, row, j);
      }
    }
  }

  private float value(
      SplittableRandom random, double userEffect, boolean zeroUser, float[] tiedRow, int fund) {
    return switch (spec.regime()) {
      case LOGNORMAL, TIGHT_RISK, ONE_HOT_QUOTA -> (float) lognormal(random, userEffect, fund);
      case HEAVY_TAIL ->
          (float)
              Math.min(
                  1e12,
                  StrictMath.pow(1 - random.nextDouble(), -1 / 1.1)
                      * StrictMath.exp(fundEffect[fund]));
      case CONSTANT -> constant;
      case FEW_VALUES -> few[random.nextInt(few.length)];
      case INTEGER -> random.nextInt(1001);
      case CENTS -> (float) (Math.rint(100 * lognormal(random, userEffect, fund)) / 100);
      case ZEROS ->
          zeroUser || random.nextBoolean()
              ? (random.nextInt(4) == 0 ? -0f : 0f)
              : (float) lognormal(random, userEffect, fund);
      case NEGATIVE -> (float) (10 * random.nextGaussian() + 5 * fundEffect[fund]);
      case TIED -> tiedRow[fund];
      case WIDE_RANGE ->
          (float)
              (StrictMath.pow(10, 30 * random.nextDouble() - 15)
                  * (random.nextInt(8) == 0 ? -1 : 1));
    };
  }

  private double lognormal(SplittableRandom random, double userEffect, int fund) {
    return StrictMath.exp(2 + userEffect + fundEffect[fund] + 0.6 * random.nextGaussian());
  }
}
