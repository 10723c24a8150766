package eoca.bench.cli;

import eoca.inputs.cli.CommandProvider;
import java.util.List;

/** Hangs {@code bench} under the {@code eoca} root. */
public final class BenchCommands implements CommandProvider {
  @Override
  public List<Object> commands() {
    return List.of(new BenchCommand());
  }
}
