package eoca.core.testing;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Instances that are hard in a way of their own, made from others: what a solver that goes by
 * samples and boxes could stumble over.
 *
 * <ul>
 *   <li>{@code slack-S}: slack S at every risk level, so with S = 0 every level is tight
 *   <li>{@code zero-users}: every tenth user is worth nothing anywhere
 *   <li>{@code twins}: each column twice
 *   <li>{@code alike}: users in twenty of whom nineteen are copies of one of 1,000
 *   <li>{@code tiny-quotas}: every other fund wants none, one or a few users
 *   <li>{@code one-fund}: one fund takes 99.9 % of the users
 *   <li>{@code thousands}: whole thousands
 *   <li>{@code cents}: rounded to hundredths
 *   <li>{@code wide-range}: values over 30 orders of magnitude
 * </ul>
 */
public final class Shapes {
  private static final int ALIKE = 1000;

  private Shapes() {}

  /** The shapes worth measuring. */
  public static List<String> names() {
    return List.of(
        "slack-0",
        "slack-1",
        "slack-3",
        "slack-10",
        "tiny-quotas",
        "one-fund",
        "twins",
        "zero-users",
        "alike",
        "thousands",
        "cents",
        "wide-range");
  }

  /** Whether there is such a shape; any whole number may follow {@code slack-}. */
  public static boolean exists(String name) {
    return names().contains(name) || name.matches("slack-\\d{1,9}");
  }

  /**
   * The shape of an instance in heap columns, whose values it may overwrite.
   *
   * @throws IllegalArgumentException if there is no such shape
   */
  public static Instance of(String name, Instance base) {
    int users = base.users();
    int funds = base.funds();
    float[][] etv = ((HeapColumns) base.etv()).etv();
    byte[] tolerance = ((HeapColumns) base.etv()).tolerance();
    int[] risks = new int[funds];
    Arrays.setAll(risks, base::risk);
    long[] quotas = base.quotas();
    switch (name) {
      case "zero-users" -> {
        for (float[] column : etv) {
          for (int i = 0; i < users; i += 10) {
            column[i] = 0;
          }
        }
      }
      case "twins" -> {
        for (int j = 1; j < funds; j += 2) {
          System.arraycopy(etv[j - 1], 0, etv[j], 0, users);
        }
      }
      case "alike" -> {
        for (float[] column : etv) {
          for (int i = ALIKE; i < users; i++) {
            column[i] = i % 20 == 0 ? column[i] : column[i % ALIKE];
          }
        }
      }
      case "tiny-quotas" -> quotas = few(risks, quotas, j -> j % 2 == 0 ? -1 : tiny(j));
      case "one-fund" -> {
        long rest = users / 1000 / Math.max(1, funds - 1);
        quotas = few(risks, quotas, j -> rest);
      }
      case "thousands" -> {
        for (float[] column : etv) {
          for (int i = 0; i < users; i++) {
            column[i] = (float) (1000 * Math.rint(column[i] / 4));
          }
        }
      }
      case "cents" -> {
        for (float[] column : etv) {
          for (int i = 0; i < users; i++) {
            column[i] = (float) (Math.rint(column[i] * 100.0) / 100);
          }
        }
      }
      case "wide-range" -> {
        for (float[] column : etv) {
          for (int i = 0; i < users; i++) {
            column[i] = (float) StrictMath.pow(Math.min(column[i], 1e4), 7);
          }
        }
      }
      default -> {
        if (!exists(name)) {
          throw new IllegalArgumentException("shape (" + name + ")");
        }
        quotas = slack(risks, quotas, tolerance, Integer.parseInt(name.substring(6)));
      }
    }
    HeapColumns columns = new HeapColumns(etv, tolerance);
    return new Instance(users, columns, columns.tolerances(), risks, quotas, false);
  }

  /** 0, 1, or a few. */
  private static long tiny(int fund) {
    return fund % 4 == 1 ? fund / 4 % 2 : 1 + fund * 7L;
  }

  /** Quotas with the same slack at every level above the lowest. */
  private static long[] slack(int[] risks, long[] shares, byte[] tolerance, long slack) {
    long[] supply = new long[65];
    for (byte t : tolerance) {
      supply[t]++;
    }
    long[] quotas = new long[risks.length];
    int lowest = Arrays.stream(risks).min().getAsInt();
    long above = 0;
    long upper = 0;
    for (int level = 63; level >= 0; level--) {
      upper += supply[level];
      int at = level;
      long funds = Arrays.stream(risks).filter(r -> r == at).count();
      if (funds == 0) {
        continue;
      }
      long wanted = Math.max(0, level == lowest ? tolerance.length - above : upper - slack - above);
      above += wanted;
      long weight = 0;
      for (int j = 0; j < risks.length; j++) {
        weight += risks[j] == level ? 1 + shares[j] : 0;
      }
      long given = 0;
      int last = -1;
      for (int j = 0; j < risks.length; j++) {
        if (risks[j] == level) {
          quotas[j] = (long) ((double) wanted * (1 + shares[j]) / weight);
          given += quotas[j];
          last = j;
        }
      }
      quotas[last] += wanted - given;
    }
    return quotas;
  }

  /**
   * Cuts funds above the lowest risk to what is wanted (negative: as it was); the rest goes to a
   * lowest fund.
   */
  private static long[] few(int[] risks, long[] quotas, IntToLongFunction wanted) {
    long[] result = quotas.clone();
    int lowest = 0;
    for (int j = 1; j < risks.length; j++) {
      lowest = risks[j] < risks[lowest] ? j : lowest;
    }
    long left = Arrays.stream(quotas).sum();
    for (int j = 0; j < risks.length; j++) {
      if (j != lowest) {
        long w = wanted.applyAsLong(j);
        result[j] = w < 0 ? quotas[j] : Math.min(quotas[j], w);
        left -= result[j];
      }
    }
    result[lowest] = left;
    return result;
  }
}
