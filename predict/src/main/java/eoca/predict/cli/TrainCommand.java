package eoca.predict.cli;

import eoca.inputs.cli.ConsoleProgress;
import eoca.inputs.cli.LogLevel;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.predict.train.Epoch;
import eoca.predict.train.TrainConfig;
import eoca.predict.train.Trainer.Hooks;
import eoca.predict.train.Training;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca train}: fits a model and leaves a model folder. */
@Command(
    name = "train",
    description = "Trains a model: tables and a feature specification in, a model folder out.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca train train.yaml --out models/esdpm",
      "  eoca train train.yaml --out models/esdpm --resume",
      "  eoca train train.yaml --out models/tuned --grid",
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "the training configuration (YAML)")
  private Path config;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "the model folder; default: the configuration's out")
  private Path out;

  @Option(names = "--resume", description = "go on from the last whole epoch of an earlier try")
  private boolean resume;

  @Option(
      names = "--grid",
      description = "train every combination of the configuration's grid and keep the best")
  private boolean grid;

  @Override
  public Integer call() {
    TrainConfig read = TrainConfig.read(config);
    Path folder = out != null ? out : read.out();
    if (folder == null) {
      throw EocaException.usage("model folder expected, found none (out)", "Maybe add --out DIR.");
    }
    PrintWriter err = spec.commandLine().getErr();
    Training.Outcome outcome;
    ConsoleProgress bar = new ConsoleProgress(err);
    try (StopOnSignal stop = new StopOnSignal()) {
      Hooks hooks =
          new Hooks(
              new Rate(bar),
              stop,
              epoch -> {
                bar.close();
                say(err, line(epoch));
              });
      Training training = new Training(read, folder, resume, hooks);
      Consumer<String> said = point -> say(err, point);
      outcome = grid ? training.runGrid(said) : training.run();
    } finally {
      bar.close();
    }
    if (outcome.result().stopped()) {
      err.println("eoca: stopped; --resume goes on from the last whole epoch");
      err.flush();
      return ExitCode.INTERRUPTED.code();
    }
    print(outcome, folder);
    return ExitCode.DONE.code();
  }

  private static void say(PrintWriter err, String line) {
    if (LogLevel.INFO.isSaid()) {
      err.println(line);
      err.flush();
    }
  }

  private static String line(Epoch epoch) {
    String p =
        Double.isNaN(epoch.meanP())
            ? ""
            : String.format(
                Locale.ROOT, "  mean p %.6f  base rate %.6f", epoch.meanP(), epoch.baseRate());
    return String.format(
        Locale.ROOT,
        "epoch %3d  loss %.6f  validation %.6f%s%s  %,.0f samples/s",
        epoch.epoch(),
        epoch.trainLoss(),
        epoch.validationLoss(),
        epoch.best() ? " *" : "  ",
        p,
        epoch.samplesPerSecond());
  }

  private void print(Training.Outcome outcome, Path folder) {
    PrintWriter stdout = spec.commandLine().getOut();
    Epoch best = outcome.result().epochs().get(outcome.result().bestEpoch() - 1);
    stdout.printf(Locale.ROOT, "model folder     %s%n", folder);
    if (outcome.point() != null) {
      stdout.printf(Locale.ROOT, "learning rate    %s%n", outcome.point().learningRate());
      if (outcome.point().dropout() != null) {
        stdout.printf(
            Locale.ROOT, "dropout          %s%n", Arrays.toString(outcome.point().dropout()));
      }
    }
    stdout.printf(Locale.ROOT, "parameters       %,d%n", outcome.parameters());
    stdout.printf(Locale.ROOT, "samples          %,d%n", outcome.data().samples().size());
    stdout.printf(
        Locale.ROOT,
        "epochs           %d, best %d%n",
        outcome.result().epochs().size(),
        best.epoch());
    stdout.printf(Locale.ROOT, "validation loss  %.6f%n", best.validationLoss());
    if (!Double.isNaN(best.meanP())) {
      stdout.printf(
          Locale.ROOT, "mean p           %.6f, base rate %.6f%n", best.meanP(), best.baseRate());
    }
    stdout.flush();
  }
}
