package eoca.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.insight.testing.Cli;
import eoca.job.model.Json;
import eoca.job.model.Manifest;
import eoca.job.model.RunResult;
import eoca.job.store.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locked users and the control group through every command. */
final class PinnedUsersTest {
  @TempDir Path folder;

  /**
   * A campaign of 6,000 users of whole-number values, and one from which the pinned are missing.
   */
  private final class Night {
    private final Path campaign;
    private final Path byHand;
    private final Map<String, String> locked = new HashMap<>();
    private final Set<String> control = new HashSet<>();
    private long lockedValue;

    Night(String extra, String format) throws IOException {
      SplittableRandom random = new SplittableRandom(11);
      StringBuilder table = new StringBuilder("user_id,tolerance,money,bond,stock\n");
      StringBuilder rest = new StringBuilder(table);
      StringBuilder shown = new StringBuilder("user_id,fund\n");
      long[] taken = new long[3];
      for (int i = 0; i < 6000; i++) {
        int[] etv = {random.nextInt(500), random.nextInt(500), random.nextInt(500)};
        int tolerance = 1 + random.nextInt(3);
        String row = "u" + i + "," + tolerance + "," + etv[0] + "," + etv[1] + "," + etv[2] + "\n";
        table.append(row);
        int fund = random.nextInt(tolerance);
        if (random.nextInt(10) == 0) {
          String id = List.of("money", "bond", "stock").get(fund);
          shown.append('u').append(i).append(',').append(id).append('\n');
          locked.put("u" + i, id);
          taken[fund]++;
          lockedValue += etv[fund];
        } else if (isControl("u" + i)) {
          control.add("u" + i);
        } else {
          rest.append(row);
        }
      }
      long users = 6000L - control.size();
      String funds =
          """
          campaign: night
          funds:
            - {id: money, risk: 1, quota: %d}
            - {id: bond, risk: 2, quota: %d}
            - {id: stock, risk: 3, quota: rest}
          etv: {path: etv.csv}
          """;
      campaign =
          Cli.write(
              folder.resolve("night"),
              String.format(java.util.Locale.ROOT, funds, users / 2, users / 4)
                  + "locked: shown.csv\ncontrol: {share: 3%, seed: 42}\noutput: {format: "
                  + format
                  + "}\n"
                  + extra,
              table.toString());
      Files.writeString(folder.resolve("night/shown.csv"), shown);
      byHand =
          Cli.write(
              folder.resolve("hand"),
              String.format(
                      java.util.Locale.ROOT, funds, users / 2 - taken[0], users / 4 - taken[1])
                  + extra,
              rest.toString());
    }

