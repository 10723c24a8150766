package eoca.predict.cli;

import eoca.inputs.cli.ConsoleProgress;
import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.predict.score.EtvFolder;
import eoca.predict.score.ScoreConfig;
import eoca.predict.score.ScoreReport;
import eoca.predict.score.Scoring;
import eoca.predict.score.TableShape;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca predict}: users in, an ETV table out. */
@Command(
    name = "predict",
    description = "Scores users with a trained model: tables in, an ETV table out.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca predict predict.yaml --out etv",
      "  eoca predict predict.yaml --out etv --resume",
    })
final class PredictCommand implements Callable<Integer> {
  /** What the database may take beside the heap. */
  private static final long DATABASE_BYTES = 1_500_000_000L;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "the prediction's configuration (YAML)")
  private Path config;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "the folder to make: absent or empty; default: the configuration's out")
  private Path out;

  @Option(
      names = "--resume",
      description = "keep the parts that an interrupted scoring left in DIR.partial, and go on")
  private boolean resume;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "threads to use (default: the number of processors)")
  private Integer threads;

  @Override
  public Integer call() {
    ConfigNode node = ConfigNode.read(config);
    Path base = config.toAbsolutePath().getParent();
    ScoreConfig read = ScoreConfig.of(node, base, Instant.now());
    TableShape shape = TableShape.of(node);
    Path named = node.has("out") ? base.resolve(node.text("out")) : null;
    Path folder = out != null ? out : named;
    node.done();
    if (folder == null) {
      throw EocaException.usage("folder expected, found none (out)", "Maybe add --out DIR.");
    }
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1) {
      throw EocaException.usage("--threads of at least 1 expected, found (" + count + ")", "");
    }
    ConsoleProgress bar = new ConsoleProgress(spec.commandLine().getErr());
    ScoreReport report;
    try (EtvFolder target = EtvFolder.open(folder, resume);
        StopOnSignal stop = new StopOnSignal()) {
      report =
          new Scoring(
                  read,
                  shape,
                  target.folder(),
                  new Scoring.Options(count, DATABASE_BYTES, new Rate(bar), stop))
              .run();
      if (report != null) {
        target.complete(report);
      }
    } finally {
      bar.close();
    }
    if (report == null) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("eoca: stopped; --resume goes on with the first part that is missing");
      err.flush();
      return ExitCode.INTERRUPTED.code();
    }
    print(report, folder);
    return ExitCode.DONE.code();
  }

  private void print(ScoreReport report, Path folder) {
    PrintWriter err = spec.commandLine().getErr();
    report.warnings().forEach(warning -> err.println("eoca: " + warning));
    err.flush();
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf(Locale.ROOT, "ETV table    %s%n", folder);
    stdout.printf(Locale.ROOT, "users        %,d%n", report.users());
    stdout.printf(Locale.ROOT, "parts        %,d%n", report.parts().size());
    stdout.printf(
        Locale.ROOT,
        "clipped      %,d below 0, %,d above the cap%n",
        report.below(),
        report.above());
    stdout.printf(Locale.ROOT, "%-14s %14s %14s%n", "fund", "mean ETV", "in training");
    report
        .tree()
        .get("funds")
        .forEach(
            fund ->
                stdout.printf(
                    Locale.ROOT,
                    "%-14s %14.6g %14s%n",
                    fund.get("id").asText(),
                    fund.get("mean_etv").doubleValue(),
                    fund.has("training_mean_etv")
                        ? String.format(
                            Locale.ROOT, "%.6g", fund.get("training_mean_etv").doubleValue())
                        : "unknown"));
    stdout.flush();
  }
}
