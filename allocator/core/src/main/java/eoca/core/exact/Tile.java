package eoca.core.exact;

/**
 * Scratch of one worker slot: a tile of every column that stays in the first- or second-level
 * cache, with tolerances turned into fund limits. A column's part is 4 to 8 KiB, so that the
 * processor's prefetching pays (256 floats a column: twice the time at 50 funds). 64 KiB at 8
 * funds, 1 MiB at most, and 16·k² bytes for the rim.
 */
final class Tile {
  private static final int FLOATS = 1 << 16;
  private static final int LEAST = 1024;
  private static final int MOST = 2048;

  /** Numbers of {@link #worths}: 16 KiB. */
  private static final int WORTHS = 2048;

  final int size;
  final float[][] etv;
  final float[] out;
  final byte[] tolerance;
  final Kernels.Limits limits;
  final float[] row;
  final long[] keys;
  final long[] worth;
  final long[] weights;
  final int[] candidates;

  /** {@link Ties#user} of the loaded users, where they are weighed. */
  private long[] users;

  /** {@link Kernels#worth} of some of them by place. */
  private double[][] worths;

  private double[] tied;

  final Rim rim;

  /**
   * {@link Kernels#likely} or {@link Kernels#rivals} of the loaded users, where {@link #masked}.
   */
  final int[][] masks;

  /** Whether {@link #masks} are those of the loaded users. */
  boolean masked;

  /** Some of the loaded users, for whoever gathers them. */
  final int[] some;

  /** Former funds of the loaded users where the view has a bonus, else null. */
  private byte[] former;

  /** Their values without the bonus. */
  private float[] plain;

  private double cost;
  private final FundOrder order;
  private final boolean limited;
  private final float[] loOf = new float[64];
  private final float[] hiOf = new float[64];

  Tile(FundOrder order) {
    this.order = order;
    int k = order.count;
    int length = Math.max(LEAST, Math.min(MOST, FLOATS / k));
    this.size = length - length % Kernels.PAD;
    this.etv = new float[k][size];
    this.out = new float[size];
    this.tolerance = new byte[size];
    this.row = new float[k];
    this.keys = new long[k];
    this.worth = new long[k];
    this.weights = new long[k];
    this.candidates = new int[k];
    this.rim = new Rim(k);
    this.masks = new int[(k + 31) / 32][size];
    this.some = new int[size];
    int free = k;
    boolean blocks = false;
    for (int t = 0; t < 64; t++) {
      loOf[t] = order.lo[t];
      hiOf[t] = order.hi[t];
      if (order.users[t] > 0) {
        free = Math.min(free, order.hi[t]);
        blocks |= order.lo[t] > 0;
      }
    }
    this.limited = free < k;
    this.limits =
        new Kernels.Limits(
            free, blocks, new float[blocks ? size : 0], new float[limited ? size : 0]);
  }

  /** Tolerances of the loaded users as floats, and the first fund of their block. */
  void levels(float[] toleranceOf, float[] blockOf, int length) {
    for (int i = 0; i < length; i++) {
      toleranceOf[i] = tolerance[i];
      blockOf[i] = loOf[tolerance[i]];
    }
  }

  /**
   * Loads users {@code from..from+length-1} of a view. Values of former funds have the bonus, and
   * are rounded: {@link #keys} and {@link #value} go back to what was loaded.
   */
  void load(View view, int from, int length) {
    masked = false;
    loadPlain(view, from, length);
    for (int i = 0; former != null && i < length; i++) {
      if (former[i] != Bonus.NONE) {
        float[] column = etv[former[i] & 0xFF];
        plain[i] = column[i];
        column[i] += (float) cost;
      }
    }
  }

  /** The former fund of a loaded user, or {@link Bonus#NONE}. */
  byte former(int i) {
    return former == null ? Bonus.NONE : former[i];
  }

  /** A loaded user's value with the bonus, as exact as a double can be. */
  double value(int j, int i) {
    return former != null && former[i] == (byte) j && former[i] != Bonus.NONE
        ? plain[i] + cost
        : etv[j][i];
  }

