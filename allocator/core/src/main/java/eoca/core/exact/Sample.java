package eoca.core.exact;

import eoca.core.HeapColumns;
import eoca.core.Workers;
import java.util.Arrays;

/**
 * A stratified sample of an instance's users, and the range of all values, from one pass over the
 * data.
 *
 * <p>Within each tolerance the users, in index order, are cut into equal strata, and one
 * pseudo-random rank of each stratum is taken: the sample has every tolerance in proportion, so a
 * sample's quotas can be made feasible, and periodic data cannot fool it. Strata are dealt in turn
 * to the disjoint {@link #part}s.
 */
final class Sample {
  private static final int GLANCE_RUNS = 64;
  private static final int GLANCE_RUN = 64;

  private final int[] ids;
  private final float[][] etv;
  private final byte[] tolerance;
  private final byte[] part;
  private final byte[] former;
  private Bonus bonus;

  private Sample(int[] ids, float[][] etv, byte[] tolerance, byte[] part, byte[] former) {
    this.ids = ids;
    this.etv = etv;
    this.tolerance = tolerance;
    this.part = part;
    this.former = former;
  }

  /** One user in so many may get more than is ordinary. */
  private static final int EXTRAORDINARY = 16;

  /** A sample and what the same pass learned of the values. */
  record Drawn(Sample sample, ValueRange range) {}

  /**
   * Draws.
   *
   * @param wanted users to draw, roughly
   * @param parts how many disjoint parts they are dealt to
   */
  static Drawn draw(View view, FundOrder order, int wanted, int parts, Workers workers) {
    int tasks = view.tasks();
    long[][] ranks = ranks(view, workers);
    long[] strata = new long[64];
    for (int t = 0; t < 64; t++) {
      strata[t] = (long) Math.ceil((double) wanted * order.users[t] / view.users());
      strata[t] = Math.min(strata[t], order.users[t]);
    }
    Drawn[] drawn = new Drawn[tasks];
    Tile[] tiles = new Tile[workers.threads()];
    workers.run(
        tasks,
        (task, slot) -> {
          if (tiles[slot] == null) {
            tiles[slot] = new Tile(order);
          }
          drawn[task] = task(view, task, tiles[slot], ranks[task], strata, order.users, parts);
        });
    Drawn all = fold(drawn, order.count);
    all.sample.bonus = view.bonus() == null ? null : view.bonus().sampled(all.sample.former);
    return all;
  }

  /**
   * A look at a few thousand users, evenly spaced in runs, without a pass over the data: enough to
   * guess scales, not to price anything. Its range is that of the users seen.
   */
  static Drawn glance(View view, FundOrder order) {
    int runs = Math.min(GLANCE_RUNS, Math.max(1, view.users() / GLANCE_RUN));
    Sample seen = runs(view, order, runs, Math.min(GLANCE_RUN, view.users()), 0, 1);
    ValueRange range = ValueRange.EMPTY;
    for (float[] column : seen.etv) {
      for (float value : column) {
        range = range.union(ValueRange.of(value));
      }
    }
    return new Drawn(seen, range);
  }

  /**
   * Every {@code parts}-th of many runs of users, evenly spaced: a part of a larger look, about
   * which nothing is learned of the range.
   *
   * @param runs in this part
   * @param part which one, from 0
   */
  static Sample runs(View view, FundOrder order, int runs, int length, int part, int parts) {
    int n = runs * length;
    Sample seen =
        new Sample(new int[n], new float[order.count][n], new byte[n], new byte[n], new byte[n]);
    for (int run = 0; run < runs; run++) {
      seen.look(view, run * length, from(view, length, run * parts + part, runs * parts), length);
    }
    seen.bonus = view.bonus() == null ? null : view.bonus().sampled(seen.former);
    return seen;
  }

  /** Where one of so many evenly spaced runs begins. */
  private static int from(View view, int length, int run, int runs) {
    return (int) ((long) (view.users() - length) * run / Math.max(1, runs - 1));
  }

