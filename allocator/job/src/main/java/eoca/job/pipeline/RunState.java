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
