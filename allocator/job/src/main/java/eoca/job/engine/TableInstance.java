package eoca.job.engine;

import eoca.core.EtvColumns;
import eoca.core.Instance;
import eoca.core.Pins;
import eoca.inputs.Progress;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Fund;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.etv.EtvRequest;
import eoca.inputs.etv.EtvTable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** An ETV table with resolved quotas as the engine sees it; no value is copied. */
public final class TableInstance {
  /** Beside it the heap holds one byte a user and the solver's state. */
  private static final long DEFAULT_MEMORY = 384L << 20;

  private TableInstance() {}

  /**
   * How a campaign's table is opened.
   *
   * @param scratch folder for converted columns
   * @param threads threads to use
   * @param progress hears of the work and may end it
   */
  public static EtvRequest request(
      Campaign campaign, Path scratch, int threads, Progress progress) {
    Path parent = campaign.file().getParent();
    return new EtvRequest(
        parent == null ? Path.of("") : parent,
        campaign.etv().path(),
        campaign.etv().userColumn(),
        campaign.etv().toleranceColumn(),
        campaign.funds().stream()
            .map(fund -> new EtvRequest.FundColumn(fund.id(), fund.column()))
            .toList(),
        scratch,
        threads,
        memoryBytes(campaign),
        progress);
  }

  /** What reading and writing may take: half of the campaign's limit, or 384 MiB. */
  public static long memoryBytes(Campaign campaign) {
    Long limit = campaign.limits().memoryBytes();
    return limit == null ? DEFAULT_MEMORY : Math.max(EtvRequest.MIN_MEMORY_BYTES, limit / 2);
  }

  /**
   * The instance of a campaign; where it leaves users unassigned, the pseudo-fund is the last and
   * its column is zero.
   *
   * @param pins who is pinned, or null
   */
  public static Instance of(EtvTable table, ResolvedQuotas quotas, Pins pins) {
    int funds = table.funds().size();
    VectorModule.loadFor(table.users(), funds);
    EtvColumns etv =
        (fund, from, tile, length) -> {
          if (fund < funds) {
            table.copyEtv(fund, from, tile, length);
          } else {
            Arrays.fill(tile, 0, length, 0);
          }
        };
    Instance all =
        new Instance(
            table.users(),
            etv,
            table::copyTolerance,
            quotas.engineRisks(),
            quotas.engineQuotas(),
            quotas.hasPseudoFund());
    return pins == null ? all : all.withPins(pins);
  }

  /** The fund ids of a campaign, in order. */
  public static List<String> fundIds(Campaign campaign) {
    return campaign.funds().stream().map(Fund::id).toList();
  }
}
