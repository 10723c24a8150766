package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What every command owes its user, whichever module it comes from. */
final class CommandTreeTest {
  static Stream<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    collect(CommandTree.build(), all);
    return all.stream();
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    if (command.getCommandSpec().usageMessage().hidden()) {
      return;
    }
    all.add(command);
    command.getSubcommands().values().forEach(sub -> collect(sub, all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasADescriptionAndHelpAndExamples(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    assertThat(usage.description()).as(name + ": description").isNotEmpty();
    if (command.getCommandSpec().helpCommand()) {
      return; // picocli's own
    }
    assertThat(command.getCommandSpec().findOption("--help")).as(name + ": --help").isNotNull();
    assertThat(usage.footerHeading()).as(name + ": heading of the examples").contains("Example");
    assertThat(String.join("\n", usage.footer())).as(name + ": examples").contains("eoca");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionIsDescribed(CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(option.hidden() || option.description().length > 0)
          .as(command.getCommandSpec().qualifiedName() + " " + option.longestName())
          .isTrue();
    }
  }

  @Test
  void helpListsEveryCommandInOneLineEach() {
    Cli help = Cli.run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    for (String name : CommandTree.build().getSubcommands().keySet()) {
      assertThat(help.out()).containsPattern("(?m)^  " + name + " +\\S");
    }
    assertThat(help.out())
        .contains("  bench ", "  train ", "  predict ", "  evaluate ", "  world ");
  }

  @Test
  void helpNamesEveryExitCode() {
    String help = Cli.run("--help").out();
    for (eoca.inputs.error.ExitCode code : eoca.inputs.error.ExitCode.values()) {
      assertThat(help).containsPattern("\\b" + code.code() + "\\b");
    }
  }

  @Test
  void helpFitsTheTerminal() {
    assertThat(HelpLayout.width(null)).isEqualTo(100);
    assertThat(HelpLayout.width("80")).isEqualTo(80);
    assertThat(HelpLayout.width("20")).isEqualTo(60);
    assertThat(HelpLayout.width("400")).isEqualTo(120);
    assertThat(HelpLayout.width("wide")).isEqualTo(100);
    assertThat(Cli.run("--help").out().lines()).allMatch(line -> line.length() <= 120);
  }
}
