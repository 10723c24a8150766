package eoca.predict.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The merchants of each user in the order of the first payment, each once.
 *
 * @param merchants number of merchants
 * @param start first visit of each user, and the end: {@code [users + 1]}
 * @param merchant {@code [visits]}
 * @param amount of the first payment, money: {@code [visits]}
 */
record Visits(int merchants, int[] start, int[] merchant, float[] amount) {
  /** A payment. */
  record Payment(String user, String merchant, float amount) {}

  /**
   * Groups payments, which are in the order of time. Users and merchants are numbered in order of
   * appearance.
   */
  static Visits of(List<Payment> payments) {
    Map<String, Integer> merchants = new LinkedHashMap<>();
    Map<String, Map<Integer, Float>> users = new LinkedHashMap<>();
    for (Payment payment : payments) {
      int number = merchants.computeIfAbsent(payment.merchant(), m -> merchants.size());
      users
          .computeIfAbsent(payment.user(), u -> new LinkedHashMap<>())
          .putIfAbsent(number, payment.amount());
    }
    int[] start = new int[users.size() + 1];
    List<Map.Entry<Integer, Float>> all = new ArrayList<>();
    int user = 0;
    for (Map<Integer, Float> visits : users.values()) {
      all.addAll(visits.entrySet());
      start[++user] = all.size();
    }
    int[] merchant = new int[all.size()];
    float[] amount = new float[all.size()];
    for (int i = 0; i < merchant.length; i++) {
      merchant[i] = all.get(i).getKey();
      amount[i] = all.get(i).getValue();
    }
    return new Visits(merchants.size(), start, merchant, amount);
  }

  int users() {
    return start.length - 1;
  }

  /** Merchants of a user. */
  int degree(int user) {
    return start[user + 1] - start[user];
  }

  /** A user's visit, in the order of time. */
  int merchantAt(int user, int visit) {
    return merchant[start[user] + visit];
  }
}
