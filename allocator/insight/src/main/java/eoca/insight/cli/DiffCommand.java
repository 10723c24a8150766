package eoca.insight.cli;

import eoca.insight.diff.DiffAnswer;
import eoca.insight.diff.DiffView;
import eoca.insight.diff.RunDiff;
import eoca.insight.page.Page;
import eoca.job.cli.RunsDirOption;
import eoca.job.model.Json;
import eoca.job.model.ShellWords;
import eoca.job.pipeline.Console;
import eoca.job.store.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca diff}: two runs side by side. */
@Command(
    name = "diff",
    description = {
      "Compare two runs: who moved from which fund to which, objective, quotas and prices side by"
          + " side, and the users who gain and lose most.",
      "",
      "Needs the two run folders alone; the runs may be of different nights, with different users and"
          + " funds."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca diff june-funds june-funds/20260602T090000Z-4d5e6f",
      "  eoca diff june-funds /data/try --html moves.html"
    })
public final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "A run folder, campaign/run-id, or a campaign (its published run).")
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = "The run to compare it with.")
  private String second;

  @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with the moves.")
  private Path html;

  @Mixin private RunsDirOption runs;

  @Option(names = "--json", description = "Print JSON instead of tables.")
  private boolean json;

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    RunFolder a = RunFolder.find(first, runs.path());
    RunFolder b = RunFolder.find(second, runs.path());
    DiffAnswer diff;
    try (Console console = new Console(line.getErr())) {
      diff = new RunDiff(a, b, console).compare();
    }
    DiffView view = new DiffView(diff);
    if (html != null) {
      String words = ShellWords.line(spec.root().commandLine().getParseResult().originalArgs());
      Page.write(html, Page.html(view.page(words), view.chartData()));
    }
    PrintWriter out = line.getOut();
    out.print(json ? Json.pretty(diff.toTree()) : view.text());
    out.flush();
    return 0;
  }
}
