package eoca.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.job.model.Json;
import eoca.job.model.Manifest;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import eoca.job.testing.Campaigns;
import eoca.job.testing.JobMain;
import eoca.job.testing.JobMain.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with runs: list, publish, roll back, report. */
class RunCommandsTest {
  @TempDir Path temp;
  private Path campaign;
  private String dir;

  @BeforeEach
  void campaign() throws IOException {
    campaign = Campaigns.tiny(temp.resolve("tiny"));
    dir = temp.resolve("runs").toString();
  }

  private Result eoca(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--runs-dir", dir));
    return JobMain.run(all.toArray(String[]::new));
  }

  private CampaignRuns runs() {
    return new CampaignRuns(Path.of(dir), "tiny");
  }

  private String completed(String command) {
    Result run = eoca(command, campaign.toString(), "--json");
    assertThat(run.code()).as(run.err()).isZero();
    List<String> completed = new ArrayList<>(runs().completed());
    return completed.get(completed.size() - 1);
  }

  private List<String> threeRuns() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(completed("run"));
    }
    return ids;
  }

  @Test
  void jsonIsExactlyTheResult() throws IOException {
    Result run = eoca("run", campaign.toString(), "--json");
    Path folder = runs().run(runs().current());
    assertThat(run.out()).isEqualTo(Files.readString(folder.resolve("result.json")));
    Manifest manifest = RunFolder.open(folder).manifest();
    assertThat(manifest.command()).startsWith("run", campaign.toString(), "--json");
    assertThat(manifest.previous()).isNull();
    assertThat(manifest.inputs())
        .extracting(Manifest.FileEntry::role)
        .containsExactly("campaign", "etv");
    assertThat(manifest.inputs())
        .allMatch(input -> Files.exists(folder.resolve(input.path())), "paths from the folder");
    assertThat(manifest.campaign().funds().get(2).quota()).hasToString("rest");
    assertThat(manifest.quotas()).containsExactly(2L, 2L, 2L);
  }

  @Test
  void theTableIsForPeople() {
    Result run = eoca("run", campaign.toString());
    assertThat(run.out())
        .contains("tiny: ")
        .contains("objective 31.00")
        .containsPattern("stock +3 +2 +2 +17\\.00 +8\\.50")
        .contains("published: ");
    assertThat(run.err()).contains("check").contains("verify").contains(" s ");
  }

  @Test
  void allocateCompletesAndPublishesOnlyIfAsked() {
    String first = completed("run");
    Result allocate = eoca("allocate", campaign.toString());
    assertThat(allocate.code()).isZero();
    assertThat(allocate.out()).contains("completed: ");
    assertThat(runs().current()).isEqualTo(first);
    assertThat(eoca("allocate", campaign.toString(), "--publish").code()).isZero();
    assertThat(runs().current()).isNotEqualTo(first);
  }

  @Test
  void publishAndRollback() throws IOException {
    List<String> ids = threeRuns();
    assertThat(eoca("rollback", "tiny").out()).isEqualTo("published: tiny/" + ids.get(1) + "\n");
    assertThat(eoca("rollback", "tiny").code()).isZero();
    assertThat(runs().current()).isEqualTo(ids.get(0));
    assertThat(eoca("rollback", "tiny").code()).as("nothing is left to go back to").isEqualTo(2);
    assertThat(eoca("publish", "tiny/" + ids.get(2)).code()).isZero();
    assertThat(runs().current()).isEqualTo(ids.get(2));
    Files.writeString(runs().run(ids.get(0)).resolve("assignment.arrow"), "damaged");
    assertThat(eoca("rollback", "tiny").code()).isEqualTo(8);
    assertThat(eoca("publish", "tiny/" + ids.get(0)).code()).isEqualTo(8);
    assertThat(runs().current()).isEqualTo(ids.get(2));
    Path out = temp.resolve("out");
    assertThat(eoca("run", campaign.toString(), "--out", out.toString()).code()).isZero();
    assertThat(eoca("publish", out.toString()).code()).isEqualTo(2);
  }

  @Test
  void runsListsThemAll() throws IOException {
    assertThat(eoca("runs").out()).isEqualTo("no runs\n");
    List<String> ids = threeRuns();
    eoca("run", campaign.toString(), "--quota", "money=1");
    String table = eoca("runs").out();
    assertThat(table.lines()).hasSize(4);
    assertThat(table).contains("*  tiny/" + ids.get(2)).doesNotContain("*  tiny/" + ids.get(0));
    assertThat(eoca("runs", "tiny", "--failed").out()).contains("infeasible");
    assertThat(eoca("runs", "tinny").code()).isEqualTo(2);
    Map<?, ?> json = (Map<?, ?>) Json.read(eoca("runs", "--json").out());
    List<?> list = (List<?>) json.get("runs");
    assertThat(list).hasSize(3);
    assertThat(((Map<?, ?>) list.get(2)).get("current")).isEqualTo(true);
    assertThat(((Map<?, ?>) list.get(0)).get("objective")).isEqualTo(31.0);
  }

  @Test
  void aRunIsFoundByFolderIdOrCampaign() {
    String id = completed("run");
    for (String name : List.of("tiny", "tiny/" + id, runs().run(id).toString())) {
      assertThat(eoca("verify", name).code()).as(name).isZero();
    }
    Result typo = eoca("verify", "tny");
    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.err()).contains("Maybe tiny");
    assertThat(eoca("verify", "../" + id).code()).isEqualTo(2);
  }

  @Test
  void reportIsMadeAnewAndVerifies() throws IOException {
    String id = completed("run");
    Path folder = runs().run(id);
    byte[] before = Files.readAllBytes(folder.resolve("report.html"));
    Files.writeString(folder.resolve("report.html"), "lost");
    assertThat(eoca("verify", "tiny").code()).isEqualTo(8);
    Result report = eoca("report", "tiny");
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(Files.size(folder.resolve("report.html"))).isGreaterThan(before.length / 2);
    assertThat(eoca("verify", "tiny").code()).isZero();
    // the table is gone, but kept; then that too: the page is made all the same
    Files.move(temp.resolve("tiny/etv.csv"), temp.resolve("tiny/gone.csv"));
    assertThat(eoca("report", "tiny").err()).doesNotContain("no margins and spreads");
    Files.delete(folder.resolve("inputs/etv/00001-etv.csv"));
    assertThat(eoca("report", "tiny").err()).contains("no margins and spreads");
    Files.move(temp.resolve("tiny/gone.csv"), temp.resolve("tiny/etv.csv"));
    assertThat(eoca("verify", "tiny").code()).isZero();
    // a damaged run gets no report
    Files.writeString(folder.resolve("log.jsonl"), "x");
    assertThat(eoca("report", "tiny").code()).isEqualTo(8);
  }

  @Test
  void anInterruptedReplacementOfTheReportIsFinishedOrForgotten() throws IOException {
    String id = completed("run");
    Path folder = runs().run(id);
    for (String name : List.of("report.html", "manifest.json")) {
      Files.copy(folder.resolve(name), folder.resolve(name + ".next"));
    }
    Files.writeString(folder.resolve("manifest.sha256.unfinished"), "half");
    assertThat(eoca("verify", "tiny").code()).as("undecided: nothing has changed").isZero();
    Files.copy(folder.resolve("manifest.sha256"), folder.resolve("manifest.sha256.next"));
    assertThat(eoca("report", "tiny").code()).isZero();
    assertThat(eoca("verify", "tiny").code()).isZero();
    try (var entries = Files.list(folder)) {
      assertThat(entries.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".next") || name.endsWith(".unfinished"));
    }
  }

  @Test
  void checkWritesNothing() throws IOException {
    Result check = JobMain.run("check", campaign.toString());
    assertThat(check.code()).isZero();
    assertThat(check.out()).contains("feasible").containsPattern(">= 3 +2 +2 +0");
    try (var entries = Files.list(temp)) {
      assertThat(entries).containsExactly(temp.resolve("tiny"));
    }
  }
}
