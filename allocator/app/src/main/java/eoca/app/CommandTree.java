package eoca.app;

import eoca.inputs.cli.CommandProvider;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The whole command tree: the root, the commands of every module on the class path, and what all of
 * them share.
 */
final class CommandTree {
  /** The order of the help: as a night and its morning go. Commands not named follow by name. */
  private static final List<String> ORDER =
      List.of(
          "run",
          "check",
          "allocate",
          "verify",
          "runs",
          "report",
          "publish",
          "rollback",
          "gc",
          "rerun",
          "whatif",
          "diff",
          "explain",
          "console",
          "generate",
          "sample");

  private CommandTree() {}

  /** A new tree, ready to execute. */
  static CommandLine build() {
    CommandLine root = new CommandLine(new RootCommand());
    ServiceLoader.load(CommandProvider.class).stream()
        .flatMap(provider -> provider.get().commands().stream())
        .map(CommandLine::new)
        .sorted(
            Comparator.comparingInt(CommandTree::place).thenComparing(CommandLine::getCommandName))
        .forEach(command -> root.addSubcommand(command.getCommandName(), command));
    root.addSubcommand(new CompletionCommand());
    root.addSubcommand(new ManCommand());
    root.addSubcommand(new CommandLine.HelpCommand());
    MissingPartCommand.fill(root);
    share(root);
    root.setExecutionStrategy(new Execution());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUnmatchedOptionsArePositionalParams(false);
    root.setAbbreviatedOptionsAllowed(false);
    root.setUsageHelpWidth(HelpLayout.width(System.getenv("COLUMNS")));
    root.setUsageHelpLongOptionsMaxWidth(28);
    HelpLayout.install(root);
    return root;
  }

  private static int place(CommandLine command) {
    int place = ORDER.indexOf(command.getCommandName());
    return place < 0 ? ORDER.size() : place;
  }

  /** Gives every command {@code -h, --help} if it has none. */
  private static void share(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.findOption("--help") == null && !spec.helpCommand()) {
      spec.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help.")
              .build());
    }
    command.getSubcommands().values().forEach(CommandTree::share);
  }
}
