package eoca.insight.cli;

import eoca.core.StopSignal;
import eoca.inputs.error.EocaException;
import eoca.insight.explain.FundAnswer;
import eoca.insight.explain.UserAnswer;
import eoca.insight.run.LoadedRun;
import eoca.job.cli.RunsDirOption;
import eoca.job.cli.ThreadsOption;
import eoca.job.model.Json;
import eoca.job.pipeline.Console;
import eoca.job.store.RunFolder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca explain}: why a user got a fund, or what a fund's margin looks like. */
@Command(
    name = "explain",
    description = {
      "Say why a user got a fund, or what the margin of a fund looks like.",
      "",
      "--user: ETV, risk and price of every fund, and how far a price would have to fall for the user"
          + " to get it. --fund: who would leave or come first, and what the next 1 %% of its quota is"
          + " worth. The run's inputs must not have changed (exit 8)."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  eoca explain june-funds --user 1234567", "  eoca explain june-funds --fund bond"})
public final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run folder, campaign/run-id, or a campaign (its published run).")
  private String run;

  @Option(names = "--user", paramLabel = "ID", description = "The user to explain.")
  private String user;

  @Option(names = "--fund", paramLabel = "FUND", description = "The fund to explain.")
  private String fund;

  @Mixin private RunsDirOption runs;

  @Mixin private ThreadsOption threads;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    if ((user == null) == (fund == null)) {
      throw EocaException.usage(
          "explain expects one of --user and --fund", "Maybe --user ID, or --fund FUND.");
    }
    CommandLine line = spec.commandLine();
    PrintWriter out = line.getOut();
    RunFolder folder = RunFolder.find(run, runs.path());
    int used = threads.count();
    try (Console console = new Console(line.getErr());
        LoadedRun loaded = LoadedRun.open(folder, used, console)) {
      if (user != null) {
        UserAnswer answer = UserAnswer.of(loaded, user);
        out.print(json ? Json.pretty(answer.toTree()) : answer.text());
      } else {
        FundAnswer answer = FundAnswer.of(loaded, fund, StopSignal.NEVER);
        out.print(json ? Json.pretty(answer.toTree()) : answer.text());
      }
    }
    out.flush();
    return 0;
  }
}
