package eoca.console;

import java.util.List;

/**
 * The quota editor.
 *
 * @param funds one line a fund
 * @param exact whether users can be kept
 * @param problem why there is no allocation, or empty
 * @param hint what helps
 * @param fixHref the editor with the change that helps filled in, or empty
 */
record QuotaView(
    String run,
    String csrf,
    List<Line> funds,
    boolean exact,
    boolean keep,
    String stickiness,
    String sweepFund,
    String sweepFrom,
    String sweepTo,
    String sweepPoints,
    String problem,
    String hint,
    String fixHref) {

  /**
   * A fund.
   *
   * @param asked what is in the field
   */
  record Line(
      String id, String name, String asked, String quota, int risk, String mean, String price) {}
}
