package eoca.job.pipeline;

import eoca.core.Workers;
import eoca.inputs.assignment.WrittenFile;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignFile;
import eoca.inputs.campaign.QuotaOverride;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.error.FileErrors;
import eoca.inputs.etv.InputFile;
import eoca.inputs.files.DurableFiles;
import eoca.job.engine.Threads;
import eoca.job.model.Manifest;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.model.RunFiles;
import eoca.job.model.RunResult;
import eoca.job.store.CampaignRuns;
import eoca.job.store.ManifestFiles;
import eoca.job.store.RunId;
import eoca.job.store.RunTarget;
import eoca.job.store.Staging;
import eoca.job.verify.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;

/**
 * The batch job: one campaign from its files to a completed, and if asked published, run.
 *
 * <pre>
 * campaign file ─► lock, staging ─► (score ─►) check ─► feasibility ─► solve ─► certify ─► write ─► verify ─► report
 *      ─► result.json, log closed ─► manifest and its hash ─► folder forced ─► atomic move ─► CURRENT
 * </pre>
 *
 * <p>Usage errors are told before the lock is taken, the lock before any input is read. Exits 3, 4,
 * 5 and 8 keep a failed folder; every other failure leaves nothing.
 */
public final class AllocateJob {
  private static final List<Stage> SOLVE_STAGES =
      List.of(new FeasibilityStage(), new SolveStage(), new CertifyStage());
  private static final List<Stage> OUTPUT_STAGES = List.of(new WriteStage(), new VerifyStage());

  private final JobRequest request;
  private final JobEnvironment environment;
  private final long startNanos = System.nanoTime();

  /** A job; nothing is touched before {@link #run}. */
  public AllocateJob(JobRequest request, JobEnvironment environment) {
    this.request = request;
    this.environment = environment;
  }

