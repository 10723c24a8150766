package eoca.app;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;

/** Runs the last command of a parsed line, after what every command needs is in place. */
final class Execution implements IExecutionStrategy {
  @Override
  public int execute(ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    RootCommand root = (RootCommand) parsed.commandSpec().userObject();
    System.setProperty("eoca.log.level", root.logLevel.name());
    if (parsed.hasSubcommand()) {
      VectorModule.load();
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
