package eoca.predict.net;

import eoca.predict.loss.Head;
import java.util.Arrays;
import java.util.List;

/**
 * {@link Mixture} and {@link Towers} at inference, on tiles of users whose lanes are the users:
 *
 * <pre>
 *   once a fund    part[j] = fund_j·F + b            numbers that all users share
 *   once a user    U = x·W                           rows [hidden of all experts ‖ gates]
 *   once a pair    expert e:  relu(U_e + part_e), later layers
 *                  gates:     softmax(U_g + part_g), mixtures
 *                  towers:    layers, one output a head
 * </pre>
 *
 * <p>Bytes: the weights once more; a scratch holds the rows of one tile (70 KB for the user's part
 * of eight experts of 64). Safe for concurrent use; the scratch is a thread's own.
 */
public final class PairRows {
  private static final int USERS = Lanes.USERS;

  private final LaneKernel kernel;
  private final int in;
  private final int firstOut;
  private final int experts;
  private final int gates;
  private final int out;
  private final int[] sizes;
  private final float[] firstWeights;
  private final float[] noBias;
  private final float[][] parts;
  private final float[][][] layerWeights; // [layer − 1][expert]
  private final float[][][] layerBiases;
  private final Tower[] towers;
  private final int widest;

  /** A head's network. */
  private record Tower(
      int[] sizes,
      float[][] weights,
      float[][] biases,
      float[] last,
      float bias,
      boolean sigma,
      float low,
      float span) {}

  /**
   * What a model's shared part and towers look like.
   *
   * @param experts number of experts
   * @param gates 0, 1 or one a head
   * @param sizes widths of an expert's layers
   * @param heads the heads
   * @param towerSizes widths of a tower's layers
   * @param low least σ
   * @param high greatest σ
   */
  public record Form(
      int experts,
      int gates,
      int[] sizes,
      List<Head> heads,
      int[] towerSizes,
      double low,
      double high) {
    /** Outputs of the first layer. */
    public int firstOut() {
      return experts * sizes[0] + gates * experts;
    }
  }

  /**
   * Packs the parameters of trained blocks.
   *
   * @param shared name of the mixture
   * @param tower name of the towers
   * @param first the users' part of the first layer, {@code [in][form.firstOut]}
   * @param parts the funds' part of the first layer with all biases, {@code [fund][form.firstOut]}
   */
  public PairRows(
      Params params,
      String shared,
      String tower,
      Form form,
      float[] first,
      float[][] parts,
      Kernels kernels) {
    this.kernel = kernels.lanes();
    this.experts = form.experts();
    this.gates = form.gates();
    this.sizes = form.sizes().clone();
    this.out = sizes[sizes.length - 1];
    this.firstOut = form.firstOut();
    this.in = first.length / firstOut;
    this.firstWeights = Lanes.pack(first, 0, in, firstOut);
    this.noBias = new float[Lanes.padded(firstOut)];
    this.parts = parts;
    layerWeights = new float[sizes.length - 1][experts][];
    layerBiases = new float[sizes.length - 1][experts][];
    int most = Lanes.padded(out);
    for (int i = 1; i < sizes.length; i++) {
      float[] weights = params.toFloats(shared + "." + i + ".weight");
      float[] biases = params.toFloats(shared + "." + i + ".bias");
      for (int e = 0; e < experts; e++) {
        int each = sizes[i - 1] * sizes[i];
        layerWeights[i - 1][e] = Lanes.pack(weights, e * each, sizes[i - 1], sizes[i]);
        layerBiases[i - 1][e] = Lanes.pad(biases, e * sizes[i], sizes[i]);
      }
      most = Math.max(most, Lanes.padded(sizes[i - 1]));
    }
    towers = new Tower[form.heads().size()];
    for (int h = 0; h < towers.length; h++) {
      towers[h] = tower(params, tower, form, form.heads().get(h));
    }
    for (int size : form.towerSizes()) {
      most = Math.max(most, Lanes.padded(size));
    }
    widest = most;
  }

  private static Tower tower(Params params, String tower, Form form, Head head) {
    int[] sizes = form.towerSizes();
    String name = Towers.name(tower, head);
    float[][] weights = new float[sizes.length][];
    float[][] biases = new float[sizes.length][];
    int width = form.sizes()[form.sizes().length - 1];
    for (int i = 0; i < sizes.length; i++) {
      weights[i] = Lanes.pack(params.toFloats(name + "." + i + ".weight"), 0, width, sizes[i]);
      biases[i] = Lanes.pad(params.toFloats(name + "." + i + ".bias"), 0, sizes[i]);
      width = sizes[i];
    }
    return new Tower(
        sizes,
        weights,
        biases,
        params.toFloats(name + ".out.weight"),
        params.toFloats(name + ".out.bias")[0],
        head == Head.SIGMA,
        (float) form.low(),
        (float) (form.high() - form.low()));
  }

