package eoca.inputs.etv;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.files.NaturalOrder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;

/** Finds the files that a path or glob of a campaign file names. */
public final class PartFiles {
  private static final String GLOB_CHARACTERS = "*?[{";
  private static final int MAX_PARTS = 100_000;

  private PartFiles() {}

  /**
   * One file of a table.
   *
   * @param index place among the parts, from 0
   * @param name as the user named it: relative stays relative
   * @param path where it is
   * @param bytes size when found
   * @param modified time of its last change when found
   * @param key what identifies it on its file system when found, or null
   */
  public record Source(
      int index, String name, Path path, long bytes, FileTime modified, Object key) {
    /** Whether the path still shows the same, unchanged file. */
    public boolean isUnchanged() throws IOException {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.size() == bytes
          && now.lastModifiedTime().equals(modified)
          && Objects.equals(now.fileKey(), key);
    }
  }

  /**
   * The files, in natural name order.
   *
   * @param base the folder that a relative path starts from
   * @param key of the campaign file, for messages
   * @throws EocaException 7 if there is none, or one is not a readable regular file
   */
  public static List<Source> find(Path base, String path, String key) {
    List<Path> names = new ArrayList<>();
    try {
      Path whole = base.resolve(path);
      if (Files.exists(whole) || GLOB_CHARACTERS.chars().noneMatch(c -> path.indexOf(c) >= 0)) {
        names.add(Path.of(path));
      } else {
        names.addAll(match(base, path, key));
      }
    } catch (InvalidPathException | PatternSyntaxException e) {
      throw EocaException.fileSystem(
          key + " (" + path + ") must be a path or a glob: " + e.getMessage(), "", e);
    } catch (IOException e) {
      throw FileErrors.of("read", path, e);
    }
    names.sort((a, b) -> NaturalOrder.INSTANCE.compare(a.toString(), b.toString()));
    List<Source> sources = new ArrayList<>(names.size());
    for (Path name : names) {
      sources.add(source(sources.size(), base, name, key));
    }
    return sources;
  }

  private static Source source(int index, Path base, Path name, String key) {
    Path path = base.resolve(name);
    try {
      BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
      if (!a.isRegularFile()) {
        throw EocaException.fileSystem(
            key + " (" + name + ") must be a regular file",
            a.isDirectory() ? "Maybe " + name + "/*.arrow" : "",
            null);
      }
      if (!Files.isReadable(path)) {
        throw FileErrors.of(
            "read", name.toString(), new java.nio.file.AccessDeniedException(name.toString()));
      }
      return new Source(index, name.toString(), path, a.size(), a.lastModifiedTime(), a.fileKey());
    } catch (IOException e) {
      throw FileErrors.of("read", name.toString(), e);
    }
  }

  /** Walks from the last folder that the pattern names plainly, as deep as the pattern is. */
  private static List<Path> match(Path base, String pattern, String key) throws IOException {
    String glob = pattern.startsWith("./") ? pattern.substring(2) : pattern;
    int plain = 0;
    for (int i = 0; i < glob.length() && GLOB_CHARACTERS.indexOf(glob.charAt(i)) < 0; i++) {
      if (glob.charAt(i) == '/') {
        plain = i + 1;
      }
    }
    Path prefix = Path.of(glob.substring(0, plain));
    String rest = glob.substring(plain);
    Path start = base.resolve(prefix);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    int depth =
        rest.contains("**")
            ? Integer.MAX_VALUE
            : 1 + (int) rest.chars().filter(c -> c == '/').count();
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(start)) {
      throw nothing(key, pattern, "Maybe the folder (" + prefix + ") is misspelt.");
    }
    Files.walkFileTree(
        start,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
            return !dir.equals(start) && isHidden(dir)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Path name = start.relativize(file);
            if (!a.isDirectory() && !isHidden(file) && matcher.matches(name)) {
              found.add(prefix.resolve(name));
              if (found.size() > MAX_PARTS) {
                throw new IOException("more than " + MAX_PARTS + " files match");
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (matcher.matches(start.relativize(file))) {
              throw e;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    if (found.isEmpty()) {
      throw nothing(key, pattern, "Maybe the job that makes the files has not run.");
    }
    return found;
  }

  private static boolean isHidden(Path p) {
    return p.getFileName() != null && p.getFileName().toString().startsWith(".");
  }

  private static EocaException nothing(String key, String pattern, String hint) {
    return EocaException.fileSystem(key + " (" + pattern + ") matches no file", hint, null);
  }
}
