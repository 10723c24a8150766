package eoca.core.testing;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Seeded instances in heap columns. The same spec and seed give the same instance for any number of
 * threads: every shard of every fund has a random stream of its own.
 */
public final class Instances {
  private static final Regime[] REGIMES = Regime.values();

  private Instances() {}

  /**
   * A tiny instance of a random regime for comparison with {@link BruteForce}: N ≤ 8, k ≤ 5. About
   * half are made feasible, the others are left as they fall; about a fifth have a pseudo-fund.
   */
  public static Instance tiny(long seed) {
    return random(seed, 8, 5);
  }

  /**
   * An instance of random regime, size, number of levels and kind.
   *
   * @param maxUsers N is drawn from 0..maxUsers
   * @param maxFunds k is drawn from 1..maxFunds
   */
  public static Instance random(long seed, int maxUsers, int maxFunds) {
    return generate(randomSpec(seed, maxUsers, maxFunds, false), seed, Workers.sequential());
  }

  /** Like {@link #random} but always feasible. */
  public static Instance randomFeasible(long seed, int maxUsers, int maxFunds) {
    return generate(randomSpec(seed, maxUsers, maxFunds, true), seed, Workers.sequential());
  }

  /**
   * A random spec; the regime cycles with the seed so that any run of seeds covers them all.
   *
   * @param feasible true: always feasible; false: about half are
   */
  public static InstanceSpec randomSpec(long seed, int maxUsers, int maxFunds, boolean feasible) {
    SplittableRandom random = new SplittableRandom(seed ^ 0x5eed5becL);
    Regime regime = REGIMES[(int) Math.floorMod(seed, (long) REGIMES.length)];
    int funds = 1 + random.nextInt(maxFunds);
    return new InstanceSpec(
        regime,
        random.nextInt(maxUsers + 1),
        funds,
        1 + random.nextInt(Math.min(funds, 6)),
        random.nextInt(5) == 0,
        feasible || random.nextBoolean(),
        random.nextBoolean());
  }

  /** The instance of a spec and a seed. */
  public static Instance generate(InstanceSpec spec, long seed, Workers workers) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] risks = risks(spec, random);
    byte[] tolerance = tolerances(spec, risks, random);
    Values values = new Values(spec, random);
    float[][] etv = new float[spec.funds()][spec.users()];
    workers.run(
        Shards.count(spec.users()), (shard, slot) -> values.fill(etv, tolerance, shard, seed));
    long[] quotas = Quotas.draw(spec, risks, tolerance, random);
    HeapColumns columns = new HeapColumns(etv, tolerance);
    return new Instance(
        spec.users(), columns, columns.tolerances(), risks, quotas, spec.pseudoFund());
  }

  /** At most {@code levels} distinct risks, in no particular order; the pseudo-fund's is 0. */
  private static int[] risks(InstanceSpec spec, SplittableRandom random) {
    int[] ladder = new int[spec.levels()];
    int span = random.nextInt(8) == 0 ? Instance.MAX_RISK : Math.max(7, spec.levels());
    for (int l = 0; l < ladder.length; l++) {
      ladder[l] = Math.min(span * l / ladder.length + random.nextInt(2), Instance.MAX_RISK);
    }
    int[] risks = new int[spec.funds()];
    for (int j = 0; j < risks.length; j++) {
      risks[j] = ladder[j < ladder.length ? j : random.nextInt(ladder.length)];
    }
    for (int j = risks.length - 1; j > 0; j--) {
      int other = random.nextInt(j + 1);
      int swap = risks[j];
      risks[j] = risks[other];
      risks[other] = swap;
    }
    if (spec.pseudoFund()) {
      risks[risks.length - 1] = 0;
    }
    return risks;
  }

  /** Tolerances, skewed towards the low ones; at least the lowest risk where feasible. */
  private static byte[] tolerances(InstanceSpec spec, int[] risks, SplittableRandom random) {
    int lowest = Arrays.stream(risks).min().getAsInt();
    double skew = 0.5 + 2 * random.nextDouble();
    int[] sorted = Arrays.stream(risks).sorted().toArray();
    byte[] tolerance = new byte[spec.users()];
    for (int i = 0; i < tolerance.length; i++) {
      int rank = (int) (sorted.length * Math.pow(random.nextDouble(), skew));
      int t = sorted[Math.min(rank, sorted.length - 1)];
      if (spec.distinctTolerances()) {
        t += random.nextInt(4) - 1;
      }
      if (!spec.feasible() && random.nextInt(16) == 0) {
        t -= 1 + random.nextInt(2);
      }
      int least = spec.feasible() ? lowest : 0;
      tolerance[i] = (byte) Math.max(least, Math.min(Instance.MAX_RISK, t));
    }
    return tolerance;
  }
}
