package eoca.predict.model;

import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Histories;
import eoca.predict.net.BehaviourAttention;
import java.util.Arrays;

/**
 * Builds batches from encoded data. Holds scratch of one int a row of the embedding table, of users
 * and of merchants; not for concurrent use.
 */
public final class Batches {
  private final FeatureData data;
  private final CodeSpace space;
  private final ModelConfig config;
  private final int length;
  private final Distinct rows;
  private final Distinct merchants;
  private final Distinct payers;

  /**
   * @param length events of a history
   */
  Batches(FeatureData data, CodeSpace space, ModelConfig config, int length) {
    this.data = data;
    this.space = space;
    this.config = config;
    this.length = length;
    this.rows = new Distinct(space.rows);
    boolean graph = config.graph() != null;
    this.merchants = new Distinct(graph ? data.graph().merchants() : 0);
    this.payers = new Distinct(graph ? data.users().rows() : 0);
  }

  /**
   * A batch.
   *
   * @param users rows of the users
   * @param funds rows of the funds, as many
   * @param moments when the funds are shown, as many
   * @param seed of the neighbour samples
   */
  public Batch build(int[] users, int[] funds, long[] moments, long seed) {
    int n = users.length;
    rows.clear();
    int[] userCodes = codes(data.users(), users, n, space.userCategories, space.userFields);
    float[] userNumbers = numbers(data.users(), users, n, space.userNumeric);
    int[] all = allFunds();
    int[] fundCodes = codes(data.funds(), all, all.length, space.fundCategories, space.fundFields);
    float[] fundNumbers = numbers(data.funds(), all, all.length, space.fundNumeric);
    Batch.History history = config.behaviour() == null ? null : history(users, moments);
    Batch.Graph graph = config.graph() == null ? null : graph(users, seed);
    return new Batch(
        n,
        rows.distinct(),
        userCodes,
        userNumbers,
        funds.clone(),
        fundCodes,
        fundNumbers,
        history,
        graph);
  }

  private int[] allFunds() {
    int[] all = new int[data.funds().rows()];
    Arrays.setAll(all, j -> j);
    return all;
  }

  private int[] codes(Entities entities, int[] which, int n, int[] features, int[] fields) {
    int[] codes = new int[n * features.length];
    for (int f = 0; f < features.length; f++) {
      int[] column = entities.codes()[features[f]];
      for (int i = 0; i < n; i++) {
        codes[i * features.length + f] = rows.position(fields[f] + column[which[i]]);
      }
    }
    return codes;
  }

  private static float[] numbers(Entities entities, int[] which, int n, int[] features) {
    float[] numbers = new float[n * 2 * features.length];
    for (int f = 0; f < features.length; f++) {
      float[] column = entities.numbers()[features[f]];
      for (int i = 0; i < n; i++) {
        float x = column[which[i]];
        int at = (i * features.length + f) * 2;
        numbers[at] = Float.isNaN(x) ? 0 : x;
        numbers[at + 1] = Float.isNaN(x) ? 1 : 0;
      }
    }
    return numbers;
  }

  private Batch.History history(int[] users, long[] moments) {
    Histories histories = data.histories();
    int n = users.length;
    int[] index = new int[n * 3 * length];
    float[] amount = new float[n * length];
    float[] mask = new float[n * length];
    for (int i = 0; i < n; i++) {
      int end = histories.endBefore(users[i], moments[i]);
      int from = Math.max(histories.start()[users[i]], end - length);
      for (int t = 0; t < length; t++) {
        int event = from + t;
        boolean real = event < end;
        int at = i * 3 * length + t;
        index[at] = rows.position(space.items + (real ? histories.item()[event] : 0));
        index[at + length] = rows.position(space.actions + (real ? histories.action()[event] : 0));
        index[at + 2 * length] =
            rows.position(
                space.times
                    + (real
                        ? BehaviourAttention.timeBucket(histories.moment()[event], moments[i])
                        : 0));
        if (real) {
          amount[i * length + t] = histories.amount()[event];
          mask[i * length + t] = 1;
        }
      }
    }
    return new Batch.History(length, index, amount, mask);
  }

  private Batch.Graph graph(int[] users, long seed) {
    FeatureData.Graph graph = data.graph();
    merchants.clear();
    payers.clear();
    int fan = config.graph().merchants();
    Batch.Neighbours paid =
        NeighbourSampler.neighbours(
            users,
            users.length,
            graph.userStart(),
            graph.merchant(),
            graph.weight(),
            merchants,
            fan,
            seed);
    int[] sampled = merchants.distinct();
    Batch.Neighbours paidBy =
        NeighbourSampler.neighbours(
            sampled,
            Math.max(1, sampled.length),
            graph.merchantStart(),
            graph.user(),
            graph.userWeight(),
            payers,
            config.graph().users(),
            ~seed);
    int[] merchantCodes = new int[Math.max(1, sampled.length)];
    for (int m = 0; m < merchantCodes.length; m++) {
      int code = m < sampled.length ? graph.merchantCode()[sampled[m]] : 0;
      merchantCodes[m] = rows.position(space.merchants + code);
    }
    int[] who = payers.distinct();
    int[] known = who.length == 0 ? new int[] {0} : who;
    return new Batch.Graph(
        known.length,
        codes(data.users(), known, known.length, space.userCategories, space.userFields),
        numbers(data.users(), known, known.length, space.userNumeric),
        merchantCodes.length,
        merchantCodes,
        paidBy,
        paid);
  }
}
