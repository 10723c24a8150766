package eoca.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.synthetic.Regime;
import eoca.job.store.CampaignRuns;
import eoca.job.testing.Campaigns;
import eoca.job.testing.Child;
import eoca.job.testing.JobMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Permissions, full disks and file-size limits, in child processes without the privileges that let
 * root ignore them. What was published stays.
 */
class HostileDiskTest {
  private static final String CAMPAIGN = "synthetic-lognormal";

  @TempDir Path temp;
  private Path runs;
  private Path campaign;

  @BeforeEach
  void publishOne() throws IOException {
    runs = temp.resolve("runs");
    campaign =
        Campaigns.synthetic(
            temp.resolve("data"), 20_000, 4, Regime.LOGNORMAL, 1, OutputFormat.ARROW);
    assertThat(JobMain.run(arguments(runs)).code()).isZero();
  }

  @AfterEach
  void publishedStays() throws IOException {
    for (Path path : List.of(temp.resolve("data"), runs, runs.resolve(CAMPAIGN))) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    for (Path path : List.of(campaign, temp.resolve("data/etv.arrow"))) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    }
    assertThat(new CampaignRuns(runs, CAMPAIGN).completed()).hasSize(1);
    JobMain.Result verify = JobMain.run("verify", CAMPAIGN, "--runs-dir", runs.toString());
    assertThat(verify.code()).as(verify.err()).isZero();
    try (Stream<Path> entries = Files.list(runs.resolve(CAMPAIGN))) {
      assertThat(entries.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".staging"));
    }
  }

  private String[] arguments(Path runsDir, String... more) {
    return Stream.concat(
            Stream.of(
                "run",
                campaign.toString(),
                "--runs-dir",
                runsDir.toString(),
                "--strategy",
                "heuristic",
                "--certify",
                "row-max",
                "--threads",
                "2"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** A child that obeys permissions, whoever runs the tests. */
  private Child.Builder unprivileged() {
    Child.Builder child = new Child.Builder(temp);
    if ("root".equals(System.getProperty("user.name"))) {
      String capabilities = "-dac_override,-dac_read_search";
      child.prefix("setpriv", "--bounding-set=" + capabilities, "--inh-caps=" + capabilities);
    }
    return child;
  }

  private void assertFails(int code, String message, Child.Builder builder, String... arguments)
      throws IOException, InterruptedException {
    try (Child child = builder.start(arguments)) {
      assertThat(child.await()).as(child.err()).isEqualTo(code);
      assertThat(child.err()).contains(message);
    }
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void runsThatCannotBeWritten() throws IOException, InterruptedException {
    permit(runs.resolve(CAMPAIGN), "r-xr-xr-x");
    assertFails(7, CAMPAIGN, unprivileged(), arguments(runs));
    permit(runs, "r-xr-xr-x");
    assertFails(7, "runs", unprivileged(), arguments(runs.resolve("deeper")));
    assertFails(
        7, "runs", unprivileged(), arguments(runs, "--out", runs.resolve("out").toString()));
  }

  @Test
  void inputsThatCannotBeRead() throws IOException, InterruptedException {
    permit(temp.resolve("data/etv.arrow"), "---------");
    assertFails(7, "etv.arrow", unprivileged(), arguments(runs));
    assertFails(7, "etv.arrow", unprivileged(), "check", campaign.toString());
    permit(campaign, "---------");
    assertFails(2, "campaign.yaml", unprivileged(), arguments(runs));
  }

  @Test
  void aFileSizeLimit() throws IOException, InterruptedException {
    Child.Builder limited = new Child.Builder(temp);
    limited.prefix("bash", "-c", "ulimit -f 200; exec \"$@\"", "limited").jvm("-Xshare:off");
    assertFails(7, "assignment", limited, arguments(runs));
  }

  /**
   * A disk of its own that is full at first: a small file system in memory, if this machine lets a
   * test mount one, else a file-size limit in its place.
   */
  @Test
  void aFullDisk() throws IOException, InterruptedException {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    String run = quoted(new Child.Builder(temp).command(arguments(disk)));
    String verify =
        quoted(new Child.Builder(temp).command("verify", CAMPAIGN, "--runs-dir", disk.toString()));
    String script =
        String.join(
            "\n",
            "fail() { echo \"step $1\" >&2; exit 1; }",
            "mount -t tmpfs -o size=5m none " + disk + " || exit 99",
            run + " || fail run",
            "cp " + disk + "/" + CAMPAIGN + "/CURRENT " + temp + "/before",
            "for room in 0 60000 300000 600000; do",
            "head -c 9m /dev/zero > " + disk + "/filler 2>/dev/null",
            "truncate -s -$room " + disk + "/filler",
            run,
            "[ $? -eq 7 ] || fail room-$room",
            "cmp " + disk + "/" + CAMPAIGN + "/CURRENT " + temp + "/before || fail current",
            "[ -z \"$(ls -d "
                + disk
                + "/"
                + CAMPAIGN
                + "/.staging* 2>/dev/null)\" ] || fail staging",
            "rm " + disk + "/filler",
            "done",
            verify + " || fail verify",
            run + " || fail again",
            verify + " || fail verify-again");
    Process process =
        new ProcessBuilder("unshare", "-rm", "bash", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("script.log").toFile())
            .start();
    int code = process.waitFor();
    String log = Files.readString(temp.resolve("script.log"));
    if (code == 99 || log.contains("unshare failed")) {
      aFileSizeLimit();
    } else {
      assertThat(code).as(log).isZero();
      assertThat(log).contains("disk is full");
    }
  }

  private static String quoted(List<String> command) {
    return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
  }
}
