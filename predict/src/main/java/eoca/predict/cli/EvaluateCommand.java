package eoca.predict.cli;

import eoca.inputs.cli.ConsoleProgress;
import eoca.inputs.cli.LogLevel;
import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.predict.baseline.HurdleRun;
import eoca.predict.compare.CompareConfig;
import eoca.predict.compare.Comparison;
import eoca.predict.compare.ComparisonPages;
import eoca.predict.evaluate.EvaluateConfig;
import eoca.predict.evaluate.Evaluation;
import eoca.predict.evaluate.EvaluationFiles;
import eoca.predict.link.NextMerchantRun;
import eoca.predict.offpolicy.OffPolicyRun;
import eoca.predict.plan.PlanConfig;
import eoca.predict.plan.PlanEvaluation;
import eoca.predict.plan.PlanFiles;
import eoca.predict.train.Trainer.Hooks;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca evaluate}: models side by side on one split. */
@Command(
    name = "evaluate",
    description =
        "Measures trained models on the same samples, with bootstrap intervals; with a configuration"
            + " that names features and models, trains them with every seed first and compares;"
            + " with one that names plans, says what run folders are worth; with one that names"
            + " hurdle, writes the ETV table of a logistic hurdle model to compare with; with one"
            + " that names next-merchant, ranks held-out merchants of a published data set.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca evaluate evaluate.yaml --out evaluation",
      "  eoca evaluate compare.yaml --out comparison",
      "  eoca evaluate plans.yaml",
    })
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

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description =
          "the folder of a published data set (off-policy, next-merchant); default: the"
              + " configuration's source")
  private Path source;

  @Override
  public Integer call() {
    ConfigNode root = ConfigNode.read(config);
    if (root.has("features")) {
      return compare(CompareConfig.read(config));
    }
    requireMeaning(root);
    if (root.has("off-policy")) {
      PrintWriter stdout = spec.commandLine().getOut();
      stdout.print(OffPolicyRun.run(config, source));
      stdout.flush();
      return ExitCode.DONE.code();
    }
    if (root.has("next-merchant")) {
      PrintWriter stdout = spec.commandLine().getOut();
      stdout.print(NextMerchantRun.run(config, source));
      stdout.flush();
      return ExitCode.DONE.code();
    }
    if (root.has("hurdle")) {
      HurdleRun hurdle = HurdleRun.read(config);
      PrintWriter stdout = spec.commandLine().getOut();
      stdout.printf(Locale.ROOT, "%,d users scored: %s%n", hurdle.run(), hurdle.etv());
      stdout.flush();
      return ExitCode.DONE.code();
    }
    if (root.has("plans")) {
      return plans(PlanConfig.read(config));
    }
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

  /** Options that the kind of configuration has no use for are refused. */
  private void requireMeaning(ConfigNode root) {
    for (String key : List.of("off-policy", "next-merchant", "hurdle")) {
      if (out != null && root.has(key)) {
        throw EocaException.usage(
            "--out (" + out + ") goes with models and plans, not with " + key,
            "Maybe the configuration says where its files go.");
      }
    }
    if (source != null && !root.has("off-policy") && !root.has("next-merchant")) {
      throw EocaException.usage(
          "--source (" + source + ") goes with off-policy and next-merchant alone",
          "Maybe the configuration names its tables.");
    }
  }

  private int plans(PlanConfig read) {
    PlanEvaluation evaluation = PlanEvaluation.of(read);
    Path folder = out != null ? out : read.out();
    if (folder != null) {
      PlanFiles.write(evaluation, folder);
    }
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.print(PlanFiles.markdown(evaluation));
    stdout.flush();
    return ExitCode.DONE.code();
  }

  private int compare(CompareConfig read) {
    Path folder = out != null ? out : read.out();
    if (folder == null) {
      throw EocaException.usage(
          "folder for models and records expected, found none (out)", "Maybe add --out DIR.");
    }
    PrintWriter err = spec.commandLine().getErr();
    ConsoleProgress bar = new ConsoleProgress(err);
    Comparison comparison;
    try (StopOnSignal stop = new StopOnSignal()) {
      Hooks hooks = new Hooks(new Rate(bar), stop, epoch -> {});
      comparison =
          new Comparison(
              read,
              folder,
              hooks,
              name -> {
                bar.close();
                if (LogLevel.INFO.isSaid()) {
                  err.println(name);
                  err.flush();
                }
              });
      if (!comparison.run()) {
        err.println("eoca: stopped; the same command goes on from the last whole epoch");
        err.flush();
        return ExitCode.INTERRUPTED.code();
      }
    } finally {
      bar.close();
    }
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.print(ComparisonPages.write(comparison.records()));
    stdout.flush();
    return ExitCode.DONE.code();
  }
}
