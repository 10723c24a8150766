package eoca.predict.net;

import java.util.Arrays;

/**
 * {@link BehaviourAttention} at inference. An event enters linearly, h_t = x_t·E with x_t = [item ‖
 * action ‖ time ‖ amount] of 3·width + 1 numbers, so the block's matrices fold around x_t:
 *
 * <pre>
 *   score(s, t) = (x_s·E·Q)(x_t·E·K)' / √d = (x_s·A_head) · x_t     A_head = E·Q·K'·E' / √d
 *   result      = Σ_head (mean_s Σ_t a_st·x_t)·E·V·W_head + (mean_s x_s)·E·R + b
 * </pre>
 *
 * A query x_s·A is a sum of an item's row, a row of (action, time bucket) and the amount times one
 * row, all computed once a model; keys and values are the event's own numbers. What is left a user
 * is O(L²·heads·width) for the scores, and the matrices after the pooling, which a model folds into
 * its first layer ({@link #fold}).
 *
 * <p>Bytes: 4·heads·(3·width + 1) an item, 280 rows of (action, time). Safe for concurrent use; the
 * scratch is a thread's own.
 */
public final class AttentionRows {
  private final String name;
  private final int size;
  private final int heads;
  private final int embedding;
  private final int width;
  private final int rowFloats;
  private final Ranges at;
  private final EmbeddingTable table;
  private final double[] event;
  private final float[] items;
  private final float[] moments;
  private final float[] amount;
  private final AttentionKernel kernel;

  /**
   * Where rows of the embedding table begin, and how many there are.
   *
   * @param items first row of the items
   * @param itemCodes number of item codes
   * @param actions first row of the actions
   * @param actionCodes number of action codes
   * @param times first row of the time buckets
   */
  public record Ranges(int items, int itemCodes, int actions, int actionCodes, int times) {}

  /** Computes the rows of a trained block of that name. */
  public AttentionRows(
      Params params,
      String name,
      EmbeddingTable table,
      Ranges at,
      int size,
      int heads,
      Kernels kernels) {
    this.name = name;
    this.size = size;
    this.heads = heads;
    this.embedding = table.width();
    this.width = 3 * embedding + 1;
    this.rowFloats =
        (heads * width + AttentionKernel.PAD - 1) / AttentionKernel.PAD * AttentionKernel.PAD;
    this.at = at;
    this.table = table;
    this.kernel = kernels.attention();
    // E: the three embeddings' rows, then the amount's.
    float[] weights = params.toFloats(name + ".event.weight");
    float[] byAmount = params.toFloats(name + ".by-amount");
    event = new double[width * size];
    for (int i = 0; i < weights.length; i++) {
      event[i] = weights[i];
    }
    for (int d = 0; d < size; d++) {
      event[3 * embedding * size + d] = byAmount[d];
    }
    double[] forms = forms(params);
    items = new float[Math.multiplyExact(at.itemCodes(), rowFloats)];
    double[] row = new double[heads * width];
    for (int i = 0; i < at.itemCodes(); i++) {
      Arrays.fill(row, 0);
      addRow(at.items() + i, 0, forms, row);
      store(row, items, i * rowFloats);
    }
    int times = BehaviourAttention.TIME_BUCKETS;
    moments = new float[at.actionCodes() * times * rowFloats];
    for (int a = 0; a < at.actionCodes(); a++) {
      for (int t = 0; t < times; t++) {
        Arrays.fill(row, 0);
        addRow(at.actions() + a, embedding, forms, row);
        addRow(at.times() + t, 2 * embedding, forms, row);
        store(row, moments, (a * times + t) * rowFloats);
      }
    }
    amount = new float[rowFloats];
    System.arraycopy(forms, 3 * embedding * row.length, row, 0, row.length);
    store(row, amount, 0);
  }

  /** A of all heads, {@code [width][heads · width]}. */
  private double[] forms(Params params) {
    double[] queries = Dense.product(event, wide(params, ".queries.weight"), width, size, size);
    double[] keys = Dense.product(event, wide(params, ".keys.weight"), width, size, size);
    double scale = 1 / Math.sqrt((double) size / heads);
    int each = size / heads;
    double[] forms = new double[width * heads * width];
    for (int i = 0; i < width; i++) {
      for (int head = 0; head < heads; head++) {
        for (int j = 0; j < width; j++) {
          double sum = 0;
          for (int d = head * each; d < (head + 1) * each; d++) {
            sum += queries[i * size + d] * keys[j * size + d];
          }
          forms[(i * heads + head) * width + j] = sum * scale;
        }
      }
    }
    return forms;
  }

