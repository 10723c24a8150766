package eoca.console;

import eoca.inputs.cli.CommandProvider;
import java.util.List;

/** The command of the console. */
public final class ConsoleCommands implements CommandProvider {
  @Override
  public List<Object> commands() {
    return List.of(new ConsoleCommand());
  }
}
