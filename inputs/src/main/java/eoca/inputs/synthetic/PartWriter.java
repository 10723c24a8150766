package eoca.inputs.synthetic;

import java.io.IOException;
import java.nio.file.Path;

/** Writes one part of an ETV table. */
@FunctionalInterface
interface PartWriter {
  /**
   * Writes users {@code from..to} (exclusive) into a new file and forces it to disk.
   *
   * @param blockRows rows to hold in memory at once
   */
  void write(Path file, long from, long to, int blockRows) throws IOException;
}
