package eoca.job.pipeline;

import eoca.inputs.assignment.WrittenFile;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.files.FileHash;
import eoca.job.verify.AssignmentChecker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Reads what was written back from the files: hashes them, and holds every row against the table
 * and against the allocation that was certified. What passes here is, row for row, the certified
 * allocation. Hashing and reading run side by side.
 */
final class VerifyStage implements Stage {
  @Override
  public String phase() {
    return "verify";
  }

  @Override
  public void run(RunState state) {
    List<Path> files = state.written.stream().map(WrittenFile::path).toList();
    FutureTask<List<FileHash.Hashed>> hashing =
        new FutureTask<>(
            () -> FileHash.sha256(files, Math.max(1, state.request.threads() / 2), state.control));
    Thread thread = new Thread(hashing, "eoca-verify-hash");
    thread.setDaemon(true);
    thread.start();
    List<AssignmentChecker.Part> parts =
        state.written.stream()
            .map(file -> new AssignmentChecker.Part(file.path(), file.rows()))
            .toList();
    AssignmentChecker checker =
        new AssignmentChecker(state.table, state.campaign.output(), state.table.funds());
    AssignmentChecker.ReadBack back = checker.check(parts, state.workers);
    List<String> findings = new ArrayList<>(back.findings());
    if (findings.isEmpty()) {
      int user =
          AssignmentChecker.firstDifference(
              state.assignment, back.assignment(), state.table.funds().size());
      if (user >= 0) {
        findings.add("the fund of user " + state.table.userIds().id(user) + " is not as certified");
      }
    }
    List<FileHash.Hashed> hashes = await(hashing);
    for (int i = 0; i < hashes.size(); i++) {
      WrittenFile written = state.written.get(i);
      if (!hashes.get(i).sha256().equals(written.sha256())) {
        findings.add(written.path().getFileName() + ": the bytes on disk are not those written");
      }
    }
    if (!findings.isEmpty()) {
      state.log.error("verification_failed", "findings", findings);
      throw new EocaException(
          ExitCode.VERIFICATION,
          "what was written does not read back as it was certified: "
              + String.join("; ", findings.subList(0, Math.min(3, findings.size()))),
          "Maybe the disk is failing: see log.jsonl in the failed folder, then run again.");
    }
    state.log.info("verified", "rows", back.rows());
    state.tell("%,d rows read back", back.rows());
  }

  private static List<FileHash.Hashed> await(FutureTask<List<FileHash.Hashed>> hashing) {
    try {
      return hashing.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }
}
