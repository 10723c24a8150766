package eoca.job.pipeline;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Stay;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.certificate.CertificateReport;
import eoca.core.certificate.StayReport;
import eoca.inputs.assignment.WrittenFile;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.QuotaOverride;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.error.EocaException;
import eoca.inputs.etv.EtvProvider;
import eoca.inputs.etv.EtvTable;
import eoca.job.engine.Participants;
import eoca.job.model.Manifest;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.model.Manifest.Kept;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.PhaseTime;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import eoca.job.store.Staging;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a job knows so far. Written by one stage after the other on one thread; a component is null
 * until its stage has run.
 */
final class RunState {
  // From the request.
  final JobRequest request;
  final JobEnvironment environment;
  final Instant startedAt;
  final List<QuotaOverride> overrides;
  final RunControl control;
  final ProcessMemory memory;
  final Workers workers;
  final Staging staging;
  final RunLog log;
  final long startNanos;

  /** As it was read; a table that the run makes itself takes the place of the file's. */
  Campaign campaign;

  /** Of the run this one is made from, or null. */
  Manifest parent;

  // From the stages.
  final List<PhaseTime> phases = new ArrayList<>();
  EtvTable table;
  Participants participants;
  ResolvedQuotas quotas;
  Instance instance;
  Map<String, Object> witness;
  Stay stay;
  Assignment assignment;
  double[] prices;
  StopSignal.Limit limit;
  CertificateReport certificate;
  StayReport stayed;
  List<WrittenFile> written = List.of();
  Path controlFile;
  List<FileEntry> keptInputs;
  String detail = "";
  EtvProvider.Scored scored;
  String previousId;
  RunResult previous;

  RunState(
      JobRequest request,
      JobEnvironment environment,
      Campaign campaign,
      List<QuotaOverride> overrides,
      RunControl control,
      ProcessMemory memory,
      Workers workers,
      Staging staging,
      RunLog log,
      long startNanos) {
    this.request = request;
    this.environment = environment;
    this.campaign = campaign;
    this.overrides = overrides;
    this.control = control;
    this.memory = memory;
    this.workers = workers;
    this.staging = staging;
    this.log = log;
    this.startNanos = startNanos;
    this.startedAt = environment.clock().instant();
  }

  /** The parent's input of a role that this run reads too, or null. */
  private FileEntry inherited(String role, int number) {
    boolean replaced = role.equals(Manifest.LOCKED) && request.locked() != null;
    if (parent == null || replaced) {
      return null;
    }
    List<FileEntry> inputs = Manifest.ofRole(parent.inputs(), role);
    return number < inputs.size() ? inputs.get(number) : null;
  }

  /** Where an input can be read: of a re-run, what its parent kept of it. */
  Path source(String role, int number, Path original) {
    FileEntry input = inherited(role, number);
    return input == null ? original : request.rerun().parent().source(input);
  }

  /** Where an input was when the first run read it: of a re-run, what its parent says. */
  Path original(String role, int number, Path read) {
    FileEntry input = inherited(role, number);
    return input == null ? read : request.rerun().parent().resolve(input.path());
  }

  /** Whether what was read is a copy that the parent keeps. */
  boolean isCopy(String role, int number) {
    FileEntry input = inherited(role, number);
    return input != null && input.kept() != null && input.kept().how().equals(Kept.COPY);
  }

  /** Looks up the published run, to compare with. */
  void readPrevious(CampaignRuns runs) {
    previousId = runs.current();
    if (previousId != null) {
      try {
        previous = RunFolder.open(runs.run(previousId)).result();
      } catch (EocaException e) {
        log.warn("previous_unreadable", "run_id", previousId, "message", e.getMessage());
      }
    }
  }

  /** Runs one stage, measured. A stage that fails is measured too. */
  void run(Stage stage) {
    control.check();
    environment.steps().reached(stage.phase() + ":begin", staging.folder());
    detail = "";
    long begin = System.nanoTime();
    try {
      stage.run(this);
    } finally {
      double seconds = (System.nanoTime() - begin) / 1e9;
      phases.add(new PhaseTime(stage.phase(), seconds));
      memory.sample();
    }
    environment.steps().reached(stage.phase() + ":end", staging.folder());
    double seconds = phases.get(phases.size() - 1).wallSeconds();
    String line = String.format(Locale.ROOT, "%-11s %7.2f s  %s", stage.phase(), seconds, detail);
    environment.console().line("%s", line.stripTrailing());
    log.info("phase", "name", stage.phase(), "wall_seconds", seconds);
  }

  /** What the running stage says of itself to people: shown with its seconds when it ends. */
  void tell(String format, Object... arguments) {
    detail = String.format(Locale.ROOT, format, arguments);
  }
}
