package eoca.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eoca.inputs.synthetic.Regime;
import eoca.insight.testing.Cli;
import eoca.job.model.Json;
import eoca.job.model.RunResult;
import eoca.job.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainCommandTest {
  @TempDir Path folder;

  @Test
  void aUserOnPaper() throws IOException {
    String run = tiny("");
    Map<?, ?> c = json(run, "--user", "c");
    assertThat(c.get("fund")).isEqualTo("bond");
    assertThat(c.get("etv")).isEqualTo(6.0);
    assertThat(c.get("tolerance")).isEqualTo(2L);
    assertThat(c.get("next_fund")).isEqualTo("money");
    Map<?, ?> money = (Map<?, ?>) ((List<?>) c.get("funds")).get(0);
    Map<?, ?> bond = (Map<?, ?>) ((List<?>) c.get("funds")).get(1);
    Map<?, ?> stock = (Map<?, ?>) ((List<?>) c.get("funds")).get(2);
    double fall = (6 - (Double) bond.get("price")) - (3 - (Double) money.get("price"));
    assertThat((Double) c.get("margin")).isCloseTo(fall, within(1e-12));
    assertThat((Double) money.get("price_fall")).isCloseTo(fall, within(1e-12));
    assertThat(stock.get("allowed")).isEqualTo(false);
    String words = Cli.run("explain", run, "--user", "c").out();
    assertThat(words)
        .contains("User c (tolerance 2) got bond with an ETV of 6.00.")
        .contains("if its price fell by")
        .contains("May not have stock: its risk (3) is above the tolerance.");
    assertThat(Cli.run("explain", run, "--user", "a").out())
        .contains("It is the only fund that the user may have.");
  }

  @Test
  void aUserWhoIsNeededAtAHigherRiskIsToldSo() throws IOException {
    Files.writeString(
        folder.resolve("etv.csv"),
        """
        user_id,tolerance,a,b,x,y
        p,1,3,5,0,0
        q,1,4,1,0,0
        r,2,1e30,2e30,20,10
        s,2,1e30,3,19,10
        u,2,4,5,18,10
        v,2,4,1e30,17,10
        """);
    Path campaign =
        Files.writeString(
            folder.resolve("campaign.yaml"),
            """
            campaign: coveted
            period: 2026-06-01..2026-06-30
            funds:
              - {id: a, risk: 1, quota: 1}
              - {id: b, risk: 1, quota: 1}
              - {id: x, risk: 2, quota: 2}
              - {id: y, risk: 2, quota: 2}
            etv: {path: etv.csv, user: user_id, tolerance: tolerance}
            """);
    String run = folder.resolve("run").toString();
    assertThat(Cli.run("allocate", campaign.toString(), "--out", run).code()).isZero();
    assertThat(Cli.run("explain", run, "--user", "r").out())
        .contains("User r (tolerance 2) got x with an ETV of 20.00.")
        .contains("Cannot have b at these quotas: all users of that tolerance are needed at")
        .contains("more than y, the next best.")
        .doesNotContain("not optimal");
    Map<?, ?> v = json(run, "--user", "v");
    assertThat(v.get("next_fund")).isEqualTo("x");
    assertThat((Double) v.get("margin")).isBetween(0.0, 3.0);
    assertThat((List<?>) json(run, "--fund", "b").get("coming_first"))
        .allMatch(user -> (Double) ((Map<?, ?>) user).get("price_moves") >= 0);
  }

  @Test
  void pricesThatAreRoundedAreSaidToBe() throws IOException {
    Files.writeString(
        folder.resolve("etv.csv"),
        """
        user_id,tolerance,a,b,x,y
        p,1,5,3,1e20,1e20
        q,1,4,1,1e20,0
        r,1,-1e20,-1e20,7,5
        s,1,-1e20,-1e20,9,1
        """);
    Path campaign =
        Files.writeString(
            folder.resolve("campaign.yaml"),
            """
            campaign: opposed
            period: 2026-06-01..2026-06-30
            funds:
              - {id: a, risk: 1, quota: 1}
              - {id: b, risk: 1, quota: 1}
              - {id: x, risk: 1, quota: 1}
              - {id: y, risk: 1, quota: 1}
            etv: {path: etv.csv, user: user_id, tolerance: tolerance}
            """);
    String run = folder.resolve("run").toString();
    assertThat(Cli.run("allocate", campaign.toString(), "--out", run).code()).isZero();
    for (String user : List.of("p", "q", "r", "s")) {
      assertThat(Cli.run("explain", run, "--user", user).out())
          .contains("too far apart for double precision")
          .contains("proven optimal without them")
          .doesNotContain("not optimal");
    }
    assertThat(Cli.run("explain", run, "--fund", "a").out())
        .contains("too far apart for double precision");
    String again = folder.resolve("again").toString();
    assertThat(Cli.run("rerun", run, "--out", again).code()).isZero();
    RunResult warm = RunFolder.open(Path.of(again)).result();
    assertThat(warm.objective()).isEqualTo(21);
    assertThat(warm.boundSource()).isEqualTo("exchanges");
  }

  @Test
  void aFundsMarginIsWhoWouldMoveFirst() throws IOException {
    Path campaign = Cli.synthetic(folder.resolve("g"), 6_000, 4, Regime.LOGNORMAL, 5);
    Files.writeString(campaign, Files.readString(campaign) + "\noutput: {format: csv}\n");
    String run = folder.resolve("run").toString();
    assertThat(Cli.run("allocate", campaign.toString(), "--out", run).code()).isZero();
    RunResult result = RunFolder.open(Path.of(run)).result();
    Map<?, ?> fund = json(run, "--fund", "fund-2");
    List<?> leaving = (List<?>) fund.get("leaving_first");
    List<?> coming = (List<?>) fund.get("coming_first");
    assertThat(leaving).hasSize(10);
    assertThat(coming).hasSize(10);
    Map<String, String> assigned = new HashMap<>();
    for (String line : Files.readAllLines(Path.of(run, "assignment.csv"))) {
      String[] cells = line.split(",", -1);
      assigned.put(cells[0], cells[1]);
    }
    double before = 0;
    for (Object o : leaving) {
      Map<?, ?> user = (Map<?, ?>) o;
      assertThat(assigned.get((String) user.get("user"))).isEqualTo("fund-2");
      assertThat((Double) user.get("price_moves")).isGreaterThanOrEqualTo(before);
      before = (Double) user.get("price_moves");
      Map<?, ?> told = json(run, "--user", (String) user.get("user"));
      assertThat((Double) told.get("margin")).isCloseTo(before, within(1e-9));
      assertThat(told.get("next_fund")).isEqualTo(user.get("to"));
    }
    for (Object o : coming) {
      Map<?, ?> user = (Map<?, ?>) o;
      assertThat(assigned.get((String) user.get("user"))).isEqualTo(user.get("from"));
    }
    Map<?, ?> next = (Map<?, ?>) fund.get("next_percent");
    String more = folder.resolve("more").toString();
    long users = (Long) next.get("users");
    assertThat(users).isEqualTo((result.funds().get(1).quota() + 50) / 100);
    Cli.Result rerun =
        Cli.run(
            "rerun",
            run,
            "--out",
            more,
            "--quota",
            "fund-2=+" + users,
            "--quota",
            next.get("from") + "=-" + users);
    assertThat(rerun.code()).as(rerun.err()).isZero();
    assertThat((Double) next.get("objective_change"))
        .isEqualTo(RunFolder.open(Path.of(more)).result().objective() - result.objective());
  }

  @Test
  void runsWithoutPricesAndUsersWithoutAFund() throws IOException {
    Path campaign =
        Cli.write(
            folder.resolve("c"),
            Cli.TINY_YAML.replace("quota: rest", "quota: 1") + "remainder: unassigned\n",
            Cli.TINY_CSV);
    String run = folder.resolve("run").toString();
    assertThat(Cli.run("allocate", campaign.toString(), "--out", run).code()).isZero();
    List<String> without = new ArrayList<>();
    for (String user : List.of("a", "b", "c", "d", "e", "f")) {
      if (json(run, "--user", user).get("fund") == null) {
        without.add(user);
      }
    }
    assertThat(without).hasSize(1);
    assertThat(Cli.run("explain", run, "--user", without.get(0)).out()).contains("got no fund");
    String rowMax = folder.resolve("row-max").toString();
    String[] arguments = {
      "allocate",
      campaign.toString(),
      "--strategy",
      "manual",
      "--certify",
      "row-max",
      "--out",
      rowMax
    };
    assertThat(Cli.run(arguments).code()).isZero();
    assertThat(json(rowMax, "--user", "a").get("margin")).isNull();
    assertThat(Cli.run("explain", rowMax, "--fund", "bond").code()).isEqualTo(2);
  }

  @Test
  void whatIsNotThere() throws IOException {
    String run = tiny("keep_inputs: none\n");
    assertThat(Cli.run("explain", run, "--user", "nobody").code()).isEqualTo(2);
    assertThat(Cli.run("explain", run, "--fund", "bnd").err()).contains("Maybe bond");
    assertThat(Cli.run("explain", run).code()).isEqualTo(2);
    assertThat(Cli.run("explain", run, "--fund", "bond", "--user", "a").code()).isEqualTo(2);
    Files.writeString(folder.resolve("c/etv.csv"), Cli.TINY_CSV.replace("f,3,6", "f,3,7"));
    assertThat(Cli.run("explain", run, "--user", "a").code()).isEqualTo(8);
    Files.delete(folder.resolve("c/etv.csv"));
    assertThat(Cli.run("explain", run, "--user", "a").code()).isEqualTo(7);
  }

  private String tiny(String more) throws IOException {
    Path campaign = Cli.write(folder.resolve("c"), Cli.TINY_YAML + more, Cli.TINY_CSV);
    Path out = folder.resolve("tiny");
    assertThat(Cli.run("allocate", campaign.toString(), "--out", out.toString()).code()).isZero();
    return out.toString();
  }

  private static Map<?, ?> json(String run, String option, String value) throws IOException {
    Cli.Result result = Cli.run("explain", run, option, value, "--json");
    assertThat(result.code()).as(result.err()).isZero();
    return (Map<?, ?>) Json.read(result.out());
  }
}
