package eoca.job.report;

import java.util.List;

/**
 * What the template shows: finished text only, so that the template decides nothing but layout.
 *
 * @param verdictKind {@code good}, {@code fair} or {@code bad}: a class name of the style sheet
 * @param funds one row a fund
 * @param total the sum row of {@code funds}
 * @param tolerances null where the inputs were no longer there
 * @param spreads margins by fund; empty where unknown
 * @param comparison null where there is no earlier run
 * @param facts name and value: how the run was made
 * @param chartNote which funds the charts leave out, or empty
 */
record ReportView(
    String title,
    String campaign,
    String period,
    String runId,
    String started,
    String verdictKind,
    String verdict,
    String verdictText,
    List<Tile> tiles,
    List<FundRow> funds,
    FundRow total,
    boolean priced,
    Tolerances tolerances,
    List<SpreadRow> spreads,
    List<PhaseRow> phases,
    Comparison comparison,
    List<Tile> facts,
    String chartNote,
    Assets assets) {

  /** A key figure. */
  record Tile(String label, String value) {}

  /** One fund's line. */
  record FundRow(
      String id,
      String name,
      String risk,
      String quota,
      String assigned,
      boolean met,
      String etvTotal,
      String etvMean,
      String price) {}

  /** Users by fund (rows) and tolerance (columns). */
  record Tolerances(List<String> levels, List<ToleranceRow> rows) {}

  /** One fund's users by tolerance. */
  record ToleranceRow(String name, String risk, List<ToleranceCell> cells) {}

  /**
   * A cell.
   *
   * @param share of the fund's users, 0..100 in whole percent, for the shade
   * @param allowed whether the risk rule allows any user here
   */
  record ToleranceCell(String users, int share, boolean allowed) {}

  /** Margins of one fund's users at 5, 25, 50, 75 and 95 %. */
  record SpreadRow(String name, List<String> margins) {}

  /** One phase. */
  record PhaseRow(String name, String meaning, String seconds, String share) {}

  /** This run and the earlier one. */
  record Comparison(String previousId, List<CompareRow> totals, List<CompareFund> funds) {}

  /** One figure of both runs. */
  record CompareRow(String label, String before, String now, String change) {}

  /** One fund in both runs. */
  record CompareFund(
      String name,
      String quotaBefore,
      String quotaNow,
      String etvBefore,
      String etvNow,
      String etvChange,
      String priceBefore,
      String priceNow) {}

  /**
   * What is inlined.
   *
   * @param policy content security policy: only these scripts run, and nothing is ever fetched
   */
  record Assets(String policy, String css, String library, String script, String data) {}
}
