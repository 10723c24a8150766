package eoca.app;

import eoca.inputs.error.EocaException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Stands in for a command whose part of the distribution is not on the class path: {@code ./eoca
 * bench} or {@code ./eoca train} fetch it first, so this runs only where the launcher was bypassed.
 */
@Command(footerHeading = "%nExample:%n")
final class MissingPartCommand implements Callable<Integer> {
  /** A command of a part, with the line for the root's help. */
  private record Absent(String name, String part, String line) {}

  private static final List<Absent> ALL =
      List.of(
          new Absent(
              "bench",
              "lib-bench",
              "Race the allocators against OR-Tools' solvers; kernel benchmarks; the benchmark"
                  + " report."),
          new Absent(
              "train",
              "lib-predict",
              "Trains a model: tables and a feature specification in, a model folder out."),
          new Absent(
              "predict",
              "lib-predict",
              "Scores users with a trained model: tables in, an ETV table out."),
          new Absent(
              "evaluate",
              "lib-predict",
              "Measures trained models on the same samples, with bootstrap intervals."),
          new Absent(
              "world",
              "lib-predict",
              "Writes a synthetic world for prediction: users, funds, samples, behaviours, edges,"
                  + " and the true ETV beside them."));

  private final String part;

  @Spec private CommandSpec spec;

  @Parameters(hidden = true)
  List<String> arguments = List.of();

  private MissingPartCommand(String part) {
    this.part = part;
  }

  /** Hangs up a stand-in for every such command that the root does not have. */
  static void fill(CommandLine root) {
    for (Absent absent : ALL) {
      if (!root.getSubcommands().containsKey(absent.name())) {
        CommandLine command = new CommandLine(new MissingPartCommand(absent.part()));
        command.getCommandSpec().name(absent.name());
        command.getCommandSpec().usageMessage().description(absent.line());
        command.getCommandSpec().usageMessage().footer("  eoca " + absent.name() + " --help");
        root.addSubcommand(absent.name(), command);
      }
    }
  }

  /** Whether the command is of another part of the distribution than the one at hand. */
  static boolean isAbsent(CommandLine command) {
    return command.getCommand() instanceof MissingPartCommand;
  }

  @Override
  public Integer call() {
    throw EocaException.usage(
        "The libraries of this command are not on the class path (" + part + ").",
        "Maybe start it as ./eoca "
            + spec.name()
            + ": the launcher fetches them when they are first needed.");
  }
}
