package eoca.predict.model;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.features.CategoryEncoder;
import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Graph;
import eoca.inputs.features.FeatureData.Histories;
import eoca.inputs.features.FeatureData.Samples;
import eoca.inputs.features.FeatureSpec;
import eoca.inputs.features.FittedFeatures;
import eoca.inputs.features.FittedFeatures.Fitted;
import eoca.inputs.features.NumberScaler;
import eoca.inputs.features.TableCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Seeded encoded data with every kind of input, made without files: user u has u % 5 events and u %
 * 4 edges, so that some have none. Conversions depend on the user's category and number and on the
 * fund, so that there is something to learn.
 */
public final class SmallWorld {
  /** One day in microseconds. */
  public static final long DAY = 86_400_000_000L;

  /** The day of all samples. */
  public static final long SHOWN = 18_800 * DAY;

  private static final String SPEC =
      """
      spec: small
      users:
        features:
          city: {type: categorical, vocabulary: 10}
          job: {type: categorical, buckets: 6}
          age: {type: numeric}
      funds:
        features:
          fund_id: {type: categorical, vocabulary: 10}
          rate: {type: numeric}
      samples: {click: click}
      behaviours: {amount: amount, items: {vocabulary: 10}, length: 4}
      edges: {weight: weight, merchants: {buckets: 7}}
      splits: {train: 2021-01-01..2021-01-31, validation: 20%, test: 2021-03-01..2021-03-31}
      """;

  private SmallWorld() {}

  /** Fitted features of the world. */
  public static FittedFeatures fitted() {
    FeatureSpec spec = FeatureSpec.of(ConfigNode.parse("small.yaml", SPEC));
    return new FittedFeatures(
        spec,
        List.of(
            new Fitted("city", new CategoryEncoder.Vocabulary(List.of("a", "b", "c")), null),
            new Fitted("job", new CategoryEncoder.Buckets(6), null),
            new Fitted("age", null, new NumberScaler.Standard(false, 0, 1))),
        List.of(
            new Fitted("fund_id", new CategoryEncoder.Vocabulary(List.of("x", "y", "z")), null),
            new Fitted("rate", null, new NumberScaler.Standard(false, 0, 1))),
        new CategoryEncoder.Vocabulary(List.of("i", "j", "k", "l")),
        new NumberScaler.Standard(true, 0, 1),
        new CategoryEncoder.Buckets(7));
  }

  /** The world. */
  public static FeatureData data(int users, long seed) {
    Random random = new Random(seed);
    int[] city = new int[users];
    int[] job = new int[users];
    float[] age = new float[users];
    List<String> ids = new ArrayList<>();
    for (int u = 0; u < users; u++) {
      city[u] = random.nextInt(5);
      job[u] = random.nextInt(7);
      age[u] = u % 11 == 0 ? Float.NaN : (float) random.nextGaussian();
      ids.add("u" + u);
    }
    Entities userRows =
        new Entities(
            users, new byte[users], new int[][] {city, job, null}, new float[][] {null, null, age});
    Entities fundRows =
        new Entities(
            3, new byte[3], new int[][] {{2, 3, 4}, null}, new float[][] {null, {-1, 0, 1}});
    return new FeatureData(
        fitted(),
        userRows,
        ids,
        fundRows,
        List.of("x", "y", "z"),
        samples(userRows, random),
        histories(users, random),
        graph(users, random),
        new TableCounts(users, 3, 3L * users, 0, 0, 0, 0, 0));
  }

  private static Samples samples(Entities users, Random random) {
    int n = users.rows() * 3;
    Samples samples =
        new Samples(
            new int[n],
            new int[n],
            new long[n],
            new byte[n],
            new byte[n],
            new double[n],
            new byte[n]);
    for (int i = 0; i < n; i++) {
      int u = i / 3;
      int fund = i % 3;
      float age = Float.isNaN(users.numbers()[2][u]) ? 0 : users.numbers()[2][u];
      double taste = users.codes()[0][u] == fund + 1 ? 2 : 0;
      boolean click = random.nextDouble() < 1 / (1 + Math.exp(1 - taste - 0.5 * age));
      boolean conversion = click && random.nextDouble() < 1 / (1 + Math.exp(1.5 - taste));
      samples.user()[i] = u;
      samples.fund()[i] = fund;
      samples.moment()[i] = SHOWN;
      samples.click()[i] = (byte) (click ? 1 : 0);
      samples.conversion()[i] = (byte) (conversion ? 1 : 0);
      samples.amount()[i] = conversion ? Math.exp(5 + 0.8 * age + 0.5 * random.nextGaussian()) : 0;
      samples.split()[i] = (byte) (u % 5 == 0 ? 1 : u % 5 == 1 ? 2 : 0);
    }
    return samples;
  }

  private static Histories histories(int users, Random random) {
    int[] start = new int[users + 1];
    for (int u = 0; u < users; u++) {
      start[u + 1] = start[u] + u % 7;
    }
    int n = start[users];
    Histories histories = new Histories(start, new long[n], new byte[n], new int[n], new float[n]);
    for (int u = 0; u < users; u++) {
      for (int e = start[u]; e < start[u + 1]; e++) {
        histories.moment()[e] = SHOWN - (start[u + 1] - e) * DAY * (1 + random.nextInt(3));
        histories.action()[e] = (byte) (1 + random.nextInt(4));
        histories.item()[e] = random.nextInt(6);
        histories.amount()[e] = random.nextFloat();
      }
      java.util.Arrays.sort(histories.moment(), start[u], start[u + 1]);
    }
    return histories;
  }

  private static Graph graph(int users, Random random) {
    int merchants = 9;
    boolean[][] paid = new boolean[users][merchants];
    int edges = 0;
    for (int u = 0; u < users; u++) {
      for (int e = 0; e < u % 4 * 2; e++) {
        int m = random.nextInt(merchants);
        edges += paid[u][m] ? 0 : 1;
        paid[u][m] = true;
      }
    }
    Graph graph =
        new Graph(
            new int[users + 1],
            new int[edges],
            new float[edges],
            new int[merchants + 1],
            new int[edges],
            new float[edges],
            new int[merchants]);
    int at = 0;
    for (int u = 0; u < users; u++) {
      for (int m = 0; m < merchants; m++) {
        if (paid[u][m]) {
          graph.merchant()[at] = m;
          graph.weight()[at++] = 1 + u % 3 + m;
        }
      }
      graph.userStart()[u + 1] = at;
    }
    at = 0;
    for (int m = 0; m < merchants; m++) {
      graph.merchantCode()[m] = m % 8;
      for (int u = 0; u < users; u++) {
        if (paid[u][m]) {
          graph.user()[at] = u;
          graph.userWeight()[at++] = 1 + u % 3 + m;
        }
      }
      graph.merchantStart()[m + 1] = at;
    }
    return graph;
  }
}
