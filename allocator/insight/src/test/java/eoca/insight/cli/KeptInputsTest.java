package eoca.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.insight.testing.Cli;
import eoca.job.model.Json;
import eoca.job.model.Manifest;
import eoca.job.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of a run's inputs when somebody puts others in their place. */
final class KeptInputsTest {
  private static final String YAML = Cli.TINY_YAML + "locked: shown.csv\n";
  private static final String SHOWN = "user_id,fund\nc,bond\n";
  private static final String OTHER = Cli.TINY_CSV.replace("f,3,6", "f,3,7");

  @TempDir Path folder;
  private String runs;

  private Path night(String yaml) throws IOException {
    Path campaign = Cli.write(folder.resolve("c"), yaml, Cli.TINY_CSV);
    Files.writeString(folder.resolve("c/shown.csv"), SHOWN);
    runs = folder.resolve("runs").toString();
    done(Cli.run("run", campaign.toString(), "--runs-dir", runs));
    return campaign;
  }

  /** As careful programs write. */
  private void replace(String name, String text) throws IOException {
    Path next = Files.writeString(folder.resolve("c/next"), text);
    Files.move(next, folder.resolve("c").resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private void assertUsable() {
    for (String[] question :
        List.of(
            new String[] {"verify", "tiny"},
            new String[] {"explain", "tiny", "--user", "c"},
            new String[] {"explain", "tiny", "--fund", "bond"},
            new String[] {"whatif", "tiny", "--quota", "stock=1", "--quota", "bond=3"},
            new String[] {"report", "tiny"},
            new String[] {"rerun", "tiny"})) {
      String[] words = java.util.Arrays.copyOf(question, question.length + 2);
      words[question.length] = "--runs-dir";
      words[question.length + 1] = runs;
      done(Cli.run(words));
    }
  }

  private Path current() {
    return RunFolder.find("tiny", Path.of(runs)).path();
  }

  @Test
  void aLinkSurvivesReplacementAndRemoval() throws IOException {
    Path campaign = night(YAML);
    Manifest manifest = RunFolder.open(current()).manifest();
    assertThat(manifest.inputs())
        .extracting(input -> input.kept().how())
        .containsExactly("link", "link", "link");
    assertThat(
            Files.isSameFile(
                current().resolve("inputs/etv/00001-etv.csv"), folder.resolve("c/etv.csv")))
        .isTrue();
    replace("etv.csv", OTHER);
    replace("shown.csv", "user_id,fund\nd,bond\n");
    replace("campaign.yaml", YAML + "# tomorrow\n");
    assertUsable();
    Files.delete(folder.resolve("c/etv.csv"));
    Files.delete(folder.resolve("c/shown.csv"));
    Files.delete(campaign);
    assertUsable();
  }

  @Test
  void aRerunKeepsThemTooAndStillSaysWhereTheyWere() throws IOException {
    night(YAML);
    replace("etv.csv", OTHER);
    Path out = folder.resolve("elsewhere/again");
    done(Cli.run("rerun", "tiny", "--runs-dir", runs, "--out", out.toString()));
    RunFolder again = RunFolder.open(out);
    for (Manifest.FileEntry input : again.manifest().inputs()) {
      assertThat(again.resolve(input.path())).hasParent(folder.resolve("c").toRealPath());
      assertThat(input.kept().path()).startsWith("inputs/" + input.role() + "/00001-");
    }
    eoca.inputs.files.DurableFiles.deleteTree(Path.of(runs));
    done(Cli.run("verify", out.toString()));
    done(Cli.run("rerun", out.toString(), "--out", folder.resolve("third").toString()));
    done(Cli.run("verify", folder.resolve("third").toString()));
  }

  @Test
  void aLinkDoesNotSurviveWritingInPlaceAndSaysSo() throws IOException {
    night(YAML);
    Files.writeString(folder.resolve("c/etv.csv"), OTHER);
    Cli.Result verified = Cli.run("verify", "tiny", "--runs-dir", runs);
    assertThat(verified.code()).isEqualTo(8);
    assertThat(verified.err())
        .contains("etv.csv")
        .contains("written over in place")
        .contains("keep_inputs: copy");
    for (String command : List.of("rerun", "explain")) {
      String[] words =
          command.equals("rerun")
              ? new String[] {"rerun", "tiny", "--runs-dir", runs}
              : new String[] {"explain", "tiny", "--user", "c", "--runs-dir", runs};
      assertThat(Cli.run(words).code()).isEqualTo(8);
    }
  }

  @Test
  void aCopySurvivesEverythingAndIsMadeOnce() throws IOException {
    night(YAML + "keep_inputs: copy\n");
    Files.writeString(folder.resolve("c/etv.csv"), OTHER);
    Files.writeString(folder.resolve("c/shown.csv"), "nothing");
    Files.writeString(folder.resolve("c/campaign.yaml"), "nothing");
    assertUsable();
    Path out = folder.resolve("again");
    done(Cli.run("rerun", "tiny", "--runs-dir", runs, "--out", out.toString()));
    assertThat(RunFolder.open(out).manifest().inputs())
        .extracting(input -> input.kept().how())
        .containsOnly("copy");
    String table = "inputs/etv/00001-etv.csv";
    assertThat(Files.isSameFile(out.resolve(table), current().resolve(table))).isTrue();
    assertThat(Files.readString(out.resolve(table))).isEqualTo(Cli.TINY_CSV);
  }

  @Test
  void nothingIsKeptIfNotWanted() throws IOException {
    night(YAML + "keep_inputs: none\n");
    assertThat(current().resolve("inputs")).doesNotExist();
    replace("etv.csv", OTHER);
    assertThat(Cli.run("verify", "tiny", "--runs-dir", runs).code()).isEqualTo(8);
    Files.delete(folder.resolve("c/etv.csv"));
    assertThat(Cli.run("verify", "tiny", "--runs-dir", runs).code()).isEqualTo(7);
  }

  @Test
  void partsKeepTheirOrder() throws IOException {
    Path campaign =
        Cli.write(folder.resolve("c"), Cli.TINY_YAML.replace("etv.csv", "part-*.csv"), "");
    List<String> rows = Cli.TINY_CSV.lines().toList();
    List<String> names = List.of("part-2.csv", "part-10.csv", "part-9.csv");
    List<String> order = List.of("part-2.csv", "part-9.csv", "part-10.csv");
    for (String name : names) {
      int first = 1 + 2 * order.indexOf(name);
      Files.writeString(
          folder.resolve("c").resolve(name),
          rows.get(0) + "\n" + rows.get(first) + "\n" + rows.get(first + 1) + "\n");
    }
    runs = folder.resolve("runs").toString();
    done(Cli.run("run", campaign.toString(), "--runs-dir", runs));
    for (String name : names) {
      Files.delete(folder.resolve("c").resolve(name));
    }
    done(Cli.run("verify", "tiny", "--runs-dir", runs));
  }

  @Test
  void gcCountsWhatGoesWithTheLastRun() throws IOException {
    Path campaign = night(YAML + "keep_inputs: copy\n");
    Path first = current();
    done(Cli.run("rerun", "tiny", "--runs-dir", runs, "--publish"));
    done(Cli.run("run", campaign.toString(), "--runs-dir", runs));
    done(Cli.run("run", campaign.toString(), "--runs-dir", runs));
    String[] all = {"gc", "--keep", "0", "--days", "0", "--json", "--runs-dir", runs};
    // the first two share their copies: they go together, and are counted once
    Map<?, ?> gone = (Map<?, ?>) Json.read(Cli.run(all).out());
    assertThat((List<?>) gone.get("removed")).hasSize(2);
    long bytes = (Long) gone.get("bytes");
    assertThat(bytes).isGreaterThan(Cli.TINY_CSV.length());
    assertThat(first).doesNotExist();
    assertUsable();
  }

  private static void done(Cli.Result result) {
    assertThat(result.code()).as(result.err()).isZero();
  }
}
