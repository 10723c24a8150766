package eoca.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.files.FileHash;
import eoca.inputs.synthetic.Regime;
import eoca.insight.testing.Cli;
import eoca.job.model.Json;
import eoca.job.model.Manifest;
import eoca.job.store.ManifestFiles;
import eoca.job.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of runs with its index, and the check of a re-run against its parent. */
final class RunsCommandTest {
  @TempDir Path folder;
  private String runs;

  private List<Map<?, ?>> list(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("runs", "--json", "--runs-dir", runs));
    words.addAll(List.of(options));
    Cli.Result result = Cli.run(words.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    List<Map<?, ?>> found = new ArrayList<>();
    for (Object run : (List<?>) ((Map<?, ?>) Json.read(result.out())).get("runs")) {
      found.add((Map<?, ?>) run);
    }
    return found;
  }

  private List<Object> ids(String... options) throws IOException {
    List<Object> ids = new ArrayList<>();
    list(options).forEach(run -> ids.add(run.get("run_id")));
    return ids;
  }

  @Test
  void filtersAndAnIndexThatIsNeverBelievedTooFar() throws IOException {
    Path campaign = Cli.write(folder.resolve("c"), Cli.TINY_YAML, Cli.TINY_CSV);
    runs = folder.resolve("runs").toString();
    String file = campaign.toString();
    assertThat(Cli.run("run", file, "--runs-dir", runs).code()).isZero();
    assertThat(Cli.run("allocate", file, "--strategy", "manual", "--runs-dir", runs).code())
        .isZero();
    assertThat(Cli.run("allocate", file, "--quota", "bond=9", "--runs-dir", runs).code())
        .isEqualTo(4);
    assertThat(Cli.run("rerun", "tiny", "--quota", "money=+1", "--runs-dir", runs).code()).isZero();
    List<Object> made = ids("--failed");
    assertThat(made).hasSize(4);
    Object first = made.get(0);
    Object manual = made.get(1);
    Object again = made.get(2);
    Object failed = made.get(3);
    assertThat(ids()).containsExactly(first, manual, again);
    assertThat(ids("tiny", "--published")).containsExactly(first);
    assertThat(ids("--state", "published")).containsExactly(first);
    assertThat(ids("--state", "failed")).containsExactly(failed);
    assertThat(ids("--state", "all")).containsExactly(first, manual, again, failed);
    assertThat(Cli.run("publish", "tiny/" + manual, "--runs-dir", runs).code()).isZero();
    assertThat(ids("--state", "was-published")).containsExactly(first, manual);
    assertThat(Cli.run("rollback", "tiny", "--runs-dir", runs).code()).isZero();
    assertThat(Cli.run("runs", "--state", "gone", "--runs-dir", runs).code()).isEqualTo(2);
    assertThat(Cli.run("runs", "--failed", "--published", "--runs-dir", runs).code()).isEqualTo(2);
    assertThat(ids("--strategy", "manual")).containsExactly(manual);
    assertThat(ids("--outcome", "infeasible")).containsExactly(failed);
    assertThat(ids("--parent", (String) first)).containsExactly(again);
    assertThat(ids("--last", "1")).containsExactly(again);
    String day = ((String) first).replaceFirst("(....)(..)(..)T.*", "$1-$2-$3");
    assertThat(ids("--since", day)).contains(first);
    assertThat(ids("--until", "2020-01-01")).isEmpty();
    assertThat(ids("--since", "2999-01-01T09:00Z")).isEmpty();
    assertThat(Cli.run("runs", "--since", "yesterday", "--runs-dir", runs).code()).isEqualTo(2);
    List<Map<?, ?>> all = list("--failed");
    Path index = Path.of(runs, "tiny", ".index.jsonl");
    String right = Files.readString(index);
    for (String wrong :
        List.of(
            "",
            "not json\n",
            right.lines().findFirst().get() + "\n{\"run_id\": 7}\n",
            right.replaceAll("\"wall_seconds\":[0-9.]+,", ""),
            right.replace("optimal", "feasible").replaceAll("\"stamp\":\"\\d+", "\"stamp\":\"1"))) {
      Files.writeString(index, wrong);
      assertThat(list("--failed")).isEqualTo(all);
      assertThat(Files.readString(index)).isEqualTo(right);
    }
    Files.delete(index);
    assertThat(list("--failed", "--rebuild-index")).isEqualTo(all);
    assertThat(Files.readString(index)).isEqualTo(right);
    eoca.inputs.files.DurableFiles.deleteTree(Path.of(runs, "tiny", (String) manual));
    assertThat(ids()).containsExactly(first, again);
    assertThat(Files.readString(index)).doesNotContain((String) manual);
    Files.writeString(Path.of(runs, "tiny", (String) again, "result.json"), "{");
    assertThat(list().get(1).get("outcome")).isNull();
    assertThat(Cli.run("runs", "--runs-dir", runs).out()).contains("unreadable");
  }

