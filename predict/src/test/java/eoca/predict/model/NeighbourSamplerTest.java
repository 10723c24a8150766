package eoca.predict.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NeighbourSamplerTest {
  @Test
  void allNeighboursWhereThereAreFew() {
    int[] out = new int[6];
    assertThat(NeighbourSampler.sample(1, 7, 10, 13, 3, out, 2)).isEqualTo(3);
    assertThat(out).containsExactly(0, 0, 10, 11, 12, 0);
    assertThat(NeighbourSampler.sample(1, 7, 10, 10, 3, out, 0)).isZero();
  }

  @Test
  void distinctAscendingAndRepeatable() {
    int[] out = new int[10];
    int[] again = new int[10];
    for (int node = 0; node < 2_000; node++) {
      int fan = 1 + node % 10;
      int degree = fan + 1 + node % 17;
      assertThat(NeighbourSampler.sample(3, node, 100, 100 + degree, fan, out, 0)).isEqualTo(fan);
      for (int i = 0; i < fan; i++) {
        assertThat(out[i]).isBetween(i == 0 ? 100 : out[i - 1] + 1, 100 + degree - 1);
      }
      NeighbourSampler.sample(3, node, 100, 100 + degree, fan, again, 0);
      assertThat(again).startsWith(java.util.Arrays.copyOf(out, fan));
    }
  }

  @Test
  void everyNeighbourIsAsLikely() {
    int degree = 12;
    int fan = 5;
    int draws = 60_000;
    int[] counts = new int[degree];
    int[] out = new int[fan];
    for (int node = 0; node < draws; node++) {
      NeighbourSampler.sample(99, node, 0, degree, fan, out, 0);
      for (int edge : out) {
        counts[edge]++;
      }
    }
    double expected = (double) draws * fan / degree;
    for (int count : counts) {
      // Six standard deviations of a binomial count.
      assertThat(Math.abs(count - expected)).isLessThan(6 * Math.sqrt(expected * 7 / 12));
    }
  }
}
