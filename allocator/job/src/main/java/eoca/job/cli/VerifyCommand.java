package eoca.job.cli;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.job.model.Json;
import eoca.job.pipeline.Console;
import eoca.job.store.RunFolder;
import eoca.job.verify.RunVerifier;
import eoca.job.verify.VerifyReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca verify}: the independent check of a run folder against its inputs. */
@Command(
    name = "verify",
    description = {
      "Check a run folder against its inputs: every hash, one fund a user, exact quotas, risk rules,"
          + " objective and gaps recomputed. Any flipped bit is found.",
      "",
      "Exit 0 if all is well, 8 with what and where if not."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca verify june-funds",
      "  eoca verify june-funds/20260601T020000Z-1a2b3c",
      "  eoca verify /data/june --json"
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final int TOLD = 10;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run folder, campaign/run-id, or a campaign (its published run).")
  private String run;

  @Mixin private RunsDirOption runs;

  @Mixin private ThreadsOption threads;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    PrintWriter out = line.getOut();
    RunFolder folder = RunFolder.find(run, runs.runsDir);
    VerifyReport report;
    try (Console console = new Console(line.getErr())) {
      report = new RunVerifier(folder, threads.count(), console).verify();
    }
    if (json) {
      out.print(Json.pretty(report.toTree()));
    } else {
      TextTable table = new TextTable("lll", "check", "", "what");
      for (VerifyReport.Check check : report.checks()) {
        table.row(check.name(), check.findings().isEmpty() ? "ok" : "FAILED", check.detail());
      }
      out.print(table);
      out.println(
          (report.verified() ? "verified: " : "NOT verified: ") + ResultTable.shown(folder.path()));
    }
    out.flush();
    if (!report.verified()) {
      throw failure(report);
    }
    return 0;
  }

  private static EocaException failure(VerifyReport report) {
    List<String> findings = report.findings();
    String more = findings.size() > TOLD ? "\n  ... and " + (findings.size() - TOLD) + " more" : "";
    return new EocaException(
        ExitCode.VERIFICATION,
        "the run is not what its manifest and inputs say ("
            + findings.size()
            + " findings): "
            + String.join("; ", findings.subList(0, Math.min(TOLD, findings.size())))
            + more,
        "If an input changed, the run is as good as before but can't be checked any more; if an"
            + " output changed, do not use this run.");
  }
}
