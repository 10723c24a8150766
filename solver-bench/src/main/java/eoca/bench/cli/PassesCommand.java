package eoca.bench.cli;

import eoca.bench.passes.PassRecord;
import eoca.bench.passes.Passes;
import eoca.bench.race.InstanceKey;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eoca bench passes}. */
@Command(
    name = "passes",
    description = {
      "Every strategy and the certificate as multiples of one streaming pass over the same",
      "columns, with the same threads, in the same process; the best of nine runs, or of what fits",
      "in a second, over the best of three passes just before.",
      "Without --users: the instances of the budgets, every regime and every shape; takes long, and",
      "5 GiB.",
      "Results: passes.jsonl."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca bench passes",
      "  eoca bench passes --users 1000000 --funds 8,24 --regime lognormal,integer --threads 2"
    })
final class PassesCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin MeasuringOptions options;

  @Option(
      names = "--memory",
      defaultValue = "9",
      description = "GiB of heap of the measuring processes (default: ${DEFAULT-VALUE}).")
  double memory;

  @Option(names = "--scalar", description = "Without the Vector API.")
  boolean scalar;

  @Override
  public Integer call() throws Exception {
    if (memory <= 0) {
      throw EocaException.usage("--memory must be above 0.", "");
    }
    Path file = options.file("passes.jsonl");
    List<InstanceKey> instances = options.own() ? options.instances(8) : Passes.standard();
    Passes passes = new Passes(file, options.threads(), (long) (memory * (1L << 30)), !scalar);
    if (options.fresh()) {
      passes.drop(instances);
    }
    PrintWriter err = spec.commandLine().getErr();
    List<PassRecord> records =
        passes.run(
            instances,
            pass -> {
              err.print(line(pass));
              err.flush();
            });
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf(
        Locale.ROOT,
        "%-14s %12s %5s %-22s %8s %10s %10s%n",
        "regime",
        "users",
        "funds",
        "",
        "passes",
        "seconds",
        "gap");
    records.forEach(pass -> stdout.print(line(pass)));
    stdout.printf(Locale.ROOT, "%nResults: %s%n", file);
    stdout.flush();
    return ExitCode.DONE.code();
  }

  private static String line(PassRecord pass) {
    return String.format(
        Locale.ROOT,
        "%-14s %,12d %5d %-22s %8.1f %10s %10s%n",
        pass.instance().regime(),
        pass.instance().users(),
        pass.instance().funds(),
        pass.what(),
        pass.passes(),
        RaceText.seconds(pass.bestSeconds()),
        pass.relativeGap() == null ? "" : String.format(Locale.ROOT, "%.1e", pass.relativeGap()));
  }
}
