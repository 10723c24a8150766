package eoca.job.report;

import eoca.job.model.Manifest;
import eoca.job.model.RunResult;

/**
 * Everything a report page is made from.
 *
 * @param manifest the run's manifest; while a run is being reported its outputs are not yet listed
 * @param result what the run found; the phase {@code report} may still be missing
 * @param analysis spreads and counts, or null where the inputs are no longer there
 * @param previous the result of the run that was published before, or null
 * @param previousId that run's id, or null
 */
public record ReportData(
    Manifest manifest,
    RunResult result,
    RunAnalysis analysis,
    RunResult previous,
    String previousId) {}