  /**
   * Runs the job.
   *
   * @return how it ended, failures with a failed folder included
   * @throws EocaException any other failure
   * @throws Staging.CancelledException if a signal came
   */
  public JobOutcome run() {
    Manifest parent = request.rerun() == null ? null : request.rerun().parent().manifest();
    Campaign campaign =
        parent == null
            ? CampaignFile.read(request.campaignFile())
            : StoredRun.campaign(request.rerun().parent(), parent);
    if (request.strategy() != null) {
      campaign = campaign.withStrategy(request.strategy());
    }
    if (request.format() != null) {
      campaign = campaign.withOutput(request.format());
    }
    if (request.locked() != null) {
      campaign =
          campaign.withLocked(
              Campaign.Locked.of(request.locked().toAbsolutePath().normalize().toString()));
    }
    List<QuotaOverride> overrides = Overrides.parse(campaign, request.quotas());
    CampaignRuns runs = new CampaignRuns(request.runsDir(), campaign.name());
    String runId = RunId.create(environment.clock().instant());
    RunTarget target =
        request.out() == null
            ? RunTarget.underRuns(runs, runId)
            : RunTarget.folder(request.out(), runId);
    ExecutorService executor = Threads.executor(request.threads() - 1);
    try (ProcessMemory memory = new ProcessMemory()) {
      RunControl control =
          new RunControl(startNanos, campaign.limits(), memory, environment.console());
      try (SignalGuard guard = new SignalGuard(control, environment.console());
          Staging staging = Staging.open(target, environment.steps())) {
        guard.guard(staging);
        try (RunLog log = new RunLog(staging.folder().resolve(RunFiles.LOG), environment)) {
          Workers workers = Workers.of(executor, request.threads());
          return run(
              new RunState(
                  request,
                  environment,
                  campaign,
                  overrides,
                  control,
                  memory,
                  workers,
                  staging,
                  log,
                  startNanos),
              runs,
              parent);
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private JobOutcome run(RunState state, CampaignRuns runs, Manifest parent) {
    state.parent = parent;
    begin(state, runs);
    try {
      try {
        if (request.score() && ScoreStage.isAskedFor(request.campaignFile())) {
          state.run(new ScoreStage());
        }
        state.run(new CheckStage());
        if (request.skipUnchanged() && Unchanged.sincePublished(state, runs)) {
          forgetScores(state);
          environment.console().line("unchanged since the published run (%s)", state.previousId);
          return new JobOutcome(
              ExitCode.UNCHANGED,
              state.campaign.name(),
              runs.run(state.previousId),
              true,
              null,
              null);
        }
        SOLVE_STAGES.forEach(state::run);
        OUTPUT_STAGES.forEach(state::run);
        if (state.limit != null) {
          throw SolveStage.stopped(state.limit, best(state));
        }
        state.run(new ReportStage());
        return complete(state);
      } catch (EocaException e) {
        return failed(state, e);
      }
    } finally {
      if (state.table != null) {
        state.table.close();
      }
    }
  }

  private static String best(RunState state) {
    return String.format(
        Locale.ROOT,
        "; the best allocation found is kept: objective %,.2f, at most %.3g %% below the optimum",
        state.certificate.objective(),
        100 * state.certificate.relativeGap());
  }

  private void begin(RunState state, CampaignRuns runs) {
    Runtime runtime = Runtime.getRuntime();
    state.log.info(
        "started",
        "run_id",
        state.staging.target().runId(),
        "campaign",
        state.campaign.name(),
        "command",
        request.command(),
        "threads",
        (long) request.threads(),
        "processors",
        (long) runtime.availableProcessors(),
        "max_heap_bytes",
        runtime.maxMemory());
    for (String stale : state.staging.removedStale()) {
      state.log.warn("stale_staging_removed", "folder", stale);
      environment.console().warn("removed what a killed run had left (%s)", stale);
    }
    state.readPrevious(runs);
  }

  private JobOutcome complete(RunState state) {
    Path folder = state.staging.folder();
    List<FileEntry> outputs = new ArrayList<>();
    for (WrittenFile file : state.written) {
      outputs.add(
          new FileEntry(
              Manifest.ASSIGNMENT,
              file.path().getFileName().toString(),
              file.bytes(),
              file.rows(),
              file.sha256()));
    }
    RunResult result = RunRecords.result(state, null);
    List<String> refusals = request.publish() ? refusals(state, result) : List.of();
    Manifest manifest;
    try {
      DurableFiles.write(folder.resolve(RunFiles.RESULT), result.toJson());
      int exit = (refused(refusals) ? ExitCode.GUARDED : ExitCode.DONE).code();
      tellMachines(state, result, exit, state.staging.target().destination(), null);
      state.log.info("completing", "outcome", result.outcome().json());
      state.log.finish();
      outputs.add(RunRecords.output(Manifest.RESULT, folder.resolve(RunFiles.RESULT), null));
      if (state.controlFile != null) {
        outputs.add(
            RunRecords.output(
                Manifest.CONTROL, state.controlFile, state.participants.pins().controlUsers()));
      }
      if (state.scored != null) {
        outputs.add(RunRecords.output(Manifest.SCORING, folder.resolve(RunFiles.SCORING), null));
      }
      outputs.add(RunRecords.output(Manifest.REPORT, folder.resolve(RunFiles.REPORT), null));
      outputs.add(RunRecords.output(Manifest.LOG, folder.resolve(RunFiles.LOG), null));
      outputs.add(RunRecords.output(Manifest.METRICS, folder.resolve(RunFiles.METRICS), null));
      outputs.add(RunRecords.output(Manifest.LINEAGE, folder.resolve(RunFiles.LINEAGE), null));
      RunRecords.keepInputs(state);
      manifest = RunRecords.manifest(state, outputs);
      state.table.close();
      DurableFiles.deleteTree(folder.resolve(CheckStage.SCRATCH));
      state.staging.finishScores();
      ManifestFiles.write(folder, manifest);
    } catch (IOException e) {
      throw FileErrors.of("write the run", folder, e);
    }
    environment.steps().reached("manifest", folder);
    state.staging.complete();
    boolean publish = request.publish() && !refused(refusals);
    if (publish) {
      state.staging.publish(environment.clock().instant(), refusals);
    }
    boolean refused = request.publish() && !publish;
    String name = state.campaign.name() + "/" + state.staging.target().runId();
    return new JobOutcome(
        refused ? ExitCode.GUARDED : ExitCode.DONE,
        state.campaign.name(),
        state.staging.target().destination(),
        publish,
        result,
        refused ? PublishCheck.refused(name, refusals) : null);
  }

  private static void forgetScores(RunState state) {
    try {
      state.staging.finishScores();
    } catch (IOException e) {
      throw FileErrors.of("remove", state.staging.folder(), e);
    }
  }

  private boolean refused(List<String> refusals) {
    return !refusals.isEmpty() && !request.override();
  }

  /** Writes what other programs read of a run. */
  private void tellMachines(
      RunState state, RunResult result, int exit, Path destination, EocaException failure)
      throws IOException {
    Path folder = state.staging.folder();
    Instant now = environment.clock().instant();
    DurableFiles.write(
        folder.resolve(RunFiles.METRICS),
        RunMetrics.text(state.campaign.name(), result, exit, now));
    DurableFiles.write(
        folder.resolve(RunFiles.LINEAGE),
        RunLineage.event(state, result, destination, failure, now));
  }

  /** What the campaign's guards say against publishing; told in the log. */
  private List<String> refusals(RunState state, RunResult result) {
    List<String> refusals =
        PublishCheck.refusals(
            state.campaign.guards(),
            result,
            state.previous,
            oldest(state),
            environment.clock().instant());
    if (!refusals.isEmpty()) {
      state.log.warn("publish_refused", "because", refusals, "override", request.override());
    }
    return refusals;
  }

  private static Instant oldest(RunState state) {
    Instant oldest = Instant.MAX;
    for (InputFile file : state.table.files()) {
      try {
        Instant made = Files.getLastModifiedTime(file.path()).toInstant();
        oldest = made.isBefore(oldest) ? made : oldest;
      } catch (IOException e) {
        throw FileErrors.of("read", file.path(), e);
      }
    }
    return oldest;
  }

  /** Keeps what helps to understand the failure; failures without a folder go on as they are. */
  private JobOutcome failed(RunState state, EocaException failure) {
    ExitCode code = failure.code();
    boolean kept =
        code == ExitCode.REJECTED
            || code == ExitCode.INFEASIBLE
            || code == ExitCode.STOPPED
            || code == ExitCode.VERIFICATION;
    if (!kept) {
      throw failure;
    }
    Path folder = state.staging.folder();
    RunResult result = RunRecords.result(state, failure);
    try {
      if (code != ExitCode.STOPPED) {
        for (WrittenFile file : state.written) {
          Files.deleteIfExists(file.path());
        }
        if (state.controlFile != null) {
          Files.deleteIfExists(state.controlFile);
        }
        state.written = List.of();
      }
      DurableFiles.write(folder.resolve(RunFiles.RESULT), result.toJson());
      tellMachines(state, result, code.code(), state.staging.target().failedDestination(), failure);
      if (code == ExitCode.REJECTED) {
        Rejects.write(folder.resolve(RunFiles.REJECTS), failure.defects());
      }
      state.log.error(
          "failed",
          "exit",
          (long) code.code(),
          "message",
          failure.getMessage(),
          "hint",
          failure.hint(),
          "defects",
          failure.defectCount());
      state.log.finish();
      if (state.table != null) {
        state.table.close();
      }
      DurableFiles.deleteTree(folder.resolve(CheckStage.SCRATCH));
      if (code == ExitCode.STOPPED || code == ExitCode.INFEASIBLE) {
        state.staging.keepScores(); // neither is the table's fault
      }
      DurableFiles.deleteTree(folder.resolve(RunFiles.ETV_FOLDER));
      DurableFiles.deleteTree(folder.resolve(RunFiles.INPUTS));
    } catch (IOException e) {
      throw FileErrors.of("write the failed run", folder, e);
    }
    state.staging.fail();
    return new JobOutcome(
        code,
        state.campaign.name(),
        state.staging.target().failedDestination(),
        false,
        result,
        failure);
  }
}