  /** Fills users {@code at..at+length-1} with those of a view from a place on. */
  private void look(View view, int at, int from, int length) {
    float[] column = new float[length];
    byte[] bytes = new byte[length];
    view.tolerances().copy(from, bytes, length);
    System.arraycopy(bytes, 0, tolerance, at, length);
    if (view.bonus() != null) {
      view.bonus().copy(from, bytes, length);
      System.arraycopy(bytes, 0, former, at, length);
    }
    for (int j = 0; j < etv.length; j++) {
      view.etv().copy(view.column()[j], from, column, length);
      System.arraycopy(column, 0, etv[j], at, length);
    }
    for (int i = 0; i < length; i++) {
      ids[at + i] = view.id(from + i);
    }
  }

  /** Users of each tolerance before each task. */
  private static long[][] ranks(View view, Workers workers) {
    long[][] ranks = new long[view.tasks() + 1][64];
    byte[][] tiles = new byte[workers.threads()][];
    workers.run(
        view.tasks(),
        (task, slot) -> {
          if (tiles[slot] == null) {
            tiles[slot] = new byte[view.taskSize()];
          }
          int from = view.from(task);
          int length = view.to(task) - from;
          view.tolerances().copy(from, tiles[slot], length);
          int[] counts = new int[256];
          for (int i = 0; i < length; i++) {
            counts[((i & 3) << 6) + tiles[slot][i]]++;
          }
          for (int c = 0; c < 256; c++) {
            ranks[task + 1][c & 63] += counts[c];
          }
        });
    for (int task = 1; task < ranks.length; task++) {
      for (int t = 0; t < 64; t++) {
        ranks[task][t] += ranks[task - 1][t];
      }
    }
    return ranks;
  }

