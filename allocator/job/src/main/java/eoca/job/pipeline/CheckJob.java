package eoca.job.pipeline;

import eoca.core.Workers;
import eoca.core.feasibility.Feasibility;
import eoca.core.feasibility.FeasibilityReport;
import eoca.inputs.Progress;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignFile;
import eoca.inputs.campaign.QuotaOverride;
import eoca.inputs.campaign.Quotas;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.EtvTables;
import eoca.inputs.files.TempFolder;
import eoca.job.engine.Participants;
import eoca.job.engine.TableInstance;
import eoca.job.engine.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/** Checks data and feasibility of a campaign and writes nothing but scratch, which it removes. */
public final class CheckJob {
  private final Path campaignFile;
  private final List<String> quotaTexts;
  private final Path locked;
  private final List<String> command;
  private final int threads;
  private final Progress progress;

  /**
   * A check.
   *
   * @param campaignFile the campaign file
   * @param quotaTexts {@code --quota} texts
   * @param locked takes the place of the campaign's locked users, or null
   * @param command the command as it was given, for the one that mends it
   * @param threads threads to use
   * @param progress hears of the work, and may end it
   */
  public CheckJob(
      Path campaignFile,
      List<String> quotaTexts,
      Path locked,
      List<String> command,
      int threads,
      Progress progress) {
    this.command = List.copyOf(command);
    this.locked = locked;
    this.campaignFile = campaignFile;
    this.quotaTexts = List.copyOf(quotaTexts);
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * What was found.
   *
   * @param campaign the campaign
   * @param quotas resolved, or null where the data were rejected
   * @param participants who is pinned, or null where the data were rejected
   * @param report demand and supply, or null
   * @param witness as in result.json where no allocation exists, or null
   * @param failure exit 3 or 4, or null
   */
  public record Found(
      Campaign campaign,
      ResolvedQuotas quotas,
      Participants participants,
      FeasibilityReport report,
      Map<String, Object> witness,
      EocaException failure) {}

  /**
   * Checks.
   *
   * @throws EocaException USAGE or FILE_SYSTEM; rejected data and infeasible quotas are answers
   */
  public Found run() {
    Campaign campaign = CampaignFile.read(campaignFile);
    if (locked != null) {
      campaign = campaign.withLocked(Campaign.Locked.of(locked.toAbsolutePath().toString()));
    }
    List<QuotaOverride> overrides = Overrides.parse(campaign, quotaTexts);
    ExecutorService executor = Threads.executor(threads - 1);
    try (TempFolder scratch = TempFolder.create("eoca-");
        EtvTable table =
            EtvTables.open(TableInstance.request(campaign, scratch.path(), threads, progress))) {
      Participants participants = Participants.of(campaign, table, threads);
      ResolvedQuotas quotas = Quotas.resolve(campaign, participants.quotaUsers(), overrides);
      FeasibilityReport report =
          Feasibility.check(
              TableInstance.of(table, quotas, participants.pins()), Workers.of(executor, threads));
      if (report.feasible()) {
        return new Found(campaign, quotas, participants, report, null, null);
      }
      Map<String, Object> witness =
          WitnessTree.of(report.witness().orElseThrow(), campaign, overrides, quotas, table);
      WitnessTree.addCommand(witness, command);
      return new Found(
          campaign, quotas, participants, report, witness, WitnessTree.failure(witness));
    } catch (EocaException e) {
      if (e.code() == ExitCode.REJECTED || e.code() == ExitCode.INFEASIBLE) {
        return new Found(campaign, null, null, null, null, e);
      }
      throw e;
    } finally {
      executor.shutdownNow();
    }
  }

  /** Levels as a JSON tree: level, demand, supply, slack. */
  public static List<Object> levels(FeasibilityReport report) {
    List<Object> levels = new ArrayList<>();
    for (FeasibilityReport.Level level : report.levels()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("level", (long) level.level());
      tree.put("demand", level.demand());
      tree.put("supply", level.supply());
      tree.put("slack", level.slack());
      levels.add(tree);
    }
    return levels;
  }
}
