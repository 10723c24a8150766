package eoca.job.store;

import eoca.inputs.files.DurableFiles;
import eoca.inputs.files.FileHash;
import eoca.job.model.Manifest;
import eoca.job.model.RunFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;

/**
 * {@code manifest.json} and {@code manifest.sha256}, which is in the form that {@code sha256sum -c}
 * checks.
 *
 * <p>When the report of a completed run is made anew, three files change together. Their new texts
 * are first written beside them; once {@code manifest.sha256.next} is there the change is decided,
 * and whoever finds it finishes it.
 */
public final class ManifestFiles {
  private static final String NEXT = ".next";
  private static final String UNFINISHED = ".unfinished";

  private ManifestFiles() {}

  /** Writes both files of a new run and forces them to disk. */
  public static void write(Path folder, Manifest manifest) throws IOException {
    String json = manifest.toJson();
    DurableFiles.write(folder.resolve(RunFiles.MANIFEST), json);
    DurableFiles.write(folder.resolve(RunFiles.MANIFEST_HASH), hashLine(json));
  }

  /** The text of {@code manifest.sha256}. */
  public static String hashLine(String manifestJson) {
    MessageDigest digest = FileHash.newDigest();
    digest.update(manifestJson.getBytes(StandardCharsets.UTF_8));
    return FileHash.hex(digest) + "  " + RunFiles.MANIFEST + "\n";
  }

  /**
   * Gives a completed run another report: all of the three files change, or after a crash none, or
   * all once {@link #finishReplacement} is called.
   */
  public static void replaceReport(Path folder, String html, Manifest manifest) throws IOException {
    String json = manifest.toJson();
    stage(folder, RunFiles.REPORT + NEXT, html);
    stage(folder, RunFiles.MANIFEST + NEXT, json);
    stage(folder, RunFiles.MANIFEST_HASH + UNFINISHED, hashLine(json));
    Files.move(
        folder.resolve(RunFiles.MANIFEST_HASH + UNFINISHED),
        folder.resolve(RunFiles.MANIFEST_HASH + NEXT),
        StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.forceDirectory(folder);
    finishReplacement(folder);
  }

  private static void stage(Path folder, String name, String text) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
    DurableFiles.write(folder.resolve(name), text);
  }

  /** Whether a replacement of the report was decided and not finished. */
  public static boolean replacementPending(Path folder) {
    return Files.exists(folder.resolve(RunFiles.MANIFEST_HASH + NEXT), LinkOption.NOFOLLOW_LINKS);
  }

  /** Finishes a decided replacement, and forgets an undecided one. */
  public static void finishReplacement(Path folder) throws IOException {
    String[] names = {RunFiles.REPORT, RunFiles.MANIFEST, RunFiles.MANIFEST_HASH};
    if (replacementPending(folder)) {
      for (String name : names) { // the deciding file last
        Path next = folder.resolve(name + NEXT);
        if (Files.exists(next)) {
          Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } else {
      for (String name : names) {
        Files.deleteIfExists(folder.resolve(name + NEXT));
      }
    }
    Files.deleteIfExists(folder.resolve(RunFiles.MANIFEST_HASH + UNFINISHED));
    DurableFiles.forceDirectory(folder);
  }
}
