package eoca.inputs.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Did-you-mean: the known word nearest to one that was not known. */
public final class Suggestions {
  private Suggestions() {}

  /**
   * The hint "Maybe …." that names the nearest known word, or the known words themselves if none is
   * near and they are few, or empty.
   */
  public static String maybe(String found, Collection<String> known) {
    Optional<String> near = nearest(found, known);
    if (near.isPresent()) {
      return "Maybe " + near.get() + ".";
    }
    return known.isEmpty() || known.size() > 12 ? "" : "Known: " + String.join(", ", known) + ".";
  }

  /**
   * The known word with the least edit distance (insert, delete, replace, swap of neighbours;
   * capitals, {@code -} and {@code _} do not count), if that is at most a third of its length, or
   * 1; the first of equals.
   */
  public static Optional<String> nearest(String found, Collection<String> known) {
    String from = fold(found);
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String word : known) {
      int distance = distance(from, fold(word));
      if (distance < least && distance <= Math.max(1, word.length() / 3)) {
        least = distance;
        best = word;
      }
    }
    return Optional.ofNullable(best);
  }

  private static String fold(String word) {
    String folded = word.strip().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    return folded.length() > 100 ? folded.substring(0, 100) : folded;
  }

  /** Optimal string alignment distance, O(|a|·|b|). */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(row[j - 1], last[j]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], 1 + before[j - 2]);
        }
      }
      before = last;
      last = row;
    }
    return last[b.length()];
  }
}
