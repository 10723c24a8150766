package eoca.core.exact;

import eoca.core.StopSignal;
import eoca.core.Workers;
import java.util.Arrays;

/**
 * Exact solver in memory: successive shortest augmenting paths on the graph whose nodes are the k
 * funds.
 *
 * <p><b>Problem.</b> Rows i with candidate funds, values w and tie-breaking weights h; needs {@code
 * n_j} with {@code Σ n_j} = number of rows. Find an allocation with exactly {@code n_j} rows in
 * fund j that maximises (Σ w, Σ h) lexicographically, and prices that prove it.
 *
 * <p><b>Method.</b> For prices λ every row takes the fund of greatest {@code w − λ}. The edge (a,
 * b) costs what it loses to move the cheapest row of a to b: {@code c_ab = min (w_ia − w_ib) − λ_a
 * + λ_b ≥ 0}, the top of a heap. While a fund has too many rows: Dijkstra from all funds with a
 * surplus to the nearest fund with a deficit at distance D, raise the price of each settled fund v
 * by {@code D − dist_v}, and move one row along each edge of the path. All costs stay ≥ 0, those on
 * the path become 0, so every row still sits in a best fund at the prices: the invariant that
 * proves optimality when the last surplus is gone.
 *
 * <p><b>Within a box.</b> Where other rows, fixed to their funds, bound the prices ({@link Box}),
 * the bounds are edges too: somebody of fund a may leave for b at a loss above {@code H_ab}, nobody
 * below it. So prices never leave the box, and a shortest path that needs such an edge says that
 * the optimum does.
 *
 * <p><b>Numbers.</b> All arithmetic is on pairs (value, tie) of whole numbers in lexicographic
 * order, an ordered group, so the proof above holds word for word, and its first components are a
 * proof for the values alone: a lexicographically non-negative pair has a non-negative first
 * component. Values stay within 2^50; a shortest path has at most k − 1 edges, so prices stay
 * within 2^59 of each other; sums are checked.
 *
 * <p><b>Cost.</b> O(candidates) to start, then per unit of surplus O(k²) for Dijkstra in the worst
 * case (it stops at the first deficit) and O(candidates of the moved rows · log) for the heaps. At
 * most 40 MiB for heaps, or 1 KiB a pair of funds, and 20 bytes a row that moves; {@link PairHeap}
 * reads all rows again where more of a fund have moved than it holds, each time four times as many.
 */
final class PathSolver {
  private static final long NONE = Long.MAX_VALUE;
  private static final long PRICE_LIMIT = 1L << 61;
  private static final int STOP_EVERY = 256;

  /** Rows of a task. */
  private static final int TASK = 1 << 13;

  /** Entries that all heaps hold at first, unless that were fewer than {@link #LEAST_HELD} each. */
  private static final int HELD = 2_000_000;

  private static final int LEAST_HELD = 32;

  /** And each not more than so many for what is too much a fund: few others will ever move. */
  private static final long HELD_A_SURPLUS = 2;

  private final int k;
  private final Workers workers;
  private final Rows rows;
  private final long[] fundTie;
  private final long[] price;
  private final long[] tiePrice;
  private final byte[] fundOf;
  private final long[] excess;
  private final PairHeap[] heaps;

  /** What an edge costs but for prices, {@link #NONE} where there is none, and its ties. */
  private final long[] edge;

  private final long[] edgeTie;

  /** Whether an edge is a border of the box. */
  private final boolean[] bounding;

  private final long[] dist;
  private final long[] distTie;
  private final int[] parent;
  private final boolean[] settled;

  /** Funds that are not settled yet, in order. */
  private final int[] open;

  private final int[] pathRow;
  private final Box box;

  /** Pairs that the box bounds. */
  private final boolean[] bound;

  private boolean built;
  private long augmentations;

  /** How a solve ended. */
  enum End {
    /** Needs met, prices prove it. */
    SOLVED,
    /** Some surplus cannot reach any deficit over the candidates. */
    NO_PATH,
    /** The optimum lies outside the box: a shortest path runs along its border. */
    OUTSIDE,
    /** The stop signal asked, or the allowed number of augmentations was used up. */
    STOPPED
  }

