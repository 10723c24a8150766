package eoca.predict.baseline;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FeatureDatabase;
import eoca.inputs.features.FeatureSpec;
import eoca.inputs.features.TableFiles;
import eoca.inputs.files.TempFolder;
import eoca.predict.train.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A configuration of the hurdle baseline, and its run: fit to the tables of a feature
 * specification, score other tables, write an ETV table as CSV.
 *
 * @param spec the feature specification
 * @param tables labelled tables
 * @param score tables of the users to score
 * @param moment the day they are shown the funds
 * @param etv the CSV file to write
 */
public record HurdleRun(
    FeatureSpec spec, TableFiles tables, TableFiles score, LocalDate moment, Path etv) {
  private static final long DATABASE_BYTES = 1_000_000_000L;

  /** Reads the file; everything it names is relative to it. */
  public static HurdleRun read(Path file) {
    ConfigNode root = ConfigNode.read(file);
    Path base = file.toAbsolutePath().getParent();
    ConfigNode node = root.child("hurdle");
    root.done();
    Path features = base.resolve(node.text("features"));
    ConfigNode spec = ConfigNode.read(features);
    TableFiles tables = TableFiles.of(spec.child("tables"), features.toAbsolutePath().getParent());
    TableFiles score = TableFiles.of(node.child("tables"), base);
    String day = node.text("date");
    Path etv = base.resolve(node.text("etv"));
    node.done();
    try {
      return new HurdleRun(FeatureSpec.of(spec), tables, score, LocalDate.parse(day), etv);
    } catch (DateTimeParseException e) {
      throw node.bad("date", "day like 2022-06-30");
    }
  }

  /**
   * Fits, scores, writes.
   *
   * @return users scored
   */
  public int run() {
    FeatureData data = Tables.load(spec, tables, null);
    LogisticHurdle model = LogisticHurdle.fit(data);
    long micros = moment.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000L;
    try (TempFolder scratch = TempFolder.create("eoca-hurdle-")) {
      FeatureDatabase.Limits limits = new FeatureDatabase.Limits(scratch.path(), 1, DATABASE_BYTES);
      try (BufferAllocator allocator = new RootAllocator(DATABASE_BYTES);
          FeatureDatabase database =
              FeatureDatabase.forScoring(spec, score, micros, limits, allocator)) {
        FeatureData users = database.encode(data.fitted());
        write(model, users);
        return users.users().rows();
      }
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "file that can be written expected (" + etv + "): " + e.getMessage(),
          "Maybe the disk is full, or the folder forbids writing.",
          e);
    }
  }

  private void write(LogisticHurdle model, FeatureData users) throws IOException {
    StringBuilder text = new StringBuilder("user_id,tolerance");
    users.fundIds().forEach(fund -> text.append(',').append(fund));
    text.append('\n');
    for (int u = 0; u < users.users().rows(); u++) {
      text.append(users.userIds().get(u)).append(',').append(users.users().level()[u]);
      for (int j = 0; j < users.funds().rows(); j++) {
        text.append(',').append((float) model.etv(users, u, j));
      }
      text.append('\n');
    }
    Path staged = etv.resolveSibling(etv.getFileName() + ".tmp");
    Files.writeString(staged, text);
    Files.move(staged, etv, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
