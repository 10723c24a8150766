package eoca.job.verify;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Workers;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.certificate.CertificateReport.FundTotals;
import eoca.core.certificate.Violation;
import eoca.inputs.Progress;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.EtvTables;
import eoca.inputs.files.TempFolder;
import eoca.job.engine.Participants;
import eoca.job.engine.TableInstance;
import eoca.job.engine.Threads;
import eoca.job.model.Manifest;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.model.RunFiles;
import eoca.job.model.RunOutcome;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.ControlResult;
import eoca.job.model.RunResult.FundResult;
import eoca.job.model.RunResult.LockedResult;
import eoca.job.store.RunFolder;
import eoca.job.verify.VerifyReport.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/**
 * The independent check of a completed run against its inputs. It believes nothing but the bytes:
 *
 * <ol>
 *   <li>manifest: {@code manifest.sha256} agrees with {@code manifest.json}
 *   <li>outputs: every file has the size and SHA-256 of the manifest, no part was added
 *   <li>inputs: the same for the campaign file and the ETV table
 *   <li>assignment: row i is user i, a fund of the campaign or none, with the table's ETV
 *   <li>control: the list of the control group is what ids and seed make of it
 *   <li>certificate: quotas exact, risk rules kept, objective, bound and gaps as recomputed from
 *       the inputs at the prices of {@code result.json}, to the last bit
 * </ol>
 *
 * <p>A bit that flips anywhere in the folder or the inputs changes a hash and is found. Memory: one
 * byte a user; passes: one to hash each file, one to check the table, one to compare rows, one for
 * the certificate.
 */
public final class RunVerifier {
  private final RunFolder run;
  private final int threads;
  private final Progress progress;
  private final List<Check> checks = new ArrayList<>();

