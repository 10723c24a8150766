package eoca.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.synthetic.Regime;
import eoca.job.testing.Campaigns;
import eoca.job.testing.JobMain;
import eoca.job.testing.JobMain.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any bit that flips in a file of a run or in its inputs is found by {@code verify}. */
class BitFlipTest {

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({"ARROW, arrow, 8, 16", "CSV, parquet, 2, 3", "PARQUET, csv, 2, 3"})
  void aFlippedBitIsFound(OutputFormat input, String output, int edge, int inner)
      throws IOException {
    long seed = Long.getLong("eoca.seed", 5);
    Path data = temp.resolve("data");
    Path campaign = Campaigns.synthetic(data, 300, 3, Regime.INTEGER, seed, input);
    Path out = temp.resolve("out");
    Result run =
        JobMain.run("run", campaign.toString(), "--out", out.toString(), "--format", output);
    assertThat(run.code()).as(run.err()).isZero();
    assertVerifies(out, 0);
    Random random = new Random(seed);
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(out, data)) {
      try (Stream<Path> entries = Files.list(folder)) {
        entries.filter(Files::isRegularFile).sorted().forEach(files::add); // links aside
      }
    }
    assertThat(files).hasSize(10);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int at : offsets(bytes.length, edge, inner, random)) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, flipped);
        Result verify = JobMain.run("verify", out.toString(), "--threads", "2");
        assertThat(verify.code())
            .as("-Deoca.seed=%d, byte %d of %s: %s", seed, at, file.getFileName(), verify.err())
            .isEqualTo(8);
        assertThat(verify.err())
            .as("names the file")
            .contains(
                file.getFileName().toString().startsWith("manifest")
                    ? "manifest"
                    : file.getFileName().toString());
      }
      Files.write(file, bytes);
    }
    assertVerifies(out, 0);
  }

  /** First and last bytes, where magic numbers, headers and footers lie, and random inner ones. */
  private static Set<Integer> offsets(int length, int edge, int inner, Random random) {
    Set<Integer> offsets = new TreeSet<>();
    for (int i = 0; i < Math.min(edge, length); i++) {
      offsets.add(i);
      offsets.add(length - 1 - i);
    }
    for (int i = 0; i < inner; i++) {
      offsets.add(random.nextInt(length));
    }
    return offsets;
  }

  private static void assertVerifies(Path run, int code) {
    Result verify = JobMain.run("verify", run.toString());
    assertThat(verify.code()).as(verify.err()).isEqualTo(code);
  }

  @Test
  void missingTruncatedAndExtraFilesAreFound() throws IOException {
    Path campaign = Campaigns.tiny(temp.resolve("data"));
    Path out = temp.resolve("out");
    assertThat(JobMain.run("run", campaign.toString(), "--out", out.toString()).code()).isZero();
    for (String name :
        List.of(
            "assignment.arrow",
            "result.json",
            "report.html",
            "lineage.json",
            "log.jsonl",
            "metrics.prom",
            "manifest.json",
            "manifest.sha256")) {
      Path file = out.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      assertVerifies(out, 8);
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
      assertVerifies(out, 8);
      Files.write(file, bytes);
    }
    Path extra = Files.writeString(out.resolve("assignment-00002.arrow"), "x");
    assertVerifies(out, 8);
    Files.delete(extra);
    assertVerifies(out, 0);
    Files.delete(temp.resolve("data/etv.csv"));
    assertVerifies(out, 0); // the run keeps it
    Files.delete(out.resolve("inputs/etv/00001-etv.csv"));
    assertVerifies(out, 7);
  }

  @Test
  void aConsistentForgeryIsFound() throws IOException {
    // Somebody who changes an output and also its hashes still can't change what the inputs say.
    Path campaign = Campaigns.tiny(temp.resolve("data"));
    Path out = temp.resolve("out");
    String[] run = {
      "run", campaign.toString(), "--out", out.toString(), "--format", "csv", "--strategy", "exact"
    };
    assertThat(JobMain.run(run).code()).isZero();
    forge(out, "assignment.csv", "a,money,1\n", "a,bond,9\n");
    assertThat(JobMain.run("verify", out.toString()).err()).contains("has fund 1 of risk 2");
    forge(out, "assignment.csv", "a,bond,9\n", "a,money,7\n");
    assertThat(JobMain.run("verify", out.toString()).err()).contains("etv (7.0) must be 1.0");
    forge(out, "assignment.csv", "a,money,7\n", "a,money,1\n");
    assertVerifies(out, 0);
    forge(out, "result.json", "\"objective\" : 31.0", "\"objective\" : 32.0");
    assertThat(JobMain.run("verify", out.toString()).err())
        .contains("objective (32.0) must be 31.0");
  }

  private static void forge(Path run, String name, String from, String to) throws IOException {
    Path file = run.resolve(name);
    String before = Files.readString(file);
    assertThat(before).contains(from);
    String old = eoca.inputs.files.FileHash.sha256(file).sha256();
    long bytes = Files.size(file);
    Files.writeString(file, before.replace(from, to));
    String manifest =
        Files.readString(run.resolve("manifest.json"))
            .replace(old, eoca.inputs.files.FileHash.sha256(file).sha256())
            .replace("\"bytes\" : " + bytes + ",", "\"bytes\" : " + Files.size(file) + ",");
    Files.writeString(run.resolve("manifest.json"), manifest);
    Files.writeString(
        run.resolve("manifest.sha256"), eoca.job.store.ManifestFiles.hashLine(manifest));
  }
}
