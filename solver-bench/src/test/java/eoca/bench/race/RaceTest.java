package eoca.bench.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.bench.race.Measurement.Ending;
import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
  private static final InstanceKey SMALL = new InstanceKey("lognormal", 300, 4, 2, 1);
  private static final InstanceKey LARGER = new InstanceKey("lognormal", 600, 4, 2, 1);

  @TempDir Path folder;

  /** Counts what is really run. */
  private static final class Counter implements Race.Listener {
    final List<String> begun = new ArrayList<>();

    @Override
    public void begins(int number, int total, String entrant, InstanceKey instance, int round) {
      begun.add(entrant + " " + instance.users() + " " + round);
    }

    @Override
    public void ended(Measurement measurement) {}
  }

  private static RacePlan plan(double limit, int rounds, List<InstanceKey> on, String... who) {
    return new RacePlan("test", on, List.of(who), 2, limit, 250L << 20, rounds);
  }

  private List<Measurement> race(RacePlan plan, Counter counter) throws InterruptedException {
    return new Race(plan, new ResultFile(folder.resolve("race.jsonl")), counter).run();
  }

  @Test
  void whateverAnEntrantDoesTheRaceGoesOnAndSaysSo() throws InterruptedException {
    List<Measurement> measured =
        race(
            plan(
                1,
                1,
                List.of(SMALL),
                "hangs",
                "crashes",
                "throws",
                "hogs",
                "hogs-outside",
                "breaks-rules",
                "exact"),
            new Counter());
    assertThat(measured)
        .extracting(Measurement::entrant, Measurement::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("hangs", Ending.TIME_OUT),
            org.assertj.core.groups.Tuple.tuple("crashes", Ending.ERROR),
            org.assertj.core.groups.Tuple.tuple("throws", Ending.ERROR),
            org.assertj.core.groups.Tuple.tuple("hogs", Ending.OUT_OF_MEMORY),
            org.assertj.core.groups.Tuple.tuple("hogs-outside", Ending.OUT_OF_MEMORY),
            org.assertj.core.groups.Tuple.tuple("breaks-rules", Ending.ERROR),
            org.assertj.core.groups.Tuple.tuple("exact", Ending.OPTIMAL));
    assertThat(measured.get(1).message()).contains("exit 137");
    assertThat(measured.get(2).message()).contains("numerical trouble");
    assertThat(measured.get(5).message()).contains("broken rules; first: fund");
    assertThat(measured.get(6).seconds()).isNotEmpty();
    assertThat(measured.get(6).relativeGap()).isLessThan(1e-9);
  }

  @Test
  void aLimitMetOnOneSizeSkipsTheLargerOnes() throws InterruptedException {
    Counter counter = new Counter();
    List<Measurement> measured = race(plan(0.5, 2, List.of(SMALL, LARGER), "hangs"), counter);
    assertThat(measured)
        .extracting(Measurement::outcome)
        .containsExactly(Ending.TIME_OUT, Ending.SKIPPED);
    assertThat(measured.get(1).message()).isEqualTo("time-out at 300 users");
    assertThat(counter.begun).containsExactly("hangs 300 0", "hangs 600 0");
  }

  @Test
  void anInterruptedRaceGoesOnWhereItStopped() throws InterruptedException, IOException {
    RacePlan plan = plan(20, 4, List.of(SMALL), "boasts");
    List<Measurement> whole = race(plan, new Counter());
    assertThat(whole).hasSize(4);
    Path file = folder.resolve("race.jsonl");
    List<String> lines = Files.readAllLines(file);
    // as a power cut leaves it: two records, and half of a third
    String cut = lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(2).substring(0, 40);
    Files.writeString(file, cut, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
    Counter counter = new Counter();
    List<Measurement> again = race(plan, counter);
    assertThat(counter.begun).hasSize(2);
    assertThat(again.subList(0, 2)).isEqualTo(whole.subList(0, 2));
    assertThat(again)
        .extracting(Measurement::objective)
        .isEqualTo(whole.stream().map(Measurement::objective).toList());
    Counter nothing = new Counter();
    race(plan, nothing);
    assertThat(nothing.begun).isEmpty();
  }

  @Test
  void resultsOfAnotherSettingAreNotMixed() throws InterruptedException {
    race(plan(20, 1, List.of(SMALL), "boasts"), new Counter());
    RacePlan longer = plan(21, 1, List.of(SMALL), "boasts");
    assertThatThrownBy(() -> race(longer, new Counter()))
        .isInstanceOf(EocaException.class)
        .hasMessageContaining("another setting (2 threads, 20 s");
    assertThat(race(plan(21, 1, List.of(SMALL), "exact"), new Counter())).hasSize(1);
  }

  @Test
  void whatIsAskedForAgainIsDroppedAndNothingElse() throws InterruptedException {
    ResultFile file = new ResultFile(folder.resolve("race.jsonl"));
    List<Measurement> both = race(plan(20, 1, List.of(SMALL), "exact", "boasts"), new Counter());
    file.drop(plan(20, 1, List.of(SMALL, LARGER), "exact")::includes);
    assertThat(file.read()).containsExactly(both.get(1));
    assertThat(folder).isDirectoryNotContaining("glob:**.next");
  }

  @Test
  void aFalseClaimIsAContradiction() throws InterruptedException {
    List<Measurement> measured =
        race(plan(20, 1, List.of(SMALL), "exact", "boasts"), new Counter());
    assertThat(Agreement.contradictions(measured))
        .singleElement()
        .asString()
        .contains("boasts calls")
        .contains("but exact found");
    assertThat(Agreement.contradictions(measured.subList(0, 1))).isEmpty();
  }
}
