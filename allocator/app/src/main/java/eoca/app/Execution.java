package eoca.app;

import eoca.inputs.cli.LogLevel;
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
    LogLevel.set(root.logLevel); // before the first library that logs is loaded
    return new CommandLine.RunLast().execute(parsed);
  }
}