  /** Rows of one tile; a thread's own. */
  public final class Scratch {
    private final float[] inputs = new float[in * USERS];
    private final float[] first = new float[Lanes.padded(firstOut) * USERS];
    private final float[] hidden = new float[widest * USERS];
    private final float[] other = new float[widest * USERS];
    private final float[] experted = new float[experts * Lanes.padded(out) * USERS];
    private final float[] shares = new float[Math.max(1, gates * experts) * USERS];
    private final float[] mixed = new float[Lanes.padded(out) * USERS];
    private final float[] result = new float[USERS];

    private Scratch() {}

    /** Writes a user's vector, part of it: numbers {@code from..from + n} of an array. */
    public void put(int user, int row, float[] values, int from, int n) {
      int to = row * USERS + user;
      for (int i = 0; i < n; i++, to += USERS) {
        inputs[to] = values[from + i];
      }
    }
  }

  /** Room for one tile. */
  public Scratch scratch() {
    return new Scratch();
  }

  /** The users' part of the first layer, from the vectors that were put. */
  public void users(Scratch s) {
    kernel.product(s.inputs, in, firstWeights, noBias, s.first, 0, firstOut, false);
  }

  /**
   * The outputs of the tile's users against all funds.
   *
   * @param users how many lanes count
   * @param outputs receives {@code [users · funds][heads]} from {@code at} on, users outermost
   */
  public void pairs(Scratch s, int users, float[] outputs, int at) {
    int funds = parts.length;
    int heads = towers.length;
    int stride = Lanes.padded(out) * USERS;
    for (int j = 0; j < funds; j++) {
      for (int e = 0; e < experts; e++) {
        expert(s, parts[j], e, e * stride);
      }
      if (gates > 0) {
        int gate = experts * sizes[0];
        kernel.softmax(s.first, gate * USERS, parts[j], gate, gates, experts, s.shares);
      }
      for (int h = 0; h < heads; h++) {
        head(s, h, stride);
        for (int u = 0; u < users; u++) {
          outputs[at + (u * funds + j) * heads + h] = s.result[u];
        }
      }
    }
  }

  private void expert(Scratch s, float[] part, int e, int to) {
    int layers = sizes.length;
    int from = e * sizes[0];
    boolean only = layers == 1;
    kernel.addRelu(
        s.first, from * USERS, part, from, sizes[0], only ? s.experted : s.hidden, only ? to : 0);
    float[] x = s.hidden;
    for (int i = 1; i < layers; i++) {
      boolean last = i == layers - 1;
      float[] y = last ? s.experted : x == s.hidden ? s.other : s.hidden;
      kernel.product(
          x,
          sizes[i - 1],
          layerWeights[i - 1][e],
          layerBiases[i - 1][e],
          y,
          last ? to : 0,
          sizes[i],
          true);
      x = y;
    }
  }

  private void head(Scratch s, int h, int stride) {
    Tower tower = towers[h];
    float[] x = s.experted;
    if (gates > 0) {
      x = s.mixed;
      if (gates > 1 || h == 0) { // one gate: all heads share the first one's mixture
        kernel.mix(s.shares, h * experts * USERS, s.experted, experts, stride, out, x);
      }
    }
    int width = out;
    for (int i = 0; i < tower.sizes().length; i++) {
      float[] y = x == s.hidden ? s.other : s.hidden;
      int size = tower.sizes()[i];
      kernel.product(x, width, tower.weights()[i], tower.biases()[i], y, 0, size, true);
      x = y;
      width = size;
    }
    kernel.dot(x, 0, width, tower.last(), tower.bias(), s.result, 0);
    if (tower.sigma()) {
      kernel.sigmoid(s.result, 0, tower.low(), tower.span());
    }
  }

  /** The funds' part of the first layer with a bias added to all, {@code [fund][out]}. */
  public static float[][] parts(float[] vectors, int funds, float[] matrix, float[] bias) {
    int out = bias.length;
    int width = matrix.length / out;
    float[][] parts = new float[funds][];
    for (int j = 0; j < funds; j++) {
      double[] vector = Dense.wide(Arrays.copyOfRange(vectors, j * width, (j + 1) * width));
      double[] product = Dense.product(vector, Dense.wide(matrix), 1, width, out);
      for (int o = 0; o < out; o++) {
        product[o] += bias[o];
      }
      parts[j] = Dense.narrow(product);
    }
    return parts;
  }
}
