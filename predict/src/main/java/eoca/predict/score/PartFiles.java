package eoca.predict.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.error.EocaException;
import eoca.inputs.etv.EtvPartWriter;
import eoca.inputs.etv.EtvProvider;
import eoca.inputs.features.ScoringTables;
import eoca.inputs.files.DurableFiles;
import eoca.inputs.files.FileHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/**
 * The parts of a table on disk, each with a record until the table is whole. A part has its name
 * only when its bytes and its record are on disk.
 */
final class PartFiles {
  private static final String MOMENT = "moment";
  private static final Duration GO_ON_WITHIN = Duration.ofDays(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final EtvPartWriter writer;

  PartFiles(Path folder, EtvPartWriter writer) {
    this.folder = folder;
    this.writer = writer;
  }

  /** Name of part p: {@code etv-00001.arrow} on. */
  static String name(int p) {
    return String.format(Locale.ROOT, "etv-%05d.arrow", p + 1);
  }

  PartRecord write(
      int p,
      ScoringTables.Part part,
      float[][] etv,
      EtvBlock.Counts counts,
      List<long[]> histograms) {
    Path file = folder.resolve(name(p));
    Path staged = folder.resolve(name(p) + ".tmp");
    Path record = record(p);
    try {
      Files.deleteIfExists(staged);
      EtvPartWriter.Written written = writer.write(staged, part.ids(), part.users().level(), etv);
      PartRecord made =
          new PartRecord(
              name(p),
              part.size(),
              written.bytes(),
              written.sha256(),
              counts.below,
              counts.above,
              counts.sums,
              histograms);
      Files.writeString(record, made.toJson().toString());
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
      return made;
    } catch (IOException e) {
      throw Scoring.failed("write", file, e);
    }
  }

  /** What an earlier try left of a part; null, and nothing left of it, if that is not whole. */
  PartRecord read(int p) {
    Path file = folder.resolve(name(p));
    if (!Files.exists(file)) {
      return null;
    }
    try {
      PartRecord found = PartRecord.of(JSON.readTree(record(p).toFile()));
      if (found.sha256().equals(FileHash.sha256(file).sha256())) {
        return found;
      }
    } catch (IOException | IllegalArgumentException e) {
      // not whole: scored again below
    }
    try {
      Files.deleteIfExists(file);
      return null;
    } catch (IOException e) {
      throw Scoring.failed("remove", file, e);
    }
  }

  private Path record(int p) {
    return records(folder).resolve(name(p) + ".json");
  }

  private static Path records(Path folder) {
    return folder.resolve(EtvProvider.RECORDS);
  }

  /**
   * Marks a fresh folder as a scoring's; of another's, removes everything or refuses.
   *
   * @param identity hash of all that the values depend on
   * @param moment the scoring's, for {@link #begun}
   * @param replace whether another scoring's parts are removed rather than refused
   * @throws EocaException exit 2 for another scoring's parts, 7 for files
   */
  static void claim(Path folder, String identity, Instant moment, boolean replace) {
    Path mark = records(folder).resolve("identity");
    try {
      if (Files.exists(mark) && Files.readString(mark).equals(identity)) {
        return;
      }
      if (Files.exists(mark) && !replace) {
        throw EocaException.usage(
            "parts of the same model, tables, moment and options expected (" + folder + ")",
            "Maybe something changed since; remove the folder and score anew.");
      }
      DurableFiles.deleteTree(folder);
      Files.createDirectories(records(folder));
      Files.writeString(records(folder).resolve(MOMENT), moment.toString());
      Files.writeString(mark, identity);
    } catch (IOException e) {
      throw Scoring.failed("write", mark, e);
    }
  }

  /**
   * The moment of a scoring that names none: that of the one which left parts in the folder, if it
   * is less than a day ago, because only parts of one moment make a table.
   */
  static Instant begun(Path folder, Instant now) {
    try {
      Instant moment = Instant.parse(Files.readString(records(folder).resolve(MOMENT)));
      boolean recent = !moment.isAfter(now) && moment.isAfter(now.minus(GO_ON_WITHIN));
      return recent ? moment : now;
    } catch (IOException | DateTimeParseException e) {
      return now; // nothing to go on with
    }
  }

  /** Removes the records of a whole table. */
  static void forgetRecords(Path folder) {
    try {
      DurableFiles.deleteTree(records(folder));
    } catch (IOException e) {
      throw Scoring.failed("remove", records(folder), e);
    }
  }
}
