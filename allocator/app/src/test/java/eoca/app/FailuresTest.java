package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures of the JVM end as something that a person can act on. */
final class FailuresTest {
  private static InternalError fault() {
    return new InternalError(
        "a fault occurred in a recent unsafe memory access operation in compiled Java code");
  }

  @TempDir Path scratch;

  @Test
  void whatIsKnownStaysAsItIs() {
    EocaException known = EocaException.usage("a (b)", "Maybe c.");
    assertThat(Failures.explain(known)).isSameAs(known);
    assertThat(Failures.explain(new IllegalStateException("x"))).isNull();
    assertThat(Failures.explain(new InternalError("x"))).isNull();
  }

  @Test
  void aFaultIsAFileSystemErrorHoweverDeep() {
    assertThat(Failures.explain(fault()).code()).isEqualTo(ExitCode.FILE_SYSTEM);
    assertThat(Failures.explain(new IllegalStateException(new ExecutionException(fault()))).code())
        .isEqualTo(ExitCode.FILE_SYSTEM);
  }

  @Test
  void aFullHeapSaysWhatToGive() {
    assertThat(Failures.explain(new OutOfMemoryError("Java heap space")).hint()).contains("-Xmx2g");
    assertThat(Failures.explain(new OutOfMemoryError("unable to create native thread")).hint())
        .contains("--threads");
  }

  /** The real thing: the table shrinks while the solver reads it, in a process of its own. */
  @Test
  void aTableCutShortDuringARunIsExit7WithItsName() throws Exception {
    Path campaign = big();
    Path table = campaign.resolveSibling("etv.arrow");
    String eoca = "'" + Repository.ROOT.resolve("eoca") + "'";
    // the run waits at the end of a named pipe of standard error until the table has been cut
    Shell shell =
        Shell.run(
            scratch,
            Map.of("EOCA_JAVA_OPTS", ""),
            "mkfifo pipe; ("
                + eoca
                + " run big/campaign.yaml --runs-dir runs 2>pipe; echo $? >code) & "
                + "while read -r line; do echo \"$line\" >&2; case $line in *check*) truncate -s 4096 '"
                + table
                + "' ;; esac; done <pipe; wait; exit $(cat code)");
    assertThat(shell.code()).as(shell.err()).isEqualTo(ExitCode.FILE_SYSTEM.code());
    assertThat(shell.err()).contains("etv.arrow").doesNotContain("\tat ", "bug");
    try (var left = Files.walk(scratch.resolve("runs"))) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .noneMatch(name -> name.startsWith("hs_err") || name.startsWith(".staging"));
    }
  }

  private Path big() throws IOException, InterruptedException {
    Shell made =
        Shell.run(
            scratch,
            "'"
                + Repository.ROOT.resolve("eoca")
                + "' generate --users 2000000 --funds 4 --out big");
    assertThat(made.code()).as(made.err()).isZero();
    return scratch.resolve("big/campaign.yaml");
  }
}
