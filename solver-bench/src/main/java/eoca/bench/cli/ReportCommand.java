package eoca.bench.cli;

import eoca.bench.report.Report;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca bench report}. */
@Command(
    name = "report",
    description = {
      "One HTML file and Markdown tables from a folder of results. Without arguments: from the",
      "committed results (solver-bench/results) into the build folder."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca bench report",
      "  eoca bench report bench-results --out my-report --compare solver-bench/results",
      "  eoca bench report --update-docs"
    })
final class ReportCommand implements Callable<Integer> {
  private static final Path COMMITTED = Path.of("solver-bench", "results");

  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RESULTS",
      description = "Folder of result files (default: the committed ones).")
  Path results;

  @Option(
      names = "--out",
      description = "Folder of the report (default: solver-bench/target/report).")
  Path out;

  @Option(
      names = "--compare",
      paramLabel = "RESULTS",
      description = "Earlier results: says what became slower beyond noise.")
  Path previous;

  @Option(
      names = "--update-docs",
      description = "Also rewrite the tables quoted in README and docs.")
  boolean updateDocs;

  @Override
  public Integer call() {
    boolean committed = results == null;
    Path root = committed || out == null || updateDocs ? root() : null;
    Path from = committed ? root.resolve(COMMITTED) : results;
    Path to = out == null ? root.resolve("solver-bench").resolve("target").resolve("report") : out;
    Report report = new Report(from, previous);
    report.write(to);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println("Report: " + to.resolve("index.html"));
    stdout.println("Tables: " + to.resolve("tables.md"));
    if (updateDocs) {
      report.updateDocs(root).forEach(file -> stdout.println("Updated: " + file));
    }
    report.changes().forEach(stdout::println);
    if (previous != null && report.changes().isEmpty()) {
      stdout.println("Nothing changed beyond noise.");
    }
    stdout.flush();
    return ExitCode.DONE.code();
  }

  /** The nearest folder upwards that has the committed results. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve(COMMITTED))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw EocaException.usage(
          "There is no " + COMMITTED + " here or above (" + Path.of("").toAbsolutePath() + ").",
          "Maybe start in the source tree, or name a results folder and --out.");
    }
    return folder;
  }
}
