package eoca.job.cli;

import eoca.inputs.campaign.Strategy;
import eoca.inputs.error.EocaException;
import eoca.job.model.Json;
import eoca.job.model.RunOutcome;
import eoca.job.pipeline.Publication;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import eoca.job.store.RunIndex;
import eoca.job.store.RunQuery;
import eoca.job.store.RunQuery.Listed;
import eoca.job.store.RunQuery.State;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code eoca runs}: what was run. */
@Command(
    name = "runs",
    description = {
      "List completed runs, oldest first; * marks the published one of each campaign.",
      "",
      "The options choose among them; a run must be all that is asked for. What is said of each run"
          + " is remembered in an index beside the runs, which may be deleted at any time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca runs",
      "  eoca runs june-funds --failed",
      "  eoca runs --since 2026-06-01 --until 2026-06-30 --outcome optimal --json",
      "  eoca runs --published",
      "  eoca runs --rebuild-index"
    })
public final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CAMPAIGN",
      description = "Only this campaign's runs.")
  private String campaign;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      converter = OfState.class,
      description =
          "Only runs of this state: completed (default), failed (and kept), all, published (now), or"
              + " was-published (now or before).")
  private State state;

  @Option(names = "--failed", description = "The same as --state all: failed runs, too.")
  private boolean failed;

  @Option(names = "--published", description = "The same as --state published.")
  private boolean published;

  @Option(
      names = "--strategy",
      paramLabel = "S",
      converter = Converters.OfStrategy.class,
      description = "Only runs of this strategy: exact, heuristic or manual.")
  private Strategy strategy;

  @Option(
      names = "--outcome",
      paramLabel = "O",
      converter = OfOutcome.class,
      description =
          "Only runs that ended so: optimal, feasible, infeasible, stopped or rejected; the last"
              + " three are failed ones.")
  private RunOutcome outcome;

  @Option(
      names = "--parent",
      paramLabel = "RUN-ID",
      description = "Only runs that were re-run from this one.")
  private String parent;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      converter = Since.class,
      description =
          "Only runs that started then or later: a day, or a UTC time; 2026-06-01T09:00Z.")
  private Instant since;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      converter = Until.class,
      description = "Only runs that started before the day's end, or before the UTC time.")
  private Instant until;

  @Option(
      names = "--last",
      paramLabel = "N",
      converter = Converters.OfCount.class,
      description = "Only the newest N of each campaign.")
  private Integer last;

  @Option(names = "--rebuild-index", description = "Read every run anew and write the index.")
  private boolean rebuild;

  @Mixin private RunsDirOption runs;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    if ((state == null ? 0 : 1) + (failed ? 1 : 0) + (published ? 1 : 0) > 1) {
      throw EocaException.usage(
          "runs takes one of --state, --failed and --published",
          "Maybe --state published; --failed is --state all.");
    }
    List<Listed> rows = new ArrayList<>();
    if (campaign != null) {
      add(rows, Publication.campaign(campaign, runs.runsDir));
    } else {
      for (String name : RunFolder.campaigns(runs.runsDir)) {
        add(rows, new CampaignRuns(runs.runsDir, name));
      }
    }
    spec.commandLine().getOut().print(json ? Json.pretty(tree(rows)) : table(rows));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void add(List<Listed> rows, CampaignRuns found) {
    List<Listed> chosen = query().of(found, rebuild);
    int from = last == null ? 0 : Math.max(0, chosen.size() - last);
    rows.addAll(chosen.subList(from, chosen.size()));
  }

  private RunQuery query() {
    boolean wantsFailed = failed || (state == null && RunQuery.isOfFailures(outcome));
    State wanted =
        state != null
            ? state
            : wantsFailed ? State.ALL : published ? State.PUBLISHED : State.COMPLETED;
    return new RunQuery(
        wanted, strategy == null ? null : strategy.id(), outcome, parent, since, until);
  }

  private static String table(List<Listed> rows) {
    if (rows.isEmpty()) {
      return "no runs\n";
    }
    TextTable table =
        new TextTable("llllrrr", "", "run", "outcome", "strategy", "users", "objective", "gap");
    for (Listed row : rows) {
      RunIndex.Entry run = row.run();
      String name = run.campaign() + "/" + (run.failed() ? "failed/" : "") + run.id();
      boolean readable = run.outcome() != null;
      table.row(
          row.current() ? "*" : "",
          name,
          readable ? run.outcome() : "unreadable",
          readable ? run.strategy() : "-",
          TextTable.whole(run.users()),
          TextTable.money(run.objective()),
          run.relativeGap() == null ? "-" : String.format(Locale.ROOT, "%.3g", run.relativeGap()));
    }
    return table.toString();
  }

  private static Map<String, Object> tree(List<Listed> rows) {
    List<Object> list = new ArrayList<>();
    for (Listed row : rows) {
      RunIndex.Entry run = row.run();
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("campaign", run.campaign());
      tree.put("run_id", run.id());
      tree.put("folder", run.folder().toString());
      tree.put("current", row.current());
      tree.put("was_published", row.published());
      tree.put("failed", run.failed());
      tree.put("outcome", run.outcome());
      tree.put("strategy", run.strategy());
      tree.put("users", run.users());
      tree.put("objective", run.objective());
      tree.put("relative_gap", run.relativeGap());
      tree.put("wall_seconds", run.wallSeconds());
      tree.put("parent", run.parent());
      list.add(tree);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("runs", list);
    return root;
  }

  /** An outcome by its name. */
  static final class OfOutcome implements ITypeConverter<RunOutcome> {
    @Override
    public RunOutcome convert(String text) {
      for (RunOutcome outcome : RunOutcome.values()) {
        if (outcome.json().equals(text)) {
          return outcome;
        }
      }
      throw new TypeConversionException(
          "expected optimal, feasible, infeasible, stopped or rejected, found (" + text + ")");
    }
  }

  /** A state by its name. */
  static final class OfState implements ITypeConverter<State> {
    @Override
    public State convert(String text) {
      State state = State.of(text);
      if (state == null) {
        throw new TypeConversionException(
            "expected completed, failed, all, published or was-published, found (" + text + ")");
      }
      return state;
    }
  }

  private static Instant instant(String text, int days) {
    try {
      if (text.length() == 10) {
        return LocalDate.parse(text).plusDays(days).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      String withSeconds = text.matches(".*T[0-9]{2}:[0-9]{2}Z") ? text.replace("Z", ":00Z") : text;
      return Instant.parse(withSeconds);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "expected a day such as 2026-06-01 or a UTC time such as 2026-06-01T09:00Z, found ("
              + text
              + ")");
    }
  }

  /** The beginning of a day, or a time. */
  static final class Since implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      return instant(text, 0);
    }
  }

  /** The end of a day, or a time. */
  static final class Until implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      return instant(text, 1);
    }
  }
}
