package eoca.predict.cli;

import eoca.inputs.cli.ConsoleProgress;
import eoca.inputs.cli.LogLevel;
import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.predict.score.EtvFolder;
import eoca.predict.score.ScoreConfig;
import eoca.predict.score.ScoreReport;
import eoca.predict.score.Scoring;
import eoca.predict.score.TableShape;
import eoca.predict.score.Throughput;
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

  @Option(
      names = "--measure",
      paramLabel = "SECONDS",
      description = "write nothing: score the first part for so long and tell users a second")
  private Double measure;

  @Override
  public Integer call() {
    if (measure != null && (out != null || resume)) {
      throw EocaException.usage(
          "--measure without --out and --resume expected: it writes nothing", "");
    }
    ConfigNode node = ConfigNode.read(config);
    Path base = config.toAbsolutePath().getParent();
    Path named = node.has("out") ? base.resolve(node.text("out")) : null;
    Path folder = out != null ? out : named;
    Instant now = Instant.now();
    Instant moment = folder == null ? now : Scoring.moment(EtvFolder.partial(folder), now);
    ScoreConfig read = ScoreConfig.of(node, base, moment);
    TableShape shape = TableShape.of(node);
    node.done();
    if (measure != null) {
      return measure(read);
    }
    if (folder == null) {
      throw EocaException.usage("folder expected, found none (out)", "Maybe add --out DIR.");
    }
    int count = threads();
    ConsoleProgress bar = new ConsoleProgress(spec.commandLine().getErr());
    ScoreReport report;
    try (EtvFolder target = EtvFolder.open(folder, resume);
        StopOnSignal stop = new StopOnSignal()) {
      report =
          new Scoring(
                  read,
                  shape,
                  target.folder(),
                  new Scoring.Options(count, DATABASE_BYTES, new Rate(bar), stop, false))
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

  private int threads() {
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1) {
      throw EocaException.usage("--threads of at least 1 expected, found (" + count + ")", "");
    }
    return count;
  }

  private int measure(ScoreConfig read) {
    if (!(measure > 0 && measure <= 3_600)) {
      throw EocaException.usage("--measure from 0 to 3600 expected, found (" + measure + ")", "");
    }
    Throughput.Rate rate = Throughput.of(read, threads(), measure, DATABASE_BYTES);
    PrintWriter stdout = spec.commandLine().getOut();
    double all =
        (double) rate.spent().attentionNanos()
            + rate.spent().userNanos()
            + rate.spent().pairNanos()
            + rate.etvNanos();
    stdout.printf(Locale.ROOT, "threads            %d%n", rate.threads());
    stdout.printf(Locale.ROOT, "users a second     %,.0f%n", rate.usersPerSecond());
    stdout.printf(Locale.ROOT, "multiply-adds      %,d a user%n", rate.multiplyAdds());
    stdout.printf(
        Locale.ROOT,
        "of sgemm           %.1f %% of %.0f GFLOP/s%n",
        100 * rate.share(),
        rate.flopsPerSecond() / 1e9);
    stdout.printf(
        Locale.ROOT,
        "time               attention %.0f %%, users %.0f %%, pairs %.0f %%, ETV %.0f %%%n",
        100 * rate.spent().attentionNanos() / all,
        100 * rate.spent().userNanos() / all,
        100 * rate.spent().pairNanos() / all,
        100 * rate.etvNanos() / all);
    stdout.flush();
    return ExitCode.DONE.code();
  }

  private void print(ScoreReport report, Path folder) {
    PrintWriter err = spec.commandLine().getErr();
    if (LogLevel.WARN.isSaid()) {
      report.warnings().forEach(warning -> err.println("eoca: " + warning));
    }
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
