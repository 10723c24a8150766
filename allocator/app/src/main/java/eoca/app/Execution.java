package eoca.app;

import java.util.Locale;
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
    // the libraries' logger, read once when the first of them loads
    System.setProperty(
        "org.slf4j.simpleLogger.defaultLogLevel", root.logLevel.name().toLowerCase(Locale.ROOT));
    return new CommandLine.RunLast().execute(parsed);
  }
}
