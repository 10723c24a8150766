package eoca.core.reference;

import eoca.core.Instance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Algorithm 1 with the guard, word for word and everything from scratch at every step: slacks are
 * counted anew for every question. The oracle of the oracle; small instances of one shard only.
 */
final class DumbHeuristic {
  private final Instance instance;
  private final float[][] etv;
  private final byte[] tolerance;
  private final int[] given;
  private final List<Integer> levels = new ArrayList<>();

  private DumbHeuristic(Instance instance) {
    this.instance = instance;
    this.tolerance = new byte[instance.users()];
    instance.tolerances().copy(0, tolerance, tolerance.length);
    this.etv = new float[instance.funds()][instance.users()];
    this.given = new int[instance.users()];
    java.util.Arrays.fill(given, -1);
    for (int j = 0; j < etv.length; j++) {
      instance.etv().copy(j, 0, etv[j], etv[j].length);
      if (instance.quota(j) > 0 && !levels.contains(instance.risk(j))) {
        levels.add(instance.risk(j));
      }
    }
  }

  /** The fund of every user of a feasible instance. */
  static int[] allocate(Instance instance) {
    DumbHeuristic run = new DumbHeuristic(instance);
    while (java.util.Arrays.stream(run.given).anyMatch(fund -> fund < 0)) {
      run.round();
    }
    return run.given;
  }

  private record Scored(int user, int fund, double h) {}

  private void round() {
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      if (given[i] < 0) {
        int user = i;
        List<Integer> best = new ArrayList<>();
        for (int j = 0; j < etv.length; j++) {
          if (allowed(j, i)) {
            best.add(j);
          }
        }
        best.sort(
            Comparator.comparingDouble((Integer j) -> -(etv[j][user] + 0.0)).thenComparing(j -> j));
        double[] value = new double[3];
        double[] alpha = new double[3];
        for (int n = 0; n < Math.min(3, best.size()); n++) {
          value[n] = etv[best.get(n)][i];
          alpha[n] = alpha(best.get(n));
        }
        double h = (alpha[0] + alpha[1]) / 2 * (2 * value[0] - value[1] - value[2]);
        scored.add(new Scored(i, best.get(0), h + 0.0));
      }
    }
    scored.sort(Comparator.comparingDouble((Scored s) -> -s.h() + 0.0).thenComparing(Scored::user));
    for (Scored next : scored) {
      long zeroSlacks = zeroSlacks();
      given[next.user()] = next.fund();
      if (remaining(next.fund()) == 0 || zeroSlacks() > zeroSlacks) {
        return;
      }
    }
  }

  private double alpha(int fund) {
    double sum = 0;
    for (int i = 0; i < given.length; i++) {
      if (given[i] < 0 && allowed(fund, i)) {
        sum += etv[fund][i];
      }
    }
    return sum / remaining(fund);
  }

  private boolean allowed(int fund, int user) {
    if (remaining(fund) == 0 || instance.risk(fund) > tolerance[user]) {
      return false;
    }
    for (int level : levels) {
      if (level <= tolerance[user] && slack(level) == 0 && instance.risk(fund) < level) {
        return false;
      }
    }
    return true;
  }

  private long zeroSlacks() {
    return levels.stream().filter(level -> slack(level) == 0).count();
  }

  private long slack(int level) {
    long slack = 0;
    for (int i = 0; i < given.length; i++) {
      slack += given[i] < 0 && tolerance[i] >= level ? 1 : 0;
    }
    for (int j = 0; j < etv.length; j++) {
      slack -= instance.risk(j) >= level ? remaining(j) : 0;
    }
    return slack;
  }

  private long remaining(int fund) {
    long remaining = instance.quota(fund);
    for (int j : given) {
      remaining -= j == fund ? 1 : 0;
    }
    return remaining;
  }
}
