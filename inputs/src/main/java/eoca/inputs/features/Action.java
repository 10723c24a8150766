package eoca.inputs.features;

import java.util.List;
import java.util.Locale;

/**
 * What a user did, in the {@code behaviours} table; in sequences the code is its position, from 1.
 */
public enum Action {
  /** Looked at it. */
  CLICK,
  /** Bought it. */
  PURCHASE,
  /** Sold it. */
  SELL,
  /** Marked it as a favourite. */
  FAVOURITE;

  /** The word in the table. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words, in code order. */
  public static List<String> words() {
    return List.of(values()).stream().map(Action::word).toList();
  }
}