  /**
   * Takes rows and start prices; each row takes its best candidate.
   *
   * @param fundTie the funds' parts of the tie-breaking weights
   * @param prices start prices; changed by {@link #solve}
   * @param need rows wanted a fund
   */
  PathSolver(Rows rows, long[] fundTie, Prices prices, long[] need) {
    this(rows, fundTie, prices, need, null, null, Workers.sequential());
  }

  /**
   * The same within a box, which start prices must lie in.
   *
   * @param order says which funds a user may compare
   * @param workers share what is done for every row at first; paths are found one after the other
   */
  PathSolver(
      Rows rows,
      long[] fundTie,
      Prices prices,
      long[] need,
      Box box,
      FundOrder order,
      Workers workers) {
    this.k = fundTie.length;
    this.workers = workers;
    this.box = box;
    this.bound = new boolean[k * k];
    for (int pair = 0; box != null && pair < k * k; pair++) {
      boolean compared = order.block(pair / k) == order.block(pair % k);
      bound[pair] = pair / k != pair % k && compared && box.value[pair] != Box.OPEN;
    }
    this.rows = rows;
    this.fundTie = fundTie;
    this.price = prices.value();
    this.tiePrice = prices.tie();
    this.fundOf = new byte[rows.count()];
    this.excess = new long[k];
    this.heaps = new PairHeap[k * k];
    this.edge = new long[k * k];
    this.edgeTie = new long[k * k];
    this.bounding = new boolean[k * k];
    this.dist = new long[k];
    this.distTie = new long[k];
    this.parent = new int[k];
    this.settled = new boolean[k];
    this.open = new int[k];
    this.pathRow = new int[k];
    long[][] demand = new long[workers.threads()][k];
    eachTask(
        (row, slot) -> {
          int best = best(row);
          fundOf[row] = (byte) best;
          demand[slot][best]++;
        });
    for (int j = 0; j < k; j++) {
      excess[j] = -need[j];
      for (long[] part : demand) {
        excess[j] += part[j];
      }
    }
  }

  private void eachTask(Workers.Task row) {
    workers.run(
        (rows.count() + TASK - 1) / TASK,
        (task, slot) -> {
          int to = Math.min(rows.count(), (task + 1) * TASK);
          for (int r = task * TASK; r < to; r++) {
            row.run(r, slot);
          }
        });
  }

  /** The fund of a row now. */
  int fund(int row) {
    return fundOf[row] & 0xFF;
  }

  /** Rows above need now, over all funds. */
  long surplus() {
    long sum = 0;
    for (long e : excess) {
      sum += Math.max(0, e);
    }
    return sum;
  }

  /** Paths augmented so far. */
  long augmentations() {
    return augmentations;
  }

  /** Solves; at most so many augmentations. */
  End solve(StopSignal stop, long allowed) {
    if (surplus() == 0) {
      return End.SOLVED;
    }
    if (!built) {
      build();
      built = true;
    }
    while (surplus() > 0) {
      if (augmentations >= allowed || (augmentations % STOP_EVERY == 0 && stop.stopAt() != null)) {
        return End.STOPPED;
      }
      int target = nearestDeficit();
      if (target < 0) {
        return End.NO_PATH;
      }
      raisePrices(target);
      if (leaves(target)) {
        return End.OUTSIDE;
      }
      augment(target);
      augmentations++;
    }
    return End.SOLVED;
  }

  /** Drops the box: another {@link #solve} goes on from here without it. */
  void unbound() {
    Arrays.fill(bound, false);
    for (int pair = 0; built && pair < heaps.length; pair++) {
      if (bounding[pair] && heaps[pair] != null) {
        refresh(pair);
      } else if (bounding[pair]) {
        edge(pair, NONE, 0);
      }
    }
  }

