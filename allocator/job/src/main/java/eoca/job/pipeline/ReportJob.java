package eoca.job.pipeline;

import eoca.core.Instance;
import eoca.core.Workers;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.error.FileErrors;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.EtvTables;
import eoca.inputs.etv.InputFile;
import eoca.inputs.files.FileHash;
import eoca.inputs.files.PathLock;
import eoca.inputs.files.TempFolder;
import eoca.job.engine.Participants;
import eoca.job.engine.TableInstance;
import eoca.job.engine.Threads;
import eoca.job.model.Manifest;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.model.RunFiles;
import eoca.job.model.RunResult;
import eoca.job.report.Analyses;
import eoca.job.report.ReportData;
import eoca.job.report.ReportPage;
import eoca.job.report.RunAnalysis;
import eoca.job.store.CampaignRuns;
import eoca.job.store.ManifestFiles;
import eoca.job.store.RunFolder;
import eoca.job.verify.AssignmentChecker;
import eoca.job.verify.FolderChecker;
import eoca.job.verify.StoredRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Makes the report of a completed run anew: from its own files, which must be intact (the page
 * aside), and from its inputs where they are still what the run read.
 */
public final class ReportJob {
  private final RunFolder run;
  private final Path runs;
  private final Console console;

  /** A job; {@code runs} is the folder of all runs, for the lock and the previous run. */
  public ReportJob(RunFolder run, Path runs, Console console) {
    this.run = run;
    this.runs = runs;
    this.console = console;
  }

  /**
   * Writes the page.
   *
   * @return its path
   * @throws EocaException LOCKED, VERIFICATION if the folder is damaged, FILE_SYSTEM
   */
  public Path run() {
    CampaignRuns campaign = Publication.campaignOf(run, runs);
    return lock(campaign).during(() -> runLocked(campaign));
  }

  private Path runLocked(CampaignRuns campaign) {
    try {
      ManifestFiles.finishReplacement(run.path());
      Manifest manifest = run.manifest();
      requireIntact(manifest);
      RunResult result = run.result();
      RunResult previous = campaign == null ? null : previous(campaign, manifest);
      ReportData data =
          new ReportData(
              manifest,
              result,
              analysis(manifest, result),
              previous,
              previous == null ? null : manifest.previous());
      String html = ReportPage.html(data);
      ManifestFiles.replaceReport(run.path(), html, withReport(manifest, html));
      return run.path().resolve(RunFiles.REPORT);
    } catch (IOException e) {
      throw FileErrors.of("write", run.path().resolve(RunFiles.REPORT), e);
    }
  }

  private PathLock lock(CampaignRuns campaign) {
    if (campaign != null) {
      return campaign.lock();
    }
    Path folder = run.path();
    return PathLock.take(
        folder.resolveSibling("." + folder.getFileName() + ".staging.lock"),
        "run (" + folder + ")",
        true);
  }

  private void requireIntact(Manifest manifest) {
    List<FileEntry> others = new ArrayList<>(manifest.outputs());
    others.removeIf(entry -> entry.role().equals(Manifest.REPORT));
    List<String> findings = FolderChecker.outputs(run, manifest.withOutputs(others), 2);
    if (!findings.isEmpty()) {
      throw new EocaException(
          ExitCode.VERIFICATION,
          "the run is not as its manifest says (" + run.path() + "): " + findings.get(0),
          "No report is made of a damaged run.");
    }
  }

  private static RunResult previous(CampaignRuns campaign, Manifest manifest) {
    if (manifest.previous() == null) {
      return null;
    }
    try {
      return RunFolder.open(campaign.run(manifest.previous())).result();
    } catch (EocaException e) {
      return null; // it is gone
    }
  }

  /** Spreads and counts, or null where the inputs are no longer what the run read. */
  private RunAnalysis analysis(Manifest manifest, RunResult result) {
    Campaign campaign = StoredRun.readable(run, manifest);
    ExecutorService executor = Threads.executor(3);
    try (TempFolder scratch = TempFolder.create("eoca-");
        EtvTable table =
            EtvTables.open(
                TableInstance.request(campaign, scratch.path(), result.threads(), console))) {
      List<String> hashes = table.files().stream().map(InputFile::sha256).toList();
      List<String> recorded =
          Manifest.ofRole(manifest.inputs(), Manifest.ETV).stream().map(FileEntry::sha256).toList();
      if (!hashes.equals(recorded)) {
        console.warn("the ETV table has changed since the run: no margins and spreads");
        return null;
      }
      Workers workers = Workers.of(executor, 4);
      Participants participants = Participants.of(campaign, table, 4);
      Instance instance =
          TableInstance.of(
              table, StoredRun.quotas(manifest, participants.quotaUsers()), participants.pins());
      AssignmentChecker.ReadBack back =
          new AssignmentChecker(table, manifest.campaign().output(), table.funds())
              .check(StoredRun.parts(run, manifest), workers);
      StoredRun.fillPseudoFund(back.assignment(), instance);
      return Analyses.of(
          instance, table.funds(), back.assignment(), StoredRun.prices(result, instance), workers);
    } catch (EocaException e) {
      console.warn("the ETV table can't be read (%s): no margins and spreads", e.getMessage());
      return null;
    } finally {
      executor.shutdownNow();
    }
  }

  private static Manifest withReport(Manifest manifest, String html) {
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    var digest = FileHash.newDigest();
    digest.update(bytes);
    FileEntry entry =
        new FileEntry(Manifest.REPORT, RunFiles.REPORT, bytes.length, null, FileHash.hex(digest));
    List<FileEntry> outputs = new ArrayList<>();
    for (FileEntry output : manifest.outputs()) {
      outputs.add(output.role().equals(Manifest.REPORT) ? entry : output);
    }
    return manifest.withOutputs(outputs);
  }
}
