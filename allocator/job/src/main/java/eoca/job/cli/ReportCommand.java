package eoca.job.cli;

import eoca.job.pipeline.Console;
import eoca.job.pipeline.ReportJob;
import eoca.job.store.RunFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca report}: makes the report page of a run anew. */
@Command(
    name = "report",
    description = {
      "Make a run's report.html anew, from its files and its inputs, and note it in the manifest.",
      "",
      "Where the inputs are no longer what the run read, the page goes without margins and spreads."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  eoca report june-funds"})
public final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run folder, campaign/run-id, or a campaign (its published run).")
  private String run;

  @Mixin private RunsDirOption runs;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    RunFolder folder = RunFolder.find(run, runs.runsDir);
    Path page;
    try (Console console = new Console(line.getErr())) {
      page = new ReportJob(folder, runs.runsDir, console).run();
    }
    json.print(spec, ResultTable.shown(page), "report", page.toString());
    return 0;
  }
}
