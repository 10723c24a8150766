package eoca.job.pipeline;

import eoca.inputs.campaign.Campaign;
import eoca.inputs.etv.EtvTables;
import eoca.job.engine.Participants;
import eoca.job.engine.TableInstance;
import eoca.job.verify.StoredRun;
import java.nio.file.Path;

/** Opens the ETV table and checks every value; its files are hashed in the background from here. */
final class CheckStage implements Stage {
  /** Name of the folder of converted columns inside the staging folder. */
  static final String SCRATCH = "scratch";

  @Override
  public String phase() {
    return "check";
  }

  @Override
  public void run(RunState state) {
    Path scratch = state.staging.folder().resolve(SCRATCH);
    Campaign readable = state.campaign;
    if (state.parent != null) {
      readable = StoredRun.readable(state.request.rerun().parent(), state.parent);
      readable =
          state.request.locked() == null ? readable : readable.withLocked(state.campaign.locked());
    }
    state.table =
        EtvTables.open(
            TableInstance.request(readable, scratch, state.request.threads(), state.control));
    state.log.info("table_opened", "users", (long) state.table.users());
    state.participants = Participants.of(readable, state.table, state.request.threads());
    if (state.parent != null) {
      StoredRun.requireInputs(
          state.request.rerun().parent(),
          state.parent,
          state.table,
          state.request.locked() == null ? state.participants : null);
    }
    if (state.participants.pins() != null) {
      state.log.info(
          "pinned",
          "locked",
          state.participants.pins().lockedUsers(),
          "control",
          state.participants.pins().controlUsers());
    }
    state.tell("%,d users, %d funds", state.table.users(), state.campaign.funds().size());
  }
}
