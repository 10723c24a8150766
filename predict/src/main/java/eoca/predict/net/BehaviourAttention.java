package eoca.predict.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Multi-head self-attention over a user's events (Vaswani et al. 2017), pooled to one vector.
 *
 * <p>Event t enters as h_t = A·item_t + B·action_t + C·time_t + d·amount_t; queries, keys and
 * values are linear in it, so each is a sum of rows that can be computed once per item, action and
 * time bucket. Scores q_s·k_t / √(size / heads); padded events get no weight as keys and none in
 * the mean. The result is W·mean_s(Σ_t a_st·v_t) + R·mean_s(h_s) + b: the mean goes inside, so that
 * the weights are averaged over queries before they meet the values. Users without events get b.
 *
 * <p>Time is the age of the event at the sample, in {@link #TIME_BUCKETS} logarithmic buckets, each
 * an embedding row: order enters through it, since attention alone has none.
 *
 * <p>Time per user: O(L²·size + L·size·width) multiplications.
 */
public final class BehaviourAttention {
  /** Number of time buckets: four a doubling, from a quarter of a day to about ten years. */
  public static final int TIME_BUCKETS = 56;

  private static final double MICROS_PER_DAY = 86_400e6;
  private static final double FAR = -1e9;

  /** Searching these is some ten times faster than two logarithms an event. */
  private static final long[] BUCKET_STARTS = bucketStarts();

  private final Linear event;
  private final NDArray byAmount;
  private final Linear queries;
  private final Linear keys;
  private final Linear values;
  private final Linear context;
  private final Linear residual;
  private final int heads;
  private final int size;

  /**
   * @param width of an embedding row
   * @param size of the result, a multiple of heads
   */
  public BehaviourAttention(Params params, String name, int width, int size, int heads) {
    if (size % heads != 0) {
      throw new IllegalArgumentException("size " + size + " is no multiple of heads " + heads);
    }
    this.heads = heads;
    this.size = size;
    this.event = new Linear(params, name + ".event", 3 * width, size, false);
    this.byAmount = params.uniform(name + ".by-amount", Math.sqrt(6.0 / (size + 1)), 1, 1, size);
    this.queries = new Linear(params, name + ".queries", size, size, false);
    this.keys = new Linear(params, name + ".keys", size, size, false);
    this.values = new Linear(params, name + ".values", size, size, false);
    this.context = new Linear(params, name + ".context", size, size, true);
    this.residual = new Linear(params, name + ".residual", size, size, false);
  }

  /** Width of the result. */
  public int size() {
    return size;
  }

  /** The time bucket of an event, 0..{@link #TIME_BUCKETS} − 1. */
  public static int timeBucket(long eventMicros, long sampleMicros) {
    int found = Arrays.binarySearch(BUCKET_STARTS, sampleMicros - eventMicros);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  private static int bucketByLogarithm(long micros) {
    double days = Math.max(0, micros / MICROS_PER_DAY);
    return (int) Math.min(TIME_BUCKETS - 1, 4 * StrictMath.log1p(4 * days) / StrictMath.log(2));
  }

  /** Age in microseconds from which on each bucket holds. */
  private static long[] bucketStarts() {
    long[] starts = new long[TIME_BUCKETS];
    for (int bucket = 1; bucket < TIME_BUCKETS; bucket++) {
      long low = starts[bucket - 1];
      long high = Long.MAX_VALUE;
      while (high - low > 1) {
        long middle = low + (high - low) / 2;
        if (bucketByLogarithm(middle) < bucket) {
          low = middle;
        } else {
          high = middle;
        }
      }
      starts[bucket] = high;
    }
    return starts;
  }

  /**
   * [n, size] from n histories of length L.
   *
   * @param rows the touched embeddings
   * @param index int32 [n, 3L]: positions of the items, then of the actions, then of the time
   *     buckets
   * @param amount [n, L]
   * @param mask [n, L]: 1 for an event, 0 for padding
   */
  public NDArray apply(Embedded rows, NDArray index, NDArray amount, NDArray mask) {
    long n = mask.getShape().get(0);
    long length = mask.getShape().get(1);
    long width = rows.rows().getShape().get(1);
    NDArray looked = rows.look(index).reshape(n, 3, length, width).transpose(0, 2, 1, 3);
    NDArray joined = looked.reshape(n, length, 3 * width);
    NDArray h = event.apply(joined).add(amount.expandDims(2).mul(byAmount));
    NDArray q = split(queries.apply(h), n, length);
    NDArray k = split(keys.apply(h), n, length);
    NDArray v = split(values.apply(h), n, length);
    NDArray far = mask.sub(1).mul(-FAR).reshape(n, 1, 1, length);
    NDArray products = q.matMul(k.transpose(0, 1, 3, 2));
    NDArray scores = Scalars.times(products, 1 / Math.sqrt((double) size / heads)).add(far);
    NDArray weights = scores.softmax(3);
    // Mean over the real queries; all zero for a user without events.
    NDArray count = mask.sum(new int[] {1}, true).maximum(1);
    NDArray share = mask.div(count);
    NDArray averaged = share.reshape(n, 1, 1, length).matMul(weights);
    NDArray pooled = averaged.matMul(v).reshape(new Shape(n, size));
    NDArray mean = share.reshape(n, 1, length).matMul(h).reshape(new Shape(n, size));
    return context.apply(pooled).add(residual.apply(mean));
  }

  private NDArray split(NDArray x, long n, long length) {
    return x.reshape(n, length, heads, size / heads).transpose(0, 2, 1, 3);
  }
}
