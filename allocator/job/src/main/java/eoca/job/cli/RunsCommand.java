package eoca.job.cli;

import eoca.inputs.error.EocaException;
import eoca.job.model.Json;
import eoca.job.model.RunResult;
import eoca.job.pipeline.Publication;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca runs}: what was run. */
@Command(
    name = "runs",
    description = {
      "List completed runs, oldest first; * marks the published one of each campaign.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  eoca runs", "  eoca runs june-funds --failed", "  eoca runs --json"})
public final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CAMPAIGN",
      description = "Only this campaign's runs.")
  private String campaign;

  @Option(names = "--failed", description = "List failed runs that were kept, too.")
  private boolean failed;

  @Mixin private RunsDirOption runs;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  /** One line of the list; result is null where it can't be read. */
  private record Entry(
      String campaign, String id, Path folder, boolean current, boolean failed, RunResult result) {}

  @Override
  public Integer call() {
    List<Entry> entries = new ArrayList<>();
    if (campaign != null) {
      add(entries, Publication.campaign(campaign, runs.runsDir));
    } else {
      for (String name : RunFolder.campaigns(runs.runsDir)) {
        add(entries, new CampaignRuns(runs.runsDir, name));
      }
    }
    spec.commandLine().getOut().print(json ? Json.pretty(tree(entries)) : table(entries));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void add(List<Entry> entries, CampaignRuns found) {
    String current = found.current();
    for (String id : found.completed()) {
      entries.add(entry(found.campaign(), id, found.run(id), id.equals(current), false));
    }
    for (String id : failed ? found.failed() : List.<String>of()) {
      entries.add(entry(found.campaign(), id, found.failed(id), false, true));
    }
  }

  private static Entry entry(
      String campaign, String id, Path folder, boolean current, boolean failed) {
    RunResult result;
    try {
      result = RunFolder.open(folder).result();
    } catch (EocaException e) {
      result = null;
    }
    return new Entry(campaign, id, folder, current, failed, result);
  }

  private static String table(List<Entry> entries) {
    if (entries.isEmpty()) {
      return "no runs\n";
    }
    TextTable table =
        new TextTable("llllrrr", "", "run", "outcome", "strategy", "users", "objective", "gap");
    for (Entry entry : entries) {
      RunResult result = entry.result();
      String run = entry.campaign() + "/" + (entry.failed() ? "failed/" : "") + entry.id();
      if (result == null) {
        table.row(entry.current() ? "*" : "", run, "unreadable", "-", "-", "-", "-");
        continue;
      }
      table.row(
          entry.current() ? "*" : "",
          run,
          result.outcome().json(),
          result.strategy().id(),
          TextTable.whole(result.users()),
          TextTable.money(result.objective()),
          result.relativeGap() == null
              ? "-"
              : String.format(Locale.ROOT, "%.3g", result.relativeGap()));
    }
    return table.toString();
  }

  private static Map<String, Object> tree(List<Entry> entries) {
    List<Object> list = new ArrayList<>();
    for (Entry entry : entries) {
      Map<String, Object> tree = new LinkedHashMap<>();
      RunResult result = entry.result();
      tree.put("campaign", entry.campaign());
      tree.put("run_id", entry.id());
      tree.put("folder", entry.folder().toString());
      tree.put("current", entry.current());
      tree.put("failed", entry.failed());
      tree.put("outcome", result == null ? null : result.outcome().json());
      tree.put("strategy", result == null ? null : result.strategy().id());
      tree.put("users", result == null ? null : result.users());
      tree.put("objective", result == null ? null : result.objective());
      tree.put("relative_gap", result == null ? null : result.relativeGap());
      list.add(tree);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("runs", list);
    return root;
  }
}
