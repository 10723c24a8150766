package eoca.console;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.certificate.Certificate;
import eoca.core.exact.ExactAllocator;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Solves made-up problems when the console starts, so that the JVM has compiled the solver by the
 * time somebody asks for the first what-if: at ten million users and eight funds most of its time
 * went there. Takes a thread for some seconds and 10 MiB; ends at once when somebody waits.
 */
final class Rehearsal implements Runnable {
  private static final int USERS = 1 << 18;
  private static final int FUNDS = 8;

  /**
   * Solves after which another made the first what-if no quicker: 120 and 240 left it the same, 30
   * left it a third slower.
   */
  private static final int SOLVES = 120;

  private final BooleanSupplier over;
  private final int solves;
  private final Consumer<double[]> solved;

  /** A rehearsal that ends when it is over. */
  Rehearsal(BooleanSupplier over) {
    this(over, SOLVES, prices -> {});
  }

  Rehearsal(BooleanSupplier over, int solves, Consumer<double[]> solved) {
    this.over = over;
    this.solves = solves;
    this.solved = solved;
  }

  @Override
  public void run() {
    StopSignal stop = () -> over.getAsBoolean() ? StopSignal.Limit.INTERRUPTED : null;
    HeapColumns columns = columns();
    long[] before = quotas(0);
    double[] prices = solve(columns, before, new ExactAllocator(), stop);
    for (int solve = 1; prices != null && solve <= solves; solve++) {
      long[] quotas = quotas(solve % 3 * USERS / 100);
      long[] change = new long[FUNDS];
      for (int j = 0; j < FUNDS; j++) {
        change[j] = quotas[j] - before[j];
      }
      before = quotas;
      prices = solve(columns, quotas, new ExactAllocator().startingFrom(prices, change), stop);
    }
  }

  /** Prices, or null if it is over. */
  private double[] solve(
      HeapColumns columns, long[] quotas, ExactAllocator allocator, StopSignal stop) {
    int[] risk = {1, 1, 2, 2, 3, 3, 4, 4};
    Instance instance = new Instance(USERS, columns, columns.tolerances(), risk, quotas, false);
    if (stop.stopAt() != null
        || !(allocator.allocate(instance, Workers.sequential(), stop)
            instanceof Outcome.Solved outcome)) {
      return null;
    }
    Certificate.certify(instance, outcome.assignment(), outcome.prices(), Workers.sequential());
    this.solved.accept(outcome.prices());
    return outcome.prices();
  }

  /** Equal quotas, but for some that move from the first fund to the third. */
  private static long[] quotas(int moved) {
    long[] quotas = new long[FUNDS];
    Arrays.fill(quotas, USERS / FUNDS);
    quotas[0] -= moved;
    quotas[2] += moved;
    return quotas;
  }

  /** Values of all magnitudes, tolerances that leave every risk level room. */
  private static HeapColumns columns() {
    SplittableRandom random = new SplittableRandom(1);
    float[][] etv = new float[FUNDS][USERS];
    byte[] tolerances = new byte[USERS];
    for (int i = 0; i < USERS; i++) {
      tolerances[i] = (byte) (1 + Math.min(3, random.nextInt(8)));
      for (int j = 0; j < FUNDS; j++) {
        double sum = random.nextDouble() + random.nextDouble() + random.nextDouble();
        etv[j][i] = (float) Math.exp(1.5 * sum + 0.1 * j);
      }
    }
    return new HeapColumns(etv, tolerances);
  }
}
