package eoca.inputs.features;

import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Graph;
import eoca.inputs.features.FeatureData.Histories;
import eoca.inputs.features.FeatureData.Samples;
import eoca.inputs.features.FittedFeatures.Fitted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * Encodes the database's tables into {@link FeatureData}: one ordered query a table, streamed.
 * Bytes beyond the result: one batch.
 */
final class FeatureLoader {
  private static final int MOST_ROWS = Integer.MAX_VALUE - 8;

  private final FeatureDatabase database;
  private final FittedFeatures fitted;
  private final FeatureSpec spec;

  FeatureLoader(FeatureDatabase database, FittedFeatures fitted) {
    this.database = database;
    this.fitted = fitted;
    this.spec = database.spec();
  }

  FeatureData load() {
    List<String> userIds = new ArrayList<>();
    List<String> fundIds = new ArrayList<>();
    Entities users = entities("users", fitted.users(), userIds, 0, size("users"));
    Entities funds = funds(fundIds);
    boolean training = database.hasSamples();
    return new FeatureData(
        fitted,
        users,
        List.copyOf(userIds),
        funds,
        List.copyOf(fundIds),
        training ? samples() : null,
        spec.behaviours() == null ? null : histories(users.rows()),
        spec.edges() == null ? null : graph(users.rows()),
        database.counts());
  }

  Entities funds(List<String> ids) {
    return entities("funds", fitted.funds(), ids, 0, size("funds"));
  }

  Entities users(List<String> ids, int first, int end) {
    return entities("users", fitted.users(), ids, first, end);
  }

  private Entities entities(
      String table, List<Fitted> features, List<String> ids, int first, int end) {
    int rows = end - first;
    byte[] level = new byte[rows];
    int[][] codes = new int[features.size()][];
    float[][] numbers = new float[features.size()][];
    StringBuilder columns = new StringBuilder("id, level");
    for (int i = 0; i < features.size(); i++) {
      columns.append(", x").append(i);
      if (features.get(i).encoder() != null) {
        codes[i] = new int[rows];
      } else {
        numbers[i] = new float[rows];
      }
    }
    int[] row = {0};
    database.query(
        "SELECT "
            + columns
            + " FROM "
            + table
            + " WHERE n >= "
            + first
            + " AND n < "
            + end
            + " ORDER BY n",
        batch -> {
          int from = row[0];
          int length = batch.getRowCount();
          VarCharVector id = (VarCharVector) batch.getVector(0);
          Float8Vector levels = (Float8Vector) batch.getVector(1);
          for (int i = 0; i < length; i++) {
            ids.add(text(id, i));
            level[from + i] = (byte) levels.get(i);
          }
          for (int x = 0; x < features.size(); x++) {
            FieldVector vector = batch.getVector(2 + x);
            if (codes[x] != null) {
              encode((VarCharVector) vector, features.get(x).encoder(), codes[x], from, length);
            } else {
              scale((Float8Vector) vector, features.get(x).scaler(), numbers[x], from, length);
            }
          }
          row[0] = from + length;
        });
    return new Entities(rows, level, codes, numbers);
  }

  private Samples samples() {
    String from = "samples WHERE split IS NOT NULL";
    int rows = size(from);
    boolean clicks = spec.samples().click() != null;
    Samples samples =
        new Samples(
            new int[rows],
            new int[rows],
            new long[rows],
            clicks ? new byte[rows] : null,
            new byte[rows],
            new double[rows],
            new byte[rows]);
    int[] row = {0};
    database.query(
        "SELECT u, j, moment, conversion, coalesce(amount, 0), split"
            + (clicks ? ", click" : "")
            + " FROM "
            + from
            + " ORDER BY n",
        batch -> {
          BigIntVector user = (BigIntVector) batch.getVector(0);
          BigIntVector fund = (BigIntVector) batch.getVector(1);
          BigIntVector moment = (BigIntVector) batch.getVector(2);
          Float8Vector conversion = (Float8Vector) batch.getVector(3);
          Float8Vector amount = (Float8Vector) batch.getVector(4);
          IntVector split = (IntVector) batch.getVector(5);
          Float8Vector click = clicks ? (Float8Vector) batch.getVector(6) : null;
          for (int i = 0; i < batch.getRowCount(); i++) {
            int at = row[0]++;
            samples.user()[at] = (int) user.get(i);
            samples.fund()[at] = (int) fund.get(i);
            samples.moment()[at] = moment.get(i);
            samples.conversion()[at] = (byte) conversion.get(i);
            samples.amount()[at] = amount.get(i);
            samples.split()[at] = (byte) split.get(i);
            if (click != null) {
              samples.click()[at] = (byte) click.get(i);
            }
          }
        });
    return samples;
  }

  private Histories histories(int users) {
    String from = "behaviours";
    int rows = size(from);
    boolean amounts = spec.behaviours().amount() != null;
    int[] start = new int[users + 1];
    Histories histories =
        new Histories(start, new long[rows], new byte[rows], new int[rows], new float[rows]);
    int[] row = {0};
    database.query(
        "SELECT u, moment, action::INTEGER, item"
            + (amounts ? ", amount" : "")
            + " FROM "
            + from
            + " ORDER BY u, moment, n",
        batch -> {
          BigIntVector user = (BigIntVector) batch.getVector(0);
          BigIntVector moment = (BigIntVector) batch.getVector(1);
          IntVector action = (IntVector) batch.getVector(2);
          int at = row[0];
          int length = batch.getRowCount();
          encode((VarCharVector) batch.getVector(3), fitted.items(), histories.item(), at, length);
          if (amounts) {
            scale(
                (Float8Vector) batch.getVector(4),
                fitted.amounts(),
                histories.amount(),
                at,
                length);
          }
          for (int i = 0; i < length; i++, at++) {
            start[(int) user.get(i) + 1]++;
            histories.moment()[at] = moment.get(i);
            histories.action()[at] = (byte) action.get(i);
            if (Float.isNaN(histories.amount()[at])) {
              histories.amount()[at] = 0;
            }
          }
          row[0] = at;
        });
    accumulate(start);
    return histories;
  }

