package eoca.predict.score;

import eoca.inputs.etv.EtvProvider;

/** Scoring for a run: the campaign's {@code predict} section, its funds and its column names. */
public final class ScoringProvider implements EtvProvider {
  /** The database works with less, but slowly. */
  private static final long LEAST_DATABASE_BYTES = 1_000_000_000L;

  @Override
  public Scored score(Request request) {
    ScoreConfig config =
        ScoreConfig.of(
            request.section(), request.base(), Scoring.moment(request.folder(), request.now()));
    request.section().done();
    TableShape shape =
        new TableShape(
            request.userColumn(),
            request.toleranceColumn(),
            request.funds().stream()
                .map(fund -> new TableShape.Fund(fund.fund(), fund.column()))
                .toList());
    ScoreReport report =
        new Scoring(
                config,
                shape,
                request.folder(),
                new Scoring.Options(
                    request.threads(),
                    Math.max(LEAST_DATABASE_BYTES, request.memoryBytes()),
                    request.progress(),
                    () -> false,
                    true))
            .run();
    return new Scored(
        report.users(),
        "*.arrow",
        report.below() + report.above(),
        report.warnings(),
        report.tree().toPrettyString() + "\n",
        report.keptParts());
  }
}
