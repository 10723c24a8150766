package eoca.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.job.model.Manifest;
import eoca.job.model.RunResult.PhaseTime;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import eoca.job.testing.Campaigns;
import eoca.job.testing.Child;
import eoca.job.testing.JobMain;
import eoca.job.testing.JobMain.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that scores first, with a provider that needs no model. */
class ScoringRunTest {
  private static final String SECTION =
      "predict: {model: m, tables: {users: users.csv, funds: funds.csv}}\n";

  @TempDir Path temp;
  private Path campaign;

  @BeforeEach
  void campaign() throws IOException {
    campaign =
        Campaigns.write(temp.resolve("tiny"), Campaigns.TINY_YAML + SECTION, Campaigns.TINY_CSV);
  }

  private Result eoca(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--runs-dir", temp.resolve("runs").toString()));
    return JobMain.run(all.toArray(String[]::new));
  }

  private RunFolder current() {
    CampaignRuns runs = new CampaignRuns(temp.resolve("runs"), "tiny");
    return RunFolder.open(runs.run(runs.current()));
  }

  @Test
  void allocatesTheTableItScoredAndKeepsIt() throws IOException {
    Result run = eoca("run", campaign.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("score", "6 users, 2 values clipped", "input age drifted");
    RunFolder folder = current();
    assertThat(folder.path().resolve("etv/etv-00001.arrow")).exists();
    assertThat(folder.path().resolve("scoring.json")).hasContent("{\"users\": 6}");
    assertThat(folder.result().phases()).extracting(PhaseTime::name).startsWith("score", "check");
    assertThat(folder.result().objective()).isEqualTo(29); // 1 + 2 + 6 + 5 + 9 + 6, on paper
    Manifest manifest = folder.manifest();
    assertThat(manifest.inputs())
        .extracting(Manifest.FileEntry::path)
        .contains("etv/etv-00001.arrow");
    assertThat(manifest.outputs()).extracting(Manifest.FileEntry::role).contains("scoring");
  }

  @Test
  void theRunVerifiesAndANewerOneIsUnchanged() {
    assertThat(eoca("run", campaign.toString()).code()).isZero();
    Result verify = JobMain.run("verify", current().path().toString());
    assertThat(verify.code()).as(verify.err()).isZero();
    assertThat(eoca("run", campaign.toString(), "--skip-unchanged").code()).isEqualTo(99);
  }

  @Test
  void allocateNeverScores() {
    Result allocate = eoca("allocate", campaign.toString(), "--out", temp.resolve("o").toString());
    assertThat(allocate.code()).as(allocate.err()).isZero();
    assertThat(temp.resolve("o/etv")).doesNotExist();
    assertThat(RunFolder.open(temp.resolve("o")).result().objective()).isEqualTo(31);
  }

  private Path scores() {
    return temp.resolve("runs/tiny/.scores");
  }

  private void assertTheNextRunGoesOn() {
    assertThat(scores().resolve("etv-00001.arrow")).exists();
    Result next = eoca("run", campaign.toString());
    assertThat(next.code()).as(next.err()).isZero();
    assertThat(next.err()).contains("went on with what an interrupted run had scored");
    assertThat(scores()).doesNotExist();
    assertThat(current().path().resolve("etv")).isDirectoryContaining("glob:**/etv-00001.arrow");
    assertThat(current().path().resolve("etv/records")).doesNotExist();
    assertThat(current().result().objective()).isEqualTo(29);
    assertThat(JobMain.run("verify", current().path().toString()).code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM"})
  void whatAStoppedRunHadScoredIsKept(String signal) throws Exception {
    String[] run = {
      "run", campaign.toString(), "--runs-dir", temp.resolve("runs").toString(),
    };
    try (Child child = new Child.Builder(temp).pauseAt("solve:begin").start(run)) {
      child.awaitPause().signal(signal);
      if (signal.equals("TERM")) {
        child.go();
      }
      assertThat(child.await()).isEqualTo(signal.equals("TERM") ? 143 : 137);
      assertThat(child.err().contains("what was scored is kept")).isEqualTo(signal.equals("TERM"));
    }
    if (signal.equals("KILL")) { // its staging folder is still there, and any run cleans up
      assertThat(scores()).doesNotExist();
      assertThat(eoca("allocate", campaign.toString()).code()).isZero();
    }
    assertTheNextRunGoesOn();
  }

  @Test
  void quotasThatCannotBeMetCostNoScoring() throws IOException {
    String good = Files.readString(campaign);
    Files.writeString(campaign, good.replace("risk: 3, quota: rest", "risk: 3, quota: 4"));
    Files.writeString(campaign, Files.readString(campaign).replace("quota: 2}", "quota: 1}"));
    Result run = eoca("run", campaign.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(4);
    Files.writeString(campaign, good);
    assertTheNextRunGoesOn();
  }

  @Test
  void scoresOfOtherFundsAreNotKept() throws IOException {
    Files.createDirectories(scores().resolve("records"));
    Files.writeString(scores().resolve("records/identity"), "other funds");
    Files.writeString(scores().resolve("etv-00001.arrow"), "other");
    Result run = eoca("run", campaign.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("went on");
    assertThat(current().result().objective()).isEqualTo(29);
    assertThat(scores()).doesNotExist();
  }

  @Test
  void anUnchangedRunLeavesNothing() {
    assertThat(eoca("run", campaign.toString()).code()).isZero();
    assertThat(eoca("run", campaign.toString(), "--skip-unchanged").code()).isEqualTo(99);
    assertThat(scores()).doesNotExist();
  }

  @Test
  void gcRemovesWhatNoRunWentOnWith() throws IOException {
    assertThat(eoca("run", campaign.toString()).code()).isZero();
    Files.createDirectories(scores().resolve("records"));
    assertThat(eoca("gc", "--failed-days", "1").out()).contains("0 runs");
    Files.setLastModifiedTime(scores(), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    assertThat(eoca("gc", "--failed-days", "1").code()).isZero();
    assertThat(scores()).doesNotExist();
  }

  @Test
  void aFailedScoringLeavesTheFailedFolderWithoutATable() throws IOException {
    Files.writeString(campaign, Campaigns.TINY_YAML + SECTION.replace("model: m", "model: broken"));
    Path out = temp.resolve("o");
    Result run = eoca("run", campaign.toString(), "--out", out.toString());
    assertThat(run.code()).isEqualTo(3);
    assertThat(out).doesNotExist();
    assertThat(temp.resolve("o.failed/rejects.csv")).content().contains("undamaged model expected");
    assertThat(temp.resolve("o.failed/etv")).doesNotExist();
  }
}
