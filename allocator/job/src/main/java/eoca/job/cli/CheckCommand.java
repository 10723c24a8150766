package eoca.job.cli;

import eoca.core.Pins;
import eoca.core.feasibility.FeasibilityReport.Level;
import eoca.inputs.campaign.Fund;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.job.model.Json;
import eoca.job.pipeline.CheckJob;
import eoca.job.pipeline.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca check}: data and feasibility, nothing written. */
@Command(
    name = "check",
    description = {
      "Check a campaign's data and whether its quotas can be met. Writes nothing.",
      "",
      "Tells defects of the data; demand, supply and slack of every risk level; and, where no"
          + " allocation exists, the smallest change of quotas that helps, ready to be pasted."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca check campaign.yaml",
      "  eoca check campaign.yaml --quota stock=+10%% --quota money=rest --json"
    })
public final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CAMPAIGN", description = "The campaign file (YAML).")
  private Path campaign;

  @Option(
      names = "--quota",
      paramLabel = "FUND=Q",
      description = "Another quota for one fund, as for allocate; repeat for more.")
  private List<String> quotas = new ArrayList<>();

  @Option(
      names = "--locked",
      paramLabel = "FILE",
      description = "Users who were shown a fund, as for allocate.")
  private Path locked;

  @Mixin private ThreadsOption threads;

  @Option(names = "--json", description = "Print JSON instead of tables.")
  private boolean json;

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    PrintWriter out = line.getOut();
    CheckJob.Found found;
    try (Console console = new Console(line.getErr())) {
      found = new CheckJob(campaign, quotas, locked, words(), threads.count(), console).run();
    }
    out.print(json ? Json.pretty(tree(found)) : text(found));
    out.flush();
    if (found.failure() != null) {
      throw found.failure();
    }
    return 0;
  }

  /** The command as a run would be asked for: without what only a check has. */
  private List<String> words() {
    List<String> words = new ArrayList<>();
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return words;
  }

  private static String text(CheckJob.Found found) {
    if (found.report() == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(found.campaign().name())
        .append(found.report().feasible() ? ": feasible, " : ": infeasible, ")
        .append(TextTable.whole(found.quotas().users()))
        .append(" users")
        .append(pinned(found.participants().pins()))
        .append("\n\n");
    TextTable funds = new TextTable("lrr", "fund", "risk", "quota");
    for (int j = 0; j < found.campaign().funds().size(); j++) {
      Fund fund = found.campaign().funds().get(j);
      funds.row(
          fund.id(), Integer.toString(fund.risk()), TextTable.whole(found.quotas().quotas()[j]));
    }
    if (found.quotas().unassigned() > 0) {
      funds.row("(none)", "-", TextTable.whole(found.quotas().unassigned()));
    }
    TextTable levels = new TextTable("rrrrl", "risk", "demand", "supply", "slack", "");
    for (Level level : found.report().levels()) {
      levels.row(
          ">= " + level.level(),
          TextTable.whole(level.demand()),
          TextTable.whole(level.supply()),
          TextTable.whole(level.slack()),
          level.slack() < 0 ? "<- too many asked for" : "");
    }
    return text.append(funds).append('\n').append(levels).toString();
  }

  private static String pinned(Pins pins) {
    return pins == null
        ? ""
        : String.format(
            Locale.ROOT,
            " in the quotas, %,d of them locked; %,d more in the control group",
            pins.lockedUsers(),
            pins.controlUsers());
  }

  private static Map<String, Object> tree(CheckJob.Found found) {
    Map<String, Object> tree = new LinkedHashMap<>();
    EocaException failure = found.failure();
    boolean infeasible = failure != null && failure.code() == ExitCode.INFEASIBLE;
    tree.put("campaign", found.campaign().name());
    tree.put("outcome", failure == null ? "feasible" : infeasible ? "infeasible" : "rejected");
    tree.put("users", found.quotas() == null ? null : found.quotas().users());
    Pins pins = found.participants() == null ? null : found.participants().pins();
    if (found.campaign().locked() != null) {
      tree.put("locked_users", pins == null ? null : (Object) pins.lockedUsers());
    }
    if (found.campaign().control() != null) {
      tree.put("control_users", pins == null ? null : (Object) pins.controlUsers());
    }
    tree.put("unassigned", found.quotas() == null ? null : found.quotas().unassigned());
    List<Object> funds = new ArrayList<>();
    for (int j = 0; j < found.campaign().funds().size(); j++) {
      Fund fund = found.campaign().funds().get(j);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("id", fund.id());
      entry.put("risk", (long) fund.risk());
      entry.put("quota", found.quotas() == null ? null : (Object) found.quotas().quotas()[j]);
      funds.add(entry);
    }
    tree.put("funds", funds);
    tree.put("levels", found.report() == null ? List.of() : CheckJob.levels(found.report()));
    if (found.witness() != null) {
      tree.put("witness", found.witness());
    }
    tree.put("defect_count", failure == null ? 0L : failure.defectCount());
    tree.put("defects", failure == null ? List.of() : defects(failure.defects()));
    return tree;
  }

  private static List<Object> defects(List<Defect> defects) {
    List<Object> list = new ArrayList<>();
    for (Defect defect : defects) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("file", defect.file());
      entry.put("row", defect.row());
      entry.put("column", defect.column());
      entry.put("value", defect.value());
      entry.put("rule", defect.rule());
      list.add(entry);
    }
    return list;
  }
}
