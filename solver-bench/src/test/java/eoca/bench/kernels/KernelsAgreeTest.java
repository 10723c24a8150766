package eoca.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.certificate.ScreenBenchmark;
import eoca.core.exact.FundGraphBenchmark;
import eoca.core.exact.LikelyBenchmark;
import eoca.core.exact.PassBenchmark;
import eoca.core.internal.SelectionBenchmark;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The set-up of every kernel benchmark checks that baseline and candidate agree. */
class KernelsAgreeTest {
  @Test
  void certificateScreens() {
    ScreenBenchmark benchmark = new ScreenBenchmark();
    benchmark.setUp();
    assertThat(benchmark.vector()).isEqualTo(benchmark.scalar().clone());
  }

  @Test
  void exactPasses() {
    PassBenchmark benchmark = new PassBenchmark();
    benchmark.setUp();
    assertThat(benchmark.margin().clone()).isEqualTo(benchmark.marginScalar());
    assertThat(benchmark.ties().clone()).isEqualTo(benchmark.tiesScalar());
  }

  @Test
  void likelyFunds() {
    LikelyBenchmark benchmark = new LikelyBenchmark();
    benchmark.setUp();
    int[][] scalar =
        Arrays.stream(benchmark.rivalsScalar()).map(int[]::clone).toArray(int[][]::new);
    assertThat(benchmark.rivals()).isDeepEqualTo(scalar);
  }

  @Test
  void fundGraph() {
    FundGraphBenchmark benchmark = new FundGraphBenchmark();
    benchmark.funds = 8;
    benchmark.setUp();
    assertThat(benchmark.cold()).isPositive();
    assertThat(benchmark.warm()).isLessThan(benchmark.cold());
  }

  @Test
  void selection() {
    SelectionBenchmark benchmark = new SelectionBenchmark();
    benchmark.setUp();
    assertThat(benchmark.selecting()).isEqualTo(benchmark.sorting());
  }

  @Test
  void wholePasses() {
    WholePasses benchmark = new WholePasses();
    benchmark.setUp();
    assertThat(benchmark.certificate().optimal()).isTrue();
  }
}