    private boolean isControl(String id) {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256")
                .digest(("42:" + id).getBytes(StandardCharsets.UTF_8));
        double share = Long.parseUnsignedLong(HexFormat.of().formatHex(digest, 0, 6), 16) / 0x1p48;
        return share < 0.03;
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static RunResult result(Path run) {
    return RunFolder.open(run).result();
  }

  private static void done(Cli.Result result) {
    assertThat(result.code()).as(result.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exact", "heuristic", "manual"})
  void everyStrategyLeavesThemWhereTheyAre(String strategy) throws IOException {
    Night night = new Night("strategy: " + strategy + "\n", "csv");
    Path run = folder.resolve("run");
    Path hand = folder.resolve("by-hand");
    done(Cli.run("allocate", night.campaign.toString(), "--out", run.toString()));
    done(Cli.run("allocate", night.byHand.toString(), "--out", hand.toString()));
    RunResult found = result(run);
    assertThat(found.locked().users()).isEqualTo(night.locked.size());
    assertThat(found.locked().objective()).isEqualTo((double) night.lockedValue);
    assertThat(found.control().users()).isEqualTo(night.control.size());
    assertThat(found.control().seed()).isEqualTo(42);
    assertThat(found.unassigned()).isEqualTo(night.control.size());
    assertThat(found.outcome()).isEqualTo(result(hand).outcome());
    assertThat(found.locked().freeObjective()).isEqualTo(result(hand).objective());
    assertThat(found.objective()).isEqualTo(result(hand).objective() + night.lockedValue);
    assertThat(found.absoluteGap()).isEqualTo(result(hand).absoluteGap());
    Map<String, String> given = new HashMap<>();
    for (String line : Files.readAllLines(run.resolve("assignment.csv")).subList(1, 6001)) {
      String[] words = line.split(",", -1);
      given.put(words[0], words[1]);
    }
    night.locked.forEach((user, fund) -> assertThat(given).containsEntry(user, fund));
    night.control.forEach(user -> assertThat(given).containsEntry(user, ""));
    List<String> listed = Files.readAllLines(run.resolve("control.csv"));
    assertThat(listed.get(0)).isEqualTo("user_id");
    assertThat(new HashSet<>(listed.subList(1, listed.size()))).isEqualTo(night.control);
    assertThat(Cli.run("verify", run.toString()).out()).contains("verified: ").contains("control");
    Manifest manifest = RunFolder.open(run).manifest();
    assertThat(Manifest.ofRole(manifest.inputs(), Manifest.LOCKED).get(0).rows())
        .isEqualTo(night.locked.size());
    assertThat(Cli.run("report", run.toString()).code()).isZero();
  }

  @Test
  void theMorningAfter() throws IOException {
    Night night = new Night("", "arrow");
    String runs = folder.resolve("runs").toString();
    done(Cli.run("run", night.campaign.toString(), "--runs-dir", runs));
    String[] quotas = {"--quota", "bond=-5%", "--quota", "money=rest", "--runs-dir", runs};
    Path cold = folder.resolve("cold");
    Path warm = folder.resolve("warm");
    done(Cli.run(with(quotas, "allocate", night.campaign.toString(), "--out", cold.toString())));
    done(Cli.run(with(quotas, "rerun", "night", "--out", warm.toString(), "--keep")));
    assertThat(result(warm).objective()).isEqualTo(result(cold).objective());
    assertThat(result(warm).stickiness().relativeGap()).isZero();
    assertThat(Cli.run("verify", warm.toString()).code()).isZero();
    Cli.Result whatIf = Cli.run(with(quotas, "whatif", "night", "--json"));
    done(whatIf);
    Map<?, ?> point =
        (Map<?, ?>) ((List<?>) ((Map<?, ?>) Json.read(whatIf.out())).get("points")).get(0);
    assertThat(point.get("objective")).isEqualTo(result(cold).objective());
    // every locked user stays, every control user stays out, in the re-run too
    Cli.Result diff = Cli.run("diff", "night", warm.toString(), "--runs-dir", runs, "--json");
    done(diff);
    assertThat(((Map<?, ?>) ((Map<?, ?>) Json.read(diff.out())).get("users")).get("moved"))
        .isEqualTo(result(warm).stickiness().usersMoved());
    assertThat(diff.out()).contains("\"locked_users\" : " + night.locked.size());
    String lockedUser = night.locked.keySet().iterator().next();
    assertThat(Cli.run("explain", "night", "--user", lockedUser, "--runs-dir", runs).out())
        .contains("is locked")
        .contains(night.locked.get(lockedUser));
    String controlUser = night.control.iterator().next();
    Cli.Result out =
        Cli.run("explain", "night", "--user", controlUser, "--runs-dir", runs, "--json");
    assertThat(((Map<?, ?>) Json.read(out.out())).get("control")).isEqualTo(true);
    Cli.Result fund = Cli.run("explain", "night", "--fund", "bond", "--runs-dir", runs, "--json");
    done(fund);
    long inBond = night.locked.values().stream().filter("bond"::equals).count();
    assertThat(((Map<?, ?>) Json.read(fund.out())).get("locked_users")).isEqualTo(inBond);
    assertThat(fund.out()).contains("of them are locked");
    for (String side : List.of("leaving_first", "coming_first")) {
      for (Object near : (List<?>) ((Map<?, ?>) Json.read(fund.out())).get(side)) {
        assertThat(night.locked).doesNotContainKey((String) ((Map<?, ?>) near).get("user"));
      }
    }
  }

  @Test
  void usersWhoWereShownAFundThisMorningStayInARerun() throws IOException {
    Path campaign = Cli.write(folder.resolve("c"), Cli.TINY_YAML, Cli.TINY_CSV);
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    done(Cli.run("allocate", campaign.toString(), "--out", first.toString()));
    Path shown = Files.writeString(folder.resolve("shown.csv"), "user_id,fund\ne,bond\n");
    String[] more = {"--quota", "bond=3", "--quota", "stock=1", "--locked", shown.toString()};
    done(Cli.run(with(more, "rerun", first.toString(), "--out", second.toString())));
    assertThat(Cli.run(with(more, "whatif", first.toString())).out()).contains("objective 26.00");
    // e bond 4; a, b money 1 + 2; c, d bond 6 + 5; f stock 8
    assertThat(result(second).locked().objective()).isEqualTo(4);
    assertThat(result(second).objective()).isEqualTo(26);
    assertThat(Cli.run("verify", second.toString()).code()).isZero();
    Cli.Result again = Cli.run("rerun", second.toString(), "--out", folder.resolve("3").toString());
    done(again);
    assertThat(result(folder.resolve("3")).objective()).isEqualTo(result(second).objective());
    Files.writeString(shown, "user_id,fund\nf,bond\n");
    assertThat(Cli.run("rerun", second.toString(), "--out", folder.resolve("4").toString()).code())
        .isEqualTo(8);
    assertThat(Cli.run("verify", second.toString()).code()).isEqualTo(8);
  }

  @Test
  void whatIsWrongWithLockedUsersIsToldWithItsExitCode() throws IOException {
    Path campaign =
        Cli.write(folder.resolve("c"), Cli.TINY_YAML + "locked: shown.csv\n", Cli.TINY_CSV);
    Path shown = folder.resolve("c/shown.csv");
    Cli.Result missing = Cli.run("check", campaign.toString());
    assertThat(missing.code()).isEqualTo(7);
    assertThat(missing.err()).contains("shown.csv");
    Files.writeString(shown, "user_id,fund\na,stock\nz,bond\nb,bnd\n");
    Path out = folder.resolve("out");
    Cli.Result rejected = Cli.run("allocate", campaign.toString(), "--out", out.toString());
    assertThat(rejected.code()).isEqualTo(3);
    assertThat(rejected.err()).contains("3 defects in the locked users");
    assertThat(Files.readAllLines(folder.resolve("out.failed/rejects.csv")))
        .hasSize(4)
        .anyMatch(line -> line.contains("shown.csv,2,user_id,z"));
    Files.writeString(shown, "user_id,fund\nc,bond\nd,bond\ne,bond\n");
    Cli.Result crowded = Cli.run("check", campaign.toString(), "--json");
    assertThat(crowded.code()).isEqualTo(4);
    Map<?, ?> witness = (Map<?, ?>) ((Map<?, ?>) Json.read(crowded.out())).get("witness");
    assertThat(witness.get("kind")).isEqualTo("locked_users");
    assertThat(witness.get("locked")).isEqualTo(3L);
    List<String> command = new ArrayList<>(List.of("allocate", campaign.toString()));
    command.addAll(List.of(((String) witness.get("options")).split(" ")));
    command.addAll(List.of("--out", folder.resolve("mended").toString()));
    done(Cli.run(command.toArray(String[]::new)));
  }

  private static String[] with(String[] more, String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }
}
