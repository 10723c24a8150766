package eoca.predict.baseline;

import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Samples;
import eoca.inputs.features.Split;

/**
 * A plain hurdle model a fund, on the users' encoded features as columns (categories as 0 and 1,
 * numbers as scaled, a flag where missing): a logistic regression of the conversion, and a linear
 * regression of the log amount of conversions with log-normal mean. ETV = p · min(most, e^(m +
 * s²/2)), with the highest amount of the training as cap. Fitted to train and validation samples.
 */
public final class LogisticHurdle {
  private static final double RIDGE = 5;
  private static final double AMOUNT_RIDGE = 10;

  private final int[] codes;
  private final double[][] rate;
  private final double[][] amount;
  private final double[] spread;
  private final double most;

  private LogisticHurdle(
      int[] codes, double[][] rate, double[][] amount, double[] spread, double most) {
    this.codes = codes;
    this.rate = rate;
    this.amount = amount;
    this.spread = spread;
    this.most = most;
  }

  /** Fits the model to all samples that train or validate. */
  public static LogisticHurdle fit(FeatureData data) {
    Entities users = data.users();
    int[] codes = new int[users.codes().length];
    for (int f = 0; f < codes.length; f++) {
      if (users.codes()[f] != null) {
        for (int code : users.codes()[f]) {
          codes[f] = Math.max(codes[f], code + 1);
        }
      }
    }
    int funds = data.funds().rows();
    Samples samples = data.samples();
    double[][] rate = new double[funds][];
    double[][] amount = new double[funds][];
    double[] spread = new double[funds];
    double most = 0;
    for (int j = 0; j < funds; j++) {
      int n = 0;
      int positives = 0;
      for (int i = 0; i < samples.size(); i++) {
        if (mine(samples, i, j)) {
          n++;
          positives += samples.conversion()[i];
        }
      }
      double[][] x = new double[n][];
      double[] y = new double[n];
      double[][] bought = new double[positives][];
      double[] log = new double[positives];
      n = 0;
      positives = 0;
      for (int i = 0; i < samples.size(); i++) {
        if (!mine(samples, i, j)) {
          continue;
        }
        x[n] = row(users, codes, samples.user()[i]);
        y[n] = samples.conversion()[i];
        if (samples.conversion()[i] != 0) {
          bought[positives] = x[n];
          log[positives++] = Math.log1p(samples.amount()[i]);
          most = Math.max(most, samples.amount()[i]);
        }
        n++;
      }
      if (positives > 0) {
        rate[j] = Ridge.logistic(x, y, RIDGE);
        amount[j] = Ridge.linear(bought, log, AMOUNT_RIDGE);
        for (int i = 0; i < positives; i++) {
          double error = log[i] - Ridge.dot(bought[i], amount[j]);
          spread[j] += error * error / positives;
        }
      }
    }
    return new LogisticHurdle(codes, rate, amount, spread, most);
  }

  private static boolean mine(Samples samples, int i, int fund) {
    return samples.fund()[i] == fund && samples.split()[i] != Split.TEST.code();
  }

  private static double[] row(Entities users, int[] codes, int user) {
    int width = 1;
    for (int f = 0; f < codes.length; f++) {
      width += users.codes()[f] == null ? 2 : codes[f];
    }
    double[] row = new double[width];
    row[0] = 1;
    int at = 1;
    for (int f = 0; f < codes.length; f++) {
      if (users.codes()[f] == null) {
        float number = users.numbers()[f][user];
        row[at] = Float.isNaN(number) ? 0 : number;
        row[at + 1] = Float.isNaN(number) ? 1 : 0;
        at += 2;
      } else {
        int code = users.codes()[f][user];
        if (code < codes[f]) {
          row[at + code] = 1;
        }
        at += codes[f];
      }
    }
    return row;
  }

  /** Probability of a conversion of a user with a fund; 0 where the training had none. */
  public double p(FeatureData data, int user, int fund) {
    return rate[fund] == null
        ? 0
        : 1 / (1 + Math.exp(-Ridge.dot(row(data.users(), codes, user), rate[fund])));
  }

  /** Expected transaction value of a user with a fund; users may be others than the training's. */
  public double etv(FeatureData data, int user, int fund) {
    if (rate[fund] == null) {
      return 0;
    }
    double[] row = row(data.users(), codes, user);
    double p = 1 / (1 + Math.exp(-Ridge.dot(row, rate[fund])));
    return p * Math.min(most, Math.exp(Ridge.dot(row, amount[fund]) + spread[fund] / 2));
  }
}
