package eoca.inputs.files;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a folder that a command shall make must be: absent or empty, and nobody's working folder.
 */
public final class NewFolder {
  private NewFolder() {}

  /**
   * Checks a folder to be made.
   *
   * @param dir as the user named it
   * @param option what messages call it, such as {@code --out}
   * @return the folder, absolute
   * @throws EocaException USAGE if something other than an empty folder is there; FILE_SYSTEM if it
   *     can't be told
   */
  public static Path check(Path dir, String option) {
    Path folder = dir.toAbsolutePath().normalize();
    if (folder.getFileName() == null || folder.equals(Path.of("").toAbsolutePath().normalize())) {
      throw EocaException.usage(
          option + " must not be the folder you are in, or a root (" + dir + ")",
          "Maybe name a folder inside it.");
    }
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return folder;
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw EocaException.usage(
          option + " must be absent or an empty folder, not a file or a link (" + dir + ")",
          "Maybe name a new folder.");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw EocaException.usage(
            option + " must be absent or empty (" + dir + ")", "Maybe name a new folder.");
      }
    } catch (IOException e) {
      throw FileErrors.of("list", dir, e);
    }
    return folder;
  }
}
