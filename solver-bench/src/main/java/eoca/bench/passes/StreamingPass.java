package eoca.bench.passes;

import eoca.core.Shards;
import eoca.core.Workers;

/**
 * The yardstick: one sum over all values, as fast as plain Java reads memory. Eight float
 * accumulators, shards of 65,536 users, column by column, over the same columns and threads as what
 * is measured with it.
 */
public final class StreamingPass {
  private StreamingPass() {}

  /** One pass over {@code float32[k][users]}; the sum, so that nothing can be left out. */
  public static double run(float[][] etv, int users, Workers workers) {
    double[] partial = new double[Shards.count(users)];
    workers.run(
        partial.length,
        (shard, slot) -> {
          double sum = 0;
          for (float[] column : etv) {
            sum += sum(column, Shards.start(shard), Shards.length(shard, users));
          }
          partial[shard] = sum;
        });
    double total = 0;
    for (double sum : partial) {
      total += sum;
    }
    return total;
  }

  private static float sum(float[] column, int from, int length) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = from;
    for (int end = from + (length & -8); i < end; i += 8) {
      a += column[i];
      b += column[i + 1];
      c += column[i + 2];
      d += column[i + 3];
      e += column[i + 4];
      f += column[i + 5];
      g += column[i + 6];
      h += column[i + 7];
    }
    for (int end = from + length; i < end; i++) {
      a += column[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }
}
