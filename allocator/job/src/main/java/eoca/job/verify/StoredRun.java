package eoca.job.verify;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Pins;
import eoca.core.Shards;
import eoca.core.Workers;
import eoca.core.certificate.BoundSource;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Campaign.EtvLocation;
import eoca.inputs.campaign.Remainder;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.etv.EtvTable;
import eoca.job.engine.Participants;
import eoca.job.model.Manifest;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.model.RunFiles;
import eoca.job.model.RunResult;
import eoca.job.store.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A completed run's manifest and result as the engine wants them. */
public final class StoredRun {
  private StoredRun() {}

  /** The campaign that ran, its file where the run folder sees it. */
  public static Campaign campaign(RunFolder run, Manifest manifest) {
    return manifest.campaign().withFile(run.resolve(manifest.campaign().file().toString()));
  }

  /** The campaign as it can be read now: its inputs where the run keeps them. */
  public static Campaign readable(RunFolder run, Manifest manifest) {
    Campaign campaign = campaign(run, manifest);
    Path folder = campaign.file().getParent();
    EtvLocation etv = campaign.etv();
    List<FileEntry> tables = Manifest.ofRole(manifest.inputs(), Manifest.ETV);
    boolean own =
        tables.stream().allMatch(file -> file.path().startsWith(RunFiles.ETV_FOLDER + "/"));
    boolean kept = tables.stream().allMatch(file -> isKept(run, file));
    if (!own && !kept) {
      return campaign;
    }
    String glob = etv.path().substring(etv.path().lastIndexOf('/') + 1);
    String path =
        kept ? RunFiles.INPUTS + "/" + Manifest.ETV + "/*" : RunFiles.ETV_FOLDER + "/" + glob;
    Campaign readable =
        campaign
            .withFile(run.path().resolve(campaign.file().getFileName()))
            .withEtv(new EtvLocation(path, etv.userColumn(), etv.toleranceColumn()));
    Campaign.Locked locked = campaign.locked();
    if (locked == null) {
      return readable;
    }
    boolean lockedKept =
        Manifest.ofRole(manifest.inputs(), Manifest.LOCKED).stream()
            .allMatch(file -> isKept(run, file));
    String where =
        lockedKept
            ? RunFiles.INPUTS + "/" + Manifest.LOCKED + "/*"
            : folder.resolve(locked.path()).toString();
    return readable.withLocked(
        new Campaign.Locked(where, locked.userColumn(), locked.fundColumn()));
  }

  private static boolean isKept(RunFolder run, FileEntry file) {
    return file.kept() != null && Files.exists(run.resolve(file.kept().path()));
  }

  /**
   * The quotas that ran.
   *
   * @param users users that quotas speak of: all but the control group
   */
  public static ResolvedQuotas quotas(Manifest manifest, long users) {
    long[] quotas = manifest.quotas().stream().mapToLong(Long::longValue).toArray();
    long left = users - Arrays.stream(quotas).sum();
    boolean open = manifest.campaign().remainder() == Remainder.UNASSIGNED;
    return new ResolvedQuotas(manifest.campaign(), users, quotas, open ? Math.max(0, left) : 0);
  }

  /** The prices of the bound as the engine wants them, or null for the row-max bound. */
  public static double[] prices(RunResult result, Instance instance) {
    if (!BoundSource.PRICES.label().equals(result.boundSource()) && !result.pricesRounded()) {
      return null;
    }
    double[] prices = new double[instance.funds()]; // the pseudo-fund's stays 0
    for (int j = 0; j < Math.min(prices.length, result.funds().size()); j++) {
      Double price = result.funds().get(j).price();
      prices[j] = price == null ? 0 : price;
    }
    return prices;
  }

  /**
   * Requires that a run's inputs are what it read.
   *
   * @param table the run's table as it is now, open
   * @param participants with the run's locked users as they are now; null where others take their
   *     place
   * @throws EocaException VERIFICATION if a file of theirs has changed
   */
  public static void requireInputs(
      RunFolder run, Manifest manifest, EtvTable table, Participants participants) {
    List<String> findings =
        new ArrayList<>(
            FolderChecker.files(run, Manifest.ofRole(manifest.inputs(), Manifest.CAMPAIGN), 1));
    findings.addAll(
        FolderChecker.compare(Manifest.ofRole(manifest.inputs(), Manifest.ETV), table.files()));
    if (participants != null) {
      findings.addAll(
          FolderChecker.compare(
              Manifest.ofRole(manifest.inputs(), Manifest.LOCKED), participants.lockedFiles()));
    }
    if (!findings.isEmpty()) {
      throw new EocaException(
          ExitCode.VERIFICATION,
          "inputs of the run have changed since (" + manifest.runId() + "): " + findings.get(0),
          "Maybe make a new run of the campaign with 'eoca allocate', or bring the file back.");
    }
  }

  /**
   * Who got what in a run, read back and held against its table; users whom the run left without a
   * fund have the pseudo-fund, if it had one; those of the control group have none.
   *
   * @param pins who is pinned, or null
   * @param leavesUsers whether the run had a pseudo-fund
   * @throws EocaException VERIFICATION if the files are not the run's
   */
  public static Assignment assignment(
      RunFolder run,
      Manifest manifest,
      EtvTable table,
      Pins pins,
      boolean leavesUsers,
      Workers workers) {
    AssignmentChecker.ReadBack back =
        new AssignmentChecker(table, manifest.campaign().output(), table.funds())
            .check(parts(run, manifest), workers);
    if (!back.findings().isEmpty()) {
      throw new EocaException(
          ExitCode.VERIFICATION,
          "the assignment of the run is not its own ("
              + run.path()
              + "): "
              + back.findings().get(0),
          "The run folder was changed or its disk is failing: do not use this run.");
    }
    if (leavesUsers) {
      fillPseudoFund(back.assignment(), pins, table.funds().size());
    }
    return back.assignment();
  }

  /** Whether a run left users without a fund, the control group aside. */
  public static boolean leavesUsers(RunResult result) {
    long none = result.unassigned() == null ? 0 : result.unassigned();
    return none > (result.control() == null ? 0 : result.control().users());
  }

  /** The parts of the assignment. */
  public static List<AssignmentChecker.Part> parts(RunFolder run, Manifest manifest) {
    List<AssignmentChecker.Part> parts = new ArrayList<>();
    for (FileEntry entry : Manifest.ofRole(manifest.outputs(), Manifest.ASSIGNMENT)) {
      Path file = run.resolve(entry.path());
      parts.add(new AssignmentChecker.Part(file, entry.rows() == null ? 0 : entry.rows()));
    }
    return parts;
  }

  /** Files say "no fund"; to the engine that is the pseudo-fund, but for the control group. */
  public static void fillPseudoFund(Assignment assignment, Instance instance) {
    if (instance.hasPseudoFund()) {
      fillPseudoFund(assignment, instance.pins(), instance.funds() - 1);
    }
  }

  private static void fillPseudoFund(Assignment assignment, Pins pins, int pseudoFund) {
    for (int s = 0; s < Shards.count(assignment.users()); s++) {
      byte[] funds = assignment.shard(s);
      for (int i = 0; i < funds.length; i++) {
        boolean none = funds[i] == Assignment.NONE;
        if (none && (pins == null || !pins.isControl(Shards.start(s) + i))) {
          funds[i] = (byte) pseudoFund;
        }
      }
    }
  }
}
