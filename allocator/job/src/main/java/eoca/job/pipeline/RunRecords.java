package eoca.job.pipeline;

import eoca.core.Stay;
import eoca.core.certificate.CertificateReport;
import eoca.core.certificate.CertificateReport.FundTotals;
import eoca.core.certificate.StayReport;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Campaign.EtvLocation;
import eoca.inputs.campaign.Fund;
import eoca.inputs.cli.BuildInfo;
import eoca.inputs.error.EocaException;
import eoca.inputs.etv.InputFile;
import eoca.inputs.files.FileHash;
import eoca.job.model.Manifest;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.model.RunFiles;
import eoca.job.model.RunOutcome;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.ControlResult;
import eoca.job.model.RunResult.ErrorReport;
import eoca.job.model.RunResult.FundResult;
import eoca.job.model.RunResult.LockedResult;
import eoca.job.model.RunResult.Stickiness;
import eoca.job.store.KeptInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a job's state says as {@code result.json} and {@code manifest.json}. */
final class RunRecords {
  private RunRecords() {}

  /**
   * The result as far as it is known.
   *
   * @param failure why the run failed, or null
   */
  static RunResult result(RunState state, EocaException failure) {
    CertificateReport certificate = state.certificate;
    boolean trusted = certificate != null && certificate.valid();
    return new RunResult(
        outcome(state, failure),
        state.campaign.strategy(),
        state.table == null ? null : (Long) (long) state.table.users(),
        trusted ? (Long) certificate.unassigned() : null,
        trusted ? (Double) certificate.objective() : null,
        trusted ? (Double) certificate.dualBound() : null,
        trusted ? certificate.boundSource().label() : null,
        trusted ? (Double) certificate.relativeGap() : null,
        trusted ? (Double) certificate.absoluteGap() : null,
        funds(state, trusted),
        List.copyOf(state.phases),
        (System.nanoTime() - state.startNanos) / 1e9,
        ProcessMemory.peakResidentBytes(),
        state.memory.peakAnonymousBytes(),
        state.request.threads(),
        state.witness,
        failure == null ? null : error(failure),
        state.stayed == null ? null : stickiness(state.stay, state.stayed),
        trusted && state.campaign.locked() != null ? LockedResult.of(certificate.pinned()) : null,
        trusted && state.campaign.control() != null
            ? ControlResult.of(state.campaign.control(), certificate.pinned())
            : null);
  }

  private static Stickiness stickiness(Stay stay, StayReport stayed) {
    return new Stickiness(
        stay.cost(),
        stay.preferred(),
        stayed.moved(),
        stayed.objective(),
        stayed.dualBound(),
        stayed.absoluteGap(),
        stayed.relativeGap());
  }

  /** A failure as JSON tells it. */
  static ErrorReport error(EocaException failure) {
    return new ErrorReport(failure.code().code(), failure.getMessage(), failure.hint());
  }

  private static RunOutcome outcome(RunState state, EocaException failure) {
    if (failure == null) {
      return state.certificate.optimal() ? RunOutcome.OPTIMAL : RunOutcome.FEASIBLE;
    }
    return switch (failure.code()) {
      case INFEASIBLE -> RunOutcome.INFEASIBLE;
      case STOPPED -> RunOutcome.STOPPED;
      default -> RunOutcome.REJECTED;
    };
  }

  private static List<FundResult> funds(RunState state, boolean trusted) {
    List<FundResult> funds = new ArrayList<>();
    for (int j = 0; j < state.campaign.funds().size(); j++) {
      Fund fund = state.campaign.funds().get(j);
      Long quota = state.quotas == null ? null : (Long) state.quotas.quotas()[j];
      if (!trusted) {
        funds.add(new FundResult(fund.id(), fund.risk(), quota, null, null, null, null));
        continue;
      }
      FundTotals totals = state.certificate.funds().get(j);
      funds.add(
          new FundResult(
              fund.id(),
              fund.risk(),
              quota,
              totals.assigned(),
              totals.etvTotal(),
              totals.etvMean(),
              state.prices == null ? null : (Double) state.prices[j]));
    }
    return funds;
  }

