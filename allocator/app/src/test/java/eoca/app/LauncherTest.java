package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a work tree of its own with a blank in its name, with stand-ins for java
 * and mvn that say what they were asked: every branch of it, without one real build.
 */
final class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "bash",
          "cat",
          "cksum",
          "cp",
          "cut",
          "date",
          "dirname",
          "find",
          "flock",
          "grep",
          "head",
          "ln",
          "mkdir",
          "mktemp",
          "mv",
          "paste",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "tail",
          "touch");

  /** Says its arguments; makes an archive where it is asked to. */
  private static final String JAVA =
      """
      #!/bin/bash
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.15" 2025-04-15' >&2; exit 0; fi
      for arg in "$@"; do
        case $arg in -XX:SharedArchiveFile=*) case "$*" in *-Xshare:dump*) echo data >"${arg#*=}" ;; esac ;; esac
      done
      printf '<%s>' "$@"; echo
      """;

  private static final String MAVEN =
      """
      #!/bin/bash
      echo "$*" >>builds
      sleep 1
      mkdir -p allocator/app/target/fast/dist solver-bench/target/fast/dist predict/target/fast/dist
      echo app >allocator/app/target/fast/eoca-app-1.jar
      echo lib >allocator/app/target/fast/dist/lib.jar
      echo lib >solver-bench/target/fast/dist/lib.jar
      echo bench >solver-bench/target/fast/eoca-bench-1.jar
      echo lib >predict/target/fast/dist/lib.jar
      echo predict >predict/target/fast/eoca-predict-1.jar
      """;

  @TempDir Path scratch;
  private Path root;
  private Path bin;

  @BeforeEach
  void tree() throws IOException {
    root = Files.createDirectories(scratch.resolve("a tree"));
    bin = Files.createDirectories(scratch.resolve("bin"));
    Files.copy(Repository.ROOT.resolve("eoca"), root.resolve("eoca"));
    for (String module : List.of("allocator/app", "inputs", "solver-bench", "predict")) {
      Path source = Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(source.resolve("A.java"), "class A {}");
      Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    for (String tool : TOOLS) {
      for (String folder : List.of("/usr/bin", "/bin")) {
        Path real = Path.of(folder, tool);
        if (Files.exists(real) && !Files.exists(bin.resolve(tool))) {
          Files.createSymbolicLink(bin.resolve(tool), real);
        }
      }
    }
    program("java", JAVA);
    program("javac", "#!/bin/bash\n");
    program("mvn", MAVEN);
  }

  @Test
  void buildsOnceThenBecomesJava() throws Exception {
    Shell first = eoca("run 'a campaign.yaml'");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).contains("building, the first time with downloads");
    assertThat(first.out())
        .contains("<-Xmx512m>", "<--add-opens=java.base/java.nio=ALL-UNNAMED>")
        .endsWith("<eoca.app.Main><run><a campaign.yaml>\n");
    Shell second = eoca("--help");
    assertThat(second.code()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("-XX:SharedArchiveFile=" + root);
    assertThat(builds()).hasSize(1);
    assertThat(builds().get(0)).contains("-Pfast", "-pl allocator/app -am package");
  }

  @Test
  void buildsAgainWhenASourceOrPomIsNewerAndNotForTests() throws Exception {
    eoca("--help");
    Path test = Files.createDirectories(root.resolve("inputs/src/test/java")).resolve("T.java");
    Files.writeString(test, "class T {}");
    newer(test);
    newer(Files.writeString(root.resolve("README.md"), "text"));
    assertThat(eoca("--help").err()).isEmpty();
    newer(root.resolve("inputs/src/main/java/A.java"));
    assertThat(eoca("--help").err()).contains("sources changed, building");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void worksThroughALinkFromAnotherFolder() throws Exception {
    Path link = scratch.resolve("another link");
    Files.createSymbolicLink(scratch.resolve("hop"), Path.of("a tree/eoca"));
    Files.createSymbolicLink(link, Path.of("hop"));
    Shell shell = Shell.run(Path.of("/"), path(), "'" + link + "' runs");
    assertThat(shell.code()).as(shell.err()).isZero();
    assertThat(shell.out()).contains("<eoca.app.Main><runs>");
  }

  @Test
  void twoFirstStartsBuildOnce() throws Exception {
    Shell both = Shell.run(root, path(), "./eoca --help & ./eoca --version & wait");
    assertThat(both.code()).isZero();
    assertThat(both.out()).contains("<--help>", "<--version>");
    assertThat(builds()).hasSize(1);
  }

  @Test
  void benchGetsItsOwnPartWhenFirstAsked() throws Exception {
    assertThat(eoca("--help").out()).doesNotContain("lib-bench");
    Shell bench = eoca("bench race");
    assertThat(bench.code()).as(bench.err()).isZero();
    assertThat(bench.out()).contains("lib-bench/eoca-bench-1.jar");
    assertThat(bench.out().split("/lib.jar", -1)).as("a library once only").hasSize(2);
    assertThat(builds().get(1)).contains("-pl allocator/app,solver-bench");
    assertThat(eoca("run bench").out()).doesNotContain("lib-bench");
  }

  @Test
  void predictionGetsItsOwnPartWhenFirstAsked() throws Exception {
    Files.writeString(
        root.resolve("plain.yaml"), "campaign: a\n# predict: later\netv: {path: x}\n");
    assertThat(eoca("run plain.yaml").out()).doesNotContain("lib-predict");
    assertThat(builds()).hasSize(1);
    for (String command : List.of("train t.yaml", "predict p.yaml", "evaluate e.yaml", "world")) {
      assertThat(eoca(command).out())
          .contains("lib-predict/eoca-predict-1.jar", "<-DDJL_CACHE_DIR=" + root + "/target/djl>");
    }
    assertThat(builds()).hasSize(2);
    assertThat(builds().get(1)).contains("-pl allocator/app,predict");
    assertThat(eoca("allocate plain.yaml").out()).doesNotContain("lib-predict");
    assertThat(eoca("bench race").out()).contains("lib-bench").doesNotContain("lib-predict");
    assertThat(builds().get(2)).contains("-pl allocator/app,solver-bench,predict");
  }

  @Test
  void aRunThatScoresGetsThePredictionPart() throws Exception {
    List<String> scoring =
        List.of(
            "campaign: a\npredict:\n  model: m\n",
            "campaign: a\n\"predict\" : {model: m}\n",
            "{'campaign': 'a', 'predict': {'model': 'm'}}\n");
    for (String text : scoring) {
      Files.writeString(root.resolve("scored campaign.yaml"), text);
      assertThat(eoca("run --json 'scored campaign.yaml'").out()).as(text).contains("lib-predict");
      assertThat(eoca("allocate 'scored campaign.yaml'").out()).doesNotContain("lib-predict");
    }
    for (String text : List.of("x-predict: 1\n", "unpredict: 1\n", "name: predict\n")) {
      Files.writeString(root.resolve("scored campaign.yaml"), text);
      assertThat(eoca("run 'scored campaign.yaml'").out()).as(text).doesNotContain("lib-predict");
    }
  }

  @Test
  void moreFlagsWinOverOurs() throws Exception {
    Shell shell =
        Shell.run(root, with("EOCA_JAVA_OPTS", "-Xmx2g -XX:+UseParallelGC"), "./eoca runs");
    assertThat(shell.out()).containsSubsequence("<-Xmx512m>", "<-Xmx2g>");
    assertThat(shell.out()).contains("<-XX:+UseParallelGC>").doesNotContain("UseSerialGC");
  }

  @Test
  void theFirstHeapYieldsToASmallMaximum() throws Exception {
    for (String small : List.of("-Xmx40m", "-Xmx2g -Xmx63M", "-XX:MaxHeapSize=40000k -Dx=y")) {
      Shell shell = Shell.run(root, with("EOCA_JAVA_OPTS", small), "./eoca runs");
      assertThat(shell.out()).as(small).contains("<-Xmx512m>").doesNotContain("-Xms");
    }
    for (String large : List.of("-Xmx64m", "-Xmx40m -Xmx2G", "-Xmx67108864", "-Xmxmuch", "")) {
      Shell shell = Shell.run(root, with("EOCA_JAVA_OPTS", large), "./eoca runs");
      assertThat(shell.out()).as(large).contains("<-Xms64m><-Xmx512m>");
    }
  }

  @Test
  void saysThatJavaIsMissing() throws Exception {
    Files.delete(bin.resolve("java"));
    assertMissing(eoca("--help"), "No java found", "JDK, version 17 or later");
    assertMissing(
        Shell.run(root, with("JAVA_HOME", "/nowhere"), "./eoca --help"), "JAVA_HOME (/nowhere)");
  }

  @Test
  void saysThatJavaIsTooOld() throws Exception {
    program("java", JAVA.replace("17.0.15", "11.0.2"));
    assertMissing(eoca("--help"), "is version 11, but eoca needs 17 or later");
    program("java", JAVA.replace("17.0.15", "1.8.0_292"));
    assertMissing(eoca("--help"), "is version 1, but eoca needs 17 or later");
  }

  @Test
  void saysThatMavenOrTheCompilerIsMissing() throws Exception {
    Files.delete(bin.resolve("javac"));
    assertMissing(eoca("--help"), "No javac found", "needs a JDK|install a JDK");
    program("javac", "#!/bin/bash\n");
    Files.delete(bin.resolve("mvn"));
    assertMissing(eoca("--help"), "No mvn found", "Apache Maven 3.8.7 or later");
  }

  @Test
  void aFailedBuildSaysWhyAndLeavesTheOldOneUsable() throws Exception {
    eoca("--help");
    newer(root.resolve("inputs/src/main/java/A.java"));
    program("mvn", "#!/bin/bash\necho '[ERROR] A.java:[1,7] not a statement'; exit 1\n");
    Shell broken = eoca("--help");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err()).contains("A.java:[1,7]", "The build failed (log: ");
    Shell old = Shell.run(root, with("EOCA_BUILD", "never"), "./eoca runs");
    assertThat(old.code()).isZero();
    assertThat(old.out()).contains("<eoca.app.Main><runs>");
    program(
        "mvn", "#!/bin/bash\necho '[ERROR] Could not transfer artifact x from central'; exit 1\n");
    assertMissing(eoca("--help"), "could not get its libraries", "check the network");
  }

  @Test
  void aKilledBuildIsNotTakenForADistribution() throws Exception {
    program("mvn", "#!/bin/bash\nkill -9 $PPID; sleep 1\n");
    assertThat(eoca("--help").code()).isNotZero();
    program("mvn", MAVEN);
    assertThat(eoca("--help").out()).contains("<eoca.app.Main><--help>");
  }

  @Test
  void neverBuildsWhenForbidden() throws Exception {
    assertMissing(Shell.run(root, with("EOCA_BUILD", "never"), "./eoca --help"), "no distribution");
    assertThat(root.resolve("builds")).doesNotExist();
  }

  private Shell eoca(String arguments) throws Exception {
    return Shell.run(root, path(), "./eoca " + arguments);
  }

  private Map<String, String> path() {
    return Map.of("PATH", bin.toString(), "JAVA_HOME", "", "EOCA_JAVA_OPTS", "");
  }

  private Map<String, String> with(String name, String value) {
    Map<String, String> environment = new java.util.HashMap<>(path());
    environment.put(name, value);
    return environment;
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(root.resolve("builds"));
  }

  /** Later than any stamp of this test's builds. */
  private static void newer(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
  }

  private void program(String name, String text) throws IOException {
    Path file = bin.resolve(name);
    Files.deleteIfExists(file);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assertMissing(Shell shell, String... patterns) {
    assertThat(shell.code()).as(shell.err()).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
    for (String pattern : patterns) {
      assertThat(shell.err()).containsPattern(pattern.replace("(", "\\(").replace(")", "\\)"));
    }
    assertThat(shell.err()).contains("Maybe ");
  }
}
