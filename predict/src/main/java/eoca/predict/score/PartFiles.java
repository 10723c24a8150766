package eoca.predict.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.etv.EtvPartWriter;
import eoca.inputs.features.ScoringTables;
import eoca.inputs.files.DurableFiles;
import eoca.inputs.files.FileHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * The parts of a table on disk, each with a record until the table is whole. A part has its name
 * only when its bytes and its record are on disk.
 */
final class PartFiles {
  static final String RECORDS = "records";
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
    return folder.resolve(RECORDS).resolve(name(p) + ".json");
  }

  /** Removes the records of a whole table. */
  void forgetRecords() {
    try {
      DurableFiles.deleteTree(folder.resolve(RECORDS));
    } catch (IOException e) {
      throw Scoring.failed("remove", folder.resolve(RECORDS), e);
    }
  }
}
