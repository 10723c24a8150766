package eoca.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.synthetic.Regime;
import eoca.insight.testing.Cli;
import eoca.job.model.Manifest;
import eoca.job.model.RunResult;
import eoca.job.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RerunCommandTest {
  @TempDir Path folder;

  @Test
  void equalsAColdRunInEveryRegime() throws IOException {
    for (Regime regime : Regime.values()) {
      Path campaign = Cli.synthetic(folder.resolve(regime.id()), 14_000, 5, regime, 7);
      Path first = folder.resolve(regime.id() + "-first");
      done(Cli.run("allocate", campaign.toString(), "--out", first.toString()));
      String[] quotas = {"--quota", "fund-2=-3%", "--quota", "fund-1=rest"};
      Path warm = folder.resolve(regime.id() + "-warm");
      Path cold = folder.resolve(regime.id() + "-cold");
      done(
          Cli.run(
              with(quotas, "rerun", first.toString(), "--out", warm.toString(), "--threads", "2")));
      done(Cli.run(with(quotas, "allocate", campaign.toString(), "--out", cold.toString())));
      RunResult w = RunFolder.open(warm).result();
      RunResult c = RunFolder.open(cold).result();
      assertThat(w.objective()).as(regime.id()).isEqualTo(c.objective());
      assertThat(w.outcome()).isEqualTo(c.outcome());
      for (int j = 0; j < w.funds().size(); j++) {
        assertThat(w.funds().get(j).quota()).isEqualTo(c.funds().get(j).quota());
      }
      assertThat(Cli.run("verify", warm.toString()).code()).isZero();
      Manifest manifest = RunFolder.open(warm).manifest();
      assertThat(manifest.parent()).isEqualTo(RunFolder.open(first).manifest().runId());
      assertThat(manifest.overrides()).containsExactly("fund-2=-3%", "fund-1=rest");
    }
  }

  @Test
  void everyFormOfAQuotaStartsFromTheRunsOwn() throws IOException {
    Path campaign = Cli.write(folder.resolve("c"), Cli.TINY_YAML, Cli.TINY_CSV);
    String runs = folder.resolve("runs").toString();
    done(Cli.run("run", campaign.toString(), "--runs-dir", runs));
    assertThat(quotas(runs, "money=3", "bond=1")).containsExactly(3L, 1L, 2L);
    assertThat(quotas(runs, "money=+1")).containsExactly(3L, 2L, 1L);
    assertThat(quotas(runs, "bond=-1", "stock=+0", "money=rest")).containsExactly(3L, 1L, 2L);
    assertThat(quotas(runs, "money=50%")).containsExactly(3L, 2L, 1L);
    assertThat(quotas(runs, "money=+100%", "bond=-50%")).containsExactly(4L, 1L, 1L);
  }

  @Test
  void aRerunOfARerunStartsFromIt() throws IOException {
    Path campaign = Cli.write(folder.resolve("c"), Cli.TINY_YAML, Cli.TINY_CSV);
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Path three = folder.resolve("three");
    done(Cli.run("allocate", campaign.toString(), "--out", one.toString()));
    done(Cli.run("rerun", one.toString(), "--quota", "money=+1", "--out", two.toString()));
    done(Cli.run("rerun", two.toString(), "--quota", "money=+1", "--out", three.toString()));
    assertThat(RunFolder.open(three).manifest().quotas()).containsExactly(4L, 2L, 0L);
  }

  @Test
  void movingUsersCosts() throws IOException {
    Path campaign = Cli.synthetic(folder.resolve("g"), 14_000, 5, Regime.LOGNORMAL, 9);
    String first = folder.resolve("first").toString();
    done(Cli.run("allocate", campaign.toString(), "--out", first));
    String[] quotas = {"--quota", "fund-2=-20%", "--quota", "fund-1=rest"};
    long moved = Long.MAX_VALUE;
    double objective = Double.POSITIVE_INFINITY;
    for (String cost : new String[] {"0", "0.5", "4", "1e20"}) {
      String out = folder.resolve("sticky-" + cost).toString();
      done(Cli.run(with(quotas, "rerun", first, "--out", out, "--keep", "--stickiness", cost)));
      RunResult result = RunFolder.open(Path.of(out)).result();
      RunResult.Stickiness sticky = result.stickiness();
      assertThat(sticky.cost()).isEqualTo(Float.parseFloat(cost));
      assertThat(sticky.relativeGap()).isLessThanOrEqualTo(1e-12);
      assertThat(sticky.usersMoved()).isLessThanOrEqualTo(moved);
      assertThat(result.objective()).isLessThanOrEqualTo(objective);
      moved = sticky.usersMoved();
      objective = result.objective();
      assertThat(Cli.run("verify", out).code()).isZero();
      assertThat(Cli.run("diff", first, out).out())
          .contains(String.format(java.util.Locale.ROOT, "%,d of 14,000 users move", moved));
    }
    // only as many as fund-2 loses: all funds they may go to have room for no more
    RunResult last = RunFolder.open(folder.resolve("sticky-1e20")).result();
    RunResult before = RunFolder.open(Path.of(first)).result();
    assertThat(moved).isEqualTo(before.funds().get(1).quota() - last.funds().get(1).quota());
  }

  @Test
  void stickinessNeedsTheExactStrategy() throws IOException {
    Path campaign = Cli.write(folder.resolve("c"), Cli.TINY_YAML, Cli.TINY_CSV);
    String first = folder.resolve("first").toString();
    done(Cli.run("allocate", campaign.toString(), "--out", first));
    String out = folder.resolve("no").toString();
    assertThat(Cli.run("rerun", first, "--strategy", "manual", "--keep", "--out", out).code())
        .isEqualTo(2);
    assertThat(Cli.run("rerun", first, "--stickiness", "-1", "--out", out).code()).isEqualTo(2);
    assertThat(Cli.run("rerun", first, "--stickiness", "NaN", "--out", out).code()).isEqualTo(2);
    assertThat(folder.resolve("no")).doesNotExist();
  }

  @Test
  void changedInputsEndWith8() throws IOException {
    Path campaign = Cli.write(folder.resolve("c"), Cli.TINY_YAML, Cli.TINY_CSV);
    Path first = folder.resolve("first");
    done(Cli.run("allocate", campaign.toString(), "--out", first.toString()));
    Files.writeString(folder.resolve("c/etv.csv"), Cli.TINY_CSV.replace("f,3,6", "f,3,7"));
    Cli.Result changed =
        Cli.run("rerun", first.toString(), "--out", folder.resolve("second").toString());
    assertThat(changed.code()).isEqualTo(8);
    assertThat(changed.err()).contains("have changed since").contains("etv.csv");
    assertThat(folder.resolve("second")).doesNotExist();
    Files.writeString(folder.resolve("c/etv.csv"), Cli.TINY_CSV);
    Files.writeString(campaign, Cli.TINY_YAML + "# edited\n");
    assertThat(
            Cli.run("rerun", first.toString(), "--out", folder.resolve("third").toString()).code())
        .isEqualTo(8);
  }

  @Test
  void infeasibleQuotasEndWith4AndAFix() throws IOException {
    Path campaign = Cli.write(folder.resolve("c"), Cli.TINY_YAML, Cli.TINY_CSV);
    String runs = folder.resolve("runs").toString();
    done(Cli.run("run", campaign.toString(), "--runs-dir", runs));
    Cli.Result refused = Cli.run("rerun", "tiny", "--runs-dir", runs, "--quota", "bond=0");
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err()).contains("--quota");
    assertThat(Cli.run("rerun", "tinny", "--runs-dir", runs).code()).isEqualTo(2);
  }

  private static long[] quotas(String runs, String... overrides) {
    String[] arguments = new String[4 + 2 * overrides.length];
    arguments[0] = "rerun";
    arguments[1] = "tiny";
    arguments[2] = "--runs-dir";
    arguments[3] = runs;
    for (int i = 0; i < overrides.length; i++) {
      arguments[4 + 2 * i] = "--quota";
      arguments[5 + 2 * i] = overrides[i];
    }
    Cli.Result result = Cli.run(arguments);
    done(result);
    String shown = result.out().lines().filter(l -> l.startsWith("completed: ")).findFirst().get();
    return RunFolder.open(Path.of(shown.substring("completed: ".length())))
        .manifest()
        .quotas()
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  private static String[] with(String[] more, String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  private static void done(Cli.Result result) {
    assertThat(result.code()).as(result.err()).isZero();
  }
}