  /** Loads without adding the bonus. */
  void loadPlain(View view, int from, int length) {
    if (view.bonus() != null) {
      if (former == null) {
        former = new byte[size];
        plain = new float[size];
        cost = view.bonus().cost();
      }
      view.bonus().copy(from, former, length);
    }
    view.tolerances().copy(from, tolerance, length);
    for (int j = 0; j < etv.length; j++) {
      view.etv().copy(view.column()[j], from, etv[j], length);
    }
    if (limited) {
      float[] hi = limits.hi();
      for (int i = 0; i < length; i++) {
        hi[i] = hiOf[tolerance[i]];
      }
    }
    if (limits.blocks()) {
      float[] lo = limits.lo();
      for (int i = 0; i < length; i++) {
        lo[i] = loOf[tolerance[i]];
      }
    }
  }

  /**
   * Fixes loaded users whom {@link #out} does not fix and for whom one fund is likely. All are
   * {@link #masked}.
   *
   * @return likely funds of those who are left
   */
  long single(int length) {
    long likely = 0;
    for (int i = 0; i < length; i++) {
      int count = 0;
      int fund = 0;
      for (int word = 0; word < masks.length; word++) {
        int bits = masks[word][i];
        count += Integer.bitCount(bits);
        fund = bits == 0 ? fund : (word << 5) + Integer.numberOfTrailingZeros(bits);
      }
      float known = out[i];
      known = known < 0 && count == 1 ? fund : known;
      out[i] = known;
      likely += known < 0 ? count : 0;
    }
    return likely;
  }

  /** The masks of a loaded user as one word, where there are at most 64 funds. */
  long marks(int i) {
    long first = masks[0][i] & 0xFFFF_FFFFL;
    return masks.length == 1 ? first : first | (long) masks[1][i] << 32;
  }

  /**
   * Gathers the loaded users whom {@link #out} does not fix and for whom so many funds are likely.
   *
   * @param users receives them; as long as the tile
   * @return how many they are
   */
  int openWith(int likely, int length, int[] users) {
    int count = 0;
    for (int i = 0; i < length; i++) {
      int open = Float.floatToRawIntBits(out[i]) >>> 31;
      users[count] = i;
      count += Long.bitCount(marks(i)) == likely ? open : 0;
    }
    return count;
  }

  /**
   * Fixes loaded users whom {@link #out} does not fix by their ties, so many at a time that what
   * they are worth stays in the first-level cache.
   */
  void weigh(TieScreen screen, View view, int at, int length) {
    int some = Math.max(Kernels.PAD, WORTHS / etv.length / Kernels.PAD * Kernels.PAD);
    if (worths == null) {
      users = new long[size];
      worths = new double[etv.length][some];
      tied = new double[some];
    }
    for (int i = 0; i < length; i++) {
      users[i] = Ties.user(view.id(at + i));
    }
    for (int from = 0; from < length; from += some) {
      int count = Math.min(some, length - from);
      for (int place = 0; place < worths.length; place++) {
        Kernels.INSTANCE.worth(etv, from, count, users, screen, place, limits, worths[place]);
      }
      Kernels.INSTANCE.ties(worths, count, screen, tied);
      for (int i = 0; i < count; i++) {
        float fund = out[from + i];
        out[from + i] = fund < 0 ? (float) tied[i] : fund;
      }
    }
    rim.weigh();
  }

  /** First fund of a loaded user. */
  int lo(int i) {
    return order.lo[tolerance[i]];
  }

  /** One past the last fund of a loaded user. */
  int hi(int i) {
    return order.hi[tolerance[i]];
  }

  /**
   * The whole-number values of a loaded user's {@link #candidates}, in {@link #keys}.
   *
   * @param count number of candidates
   */
  void keys(Grid grid, int i, int count) {
    int own = former(i) == Bonus.NONE ? -1 : former[i] & 0xFF;
    for (int c = 0; c < count; c++) {
      int j = candidates[c];
      row[c] = j == own ? plain[i] : etv[j][i];
    }
    grid.keys(row, candidates, count, own, keys);
  }
}
