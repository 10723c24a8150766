package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: streams that close or fill, a terminal, the real start. */
final class ProcessTest {
  private static final Path EOCA = Repository.ROOT.resolve("eoca");

  @TempDir Path scratch;

  @Test
  void startsThroughALinkWithABlankFromAnotherFolder() throws Exception {
    Path link = Files.createSymbolicLink(scratch.resolve("my eoca"), EOCA);
    Shell shell = Shell.run(Path.of("/"), "'" + link + "' --version");
    assertThat(shell.code()).as(shell.err()).isZero();
    assertThat(shell.out()).startsWith("eoca ").contains("(commit ");
  }

  @Test
  void noWarningOfTheJvmReachesStandardError() throws Exception {
    eoca("--version"); // builds, if it must
    Shell shell = eoca("runs --runs-dir none --json");
    assertThat(shell.err()).doesNotContain("WARNING", "incubator", "[cds]", "OpenJDK");
  }

  @Test
  void aReaderThatStopsEarlyIsNoError() throws Exception {
    Shell shell = shell("%s completion | head -n 1; echo ${PIPESTATUS[0]}");
    assertThat(shell.out().lines()).containsExactly("#!/usr/bin/env bash", "0");
    assertThat(shell.err()).doesNotContain("Exception", "Broken pipe");
  }

  @Test
  void aFullDiskUnderStandardOutputIsAFileSystemError() throws Exception {
    Shell shell = shell("%s completion >/dev/full");
    assertThat(shell.code()).isEqualTo(7);
    assertThat(shell.err()).contains("Standard output can't be written").doesNotContain("\tat ");
  }

  @Test
  void closedStreamsAreNotABug() throws Exception {
    Shell shell = shell("%s completion >&-");
    assertThat(shell.code()).isEqualTo(7);
    assertThat(shell.err()).doesNotContain("\tat ");
    assertThat(shell("%s completoin 2>&-").code()).isEqualTo(2);
  }

  @Test
  void aHeapTooSmallSaysSo() throws Exception {
    Shell shell =
        Shell.run(
            scratch,
            Map.of("EOCA_JAVA_OPTS", "-Xms2m -Xmx2m"),
            "'" + EOCA + "' check '" + Repository.sample() + "'");
    assertThat(shell.code()).isNotZero();
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).containsPattern("(?i)heap|memory");
  }

  @Test
  void aSmallHeapThatDoesIsUsed() throws Exception {
    Shell shell =
        Shell.run(
            scratch,
            Map.of("EOCA_JAVA_OPTS", "-Xmx40m"),
            "'" + EOCA + "' allocate '" + Repository.sample() + "' --out small");
    assertThat(shell.code()).as(shell.err()).isZero();
    assertThat(scratch.resolve("small/result.json")).exists();
  }

  static boolean hasScript() {
    return Files.isExecutable(Path.of("/usr/bin/script"));
  }

  @Test
  @EnabledIf("hasScript")
  void onATerminalThereIsAProgressBarAndInAPipeThereIsNone() throws Exception {
    String command = "'" + EOCA + "' allocate '" + Repository.sample() + "' --out ";
    Shell terminal =
        Shell.run(
            scratch,
            Map.of("TERM", "xterm", "COLUMNS", "100"),
            "script -qec \"" + command + "one\" /dev/null");
    assertThat(terminal.code()).as(terminal.out()).isZero();
    assertThat(terminal.out()).contains("\r").containsPattern("\u001b\\[|\\d+ ?%|[█▏=#]{3}");
    assertThat(terminal.out()).contains("cash-bond-funds");
    Shell pipe = Shell.run(scratch, command + "two");
    assertThat(pipe.code()).isZero();
    assertThat(pipe.err()).doesNotContain("\r", "\u001b");
    assertThat(pipe.out()).doesNotContain("\u001b").contains("cash-bond-funds");
  }

  @Test
  void jsonIsExactlyTheFile() throws Exception {
    Shell shell = eoca("allocate '" + Repository.sample() + "' --out run --json");
    assertThat(shell.code()).as(shell.err()).isZero();
    assertThat(shell.out()).isEqualTo(Files.readString(scratch.resolve("run/result.json")));
  }

  private Shell eoca(String arguments) throws Exception {
    return shell("%s " + arguments);
  }

  private Shell shell(String command) throws Exception {
    return Shell.run(scratch, command.replace("%s", "'" + EOCA + "'"));
  }
}
