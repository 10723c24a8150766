package eoca.core.certificate;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Stay;
import eoca.core.Workers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A proof of optimality that needs no prices: nobody gains by exchanging funds.
 *
 * <p><b>Theorem.</b> Let {@code c_ab = min (w_ia − w_ib)} over the free users i of fund a who may
 * have fund b. An allocation that keeps the rules is worth most if and only if the graph of the
 * funds with lengths c has no closed chain of negative length.
 *
 * <p><b>Proof.</b> Any other allocation that keeps the rules moves users from fund to fund such
 * that every fund loses as many as it gets; such moves fall apart into closed chains of funds,
 * where one user of each fund goes to the next one, and a chain loses at least its length. If none
 * is negative, nothing is gained. And a negative chain without repetition can be walked: it names
 * one user a fund. (Shortest distances in this graph are exact prices that prove the same; they may
 * need more digits than a double has.)
 *
 * <p><b>Exact.</b> The difference of two floats is kept as an unevaluated sum hi + lo of doubles
 * (Knuth's TwoDiff), hi monotone in the exact value, so pairs are compared in order. A least length
 * does not depend on the order of users. Lengths are added as whole multiples of 2^−149, of which
 * every float is one. Where moving users costs ({@link Stay}), users are told apart by whether the
 * own fund, the other or none of them is the former one; the cost is added exactly afterwards.
 *
 * <p><b>Cost.</b> One pass, O(k) a user, no memory a user; 48·k² bytes a thread. Then O(k³)
 * additions at most, a few times k² where there is no negative chain.
 */
final class Exchanges {
  private static final int TILE = 1024;

  /** Every finite float is a whole multiple of 2 to minus this power. */
  private static final int FRACTION_BITS = 149;

  private static final BigDecimal SCALE = new BigDecimal(BigInteger.ONE.shiftLeft(FRACTION_BITS));

  /** Whether the own fund, none or the other fund of a move is the former one: costs it saves. */
  private static final int KINDS = 3;

  private final Instance instance;
  private final Stay stay;
  private final int funds;

  private Exchanges(Instance instance, Stay stay) {
    this.instance = instance;
    this.stay = stay;
    this.funds = instance.funds();
  }

  /**
   * Whether no exchange of funds between free users gains anything.
   *
   * @param assignment keeps every rule, and every value that counts is finite
   * @param stay what moving users costs; null if nothing
   */
  static boolean gainNothing(Instance instance, Assignment assignment, Stay stay, Workers workers) {
    Exchanges exchanges = new Exchanges(instance, stay);
    return exchanges.noneNegative(exchanges.scan(assignment, workers));
  }

  /**
   * Whether rounding prices to doubles may be all that keeps a bound from being a proof: a user who
   * is at the best fund at exact prices then misses at most one unit of the last place of the
   * largest price.
   */
  static boolean mayHelp(Instance instance, double[] prices, double gap) {
    double rounding = 0;
    for (int j = 0; j < prices.length; j++) {
      if (instance.openQuota(j) > 0) {
        rounding = Math.max(rounding, Math.ulp(prices[j]));
      }
    }
    return gap <= rounding * instance.users();
  }

  /** One thread's part: least differences hi + lo, and a tile of every column. */
  private final class Scan {
    private final double[] high = new double[KINDS * funds * funds];
    private final double[] low = new double[high.length];
    private final float[][] etv = new float[funds][TILE];
    private final byte[] tolerance = new byte[TILE];

    Scan() {
      Arrays.fill(high, Double.POSITIVE_INFINITY);
    }

    void shard(Assignment assignment, int shard) {
      byte[] own = assignment.shard(shard);
      byte[] former = stay == null ? null : stay.former().shard(shard);
      int start = Shards.start(shard);
      for (int from = 0; from < own.length; from += TILE) {
        int length = Math.min(TILE, own.length - from);
        instance.tolerances().copy(start + from, tolerance, length);
        for (int j = 0; j < funds; j++) {
          instance.etv().copy(j, start + from, etv[j], length);
        }
        for (int i = 0; i < length; i++) {
          if (instance.pins() == null || instance.pins().isFree(start + from + i)) {
            int had = former == null ? -1 : former[from + i] & 0xFF;
            user(i, own[from + i] & 0xFF, had);
          }
        }
      }
    }

    /** Takes in the moves of a user. */
    private void user(int i, int own, int had) {
      for (int j = 0; j < funds; j++) {
        if (j != own && instance.openQuota(j) > 0 && tolerance[i] >= instance.risk(j)) {
          int kind = own == had ? 2 : j == had ? 0 : 1;
          int at = (kind * funds + own) * funds + j;
          double difference = (double) etv[own][i] - etv[j][i];
          if (difference <= high[at]) {
            least(at, difference, ShardAudit.low(etv[own][i], etv[j][i], difference));
          }
        }
      }
    }

    private void least(int at, double otherHigh, double otherLow) {
      if (otherHigh < high[at] || (otherHigh == high[at] && otherLow < low[at])) {
        high[at] = otherHigh;
        low[at] = otherLow;
      }
    }

    void addAll(Scan other) {
      for (int at = 0; at < high.length; at++) {
        least(at, other.high[at], other.low[at]);
      }
    }

    /** The length of a chain's link, in units; null where no user can walk it. */
    BigInteger length(int a, int b, BigInteger cost) {
      BigInteger length = null;
      for (int kind = 0; kind < KINDS; kind++) {
        int at = (kind * funds + a) * funds + b;
        if (high[at] < Double.POSITIVE_INFINITY) {
          BigInteger saved = cost.multiply(BigInteger.valueOf(kind - 1L));
          BigInteger units = units(high[at]).add(units(low[at])).add(saved);
          length = length == null ? units : length.min(units);
        }
      }
      return length;
    }
  }

  private Scan scan(Assignment assignment, Workers workers) {
    Scan[] parts = new Scan[workers.threads()];
    workers.run(
        Shards.count(instance.users()),
        (shard, slot) -> {
          if (parts[slot] == null) {
            parts[slot] = new Scan();
          }
          parts[slot].shard(assignment, shard);
        });
    Scan all = new Scan();
    for (Scan part : parts) { // a minimum does not depend on the order of folding
      if (part != null) {
        all.addAll(part);
      }
    }
    return all;
  }

  private static BigInteger units(double value) {
    return new BigDecimal(value).multiply(SCALE).toBigIntegerExact();
  }

  /** Bellman and Ford's shortest distances, from anywhere: they settle, or a chain is negative. */
  private boolean noneNegative(Scan least) {
    BigInteger cost = stay == null ? BigInteger.ZERO : units(stay.cost());
    BigInteger[][] lengths = new BigInteger[funds][funds];
    for (int a = 0; a < funds; a++) {
      for (int b = 0; b < funds; b++) {
        lengths[a][b] = least.length(a, b, cost);
      }
    }
    BigInteger[] distance = new BigInteger[funds];
    Arrays.fill(distance, BigInteger.ZERO);
    for (int round = 0; round <= funds; round++) {
      boolean settled = true;
      for (int a = 0; a < funds; a++) {
        for (int b = 0; b < funds; b++) {
          if (lengths[a][b] != null) {
            BigInteger through = distance[a].add(lengths[a][b]);
            if (through.compareTo(distance[b]) < 0) {
              distance[b] = through;
              settled = false;
            }
          }
        }
      }
      if (settled) {
        return true;
      }
    }
    return false;
  }
}
