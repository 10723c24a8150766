package eoca.app;

import eoca.inputs.cli.CommandProvider;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The whole command tree: the root, the commands of every module on the class path, and what all of
 * them share.
 */
final class CommandTree {
  private CommandTree() {}

  /** A new tree, ready to execute. */
  static CommandLine build() {
    CommandLine root = new CommandLine(new RootCommand());
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      for (Object command : provider.commands()) {
        root.addSubcommand(command);
      }
    }
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
