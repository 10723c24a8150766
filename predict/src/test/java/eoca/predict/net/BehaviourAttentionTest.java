package eoca.predict.net;

import static eoca.predict.net.Gradients.close;
import static eoca.predict.net.Gradients.matrix;
import static eoca.predict.net.Gradients.plus;
import static eoca.predict.net.Gradients.times;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BehaviourAttentionTest {
  private static final int WIDTH = 3;
  private static final int SIZE = 4;
  private static final int HEADS = 2;
  private static final int LENGTH = 3;

  // Three users: full history, one event, none. Columns: items, actions, time buckets.
  private static final int[] INDEX = {
    1, 2, 3, 5, 6, 5, 7, 8, 7, //
    4, 0, 0, 6, 0, 0, 8, 0, 0, //
    0, 0, 0, 0, 0, 0, 0, 0, 0,
  };
  private static final double[] AMOUNT = {0.5, 0, -1, 2, 9, 9, 9, 9, 9};
  private static final double[] MASK = {1, 1, 1, 1, 0, 0, 0, 0, 0};

  private Params params;
  private NDArray leaf;
  private BehaviourAttention block;

  @BeforeEach
  void create() {
    params = new Params(DataType.FLOAT64, 17);
    leaf = Gradients.leaf(params, 9, WIDTH);
    block = new BehaviourAttention(params, "b", WIDTH, SIZE, HEADS);
    Gradients.set(params, "b.context.bias", new double[] {0.1, 0.2, 0.3, 0.4});
  }

  @AfterEach
  void release() {
    params.close();
  }

  private NDArray apply(NDManager batch) {
    return block.apply(
        new Embedded(leaf),
        batch.create(INDEX, new Shape(3, 3 * LENGTH)),
        batch.create(AMOUNT, new Shape(3, LENGTH)),
        batch.create(MASK, new Shape(3, LENGTH)));
  }

  @Test
  void matchesTheLiteralDefinition() {
    double[][] out;
    try (NDManager batch = params.batch()) {
      out = matrix(apply(batch));
    }
    close(out[0], literal(0, 3));
    close(out[1], literal(1, 1));
    close(out[2], new double[] {0.1, 0.2, 0.3, 0.4});
  }

  /** Attention of every real query over every real key, then the mean: nothing clever. */
  private double[] literal(int user, int events) {
    double[][] rows = matrix(leaf);
    double[][] h = new double[events][];
    for (int t = 0; t < events; t++) {
      double[] x = new double[3 * WIDTH];
      for (int part = 0; part < 3; part++) {
        int row = INDEX[user * 3 * LENGTH + part * LENGTH + t];
        System.arraycopy(rows[row], 0, x, part * WIDTH, WIDTH);
      }
      double[] byAmount = params.get("b.by-amount").toDoubleArray();
      h[t] = times(x, weight("event"));
      for (int d = 0; d < SIZE; d++) {
        h[t][d] += AMOUNT[user * LENGTH + t] * byAmount[d];
      }
    }
    double[] pooled = new double[SIZE];
    double[] mean = new double[SIZE];
    int part = SIZE / HEADS;
    for (int s = 0; s < events; s++) {
      mean = plus(mean, h[s]);
      double[] q = times(h[s], weight("queries"));
      for (int head = 0; head < HEADS; head++) {
        double[] scores = new double[events];
        for (int t = 0; t < events; t++) {
          double[] k = times(h[t], weight("keys"));
          for (int d = head * part; d < (head + 1) * part; d++) {
            scores[t] += q[d] * k[d] / Math.sqrt(part);
          }
        }
        double[] a = Gradients.softmax(scores);
        for (int t = 0; t < events; t++) {
          double[] v = times(h[t], weight("values"));
          for (int d = head * part; d < (head + 1) * part; d++) {
            pooled[d] += a[t] * v[d];
          }
        }
      }
    }
    for (int d = 0; d < SIZE; d++) {
      pooled[d] /= events;
      mean[d] /= events;
    }
    double[] bias = params.get("b.context.bias").toDoubleArray();
    return plus(plus(times(pooled, weight("context")), times(mean, weight("residual"))), bias);
  }

  private double[][] weight(String name) {
    return matrix(params.get("b." + name + ".weight"));
  }

  @Test
  void gradients() {
    Gradients.check(params, this::apply);
  }

  @Test
  void timeBuckets() {
    long day = 86_400_000_000L;
    assertThat(BehaviourAttention.timeBucket(10 * day, 10 * day)).isZero();
    assertThat(BehaviourAttention.timeBucket(10 * day + 5, 10 * day)).isZero();
    // 4 days: 4·log2(17) = 16.35
    assertThat(BehaviourAttention.timeBucket(6 * day, 10 * day)).isEqualTo(16);
    assertThat(BehaviourAttention.timeBucket(0, 100_000 * day))
        .isEqualTo(BehaviourAttention.TIME_BUCKETS - 1);
    for (long micros = 1; micros < 5_000 * day; micros += micros / 3 + 1) {
      double days = micros / 86_400e6;
      assertThat(BehaviourAttention.timeBucket(-micros, 0))
          .isEqualTo(
              (int)
                  Math.min(
                      BehaviourAttention.TIME_BUCKETS - 1,
                      4 * StrictMath.log1p(4 * days) / StrictMath.log(2)));
    }
    int previous = 0;
    for (long hours = 0; hours < 24 * 3650; hours += 5) {
      int bucket = BehaviourAttention.timeBucket(0, hours * day / 24);
      assertThat(bucket).isBetween(previous, BehaviourAttention.TIME_BUCKETS - 1);
      previous = bucket;
    }
    assertThat(previous).isEqualTo(BehaviourAttention.TIME_BUCKETS - 1);
  }
}
