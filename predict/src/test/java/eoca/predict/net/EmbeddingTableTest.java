package eoca.predict.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class EmbeddingTableTest {
  @Test
  void onlyTouchedRowsMoveAndByAdamsRule() {
    EmbeddingTable table = new EmbeddingTable(4, 2, 9);
    float[] before = table.values().clone();
    table.update(new int[] {2, 0, 3}, 2, new float[] {0.5f, -0.25f, 0, 1}, 0.1, 0);
    // Adam's first step moves each entry by the learning rate against the gradient's sign.
    assertThat(table.values()[4]).isCloseTo(before[4] - 0.1f, within(1e-6f));
    assertThat(table.values()[5]).isCloseTo(before[5] + 0.1f, within(1e-6f));
    assertThat(table.values()[0]).isEqualTo(before[0]);
    assertThat(table.values()[1]).isCloseTo(before[1] - 0.1f, within(1e-6f));
    assertThat(table.values()[6]).as("beyond the count").isEqualTo(before[6]);
    assertThat(table.steps()).containsExactly(1, 0, 1, 0);
    // Second step with gradient 0: m = 0.9·0.05 = 0.045, v = 0.999·0.00025.
    float after = table.values()[4];
    table.update(new int[] {2}, 1, new float[] {0, 0}, 0.1, 0);
    double m = 0.9 * 0.05 / (1 - 0.81);
    double v = 0.999 * 0.001 * 0.25 / (1 - 0.999 * 0.999);
    assertThat(table.values()[4])
        .isCloseTo((float) (after - 0.1 * m / Math.sqrt(v)), within(1e-6f));
  }

  @Test
  void l2PullsTowardsZero() {
    EmbeddingTable table = new EmbeddingTable(1, 1, 9);
    table.values()[0] = 2;
    table.update(new int[] {0}, 1, new float[] {0}, 0.1, 0.01);
    assertThat(table.values()[0]).isCloseTo(1.9f, within(1e-6f));
  }

  /**
   * A row that several places look up gets the sum of their gradients; one that none does, none.
   */
  @Test
  void gradientsOfLookedUpRows() {
    try (Params params = new Params(DataType.FLOAT64, 1)) {
      NDArray leaf = Gradients.leaf(params, 3, 2);
      int[] index = {0, 1, 1, 2, 1, 0};
      Gradients.check(
          params,
          batch -> {
            NDArray joined = new Embedded(leaf).join(batch.create(index, new Shape(2, 3)));
            return joined.mul(joined);
          });
    }
  }

  @Test
  void looksUpAndJoins() {
    EmbeddingTable table = new EmbeddingTable(5, 2, 1);
    float[] rows = table.gather(new int[] {4, 1}, 2);
    try (Params params = new Params(DataType.FLOAT32, 1);
        NDManager batch = params.batch()) {
      Embedded embedded = new Embedded(batch.create(rows, new Shape(2, 2)));
      float[] joined =
          embedded.join(batch.create(new int[] {0, 1, 1, 1}, new Shape(2, 2))).toFloatArray();
      float[] v = table.values();
      assertThat(joined).containsExactly(v[8], v[9], v[2], v[3], v[2], v[3], v[2], v[3]);
    }
  }
}
