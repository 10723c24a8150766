package eoca.core.testing;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Feasible instances with values that are orders of magnitude beside all that is assigned: because
 * no allocation can give them (an upper user's of a fund below a tight level), or because taking
 * one forces a loss as large on somebody else.
 */
public final class Extremes {
  /** What stands where no allocation goes. */
  public enum Kind {
    /** 1e20 to 3e38, everywhere. */
    HUGE,
    /** The same, here and there. */
    SOME_HUGE,
    /** −1e20 to −3e38, everywhere. */
    NEGATIVE,
    /** Of either sign and any magnitude a float32 has. */
    ANY,
    /** 1e-30 and less. */
    TINY
  }

  private static final Regime[] REGIMES = {
    Regime.LOGNORMAL, Regime.INTEGER, Regime.CENTS, Regime.NEGATIVE, Regime.FEW_VALUES, Regime.ZEROS
  };

  private Extremes() {}

  /**
   * An instance with values of order 1 to 1,000 where allocations go.
   *
   * @param slack true: some of the lower levels have slack 1 instead of 0
   */
  public static Instance tight(Kind kind, long seed, int users, int funds, boolean slack) {
    SplittableRandom random = new SplittableRandom(seed ^ 0x7167L);
    Regime regime = REGIMES[random.nextInt(REGIMES.length)];
    InstanceSpec spec =
        InstanceSpec.of(regime, users, funds, Math.min(funds, 2 + random.nextInt(3)));
    Instance base = Shapes.of("slack-0", Instances.generate(spec, seed, Workers.sequential()));
    long[] quotas = base.quotas();
    if (slack) {
      loosen(base, quotas, random);
    }
    float[][] etv = ((HeapColumns) base.etv()).etv();
    byte[] tolerance = ((HeapColumns) base.etv()).tolerance();
    int[] floor = floors(base, quotas, tolerance);
    int[] risks = new int[funds];
    Arrays.setAll(risks, base::risk);
    for (int j = 0; j < funds; j++) {
      for (int i = 0; i < users; i++) {
        if (risks[j] < floor[tolerance[i]] && (kind != Kind.SOME_HUGE || random.nextInt(9) == 0)) {
          etv[j][i] = value(kind, random);
        }
      }
    }
    HeapColumns columns = new HeapColumns(etv, tolerance);
    return new Instance(users, columns, columns.tolerances(), risks, quotas, false);
  }

  /**
   * An instance in which allocations give values of order 1 to 1,000 though risk and quotas leave
   * users funds that they value 1e20 to 1e37 more: whoever took one would force a loss as large, or
   * larger, on somebody else. Funds fall into groups whose prices are that far apart. In one of
   * eight the last is a pseudo-fund.
   */
  public static Instance opposed(long seed, int users, int funds) {
    SplittableRandom random = new SplittableRandom(seed ^ 0x0990L);
    int[] risks = new int[funds];
    int levels = 1 + random.nextInt(3);
    for (int j = 0; j < funds - 1; j++) {
      risks[j] = random.nextInt(levels);
    }
    int[] given = new int[users];
    byte[] tolerance = new byte[users];
    long[] quotas = new long[funds];
    for (int i = 0; i < users; i++) {
      given[i] = random.nextInt(funds);
      tolerance[i] = (byte) Math.max(risks[given[i]], random.nextInt(levels));
      quotas[given[i]]++;
    }
    double[] price = groups(random, funds);
    double largest = Arrays.stream(price).map(Math::abs).max().orElseThrow();
    int kind = random.nextInt(4);
    boolean pseudo = random.nextInt(8) == 0;
    float[][] etv = new float[funds][users];
    for (int j = 0; j < funds - (pseudo ? 1 : 0); j++) {
      for (int i = 0; i < users; i++) {
        double step = price[j] - price[given[i]];
        double some =
            switch (random.nextInt(4)) {
              case 0 -> step - Math.abs(step) * random.nextDouble();
              case 1 -> Math.min(step, -largest * (1 + random.nextDouble()));
              default -> step;
            };
        etv[j][i] = (float) (step == 0 ? ordinary(kind, random) : some);
      }
    }
    HeapColumns columns = new HeapColumns(etv, tolerance);
    return new Instance(users, columns, columns.tolerances(), risks, quotas, pseudo);
  }

  /** A price a fund: 0 or one of one or two of 1e20 to 7e37, of either sign. */
  private static double[] groups(SplittableRandom random, int funds) {
    double[] group = new double[2 + random.nextInt(2)];
    boolean few = random.nextBoolean(); // few bits: differences are floats
    for (int g = 1; g < group.length; g++) {
      double any = Math.pow(10, 20 + 17 * random.nextDouble());
      double step = few ? Math.scalb(1 + random.nextInt(7), Math.getExponent(any)) : (float) any;
      group[g] = random.nextBoolean() ? step : -step;
    }
    double[] price = new double[funds];
    Arrays.setAll(price, j -> group[random.nextInt(group.length)]);
    return price;
  }

  private static double ordinary(int kind, SplittableRandom random) {
    double any = Math.exp(7 * random.nextDouble());
    return switch (kind) {
      case 0 -> Math.rint(any);
      case 1 -> Math.rint(any * 100) / 100 - 500;
      case 2 -> any * (random.nextInt(3) == 0 ? 1e-18 : 1);
      default -> any;
    };
  }

  private static float value(Kind kind, SplittableRandom random) {
    float huge = (float) Math.pow(10, 20 + 18.5 * random.nextDouble());
    return switch (kind) {
      case HUGE, SOME_HUGE -> huge;
      case NEGATIVE -> -huge;
      case ANY -> {
        float any = Float.intBitsToFloat(random.nextInt());
        yield Float.isFinite(any) ? any : -Float.MAX_VALUE;
      }
      case TINY -> (float) Math.pow(10, -30 - 15 * random.nextDouble());
    };
  }

  /** Moves one user of quota from a fund that has some to one of the lowest risk. */
  private static void loosen(Instance base, long[] quotas, SplittableRandom random) {
    int from = random.nextInt(quotas.length);
    int lowest = 0;
    for (int j = 1; j < quotas.length; j++) {
      lowest = base.risk(j) < base.risk(lowest) ? j : lowest;
    }
    if (quotas[from] > 0) {
      quotas[from]--;
      quotas[lowest]++;
    }
  }

  /** By tolerance: the largest level at or below it whose users are all needed there. */
  private static int[] floors(Instance base, long[] quotas, byte[] tolerance) {
    int[] floor = new int[Instance.MAX_RISK + 1];
    for (int level = 1; level < floor.length; level++) {
      long spare = 0;
      for (byte t : tolerance) {
        spare += t >= level ? 1 : 0;
      }
      for (int j = 0; j < quotas.length; j++) {
        spare -= base.risk(j) >= level ? quotas[j] : 0;
      }
      floor[level] = spare == 0 ? level : floor[level - 1];
    }
    return floor;
  }
}
