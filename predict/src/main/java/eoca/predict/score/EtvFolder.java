package eoca.predict.score;

import eoca.inputs.error.EocaException;
import eoca.inputs.files.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The folder of an ETV table. Parts gather in {@code DIR.partial}, which becomes DIR at once when
 * the table is whole: {@code etv.path: DIR/*.arrow} never sees half of one. A killed or stopped
 * scoring leaves DIR.partial to go on with; one that failed by its inputs leaves nothing.
 */
public final class EtvFolder implements AutoCloseable {
  private final Path target;
  private final Path partial;

  private EtvFolder(Path target, Path partial) {
    this.target = target;
    this.partial = partial;
  }

  /**
   * Opens the partial folder.
   *
   * @param target must be absent or empty
   * @param resume whether what an earlier try left is kept
   * @throws EocaException exit 2 if the target has content, or there are parts without {@code
   *     resume}; 7 if the folder can't be made
   */
  public static EtvFolder open(Path target, boolean resume) {
    Path absolute = target.toAbsolutePath().normalize();
    Path partial = partial(target);
    try {
      if (Files.exists(absolute) && !(Files.isDirectory(absolute) && isEmpty(absolute))) {
        throw EocaException.usage(
            "absent or empty folder expected (" + target + ")", "Maybe name another folder.");
      }
      if (!resume && Files.exists(partial)) {
        throw EocaException.usage(
            "folder without parts of an earlier try expected (" + partial + ")",
            "Maybe --resume, to go on with them; or remove that folder.");
      }
      Files.createDirectories(partial);
    } catch (IOException e) {
      throw Scoring.failed("create", partial, e);
    }
    return new EtvFolder(absolute, partial);
  }

  /** Where the parts of a table gather that is to be at the target. */
  public static Path partial(Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    return absolute.resolveSibling(absolute.getFileName() + ".partial");
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** Where the parts go. */
  public Path folder() {
    return partial;
  }

  /** Writes the report and puts the folder in place. */
  public void complete(ScoreReport report) {
    PartFiles.forgetRecords(partial);
    try {
      Files.writeString(
          partial.resolve(ScoreReport.FILE),
          report.tree().toPrettyString() + "\n",
          StandardCharsets.UTF_8);
      Files.deleteIfExists(target);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Scoring.failed("put in place", target, e);
    }
  }

  /** Leaves parts for another try; removes a folder without any. */
  @Override
  public void close() {
    try {
      if (Files.isDirectory(partial) && !Files.exists(partial.resolve(PartFiles.name(0)))) {
        DurableFiles.deleteTree(partial);
      }
    } catch (IOException e) {
      throw Scoring.failed("remove", partial, e);
    }
  }
}
