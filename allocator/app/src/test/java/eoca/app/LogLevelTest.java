package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels say what they promise, and failures are told at each of them. */
final class LogLevelTest {
  @TempDir Path folder;
  private String campaign;

  @BeforeEach
  void generate() {
    Path out = folder.resolve("g");
    assertThat(Cli.run("generate", "--users", "50", "--funds", "3", "--out", out + "").code())
        .isZero();
    campaign = out.resolve("campaign.yaml").toString();
  }

  private Cli run(String... more) {
    String[] words = java.util.Arrays.copyOf(more, more.length + 4);
    System.arraycopy(
        new String[] {"run", campaign, "--runs-dir", folder.resolve("runs").toString()},
        0,
        words,
        more.length,
        4);
    return Cli.run(words);
  }

  @Test
  void eachLevelSaysMore() {
    assertThat(run("--log-level", "error").err()).isEmpty();
    assertThat(run("--log-level", "WARN").err()).isEmpty();
    String info = run().err();
    assertThat(info).contains("check ", "solve ", "verify ").doesNotContain("{\"at\"");
    assertThat(run("--log-level", "info").err().lines()).hasSameSizeAs(info.lines().toList());
    assertThat(run("--log-level", "debug").err())
        .contains("solve ", "\"event\":\"solved\"", "\"event\":\"completing\"");
    assertThat(run().err()).as("the level is of one command line").doesNotContain("{\"at\"");
  }

  @Test
  void warningsAndFailures() throws IOException {
    assertThat(run().code()).isZero();
    Files.createDirectory(
        folder.resolve("runs/synthetic-lognormal/.staging-20260101T000000Z-0a1b2c"));
    assertThat(run("--log-level", "warn").err())
        .isEqualTo("eoca: removed what a killed run had left (.staging-20260101T000000Z-0a1b2c)\n");
    Cli failed =
        Cli.run(
            "allocate",
            campaign,
            "--quota",
            "fund-1=1",
            "--log-level",
            "error",
            "--out",
            "" + folder.resolve("x"));
    assertThat(failed.code()).isEqualTo(4);
    assertThat(failed.err()).startsWith("eoca: no allocation exists").doesNotContain("check ");
  }

  @Test
  void anUnknownLevel() {
    Cli wrong = run("--log-level", "loud");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("--log-level", "expected error, warn, info or debug, found (loud)");
    assertThat(folder.resolve("runs")).doesNotExist();
  }
}
