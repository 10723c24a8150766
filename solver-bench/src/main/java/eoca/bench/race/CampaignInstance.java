package eoca.bench.race;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.inputs.Progress;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignFile;
import eoca.inputs.campaign.Quotas;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.error.EocaException;
import eoca.inputs.etv.EtvRequest;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.EtvTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A real campaign as an instance of a race: its table is read into memory. */
final class CampaignInstance {
  private static final long MEMORY = 1L << 30;

  private CampaignInstance() {}

  /**
   * Reads a campaign file and its table.
   *
   * @throws EocaException as {@code eoca check} does, for anything wrong with either
   */
  static Instance load(Path file, int threads) {
    Campaign campaign = CampaignFile.read(file);
    Path scratch = scratch();
    try (EtvTable table = EtvTables.open(request(file, campaign, scratch, threads))) {
      ResolvedQuotas quotas = Quotas.resolve(campaign, table.users(), List.of());
      int[] risks = quotas.engineRisks();
      float[][] etv = new float[risks.length][table.users()];
      for (int j = 0; j < campaign.funds().size(); j++) {
        table.copyEtv(j, 0, etv[j], table.users());
      }
      byte[] tolerance = new byte[table.users()];
      table.copyTolerance(0, tolerance, table.users());
      HeapColumns columns = new HeapColumns(etv, tolerance);
      return new Instance(
          table.users(),
          columns,
          columns.tolerances(),
          risks,
          quotas.engineQuotas(),
          quotas.hasPseudoFund());
    } finally {
      delete(scratch);
    }
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

  private static Path scratch() {
    try {
      return Files.createTempDirectory("eoca-bench");
    } catch (IOException e) {
      throw EocaException.fileSystem("No temporary folder: " + e.getMessage(), "", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "The temporary folder (" + folder + ") can't be removed: " + e.getMessage(), "", e);
    }
  }
}