  /**
   * The newest events of some users before a moment.
   *
   * @param first row of the first user; users count from it in the result
   * @param end row after the last user
   * @param before events at or after this moment are left out
   * @param length events kept a user
   */
  Histories recent(int first, int end, long before, int length) {
    RecentEvents kept = new RecentEvents(end - first, length);
    boolean amounts = spec.behaviours().amount() != null;
    String from =
        "behaviours WHERE u >= "
            + first
            + " AND u < "
            + end
            + " AND moment < "
            + before
            + " ORDER BY u, moment, n";
    database.query(
        "SELECT u, moment, action::INTEGER, item" + (amounts ? ", amount" : "") + " FROM " + from,
        batch -> {
          BigIntVector user = (BigIntVector) batch.getVector(0);
          BigIntVector moment = (BigIntVector) batch.getVector(1);
          IntVector action = (IntVector) batch.getVector(2);
          VarCharVector item = (VarCharVector) batch.getVector(3);
          Float8Vector amount = amounts ? (Float8Vector) batch.getVector(4) : null;
          for (int i = 0; i < batch.getRowCount(); i++) {
            float scaled =
                amount == null || amount.isNull(i) ? 0 : fitted.amounts().scale(amount.get(i));
            kept.add(
                (int) user.get(i) - first,
                moment.get(i),
                (byte) action.get(i),
                fitted.items().code(item.isNull(i) ? null : text(item, i)),
                scaled);
          }
        });
    return kept.histories();
  }

  Graph graph(int users) {
    database.execute(
        "CREATE OR REPLACE TEMP TABLE merchants AS SELECT merchant,"
            + " row_number() OVER (ORDER BY merchant) - 1 AS m"
            + " FROM (SELECT DISTINCT merchant FROM edges)");
    String weight = spec.edges().weight() == null ? "1.0::DOUBLE" : "weight";
    database.execute(
        "CREATE OR REPLACE TEMP TABLE pairs AS SELECT u, m, sum("
            + weight
            + " ORDER BY n)::DOUBLE AS weight FROM edges JOIN merchants USING (merchant)"
            + " WHERE u IS NOT NULL GROUP BY u, m");
    int merchants = size("merchants");
    int edges = size("pairs");
    Graph graph =
        new Graph(
            new int[users + 1],
            new int[edges],
            new float[edges],
            new int[merchants + 1],
            new int[edges],
            new float[edges],
            new int[merchants]);
    int[] row = {0};
    database.query(
        "SELECT u, m, weight FROM pairs ORDER BY u, m",
        batch -> {
          for (int i = 0; i < batch.getRowCount(); i++, row[0]++) {
            graph.userStart()[(int) ((BigIntVector) batch.getVector(0)).get(i) + 1]++;
            graph.merchant()[row[0]] = (int) ((BigIntVector) batch.getVector(1)).get(i);
            graph.weight()[row[0]] = (float) ((Float8Vector) batch.getVector(2)).get(i);
          }
        });
    row[0] = 0;
    database.query(
        "SELECT m, u, weight FROM pairs ORDER BY m, u",
        batch -> {
          for (int i = 0; i < batch.getRowCount(); i++, row[0]++) {
            graph.merchantStart()[(int) ((BigIntVector) batch.getVector(0)).get(i) + 1]++;
            graph.user()[row[0]] = (int) ((BigIntVector) batch.getVector(1)).get(i);
            graph.userWeight()[row[0]] = (float) ((Float8Vector) batch.getVector(2)).get(i);
          }
        });
    row[0] = 0;
    database.query(
        "SELECT merchant FROM merchants ORDER BY m",
        batch -> {
          int length = batch.getRowCount();
          encode(
              (VarCharVector) batch.getVector(0),
              fitted.merchants(),
              graph.merchantCode(),
              row[0],
              length);
          row[0] += length;
        });
    accumulate(graph.userStart());
    accumulate(graph.merchantStart());
    return graph;
  }

  int size(String from) {
    long rows = database.count(from);
    if (rows > MOST_ROWS) {
      throw EocaException.usage(
          "at most " + MOST_ROWS + " rows expected, " + from + " (" + rows + ")",
          "Maybe fewer days, or fewer events a user, are enough.");
    }
    return (int) rows;
  }

  private static void accumulate(int[] start) {
    for (int i = 1; i < start.length; i++) {
      start[i] += start[i - 1];
    }
  }

  private static void encode(
      VarCharVector vector, CategoryEncoder encoder, int[] codes, int from, int length) {
    for (int i = 0; i < length; i++) {
      codes[from + i] = encoder.code(vector.isNull(i) ? null : text(vector, i));
    }
  }

  private static void scale(
      Float8Vector vector, NumberScaler scaler, float[] numbers, int from, int length) {
    for (int i = 0; i < length; i++) {
      numbers[from + i] = vector.isNull(i) ? Float.NaN : scaler.scale(vector.get(i));
    }
  }

  private static String text(VarCharVector vector, int row) {
    return new String(vector.get(row), StandardCharsets.UTF_8);
  }
}
