package eoca.job.pipeline;

import eoca.inputs.campaign.Campaign.EtvLocation;
import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.etv.EtvProvider;
import eoca.inputs.etv.EtvRequest.FundColumn;
import eoca.inputs.files.DurableFiles;
import eoca.job.engine.TableInstance;
import eoca.job.model.RunFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Scores the users of the campaign's {@code predict} section into the run folder; the later stages
 * read that table in the place of {@code etv.path}, under the same column names. What an
 * interrupted run had scored of the same table is kept.
 */
final class ScoreStage implements Stage {
  private static final String SECTION = "predict";

  @Override
  public String phase() {
    return "score";
  }

  /** Whether a campaign file has the section. */
  static boolean isAskedFor(Path campaignFile) {
    return ConfigNode.read(campaignFile).has(SECTION);
  }

  @Override
  public void run(RunState state) {
    EtvProvider provider =
        EtvProvider.find()
            .orElseThrow(
                () ->
                    EocaException.usage(
                        "The campaign has a predict section, and the libraries that score are not on"
                            + " the class path (lib-predict).",
                        "Maybe start it as ./eoca run: the launcher fetches them when a campaign"
                            + " first needs them."));
    Path folder = state.staging.openScores();
    Path base = state.campaign.file().toAbsolutePath().getParent();
    EtvLocation etv = state.campaign.etv();
    try {
      state.scored =
          provider.score(
              new EtvProvider.Request(
                  ConfigNode.read(state.campaign.file()).child(SECTION),
                  base,
                  state.campaign.funds().stream()
                      .map(fund -> new FundColumn(fund.id(), fund.column()))
                      .toList(),
                  etv.userColumn(),
                  etv.toleranceColumn(),
                  folder,
                  state.request.threads(),
                  TableInstance.memoryBytes(state.campaign),
                  state.startedAt,
                  state.control));
      DurableFiles.write(state.staging.folder().resolve(RunFiles.SCORING), state.scored.report());
    } catch (IOException e) {
      throw FileErrors.of("write the scores", folder, e);
    }
    state.campaign =
        state.campaign.withEtv(
            new EtvLocation(
                folder.toAbsolutePath().resolve(state.scored.glob()).toString(),
                etv.userColumn(),
                etv.toleranceColumn()));
    if (state.scored.keptParts() > 0) {
      state.log.info("scoring_resumed", "parts_kept", (long) state.scored.keptParts());
      state
          .environment
          .console()
          .warn(
              "went on with what an interrupted run had scored (parts kept: %d)",
              state.scored.keptParts());
    }
    for (String warning : state.scored.warnings()) {
      state.log.warn("drift", "message", warning);
      state.environment.console().warn("%s", warning);
    }
    state.tell("%,d users, %,d values clipped", state.scored.users(), state.scored.clipped());
  }
}
