package eoca.inputs.features;

import eoca.inputs.features.FittedFeatures.Fitted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/**
 * Learns vocabularies and scales from the training split only: user features from the users that
 * have a training sample (each once), items and amounts from the events of these users before their
 * last training sample, merchants from their edges. Funds are few and known beforehand: all rows of
 * the funds table count.
 */
final class FeatureFitter {
  private static final String TRAIN_EVENTS =
      "(SELECT b.* FROM behaviours b JOIN (SELECT u AS su, max(moment) AS shown FROM samples"
          + " WHERE split = 0 GROUP BY u) ON b.u = su WHERE b.moment < shown)";

  private final FeatureDatabase database;
  private final FeatureSpec spec;

  FeatureFitter(FeatureDatabase database) {
    this.database = database;
    this.spec = database.spec();
  }

  FittedFeatures fit() {
    database.execute(
        "CREATE OR REPLACE TEMP TABLE train_users AS SELECT DISTINCT u FROM samples WHERE split = 0");
    String users = "(SELECT * FROM users WHERE n IN (SELECT u FROM train_users))";
    FeatureSpec.Behaviours behaviours = spec.behaviours();
    return new FittedFeatures(
        spec,
        fitAll(users, spec.users().features()),
        fitAll("funds", spec.funds().features()),
        behaviours == null ? null : encoder(TRAIN_EVENTS, "item", behaviours.coding()),
        behaviours == null || behaviours.amount() == null
            ? null
            : standard(TRAIN_EVENTS, "amount", true),
        spec.edges() == null
            ? null
            : encoder(
                "(SELECT * FROM edges WHERE u IN (SELECT u FROM train_users))",
                "merchant",
                spec.edges().coding()));
  }

  private List<Fitted> fitAll(String from, List<Feature> features) {
    List<Fitted> fitted = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      String column = features.get(i).column();
      if (features.get(i) instanceof Feature.Categorical category) {
        fitted.add(new Fitted(column, encoder(from, "x" + i, category.coding()), null));
      } else {
        Feature.Scaling scaling = ((Feature.Numeric) features.get(i)).scaling();
        NumberScaler scaler =
            scaling instanceof Feature.Scaling.Standard standard
                ? standard(from, "x" + i, standard.log())
                : quantile(from, "x" + i, ((Feature.Scaling.Quantile) scaling).quantiles());
        fitted.add(new Fitted(column, null, scaler));
      }
    }
    return List.copyOf(fitted);
  }

  private CategoryEncoder encoder(String from, String column, Feature.Coding coding) {
    if (coding instanceof Feature.Coding.Buckets hashed) {
      return new CategoryEncoder.Buckets(hashed.buckets());
    }
    Feature.Coding.Vocabulary vocabulary = (Feature.Coding.Vocabulary) coding;
    List<String> values = new ArrayList<>();
    database.query(
        String.format(
            java.util.Locale.ROOT,
            "SELECT %1$s FROM %2$s WHERE %1$s <> '' GROUP BY %1$s HAVING count(*) >= %3$d"
                + " ORDER BY count(*) DESC, %1$s LIMIT %4$d",
            column,
            from,
            vocabulary.minCount(),
            vocabulary.size()),
        batch -> {
          VarCharVector vector = (VarCharVector) batch.getVector(0);
          for (int i = 0; i < batch.getRowCount(); i++) {
            values.add(new String(vector.get(i), StandardCharsets.UTF_8));
          }
        });
    return new CategoryEncoder.Vocabulary(values);
  }

  private NumberScaler.Standard standard(String from, String column, boolean log) {
    String x = log ? "sign(" + column + ") * ln(1 + abs(" + column + "))" : column;
    double[] moments =
        doubles("SELECT avg(" + x + "), stddev_pop(" + x + ") FROM " + present(from, column));
    double mean = Double.isNaN(moments[0]) ? 0 : moments[0];
    return new NumberScaler.Standard(log, mean, moments[1] > 0 ? moments[1] : 1);
  }

  private NumberScaler.Quantile quantile(String from, String column, int quantiles) {
    String probabilities =
        IntStream.rangeClosed(0, quantiles)
            .mapToObj(i -> Double.toString((double) i / quantiles))
            .collect(Collectors.joining(", "));
    double[] values =
        doubles(
            "SELECT unnest(quantile_cont("
                + column
                + ", ["
                + probabilities
                + "])) FROM "
                + present(from, column));
    boolean none = values.length == 0 || Double.isNaN(values[0]);
    return new NumberScaler.Quantile(none ? new double[0] : values);
  }

  private static String present(String from, String column) {
    return from + " WHERE " + column + " IS NOT NULL AND NOT isnan(" + column + ")";
  }

  /** All values of a query's columns, row by row; null as NaN. */
  private double[] doubles(String sql) {
    List<Double> values = new ArrayList<>();
    database.query(
        sql,
        batch -> {
          for (int i = 0; i < batch.getRowCount(); i++) {
            for (FieldVector vector : batch.getFieldVectors()) {
              values.add(vector.isNull(i) ? Double.NaN : ((Float8Vector) vector).get(i));
            }
          }
        });
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
