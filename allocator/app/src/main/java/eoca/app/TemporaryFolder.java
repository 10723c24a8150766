package eoca.app;

import eoca.inputs.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The folder for temporary files that the launcher made for this process alone, named by {@code
 * -Deoca.tmpdir}: native libraries that libraries unpack end there, and it goes with the process.
 * What a killed process left is removed by the next start of the launcher.
 */
final class TemporaryFolder {
  private TemporaryFolder() {}

  /** Removes it, if there is one. Libraries in use stay usable: only their names go. */
  static void remove() {
    String folder = System.getProperty("eoca.tmpdir");
    if (folder == null) {
      return;
    }
    try {
      DurableFiles.deleteTree(Path.of(folder));
    } catch (IOException e) {
      return; // another thread still writes into it: the next start removes it
    }
  }
}
