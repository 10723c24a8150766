package eoca.bench.race;

import eoca.core.EtvColumns;
import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.ToleranceColumn;
import eoca.inputs.Progress;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignFile;
import eoca.inputs.campaign.Quotas;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.error.EocaException;
import eoca.inputs.etv.EtvRequest;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.EtvTables;
import eoca.inputs.files.TempFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A real campaign as an instance of a race. */
final class CampaignInstance {
  private static final long MEMORY = 1L << 30;

  private CampaignInstance() {}

  /**
   * Reads a campaign file and its table into memory.
   *
   * @throws EocaException as {@code eoca check} does, for anything wrong with either
   */
  static Instance load(Path file, int threads) {
    Campaign campaign = CampaignFile.read(file);
    try (TempFolder scratch = TempFolder.create("eoca-bench-");
        EtvTable table = EtvTables.open(request(file, campaign, scratch.path(), threads))) {
      ResolvedQuotas quotas = Quotas.resolve(campaign, table.users(), List.of());
      float[][] etv = new float[quotas.engineRisks().length][table.users()];
      for (int j = 0; j < campaign.funds().size(); j++) {
        table.copyEtv(j, 0, etv[j], table.users());
      }
      byte[] tolerance = new byte[table.users()];
      table.copyTolerance(0, tolerance, table.users());
      HeapColumns columns = new HeapColumns(etv, tolerance);
      return instance(table, quotas, columns, columns.tolerances());
    }
  }

  /**
   * A campaign whose table is read where it lies: an Arrow table stays mapped until this process
   * ends, any other is converted into a temporary folder that is removed with it.
   *
   * @throws EocaException as {@code eoca check} does, for anything wrong with either
   */
  static Instance mapped(Path file, int threads) {
    Campaign campaign = CampaignFile.read(file);
    TempFolder scratch = TempFolder.create("eoca-bench-");
    EtvTable table = EtvTables.open(request(file, campaign, scratch.path(), threads));
    ResolvedQuotas quotas = Quotas.resolve(campaign, table.users(), List.of());
    int funds = campaign.funds().size();
    EtvColumns etv =
        (fund, from, tile, length) -> {
          if (fund < funds) {
            table.copyEtv(fund, from, tile, length);
          } else {
            Arrays.fill(tile, 0, length, 0); // the pseudo-fund of users who get none
          }
        };
    return instance(table, quotas, etv, table::copyTolerance);
  }

  private static Instance instance(
      EtvTable table, ResolvedQuotas quotas, EtvColumns etv, ToleranceColumn tolerance) {
    return new Instance(
        table.users(),
        etv,
        tolerance,
        quotas.engineRisks(),
        quotas.engineQuotas(),
        quotas.hasPseudoFund());
  }

  private static EtvRequest request(Path file, Campaign campaign, Path scratch, int threads) {
    List<EtvRequest.FundColumn> funds = new ArrayList<>();
    campaign
        .funds()
        .forEach(fund -> funds.add(new EtvRequest.FundColumn(fund.id(), fund.column())));
    return new EtvRequest(
        file.toAbsolutePath().getParent(),
        campaign.etv().path(),
        campaign.etv().userColumn(),
        campaign.etv().toleranceColumn(),
        funds,
        scratch,
        threads,
        MEMORY,
        Progress.NONE);
  }
}
