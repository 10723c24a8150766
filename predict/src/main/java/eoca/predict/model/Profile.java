package eoca.predict.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Histories;
import eoca.inputs.features.FittedFeatures;
import eoca.inputs.features.FittedFeatures.Fitted;
import eoca.inputs.features.Split;
import eoca.predict.loss.Point;
import eoca.predict.net.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * How the users that a model was trained on looked, and its mean ETV for them: what a scoring is
 * compared with. A histogram an input: a category's codes (the rest of a long vocabulary together),
 * ten steps of a number between the training users' deciles and one for missing ones, the number of
 * events before the moment.
 *
 * <p>Bytes: a few hundred an input, whatever the users.
 *
 * @param features fingerprint of the fitted features it belongs to
 * @param columns the inputs
 * @param funds ids of the funds
 * @param meanEtv mean ETV over the profile's users, by fund, unclipped above
 */
public record Profile(String features, List<Column> columns, List<String> funds, double[] meanEtv) {
  private static final int FORMAT = 1;
  private static final int CODES = 32;
  private static final int STEPS = 10;

  /** Most users that are looked at. */
  private static final int USERS = 20_000;

  private static final int BLOCK = 128;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One input's histogram.
   *
   * @param name the users' column, or {@code events}
   * @param edges ascending inner edges of a number; null of a category
   * @param counts users in each class; the last of a number is "missing"
   */
  public record Column(String name, double[] edges, long[] counts) {}

  /** The columns of users, with their edges but without counts. */
  private static List<Column> columns(
      FittedFeatures fitted, Entities users, Histories histories, IntToLongFunction moment) {
    List<Column> columns = new ArrayList<>();
    for (int f = 0; f < fitted.users().size(); f++) {
      Fitted feature = fitted.users().get(f);
      if (feature.encoder() != null) {
        int classes = Math.min(CODES, feature.encoder().codes());
        columns.add(new Column(feature.column(), null, new long[classes]));
      } else {
        columns.add(number(feature.column(), users.numbers()[f]));
      }
    }
    if (histories != null) {
      float[] events = new float[users.rows()];
      int length = fitted.spec().behaviours().length();
      for (int u = 0; u < events.length; u++) {
        events[u] = events(histories, u, moment.applyAsLong(u), length);
      }
      columns.add(number("events", events));
    }
    return columns;
  }

  private static Column number(String name, float[] values) {
    float[] known = new float[values.length];
    int n = 0;
    for (float value : values) {
      if (!Float.isNaN(value)) {
        known[n++] = value;
      }
    }
    Arrays.sort(known, 0, n);
    double[] edges = new double[STEPS - 1];
    int distinct = 0;
    for (int i = 1; i < STEPS && n > 0; i++) {
      double edge = known[(int) ((long) i * n / STEPS)];
      if (distinct == 0 || edge > edges[distinct - 1]) {
        edges[distinct++] = edge;
      }
    }
    return new Column(name, Arrays.copyOf(edges, distinct), new long[distinct + 2]);
  }

  private static int events(Histories histories, int user, long moment, int length) {
    return Math.min(length, histories.endBefore(user, moment) - histories.start()[user]);
  }

