package eoca.bench.report;

import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tables quoted in README and docs, between {@code <!-- bench:NAME -->} and {@code <!-- /bench:NAME
 * -->}: rewritten from the results, or compared with them.
 */
final class DocBlocks {
  private static final Pattern BLOCK =
      Pattern.compile("(<!-- bench:([a-z0-9-]+) -->\n)(.*?)(<!-- /bench:\\2 -->)", Pattern.DOTALL);

  private DocBlocks() {}

  /** README and every Markdown file under docs. */
  static List<Path> files(Path root) {
    List<Path> files = new ArrayList<>();
    if (Files.exists(root.resolve("README.md"))) {
      files.add(root.resolve("README.md"));
    }
    Path docs = root.resolve("docs");
    if (Files.isDirectory(docs)) {
      try (Stream<Path> found = Files.walk(docs)) {
        found.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
      } catch (IOException e) {
        throw EocaException.fileSystem(
            "The docs (" + docs + ") can't be read: " + e.getMessage(), "", e);
      }
    }
    return files;
  }

  /**
   * A document with its blocks as the results have them.
   *
   * @throws EocaException of USAGE if a block names a table that the results do not have
   */
  static String updated(Path file, String text, List<Table> tables) {
    Map<String, Table> byName =
        tables.stream().collect(Collectors.toMap(Table::name, Function.identity()));
    return BLOCK
        .matcher(text)
        .replaceAll(
            block -> {
              Table table = byName.get(block.group(2));
              if (table == null) {
                throw EocaException.usage(
                    "The block bench:" + block.group(2) + " of (" + file + ") has no results.",
                    "Maybe one of " + String.join(", ", byName.keySet()) + ".");
              }
              return Matcher.quoteReplacement(
                  block.group(1) + "\n" + table.markdown() + "\n" + block.group(4));
            });
  }

  /** Rewrites every document whose blocks differ; returns those. */
  static List<Path> update(Path root, List<Table> tables) {
    List<Path> changed = new ArrayList<>();
    for (Path file : files(root)) {
      try {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        String updated = updated(file, text, tables);
        if (!updated.equals(text)) {
          Files.writeString(file, updated, StandardCharsets.UTF_8);
          changed.add(file);
        }
      } catch (IOException e) {
        throw EocaException.fileSystem(
            "The document (" + file + ") can't be updated: " + e.getMessage(), "", e);
      }
    }
    return changed;
  }
}
