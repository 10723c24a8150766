package eoca.bench.report;

import eoca.bench.race.InstanceKey;
import eoca.bench.race.Measurement;
import eoca.bench.race.Measurement.Ending;
import java.util.ArrayList;
import java.util.List;

/**
 * All rounds of one entrant on one instance.
 *
 * @param entrant entrant id
 * @param instance the instance
 * @param first the measurement whose outcome counts: the first solved one, else the first
 * @param seconds measured solves of all rounds
 * @param peakBytes largest peak resident memory of any round
 * @param anonymousBytes largest of it that was no mapped file
 */
record Cell(
    String entrant,
    InstanceKey instance,
    Measurement first,
    List<Double> seconds,
    long peakBytes,
    long anonymousBytes) {

  static Cell of(List<Measurement> rounds) {
    Measurement first =
        rounds.stream().filter(m -> m.outcome().solved()).findFirst().orElse(rounds.get(0));
    List<Double> seconds = new ArrayList<>();
    long peak = 0;
    long anonymous = 0;
    for (Measurement m : rounds) {
      if (m.outcome() == first.outcome()) {
        seconds.addAll(m.seconds());
      }
      peak = Math.max(peak, m.peakRssBytes());
      anonymous = Math.max(anonymous, m.peakAnonymousBytes());
    }
    return new Cell(
        first.entrant(), first.instance(), first, List.copyOf(seconds), peak, anonymous);
  }

  boolean solved() {
    return first.outcome().solved() && !seconds.isEmpty();
  }

  Ending outcome() {
    return first.outcome();
  }

  double median() {
    return Measurement.median(seconds);
  }

  /** Half the distance between the quartiles as a share of the median; NaN below three solves. */
  double spread() {
    if (seconds.size() < 3) {
      return Double.NaN;
    }
    double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2 / median();
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  double least() {
    return seconds.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  double most() {
    return seconds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }
}