  /** The row's best candidate at the prices; ties by weight, then the lower fund. */
  private int best(int row) {
    int to = rows.start(row + 1);
    int best = -1;
    long bestValue = 0;
    for (int c = rows.start(row); c < to; c++) {
      int j = rows.fund(c);
      long value = rows.value(c) - price[j];
      if (best < 0
          || value > bestValue
          || (value == bestValue && tieAt(row, j) > tieAt(row, best))) {
        best = j;
        bestValue = value;
      }
    }
    return best;
  }

  private long tieAt(int row, int fund) {
    return weight(row, fund) - tiePrice[fund];
  }

  private long weight(int row, int fund) {
    return Ties.weight(Ties.user(rows.user(row)), fundTie[fund]);
  }

  private void build() {
    int most = (int) Math.max(LEAST_HELD, Math.min(HELD / (k * k), HELD_A_SURPLUS * surplus() / k));
    PairHeaps[] parts = new PairHeaps[workers.threads()];
    Arrays.setAll(parts, slot -> new PairHeaps(k * k, most));
    eachTask((row, slot) -> offer(row, parts[slot]));
    workers.run(
        k,
        (a, slot) -> {
          for (int pair = a * k; pair < (a + 1) * k; pair++) {
            heaps[pair] = PairHeaps.merged(parts, pair);
            if (heaps[pair] == null) {
              edge(pair, NONE, 0);
            } else {
              refresh(pair);
            }
          }
        });
  }

  /** Offers a row to the heaps of its fund. */
  private void offer(int row, PairHeaps some) {
    int a = fund(row);
    long value = rows.value(rows.find(row, a));
    long mixed = Ties.user(rows.user(row));
    long weight = Ties.weight(mixed, fundTie[a]);
    int to = rows.start(row + 1);
    for (int c = rows.start(row); c < to; c++) {
      int b = rows.fund(c);
      int pair = a * k + b;
      long key = value - rows.value(c);
      if (b != a && !some.isAbove(pair, key)) {
        some.offer(pair, key, weight - Ties.weight(mixed, fundTie[b]), row);
      }
    }
  }

  /** Offers a row of fund a to the heap of (a, b), which is not in order yet. */
  private void offer(PairHeap heap, int row, int a, int b, long key) {
    if (heap.isAbove(key)) {
      return;
    }
    long mixed = Ties.user(rows.user(row));
    heap.offer(key, Ties.weight(mixed, fundTie[a]) - Ties.weight(mixed, fundTie[b]), row);
  }

  /** Puts a row that has come to fund a into a's heaps. */
  private void enter(int row, int a) {
    long mixed = Ties.user(rows.user(row));
    long value = rows.value(rows.find(row, a));
    long weight = Ties.weight(mixed, fundTie[a]);
    int to = rows.start(row + 1);
    for (int c = rows.start(row); c < to; c++) {
      int b = rows.fund(c);
      if (b == a) {
        continue;
      }
      int pair = a * k + b;
      if (heaps[pair] == null) {
        heaps[pair] = new PairHeap(LEAST_HELD);
      }
      heaps[pair].push(value - rows.value(c), weight - Ties.weight(mixed, fundTie[b]), row);
      refresh(pair);
    }
  }

  /** Drops entries of rows that have left from the top of a heap and notes the top. */
  private void refresh(int pair) {
    PairHeap heap = heaps[pair];
    int a = pair / k;
    while (heap.size() > 0 && fund(heap.topRow()) != a) {
      heap.pop();
    }
    if (heap.missing()) {
      refill(heap, a, pair % k);
      refresh(pair); // nobody who has left is in it now
      return;
    }
    edge(pair, heap.size() == 0 ? NONE : heap.topKey(), heap.size() == 0 ? 0 : heap.topTie());
  }

  /** Notes the cheapest row of a pair, or the border of the box where that is cheaper. */
  private void edge(int pair, long key, long tie) {
    boolean border =
        bound[pair] && (box.value[pair] < key || (box.value[pair] == key && box.tie[pair] < tie));
    bounding[pair] = border;
    edge[pair] = border ? box.value[pair] : key;
    edgeTie[pair] = border ? box.tie[pair] : tie;
  }

