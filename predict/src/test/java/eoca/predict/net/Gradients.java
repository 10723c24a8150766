package eoca.predict.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Compares the engine's gradient of a block with finite differences, in float64: of every parameter
 * and of a leaf that stands for touched embeddings. The scalar is a fixed random weighting of the
 * block's outputs.
 */
final class Gradients {
  private static final double STEP = 1e-5;

  /** At most this many entries of each array, evenly spread. */
  private static final int ENTRIES = 40;

  private Gradients() {}

  /** Checks all parameters; an input that wants a gradient is a parameter, too ({@link #leaf}). */
  static void check(Params params, Function<NDManager, NDArray> block) {
    double[] weights = weights(params, block);
    Map<String, double[]> gradients = new LinkedHashMap<>();
    try (NDManager batch = params.batch();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray out = block.apply(batch);
      collector.backward(out.flatten().mul(batch.create(weights)).sum());
      for (String name : params.names()) {
        gradients.put(name, params.get(name).getGradient().toDoubleArray());
      }
    }
    for (String name : params.names()) {
      double[] value = params.get(name).toDoubleArray();
      int stride = Math.max(1, value.length / ENTRIES);
      boolean moved = false;
      for (int i = 0; i < value.length; i += stride) {
        double slope = slope(params, block, weights, name, i);
        moved |= Math.abs(slope) > 1e-6;
        assertThat(gradients.get(name)[i])
            .as("%s[%d]", name, i)
            .isCloseTo(slope, within(1e-6 + 1e-5 * Math.abs(slope)));
      }
      assertThat(moved).as("%s has an effect", name).isTrue();
    }
  }

  private static double[] weights(Params params, Function<NDManager, NDArray> block) {
    try (NDManager batch = params.batch()) {
      long size = block.apply(batch).getShape().size();
      return new Random(3).doubles(size, -1, 1).toArray();
    }
  }

  private static double slope(
      Params params, Function<NDManager, NDArray> block, double[] weights, String name, int i) {
    double[] original = params.get(name).toDoubleArray();
    double[] moved = original.clone();
    moved[i] = original[i] + STEP;
    set(params, name, moved);
    double up = value(params, block, weights);
    moved[i] = original[i] - STEP;
    set(params, name, moved);
    double down = value(params, block, weights);
    set(params, name, original);
    return (up - down) / (2 * STEP);
  }

  private static double value(Params params, Function<NDManager, NDArray> block, double[] weights) {
    try (NDManager batch = params.batch()) {
      return block.apply(batch).flatten().mul(batch.create(weights)).sum().getDouble();
    }
  }

  static void set(Params params, String name, double[] data) {
    NDArray value = params.get(name);
    try (NDManager batch = params.batch()) {
      batch.create(data, value.getShape()).copyTo(value);
    }
  }

  /** A parameter [rows, width] that plays the touched rows of an embedding table. */
  static NDArray leaf(Params params, int rows, int width) {
    return params.uniform("leaf", 1, rows, width);
  }

  /** Random doubles of a shape. */
  static NDArray random(NDManager manager, long seed, long... shape) {
    ai.djl.ndarray.types.Shape s = new ai.djl.ndarray.types.Shape(shape);
    return manager.create(new Random(seed).doubles(s.size(), -1, 1).toArray(), s);
  }

  /** Rows of a matrix parameter. */
  static double[][] matrix(NDArray array) {
    long[] shape = array.getShape().getShape();
    double[] flat = array.toDoubleArray();
    int columns = (int) shape[shape.length - 1];
    double[][] rows = new double[flat.length / columns][columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(flat, i * columns, rows[i], 0, columns);
    }
    return rows;
  }

  /** x·W in plain loops. */
  static double[] times(double[] x, double[][] w) {
    double[] y = new double[w[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += x[i] * w[i][j];
      }
    }
    return y;
  }

  static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  static double[] softmax(double[] x) {
    double[] e = new double[x.length];
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      e[i] = Math.exp(x[i]);
      sum += e[i];
    }
    for (int i = 0; i < x.length; i++) {
      e[i] /= sum;
    }
    return e;
  }

  static void close(double[] actual, double[] expected) {
    assertThat(actual).usingComparatorWithPrecision(1e-9).containsExactly(expected);
  }
}
