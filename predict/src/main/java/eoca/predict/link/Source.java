package eoca.predict.link;

import eoca.predict.link.Visits.Payment;
import eoca.predict.offpolicy.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Payments of a data set in the order of time, as they were published, and what was left out.
 *
 * @param payments in the order of time
 * @param left rows left out, by reason
 */
record Source(List<Payment> payments, Map<String, Integer> left) {
  /** Of MinsaPay: the council, where accounts are opened, and the booth that settles debts. */
  private static final Set<String> NO_MERCHANTS = Set.of("booth#000", "booth#017");

  private static final int AMOUNT = 2;
  private static final int TYPE = 3;

  /** Reads {@code transactions.csv} of MinsaPay. */
  static Source minsapay(Path folder) {
    List<String[]> rows =
        Table.read(
            folder.resolve("transactions.csv"),
            List.of("\"user\"", "booth", "amount", "type"),
            "try_strptime(timestamp, '%m/%d/%Y %H:%M:%S'), try_cast(\"transaction\" AS INTEGER)");
    List<Payment> payments = new ArrayList<>();
    Map<String, Integer> left = new LinkedHashMap<>();
    for (String[] row : rows) {
      String reason =
          !"pay".equals(row[TYPE])
              ? "no payment"
              : NO_MERCHANTS.contains(row[1])
                  ? "at a booth that sells nothing"
                  : amount(row[AMOUNT]) > 0 ? null : "amount not above 0";
      add(row, reason, payments, left);
    }
    return new Source(payments, left);
  }

  /** Reads {@code transactions_sample.csv.gz} of The Complete Journey: stores as merchants. */
  static Source completeJourney(Path folder) {
    List<String[]> rows =
        Table.read(
            folder.resolve("transactions_sample.csv.gz"),
            List.of("household_id", "store_id", "sales_value"),
            "transaction_timestamp, basket_id, product_id");
    List<Payment> payments = new ArrayList<>();
    Map<String, Integer> left = new LinkedHashMap<>();
    for (String[] row : rows) {
      add(row, amount(row[AMOUNT]) > 0 ? null : "amount not above 0", payments, left);
    }
    return new Source(payments, left);
  }

  private static void add(
      String[] row, String reason, List<Payment> payments, Map<String, Integer> left) {
    String why = row[0] == null || row[1] == null ? "no user or merchant" : reason;
    if (why == null) {
      payments.add(new Payment(row[0], row[1], (float) amount(row[AMOUNT])));
    } else {
      left.merge(why, 1, Integer::sum);
    }
  }

  /** The number, or 0 where there is none. */
  private static double amount(String text) {
    try {
      double amount = text == null ? 0 : Double.parseDouble(text);
      return Double.isFinite(amount) ? amount : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
