package eoca.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.job.model.Json;
import eoca.job.model.RunOutcome;
import eoca.job.model.RunResult;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunId;
import eoca.job.store.RunTarget;
import eoca.job.store.Staging;
import eoca.job.store.StepListener;
import eoca.job.testing.Campaigns;
import eoca.job.testing.JobMain;
import eoca.job.testing.JobMain.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every exit code of the job is reached, and each leaves what the design says. */
class ExitCodesTest {
  @TempDir Path temp;
  private Path runs;
  private Path campaign;

  @BeforeEach
  void campaign() throws IOException {
    runs = temp.resolve("runs");
    campaign = Campaigns.tiny(temp.resolve("tiny"));
  }

  private Result eoca(String command, Path file, String... more) {
    return eoca(StepListener.NONE, command, file, more);
  }

  private Result eoca(StepListener steps, String command, Path file, String... more) {
    String[] arguments =
        Stream.concat(
                Stream.of(command, file.toString()),
                Stream.concat(
                    command.equals("check")
                        ? Stream.of()
                        : Stream.of("--runs-dir", runs.toString()),
                    Stream.of(more)))
            .toArray(String[]::new);
    return JobMain.run(steps, arguments);
  }

  private Path campaign(String name, String yaml, String csv) throws IOException {
    return Campaigns.write(temp.resolve(name), yaml, csv);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private Path onlyFailed() throws IOException {
    List<String> failed = new CampaignRuns(runs, "tiny").failed();
    assertThat(failed).hasSize(1);
    assertThat(names(runs.resolve("tiny"))).containsExactly(".lock", "failed");
    return runs.resolve("tiny/failed/" + failed.get(0));
  }

  private static RunResult result(Path folder) throws IOException {
    return RunResult.parse(Files.readString(folder.resolve("result.json")));
  }

  @Test
  void done0() throws IOException {
    for (String strategy : List.of("heuristic", "manual", "exact")) {
      for (String format : List.of("arrow", "csv", "parquet")) {
        Result run = eoca("run", campaign, "--strategy", strategy, "--format", format);
        assertThat(run.code()).as(run.err()).isZero();
        String id = new CampaignRuns(runs, "tiny").current();
        Path folder = runs.resolve("tiny/" + id);
        assertThat(names(folder))
            .containsExactly(
                "assignment." + format,
                "inputs",
                "lineage.json",
                "log.jsonl",
                "manifest.json",
                "manifest.sha256",
                "metrics.prom",
                "report.html",
                "result.json");
        RunResult result = result(folder);
        assertThat(result.users()).isEqualTo(6);
        assertThat(result.dualBound()).isEqualTo(31);
        assertThat(result.boundSource()).isEqualTo("prices");
        assertThat(result.funds()).allMatch(fund -> fund.assigned() == 2 && fund.quota() == 2);
        assertThat(result.phases())
            .extracting(RunResult.PhaseTime::name)
            .containsExactly(
                "check", "feasibility", "solve", "certify", "write", "verify", "report");
        assertThat(result.peakRssBytes()).isPositive();
        assertThat(result.peakAnonBytes()).isPositive();
        if (strategy.equals("exact")) {
          assertThat(result.outcome()).isEqualTo(RunOutcome.OPTIMAL);
          assertThat(result.objective()).isEqualTo(31);
        }
        Result verify = eoca("verify", Path.of("tiny"));
        assertThat(verify.code()).as(verify.err()).isZero();
      }
    }
    assertThat(Files.readString(newest().resolve("assignment.csv").resolveSibling("log.jsonl")))
        .contains("\"event\"");
    assertThat(eoca("check", campaign).code()).isZero();
  }

  @Test
  void whatNoAllocationCanGiveDoesNotKeepTheOptimumFromBeingProven() throws IOException {
    Path coveted = campaign("coveted", Campaigns.COVETED_YAML, Campaigns.COVETED_CSV);
    Result run = eoca("run", coveted);
    assertThat(run.code()).as(run.err()).isZero();
    String id = new CampaignRuns(runs, "coveted").current();
    RunResult result = result(runs.resolve("coveted/" + id));
    assertThat(result.outcome()).isEqualTo(RunOutcome.OPTIMAL);
    assertThat(result.objective()).isEqualTo(68);
    assertThat(result.dualBound()).isEqualTo(68);
    assertThat(result.boundSource()).isEqualTo("prices");
    Result verify = eoca("verify", Path.of("coveted"));
    assertThat(verify.code()).as(verify.err()).isZero();
  }

  @Test
  void pricesThatNoDoublesHoldDoNotKeepTheOptimumFromBeingProven() throws IOException {
    Path opposed = campaign("opposed", Campaigns.OPPOSED_YAML, Campaigns.OPPOSED_CSV);
    Result run = eoca("run", opposed);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("optimal, relative gap 0 (exchanges)");
    Path folder = runs.resolve("opposed/" + new CampaignRuns(runs, "opposed").current());
    RunResult result = result(folder);
    assertThat(result.outcome()).isEqualTo(RunOutcome.OPTIMAL);
    assertThat(result.objective()).isEqualTo(21);
    assertThat(result.dualBound()).isEqualTo(21);
    assertThat(result.boundSource()).isEqualTo("exchanges");
    assertThat(result.funds().get(0).price()).isNegative();
    assertThat(eoca("verify", Path.of("opposed")).code()).isZero();
    assertThat(eoca("report", Path.of("opposed")).code()).isZero();
    Path file = folder.resolve("result.json");
    String told = Files.readString(file);
    for (String source : new String[] {"prices", "row-max"}) {
      Files.writeString(file, told.replace("\"exchanges\"", "\"" + source + "\""));
      assertThat(eoca("verify", folder).code()).isEqualTo(8);
    }
    Files.writeString(file, told.replaceFirst("\"price\" : -", "\"price\" : "));
    assertThat(eoca("verify", folder).code()).isEqualTo(8);
  }

  private Path newest() {
    List<String> completed = new CampaignRuns(runs, "tiny").completed();
    return runs.resolve("tiny/" + completed.get(completed.size() - 1));
  }

  @Test
  void csvIsAsTheDesignSays() throws IOException {
    Path out = temp.resolve("out");
    Result run =
        eoca("run", campaign, "--strategy", "exact", "--format", "csv", "--out", out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(out.resolve("assignment.csv")))
        .isEqualTo(
            """
            user_id,fund,etv
            a,money,1
            b,money,2
            c,bond,6
            d,bond,5
            e,stock,9
            f,stock,8
            """);
    assertThat(runs).doesNotExist();
    assertThat(names(temp)).containsExactlyInAnyOrder("out", "tiny");
  }

  @Test
  void usage2() throws IOException {
    Path missing = temp.resolve("none.yaml");
    assertThat(eoca("run", missing).code()).isEqualTo(2);
    Path out = temp.resolve("out");
    assertThat(eoca("run", campaign, "--out", out.toString(), "--publish").code()).isEqualTo(2);
    assertThat(eoca("run", campaign, "--out", temp.toString()).code()).isEqualTo(2);
    assertThat(eoca("run", campaign, "--threads", "0").code()).isEqualTo(2);
    assertThat(eoca("run", campaign, "--strategy", "magic").code()).isEqualTo(2);
    assertThat(eoca("run", campaign, "--format", "xls").code()).isEqualTo(2);
    Result fund = eoca("run", campaign, "--quota", "bnd=2");
    assertThat(fund.code()).isEqualTo(2);
    assertThat(fund.err()).contains("bnd").contains("bond");
    assertThat(eoca("run", campaign, "--quota", "bond=2", "--quota", "bond=+0").code())
        .isEqualTo(2);
    assertThat(eoca("verify", Path.of("nobody")).code()).isEqualTo(2);
    assertThat(eoca("rollback", Path.of("nobody")).code()).isEqualTo(2);
    assertThat(eoca("publish", Path.of("nobody")).code()).isEqualTo(2);
    assertThat(runs).doesNotExist();
  }

  @Test
  void rejected3() throws IOException {
    String csv = Campaigns.TINY_CSV.replace("c,2,3,6,9", "c,2,NaN,6,99e99");
    Path bad = campaign("bad", Campaigns.TINY_YAML, csv);
    Result run = eoca("run", bad, "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains("NaN").contains("money").contains("stock");
    Path failed = onlyFailed();
    assertThat(names(failed))
        .containsExactly("lineage.json", "log.jsonl", "metrics.prom", "rejects.csv", "result.json");
    assertThat(Files.readString(failed.resolve("rejects.csv")))
        .startsWith("file,row,column,value,rule\n")
        .contains(",3,money,NaN,")
        .contains(",3,stock,99e99,");
    assertThat(result(failed).outcome()).isEqualTo(RunOutcome.REJECTED);
    assertThat(run.out()).isEqualTo(Files.readString(failed.resolve("result.json")));
    Result check = eoca("check", bad, "--json");
    assertThat(check.code()).isEqualTo(3);
    assertThat(((Map<?, ?>) Json.read(check.out())).get("outcome")).isEqualTo("rejected");
  }

  @Test
  void infeasible4() throws IOException {
    Result run = eoca("run", campaign, "--quota", "stock=4", "--quota", "bond=0", "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(4);
    Path failed = onlyFailed();
    assertThat(names(failed))
        .containsExactly("lineage.json", "log.jsonl", "metrics.prom", "result.json");
    RunResult result = result(failed);
    assertThat(result.outcome()).isEqualTo(RunOutcome.INFEASIBLE);
    assertThat(result.witness())
        .containsEntry("kind", "risk_level")
        .containsEntry("level", 3L)
        .containsEntry("demand", 4L)
        .containsEntry("supply", 2L)
        .containsEntry("options", "--quota stock=2 --quota bond=2");
    assertThat(run.err()).contains("--quota stock=2 --quota bond=2");
    assertThat(run.out()).isEqualTo(Files.readString(failed.resolve("result.json")));
    String[] fix = ((String) result.witness().get("options")).split(" ", -1);
    assertThat(eoca("run", campaign, fix).code()).isZero();
  }

  @Test
  void everyKindOfWitnessHasAFixThatWorks() throws IOException {
    Result sum = eoca("check", campaign, "--quota", "stock=1", "--json");
    assertThat(sum.code()).isEqualTo(4);
    assertThat(witness(sum)).containsEntry("kind", "quota_sum").containsEntry("missing", 1L);
    assertThat(eoca("check", campaign, options(sum)).code()).isZero();
    Result surplus = eoca("check", campaign, "--quota", "money=5", "--json");
    assertThat(witness(surplus)).containsEntry("kind", "quota_sum").containsEntry("surplus", 1L);
    assertThat(eoca("check", campaign, options(surplus)).code()).isZero();
    Path shares =
        campaign(
            "shares",
            Campaigns.TINY_YAML
                .replace("risk: 2, quota: 2", "risk: 2, quota: 10%")
                .replace("risk: 1, quota: 2", "risk: 1, quota: 25%")
                .replace("quota: rest", "quota: 65%"),
            Campaigns.TINY_CSV);
    Result level = eoca("check", shares, "--json");
    assertThat(level.code()).as(level.err()).isEqualTo(4);
    assertThat(eoca("check", shares, options(level)).code()).isZero();
    Path low = campaign("low", Campaigns.TINY_YAML, Campaigns.TINY_CSV.replace("a,1", "a,0"));
    Result users = eoca("check", low, "--json");
    assertThat(witness(users))
        .containsEntry("kind", "unservable_users")
        .containsEntry("users", 1L)
        .containsEntry("first_users", List.of("a"));
    Path fixed =
        campaign(
            "fixed",
            Campaigns.TINY_YAML + "remainder: unassigned\n",
            Campaigns.TINY_CSV.replace("a,1", "a,0"));
    assertThat(eoca("check", fixed, options(users)).code()).isZero();
    Result run =
        eoca(
            "run",
            fixed,
            Stream.concat(
                    Stream.of(options(users)), Stream.of("--format", "csv", "--out", temp + "/un"))
                .toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(temp.resolve("un/assignment.csv"))).contains("\na,,\n");
    assertThat(result(temp.resolve("un")).unassigned()).isEqualTo(1);
    Result verify = eoca("verify", temp.resolve("un"));
    assertThat(verify.code()).as(verify.err()).isZero();
  }

  private static Map<?, ?> map(Object tree) {
    return (Map<?, ?>) tree;
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static Map<String, Object> witness(Result check) throws IOException {
    return (Map<String, Object>) map(Json.read(check.out())).get("witness");
  }

  private static String[] options(Result check) throws IOException {
    return ((String) witness(check).get("options")).split(" ", -1);
  }

  @Test
  void stopped5() throws IOException {
    // both limits are met before the first look at them, so nothing here depends on speed
    for (String limit : List.of("seconds: 0.000001", "memory: 1MiB")) {
      for (String strategy : List.of("exact", "heuristic", "manual")) {
        Path slow =
            campaign(
                "slow-" + strategy + limit.charAt(0),
                Campaigns.TINY_YAML + "limits: {" + limit + "}\n",
                Campaigns.TINY_CSV);
        Path out = temp.resolve("out");
        Result run =
            eoca("run", slow, "--strategy", strategy, "--format", "csv", "--out", out.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(5);
        assertThat(run.err()).contains("limit was met first", "the best allocation found is kept");
        assertThat(out).doesNotExist();
        Path failed = temp.resolve("out.failed");
        assertThat(names(failed))
            .containsExactly(
                "assignment.csv", "lineage.json", "log.jsonl", "metrics.prom", "result.json");
        RunResult result = result(failed);
        assertThat(result.outcome()).isEqualTo(RunOutcome.STOPPED);
        assertThat(result.funds()).allMatch(fund -> fund.assigned() == 2 && fund.quota() == 2);
        assertThat(result.objective()).isLessThanOrEqualTo(result.dualBound());
        assertThat(result.relativeGap()).isBetween(0.0, 1.0);
        assertThat(Files.readAllLines(failed.resolve("assignment.csv"))).hasSize(7);
      }
    }
  }

  @Test
  void aStoppedRunUnderRunsLeavesThePublishedOne() throws IOException {
    assertThat(eoca("run", campaign).code()).isZero();
    String published = new CampaignRuns(runs, "tiny").current();
    Path slow =
        campaign("slow", Campaigns.TINY_YAML + "limits: {seconds: 0.000001}\n", Campaigns.TINY_CSV);
    Result run = eoca("run", slow, "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(5);
    CampaignRuns after = new CampaignRuns(runs, "tiny");
    assertThat(after.current()).isEqualTo(published);
    assertThat(after.completed()).containsExactly(published);
    Path failed = runs.resolve("tiny/failed/" + after.failed().get(0));
    assertThat(run.out()).isEqualTo(Files.readString(failed.resolve("result.json")));
    assertThat(names(failed)).contains("assignment.arrow");
  }

  @Test
  void locked6() throws IOException {
    CampaignRuns held = new CampaignRuns(runs, "tiny");
    Staging other =
        Staging.open(RunTarget.underRuns(held, RunId.create(Instant.now())), StepListener.NONE);
    assertThat(eoca("run", campaign).code()).isEqualTo(6);
    Files.delete(temp.resolve("tiny/etv.csv"));
    assertThat(eoca("run", campaign).code()).as("6 comes before 7").isEqualTo(6);
    other.close();
    assertThat(eoca("run", campaign).code()).isEqualTo(7);
  }

  @Test
  void fileSystem7() throws IOException {
    Files.writeString(temp.resolve("file"), "x");
    assertThat(JobMain.run("run", campaign.toString(), "--runs-dir", temp + "/file").code())
        .isEqualTo(7);
    assertThat(eoca("run", campaign, "--out", temp + "/file/out").code()).isEqualTo(7);
    Files.delete(temp.resolve("tiny/etv.csv"));
    Result run = eoca("run", campaign);
    assertThat(run.code()).isEqualTo(7);
    assertThat(run.err()).contains("etv.csv");
    assertThat(names(runs.resolve("tiny"))).containsExactly(".lock");
    assertThat(eoca("check", campaign).code()).isEqualTo(7);
  }

  @Test
  void verificationFailed8() throws IOException {
    StepListener vandal =
        (step, folder) -> {
          if (step.equals("verify:begin")) {
            try {
              Files.writeString(
                  folder.resolve("assignment.csv"),
                  Files.readString(folder.resolve("assignment.csv")).replace("c,bond", "c,bond "));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    Result run = eoca(vandal, "run", campaign, "--format", "csv");
    assertThat(run.code()).as(run.err()).isEqualTo(8);
    assertThat(names(onlyFailed()))
        .containsExactly("lineage.json", "log.jsonl", "metrics.prom", "result.json");
    StepListener swapper =
        (step, folder) -> {
          if (step.equals("verify:begin")) {
            swapFirstTwoFunds(folder.resolve("assignment.csv"));
          }
        };
    Result swapped = eoca(swapper, "run", campaign, "--format", "csv", "--out", temp + "/o");
    assertThat(swapped.code()).as(swapped.err()).isEqualTo(8);
    assertThat(names(temp.resolve("o.failed")))
        .containsExactly("lineage.json", "log.jsonl", "metrics.prom", "result.json");
    assertThat(temp.resolve("o")).doesNotExist();
  }

  private static void swapFirstTwoFunds(Path csv) {
    try {
      String text = Files.readString(csv);
      Files.writeString(
          csv, text.replace("a,money,1\n", "a,bond,9\n"), StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void guarded9() throws IOException {
    String guards = "publish: {users: 0%, objective: 10%, fund_etv: 50%, table_age: 2d}\n";
    Path guarded = campaign("guarded", Campaigns.TINY_YAML + guards, Campaigns.TINY_CSV);
    assertThat(eoca("run", guarded).code()).as("nothing to compare with").isZero();
    CampaignRuns store = new CampaignRuns(runs, "tiny");
    String published = store.current();
    Path table = guarded.resolveSibling("etv.csv");
    Files.writeString(table, Campaigns.TINY_CSV.replace("e,3,5,4,9", "e,3,5,4,99"));
    assertThat(Files.readString(table)).contains("99");
    Result run = eoca("run", guarded, "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(9);
    assertThat(run.err()).contains("objective moved by", "fund_etv", "--override");
    assertThat(store.current()).isEqualTo(published);
    assertThat(store.completed()).hasSize(2);
    String id = store.completed().get(1);
    assertThat(run.out()).isEqualTo(Files.readString(store.run(id).resolve("result.json")));
    assertThat(Files.readString(store.run(id).resolve("log.jsonl"))).contains("publish_refused");
    assertThat(eoca("verify", Path.of("tiny/" + id)).code()).isZero();
    assertThat(eoca("publish", Path.of("tiny/" + id)).code()).isEqualTo(9);
    assertThat(store.current()).isEqualTo(published);
    assertThat(eoca("publish", Path.of("tiny/" + id), "--override").code()).isZero();
    assertThat(store.current()).isEqualTo(id);
    assertThat(Files.readString(store.folder().resolve("published.jsonl")))
        .contains("\"override\":[");
    assertThat(eoca("run", guarded).code()).as("as published").isZero();
    Files.setLastModifiedTime(table, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    Result old = eoca("run", guarded);
    assertThat(old.code()).isEqualTo(9);
    assertThat(old.err()).contains("the ETV table is 72.0 h old");
    assertThat(eoca("run", guarded, "--override").code()).isZero();
    assertThat(store.current()).isEqualTo(store.completed().get(store.completed().size() - 1));
  }

  @Test
  void unchanged99() throws IOException {
    assertThat(eoca("run", campaign, "--skip-unchanged").code()).isZero();
    String first = new CampaignRuns(runs, "tiny").current();
    Result again = eoca("run", campaign, "--skip-unchanged");
    assertThat(again.code()).as(again.err()).isEqualTo(99);
    assertThat(new CampaignRuns(runs, "tiny").completed()).containsExactly(first);
    Result json = eoca("run", campaign, "--skip-unchanged", "--json");
    assertThat(map(map(Json.read(json.out())).get("error")).get("code")).isEqualTo(99L);
    assertThat(
            eoca("run", campaign, "--skip-unchanged", "--quota", "bond=1", "--quota", "money=3")
                .code())
        .isZero();
    assertThat(eoca("run", campaign, "--skip-unchanged").code()).isZero();
    Files.writeString(temp.resolve("tiny/etv.csv"), Campaigns.TINY_CSV.replace("c,2,3", "c,2,4"));
    assertThat(eoca("run", campaign, "--skip-unchanged").code()).isZero();
    assertThat(eoca("run", campaign, "--skip-unchanged").code()).isEqualTo(99);
  }
}