  private double[] wide(Params params, String parameter) {
    return Dense.wide(params.toFloats(name + parameter));
  }

  private void addRow(int embedded, int first, double[] forms, double[] row) {
    for (int i = 0; i < embedding; i++) {
      double x = table.values()[embedded * embedding + i];
      for (int c = 0; c < row.length; c++) {
        row[c] += x * forms[(first + i) * row.length + c];
      }
    }
  }

  private static void store(double[] row, float[] rows, int at) {
    for (int c = 0; c < row.length; c++) {
      rows[at + c] = (float) row[c];
    }
  }

  /** Floats of a user's result: pooled events of each head, then the mean event. */
  public int resultWidth() {
    return (heads + 1) * width;
  }

  /**
   * The rest of the block, folded into the layer above it: the matrix that takes a user's result
   * where the layer takes the block's.
   *
   * @param layer {@code [size][out]}
   * @return {@code [resultWidth][out]}
   */
  public float[] fold(Params params, float[] layer, int out) {
    double[] above = Dense.wide(layer);
    double[] values = Dense.product(event, wide(params, ".values.weight"), width, size, size);
    double[] context = wide(params, ".context.weight");
    double[] residual = Dense.product(event, wide(params, ".residual.weight"), width, size, size);
    double[] folded = new double[resultWidth() * size];
    int each = size / heads;
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < width; i++) {
        for (int d = head * each; d < (head + 1) * each; d++) {
          double x = values[i * size + d];
          for (int o = 0; o < size; o++) {
            folded[(head * width + i) * size + o] += x * context[d * size + o];
          }
        }
      }
    }
    System.arraycopy(residual, 0, folded, heads * width * size, width * size);
    return Dense.narrow(Dense.product(folded, above, resultWidth(), size, out));
  }

  /** What the block's bias adds to the layer above it, {@code [out]}. */
  public float[] foldBias(Params params, float[] layer, int out) {
    return Dense.narrow(
        Dense.product(wide(params, ".context.bias"), Dense.wide(layer), 1, size, out));
  }

  /** Events of one user, and room to work on them; holds up to {@code length} events. */
  public final class Scratch {
    final int length;
    final int padded;
    final int stride;
    final int[] itemAt;
    final int[] momentAt;
    final float[] amounts;
    final float[] vectors;
    final float[] queries;
    final float[] scores;
    final float[] shares;
    final float[] row;
    int events;

    private Scratch(int length) {
      int pad = AttentionKernel.PAD;
      this.length = length;
      // Two vectors of queries may be loaded where there is one.
      this.padded = (length + pad - 1) / pad * pad + pad;
      this.stride = (width + pad - 1) / pad * pad;
      int keys = (length / AttentionKernel.KEYS + 1) * AttentionKernel.KEYS;
      itemAt = new int[length];
      momentAt = new int[length];
      amounts = new float[length];
      vectors = new float[keys * stride];
      queries = new float[heads * width * padded];
      scores = new float[keys * padded];
      shares = new float[keys];
      row = new float[Math.max(rowFloats, stride)];
    }

    /** The most events it holds. */
    public int capacity() {
      return length;
    }

    /** Forgets all events. */
    public void clear() {
      events = 0;
    }

    /** Adds an event: codes of item and action, time bucket, scaled amount. */
    public void add(int item, int action, int bucket, float scaled) {
      itemAt[events] = item * rowFloats;
      momentAt[events] = (action * BehaviourAttention.TIME_BUCKETS + bucket) * rowFloats;
      amounts[events] = scaled;
      int to = events * stride;
      copy(at.items() + item, to);
      copy(at.actions() + action, to + embedding);
      copy(at.times() + bucket, to + 2 * embedding);
      vectors[to + 3 * embedding] = scaled;
      events++;
    }

    private void copy(int embedded, int to) {
      System.arraycopy(table.values(), embedded * embedding, vectors, to, embedding);
    }

    int heads() {
      return heads;
    }

    /** Floats of an event's vector. */
    int width() {
      return width;
    }

    float[] itemRows() {
      return items;
    }

    float[] momentRows() {
      return moments;
    }

    float[] amountRow() {
      return amount;
    }
  }

  /** Room for users with up to that many events. */
  public Scratch scratch(int length) {
    return new Scratch(length);
  }

  /**
   * Writes one user's pooled events of each head, then the mean event; zeros for a user without
   * events.
   *
   * @param out receives {@link #resultWidth} floats from {@code at} on
   */
  public void apply(Scratch events, float[] out, int at) {
    if (events.events > 0) {
      kernel.attend(events, out, at, out, at + heads * width);
    } else {
      Arrays.fill(out, at, at + resultWidth(), 0);
    }
  }
}
