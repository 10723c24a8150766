package eoca.core.testing;

import eoca.core.Instance;
import eoca.core.Pins;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The dumb oracle for tiny instances: tries every fund for every user, remembering what the best
 * rest is for each vector of quotas left. Exponential in k; meant for N ≤ 8, k ≤ 5.
 */
public final class BruteForce {
  private final float[][] etv;
  private final byte[] tolerance;
  private final Instance instance;
  private final Map<String, Double> memory = new HashMap<>();

  private BruteForce(Instance instance) {
    this.instance = instance;
    this.tolerance = new byte[instance.users()];
    instance.tolerances().copy(0, tolerance, tolerance.length);
    this.etv = new float[instance.funds()][instance.users()];
    for (int j = 0; j < etv.length; j++) {
      instance.etv().copy(j, 0, etv[j], etv[j].length);
    }
  }

  /** The best objective there is, or empty where no allocation exists. */
  public static OptionalDouble optimum(Instance instance) {
    long sum = 0;
    for (long quota : instance.quotas()) {
      sum = Math.addExact(sum, quota);
    }
    if (sum != instance.users()) {
      return OptionalDouble.empty();
    }
    double best = new BruteForce(instance).best(0, instance.quotas());
    return best == Double.NEGATIVE_INFINITY ? OptionalDouble.empty() : OptionalDouble.of(best);
  }

  /** Whether any allocation exists. */
  public static boolean feasible(Instance instance) {
    return optimum(instance).isPresent();
  }

  /**
   * The best objective there is, in exact arithmetic and with pinned users where they are; empty
   * where no allocation exists.
   */
  public static Optional<BigDecimal> exactOptimum(Instance instance) {
    return Optional.ofNullable(
        new BruteForce(instance).exactBest(0, instance.quotas(), new HashMap<>()));
  }

  private BigDecimal exactBest(int user, long[] left, Map<String, BigDecimal> known) {
    if (user == instance.users()) {
      return Arrays.stream(left).allMatch(quota -> quota == 0) ? BigDecimal.ZERO : null;
    }
    String key = user + Arrays.toString(left);
    if (known.containsKey(key)) {
      return known.get(key);
    }
    Pins pins = instance.pins();
    BigDecimal best = null;
    if (pins != null && pins.isControl(user)) {
      best = exactBest(user + 1, left, known);
    } else {
      int locked = pins == null ? -1 : pins.lockedFund(user);
      for (int j = 0; j < instance.funds(); j++) {
        if (left[j] > 0 && tolerance[user] >= instance.risk(j) && (locked < 0 || locked == j)) {
          left[j]--;
          BigDecimal rest = exactBest(user + 1, left, known);
          left[j]++;
          if (rest != null) {
            BigDecimal worth = rest.add(new BigDecimal(etv[j][user]));
            best = best == null ? worth : best.max(worth);
          }
        }
      }
    }
    known.put(key, best);
    return best;
  }

  private double best(int user, long[] left) {
    if (user == instance.users()) {
      return 0;
    }
    String key = Arrays.toString(left);
    Double known = memory.get(key);
    if (known != null) {
      return known;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < instance.funds(); j++) {
      if (left[j] > 0 && tolerance[user] >= instance.risk(j)) {
        left[j]--;
        best = Math.max(best, etv[j][user] + best(user + 1, left));
        left[j]++;
      }
    }
    memory.put(key, best);
    return best;
  }
}
