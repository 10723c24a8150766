package eoca.app;

import eoca.inputs.error.EocaException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Stands in for {@code bench} while the benchmark's part of the distribution is not on the class
 * path: {@code ./eoca bench} fetches it first, so this runs only where the launcher was bypassed.
 */
@Command(
    name = "bench",
    description = CommandTree.BENCH_LINE,
    footerHeading = "%nExamples:%n",
    footer = {"  eoca bench race --help", "  eoca bench report"})
final class MissingPartCommand implements Callable<Integer> {
  @Parameters(hidden = true)
  List<String> arguments = List.of();

  @Override
  public Integer call() {
    throw EocaException.usage(
        "The benchmark's libraries are not on the class path (lib-bench).",
        "Maybe start it as ./eoca bench: the launcher fetches them when they are first needed.");
  }
}
