package eoca.predict.train;

import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FeatureDatabase;
import eoca.inputs.features.FeatureSpec;
import eoca.inputs.features.FittedFeatures;
import eoca.inputs.features.TableFiles;
import eoca.inputs.files.TempFolder;
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
    try (TempFolder scratch = TempFolder.create("eoca-tables-")) {
      FeatureDatabase.Limits limits =
          new FeatureDatabase.Limits(
              scratch.path(), Runtime.getRuntime().availableProcessors(), DATABASE_BYTES);
      try (BufferAllocator allocator = new RootAllocator(DATABASE_BYTES);
          FeatureDatabase database = FeatureDatabase.forTraining(spec, files, limits, allocator)) {
        return database.encode(fitted == null ? database.fit() : fitted);
      }
    }
  }
}
