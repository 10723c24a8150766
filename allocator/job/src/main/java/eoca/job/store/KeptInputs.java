package eoca.job.store;

import eoca.inputs.campaign.KeepInputs;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.files.DurableFiles;
import eoca.inputs.files.FileHash;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.model.Manifest.Kept;
import eoca.job.model.RunFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps a run's inputs in its folder, so that {@code verify}, {@code explain}, {@code rerun} and
 * {@code whatif} find them when the next night has put others in their place:
 *
 * <pre>
 * inputs/campaign/00001-campaign.yaml
 * inputs/etv/00001-etv-1.arrow …           in part order, which names then have
 * inputs/locked/00001-shown.csv
 * </pre>
 *
 * <p>A hard link takes no room and no time, and survives the file's replacement or removal. It does
 * not survive writing over the file in place: link and file are one. Then the hash tells. A copy
 * survives that too. What another run copied is linked, not copied again: nobody writes there, and
 * its bytes go with the last run that has them.
 */
public final class KeptInputs {
  private final Path folder;
  private final KeepInputs how;
  private final Map<String, Integer> counts = new HashMap<>();

  /** Keeps inputs in a run's folder. */
  public KeptInputs(Path folder, KeepInputs how) {
    this.folder = folder;
    this.how = how;
  }

  /**
   * Keeps one input.
   *
   * @param input as the manifest will have it
   * @param source where it was read
   * @param copied whether the source is a copy in another run's folder
   * @return the input with what is kept; as it was where nothing shall be kept
   * @throws EocaException FILE_SYSTEM if it can't be kept, or changed since it was read
   */
  public FileEntry keep(FileEntry input, Path source, boolean copied) {
    if (how == KeepInputs.NONE) {
      return input;
    }
    int number = counts.merge(input.role(), 1, Integer::sum);
    String name =
        String.format(Locale.ROOT, "%05d-%s", number, Path.of(input.path()).getFileName());
    String path = RunFiles.INPUTS + "/" + input.role() + "/" + name;
    Path kept = folder.resolve(path);
    try {
      Files.createDirectories(kept.getParent());
      boolean linked = (how == KeepInputs.LINK || copied) && link(kept, source);
      if (!linked) {
        copy(kept, source, input);
      }
      DurableFiles.forceDirectory(kept.getParent());
      return input.withKept(new Kept(path, linked && !copied ? Kept.LINK : Kept.COPY));
    } catch (IOException e) {
      throw FileErrors.of("keep the input", kept, e);
    }
  }

  /** Whether the file system could make a hard link. */
  private static boolean link(Path kept, Path source) throws IOException {
    Path real = source.toRealPath(); // a link to a symbolic link would keep only that
    try {
      Files.createLink(kept, real);
      return true;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.deleteIfExists(kept);
      return false; // another file system, or one without links, or a file of somebody else's
    }
  }

  private static void copy(Path kept, Path source, FileEntry input) throws IOException {
    Files.copy(source, kept, StandardCopyOption.COPY_ATTRIBUTES);
    try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.READ)) {
      channel.force(true); // the copy may be as unwritable as its source
    }
    if (!FileHash.sha256(kept).sha256().equals(input.sha256())) {
      throw EocaException.fileSystem(
          "input file (" + source + ") changed while it was read",
          "Maybe another job writes it; write it beside and rename it.",
          null);
    }
  }

  /**
   * Bytes that go with some runs: a file counts if all its names are in their folders.
   *
   * @param runs folders of runs
   */
  public static long bytesOf(List<Path> runs) {
    Map<Object, Long> names = new HashMap<>();
    long[] bytes = {0};
    for (Path run : runs) {
      try (var files = Files.walk(run)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          Map<String, Object> attributes = Files.readAttributes(file, "unix:nlink,ino,dev,size");
          int links = ((Number) attributes.get("nlink")).intValue();
          Object key = attributes.get("dev") + ":" + attributes.get("ino");
          if (names.merge(key, 1L, Long::sum) == links) {
            bytes[0] += ((Number) attributes.get("size")).longValue();
          }
        }
      } catch (IOException e) {
        throw FileErrors.of("read", run, e);
      }
    }
    return bytes[0];
  }
}
