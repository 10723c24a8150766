package eoca.predict.evaluate;

import ai.djl.ndarray.NDManager;
import eoca.inputs.Progress;
import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FeatureData.Samples;
import eoca.inputs.features.Split;
import eoca.predict.loss.HeadLayout;
import eoca.predict.loss.Point;
import eoca.predict.model.Batch;
import eoca.predict.model.Batches;
import eoca.predict.model.EtvModel;
import eoca.predict.net.Pass;
import java.util.Arrays;

/** Predicts a split's samples, each against all funds, to know whether its own is the top one. */
public final class Scorer {
  private static final int PAIRS = 2_048;

  private final EtvModel model;
  private final FeatureData data;
  private final Batches batches;

  /** For data that was encoded with the model's fitted features. */
  public Scorer(EtvModel model, FeatureData data) {
    this.model = model;
    this.data = data;
    this.batches = model.batches(data);
  }

  /** Scores a split; progress counts samples. */
  public Scored score(Split split, Progress progress) {
    return score(rows(data.samples(), split), null, progress);
  }

  /**
   * A split's scores with the predicted ETV of all funds beside each.
   *
   * @param scored the samples
   * @param user row of each sample's user
   * @param etv {@code [sample · funds + fund]}
   * @param mu of each sample's own fund; null unless amounts are log-normal
   * @param sigma likewise, > 0
   */
  public record AllFunds(Scored scored, int[] user, double[] etv, double[] mu, double[] sigma) {}

  /** As {@link #score(Split, Progress)}, and keeps the ETV of all funds. */
  public AllFunds scoreAllFunds(Split split, Progress progress) {
    int[] rows = rows(data.samples(), split);
    double[] etv = new double[rows.length * data.funds().rows()];
    boolean logNormal = model.config().layout().isLogNormal();
    double[] mu = logNormal ? new double[rows.length] : null;
    double[] sigma = logNormal ? new double[rows.length] : null;
    Scored scored = score(rows, new Kept(etv, mu, sigma), progress);
    return new AllFunds(scored, scored.user(), etv, mu, sigma);
  }

  /** Where what is asked for beside the scores goes. */
  private record Kept(double[] etv, double[] mu, double[] sigma) {}

  private Scored score(int[] rows, Kept kept, Progress progress) {
    Samples samples = data.samples();
    HeadLayout layout = model.config().layout();
    int n = rows.length;
    boolean amount = !Double.isNaN(logValueOfZeros(layout));
    Scored scored =
        new Scored(
            new int[n],
            new byte[n],
            new double[n],
            layout.hasProbability() ? new double[n] : null,
            new double[n],
            amount ? new double[n] : null,
            new boolean[n]);
    int funds = data.funds().rows();
    int block = Math.max(1, PAIRS / funds);
    for (int from = 0; from < n; from += block) {
      int to = Math.min(n, from + block);
      float[] outputs = outputs(samples, Arrays.copyOfRange(rows, from, to));
      for (int i = from; i < to; i++) {
        fill(scored, kept, i, rows[i], outputs, (i - from) * funds);
      }
      progress.report("score", to, n);
    }
    return scored;
  }

  private static double logValueOfZeros(HeadLayout layout) {
    Point point = new Point();
    layout.fill(point, new float[layout.width()], 0);
    return layout.logValue(point);
  }

  private static int[] rows(Samples samples, Split split) {
    int[] rows = new int[samples.size()];
    int count = 0;
    for (int i = 0; i < samples.size(); i++) {
      if (samples.split()[i] == split.code()) {
        rows[count++] = i;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  private float[] outputs(Samples samples, int[] rows) {
    int funds = data.funds().rows();
    int[] users = new int[rows.length * funds];
    int[] fund = new int[users.length];
    long[] moments = new long[users.length];
    for (int i = 0; i < users.length; i++) {
      users[i] = samples.user()[rows[i / funds]];
      fund[i] = i % funds;
      moments[i] = samples.moment()[rows[i / funds]];
    }
    Batch batch = batches.build(users, fund, moments, 0);
    try (NDManager manager = model.params().batch()) {
      return model
          .forward(batch, model.rows(batch, manager), manager, Pass.INFERENCE)
          .toFloatArray();
    }
  }

  private void fill(Scored scored, Kept kept, int at, int row, float[] outputs, int first) {
    Samples samples = data.samples();
    HeadLayout layout = model.config().layout();
    Point point = new Point();
    int top = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < data.funds().rows(); j++) {
      layout.fill(point, outputs, first + j);
      double etv = layout.etv(point);
      if (kept != null) {
        kept.etv()[at * data.funds().rows() + j] = etv;
      }
      if (etv > highest) {
        highest = etv;
        top = j;
      }
      if (j == samples.fund()[row]) {
        if (kept != null && kept.mu() != null) {
          kept.mu()[at] = point.mu();
          kept.sigma()[at] = point.sigma();
        }
        scored.etv()[at] = etv;
        if (scored.p() != null) {
          scored.p()[at] = point.p();
        }
        if (scored.logValue() != null) {
          scored.logValue()[at] = layout.logValue(point);
        }
      }
    }
    scored.user()[at] = samples.user()[row];
    scored.conversion()[at] = samples.conversion()[row];
    scored.amount()[at] = samples.amount()[row];
    scored.top()[at] = top == samples.fund()[row];
  }
}
