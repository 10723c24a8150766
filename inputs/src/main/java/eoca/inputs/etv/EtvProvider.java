package eoca.inputs.etv;

import eoca.inputs.Progress;
import eoca.inputs.config.ConfigNode;
import eoca.inputs.etv.EtvRequest.FundColumn;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Makes an ETV table where a run asks for one: what a campaign's {@code predict} section is about.
 * Implementations are found by {@link ServiceLoader}, so that a job knows of scoring but not how it
 * is done, and an allocation loads none of it.
 */
public interface EtvProvider {
  /**
   * Folder beside the parts where a provider keeps what it needs to go on with them after an
   * interruption. A run without it is not gone on with; the caller removes it when the run is
   * whole.
   */
  String RECORDS = "records";

  /**
   * What is to be scored.
   *
   * @param section the campaign's {@code predict} section
   * @param base the folder that its paths are relative to
   * @param funds the funds, each with the column it shall have
   * @param userColumn the column of user ids
   * @param toleranceColumn the column of tolerances
   * @param folder an existing folder for the parts, with what an interrupted run left of them,
   *     which is kept where it is of the same scoring and removed where not; what is in it
   *     afterwards is the table's, but for {@link #RECORDS}
   * @param threads threads to use, ≥ 1
   * @param memoryBytes what reading may take beside the heap
   * @param now the moment of scoring, where the section names none and no interrupted run began one
   *     in the last day
   * @param progress hears of users scored and may end it
   */
  record Request(
      ConfigNode section,
      Path base,
      List<FundColumn> funds,
      String userColumn,
      String toleranceColumn,
      Path folder,
      int threads,
      long memoryBytes,
      Instant now,
      Progress progress) {}

  /**
   * A table that was written.
   *
   * @param users rows
   * @param glob names its parts within the folder
   * @param clipped values set to 0 or to the cap
   * @param warnings what people should look at: drift since the training
   * @param report JSON of the whole
   * @param keptParts parts that an interrupted run had left, and that are in the table
   */
  record Scored(
      long users, String glob, long clipped, List<String> warnings, String report, int keptParts) {}

  /**
   * Scores all users of the section's tables.
   *
   * @throws eoca.inputs.error.EocaException exit 2 for a section that makes no sense, 3 for
   *     rejected tables or a damaged model, 7 for files
   */
  Scored score(Request request);

  /** The provider on the class path, if there is one. */
  static Optional<EtvProvider> find() {
    return ServiceLoader.load(EtvProvider.class).findFirst();
  }
}
