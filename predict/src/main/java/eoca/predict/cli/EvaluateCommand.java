package eoca.predict.cli;

import eoca.inputs.cli.ConsoleProgress;
import eoca.inputs.error.ExitCode;
import eoca.predict.evaluate.EvaluateConfig;
import eoca.predict.evaluate.Evaluation;
import eoca.predict.evaluate.EvaluationFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca evaluate}: models side by side on one split. */
@Command(
    name = "evaluate",
    description = "Measures trained models on the same samples, with bootstrap intervals.",
    footerHeading = "%nExample:%n",
    footer = "  eoca evaluate evaluate.yaml --out evaluation")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "the evaluation's configuration (YAML)")
  private Path config;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "where evaluation.json and evaluation.html go; default: the configuration's out; without"
              + " either only the table is printed")
  private Path out;

  @Override
  public Integer call() {
    EvaluateConfig read = EvaluateConfig.read(config);
    ConsoleProgress bar = new ConsoleProgress(spec.commandLine().getErr());
    Evaluation evaluation;
    try {
      evaluation = Evaluation.of(read, new Rate(bar));
    } finally {
      bar.close();
    }
    Path folder = out != null ? out : read.out();
    if (folder != null) {
      EvaluationFiles.write(evaluation, folder);
    }
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.print(EvaluationFiles.table(evaluation));
    stdout.flush();
    return ExitCode.DONE.code();
  }
}
