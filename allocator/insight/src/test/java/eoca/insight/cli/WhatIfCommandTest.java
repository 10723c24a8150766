package eoca.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.synthetic.Regime;
import eoca.insight.testing.Cli;
import eoca.job.model.Json;
import eoca.job.model.RunResult;
import eoca.job.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WhatIfCommandTest {
  @TempDir Path folder;
  private String runs;

  @BeforeEach
  void tiny() throws IOException {
    runs = folder.resolve("runs").toString();
    Path campaign = Cli.write(folder.resolve("c"), Cli.TINY_YAML, Cli.TINY_CSV);
    assertThat(Cli.run("run", campaign.toString(), "--runs-dir", runs).code()).isZero();
  }

  @Test
  void aPointSaysWhatACompleteRunWouldFind() throws IOException {
    Path campaign = Cli.synthetic(folder.resolve("g"), 14_000, 4, Regime.LOGNORMAL, 3);
    Path run = folder.resolve("run");
    Path other = folder.resolve("other");
    assertThat(Cli.run("allocate", campaign.toString(), "--out", run.toString()).code()).isZero();
    String[] quotas = {"--quota", "fund-2=+10%", "--quota", "fund-3=rest"};
    Cli.Result told =
        Cli.run("whatif", run.toString(), quotas[0], quotas[1], quotas[2], quotas[3], "--json");
    assertThat(told.code()).as(told.err()).isZero();
    Cli.run(
        "rerun",
        run.toString(),
        quotas[0],
        quotas[1],
        quotas[2],
        quotas[3],
        "--out",
        other.toString());
    RunResult truth = RunFolder.open(other).result();
    Map<?, ?> point = points(told.out()).get(0);
    assertThat(point.get("outcome")).isEqualTo("optimal");
    assertThat(point.get("objective")).isEqualTo(truth.objective());
    assertThat(point.get("dual_bound")).isEqualTo(truth.dualBound());
    List<?> funds = (List<?>) point.get("funds");
    for (int j = 0; j < funds.size(); j++) {
      Map<?, ?> fund = (Map<?, ?>) funds.get(j);
      assertThat(fund.get("quota")).isEqualTo(truth.funds().get(j).quota());
      assertThat(fund.get("etv_total")).isEqualTo(truth.funds().get(j).etvTotal());
    }
    assertThat((Long) point.get("users_moved")).isPositive();
    assertThat(folder.resolve("runs/synthetic-lognormal")).doesNotExist();
  }

  @Test
  void sweepsOnPaper() throws IOException {
    Cli.Result told =
        Cli.run(
            "whatif",
            "tiny",
            "--runs-dir",
            runs,
            "--sweep",
            "money=0..4/5",
            "--quota",
            "bond=rest",
            "--json");
    assertThat(told.code()).as(told.err()).isZero();
    List<Map<?, ?>> points = points(told.out());
    // a and b (tolerance 1) must have money, so fewer than 2 is infeasible
    assertThat(points.stream().<Object>map(p -> p.get("outcome")).toList())
        .containsExactly("infeasible", "infeasible", "optimal", "optimal", "optimal");
    assertThat(points.get(2).get("objective")).isEqualTo(31.0);
    assertThat(points.get(2).get("users_moved")).isEqualTo(0L);
    // one of c, d to money: 31 − 6 + 3 = 28 or 31 − 5 + 4 = 30
    assertThat(points.get(3).get("objective")).isEqualTo(30.0);
    assertThat(points.get(3).get("users_moved")).isEqualTo(1L);
    assertThat(points.get(4).get("objective")).isEqualTo(27.0);
    assertThat(points.get(0).get("witness")).isInstanceOf(Map.class);
  }

  @Test
  void aPageIsDrawn() throws IOException {
    Path page = folder.resolve("new/sweep.html");
    Cli.Result told =
        Cli.run(
            "whatif",
            "tiny",
            "--runs-dir",
            runs,
            "--sweep",
            "money=+0..+2/3",
            "--quota",
            "bond=rest",
            "--html",
            page.toString());
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("31.00").contains("30.00").contains("27.00");
    assertThat(Files.readString(page))
        .contains("Objective against the quota of Money market", "\"points\":[2,3,4]")
        .contains("Content-Security-Policy");
  }

  @Test
  void infeasibleQuotasEndWith4AndAFix() {
    Cli.Result refused =
        Cli.run("whatif", "tiny", "--runs-dir", runs, "--quota", "money=1", "--quota", "bond=3");
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("no allocation exists").contains("--quota");
    assertThat(Cli.run("whatif", "tiny", "--runs-dir", runs, "--quota", "money=-9").code())
        .isEqualTo(4);
  }

  @Test
  void aSweepWithoutAnyAllocationSaysWhatMayGiveWay() {
    Cli.Result refused =
        Cli.run(
            "whatif", "tiny", "--sweep", "money=3..4/2", "--quota", "stock=2", "--runs-dir", runs);
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err())
        .contains("at any point of the sweep; the first: quotas must add up")
        .contains("gives way: eoca whatif tiny --sweep money=3..4/2 --quota stock=2 --runs-dir ")
        .contains("--quota bond=rest");
  }

  @Test
  void nonsenseEndsWith2() {
    for (String sweep :
        List.of(
            "money",
            "money=1..2",
            "money=1%..2/3",
            "money=1..2/1",
            "x=1..2/3",
            "money=a..b/3",
            "money=1...2/3",
            "money=1..2/5000")) {
      assertThat(Cli.run("whatif", "tiny", "--runs-dir", runs, "--sweep", sweep).code())
          .as(sweep)
          .isEqualTo(2);
    }
    assertThat(Cli.run("whatif", "tiny", "--runs-dir", runs).code()).isEqualTo(2);
    assertThat(
            Cli.run(
                    "whatif",
                    "tiny",
                    "--runs-dir",
                    runs,
                    "--sweep",
                    "money=1..2/2",
                    "--quota",
                    "money=1")
                .code())
        .isEqualTo(2);
  }

  @Test
  void changedInputsEndWith8() throws IOException {
    Files.writeString(folder.resolve("c/etv.csv"), Cli.TINY_CSV.replace("f,3,6", "f,3,7"));
    assertThat(Cli.run("whatif", "tiny", "--runs-dir", runs, "--quota", "money=3").code())
        .isEqualTo(8);
  }

  private static List<Map<?, ?>> points(String json) throws IOException {
    Map<?, ?> tree = (Map<?, ?>) Json.read(json);
    return ((List<?>) tree.get("points")).stream().<Map<?, ?>>map(p -> (Map<?, ?>) p).toList();
  }
}
