package eoca.job.verify;

import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.Workers;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Remainder;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.etv.EtvTable;
import eoca.job.model.Manifest;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.model.RunResult;
import eoca.job.store.RunFolder;
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

  /** The quotas that ran. */
  public static ResolvedQuotas quotas(Manifest manifest, int users) {
    long[] quotas = manifest.quotas().stream().mapToLong(Long::longValue).toArray();
    long left = users - Arrays.stream(quotas).sum();
    boolean open = manifest.campaign().remainder() == Remainder.UNASSIGNED;
    return new ResolvedQuotas(manifest.campaign(), users, quotas, open ? Math.max(0, left) : 0);
  }

  /** The prices of the bound as the engine wants them, or null for the row-max bound. */
  public static double[] prices(RunResult result, Instance instance) {
    if (!"prices".equals(result.boundSource())) {
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
   * @throws EocaException VERIFICATION if a file of theirs has changed
   */
  public static void requireInputs(RunFolder run, Manifest manifest, EtvTable table) {
    List<String> findings =
        new ArrayList<>(
            FolderChecker.files(run, Manifest.ofRole(manifest.inputs(), Manifest.CAMPAIGN), 1));
    findings.addAll(
        FolderChecker.compare(Manifest.ofRole(manifest.inputs(), Manifest.ETV), table.files()));
    if (!findings.isEmpty()) {
      throw new EocaException(
          ExitCode.VERIFICATION,
          "inputs of the run have changed since (" + manifest.runId() + "): " + findings.get(0),
          "Maybe make a new run of the campaign with 'eoca allocate', or bring the file back.");
    }
  }

  /**
   * Who got what in a run, read back and held against its table; users without a fund have the
   * pseudo-fund.
   *
   * @throws EocaException VERIFICATION if the files are not the run's
   */
  public static Assignment assignment(
      RunFolder run, Manifest manifest, EtvTable table, Instance instance, Workers workers) {
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
    fillPseudoFund(back.assignment(), instance);
    return back.assignment();
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

  /** Files say "no fund"; to the engine that is the pseudo-fund. */
  public static void fillPseudoFund(Assignment assignment, Instance instance) {
    if (!instance.hasPseudoFund()) {
      return;
    }
    for (int s = 0; s < Shards.count(assignment.users()); s++) {
      byte[] funds = assignment.shard(s);
      for (int i = 0; i < funds.length; i++) {
        if (funds[i] == Assignment.NONE) {
          funds[i] = (byte) (instance.funds() - 1);
        }
      }
    }
  }
}
