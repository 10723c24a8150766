package eoca.predict.net;

import static eoca.predict.net.Gradients.close;
import static eoca.predict.net.Gradients.matrix;
import static eoca.predict.net.Gradients.plus;
import static eoca.predict.net.Gradients.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import eoca.predict.loss.Head;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureTest {
  private static final int USER = 3;
  private static final int FUND = 2;
  private static final int TASKS = 2;
  private static final int[] SIZES = {4, 3};
  private static final double[] NO_DROPOUT = {};

  private Params params;

  @BeforeEach
  void create() {
    params = new Params(DataType.FLOAT64, 5);
  }

  @AfterEach
  void release() {
    params.close();
  }

  private Mixture mixture(int experts, int gates) {
    return mixture(experts, 0, gates);
  }

  private Mixture mixture(int experts, int own, int gates) {
    Mixture mixture =
        new Mixture(params, "m", USER, FUND, experts, own, gates, TASKS, SIZES, NO_DROPOUT);
    params
        .names()
        .forEach(
            name -> {
              double[] value = params.get(name).toDoubleArray();
              for (int i = 0; i < value.length && name.endsWith("bias"); i++) {
                value[i] = 0.05 * (i + 1);
              }
              Gradients.set(params, name, value);
            });
    return mixture;
  }

  private static NDArray joined(Mixture mixture, NDArray users, NDArray funds) {
    return mixture.first().users(users).add(mixture.first().funds(funds));
  }

  @Test
  void everyKindOfGateMatchesTheLiteralDefinition() {
    for (int[] kind : new int[][] {{1, 0, 0}, {3, 1, 0}, {3, TASKS, 0}, {5, TASKS, 2}}) {
      params.close();
      create();
      Mixture mixture = mixture(kind[0], kind[2], kind[1]);
      try (NDManager batch = params.batch()) {
        NDArray users = Gradients.random(batch, 1, 5, USER);
        NDArray funds = Gradients.random(batch, 2, 5, FUND);
        List<NDArray> tasks = mixture.apply(joined(mixture, users, funds), Pass.INFERENCE);
        assertThat(tasks).hasSize(TASKS);
        for (int task = 0; task < TASKS; task++) {
          double[][] out = matrix(tasks.get(task));
          for (int row = 0; row < 5; row++) {
            close(out[row], literal(kind, task, matrix(users)[row], matrix(funds)[row]));
          }
        }
      }
    }
  }

  /** One row through a plain layer over the joined vector, each expert on its own. */
  private double[] literal(int[] kind, int task, double[] user, double[] fund) {
    int experts = kind[0];
    int gates = kind[1];
    int own = kind[2];
    double[] x = Arrays.copyOf(user, USER + FUND);
    System.arraycopy(fund, 0, x, USER, FUND);
    double[][] stacked = new double[USER + FUND][];
    System.arraycopy(matrix(params.get("m.first.user")), 0, stacked, 0, USER);
    System.arraycopy(matrix(params.get("m.first.fund")), 0, stacked, USER, FUND);
    double[] first = plus(times(x, stacked), params.get("m.first.bias").toDoubleArray());
    double[][] all = matrix(params.get("m.1.weight"));
    double[] bias = params.get("m.1.bias").toDoubleArray();
    double[] share = {1};
    if (gates > 0) {
      int from = experts * SIZES[0] + (gates == 1 ? 0 : task) * experts;
      double[] gate = Arrays.copyOfRange(first, from, from + experts);
      for (int e = experts - own * TASKS; own > 0 && e < experts; e++) {
        boolean mine = (e - (experts - own * TASKS)) / own == task;
        gate[e] = mine ? gate[e] : Double.NEGATIVE_INFINITY;
      }
      share = Gradients.softmax(gate);
    }
    double[] mixed = new double[SIZES[1]];
    for (int e = 0; e < experts; e++) {
      double[] h = Arrays.copyOfRange(first, e * SIZES[0], (e + 1) * SIZES[0]);
      relu(h);
      double[][] w = Arrays.copyOfRange(all, e * SIZES[0], (e + 1) * SIZES[0]);
      double[] y = plus(times(h, w), Arrays.copyOfRange(bias, e * SIZES[1], (e + 1) * SIZES[1]));
      relu(y);
      for (int d = 0; d < mixed.length; d++) {
        mixed[d] += share[e] * y[d];
      }
    }
    return mixed;
  }

  private static void relu(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, x[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void gradientsFromEmbeddingsToOutputs(int own) {
    NDArray leaf = Gradients.leaf(params, 5, USER);
    Mixture mixture = mixture(3, own, TASKS);
    Towers towers =
        new Towers(
            params,
            "t",
            mixture.out(),
            List.of(Head.CONVERSION, Head.SIGMA),
            new int[] {6},
            NO_DROPOUT,
            0.05,
            3);
    // Small positive biases keep the towers' ReLU units off their kinks and alive.
    for (String name : List.of("t.conversion.0.bias", "t.sigma.0.bias")) {
      Gradients.set(params, name, new double[] {0.5, 0.4, 0.3, 0.5, 0.4, 0.3});
    }
    Gradients.check(
        params,
        batch ->
            towers.apply(
                mixture.apply(
                    joined(mixture, leaf, Gradients.random(batch, 8, 5, FUND)), Pass.INFERENCE),
                Pass.INFERENCE));
  }

  @Test
  void headsStartWhereTheyAreTold() {
    Towers towers =
        new Towers(
            params,
            "t",
            3,
            List.of(Head.CONVERSION, Head.MU, Head.SIGMA),
            new int[] {},
            NO_DROPOUT,
            0.05,
            3);
    double[] wanted = {0.001, 7, 0.8};
    List<Head> heads = List.of(Head.CONVERSION, Head.MU, Head.SIGMA);
    for (int i = 0; i < 3; i++) {
      Gradients.set(
          params,
          Towers.bias("t", heads.get(i)),
          new double[] {towers.start(heads.get(i), wanted[i])});
    }
    try (NDManager batch = params.batch()) {
      NDArray zero = batch.create(new double[3], new ai.djl.ndarray.types.Shape(1, 3));
      double[] out = towers.apply(List.of(zero, zero, zero), Pass.INFERENCE).toDoubleArray();
      assertThat(1 / (1 + Math.exp(-out[0]))).isCloseTo(0.001, within(1e-12));
      assertThat(out[1]).isEqualTo(7);
      assertThat(out[2]).isCloseTo(0.8, within(1e-12));
    }
    assertThat(towers.start(Head.SIGMA, 99)).as("clamped").isLessThan(8);
    assertThat(towers.start(Head.CONVERSION, 0)).as("clamped").isGreaterThan(-17);
  }

  @Test
  void senselessGatesAreRefused() {
    assertThatThrownBy(() -> mixture(3, 0)).hasMessageContaining("gates 0, 1 or 2 expected");
    assertThatThrownBy(() -> mixture(3, 1, 1)).hasMessageContaining("a gate a task");
    assertThatThrownBy(() -> mixture(3, 2, TASKS)).hasMessageContaining("experts (3)");
  }

  @Test
  void dropoutScalesAndRepeatsWithItsSeed() {
    try (NDManager batch = params.batch()) {
      NDArray ones = batch.ones(new ai.djl.ndarray.types.Shape(1_000));
      Torch.engine().setRandomSeed(4);
      float[] first = new Pass(true).dropout(ones, 0.25).toFloatArray();
      Torch.engine().setRandomSeed(4);
      float[] again = new Pass(true).dropout(ones, 0.25).toFloatArray();
      assertThat(again).isEqualTo(first);
      int zeros = 0;
      for (float x : first) {
        assertThat(x == 0 || Math.abs(x - 4 / 3f) < 1e-6).isTrue();
        zeros += x == 0 ? 1 : 0;
      }
      assertThat(zeros).isBetween(200, 300);
      assertThat(Pass.INFERENCE.dropout(ones, 0.25)).isSameAs(ones);
    }
  }
}
