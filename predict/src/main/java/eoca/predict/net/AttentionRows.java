package eoca.predict.net;

import java.util.Arrays;

/**
 * {@link BehaviourAttention} at inference, per event sums of rows instead of products: an event
 * enters linearly as item + action + time + amount, so its query, key, value and own part are each
 * the sum of an item row, a row of (action, time bucket), and the amount times one row. These rows
 * are computed once a model; what is left a user is O(L²·size) for the scores and O(L·size) for
 * everything else, where the plain form multiplies every event by four matrices.
 *
 * <p>Results are what comes before the last two linear layers: the pooled values and the mean of
 * the events; {@link BehaviourAttention#finish} does the rest, for a block of users at once.
 *
 * <p>Bytes: 16·size an item, 280 rows of (action, time). Safe for concurrent use; the scratch is a
 * thread's own.
 */
public final class AttentionRows {
  private final int size;
  private final int heads;
  private final int times;
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
      Params params, String name, EmbeddingTable table, Ranges at, int size, int heads) {
    this(params, name, table, at, size, heads, AttentionKernel.choose(size / heads));
  }

  AttentionRows(
      Params params,
      String name,
      EmbeddingTable table,
      Ranges at,
      int size,
      int heads,
      AttentionKernel kernel) {
    this.size = size;
    this.heads = heads;
    this.times = BehaviourAttention.TIME_BUCKETS;
    this.kernel = kernel;
    int width = table.width();
    float[] event = params.toFloats(name + ".event.weight");
    Projector project = new Projector(params, name, size, heads);
    items = new float[Math.multiplyExact(at.itemCodes(), 4 * size)];
    float[] h = new float[size];
    for (int i = 0; i < at.itemCodes(); i++) {
      Arrays.fill(h, 0);
      multiply(table.values(), (at.items() + i) * width, event, 0, width, h);
      project.write(h, items, i * 4 * size);
    }
    moments = new float[at.actionCodes() * times * 4 * size];
    for (int a = 0; a < at.actionCodes(); a++) {
      for (int t = 0; t < times; t++) {
        Arrays.fill(h, 0);
        multiply(table.values(), (at.actions() + a) * width, event, width, width, h);
        multiply(table.values(), (at.times() + t) * width, event, 2 * width, width, h);
        project.write(h, moments, (a * times + t) * 4 * size);
      }
    }
    amount = new float[4 * size];
    project.write(params.toFloats(name + ".by-amount"), amount, 0);
  }

  /** out += x·W for a row x and rows {@code from..from + width} of W. */
  private static void multiply(
      float[] x, int at, float[] matrix, int from, int width, float[] out) {
    for (int i = 0; i < width; i++) {
      for (int d = 0; d < out.length; d++) {
        out[d] += x[at + i] * matrix[(from + i) * out.length + d];
      }
    }
  }

  /** Width of each result. */
  public int size() {
    return size;
  }

  /** Events of one user, and room to work on them; holds up to {@code length} events. */
  public final class Scratch {
    final int length;
    final int padded;
    final int[] itemAt;
    final int[] momentAt;
    final float[] amounts;
    final float[] queries;
    final float[] keys;
    final float[] values;
    final float[] scores;
    final float[] shares;
    int events;

    private Scratch(int length) {
      this.length = length;
      this.padded = (length + AttentionKernel.PAD - 1) / AttentionKernel.PAD * AttentionKernel.PAD;
      itemAt = new int[length];
      momentAt = new int[length];
      amounts = new float[length];
      queries = new float[size * padded];
      keys = new float[length * size];
      values = new float[length * size];
      scores = new float[length * padded];
      shares = new float[padded];
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
      itemAt[events] = item * 4 * size;
      momentAt[events] = (action * times + bucket) * 4 * size;
      amounts[events] = scaled;
      events++;
    }

    int size() {
      return size;
    }

    int heads() {
      return heads;
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
   * Writes one user's pooled values and mean event; zeros for a user without events.
   *
   * @param pooled receives {@code size} floats from {@code pooledAt} on
   * @param mean receives {@code size} floats from {@code meanAt} on
   */
  public void apply(Scratch events, float[] pooled, int pooledAt, float[] mean, int meanAt) {
    Arrays.fill(pooled, pooledAt, pooledAt + size, 0);
    Arrays.fill(mean, meanAt, meanAt + size, 0);
    if (events.events > 0) {
      kernel.attend(events, pooled, pooledAt, mean, meanAt);
    }
  }

  /** Writes [query ‖ key ‖ value ‖ event] of an event vector; queries carry the score's scale. */
  private static final class Projector {
    private final float[][] matrices;
    private final float scale;
    private final float[] out;

    Projector(Params params, String name, int size, int heads) {
      matrices =
          new float[][] {
            params.toFloats(name + ".queries.weight"),
            params.toFloats(name + ".keys.weight"),
            params.toFloats(name + ".values.weight")
          };
      scale = (float) (1 / Math.sqrt((double) size / heads));
      out = new float[size];
    }

    void write(float[] h, float[] rows, int at) {
      int size = out.length;
      for (int m = 0; m < matrices.length; m++) {
        Arrays.fill(out, 0);
        multiply(h, 0, matrices[m], 0, size, out);
        for (int d = 0; d < size; d++) {
          rows[at + m * size + d] = m == 0 ? out[d] * scale : out[d];
        }
      }
      System.arraycopy(h, 0, rows, at + matrices.length * size, size);
    }
  }
}
