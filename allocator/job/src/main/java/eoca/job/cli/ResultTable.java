package eoca.job.cli;

import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import eoca.job.pipeline.JobOutcome;
import java.nio.file.Path;
import java.util.Locale;

/** A completed run as a short table for people. */
public final class ResultTable {
  private ResultTable() {}

  static String of(JobOutcome outcome) {
    RunResult result = outcome.result();
    if (result == null) {
      return outcome.campaign()
          + ": nothing to do, inputs and configuration are those of the published run\n  "
          + shown(outcome.folder())
          + "\n";
    }
    StringBuilder text = new StringBuilder();
    text.append(headline(outcome.campaign(), result)).append('\n');
    TextTable table =
        new TextTable("lrrrrrr", "fund", "risk", "quota", "assigned", "ETV", "mean ETV", "price");
    for (FundResult fund : result.funds()) {
      table.row(
          fund.id(),
          Integer.toString(fund.risk()),
          TextTable.whole(fund.quota()),
          TextTable.whole(fund.assigned()),
          TextTable.money(fund.etvTotal()),
          TextTable.money(fund.etvMean()),
          TextTable.money(fund.price()));
    }
    if (result.unassigned() != null && result.unassigned() > 0) {
      table.row("(none)", "-", "-", TextTable.whole(result.unassigned()), "-", "-", "-");
    }
    text.append('\n').append(table).append('\n');
    if (result.locked() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "%,d users are locked, worth %s; the others are worth %s%n",
              result.locked().users(),
              TextTable.money(result.locked().objective()),
              TextTable.money(result.locked().freeObjective())));
    }
    if (result.control() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "%,d users are in the control group (%s, seed %d) and have no fund%n",
              result.control().users(),
              result.control().share(),
              result.control().seed()));
    }
    if (result.stickiness() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "%,d users moved at %s each: penalised objective %s, gap %s%n",
              result.stickiness().usersMoved(),
              TextTable.money(result.stickiness().cost()),
              TextTable.money(result.stickiness().objective()),
              result.stickiness().relativeGap() == 0
                  ? "0"
                  : String.format(
                      Locale.ROOT, "%.3g %%", 100 * result.stickiness().relativeGap())));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%.2f s on %d threads, peak memory %s (%s anonymous)%n",
            result.wallSeconds(),
            result.threads(),
            TextTable.bytes(result.peakRssBytes()),
            TextTable.bytes(result.peakAnonBytes())));
    text.append(outcome.published() ? "published: " : "completed: ")
        .append(shown(outcome.folder()))
        .append('\n');
    return text.toString();
  }

  private static String headline(String campaign, RunResult result) {
    String gap =
        result.relativeGap() == 0
            ? "gap 0"
            : String.format(Locale.ROOT, "at most %.3g %% below the optimum", gapPercent(result));
    return String.format(
        Locale.ROOT,
        "%s: %s (%s, %s), %,d users, objective %,.2f",
        campaign,
        result.outcome().json(),
        result.strategy().id(),
        gap,
        result.users(),
        result.objective());
  }

  private static double gapPercent(RunResult result) {
    return 100 * result.relativeGap();
  }

  /** Relative where that is shorter to read. */
  public static String shown(Path folder) {
    Path here = Path.of("").toAbsolutePath();
    return folder.startsWith(here) ? here.relativize(folder).toString() : folder.toString();
  }
}
