package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Shards;
import eoca.core.SolveStep;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.testing.InstanceSpec;
import eoca.core.testing.Instances;
import eoca.core.testing.PlainChecker;
import eoca.core.testing.Regime;
import eoca.core.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Values few units apart: units with odd factors, larger samples, demand in a staircase. */
class FewUnitsTest {
  private static final Settings SMALL =
      new Settings(0, 100, 8, 150, 0, 4.5, 3, 0.02, 12, 0.02, 1L << 30);

  private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(2);

  @AfterAll
  static void close() {
    EXECUTOR.shutdownNow();
  }

  @Test
  void multiplesOfAnOddNumberAreSolvedExactly() {
    Seeds.run(
        1,
        20,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int times = new int[] {3, 7, 125, 1000, 999}[random.nextInt(5)];
          Instance instance = whole(seed, 20_000 + random.nextInt(20_000), times);
          float[][] etv = ((HeapColumns) instance.etv()).etv();
          Outcome.Solved solved = solve(instance);
          for (int j = 1; j < etv.length; j++) {
            double difference = solved.prices()[j] - solved.prices()[0];
            assertThat(instance.quota(j) == 0 || instance.quota(0) == 0 || difference % times == 0)
                .as("price %d: %f", j, difference)
                .isTrue();
          }
        });
  }

  @Test
  void aFewOtherValuesAreFoundAndSolvedExactlyToo() {
    Seeds.run(
        1,
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Instance instance = whole(seed, 30_000, 1000);
          float[][] etv = ((HeapColumns) instance.etv()).etv();
          for (int some = 0; some < 1 << random.nextInt(9); some++) {
            etv[random.nextInt(etv.length)][random.nextInt(instance.users())] +=
                1 + random.nextInt(900);
          }
          solve(instance);
        });
  }

  private static Outcome.Solved solve(Instance instance) {
    return solve(instance, SMALL, Workers.sequential());
  }

  private static Outcome.Solved solve(Instance instance, Settings settings, Workers workers) {
    Outcome.Solved solved =
        (Outcome.Solved) new ExactAllocator(settings).allocate(instance, workers, StopSignal.NEVER);
    PlainChecker.check(instance, solved.assignment());
    assertThat(PlainGap.of(instance, solved.assignment(), solved.prices()).absolute()).isZero();
    return solved;
  }

  /** Whole numbers from 0 to some ten, times another. */
  private static Instance whole(long seed, int users, int times) {
    SplittableRandom random = new SplittableRandom(seed);
    int funds = 2 + random.nextInt(7);
    Instance instance =
        Instances.generate(
            new InstanceSpec(
                Regime.INTEGER, users, funds, 1 + random.nextInt(4), false, true, false),
            seed,
            Workers.sequential());
    int most = 2 + random.nextInt(30);
    for (float[] column : ((HeapColumns) instance.etv()).etv()) {
      for (int i = 0; i < users; i++) {
        column[i] = Math.round(column[i]) % most * times;
      }
    }
    return instance;
  }

  /** Boxes a twentieth of what they should be, so that most are widened. */
  @Test
  void aBoxTooNarrowIsWidenedToTheOptimum() {
    Settings narrow = new Settings(0, 100, 8, 150, 0, 0.2, 3, 0.02, 12, 0.02, 1L << 30);
    AtomicLong widened = new AtomicLong();
    Seeds.run(
        1,
        40,
        seed -> {
          Instance instance = whole(seed, 30_000, seed % 2 == 0 ? 1 : 1000);
          Outcome.Solved one = solve(instance, narrow, Workers.sequential());
          Outcome.Solved three = solve(instance, narrow, Workers.of(EXECUTOR, 3));
          widened.addAndGet(one.statistics().get("retries"));
          assertThat(three.statistics()).isEqualTo(one.statistics());
          assertThat(three.prices()).isEqualTo(one.prices());
          for (int shard = 0; shard < Shards.count(instance.users()); shard++) {
            assertThat(three.assignment().shard(shard)).isEqualTo(one.assignment().shard(shard));
          }
        });
    assertThat(widened.get()).isGreaterThan(20);
  }

  @Test
  void theUnitIsTheGreatestOddDivisorOfTheValuesSeen() {
    assertThat(factor(3000, 8000, 0)).isEqualTo(125);
    assertThat(factor(3000, 8000, 1)).isEqualTo(1);
    assertThat(factor(21, -35, 0)).isEqualTo(7);
    assertThat(factor(0, 0, 0)).isEqualTo(1);
    assertThat(factor(5, 5, 0)).isEqualTo(1); // one value has no unit
  }

  private static long factor(float... values) {
    ValueRange range = ValueRange.EMPTY;
    for (float value : values) {
      range = range.union(ValueRange.of(value));
    }
    return Grid.of(range).coarser(new float[][] {values}).factor();
  }

  @Test
  void aLargerSampleIsSolvedWhereValuesAreFewUnitsApart() {
    Settings settings = new Settings(0, 100, 8, 600, 0, 4.5, 3, 0.02, 12, 0.02, 1L << 30);
    for (boolean few : new boolean[] {true, false}) {
      Instance instance =
          Instances.generate(
              InstanceSpec.of(few ? Regime.INTEGER : Regime.LOGNORMAL, 320_000, 6, 1),
              3,
              Workers.sequential());
      for (float[] column : ((HeapColumns) instance.etv()).etv()) {
        for (int i = 0; few && i < column.length; i++) {
          column[i] = Math.round(column[i]) % 20;
        }
      }
      List<String> steps = new ArrayList<>();
      StopSignal listener =
          new StopSignal() {
            @Override
            public Limit stopAt() {
              return null;
            }

            @Override
            public void step(SolveStep step) {
              steps.add(step.step());
            }
          };
      Outcome.Solved solved =
          (Outcome.Solved)
              new ExactAllocator(settings).allocate(instance, Workers.sequential(), listener);
      PlainChecker.check(instance, solved.assignment());
      assertThat(PlainGap.of(instance, solved.assignment(), solved.prices()).relative())
          .isBetween(0.0, 1e-12);
      boolean twice = steps.indexOf("union") < steps.lastIndexOf("parts");
      assertThat(twice).as("%s", steps).isEqualTo(few);
      assertThat(solved.statistics().get("sample_users"))
          .isBetween(few ? 19_900L : 4_800L, few ? 20_100L : 4_900L);
    }
  }

  @Test
  void evenUnitsSpreadTiesEvenly() {
    int[] users = new int[10];
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      long mixed = Ties.user(i);
      long tie = Ties.weight(mixed, Ties.fund(0)) - Ties.weight(mixed, Ties.fund(1));
      double real = Lexicographic.real(7, tie);
      double even = Lexicographic.even(real);
      assertThat(Lexicographic.uneven(even)).isCloseTo(real, offset(1e-7));
      users[(int) Math.min(9, 10 * (even - 6.5))]++;
    }
    for (int tenth : users) {
      assertThat(tenth).isBetween(n / 10 - n / 100, n / 10 + n / 100);
    }
  }
}
