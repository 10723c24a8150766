package eoca.inputs.sample;

import eoca.inputs.cli.CommandProvider;
import java.util.List;

/** Offers {@code sample}. */
public final class SampleCommands implements CommandProvider {
  @Override
  public List<Object> commands() {
    return List.of(new SampleCommand());
  }
}
