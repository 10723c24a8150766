package eoca.predict.compare;

import eoca.predict.evaluate.Scorer;
import eoca.predict.loss.LossTerm;
import eoca.predict.loss.Point;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much a sample without conversion can tell a log-normal head: what ESJ's negative term, log(1
 * − p + p·N(0; μ, σ)), differs by from ZILN's, log(1 − p). Where μ/σ is above {@value #FAR}, N is
 * below 0.002/σ and the two are one loss.
 */
final class Negatives {
  /** From here on zero is no plausible draw of the log amount. */
  static final double FAR = 3.5;

  private Negatives() {}

  /**
   * {@code near_zero}: share of samples with μ/σ below {@value #FAR}; {@code esj_ziln_gap}: Σ |ESJ
   * − ZILN| over samples without conversion, as a share of Σ ZILN over them.
   *
   * @param predicted of a model with log-normal amounts
   */
  static Map<String, Double> told(Scorer.AllFunds predicted) {
    LossTerm esj = new LossTerm.Esj(LossTerm.Esj.DEFAULT_FLOOR);
    LossTerm ziln = new LossTerm.Ziln();
    Point point = new Point();
    long near = 0;
    double gap = 0;
    double total = 0;
    int n = predicted.mu().length;
    for (int i = 0; i < n; i++) {
      double mu = predicted.mu()[i];
      double sigma = predicted.sigma()[i];
      near += mu < FAR * sigma ? 1 : 0;
      if (predicted.scored().conversion()[i] == 0) {
        double p = predicted.scored().p()[i];
        point.direct(0, Math.log(p) - Math.log1p(-p));
        point.amount(mu, sigma, 0);
        point.labels(false, false, 0);
        double plain = ziln.add(point);
        gap += Math.abs(esj.add(point) - plain);
        total += plain;
      }
    }
    Map<String, Double> told = new LinkedHashMap<>();
    told.put("near_zero", (double) near / n);
    told.put("esj_ziln_gap", gap / total);
    return told;
  }
}
