package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** How command lines end that never reach a command's work. */
final class CommandLineAppTest {
  @Test
  void versionNamesVersionAndCommit() {
    Cli cli = Cli.run("--version");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).containsPattern("^eoca \\d+\\.\\d+\\.\\d+\\S* \\(commit \\S+\\)");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void noCommandShowsTheHelpOnStandardErrorAndIsUsage() {
    Cli cli = Cli.run();
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains("Usage: eoca").contains("A command is missing.");
  }

  @Test
  void unknownCommandSuggestsTheNearest() {
    Cli cli = Cli.run("completoin");
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines())
        .containsExactly(
            "eoca: Unknown command (completoin).",
            "Maybe you meant completion; see `eoca --help`.");
  }

  @Test
  void unknownOptionSuggestsTheNearest() {
    Cli cli = Cli.run("completion", "--hlep");
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err())
        .contains("Unknown option (--hlep).")
        .contains("Maybe you meant --help; see `eoca completion --help`.")
        .doesNotContain("\tat ");
  }

  @Test
  void somethingFarFromEveryCommandGetsNoSuggestion() {
    Cli cli = Cli.run("xyzzy");
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err()).contains("Maybe see `eoca --help`.").doesNotContain("meant");
  }

  @Test
  void jsonTurnsAUsageErrorIntoOneObjectOnStandardOutput() throws Exception {
    Cli cli = Cli.run("alocate", "--json");
    assertThat(cli.code()).isEqualTo(2);
    JsonNode error = new ObjectMapper().readTree(cli.out()).get("error");
    assertThat(error.get("code").intValue()).isEqualTo(2);
    assertThat(error.get("message").textValue()).contains("alocate");
    assertThat(error.get("hint").textValue()).startsWith("Maybe ");
    assertThat(cli.err()).contains("alocate");
  }

  @Test
  void completionCoversTheCommands() {
    Cli cli = Cli.run("completion");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).startsWith("#!/usr/bin/env bash").contains("completion", "bench");
  }

  @Test
  void controlCharactersOfTheCommandLineNeverReachTheTerminal() {
    Cli cli = Cli.run("bad\u001b[2Jcommand\nforged: line");
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err()).doesNotContain("\u001b").contains("bad\\u001b[2Jcommand\\u000aforged");
  }
}