  @Test
  void verifyHoldsStickinessAgainstTheParent() throws IOException {
    Path campaign = Cli.synthetic(folder.resolve("g"), 5000, 4, Regime.LOGNORMAL, 3);
    runs = folder.resolve("runs").toString();
    String first = folder.resolve("first").toString();
    Path second = folder.resolve("second");
    String[] quotas = {"--quota", "fund-2=-10%", "--quota", "fund-1=rest"};
    assertThat(Cli.run("allocate", campaign.toString(), "--out", first).code()).isZero();
    List<String> words =
        new ArrayList<>(List.of("rerun", first, "--stickiness", "0.5", "--out", second.toString()));
    words.addAll(List.of(quotas));
    assertThat(Cli.run(words.toArray(String[]::new)).code()).isZero();
    Cli.Result verified = Cli.run("verify", second.toString());
    assertThat(verified.code()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("users moved since the parent run");
    long moved = RunFolder.open(second).result().stickiness().usersMoved();
    rewrite(second, "\"users_moved\" : " + moved, "\"users_moved\" : " + (moved + 1));
    Cli.Result wrong = Cli.run("verify", second.toString());
    assertThat(wrong.code()).isEqualTo(8);
    assertThat(wrong.err()).contains("users_moved (" + (moved + 1) + ") must be " + moved);
    eoca.inputs.files.DurableFiles.deleteTree(Path.of(first));
    assertThat(Cli.run("verify", second.toString()).code()).isEqualTo(8);
    rewrite(second, "\"users_moved\" : " + (moved + 1), "\"users_moved\" : " + moved);
    assertThat(Cli.run("verify", second.toString()).out()).contains("its own arithmetic alone");
  }

  @Test
  void stickinessZeroIsThePlainSolve() throws IOException {
    Path campaign = Cli.synthetic(folder.resolve("g"), 5000, 4, Regime.FEW_VALUES, 5);
    String first = folder.resolve("first").toString();
    assertThat(Cli.run("allocate", campaign.toString(), "--out", first).code()).isZero();
    String[] quotas = {"--quota", "fund-2=-10%", "--quota", "fund-1=rest", "--out"};
    List<String> sticky = new ArrayList<>(List.of("rerun", first, "--stickiness", "0"));
    List<String> cold = new ArrayList<>(List.of("allocate", campaign.toString()));
    sticky.addAll(List.of(quotas));
    cold.addAll(List.of(quotas));
    sticky.add(folder.resolve("sticky").toString());
    cold.add(folder.resolve("cold").toString());
    assertThat(Cli.run(sticky.toArray(String[]::new)).code()).isZero();
    assertThat(Cli.run(cold.toArray(String[]::new)).code()).isZero();
    var a = RunFolder.open(folder.resolve("sticky")).result();
    var b = RunFolder.open(folder.resolve("cold")).result();
    assertThat(a.objective()).isEqualTo(b.objective());
    assertThat(a.outcome()).isEqualTo(b.outcome());
  }

  /** Changes result.json and makes the manifest agree. */
  private static void rewrite(Path run, String old, String now) throws IOException {
    Path file = run.resolve("result.json");
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, now));
    Manifest manifest = RunFolder.open(run).manifest();
    FileHash.Hashed hashed = FileHash.sha256(file);
    List<Manifest.FileEntry> outputs = new ArrayList<>();
    for (Manifest.FileEntry output : manifest.outputs()) {
      outputs.add(
          output.role().equals(Manifest.RESULT)
              ? new Manifest.FileEntry(
                  Manifest.RESULT, output.path(), hashed.bytes(), null, hashed.sha256())
              : output);
    }
    Files.delete(run.resolve("manifest.json"));
    Files.delete(run.resolve("manifest.sha256"));
    ManifestFiles.write(run, manifest.withOutputs(outputs));
  }
}
