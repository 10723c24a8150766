package eoca.core.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Assignment;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Pins;
import eoca.core.Shards;
import eoca.core.Stay;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.exact.ExactAllocator;
import eoca.core.testing.BruteForce;
import eoca.core.testing.CountingColumns;
import eoca.core.testing.Extremes;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The proof without prices: said of optima alone, and of all of them. */
class ExchangesTest {
  private static final Workers ONE = Workers.sequential();

  private static final float UP = 1e20f;

  /**
   * Two groups of funds, {0, 1} and {2, 3}, 1e20 apart; within each, prices must differ by 2 to 8.
   */
  private static Instance opposed() {
    HeapColumns columns =
        new HeapColumns(
            new float[][] {{5, 4, -UP, -UP}, {3, 1, -UP, -UP}, {UP, UP, 7, 9}, {UP, 0, 5, 1}},
            new byte[4]);
    return new Instance(
        4, columns, columns.tolerances(), new int[4], new long[] {1, 1, 1, 1}, false);
  }

  private static Assignment assignment(int... funds) {
    Assignment result = new Assignment(funds.length);
    for (int i = 0; i < funds.length; i++) {
      result.set(i, funds[i]);
    }
    return result;
  }

  @Test
  void provesWhatNoDoublesCan() {
    double[] prices = {-UP / 2, -UP / 2, UP / 2, UP / 2};
    CertificateReport best = Certificate.certify(opposed(), assignment(1, 0, 3, 2), prices, ONE);
    assertThat(best.boundSource()).isEqualTo(BoundSource.EXCHANGES);
    assertThat(best.boundSource().label()).isEqualTo("exchanges");
    assertThat(best.optimal()).isTrue();
    assertThat(best.objective()).isEqualTo(3 + 4 + 5 + 9);
    assertThat(best.dualBound()).isEqualTo(21);
    assertThat(best.absoluteGap()).isZero();
    assertThat(best.wholeNumbers()).isTrue();
    assertThat(best.funds().get(2).price()).isEqualTo(UP / 2);
    for (int[] other : new int[][] {{0, 1, 3, 2}, {1, 0, 2, 3}, {0, 1, 2, 3}}) {
      CertificateReport report = Certificate.certify(opposed(), assignment(other), prices, ONE);
      assertThat(report.boundSource()).isEqualTo(BoundSource.PRICES);
      assertThat(report.optimal()).isFalse();
      assertThat(report.dualBound()).isGreaterThanOrEqualTo(21);
    }
    // prices whose rounding is no excuse: what they say is reported
    CertificateReport poor =
        Certificate.certify(opposed(), assignment(1, 0, 3, 2), new double[4], ONE);
    assertThat(poor.boundSource()).isEqualTo(BoundSource.PRICES);
    assertThat(poor.optimal()).isFalse();
    // nor is anything said without prices, or of an allocation that breaks a rule
    CertificateReport without = Certificate.certify(opposed(), assignment(1, 0, 3, 2), null, ONE);
    assertThat(without.boundSource()).isEqualTo(BoundSource.ROW_MAX);
    CertificateReport broken = Certificate.certify(opposed(), assignment(1, 0, 3, 3), prices, ONE);
    assertThat(broken.boundSource()).isEqualTo(BoundSource.PRICES);
    assertThat(broken.valid()).isFalse();
  }

  /** A tiny instance of some kind, perhaps with pinned users, and an allocation of it. */
  private record Drawn(Instance instance, Assignment assignment) {}

