package eoca.inputs.features;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the tables are: paths or globs ({@code samples/*.parquet}), several parts in natural name
 * order. Empty where there is no table.
 *
 * @param users the users table
 * @param funds the funds table
 * @param samples the samples table (scoring needs none)
 * @param behaviours the behaviours table
 * @param edges the edges table
 */
public record TableFiles(
    List<Path> users,
    List<Path> funds,
    List<Path> samples,
    List<Path> behaviours,
    List<Path> edges) {

  /**
   * Reads the mapping {@code tables}.
   *
   * @param tables mapping of table name to path or glob
   * @param base the folder that paths are relative to
   * @throws EocaException exit 2 for unknown tables or a glob that matches nothing; exit 7 for a
   *     folder that can't be listed
   */
  public static TableFiles of(ConfigNode tables, Path base) {
    TableFiles files =
        new TableFiles(
            resolve(tables, "users", base),
            resolve(tables, "funds", base),
            resolve(tables, "samples", base),
            resolve(tables, "behaviours", base),
            resolve(tables, "edges", base));
    tables.done();
    return files;
  }

  private static List<Path> resolve(ConfigNode tables, String table, Path base) {
    if (!tables.has(table)) {
      return List.of();
    }
    String text = tables.text(table);
    Path path = base.resolve(text).normalize();
    String name = path.getFileName().toString();
    if (name.indexOf('*') < 0 && name.indexOf('?') < 0) {
      return List.of(path);
    }
    List<Path> parts = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path.getParent(), name)) {
      stream.forEach(parts::add);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "readable folder expected (" + path.getParent() + ")",
          "Maybe tables." + table + " is misspelt.",
          e);
    }
    if (parts.isEmpty()) {
      throw tables.bad(table, "glob that matches a file");
    }
    parts.sort((a, b) -> naturalOrder(a.getFileName().toString(), b.getFileName().toString()));
    return List.copyOf(parts);
  }

  /** Runs of digits compare as numbers, so that part-2 comes before part-10. */
  static int naturalOrder(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int endA = endOfDigits(a, i);
        int endB = endOfDigits(b, j);
        String numberA = a.substring(i, endA).replaceFirst("^0+(?=.)", "");
        String numberB = b.substring(j, endB).replaceFirst("^0+(?=.)", "");
        int order =
            numberA.length() != numberB.length()
                ? Integer.compare(numberA.length(), numberB.length())
                : numberA.compareTo(numberB);
        if (order != 0) {
          return order;
        }
        i = endA;
        j = endB;
      } else if (a.charAt(i) != b.charAt(j)) {
        return Character.compare(a.charAt(i), b.charAt(j));
      } else {
        i++;
        j++;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
