package eoca.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help pages look: the root's commands in groups, in the order of an operator's day. */
final class HelpLayout {
  /** Groups in order; a command that no group names goes to "More". */
  private static final Map<String, List<String>> GROUPS = groups();

  private HelpLayout() {}

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("A campaign", List.of("run", "check", "allocate"));
    groups.put("Runs", List.of("rerun", "whatif", "verify", "diff", "explain", "report", "runs"));
    groups.put("Publishing", List.of("publish", "rollback", "gc", "console"));
    groups.put("Models", List.of("train", "predict", "evaluate"));
    groups.put("Data and benchmarks", List.of("generate", "sample", "bench"));
    groups.put("Help", List.of("help", "completion", "man"));
    return groups;
  }

  /** Columns for help pages: the terminal's if it says so, within what reads well. */
  static int width(String columns) {
    try {
      return Math.max(60, Math.min(120, Integer.parseInt(columns)));
    } catch (NumberFormatException e) {
      return 100;
    }
  }

  static void install(CommandLine root) {
    root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
    root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpLayout::commands);
  }

  private static String commands(Help help) {
    Set<String> left = new TreeSet<>(help.subcommands().keySet());
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (title, names) -> {
          List<String> present = new ArrayList<>(names);
          present.retainAll(left);
          left.removeAll(present);
          append(text, help, title, present);
        });
    append(text, help, "More", List.copyOf(left));
    return text.toString();
  }

  private static void append(StringBuilder text, Help help, String title, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    Help.TextTable table =
        Help.TextTable.forColumns(
            help.colorScheme(),
            new Help.Column(14, 2, Help.Column.Overflow.SPAN),
            new Help.Column(
                help.commandSpec().usageMessage().width() - 14, 2, Help.Column.Overflow.WRAP));
    for (String name : names) {
      UsageMessageSpec usage = help.subcommands().get(name).commandSpec().usageMessage();
      String[] description = usage.header().length > 0 ? usage.header() : usage.description();
      table.addRowValues(
          help.colorScheme().commandText(name),
          help.colorScheme().text(description.length == 0 ? "" : description[0]));
    }
    text.append(String.format(Locale.ROOT, "%n%s:%n", title)).append(table);
  }
}
