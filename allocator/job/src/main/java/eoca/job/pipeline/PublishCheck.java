package eoca.job.pipeline;

import eoca.inputs.campaign.PublishGuards;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds a completed run against the campaign's publish guards. */
final class PublishCheck {
  private PublishCheck() {}

  /**
   * What the guards refuse, a line each; empty if the run may be published.
   *
   * @param published the result of the run that is published now, or null: then only the table's
   *     age counts
   * @param tableMade when the ETV table's oldest file was last written
   */
  static List<String> refusals(
      PublishGuards guards, RunResult run, RunResult published, Instant tableMade, Instant now) {
    List<String> refusals = new ArrayList<>();
    if (guards.tableAgeSeconds() != null) {
      Duration age = Duration.between(tableMade, now);
      if (age.toSeconds() > guards.tableAgeSeconds()) {
        refusals.add(
            String.format(
                Locale.ROOT,
                "the ETV table is %s old, publish.table_age is %s",
                hours(age),
                hours(Duration.ofSeconds(guards.tableAgeSeconds()))));
      }
    }
    if (published == null) {
      return refusals;
    }
    moved(refusals, "users", guards.users(), number(published.users()), number(run.users()));
    moved(refusals, "objective", guards.objective(), published.objective(), run.objective());
    Map<String, FundResult> before =
        published.funds().stream().collect(Collectors.toMap(FundResult::id, Function.identity()));
    for (FundResult fund : run.funds()) {
      FundResult old = before.get(fund.id());
      if (old != null) {
        moved(refusals, "fund_etv", guards.fundEtv(), old.etvMean(), fund.etvMean(), fund.id());
      }
    }
    return refusals;
  }

  private static Double number(Long whole) {
    return whole == null ? null : (Double) (double) whole;
  }

  /** A change from or to 0 counts as more than any share of it. */
  private static void moved(
      List<String> refusals, String guard, Double limit, Double before, Double now, String... of) {
    if (limit == null || before == null || now == null || before.equals(now)) {
      return;
    }
    double percent =
        before == 0 ? Double.POSITIVE_INFINITY : 100 * (now - before) / Math.abs(before);
    if (Math.abs(percent) > limit) {
      refusals.add(
          String.format(
              Locale.ROOT,
              "%s%s moved by %+.1f %% from %,.2f to %,.2f, publish.%s is %s %%",
              guard.equals("fund_etv") ? "the mean ETV of " : guard,
              String.join("", of),
              percent,
              before,
              now,
              guard,
              limit));
    }
  }

  private static String hours(Duration age) {
    return age.compareTo(Duration.ofMinutes(90)) < 0
        ? age.toMinutes() + " min"
        : String.format(Locale.ROOT, "%.1f h", age.toMinutes() / 60.0);
  }

  /** The failure of a run that is complete and was not published. */
  static EocaException refused(String run, List<String> refusals) {
    return new EocaException(
        ExitCode.GUARDED,
        "completed and verified, but not published: " + String.join("; ", refusals),
        "CURRENT stays. Maybe look at its report, then: eoca publish " + run + " --override");
  }
}
