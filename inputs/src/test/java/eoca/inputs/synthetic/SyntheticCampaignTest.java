package eoca.inputs.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SyntheticCampaignTest {
  private static final int[] USERS = {0, 1, 2, 3, 7, 10, 99, 101, 1000, 12_345};
  private static final int[] FUNDS = {1, 2, 3, 4, 5, 8, 13, 63, 64, 200, 255};
  private static final int[] LEVELS = {1, 2, 3, 4, 7, 63};

  /** What design section 4 promises, for every regime, size, number of funds and levels. */
  @ParameterizedTest
  @EnumSource
  void keepsItsPromises(Regime regime) {
    for (int users : USERS) {
      for (int funds : FUNDS) {
        for (int levels : LEVELS) {
          SyntheticSpec spec = new SyntheticSpec(users + funds, users, funds, regime, levels);
          SyntheticCampaign synthetic = new SyntheticCampaign(spec);
          int[] histogram = new int[64];
          byte[] tolerance = new byte[users];
          synthetic.fillTolerance(0, users, tolerance, 0);
          for (byte t : tolerance) {
            histogram[t]++;
          }
          check(synthetic, histogram);
        }
      }
    }
  }

  private static void check(SyntheticCampaign synthetic, int[] histogram) {
    SyntheticSpec spec = synthetic.spec();
    long[] quotas = synthetic.quotas();
    int[] risks = synthetic.risks();
    assertThat(Arrays.stream(quotas).sum()).as("Σ quota of %s", spec).isEqualTo(spec.users());
    assertThat(risks).as("risks of %s", spec).isSorted();
    assertThat(risks[0]).isEqualTo(1);
    assertThat(risks[risks.length - 1]).isLessThanOrEqualTo(spec.levels());
    if (spec.funds() >= spec.levels()) {
      assertThat(Arrays.stream(risks).distinct().count()).isEqualTo(spec.levels());
    }
    if (spec.regime() == Regime.ONE_HOT_QUOTA) {
      assertThat(Arrays.stream(quotas).max().orElseThrow())
          .as("hot quota of %s", spec)
          .isGreaterThanOrEqualTo((long) (0.99 * spec.users()));
    } else if (spec.users() >= spec.funds()) {
      for (long quota : quotas) {
        assertThat(quota * 4 * spec.funds())
            .as("4k·quota of %s", spec)
            .isGreaterThanOrEqualTo(spec.users());
      }
    }
    for (int level = 1; level <= spec.levels(); level++) {
      long supply = 0;
      long demand = 0;
      for (int t = level; t < histogram.length; t++) {
        supply += histogram[t];
      }
      for (int j = 0; j < risks.length; j++) {
        demand += risks[j] >= level ? quotas[j] : 0;
      }
      long slack = supply - demand;
      if (level == 1 || spec.regime() == Regime.TIGHT_RISK) {
        assertThat(slack).as("slack at level %d of %s", level, spec).isZero();
      } else {
        assertThat(100 * slack)
            .as("100·slack at level %d of %s", level, spec)
            .isGreaterThanOrEqualTo(spec.users());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTheSameForAnyThreadsAndAnyCut(Regime regime) {
    int n = 40_000;
    SyntheticSpec spec = new SyntheticSpec(5, n, 5, regime, 3);
    SyntheticColumns one = new SyntheticCampaign(spec).columns(1);
    for (int threads : new int[] {2, 3, 8}) {
      SyntheticColumns many = new SyntheticCampaign(spec).columns(threads);
      assertThat(Arrays.deepEquals(many.etv(), one.etv())).isTrue();
      assertThat(many.tolerance()).isEqualTo(one.tolerance());
    }
    float[][] cut = new float[5][10];
    byte[] tolerance = new byte[10];
    new SyntheticCampaign(spec).fill(31_234, 7, cut, tolerance, 2);
    for (int j = 0; j < 5; j++) {
      assertThat(Arrays.copyOfRange(cut[j], 2, 9))
          .isEqualTo(Arrays.copyOfRange(one.etv()[j], 31_234, 31_241));
    }
    assertThat(Arrays.copyOfRange(tolerance, 2, 9))
        .isEqualTo(Arrays.copyOfRange(one.tolerance(), 31_234, 31_241));
  }

  @ParameterizedTest
  @EnumSource
  void valuesAreOfTheirRegime(Regime regime) {
    int n = 50_000;
    int k = 6;
    SyntheticColumns data = new SyntheticCampaign(new SyntheticSpec(9, n, k, regime, 4)).columns(2);
    Set<Float> distinct = new HashSet<>();
    Set<String> rows = new HashSet<>();
    int zeros = 0;
    int negatives = 0;
    int zeroUsers = 0;
    int whole = 0;
    int infinite = 0;
    double sum = 0;
    float max = 0;
    for (int i = 0; i < n; i++) {
      boolean allZero = true;
      StringBuilder row = new StringBuilder();
      for (int j = 0; j < k; j++) {
        float v = data.etv()[j][i];
        infinite += Float.isFinite(v) ? 0 : 1;
        distinct.add(v);
        row.append(v).append(' ');
        zeros += v == 0 ? 1 : 0;
        negatives += v < 0 ? 1 : 0;
        whole += v == Math.rint(v) ? 1 : 0;
        allZero &= v == 0;
        sum += v;
        max = Math.max(max, v);
      }
      rows.add(row.toString());
      zeroUsers += allZero ? 1 : 0;
    }
    assertThat(infinite).isZero();
    int cells = n * k;
    switch (regime) {
      case LOGNORMAL, TIGHT_RISK, ONE_HOT_QUOTA -> {
        assertThat(distinct).hasSizeGreaterThan(cells / 2);
        assertThat(zeros + negatives).isZero();
      }
      case HEAVY_TAIL -> assertThat(max).isGreaterThan((float) (1000 * sum / cells));
      case CONSTANT -> assertThat(distinct).hasSize(1);
      case FEW_VALUES -> assertThat(distinct).hasSize(5);
      case INTEGER -> {
        assertThat(whole).isEqualTo(cells);
        assertThat(max).isEqualTo(1000f);
        assertThat(negatives).isZero();
        assertThat(distinct).hasSizeGreaterThan(900);
      }
      case ZEROS -> {
        assertThat(zeroUsers).isBetween(3 * n / 10, 4 * n / 10);
        assertThat(zeros).isBetween(6 * cells / 10, 7 * cells / 10);
      }
      case NEGATIVE -> assertThat(negatives).isBetween(cells / 5, 4 * cells / 5);
      case TIED -> assertThat(rows).hasSize(SyntheticCampaign.TIED_PROFILES);
    }
  }

  /** What users would take by themselves is not what the quotas ask for. */
  @Test
  void naturalDemandDoesNotMatchTheQuotas() {
    for (long seed = 1; seed <= 20; seed++) {
      int n = 20_000;
      SyntheticCampaign synthetic =
          new SyntheticCampaign(new SyntheticSpec(seed, n, 8, Regime.LOGNORMAL, 4));
      SyntheticColumns data = synthetic.columns(2);
      long[] natural = new long[8];
      for (int i = 0; i < n; i++) {
        int best = 0;
        for (int j = 1; j < 8; j++) {
          best = data.etv()[j][i] > data.etv()[best][i] ? j : best;
        }
        natural[best]++;
      }
      long moved = 0;
      for (int j = 0; j < 8; j++) {
        moved += Math.abs(natural[j] - synthetic.quotas()[j]) / 2;
      }
      assertThat(moved).as("users who must give way, seed %d", seed).isGreaterThan(n / 10);
    }
  }

  @Test
  void seedsDiffer() {
    SyntheticSpec spec = new SyntheticSpec(1, 1000, 4, Regime.LOGNORMAL, 4);
    SyntheticSpec other = new SyntheticSpec(2, 1000, 4, Regime.LOGNORMAL, 4);
    assertThat(new SyntheticCampaign(spec).columns(1).etv()[0])
        .isNotEqualTo(new SyntheticCampaign(other).columns(1).etv()[0]);
    assertThat(new SyntheticCampaign(spec).quotas())
        .isNotEqualTo(new SyntheticCampaign(other).quotas());
  }

  /** Planning 2^31−1 users and filling a stretch allocates what it does for few users. */
  @Test
  void memoryDoesNotDependOnTheNumberOfUsers() {
    allocated(10_000); // classes are loaded
    long few = allocated(10_000);
    long many = allocated(Integer.MAX_VALUE);
    assertThat(many).isLessThan(few + 20_000);
  }

  private static long allocated(int users) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    float[][] etv = new float[8][1000];
    byte[] tolerance = new byte[1000];
    long before = threads.getCurrentThreadAllocatedBytes();
    SyntheticCampaign synthetic =
        new SyntheticCampaign(new SyntheticSpec(1, users, 8, Regime.LOGNORMAL, 4));
    synthetic.fill(users - 1000, 1000, etv, tolerance, 0);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThatThrownBy(() -> new SyntheticSpec(1, -1, 4, Regime.LOGNORMAL, 4))
        .hasMessage("users (-1) must be 0..2147483647");
    assertThatThrownBy(() -> new SyntheticSpec(1, 1, 256, Regime.LOGNORMAL, 4))
        .hasMessage("funds (256) must be 1..255");
    assertThatThrownBy(() -> new SyntheticSpec(1, 1, 1, Regime.LOGNORMAL, 64))
        .hasMessage("levels (64) must be 1..63");
  }
}
