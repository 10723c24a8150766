package eoca.job.report;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Workers;
import eoca.job.report.RunAnalysis.FundSpread;
import eoca.job.report.RunAnalysis.ToleranceRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Computes what the report shows beyond {@code result.json}: one pass over tolerances and
 * assignment for exact counts, and a sample of at most {@value #SAMPLE} evenly spaced users for
 * quantiles. Memory: O(k) a thread and one double a sampled user.
 */
public final class Analyses {
  private static final int SAMPLE = 40_000;

  private final Instance instance;
  private final Assignment assignment;
  private final double[] prices;
  private final List<String> fundIds;

  private Analyses(
      Instance instance, Assignment assignment, double[] prices, List<String> fundIds) {
    this.instance = instance;
    this.assignment = assignment;
    this.prices = prices;
    this.fundIds = fundIds;
  }

  /**
   * Analyses a valid allocation.
   *
   * @param fundIds ids of the campaign's funds; the instance may have a pseudo-fund beyond them
   * @param assignment one fund a user; a pseudo-fund's index or none for unassigned users
   * @param prices {@code λ_j} or null
   */
  public static RunAnalysis of(
      Instance instance,
      List<String> fundIds,
      Assignment assignment,
      double[] prices,
      Workers workers) {
    Analyses analyses = new Analyses(instance, assignment, prices, fundIds);
    List<ToleranceRow> rows = analyses.toleranceRows(workers);
    int step = Math.max(1, instance.users() / SAMPLE);
    return new RunAnalysis(rows, analyses.spreads(step), (instance.users() + step - 1) / step);
  }

  private List<ToleranceRow> toleranceRows(Workers workers) {
    int funds = fundIds.size();
    long[][][] slots = new long[workers.threads()][][];
    workers.run(
        Shards.count(instance.users()),
        (shard, slot) -> {
          if (slots[slot] == null) {
            slots[slot] = new long[Instance.MAX_RISK + 1][funds + 1];
          }
          byte[] given = assignment.shard(shard);
          byte[] tolerances = new byte[given.length];
          instance.tolerances().copy(Shards.start(shard), tolerances, given.length);
          for (int i = 0; i < given.length; i++) {
            slots[slot][tolerances[i]][Math.min(given[i] & 0xFF, funds)]++;
          }
        });
    List<ToleranceRow> rows = new ArrayList<>();
    for (int t = 0; t <= Instance.MAX_RISK; t++) {
      long[] counts = new long[funds + 1];
      for (long[][] slot : slots) {
        for (int j = 0; slot != null && j <= funds; j++) {
          counts[j] += slot[t][j];
        }
      }
      long users = Arrays.stream(counts).sum();
      if (users > 0) {
        rows.add(new ToleranceRow(t, users, Arrays.copyOf(counts, funds), counts[funds]));
      }
    }
    return rows;
  }

  private List<FundSpread> spreads(int step) {
    int funds = fundIds.size();
    int sampled = (instance.users() + step - 1) / step;
    double[][] etv = new double[funds][sampled];
    double[][] margin = new double[funds][sampled];
    int[] etvCount = new int[funds];
    int[] marginCount = new int[funds];
    float[] one = new float[1];
    byte[] tolerance = new byte[1];
    for (long user = 0; user < instance.users(); user += step) {
      int i = (int) user;
      int given = assignment.fund(i);
      if (given < 0 || given >= funds) {
        continue;
      }
      instance.etv().copy(given, i, one, 1);
      double value = one[0];
      etv[given][etvCount[given]++] = value;
      boolean free = instance.pins() == null || instance.pins().isFree(i);
      if (prices != null && free) {
        instance.tolerances().copy(i, tolerance, 1);
        double best = bestOther(i, given, tolerance[0], one);
        if (best > Double.NEGATIVE_INFINITY) {
          margin[given][marginCount[given]++] = value - prices[given] - best;
        }
      }
    }
    List<FundSpread> spreads = new ArrayList<>();
    for (int j = 0; j < funds; j++) {
      spreads.add(
          new FundSpread(
              fundIds.get(j),
              quantiles(etv[j], etvCount[j]),
              quantiles(margin[j], marginCount[j])));
    }
    return spreads;
  }

  private double bestOther(int user, int given, byte tolerance, float[] one) {
    double best = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < instance.funds(); j++) {
      if (j != given && instance.risk(j) <= tolerance && instance.openQuota(j) > 0) {
        instance.etv().copy(j, user, one, 1);
        best = Math.max(best, one[0] - prices[j]);
      }
    }
    return best;
  }

  private static double[] quantiles(double[] values, int count) {
    if (count == 0) {
      return null;
    }
    Arrays.sort(values, 0, count);
    return RunAnalysis.QUANTILES.stream()
        .mapToDouble(q -> values[(int) Math.round(q * (count - 1))])
        .toArray();
  }
}
