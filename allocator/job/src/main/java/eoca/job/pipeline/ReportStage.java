package eoca.job.pipeline;

import eoca.inputs.error.FileErrors;
import eoca.inputs.files.DurableFiles;
import eoca.job.model.RunFiles;
import eoca.job.report.Analyses;
import eoca.job.report.ReportData;
import eoca.job.report.ReportPage;
import eoca.job.report.RunAnalysis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes the report page. */
final class ReportStage implements Stage {
  @Override
  public String phase() {
    return "report";
  }

  @Override
  public void run(RunState state) {
    RunAnalysis analysis =
        Analyses.of(
            state.instance, state.table.funds(), state.assignment, state.prices, state.workers);
    ReportData data =
        new ReportData(
            RunRecords.manifest(state, List.of()),
            RunRecords.result(state, null),
            analysis,
            state.previous,
            state.previousId);
    Path file = state.staging.folder().resolve(RunFiles.REPORT);
    try {
      DurableFiles.write(file, ReportPage.html(data));
    } catch (IOException e) {
      throw FileErrors.of("write", file, e);
    }
  }
}
