package eoca.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.synthetic.Regime;
import eoca.job.store.CampaignRuns;
import eoca.job.testing.Campaigns;
import eoca.job.testing.Child;
import eoca.job.testing.JobMain;
import eoca.job.testing.JobMain.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that are killed or told to stop at every step of a run: what was published stays
 * readable and verifiable, and the next run succeeds.
 */
class CrashTest {
  private static final String CAMPAIGN = "synthetic-lognormal";

  @TempDir Path temp;
  private Path runs;
  private Path campaign;
  private String published;

  @BeforeEach
  void publishOne() throws IOException {
    runs = temp.resolve("runs");
    campaign =
        Campaigns.synthetic(
            temp.resolve("data"), 5_000, 4, Regime.LOGNORMAL, 1, OutputFormat.ARROW);
    assertThat(run().code()).isZero();
    published = runs().current();
  }

  private CampaignRuns runs() {
    return new CampaignRuns(runs, CAMPAIGN);
  }

  private Result run() {
    return JobMain.run(arguments());
  }

  private String[] arguments(String... more) {
    return Stream.concat(
            Stream.of(
                "run",
                campaign.toString(),
                "--runs-dir",
                runs.toString(),
                "--strategy",
                "heuristic",
                "--certify",
                "row-max",
                "--threads",
                "2"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private Child.Builder child() {
    return new Child.Builder(temp);
  }

  private void assertPublishedVerifies(String runId) {
    assertThat(runs().current()).isEqualTo(runId);
    Result verify = JobMain.run("verify", CAMPAIGN, "--runs-dir", runs.toString());
    assertThat(verify.code()).as(verify.err()).isZero();
  }

  private List<String> staged() throws IOException {
    try (Stream<Path> entries = Files.list(runs.resolve(CAMPAIGN))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith(".staging"))
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "locked",
        "staged",
        "check:begin",
        "check:end",
        "feasibility:end",
        "solve:end",
        "certify:end",
        "write:end",
        "verify:end",
        "report:end",
        "manifest",
        "forced",
        "moved",
        "published"
      })
  void killedAtAStep(String step) throws IOException, InterruptedException {
    try (Child child = child().pauseAt(step).start(arguments())) {
      child.awaitPause();
      assertThat(run().code()).as("while it runs, it holds the lock").isEqualTo(6);
      child.signal("KILL");
      assertThat(child.await()).isEqualTo(137);
    }
    boolean moved = step.equals("moved") || step.equals("published");
    assertThat(staged()).hasSize(moved || step.equals("locked") ? 0 : 1);
    assertThat(runs().completed()).hasSize(moved ? 2 : 1);
    assertPublishedVerifies(step.equals("published") ? runs().completed().get(1) : published);
    for (String completed : runs().completed()) {
      assertThat(JobMain.run("verify", runs().run(completed).toString()).code()).isZero();
    }
    Result next = run();
    assertThat(next.code()).as(next.err()).isZero();
    if (!moved && !step.equals("locked")) {
      assertThat(next.err()).contains("removed what a killed run had left (.staging-");
      assertThat(Files.readString(runs().run(runs().current()).resolve("log.jsonl")))
          .contains("stale_staging_removed");
    }
    assertThat(staged()).isEmpty();
    assertPublishedVerifies(runs().completed().get(moved ? 2 : 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "staged",
        "check:end",
        "solve:begin",
        "certify:end",
        "write:end",
        "verify:begin",
        "report:end",
        "manifest"
      })
  void terminatedAtAStep(String step) throws IOException, InterruptedException {
    String signal = step.equals("write:end") ? "INT" : "TERM";
    try (Child child = child().pauseAt(step).start(arguments())) {
      child.awaitPause().signal(signal);
      Thread.sleep(100); // the signal's thread is on its way; the outcome is the same without
      child.go();
      assertThat(child.await()).isEqualTo(signal.equals("INT") ? 130 : 143);
      assertThat(child.err()).contains("interrupted");
      assertThat(child.out()).isEmpty();
    }
    assertThat(staged()).isEmpty();
    assertThat(runs().completed()).containsExactly(published);
    assertThat(runs().failed()).isEmpty();
    assertPublishedVerifies(published);
  }

  @ParameterizedTest
  @ValueSource(strings = {"forced", "moved"})
  void aSignalDuringTheMoveLetsItFinish(String step) throws IOException, InterruptedException {
    try (Child child = child().pauseAt(step).start(arguments())) {
      child.awaitPause().signal("TERM");
      Thread.sleep(100);
      child.go();
      assertThat(child.await()).isEqualTo(143);
    }
    assertThat(staged()).isEmpty();
    assertThat(runs().completed()).hasSize(2);
    assertPublishedVerifies(runs().completed().get(1));
  }

  @Test
  void aRunThatDoesNotListenIsCleanedUpAfterTenSeconds() throws IOException, InterruptedException {
    try (Child child = child().pauseAt("write:end").start(arguments())) {
      child.awaitPause().signal("TERM");
      assertThat(child.await()).isEqualTo(143);
    }
    assertThat(staged()).isEmpty();
    assertPublishedVerifies(published);
  }

  @Test
  void killedAtAnyMoment() throws IOException, InterruptedException {
    long seed = Long.getLong("eoca.seed", 11);
    Random random = new Random(seed);
    for (int i = 0; i < 6; i++) {
      try (Child child = child().start(arguments())) {
        Thread.sleep(300 + random.nextInt(900));
        child.signal("KILL");
        child.await();
      }
      Result verify = JobMain.run("verify", CAMPAIGN, "--runs-dir", runs.toString());
      assertThat(verify.code()).as("-Deoca.seed=%d, %s", seed, verify.err()).isZero();
    }
    assertThat(run().code()).isZero();
    assertThat(staged()).isEmpty();
    for (String id : runs().completed()) {
      assertThat(JobMain.run("verify", CAMPAIGN + "/" + id, "--runs-dir", runs.toString()).code())
          .isZero();
    }
  }

  @Test
  void outLeavesNothingBesideIt() throws IOException, InterruptedException {
    Path out = temp.resolve("out");
    String[] arguments = arguments("--out", out.toString());
    try (Child child = child().pauseAt("verify:end").start(arguments)) {
      child.awaitPause();
      assertThat(JobMain.run(arguments).code()).isEqualTo(6);
      child.signal("KILL");
      child.await();
    }
    assertThat(out).doesNotExist();
    Result next = JobMain.run(arguments);
    assertThat(next.code()).as(next.err()).isZero();
    assertThat(next.err()).contains("removed what a killed run had left (.out.staging)");
    assertThat(JobMain.run("verify", out.toString()).code()).isZero();
    try (Stream<Path> entries = Files.list(temp)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder("data", "runs", "out", "paused", "stdout", "stderr")
          .doesNotContain(".out.staging", ".out.staging.lock");
    }
    assertThat(runs().completed()).containsExactly(published);
  }
}