  private static Drawn draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int users = 2 + random.nextInt(6);
    int funds = 2 + random.nextInt(3);
    Extremes.Kind[] kinds = Extremes.Kind.values();
    Instance instance =
        switch (random.nextInt(3)) {
          case 0 -> Extremes.opposed(seed, users, funds);
          case 1 ->
              Extremes.tight(
                  kinds[random.nextInt(kinds.length)], seed, users, funds, random.nextBoolean());
          default -> Instances.random(seed, users, funds);
        };
    if (BruteForce.exactOptimum(instance).isEmpty() || instance.users() % 8 == 0) {
      return null;
    }
    Outcome outcome = new ExactAllocator().allocate(instance, ONE, StopSignal.NEVER);
    Assignment assignment = ((Outcome.Solved) outcome).assignment();
    int n = instance.users();
    byte[] tolerance = new byte[n];
    instance.tolerances().copy(0, tolerance, n);
    for (int swaps = random.nextInt(3) * n; swaps > 0; swaps--) {
      int one = random.nextInt(n);
      int two = random.nextInt(n);
      int fund = assignment.fund(one);
      int other = assignment.fund(two);
      if (tolerance[one] >= instance.risk(other) && tolerance[two] >= instance.risk(fund)) {
        assignment.set(one, other);
        assignment.set(two, fund);
      }
    }
    return random.nextInt(3) == 0
        ? pinned(instance, assignment, random)
        : new Drawn(instance, assignment);
  }

  private static Drawn pinned(Instance instance, Assignment assignment, SplittableRandom random) {
    int n = instance.users();
    long[] quotas = instance.quotas();
    Assignment locked = new Assignment(n);
    long[] control = new long[1];
    for (int i = 0; i < n; i++) {
      locked.set(i, Assignment.NONE & 0xFF);
      int kind = random.nextInt(5);
      if (kind == 0) {
        locked.set(i, assignment.fund(i));
      } else if (kind == 1) {
        control[0] |= 1L << i;
        quotas[assignment.fund(i)]--;
        assignment.set(i, Assignment.NONE & 0xFF);
      }
    }
    return new Drawn(
        instance.withQuotas(quotas).withPins(new Pins(n, locked, control)), assignment);
  }

  private static BigDecimal worth(Instance instance, Assignment assignment, Stay stay) {
    BigDecimal sum = BigDecimal.ZERO;
    float[] value = new float[1];
    for (int i = 0; i < instance.users(); i++) {
      if (instance.pins() == null || !instance.pins().isControl(i)) {
        instance.etv().copy(assignment.fund(i), i, value, 1);
        sum = sum.add(new BigDecimal(value[0]));
      }
      if (stay != null && assignment.fund(i) == stay.former().fund(i)) {
        sum = sum.add(new BigDecimal(stay.cost()));
      }
    }
    return sum;
  }

  @Test
  void saidOfOptimaAndOfNothingElse() {
    int[] seen = new int[4];
    Seeds.run(
        0,
        6000,
        seed -> {
          Drawn drawn = draw(seed);
          if (drawn == null) {
            return;
          }
          boolean best =
              BruteForce.exactOptimum(drawn.instance)
                      .orElseThrow()
                      .compareTo(worth(drawn.instance, drawn.assignment, null))
                  == 0;
          assertThat(Exchanges.gainNothing(drawn.instance, drawn.assignment, null, ONE))
              .isEqualTo(best);
          seen[best ? 0 : 1]++;
          seen[best && drawn.instance.pins() != null ? 2 : 3]++;
        });
    if (System.getProperty("eoca.seed") == null) {
      assertThat(seen).satisfies(counts -> assertThat(counts[0]).isGreaterThan(500));
      assertThat(seen).satisfies(counts -> assertThat(counts[1]).isGreaterThan(500));
      assertThat(seen).satisfies(counts -> assertThat(counts[2]).isGreaterThan(100));
    }
  }

  /** The most that any allocation of the users from one on is worth. */
  private static BigDecimal most(
      Instance instance,
      Assignment assignment,
      Stay stay,
      byte[] tolerance,
      int user,
      long[] left) {
    if (user == instance.users()) {
      return worth(instance, assignment, stay);
    }
    BigDecimal most = null;
    for (int j = 0; j < left.length; j++) {
      if (left[j] > 0 && tolerance[user] >= instance.risk(j)) {
        left[j]--;
        assignment.set(user, j);
        BigDecimal some = most(instance, assignment, stay, tolerance, user + 1, left);
        most = most == null || (some != null && some.compareTo(most) > 0) ? some : most;
        left[j]++;
      }
    }
    return most;
  }

  @Test
  void movingCostsCountExactly() {
    int[] seen = new int[2];
    Seeds.run(
        0,
        3000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed ^ 77);
          Drawn drawn = draw(seed);
          if (drawn == null || drawn.instance.pins() != null || drawn.instance.users() > 5) {
            return;
          }
          Instance instance = drawn.instance;
          Assignment former = new Assignment(instance.users());
          for (int i = 0; i < instance.users(); i++) {
            boolean none = random.nextInt(5) == 0;
            int any = none ? Assignment.NONE & 0xFF : random.nextInt(instance.funds());
            former.set(i, random.nextBoolean() ? drawn.assignment.fund(i) : any);
          }
          float cost =
              random.nextBoolean()
                  ? random.nextInt(5)
                  : (float) Math.pow(10, 40 * random.nextDouble() - 12);
          Stay stay = new Stay(former, Math.min(cost, Float.MAX_VALUE), false);
          byte[] tolerance = new byte[instance.users()];
          instance.tolerances().copy(0, tolerance, tolerance.length);
          BigDecimal most =
              most(
                  instance,
                  new Assignment(instance.users()),
                  stay,
                  tolerance,
                  0,
                  instance.quotas());
          boolean best = most.compareTo(worth(instance, drawn.assignment, stay)) == 0;
          assertThat(Exchanges.gainNothing(instance, drawn.assignment, stay, ONE)).isEqualTo(best);
          seen[best ? 0 : 1]++;
        });
    if (System.getProperty("eoca.seed") == null) {
      assertThat(seen[0]).isGreaterThan(200);
      assertThat(seen[1]).isGreaterThan(200);
    }
  }

  @Test
  void tamperedOptimaAreNotCalledOptimal() {
    int[] seen = new int[3];
    Seeds.run(
        0,
        3000,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int users = 4 + random.nextInt(5);
          Instance instance = Extremes.opposed(seed, users, 2 + random.nextInt(3));
          Outcome outcome = new ExactAllocator().allocate(instance, ONE, StopSignal.NEVER);
          Outcome.Solved solved = (Outcome.Solved) outcome;
          BigDecimal most = BruteForce.exactOptimum(instance).orElseThrow();
          Assignment tampered = solved.assignment();
          double[] prices = solved.prices();
          int how = random.nextInt(3);
          if (how > 0) {
            int one = random.nextInt(users);
            int two = random.nextInt(users);
            int fund = tampered.fund(one);
            tampered.set(one, tampered.fund(two));
            tampered.set(two, fund);
          }
          if (how < 2) {
            int j = random.nextInt(prices.length);
            prices[j] =
                switch (random.nextInt(3)) {
                  case 0 -> Math.nextUp(prices[j]);
                  case 1 -> -prices[j];
                  default -> prices[j] * (1 + random.nextDouble());
                };
          }
          CertificateReport report = Certificate.certify(instance, tampered, prices, ONE);
          double lost = most.subtract(worth(instance, tampered, null)).doubleValue();
          assertThat(report.dualBound())
              .isGreaterThanOrEqualTo(
                  report.valid() ? most.doubleValue() : Double.NEGATIVE_INFINITY);
          if (report.boundSource() == BoundSource.EXCHANGES) {
            assertThat(lost).isZero();
            seen[0]++;
          } else if (report.valid() && lost > 0) {
            assertThat(report.absoluteGap()).isGreaterThanOrEqualTo(lost);
            seen[1] += report.optimal() ? 0 : 1;
          }
          seen[2] += report.valid() ? 0 : 1;
        });
    if (System.getProperty("eoca.seed") == null) {
      assertThat(seen).satisfies(counts -> assertThat(counts[0]).isGreaterThan(100));
      assertThat(seen).satisfies(counts -> assertThat(counts[1]).isGreaterThan(100));
      assertThat(seen).satisfies(counts -> assertThat(counts[2]).isGreaterThan(100));
    }
  }

  @Test
  void theSameForAnyThreads() {
    ExecutorService executor = Executors.newFixedThreadPool(7);
    try {
      int users = 3 * Shards.SIZE + 99;
      Instance instance = Instances.generate(InstanceSpec.of(Regime.CENTS, users, 5, 3), 4, ONE);
      Outcome outcome = new ExactAllocator().allocate(instance, ONE, StopSignal.NEVER);
      Assignment assignment = ((Outcome.Solved) outcome).assignment();
      for (int threads : new int[] {1, 2, 3, 8}) {
        Workers workers = threads == 1 ? ONE : Workers.of(executor, threads);
        assertThat(Exchanges.gainNothing(instance, assignment, null, workers)).isTrue();
      }
      int one = 0;
      int two = users - 1;
      while (assignment.fund(two) == assignment.fund(one)) {
        two--;
      }
      int fund = assignment.fund(one);
      assignment.set(one, assignment.fund(two));
      assignment.set(two, fund);
      for (int threads : new int[] {1, 2, 3, 8}) {
        Workers workers = threads == 1 ? ONE : Workers.of(executor, threads);
        assertThat(Exchanges.gainNothing(instance, assignment, null, workers)).isFalse();
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void looksOnlyWhereRoundingMayBeAllThatIsMissing() {
    Instance generated =
        Instances.generate(InstanceSpec.of(Regime.LOGNORMAL, 10_001, 5, 1), 3, ONE);
    CountingColumns columns = new CountingColumns(generated.etv());
    Instance counted =
        new Instance(
            generated.users(),
            columns,
            generated.tolerances(),
            new int[5],
            generated.quotas(),
            false);
    Outcome.Solved solved =
        (Outcome.Solved) new ExactAllocator().allocate(generated, ONE, StopSignal.NEVER);
    Assignment assignment = solved.assignment();
    assertThat(Certificate.certify(counted, assignment, solved.prices(), ONE).optimal()).isTrue();
    assertThat(columns.values()).isEqualTo(5L * 10_001);
    int one = assignment.fund(0);
    int other = 1;
    while (assignment.fund(other) == one) {
      other++;
    }
    assignment.set(0, assignment.fund(other));
    assignment.set(other, one);
    assertThat(Certificate.certify(counted, assignment, solved.prices(), ONE).optimal()).isFalse();
    assertThat(columns.values()).isEqualTo(2 * 5L * 10_001);
  }
}
