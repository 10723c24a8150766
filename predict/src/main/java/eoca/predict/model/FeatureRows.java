package eoca.predict.model;

import eoca.inputs.features.FeatureData.Entities;
import eoca.predict.net.EmbeddingTable;

/** The feature vectors of users or funds: embedding rows side by side, then numbers and flags. */
final class FeatureRows {
  private final EmbeddingTable table;
  private final int[] fields;
  private final int[] categories;
  private final int[] numeric;

  private FeatureRows(EmbeddingTable table, int[] fields, int[] categories, int[] numeric) {
    this.table = table;
    this.fields = fields;
    this.categories = categories;
    this.numeric = numeric;
  }

  static FeatureRows users(EtvModel model) {
    CodeSpace space = model.space();
    return new FeatureRows(
        model.table(), space.userFields, space.userCategories, space.userNumeric);
  }

  static FeatureRows funds(EtvModel model) {
    CodeSpace space = model.space();
    return new FeatureRows(
        model.table(), space.fundFields, space.fundCategories, space.fundNumeric);
  }

  /** Floats a row. */
  int width() {
    return fields.length * table.width() + 2 * numeric.length;
  }

  /** Rows {@code from..from + n} of the entities. */
  void fill(Entities entities, int from, int n, float[] out) {
    for (int i = 0; i < n; i++) {
      row(entities, from + i, out, i * width());
    }
  }

  /** The first {@code n} of some rows. */
  void fill(Entities entities, int[] rows, int n, float[] out) {
    for (int i = 0; i < n; i++) {
      row(entities, rows[i], out, i * width());
    }
  }

  private void row(Entities entities, int row, float[] out, int start) {
    int at = start;
    int width = table.width();
    for (int f = 0; f < fields.length; f++, at += width) {
      int code = fields[f] + entities.codes()[categories[f]][row];
      System.arraycopy(table.values(), code * width, out, at, width);
    }
    for (int feature : numeric) {
      float x = entities.numbers()[feature][row];
      boolean missing = Float.isNaN(x);
      out[at++] = missing ? 0 : x;
      out[at++] = missing ? 1 : 0;
    }
  }
}