  /** The manifest, with paths as they are seen from the folder where the run will lie. */
  static Manifest manifest(RunState state, List<FileEntry> outputs) {
    Path home = real(state.staging.target().destination());
    Path file = real(state.campaign.file());
    Campaign located = state.quotas.campaign().withFile(Path.of(relative(home, file)));
    if (state.scored != null) {
      located = located.withEtv(ownTable(state, home, file));
    }
    if (state.request.locked() != null) {
      String path = relative(file.getParent(), real(state.request.locked()));
      located = located.withLocked(Campaign.Locked.of(path));
    }
    List<FileEntry> inputs = new ArrayList<>(inputs(state, home, file));
    BuildInfo build = BuildInfo.current();
    return new Manifest(
        state.staging.target().runId(),
        located,
        Arrays.stream(state.quotas.quotas()).boxed().toList(),
        state.request.quotas(),
        state.request.certify().id(),
        state.request.command(),
        state.parent == null ? null : state.parent.runId(),
        state.parent == null ? null : relative(home, real(state.request.rerun().parent().path())),
        state.previousId,
        new Manifest.Software(
            build.version(), build.commit(), System.getProperty("java.vm.version")),
        state.startedAt.toString(),
        state.keptInputs == null ? inputs : state.keptInputs,
        outputs);
  }

  /** What the run read, as the manifest has it; nothing is kept yet. */
  private static List<FileEntry> inputs(RunState state, Path home, Path campaignFile) {
    List<FileEntry> inputs = new ArrayList<>();
    FileHash.Hashed hashed = FileHash.sha256(state.source(Manifest.CAMPAIGN, 0, campaignFile));
    inputs.add(
        new FileEntry(
            Manifest.CAMPAIGN,
            relative(home, campaignFile),
            hashed.bytes(),
            null,
            hashed.sha256()));
    add(inputs, state, home, Manifest.ETV, state.table.files());
    add(inputs, state, home, Manifest.LOCKED, state.participants.lockedFiles());
    return inputs;
  }

  private static void add(
      List<FileEntry> inputs, RunState state, Path home, String role, List<InputFile> files) {
    for (int i = 0; i < files.size(); i++) {
      InputFile file = files.get(i);
      boolean own = state.scored != null && role.equals(Manifest.ETV);
      String path =
          own
              ? RunFiles.ETV_FOLDER + "/" + file.path().getFileName()
              : relative(home, real(state.original(role, i, file.path())));
      inputs.add(new FileEntry(role, path, file.bytes(), file.rows(), file.sha256()));
    }
  }

  /** Keeps the inputs in the staged folder, but for a table that lies in it anyway. */
  static void keepInputs(RunState state) {
    Path home = real(state.staging.target().destination());
    Path campaignFile = real(state.campaign.file());
    KeptInputs keeper = new KeptInputs(state.staging.folder(), state.campaign.keep());
    List<FileEntry> kept = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (FileEntry input : inputs(state, home, campaignFile)) {
      int number = numbers.merge(input.role(), 1, Integer::sum) - 1;
      Path read =
          switch (input.role()) {
            case Manifest.CAMPAIGN -> state.source(Manifest.CAMPAIGN, 0, campaignFile);
            case Manifest.ETV -> state.table.files().get(number).path();
            default -> state.participants.lockedFiles().get(number).path();
          };
      boolean own = state.scored != null && input.role().equals(Manifest.ETV);
      kept.add(own ? input : keeper.keep(input, read, state.isCopy(input.role(), number)));
    }
    state.keptInputs = List.copyOf(kept);
  }

  /** Where the table that the run made lies in the end, as the campaign's folder sees it. */
  private static EtvLocation ownTable(RunState state, Path home, Path campaignFile) {
    EtvLocation etv = state.campaign.etv();
    Path table = home.resolve(RunFiles.ETV_FOLDER).resolve(state.scored.glob());
    return new EtvLocation(
        relative(campaignFile.getParent(), table), etv.userColumn(), etv.toleranceColumn());
  }

  /** The path with its folder's links resolved; the name itself stays, link or not. */
  static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null) {
      return absolute;
    }
    try {
      return parent.toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      return absolute; // not there yet
    }
  }

  private static String relative(Path home, Path file) {
    String relative =
        home.getRoot().equals(file.getRoot())
            ? home.relativize(file).toString()
            : file.toString(); // another drive
    return relative.replace('\\', '/');
  }

  /** One output with its size and hash. */
  static FileEntry output(String role, Path file, Long rows) {
    FileHash.Hashed hashed = FileHash.sha256(file);
    return new FileEntry(
        role, file.getFileName().toString(), hashed.bytes(), rows, hashed.sha256());
  }
}
