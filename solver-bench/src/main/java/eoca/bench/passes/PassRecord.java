package eoca.bench.passes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import eoca.bench.race.InstanceKey;
import eoca.bench.race.Machine;
import java.util.List;
import java.util.Map;

/**
 * One thing measured on one instance, next to the streaming pass: one line of {@code passes.jsonl}.
 *
 * @param what {@code exact}, {@code exact-again} (from its own prices), {@code exact-moved} (the
 *     same with quotas that differ by 5 %), {@code heuristic}, {@code heuristic-literal}, {@code
 *     manual}, {@code certificate} (of the exact allocation) or {@code certificate-heuristic}
 * @param instance the instance
 * @param threads threads of both
 * @param seconds wall seconds of every run
 * @param streamSeconds wall seconds of every streaming pass, taken just before
 * @param passes least of {@code seconds} over least of {@code streamSeconds}
 * @param objective Σ ETV, for strategies, or null
 * @param relativeGap certified at the exact prices, or null
 * @param statistics what the strategy counted
 * @param vector whether the JVM had the Vector API
 * @param machine where
 * @param commit of which sources
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PassRecord(
    String what,
    InstanceKey instance,
    int threads,
    List<Double> seconds,
    List<Double> streamSeconds,
    double passes,
    Double objective,
    Double relativeGap,
    Map<String, Long> statistics,
    boolean vector,
    Machine machine,
    String commit) {

  /** Least wall seconds. */
  @JsonIgnore
  public double bestSeconds() {
    return seconds.stream().mapToDouble(Double::doubleValue).min().getAsDouble();
  }
}
