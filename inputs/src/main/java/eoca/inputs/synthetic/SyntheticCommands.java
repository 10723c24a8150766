package eoca.inputs.synthetic;

import eoca.inputs.cli.CommandProvider;
import java.util.List;

/** Offers {@code generate}. */
public final class SyntheticCommands implements CommandProvider {
  @Override
  public List<Object> commands() {
    return List.of(new GenerateCommand());
  }
}