  /** Offers all rows of fund a anew. */
  private void refill(PairHeap heap, int a, int b) {
    heap.refill();
    for (int row = 0; row < fundOf.length; row++) {
      if (fund(row) == a) {
        int to = rows.candidate(row, b);
        if (to >= 0) {
          offer(heap, row, a, b, rows.value(rows.find(row, a)) - rows.value(to));
        }
      }
    }
    heap.order(false);
  }

  /** Dijkstra from all surplus funds to the first settled deficit fund, or −1. */
  private int nearestDeficit() {
    int next = -1;
    for (int j = k - 1; j >= 0; j--) {
      boolean source = excess[j] > 0;
      open[j] = j;
      settled[j] = false;
      parent[j] = -1;
      dist[j] = source ? 0 : NONE;
      distTie[j] = 0;
      next = source ? j : next;
    }
    int left = k;
    while (next >= 0) {
      settled[next] = true;
      if (excess[next] < 0) {
        return next;
      }
      int at = Arrays.binarySearch(open, 0, left, next);
      left--;
      System.arraycopy(open, at + 1, open, at, left - at);
      next = relax(next, left);
    }
    return -1;
  }

  /**
   * Relaxes the edges from a settled fund.
   *
   * @return the nearest of so many open funds, or −1
   */
  private int relax(int a, int left) {
    long base = dist[a] - price[a];
    long baseTie = distTie[a] - tiePrice[a];
    int from = a * k;
    int nearest = -1;
    long least = NONE;
    long leastTie = 0;
    for (int c = 0; c < left; c++) {
      int b = open[c];
      long d = dist[b];
      long t = distTie[b];
      long cost = edge[from + b];
      if (cost != NONE) {
        long through = base + cost + price[b];
        if (through <= d) {
          long tie = baseTie + edgeTie[from + b] + tiePrice[b];
          if (through < d || tie < t) {
            d = through;
            t = tie;
            dist[b] = d;
            distTie[b] = t;
            parent[b] = a;
          }
        }
      }
      if (d < least || (d == least && t < leastTie)) { // never where d is NONE
        least = d;
        leastTie = t;
        nearest = b;
      }
    }
    return nearest;
  }

  /** Whether the last path runs along a border of the box. */
  private boolean leaves(int target) {
    for (int v = target; parent[v] >= 0; v = parent[v]) {
      if (bounding[parent[v] * k + v]) {
        return true;
      }
    }
    return false;
  }

  /** Pairs of the last path that are borders of the box, {@code a·k + b}. */
  private int[] outside(int target) {
    int[] pairs = new int[k];
    int count = 0;
    for (int v = target; parent[v] >= 0; v = parent[v]) {
      if (bounding[parent[v] * k + v]) {
        pairs[count++] = parent[v] * k + v;
      }
    }
    return Arrays.copyOf(pairs, count);
  }

  /** After {@link End#OUTSIDE}: the pairs {@code a·k + b} that bound the optimum too narrowly. */
  int[] outside() {
    int target = -1;
    for (int j = 0; j < k; j++) {
      target = settled[j] && excess[j] < 0 ? j : target;
    }
    return outside(target);
  }

  private void raisePrices(int target) {
    for (int v = 0; v < k; v++) {
      if (settled[v]) {
        price[v] += dist[target] - dist[v];
        tiePrice[v] += distTie[target] - distTie[v];
        if (Math.abs(price[v]) > PRICE_LIMIT) {
          throw new ArithmeticException(
              "price of fund " + v + " (" + price[v] + ") leaves 62 bits");
        }
      }
    }
  }

  private void augment(int target) {
    for (int v = target; parent[v] >= 0; v = parent[v]) {
      pathRow[v] = heaps[parent[v] * k + v].topRow();
    }
    int v = target;
    excess[target]++;
    while (parent[v] >= 0) {
      int from = parent[v];
      int row = pathRow[v];
      fundOf[row] = (byte) v;
      int to = rows.start(row + 1);
      for (int c = rows.start(row); c < to; c++) {
        int b = rows.fund(c);
        if (b != from && heaps[from * k + b].topRow() == row) {
          refresh(from * k + b);
        }
      }
      enter(row, v);
      v = from;
    }
    excess[v]--;
  }
}
