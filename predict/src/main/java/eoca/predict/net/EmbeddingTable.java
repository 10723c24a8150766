package eoca.predict.net;

import java.util.SplittableRandom;

/**
 * The embeddings of all categorical codes of a model: one table of rows, each field a range of it.
 * It lives outside the engine: a batch takes the rows it touches as one small tensor, and only
 * these rows are updated (Adam with per-row step counts, "lazy"), so that the cost of a step does
 * not depend on the vocabulary. An engine-side table would have a dense gradient and a dense Adam
 * step of its whole size.
 *
 * <p>Bytes: 12 a scalar (value and two moments) and 4 a row.
 */
public final class EmbeddingTable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final int rows;
  private final int width;
  private final float[] values;
  private final float[] first;
  private final float[] second;
  private final int[] steps;

  /**
   * @param rows number of rows
   * @param width of a row
   * @param seed of the initial values, uniform within ±1/√width · 0.1… small, as sums of them feed
   *     the first layer
   */
  public EmbeddingTable(int rows, int width, long seed) {
    this.rows = rows;
    this.width = width;
    this.values = new float[Math.multiplyExact(rows, width)];
    this.first = new float[values.length];
    this.second = new float[values.length];
    this.steps = new int[rows];
    SplittableRandom random = new SplittableRandom(seed);
    double bound = 0.1;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Width of a row. */
  public int width() {
    return width;
  }

  /** The values, row by row: the table's own array. */
  public float[] values() {
    return values;
  }

  /** Adam's first moments: the table's own array. */
  public float[] first() {
    return first;
  }

  /** Adam's second moments: the table's own array. */
  public float[] second() {
    return second;
  }

  /** Updates each row has seen: the table's own array. */
  public int[] steps() {
    return steps;
  }

  /** Copies rows into a matrix [count, width]. */
  public float[] gather(int[] touched, int count) {
    float[] matrix = new float[count * width];
    for (int i = 0; i < count; i++) {
      System.arraycopy(values, touched[i] * width, matrix, i * width, width);
    }
    return matrix;
  }

  /**
   * One Adam step of the touched rows.
   *
   * @param touched distinct rows
   * @param gradient {@code [count × width]}
   * @param rate learning rate
   * @param l2 weight decay added to the gradient
   */
  public void update(int[] touched, int count, float[] gradient, double rate, double l2) {
    for (int i = 0; i < count; i++) {
      int row = touched[i];
      int step = ++steps[row];
      double correction1 = 1 - StrictMath.pow(BETA1, step);
      double correction2 = 1 - StrictMath.pow(BETA2, step);
      double scale = rate * Math.sqrt(correction2) / correction1;
      double epsilon = EPSILON * Math.sqrt(correction2);
      int at = row * width;
      for (int d = 0; d < width; d++, at++) {
        double g = gradient[i * width + d] + l2 * values[at];
        first[at] = (float) (BETA1 * first[at] + (1 - BETA1) * g);
        second[at] = (float) (BETA2 * second[at] + (1 - BETA2) * g * g);
        values[at] -= (float) (scale * first[at] / (Math.sqrt(second[at]) + epsilon));
      }
    }
  }
}
