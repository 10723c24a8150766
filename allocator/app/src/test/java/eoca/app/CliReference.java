package eoca.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** docs/reference/cli.md, made from the command tree. */
final class CliReference {
  private CliReference() {}

  static String markdown() {
    StringBuilder text =
        new StringBuilder(
            "# Commands\n\nMade from the command tree; `mvn -B verify -Deoca.update=true` writes it"
                + " anew. Every command also has\n`-h, --help`, and `--log-level`"
                + " (what standard error has besides failures: error nothing, warn warnings, info also a"
                + " line a\nphase and a bar on a terminal, debug also the run's log and what"
                + " libraries log; default info).\n");
    CommandLine root = CommandTree.build();
    text.append("\nExit codes:\n\n| exit | meaning |\n|---|---|\n");
    root.getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> text.append(row(code.strip(), meaning)));
    for (CommandLine command : root.getSubcommands().values()) {
      append(text, command, 2);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, CommandLine command, int level) {
    String name = command.getCommandSpec().qualifiedName();
    if (command.getCommandSpec().helpCommand() || MissingPartCommand.isAbsent(command)) {
      return; // picocli's own; commands of other parts of the distribution are on their own pages
    }
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    text.append("\n").append("#".repeat(level)).append(" ").append(name).append("\n\n");
    text.append(
            String.join("\n", usage.description()).replace("%n", "\n").replace("%%", "%").strip())
        .append("\n");
    text.append("\n```\n").append(synopsis(command)).append("\n```\n");
    List<String> rows = new ArrayList<>();
    for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
      if (!parameter.hidden()) {
        rows.add(row("`" + parameter.paramLabel() + "`", description(parameter)));
      }
    }
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden() && !option.usageHelp() && !option.inherited()) {
        String label = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
        rows.add(row("`" + option.longestName() + label + "`", description(option)));
      }
    }
    if (!rows.isEmpty()) {
      text.append("\n| | |\n|---|---|\n");
      rows.stream().sorted().forEach(text::append);
    }
    text.append("\nExamples:\n\n```\n");
    for (String line : usage.footer()) {
      text.append(line.strip().replace("%%", "%")).append("\n");
    }
    text.append("```\n");
    command.getSubcommands().values().forEach(sub -> append(text, sub, level + 1));
  }

  private static String synopsis(CommandLine command) {
    command.setUsageHelpWidth(120);
    return new Help(command.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF))
        .synopsis(0)
        .strip();
  }

  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description())
        .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
        .replace("%n", " ")
        .replace("%%", "%");
  }

  private static String row(String left, String right) {
    return "| " + left + " | " + right.replace("|", "\\|").replace("\n", " ") + " |\n";
  }
}
