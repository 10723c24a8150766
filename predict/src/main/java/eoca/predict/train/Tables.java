package eoca.predict.train;

import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FeatureDatabase;
import eoca.inputs.features.FeatureSpec;
import eoca.inputs.features.FittedFeatures;
import eoca.inputs.features.TableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Reads tables with labels into memory, in a scratch folder that is gone afterwards. */
public final class Tables {
  private static final long DATABASE_BYTES = 1_000_000_000L;

  private Tables() {}

  /**
   * Imports, checks and encodes.
   *
   * @param fitted the state to encode with, or null to fit it to the training split
   * @throws EocaException as {@link FeatureDatabase#forTraining}
   */
  public static FeatureData load(FeatureSpec spec, TableFiles files, FittedFeatures fitted) {
    Path scratch = null;
    try {
      scratch = Files.createTempDirectory("eoca-tables-");
      FeatureDatabase.Limits limits =
          new FeatureDatabase.Limits(
              scratch, Runtime.getRuntime().availableProcessors(), DATABASE_BYTES);
      try (BufferAllocator allocator = new RootAllocator(DATABASE_BYTES);
          FeatureDatabase database = FeatureDatabase.forTraining(spec, files, limits, allocator)) {
        return database.encode(fitted == null ? database.fit() : fitted);
      }
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "temporary folder expected: " + e.getMessage(), "Maybe the disk is full.", e);
    } finally {
      delete(scratch);
    }
  }

  private static void delete(Path scratch) {
    if (scratch == null) {
      return;
    }
    try (Stream<Path> entries = Files.walk(scratch)) {
      List<Path> deepest = entries.sorted(Comparator.reverseOrder()).toList();
      for (Path entry : deepest) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException e) {
      return; // the system clears its temporary folder
    }
  }
}