  /**
   * The profile of the users of the training split, each once, as they were at their last sample in
   * it; of very many, evenly spaced ones.
   *
   * @param model trained
   */
  public static Profile of(EtvModel model, FeatureData data) {
    int[] users = users(data);
    Entities own = pick(data.users(), users);
    long[] last = new long[users.length];
    long[] lastOf = lastMoments(data);
    Arrays.setAll(last, i -> lastOf[users[i]]);
    boolean behaviours = model.config().behaviour() != null;
    Histories histories = behaviours ? pick(data.histories(), users) : null;
    List<Column> empty = columns(model.fitted(), own, histories, u -> last[u]);
    List<long[]> counts = count(empty, model.fitted(), own, histories, u -> last[u]);
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < counts.size(); c++) {
      columns.add(new Column(empty.get(c).name(), empty.get(c).edges(), counts.get(c)));
    }
    int funds = data.funds().rows();
    int[] all = new int[funds];
    Arrays.setAll(all, j -> j);
    double[] mean = new double[funds];
    Point point = new Point();
    Inference.Worker worker =
        new Inference(model, data.funds(), all, data.graph(), data.users(), Kernels.scalar())
            .worker();
    for (int from = 0; from < users.length; from += BLOCK) {
      int to = Math.min(users.length, from + BLOCK);
      float[] outputs = worker.outputs(own, histories, u -> users[u], u -> last[u], from, to);
      for (int row = 0; row < (to - from) * funds; row++) {
        model.config().layout().fill(point, outputs, row);
        mean[row % funds] += Math.max(0, model.config().layout().etv(point)) / users.length;
      }
    }
    return new Profile(model.fitted().fingerprint(), columns, data.fundIds(), mean);
  }

  private static long[] lastMoments(FeatureData data) {
    long[] last = new long[data.users().rows()];
    Arrays.fill(last, Long.MIN_VALUE);
    FeatureData.Samples samples = data.samples();
    for (int i = 0; i < samples.size(); i++) {
      if (samples.split()[i] == Split.TRAIN.code()) {
        int user = samples.user()[i];
        last[user] = Math.max(last[user], samples.moment()[i]);
      }
    }
    return last;
  }

  private static int[] users(FeatureData data) {
    long[] last = lastMoments(data);
    int[] found = IntStream.range(0, last.length).filter(u -> last[u] > Long.MIN_VALUE).toArray();
    int n = Math.min(USERS, found.length);
    int[] users = new int[n];
    Arrays.setAll(users, i -> found[(int) ((long) i * found.length / n)]);
    return users;
  }

  private static Entities pick(Entities all, int[] rows) {
    byte[] level = new byte[rows.length];
    int[][] codes = new int[all.codes().length][];
    float[][] numbers = new float[codes.length][];
    for (int f = 0; f < codes.length; f++) {
      if (all.codes()[f] != null) {
        codes[f] = new int[rows.length];
      } else {
        numbers[f] = new float[rows.length];
      }
      for (int i = 0; i < rows.length; i++) {
        if (codes[f] != null) {
          codes[f][i] = all.codes()[f][rows[i]];
        } else {
          numbers[f][i] = all.numbers()[f][rows[i]];
        }
      }
    }
    return new Entities(rows.length, level, codes, numbers);
  }

  private static Histories pick(Histories all, int[] rows) {
    int[] start = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      start[i + 1] = start[i] + all.start()[rows[i] + 1] - all.start()[rows[i]];
    }
    int events = start[rows.length];
    Histories picked =
        new Histories(
            start, new long[events], new byte[events], new int[events], new float[events]);
    for (int i = 0; i < rows.length; i++) {
      int from = all.start()[rows[i]];
      int n = start[i + 1] - start[i];
      System.arraycopy(all.moment(), from, picked.moment(), start[i], n);
      System.arraycopy(all.action(), from, picked.action(), start[i], n);
      System.arraycopy(all.item(), from, picked.item(), start[i], n);
      System.arraycopy(all.amount(), from, picked.amount(), start[i], n);
    }
    return picked;
  }

  /** Counts some users into histograms with these columns' edges; a new array a column. */
  public static List<long[]> count(
      List<Column> columns,
      FittedFeatures fitted,
      Entities users,
      Histories histories,
      IntToLongFunction moment) {
    List<long[]> all = new ArrayList<>();
    int features = fitted.users().size();
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      long[] counts = new long[column.counts().length];
      for (int u = 0; u < users.rows(); u++) {
        int at;
        if (c >= features) {
          int length = fitted.spec().behaviours().length();
          at = step(column, events(histories, u, moment.applyAsLong(u), length));
        } else if (column.edges() == null) {
          at = Math.min(counts.length - 1, users.codes()[c][u]);
        } else {
          at = step(column, users.numbers()[c][u]);
        }
        counts[at]++;
      }
      all.add(counts);
    }
    return all;
  }

  private static int step(Column column, float value) {
    if (Float.isNaN(value)) {
      return column.counts().length - 1;
    }
    int step = 0;
    while (step < column.edges().length && value >= column.edges()[step]) {
      step++;
    }
    return step;
  }

  /**
   * Population stability index Σ (a − b)·ln(a / b) of two histograms' shares, half a user added to
   * every class. Below 0.1 is usual, above 0.25 another population.
   */
  public static double stability(long[] before, long[] now) {
    double totalBefore = 0.5 * before.length + Arrays.stream(before).sum();
    double totalNow = 0.5 * now.length + Arrays.stream(now).sum();
    double sum = 0;
    for (int i = 0; i < before.length; i++) {
      double a = (now[i] + 0.5) / totalNow;
      double b = (before[i] + 0.5) / totalBefore;
      sum += (a - b) * Math.log(a / b);
    }
    return sum;
  }

  /** The JSON text of {@code profile.json}. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("features", features);
    ArrayNode all = root.putArray("columns");
    for (Column column : columns) {
      ObjectNode node = all.addObject().put("name", column.name());
      if (column.edges() != null) {
        ArrayNode edges = node.putArray("edges");
        Arrays.stream(column.edges()).forEach(edges::add);
      }
      ArrayNode counts = node.putArray("counts");
      Arrays.stream(column.counts()).forEach(counts::add);
    }
    ObjectNode etv = root.putObject("mean_etv");
    for (int j = 0; j < meanEtv.length; j++) {
      etv.put(funds.get(j), meanEtv[j]);
    }
    return root.toPrettyString() + "\n";
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is not such a text
   */
  public static Profile fromJson(JsonNode root) {
    if (root.path("format").asInt(-1) != FORMAT) {
      throw new IllegalArgumentException("profile of format " + FORMAT + " expected");
    }
    List<Column> columns = new ArrayList<>();
    for (JsonNode node : root.required("columns")) {
      JsonNode counts = node.required("counts");
      long[] read = new long[counts.size()];
      Arrays.setAll(read, i -> counts.get(i).longValue());
      double[] edges = null;
      if (node.has("edges")) {
        edges = new double[node.get("edges").size()];
        Arrays.setAll(edges, i -> node.get("edges").get(i).doubleValue());
      }
      columns.add(new Column(node.required("name").asText(), edges, read));
    }
    List<String> funds = new ArrayList<>();
    root.required("mean_etv").fieldNames().forEachRemaining(funds::add);
    double[] mean = new double[funds.size()];
    Arrays.setAll(mean, j -> root.get("mean_etv").get(funds.get(j)).doubleValue());
    return new Profile(root.required("features").asText(), columns, funds, mean);
  }
}
