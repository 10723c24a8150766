package eoca.predict.score;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.features.TableFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What is scored with what.
 *
 * @param model the model folder
 * @param tables where the tables are; samples are not read
 * @param micros the moment the funds are shown, microseconds since 1970 UTC: only events before it
 *     count
 * @param cap greatest ETV, > 0; what is above is set to it and counted
 * @param partUsers users of a part
 */
public record ScoreConfig(Path model, TableFiles tables, long micros, double cap, int partUsers) {
  /** Users of a part unless the file says otherwise. */
  static final int PART_USERS = 200_000;

  /**
   * Reads the keys {@code model, tables, moment, cap, part-users} of a mapping; others are the
   * caller's.
   *
   * @param base the folder that paths are relative to
   * @param now the moment where the mapping names none
   */
  public static ScoreConfig of(ConfigNode node, Path base, Instant now) {
    Path model = base.resolve(node.text("model")).normalize();
    TableFiles tables = TableFiles.of(node.child("tables"), base);
    long micros =
        node.has("moment")
            ? micros(node)
            : ChronoUnit.MICROS.between(Instant.EPOCH, now.truncatedTo(ChronoUnit.SECONDS));
    double cap = node.number("cap", Float.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE);
    if (!(cap >= Float.MIN_NORMAL && cap <= Float.MAX_VALUE)) {
      throw node.bad("cap", "number above 0, no larger than a float32,");
    }
    int part = node.integer("part-users", PART_USERS, 1, 10_000_000);
    return new ScoreConfig(model, tables, micros, cap, part);
  }

  private static long micros(ConfigNode node) {
    String text = node.text("moment");
    try {
      Instant instant =
          text.indexOf('T') < 0
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : text.endsWith("Z")
                  ? Instant.parse(text)
                  : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    } catch (DateTimeParseException e) {
      throw node.bad("moment", "date (2022-06-30) or UTC time (2022-06-30T22:00:00)");
    }
  }

  /** All files of the tables that are read. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    files.addAll(tables.users());
    files.addAll(tables.funds());
    files.addAll(tables.behaviours());
    files.addAll(tables.edges());
    return files;
  }
}
