package eoca.bench.cli;

import eoca.inputs.error.EocaException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code eoca bench}: how good and how fast, against whom. */
@Command(
    name = "bench",
    description = "Races against other solvers, kernel benchmarks, and their report.",
    subcommands = {
      RaceCommand.class,
      PassesCommand.class,
      KernelsCommand.class,
      ReportCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca bench race figure6           the paper's Figure 6 with the exact solver beside it",
      "  eoca bench race --users 1000,10000 --funds 6 --entrants exact,scip",
      "  eoca bench passes                 strategies and certificate against a streaming pass",
      "  eoca bench kernels argmax         JMH benchmarks of the inner loops",
      "  eoca bench report                 HTML and Markdown from the committed results"
    })
final class BenchCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw EocaException.usage(
        "bench needs to know what to do.", "Maybe race, passes, kernels or report; see --help.");
  }
}
