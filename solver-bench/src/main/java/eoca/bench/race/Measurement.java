package eoca.bench.race;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One process of one entrant on one instance: one line of a result file.
 *
 * @param entrant entrant id
 * @param version the software behind the entrant
 * @param instance the instance
 * @param round which of the interleaved rounds, from 0
 * @param threads threads allowed
 * @param limitSeconds time allowed a solve
 * @param memoryLimitBytes resident memory allowed the process, mapped files not counted
 * @param outcome how it ended
 * @param claim whether the entrant itself says that its allocation is optimal
 * @param objective Σ ETV by the certificate on the original values, or null
 * @param bound dual bound at the exact solver's prices, or null
 * @param absoluteGap bound − objective, or null
 * @param relativeGap as the certificate defines it, or null
 * @param tolerance what the entrant may be off the optimum by its own account, in money
 * @param seconds wall seconds of every measured solve
 * @param warmUpSeconds wall seconds of solves that were not measured
 * @param peakRssBytes the process's peak resident memory, to the end of the last solve
 * @param peakAnonymousBytes the most of it that was no mapped file, as seen every 20 ms, checking
 *     the answer included
 * @param inputRssBytes its resident memory before the first solve: JVM and instance
 * @param message what went wrong, or the solver's remark
 * @param statistics what the entrant counted
 * @param machine where
 * @param commit of which sources
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Measurement(
    String entrant,
    String version,
    InstanceKey instance,
    int round,
    int threads,
    double limitSeconds,
    long memoryLimitBytes,
    Ending outcome,
    boolean claim,
    Double objective,
    Double bound,
    Double absoluteGap,
    Double relativeGap,
    double tolerance,
    List<Double> seconds,
    List<Double> warmUpSeconds,
    long peakRssBytes,
    long peakAnonymousBytes,
    long inputRssBytes,
    String message,
    Map<String, Long> statistics,
    Machine machine,
    String commit) {

  /** How a measurement ended: a closed set. */
  public enum Ending {
    /** A valid allocation, certified optimal on the original values. */
    OPTIMAL("optimal"),
    /** A valid allocation with a certified gap. */
    FEASIBLE("feasible"),
    /** No answer within the time allowed. */
    TIME_OUT("time-out"),
    /** Killed, or gave up, for memory. */
    OUT_OF_MEMORY("out of memory"),
    /** Anything else: a crash, a refusal, an allocation that breaks a rule. */
    ERROR("error"),
    /** Not run, because the entrant met a limit on a smaller instance of the kind. */
    SKIPPED("skipped");

    private final String label;

    Ending(String label) {
      this.label = label;
    }

    /** The name in result files and the report. */
    @com.fasterxml.jackson.annotation.JsonValue
    public String label() {
      return label;
    }

    /** Whether there is a valid allocation. */
    public boolean solved() {
      return this == OPTIMAL || this == FEASIBLE;
    }
  }

  /** Median of the measured seconds, NaN where there is none. */
  @JsonIgnore
  public double medianSeconds() {
    return median(seconds);
  }

  /** Median of some numbers, NaN of none. */
  public static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
        .average()
        .getAsDouble();
  }
}
