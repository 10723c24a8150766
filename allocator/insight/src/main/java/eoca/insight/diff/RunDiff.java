package eoca.insight.diff;

import eoca.inputs.Progress;
import eoca.inputs.campaign.Fund;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.files.TempFolder;
import eoca.job.model.Manifest;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import eoca.job.store.RunFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares two completed runs user by user.
 *
 * <p>Both assignments are read once, side by side. As long as row i is the same user in both (the
 * same table, as for a re-run), nothing is kept; from the first row that differs on, the remaining
 * rows are joined by user id ({@link Partitions}). Needs the run folders alone, not their inputs.
 */
public final class RunDiff {
  private final RunFolder a;
  private final RunFolder b;
  private final Progress progress;

  /** A comparison of A with B. */
  public RunDiff(RunFolder a, RunFolder b, Progress progress) {
    this.a = a;
    this.b = b;
    this.progress = progress;
  }

  /**
   * Compares.
   *
   * @throws EocaException VERIFICATION if a folder is not as its manifest and result say
   */
  public DiffAnswer compare() {
    Manifest manifestA = a.manifest();
    Manifest manifestB = b.manifest();
    RunResult resultA = a.result();
    RunResult resultB = b.result();
    Map<String, Integer> index = new LinkedHashMap<>();
    List<Fund> funds = new ArrayList<>();
    for (Manifest manifest : List.of(manifestA, manifestB)) {
      for (Fund fund : manifest.campaign().funds()) {
        if (index.putIfAbsent(fund.id(), index.size()) == null) {
          funds.add(fund);
        }
      }
    }
    Ledger ledger = new Ledger(funds.size());
    boolean sameUsers;
    try (Rows left = rows(a, manifestA, index, ledger);
        Rows right = rows(b, manifestB, index, ledger)) {
      long total = Math.max(users(resultA), users(resultB));
      aligned(left, right, ledger, total);
      sameUsers = left.available() == 0 && right.available() == 0;
      if (!sameUsers) {
        join(left, right, ledger, total - Math.min(left.read(), right.read()));
      }
    }
    DiffAnswer answer =
        new DiffAnswer(manifestA, resultA, manifestB, resultB, funds, sameUsers, ledger);
    requireTotals(a, resultA, answer, true);
    requireTotals(b, resultB, answer, false);
    return answer;
  }

  private static long users(RunResult result) {
    return result.users() == null ? 0 : result.users();
  }

  private static Rows rows(
      RunFolder run, Manifest manifest, Map<String, Integer> index, Ledger ledger) {
    List<String> ids = manifest.campaign().funds().stream().map(Fund::id).toList();
    return new Rows(run, manifest, ids, ids.stream().mapToInt(index::get).toArray(), ledger.none());
  }

  /** Rows of the same users in the same order. */
  private void aligned(Rows left, Rows right, Ledger ledger, long total) {
    while (left.available() > 0 && right.available() > 0) {
      int rows = Math.min(left.available(), right.available());
      int same = left.ids().mismatch(left.offset(), right.ids(), right.offset(), rows);
      int until = same < 0 ? rows : same;
      for (int row = 0; row < until; row++) {
        int user = row;
        ledger.both(
            left.fund(row), right.fund(row), left.etv(row), right.etv(row), () -> left.id(user));
      }
      if (until > 0) {
        left.skip(until);
        right.skip(until);
      }
      progress.report("compare", left.read(), total);
      if (same >= 0) {
        return;
      }
    }
  }

  private void join(Rows left, Rows right, Ledger ledger, long rows) {
    try (TempFolder scratch = TempFolder.create("eoca-")) {
      Partitions partitions = new Partitions(scratch.path(), rows);
      partitions.deal("a", left);
      partitions.deal("b", right);
      partitions.join(ledger);
    }
  }

  /** What was read must be what result.json says was assigned. */
  private static void requireTotals(
      RunFolder run, RunResult result, DiffAnswer answer, boolean left) {
    for (FundResult fund : result.funds()) {
      long found = answer.assigned(fund.id(), left);
      if (fund.assigned() == null || fund.assigned() != found) {
        throw new EocaException(
            ExitCode.VERIFICATION,
            "the assignment is not the one in result.json ("
                + run.path()
                + "): fund "
                + fund.id()
                + " has "
                + found
                + " users, not "
                + fund.assigned(),
            "The run folder was changed or its disk is failing: 'eoca verify' says more.");
      }
    }
  }
}
