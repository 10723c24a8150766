package eoca.bench.report;

import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the report of a folder of results. */
public final class Report {
  private final Results results;
  private final Optional<List<Comparison.Change>> changes;

  /**
   * Reads results.
   *
   * @param folder the results
   * @param previous earlier results to compare with, or null
   */
  public Report(Path folder, Path previous) {
    this.results = Results.read(folder);
    this.changes =
        Optional.ofNullable(previous)
            .map(earlier -> Comparison.changes(Results.read(earlier), results));
  }

  /** Writes {@code index.html} and {@code tables.md} into a folder, which is made if needed. */
  public void write(Path out) {
    try {
      Files.createDirectories(out);
      Files.writeString(
          out.resolve("index.html"), HtmlReport.render(results, changes), StandardCharsets.UTF_8);
      StringBuilder markdown = new StringBuilder();
      for (Table table : Tables.all(results)) {
        markdown
            .append("## ")
            .append(table.caption())
            .append("\n\n")
            .append(table.markdown())
            .append('\n');
      }
      Files.writeString(out.resolve("tables.md"), markdown, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "The report can't be written into (" + out + "): " + e.getMessage(),
          "Maybe choose another folder with --out.",
          e);
    }
  }

  /** Rewrites the tables quoted in README and docs; returns the documents that changed. */
  public List<Path> updateDocs(Path root) {
    return DocBlocks.update(root, Tables.all(results));
  }

  /** One line a change since the earlier results; empty where there are none to compare with. */
  public List<String> changes() {
    return changes.orElse(List.of()).stream()
        .map(
            change ->
                (change.slower() ? "slower: " : "faster: ")
                    + change.what()
                    + ": "
                    + change.before()
                    + " -> "
                    + change.after())
        .toList();
  }
}
