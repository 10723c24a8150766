package eoca.predict.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector kernel against the scalar one; that one against the block is InferenceTest's part. */
class AttentionRowsTest {
  private static final int SIZE = 64;
  private static final int HEADS = 2;
  private static final AttentionRows.Ranges RANGES = new AttentionRows.Ranges(0, 9, 9, 5, 14);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 15, 16, 17, 20, 33, 50})
  void kernelsAgree(int length) {
    assertThat(Kernels.vector()).as("tests run with the Vector API").isNotSameAs(Kernels.scalar());
    EmbeddingTable table = new EmbeddingTable(14 + BehaviourAttention.TIME_BUCKETS, 8, 5);
    Random random = new Random(length);
    for (int i = 0; i < table.values().length; i++) {
      table.values()[i] = (float) random.nextGaussian(); // scores of both signs, up to about ±20
    }
    try (Params params = new Params(DataType.FLOAT32, 17)) {
      new BehaviourAttention(params, "b", 8, SIZE, HEADS);
      AttentionRows one = rows(params, table, Kernels.vector());
      AttentionRows other = rows(params, table, Kernels.scalar());
      AttentionRows.Scratch first = one.scratch(50);
      AttentionRows.Scratch second = other.scratch(50);
      // The same scratch for several users: what one leaves must not reach the next.
      for (int user = 0; user < 20; user++) {
        first.clear();
        second.clear();
        int events = user % 2 == 0 ? length : 1 + random.nextInt(length);
        for (int e = 0; e < events; e++) {
          int item = random.nextInt(9);
          int action = random.nextInt(5);
          int bucket = random.nextInt(BehaviourAttention.TIME_BUCKETS);
          float amount = (float) random.nextGaussian();
          first.add(item, action, bucket, amount);
          second.add(item, action, bucket, amount);
        }
        close(one, first, other, second);
      }
    }
  }

  private static AttentionRows rows(Params params, EmbeddingTable table, Kernels kernels) {
    return new AttentionRows(params, "b", table, RANGES, SIZE, HEADS, kernels);
  }

  private static void close(
      AttentionRows one,
      AttentionRows.Scratch first,
      AttentionRows other,
      AttentionRows.Scratch second) {
    float[] vector = new float[one.resultWidth() + 3];
    float[] scalar = new float[vector.length];
    one.apply(first, vector, 3);
    other.apply(second, scalar, 3);
    assertThat(vector).as("the same bits").containsExactly(scalar);
  }
}
