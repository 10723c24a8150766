package eoca.predict.cli;

import eoca.inputs.cli.CommandProvider;
import java.util.List;

/** Offers this module's commands. */
public final class PredictCommands implements CommandProvider {
  @Override
  public List<Object> commands() {
    return List.of(
        new TrainCommand(), new PredictCommand(), new EvaluateCommand(), new WorldCommand());
  }
}