  /**
   * A verifier.
   *
   * @param threads threads to use; never changes the report
   * @param progress hears of the work, and may end it
   */
  public RunVerifier(RunFolder run, int threads, Progress progress) {
    this.run = run;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Verifies.
   *
   * @return every check with its findings
   * @throws EocaException FILE_SYSTEM if an input is missing or unreadable; VERIFICATION if the
   *     manifest itself is broken, so that there is nothing to hold the files against
   */
  public VerifyReport verify() {
    Manifest manifest = run.manifest();
    checks.add(new Check("manifest", "manifest.sha256 agrees with manifest.json", List.of()));
    checks.add(
        new Check(
            "outputs",
            manifest.outputs().size() + " files by size and SHA-256",
            FolderChecker.outputs(run, manifest, threads)));
    ExecutorService executor = Threads.executor(threads - 1);
    try (TempFolder scratch = TempFolder.create("eoca-")) {
      inputs(manifest, Workers.of(executor, threads), scratch.path());
    } finally {
      executor.shutdownNow();
    }
    return new VerifyReport(
        manifest.runId(), manifest.campaign().name(), run.path().toString(), checks);
  }

  private void inputs(Manifest manifest, Workers workers, Path scratch) {
    List<FileEntry> campaignFile = Manifest.ofRole(manifest.inputs(), Manifest.CAMPAIGN);
    List<FileEntry> etv = Manifest.ofRole(manifest.inputs(), Manifest.ETV);
    for (FileEntry entry : manifest.inputs()) {
      requirePresent(entry);
    }
    List<String> findings = new ArrayList<>(FolderChecker.files(run, campaignFile, 1));
    String detail = manifest.inputs().size() + " files by size and SHA-256";
    Campaign campaign = StoredRun.readable(run, manifest);
    try (EtvTable table =
        EtvTables.open(TableInstance.request(campaign, scratch, threads, progress))) {
      findings.addAll(FolderChecker.compare(etv, table.files()));
      Participants participants = Participants.of(campaign, table, threads);
      findings.addAll(
          FolderChecker.compare(
              Manifest.ofRole(manifest.inputs(), Manifest.LOCKED), participants.lockedFiles()));
      checks.add(new Check("inputs", detail, findings));
      if (table.users() != rows(etv)) {
        return; // another table: nothing further can be compared
      }
      allocation(manifest, table, participants, workers);
    } catch (EocaException e) {
      if (e.code() != ExitCode.REJECTED) {
        throw e;
      }
      findings.addAll(FolderChecker.files(run, etv, threads));
      findings.addAll(
          FolderChecker.files(run, Manifest.ofRole(manifest.inputs(), Manifest.LOCKED), threads));
      for (Defect defect : e.defects().subList(0, Math.min(3, e.defects().size()))) {
        findings.add(
            defect.file()
                + ", row "
                + defect.row()
                + ", "
                + defect.column()
                + ": "
                + defect.rule());
      }
      if (findings.isEmpty()) {
        findings.add(e.getMessage());
      }
      checks.add(new Check("inputs", detail, findings));
    }
  }

  private void requirePresent(FileEntry entry) {
    Path file = run.source(entry);
    if (!Files.isReadable(file)) {
      throw EocaException.fileSystem(
          "an input of the run is missing or unreadable (" + file + ")",
          "Maybe it was moved, or overwritten by a later night's.",
          null);
    }
  }

  private static long rows(List<FileEntry> entries) {
    return entries.stream().mapToLong(entry -> entry.rows() == null ? 0 : entry.rows()).sum();
  }

  private void allocation(
      Manifest manifest, EtvTable table, Participants participants, Workers workers) {
    List<AssignmentChecker.Part> parts = StoredRun.parts(run, manifest);
    if (!parts.stream().allMatch(part -> Files.isReadable(part.file()))) {
      return; // told under outputs
    }
    AssignmentChecker.ReadBack back =
        new AssignmentChecker(table, manifest.campaign().output(), table.funds())
            .check(parts, workers);
    checks.add(
        new Check(
            "assignment",
            back.rows() + " rows: user id, one fund a user, ETV as in the table",
            back.findings()));
    control(manifest, table, participants);
    if (back.findings().isEmpty()) {
      certificate(manifest, table, participants, back.assignment(), workers);
    }
  }

  /** The list of the control group is what ids and seed make of it. */
  private void control(Manifest manifest, EtvTable table, Participants participants) {
    if (manifest.campaign().control() == null) {
      return;
    }
    List<String> findings = new ArrayList<>();
    List<FileEntry> told = Manifest.ofRole(manifest.outputs(), Manifest.CONTROL);
    String expected = ControlFile.sha256(table.userIds(), participants.pins());
    if (told.size() != 1 || !told.get(0).sha256().equals(expected)) {
      findings.add(RunFiles.CONTROL + ": is not the control group of these users and this seed");
    }
    checks.add(
        new Check(
            "control",
            participants.pins().controlUsers() + " users by the hash of id and seed",
            findings));
  }

  private void certificate(
      Manifest manifest,
      EtvTable table,
      Participants participants,
      Assignment read,
      Workers workers) {
    RunResult result;
    try {
      result = run.result();
    } catch (EocaException e) {
      checks.add(new Check("result", "result.json", List.of(e.getMessage())));
      return;
    }
    Instance instance =
        TableInstance.of(
            table, StoredRun.quotas(manifest, participants.quotaUsers()), participants.pins());
    StoredRun.fillPseudoFund(read, instance);
    CertificateReport report =
        Certificate.certify(instance, read, StoredRun.prices(result, instance), workers);
    List<String> broken = new ArrayList<>();
    for (Violation violation : report.violations()) {
      if (broken.size() < AssignmentChecker.MAX_FINDINGS) {
        broken.add(describe(violation, table));
      }
    }
    String pinned = participants.pins() == null ? "" : ", locked users and control group in place";
    checks.add(new Check("quotas", "quotas exact, risk rules kept" + pinned, broken));
    checks.add(
        new Check(
            "certificate",
            "objective, bound, gaps and fund totals of result.json recomputed",
            differences(manifest, result, report)));
    if (broken.isEmpty() && result.stickiness() != null) {
      checks.add(StickinessCheck.of(run, manifest, result, table, instance, read, workers));
    }
  }

  private static String describe(Violation violation, EtvTable table) {
    String text = violation.describe();
    if (violation.user() < 0) {
      return text;
    }
    EtvTable.Location at = table.location(violation.user());
    return text
        + " ("
        + table.userIds().id(violation.user())
        + ", "
        + at.file()
        + " row "
        + at.row()
        + ")";
  }

  private static List<String> differences(
      Manifest manifest, RunResult result, CertificateReport report) {
    List<String> findings = new ArrayList<>();
    RunOutcome outcome = report.optimal() ? RunOutcome.OPTIMAL : RunOutcome.FEASIBLE;
    compare(findings, "outcome", result.outcome(), outcome);
    compare(findings, "strategy", result.strategy(), manifest.campaign().strategy());
    compare(findings, "users", result.users(), (long) report.users());
    compare(findings, "unassigned", result.unassigned(), report.unassigned());
    compare(findings, "objective", result.objective(), report.objective());
    compare(findings, "dual_bound", result.dualBound(), report.dualBound());
    compare(findings, "bound_source", result.boundSource(), report.boundSource().label());
    compare(findings, "absolute_gap", result.absoluteGap(), report.absoluteGap());
    compare(findings, "relative_gap", result.relativeGap(), report.relativeGap());
    Campaign campaign = manifest.campaign();
    CertificateReport.Pinned pinned = report.pinned();
    compare(
        findings,
        "locked",
        result.locked(),
        campaign.locked() == null ? null : LockedResult.of(pinned));
    compare(
        findings,
        "control",
        result.control(),
        campaign.control() == null ? null : ControlResult.of(campaign.control(), pinned));
    compare(findings, "funds", result.funds().size(), manifest.campaign().funds().size());
    if (findings.isEmpty()) {
      for (int j = 0; j < result.funds().size(); j++) {
        FundResult told = result.funds().get(j);
        FundTotals found = report.funds().get(j);
        String fund = "fund " + told.id() + " ";
        compare(findings, fund + "id", told.id(), manifest.campaign().funds().get(j).id());
        compare(findings, fund + "risk", told.risk(), found.risk());
        compare(findings, fund + "quota", told.quota(), found.quota());
        compare(findings, fund + "assigned", told.assigned(), found.assigned());
        compare(findings, fund + "etv_total", told.etvTotal(), found.etvTotal());
        compare(findings, fund + "etv_mean", told.etvMean(), found.etvMean());
      }
    }
    return findings;
  }

  static void compare(List<String> findings, String what, Object told, Object found) {
    if (!Objects.equals(told, found)) {
      findings.add("result.json: " + what + " (" + told + ") must be " + found);
    }
  }
}
