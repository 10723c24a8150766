package eoca.job.verify;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Stay;
import eoca.core.Workers;
import eoca.core.certificate.StayCertificate;
import eoca.core.certificate.StayReport;
import eoca.inputs.error.EocaException;
import eoca.inputs.etv.EtvTable;
import eoca.job.model.Manifest;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.Stickiness;
import eoca.job.store.RunFolder;
import eoca.job.verify.VerifyReport.Check;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the stickiness block of a re-run against its parent: who moved, and the penalised
 * objective, bound and gaps, recomputed to the last bit. Without the parent's folder only the
 * block's own arithmetic can be checked; the check says so.
 */
final class StickinessCheck {
  private static final String NAME = "stickiness";

  private StickinessCheck() {}

  static Check of(
      RunFolder run,
      Manifest manifest,
      RunResult result,
      EtvTable table,
      Instance instance,
      Assignment found,
      Workers workers) {
    RunFolder parent = parent(run, manifest);
    if (parent == null) {
      return new Check(
          NAME,
          "its own arithmetic alone: the parent run (" + manifest.parent() + ") is not there",
          arithmetic(result));
    }
    Stickiness told = result.stickiness();
    Assignment former;
    try {
      former =
          StoredRun.assignment(
              parent,
              parent.manifest(),
              table,
              instance.pins(),
              StoredRun.leavesUsers(parent.result()),
              workers);
    } catch (EocaException e) {
      return new Check(NAME, "the parent run's assignment", List.of(e.getMessage()));
    }
    StayReport report =
        StayCertificate.certify(
            instance,
            found,
            new Stay(former, (float) told.cost(), told.keep()),
            StoredRun.prices(result, instance),
            workers);
    List<String> findings = new ArrayList<>();
    RunVerifier.compare(findings, "users_moved", told.usersMoved(), report.moved());
    RunVerifier.compare(findings, "penalised_objective", told.objective(), report.objective());
    RunVerifier.compare(findings, "penalised_dual_bound", told.dualBound(), report.dualBound());
    RunVerifier.compare(
        findings, "penalised_absolute_gap", told.absoluteGap(), report.absoluteGap());
    RunVerifier.compare(
        findings, "penalised_relative_gap", told.relativeGap(), report.relativeGap());
    return new Check(
        NAME, "users moved since the parent run, penalised objective, bound and gaps", findings);
  }

  /** The parent's folder, where it was or beside this one; null if it is gone. */
  private static RunFolder parent(RunFolder run, Manifest manifest) {
    List<RunFolder> places = new ArrayList<>();
    if (manifest.parentPath() != null) {
      places.add(RunFolder.open(run.resolve(manifest.parentPath())));
    }
    places.add(RunFolder.open(run.path().resolveSibling(manifest.parent())));
    for (RunFolder place : places) {
      Manifest found = place.intactManifest();
      if (found != null && found.runId().equals(manifest.parent())) {
        return place;
      }
    }
    return null;
  }

  private static List<String> arithmetic(RunResult result) {
    Stickiness told = result.stickiness();
    List<String> findings = new ArrayList<>();
    double penalised = result.objective() - told.cost() * told.usersMoved();
    double slack = 1e-9 * Math.max(1, Math.abs(penalised));
    if (!(Math.abs(penalised - told.objective()) <= slack)) {
      findings.add(
          "result.json: penalised_objective ("
              + told.objective()
              + ") must be objective - cost * users_moved ("
              + penalised
              + ")");
    }
    if (!(told.absoluteGap() >= 0 && told.dualBound() >= told.objective())) {
      findings.add("result.json: penalised_dual_bound is below penalised_objective");
    }
    return findings;
  }
}
