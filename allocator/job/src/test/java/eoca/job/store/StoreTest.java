package eoca.job.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final Instant NOW = Instant.parse("2026-06-01T02:00:00Z");

  @TempDir Path temp;

  @Test
  void runIdsSortByTime() {
    String early = RunId.create(NOW);
    String late = RunId.create(NOW.plusSeconds(1));
    assertThat(early).matches("20260601T020000Z-[0-9a-f]{6}").isLessThan(late);
    assertThat(RunId.isRunId(early)).isTrue();
    assertThat(RunId.isRunId("failed")).isFalse();
  }

  @Test
  void aStagedRunBecomesCompletedAndPublished() throws IOException {
    CampaignRuns runs = new CampaignRuns(temp, "june");
    RunTarget target = RunTarget.underRuns(runs, RunId.create(NOW));
    try (Staging staging = Staging.open(target, StepListener.NONE)) {
      Files.writeString(staging.folder().resolve("a"), "x");
      assertThat(runs.completed()).isEmpty();
      staging.complete();
      assertThat(runs.current()).isNull();
      staging.publish(NOW, List.of());
    }
    assertThat(runs.completed()).containsExactly(target.runId());
    assertThat(Files.readString(temp.resolve("june/CURRENT"))).isEqualTo(target.runId() + "\n");
    assertThat(names(temp.resolve("june")))
        .containsExactlyInAnyOrder(".lock", "CURRENT", "published.jsonl", target.runId());
  }

  @Test
  void whatIsNotCompletedDisappears() throws IOException {
    CampaignRuns runs = new CampaignRuns(temp, "june");
    try (Staging staging =
        Staging.open(RunTarget.underRuns(runs, RunId.create(NOW)), StepListener.NONE)) {
      Files.createDirectories(staging.folder().resolve("scratch/deep"));
    }
    assertThat(names(temp.resolve("june"))).containsExactly(".lock");
  }

  @Test
  void aKilledRunsStagingIsRemovedAndTold() throws IOException {
    CampaignRuns runs = new CampaignRuns(temp, "june");
    Files.createDirectories(runs.folder().resolve(".staging-20250101T000000Z-000000/scratch"));
    try (Staging staging =
        Staging.open(RunTarget.underRuns(runs, RunId.create(NOW)), StepListener.NONE)) {
      assertThat(staging.removedStale()).containsExactly(".staging-20250101T000000Z-000000");
    }
    Path out = temp.resolve("out");
    Files.createDirectories(temp.resolve(".out.staging/scratch"));
    try (Staging staging =
        Staging.open(RunTarget.folder(out, RunId.create(NOW)), StepListener.NONE)) {
      assertThat(staging.removedStale()).containsExactly(".out.staging");
      staging.complete();
    }
    assertThat(names(temp)).containsExactlyInAnyOrder("june", "out");
  }

  @Test
  void oneHoldsTheLock() {
    CampaignRuns runs = new CampaignRuns(temp, "june");
    RunTarget first = RunTarget.underRuns(runs, RunId.create(NOW));
    RunTarget second = RunTarget.underRuns(runs, RunId.create(NOW));
    try (Staging staging = Staging.open(first, StepListener.NONE)) {
      assertThatThrownBy(() -> Staging.open(second, StepListener.NONE))
          .isInstanceOf(EocaException.class)
          .hasMessageContaining("june")
          .hasMessageContaining("this process")
          .extracting("code")
          .isEqualTo(ExitCode.LOCKED);
      assertThat(staging.folder()).isDirectory();
    }
    Staging.open(second, StepListener.NONE).close();
  }

  @Test
  void aCancelledRunCannotBeMoved() {
    CampaignRuns runs = new CampaignRuns(temp, "june");
    try (Staging staging =
        Staging.open(RunTarget.underRuns(runs, RunId.create(NOW)), StepListener.NONE)) {
      staging.cancel();
      assertThatThrownBy(staging::complete).isInstanceOf(Staging.CancelledException.class);
      assertThatThrownBy(staging::fail).isInstanceOf(Staging.CancelledException.class);
    }
    assertThat(runs.completed()).isEmpty();
    assertThat(runs.failed()).isEmpty();
  }

  @Test
  void outMustBeAbsentOrEmpty() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    Path full = Files.createDirectory(temp.resolve("full"));
    Files.writeString(full.resolve("x"), "x");
    Path link = Files.createSymbolicLink(temp.resolve("link"), full);
    for (Path out : List.of(file, full, link, Path.of("/"), Path.of(""))) {
      assertThatThrownBy(() -> RunTarget.folder(out, RunId.create(NOW)))
          .as(out.toString())
          .isInstanceOf(EocaException.class)
          .extracting("code")
          .isEqualTo(ExitCode.USAGE);
    }
    Path empty = Files.createDirectory(temp.resolve("empty"));
    try (Staging staging =
        Staging.open(RunTarget.folder(empty, RunId.create(NOW)), StepListener.NONE)) {
      Files.writeString(staging.folder().resolve("a"), "x");
      staging.complete();
    }
    assertThat(names(empty)).containsExactly("a");
  }

  @Test
  void aFailedOutReplacesTheOlderOne() throws IOException {
    Path out = temp.resolve("deep/down/out");
    for (String text : List.of("first", "second")) {
      try (Staging staging =
          Staging.open(RunTarget.folder(out, RunId.create(NOW)), StepListener.NONE)) {
        Files.writeString(staging.folder().resolve(text), text);
        staging.fail();
      }
    }
    assertThat(names(temp.resolve("deep/down"))).containsExactly("out.failed");
    assertThat(names(temp.resolve("deep/down/out.failed"))).containsExactly("second");
  }

  @Test
  void historyIsAStackOfWhatWasPublished() throws IOException {
    CampaignRuns runs = new CampaignRuns(temp, "june");
    Files.createDirectories(runs.folder());
    String a = RunId.create(NOW);
    String b = RunId.create(NOW.plusSeconds(1));
    String c = RunId.create(NOW.plusSeconds(2));
    runs.setCurrent(a, "publish", List.of(), NOW);
    runs.setCurrent(b, "publish", List.of(), NOW);
    runs.setCurrent(c, "publish", List.of(), NOW);
    assertThat(runs.published()).containsExactly(a, b, c);
    runs.setCurrent(b, "rollback", List.of(), NOW);
    assertThat(runs.published()).containsExactly(a, b);
    assertThat(runs.current()).isEqualTo(b);
    // a crash between CURRENT and its line, then half a line
    Files.writeString(runs.folder().resolve("CURRENT"), c + "\n");
    Files.writeString(
        runs.folder().resolve("published.jsonl"),
        Files.readString(runs.folder().resolve("published.jsonl")) + "{\"at\": \"2026\n");
    runs.setCurrent(a, "publish", List.of(), NOW);
    assertThat(runs.published()).containsExactly(a, b, c, a);
  }

  @Test
  void aBrokenCurrentIsTold() throws IOException {
    CampaignRuns runs = new CampaignRuns(temp, "june");
    Files.createDirectories(runs.folder());
    Files.writeString(runs.folder().resolve("CURRENT"), "../../etc\n");
    assertThatThrownBy(runs::current)
        .isInstanceOf(EocaException.class)
        .hasMessageContaining("CURRENT");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
