package eoca.insight.cli;

import eoca.core.StopSignal;
import eoca.inputs.VectorApi;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.insight.page.Page;
import eoca.insight.run.LoadedRun;
import eoca.insight.whatif.Point;
import eoca.insight.whatif.Sweep;
import eoca.insight.whatif.WhatIf;
import eoca.insight.whatif.WhatIfAnswer;
import eoca.job.cli.RunsDirOption;
import eoca.job.cli.ThreadsOption;
import eoca.job.model.Json;
import eoca.job.model.ShellWords;
import eoca.job.pipeline.Console;
import eoca.job.pipeline.WitnessTree;
import eoca.job.store.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca whatif}: what other quotas would give. */
@Command(
    name = "whatif",
    description = {
      "Say what other quotas would give, without making a run.",
      "",
      "Objective, gap, users moved and prices of one set of quotas, or of every point of a sweep. The"
          + " data are loaded once; every point is solved from the prices of the nearest one and"
          + " certified. The run's inputs must not have changed (exit 8)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca whatif june-funds --quota bond=+5%% --quota money=rest",
      "  eoca whatif june-funds --sweep bond=-20%%..+20%%/9 --quota money=rest --html bond.html"
    })
public final class WhatIfCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run folder, campaign/run-id, or a campaign (its published run).")
  private String run;

  @Option(
      names = "--quota",
      paramLabel = "FUND=Q",
      description = "Another quota for one fund, as for rerun; repeat for more.")
  private List<String> quotas = new ArrayList<>();

  @Option(
      names = "--sweep",
      paramLabel = "FUND=A..B/N",
      description = {
        "N evenly spaced quotas of one fund from A to B, both users, both shares (p%%), or both"
            + " changes (+n, -n, +p%%, -p%%); --quota says what gives way."
      })
  private String sweep;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also draw the curves of a sweep into a page.")
  private Path html;

  @Option(
      names = "--locked",
      paramLabel = "FILE",
      description = "Users who were shown a fund, as for rerun.")
  private Path locked;

  @Mixin private StayOptions stay;

  @Mixin private RunsDirOption runs;

  @Mixin private ThreadsOption threads;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    Sweep swept = sweep == null ? null : Sweep.parse(sweep);
    requireSense(swept);
    RunFolder folder = RunFolder.find(run, runs.path());
    WhatIfAnswer answer;
    String hint;
    if (swept != null) {
      VectorApi.load(); // many solves: its compilation pays
    }
    try (Console console = new Console(line.getErr())) {
      int used = threads.count();
      try (LoadedRun loaded = LoadedRun.open(folder, locked, used, console)) {
        answer = ask(loaded, swept, console);
        hint = hint(loaded, answer, swept);
      }
    }
    PrintWriter out = line.getOut();
    Point first = answer.points().get(0);
    boolean refused = answer.points().stream().noneMatch(Point::feasible);
    if (json) {
      out.print(Json.pretty(answer.toTree()));
    } else if (!refused) {
      out.print(answer.text());
    }
    out.flush();
    if (refused) {
      String which = swept == null ? "" : " at any point of the sweep; the first";
      throw new EocaException(
          ExitCode.INFEASIBLE, "no allocation exists" + which + ": " + first.problem(), hint);
    }
    if (html != null) {
      String words = ShellWords.line(spec.root().commandLine().getParseResult().originalArgs());
      Page.write(html, Page.html(answer.page(words), answer.chartData()));
    }
    return 0;
  }

  /** What to do about the first point, as a command to paste; empty where it is met. */
  private String hint(LoadedRun loaded, WhatIfAnswer answer, Sweep swept) {
    Point first = answer.points().get(0);
    List<String> words = spec.root().commandLine().getParseResult().originalArgs();
    if (first.feasible()) {
      return "";
    }
    if (swept != null) {
      int giver = new WhatIf(loaded, false, 0, StopSignal.NEVER).givesWay(first.overrides());
      return giver < 0
          ? "Maybe another range, or --quota for what gives way."
          : "Say what gives way: "
              + ShellWords.line(words)
              + " --quota "
              + loaded.campaign().funds().get(giver).id()
              + "=rest";
    }
    if (first.witness() == null) {
      return "";
    }
    WitnessTree.addCommand(first.witness(), words);
    return WitnessTree.hint(first.witness());
  }

  private void requireSense(Sweep swept) {
    if (swept == null && quotas.isEmpty() && locked == null) {
      throw EocaException.usage(
          "whatif expects --quota, --sweep or --locked",
          "Maybe --quota bond=+5% --quota money=rest.");
    }
    if (swept == null && html != null) {
      throw EocaException.usage(
          "--html draws a sweep (" + html + ")", "Maybe add --sweep bond=-20%..+20%/9.");
    }
  }

  private WhatIfAnswer ask(LoadedRun loaded, Sweep swept, Console console) {
    stay.requireExact(loaded.campaign().strategy());
    WhatIf whatIf = new WhatIf(loaded, stay.keep, stay.stickiness, StopSignal.NEVER);
    List<Point> points =
        swept == null
            ? List.of(whatIf.ask(quotas))
            : whatIf.ask(
                swept, quotas, done -> console.report("what if", done, swept.quotas().size()));
    return WhatIfAnswer.of(loaded, swept, points);
  }
}
