package eoca.core.exact;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Shards;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.testing.PlainChecker;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Times the exact allocator against one streaming pass over the same columns, for tuning:
 *
 * <pre>java -cp … eoca.core.exact.Measure REGIME USERS FUNDS [LEVELS [THREADS [RUNS [SEED [log]]]]]
 * </pre>
 */
final class Measure {
  private Measure() {}

  @SuppressForbidden
  public static void main(String[] args) {
    String regime = args[0].toUpperCase(Locale.ROOT);
    int users = Integer.parseInt(args[1]);
    int funds = Integer.parseInt(args[2]);
    int levels = args.length > 3 ? Integer.parseInt(args[3]) : 4;
    int threads = args.length > 4 ? Integer.parseInt(args[4]) : 4;
    int runs = args.length > 5 ? Integer.parseInt(args[5]) : 5;
    long seed = args.length > 6 ? Long.parseLong(args[6]) : 1;
    boolean log = args.length > 7;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    Workers workers = Workers.of(executor, threads);
    Instance instance = Shapes.instance(regime, users, funds, levels, seed, workers);
    double stream = Double.POSITIVE_INFINITY;
    double best = Double.POSITIVE_INFINITY;
    double first = 0;
    Outcome outcome = null;
    for (int run = 0; run < runs; run++) {
      for (int s = 0; s < 5; s++) {
        stream = Math.min(stream, stream(instance, workers));
      }
      long started = System.nanoTime();
      boolean tell = log && (run == runs - 1 || run == 0);
      StopSignal stop =
          new StopSignal() {
            @Override
            public Limit stopAt() {
              return null;
            }

            @Override
            public void progress(String phase, long done, long total) {
              if (tell) {
                System.out.printf(
                    Locale.ROOT, "  %8.2f ms %s%n", (System.nanoTime() - started) / 1e6, phase);
              }
            }
          };
      outcome = new ExactAllocator().allocate(instance, workers, stop);
      double seconds = (System.nanoTime() - started) / 1e9;
      best = Math.min(best, seconds);
      first = run == 0 ? seconds : first;
    }
    executor.shutdown();
    String tail = outcome.getClass().getSimpleName();
    if (outcome instanceof Outcome.Solved solved) {
      PlainChecker.check(instance, solved.assignment());
      tail = solved.statistics() + " gap " + PlainLoss.relative(instance, solved);
    }
    System.out.printf(
        Locale.ROOT,
        "%s %d x %d levels %d threads %d %s: stream %.2f ms, exact %.2f ms (first %.1f), ratio %.1f, %s%n",
        regime,
        users,
        funds,
        levels,
        threads,
        Kernels.INSTANCE.name(),
        stream * 1e3,
        best * 1e3,
        first * 1e3,
        best / stream,
        tail);
  }

  /** Design section 6: eight float accumulators, shards, column by column. */
  private static double stream(Instance instance, Workers workers) {
    HeapColumns columns = (HeapColumns) instance.etv();
    double[] sums = new double[Shards.count(instance.users())];
    long started = System.nanoTime();
    workers.run(
        sums.length,
        (shard, slot) -> {
          int from = Shards.start(shard);
          int to = from + Shards.length(shard, instance.users());
          double sum = 0;
          for (float[] column : columns.etv()) {
            sum += sum(column, from, to);
          }
          sums[shard] = sum;
        });
    double seconds = (System.nanoTime() - started) / 1e9;
    if (Double.isNaN(Arrays.stream(sums).sum())) {
      throw new AssertionError("not a number");
    }
    return seconds;
  }

  private static float sum(float[] c, int from, int to) {
    float a = 0, b = 0, d = 0, e = 0, f = 0, g = 0, h = 0, k = 0;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      a += c[i];
      b += c[i + 1];
      d += c[i + 2];
      e += c[i + 3];
      f += c[i + 4];
      g += c[i + 5];
      h += c[i + 6];
      k += c[i + 7];
    }
    for (; i < to; i++) {
      a += c[i];
    }
    return a + b + d + e + f + g + h + k;
  }
}
