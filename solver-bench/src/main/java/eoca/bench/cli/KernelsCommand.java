package eoca.bench.cli;

import eoca.bench.kernels.KernelResults;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca bench kernels}. */
@Command(
    name = "kernels",
    description = {
      "JMH benchmarks of the inner loops, baseline and candidate checked to agree.",
      "Writes JMH's result file (kernels.json), without the machine's paths; results that the file",
      "has of other benchmarks stay."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  eoca bench kernels", "  eoca bench kernels Screen --seconds 0.2"})
final class KernelsCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      defaultValue = ".*",
      description = "Regular expression on class.method (default: all).")
  String pattern;

  @Option(
      names = "--seconds",
      description = "Seconds an iteration (default: as each benchmark says, mostly 1).")
  Double seconds;

  @Option(
      names = "--out",
      defaultValue = "bench-results",
      description = "Folder of kernels.json (default: ${DEFAULT-VALUE}).")
  Path out;

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(out);
    Path file = out.resolve("kernels.json");
    Path fresh = out.resolve("kernels.json.part");
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(pattern)
            .resultFormat(ResultFormatType.JSON)
            .result(fresh.toString())
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    if (seconds != null) {
      TimeValue time = TimeValue.milliseconds(Math.max(1, Math.round(seconds * 1000)));
      options.warmupTime(time).measurementTime(time);
    }
    Collection<RunResult> results;
    try {
      results = new Runner(options.build()).run();
      KernelResults.merge(fresh, file);
    } catch (RunnerException e) {
      throw EocaException.usage(
          "The benchmarks did not run: " + e.getMessage(), "Maybe PATTERN matches none.");
    } finally {
      Files.deleteIfExists(fresh);
    }
    PrintWriter stdout = spec.commandLine().getOut();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      stdout.printf(
          Locale.ROOT,
          "%-45s %12.1f +- %.1f us%n",
          name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
          result.getPrimaryResult().getScore(),
          result.getPrimaryResult().getScoreError());
    }
    stdout.printf(Locale.ROOT, "%nResults: %s%n", file);
    stdout.flush();
    return ExitCode.DONE.code();
  }
}