  private static Drawn task(
      View view, int task, Tile tile, long[] firstRank, long[] strata, long[] users, int parts) {
    int k = tile.etv.length;
    int[] ids = new int[64];
    byte[] tolerance = new byte[64];
    byte[] part = new byte[64];
    byte[] former = new byte[64];
    float[][] etv = new float[k][64];
    int count = 0;
    long[] rank = firstRank.clone();
    long[] stratum = new long[64];
    long[] next = new long[64];
    for (int t = 0; t < 64; t++) {
      stratum[t] = users[t] == 0 ? 0 : rank[t] * strata[t] / users[t];
      next[t] = pick(t, stratum[t], strata[t], users[t]);
      while (next[t] < rank[t]) {
        next[t] = pick(t, ++stratum[t], strata[t], users[t]);
      }
    }
    int[] range = {Integer.MAX_VALUE, Integer.MIN_VALUE};
    int from = view.from(task);
    int to = view.to(task);
    for (int at = from; at < to; at += tile.size) {
      int length = Math.min(tile.size, to - at);
      tile.loadPlain(view, at, length);
      for (int j = 0; j < k; j++) {
        Kernels.INSTANCE.range(tile.etv[j], length, range);
      }
      for (int i = 0; i < length; i++) {
        int t = tile.tolerance[i];
        if (rank[t]++ == next[t]) {
          if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            tolerance = Arrays.copyOf(tolerance, 2 * count);
            part = Arrays.copyOf(part, 2 * count);
            former = Arrays.copyOf(former, 2 * count);
            for (int j = 0; j < k; j++) {
              etv[j] = Arrays.copyOf(etv[j], 2 * count);
            }
          }
          for (int j = 0; j < k; j++) {
            etv[j][count] = tile.etv[j][i];
          }
          ids[count] = view.id(at + i);
          former[count] = tile.former(i);
          tolerance[count] = (byte) t;
          part[count++] = (byte) ((stratum[t] + t) % parts);
          next[t] = pick(t, ++stratum[t], strata[t], users[t]);
        }
      }
    }
    for (int j = 0; j < k; j++) {
      etv[j] = Arrays.copyOf(etv[j], count);
    }
    Sample sample =
        new Sample(
            Arrays.copyOf(ids, count),
            etv,
            Arrays.copyOf(tolerance, count),
            Arrays.copyOf(part, count),
            Arrays.copyOf(former, count));
    return new Drawn(sample, new ValueRange(range[0], range[1]));
  }

  /** The rank that a stratum's user has among the users of the tolerance. */
  private static long pick(int tolerance, long stratum, long strata, long users) {
    if (stratum >= strata) {
      return Long.MAX_VALUE;
    }
    long from = stratum * users / strata;
    long to = (stratum + 1) * users / strata;
    return from + (Ties.user((int) stratum ^ (tolerance << 26)) >>> 1) % (to - from);
  }

  private static Drawn fold(Drawn[] drawn, int k) {
    int n = 0;
    ValueRange range = ValueRange.EMPTY;
    for (Drawn d : drawn) {
      n += d.sample.size();
      range = range.union(d.range);
    }
    Sample all = new Sample(new int[n], new float[k][n], new byte[n], new byte[n], new byte[n]);
    int at = 0;
    for (Drawn d : drawn) {
      Sample s = d.sample;
      System.arraycopy(s.ids, 0, all.ids, at, s.size());
      System.arraycopy(s.tolerance, 0, all.tolerance, at, s.size());
      System.arraycopy(s.part, 0, all.part, at, s.size());
      System.arraycopy(s.former, 0, all.former, at, s.size());
      for (int j = 0; j < k; j++) {
        System.arraycopy(s.etv[j], 0, all.etv[j], at, s.size());
      }
      at += s.size();
    }
    return new Drawn(all, range);
  }

  int size() {
    return ids.length;
  }

  /** One user in so many of each tolerance, in index order, dealt to as many parts anew. */
  Sample thinned(int times, int parts) {
    int[] members = new int[size()];
    byte[] dealt = new byte[size()];
    int[] seen = new int[64];
    int count = 0;
    for (int i = 0; i < size(); i++) {
      int t = tolerance[i];
      if (seen[t] % times == 0) {
        dealt[count] = (byte) ((seen[t] / times + t) % parts);
        members[count++] = i;
      }
      seen[t]++;
    }
    return of(Arrays.copyOf(members, count), dealt);
  }

  /** The users of one part. */
  Sample only(int wanted) {
    int[] members = part(wanted, 1);
    return of(members, new byte[members.length]);
  }

  private Sample of(int[] members, byte[] dealt) {
    int count = members.length;
    Sample some =
        new Sample(
            new int[count],
            new float[etv.length][count],
            new byte[count],
            new byte[count],
            new byte[count]);
    for (int to = 0; to < count; to++) {
      int from = members[to];
      some.ids[to] = ids[from];
      some.tolerance[to] = tolerance[from];
      some.part[to] = dealt[to];
      some.former[to] = former[from];
    }
    for (int j = 0; j < etv.length; j++) {
      for (int to = 0; to < count; to++) {
        some.etv[j][to] = etv[j][members[to]];
      }
    }
    some.bonus = bonus == null ? null : bonus.sampled(some.former);
    return some;
  }

  /** The sample as something to run a pass over. */
  View view() {
    int[] same = new int[etv.length];
    Arrays.setAll(same, j -> j);
    HeapColumns columns = new HeapColumns(etv, tolerance);
    return new View(size(), columns, same, columns.tolerances(), ids, bonus);
  }

  /** Indices of the users of a part, every {@code stride}-th of them; −1 means all parts. */
  int[] part(int wanted, int stride) {
    int[] members = new int[size()];
    int count = 0;
    int seen = 0;
    for (int i = 0; i < size(); i++) {
      if ((wanted < 0 || part[i] == wanted) && seen++ % stride == 0) {
        members[count++] = i;
      }
    }
    return Arrays.copyOf(members, count);
  }

  /** Candidates of some users. */
  long candidates(int[] members, FundOrder order) {
    long candidates = 0;
    for (int i : members) {
      candidates += order.hi[tolerance[i]] - order.lo[tolerance[i]];
    }
    return candidates;
  }

  /** All candidates of some users as rows. */
  Rows rows(int[] members, FundOrder order, Grid grid) {
    Rows rows = new Rows(members.length, Math.toIntExact(candidates(members, order)));
    float[] row = new float[order.count];
    int[] funds = new int[order.count];
    long[] keys = new long[order.count];
    for (int i : members) {
      int lo = order.lo[tolerance[i]];
      int count = order.hi[tolerance[i]] - lo;
      for (int c = 0; c < count; c++) {
        funds[c] = lo + c;
        row[c] = etv[lo + c][i];
      }
      int own = bonus == null || former[i] == Bonus.NONE ? -1 : former[i] & 0xFF;
      grid.keys(row, funds, count, own, keys);
      for (int c = 0; c < count; c++) {
        rows.add(lo + c, keys[c]);
      }
      rows.end(ids[i]);
    }
    return rows;
  }

  /** Its users' values, by fund of the order. */
  float[][] values() {
    return etv;
  }

  /** {@link Profiles#hash} of every user. */
  long[] hashes() {
    long[] hash = new long[size()];
    Profiles.hash(etv, tolerance, size(), hash);
    return hash;
  }

  /**
   * What the sample's users get.
   *
   * @param all |Σ ETV|
   * @param ordinary Σ |ETV| without the sixteenth of them who get most: a size that a few values
   *     beyond all others do not change
   */
  record Worth(double all, double ordinary) {}

  /**
   * What the sample's users get at prices: of funds that rounding leaves no saying between, the
   * value nearest to 0.
   */
  Worth worth(FundOrder order, Grid grid, Prices prices) {
    double[] price = new double[order.count];
    Arrays.setAll(price, j -> grid.money(j, prices.value()[j]).doubleValue());
    double sum = 0;
    double[] sizes = new double[size()];
    for (int i = 0; i < size(); i++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int j = order.lo[tolerance[i]]; j < order.hi[tolerance[i]]; j++) {
        most = Math.max(most, etv[j][i] - price[j] - doubt(etv[j][i], price[j], grid));
      }
      double least = Double.POSITIVE_INFINITY;
      for (int j = order.lo[tolerance[i]]; j < order.hi[tolerance[i]]; j++) {
        double value = etv[j][i];
        if (value - price[j] + doubt(value, price[j], grid) >= most
            && Math.abs(value) < Math.abs(least)) {
          least = value;
        }
      }
      sum += least;
      sizes[i] = Math.abs(least);
    }
    Arrays.sort(sizes);
    double ordinary = Arrays.stream(sizes, 0, sizes.length - sizes.length / EXTRAORDINARY).sum();
    return new Worth(Math.abs(sum), ordinary);
  }

  /** More than rounding takes off a value less a price. */
  private static double doubt(double value, double price, Grid grid) {
    return (Math.abs(value) + Math.abs(price)) * 0x1p-50 + grid.unit();
  }

  /** Users of some members by tolerance. */
  private long[] usersByTolerance(int[] members) {
    long[] users = new long[64];
    for (int i : members) {
      users[tolerance[i]]++;
    }
    return users;
  }

  /**
   * Quotas for some members: from the riskiest fund down, the cumulative demand in proportion, but
   * never more than those of them who may take such a fund, and all of them where the instance has
   * slack 0. Always feasible for the members.
   */
  long[] quotas(int[] members, FundOrder order, long users) {
    int k = order.count;
    long[] sampled = usersByTolerance(members);
    long n = members.length;
    long[] quotas = new long[k];
    long demand = 0;
    long given = 0;
    for (int j = k - 1; j >= 0; j--) {
      demand += order.quota[j];
      long supply = 0;
      for (int t = order.risk[j]; t < 64; t++) {
        supply += sampled[t];
      }
      long wanted = Math.min(supply, Math.round((double) n * demand / users));
      if (order.block(j) == j) {
        wanted = supply;
      }
      wanted = Math.max(wanted, given);
      quotas[j] = wanted - given;
      given = wanted;
    }
    return quotas;
  }
}
