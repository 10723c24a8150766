package eoca.job.pipeline;

import eoca.inputs.assignment.AssignmentFiles;
import eoca.inputs.assignment.AssignmentRequest;
import eoca.inputs.assignment.WrittenFile;
import eoca.job.engine.AssignmentTiles;
import eoca.job.engine.TableInstance;
import eoca.job.model.RunFiles;
import eoca.job.verify.ControlFile;

/** Writes the assignment and forces it to disk. */
final class WriteStage implements Stage {
  @Override
  public String phase() {
    return "write";
  }

  @Override
  public void run(RunState state) {
    AssignmentRequest request =
        new AssignmentRequest(
            state.staging.folder(),
            state.campaign.output(),
            state.request.threads(),
            TableInstance.memoryBytes(state.campaign),
            state.control);
    state.written =
        AssignmentFiles.write(
            request, state.table, state.table.funds(), AssignmentTiles.of(state.assignment));
    if (state.campaign.control() != null) {
      state.controlFile = state.staging.folder().resolve(RunFiles.CONTROL);
      ControlFile.write(state.controlFile, state.table.userIds(), state.participants.pins());
    }
    long bytes = state.written.stream().mapToLong(WrittenFile::bytes).sum();
    state.log.info("written", "files", (long) state.written.size(), "bytes", bytes);
    int files = state.written.size();
    state.tell("%,d bytes in %d file%s", bytes, files, files == 1 ? "" : "s");
  }
}
