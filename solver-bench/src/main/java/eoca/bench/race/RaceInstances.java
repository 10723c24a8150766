package eoca.bench.race;

import eoca.core.HeapColumns;
import eoca.core.Instance;
import eoca.core.testing.Shapes;
import eoca.inputs.error.EocaException;
import eoca.inputs.synthetic.Regime;
import eoca.inputs.synthetic.SyntheticCampaign;
import eoca.inputs.synthetic.SyntheticColumns;
import eoca.inputs.synthetic.SyntheticSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Makes the instances of a race in memory: the campaigns that {@code eoca generate} writes. */
public final class RaceInstances {
  private RaceInstances() {}

  /** The regimes there are. */
  public static List<String> regimes() {
    return Arrays.stream(Regime.values()).map(Regime::id).toList();
  }

  /**
   * The key of a campaign file: its table is read once to know its size.
   *
   * @throws EocaException as {@code eoca check} does
   */
  public static InstanceKey ofCampaign(Path file) {
    Instance instance = CampaignInstance.mapped(file, 1);
    return InstanceKey.campaign(file.toString(), instance.users(), instance.funds());
  }

  /** The instance of a key for an entrant that streams: a campaign's table stays where it is. */
  static Instance mapped(InstanceKey key, int threads) {
    return key.campaignFile() == null
        ? generate(key, threads)
        : CampaignInstance.mapped(Path.of(key.campaignFile()), threads);
  }

  /**
   * Nothing where {@link #generate} knows what to make.
   *
   * @throws EocaException of USAGE if there is no such regime
   */
  public static void require(InstanceKey key) {
    if (key.campaignFile() == null && !Shapes.exists(key.regime())) {
      regime(key.regime());
    }
  }

  private static Regime regime(String name) {
    return Arrays.stream(Regime.values())
        .filter(r -> r.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                EocaException.usage(
                    "No regime is called (" + name + ").",
                    "Maybe one of "
                        + String.join(", ", regimes())
                        + ", or a shape: "
                        + String.join(", ", Shapes.names())
                        + "."));
  }

  /**
   * The instance of a key: the same for any number of threads, always feasible. A name that is no
   * regime may be one of the {@link Shapes} of log-normal values.
   *
   * @throws EocaException of USAGE if there is no such regime
   */
  public static Instance generate(InstanceKey key, int threads) {
    if (key.campaignFile() != null) {
      return CampaignInstance.load(Path.of(key.campaignFile()), threads);
    }
    if (Shapes.exists(key.regime())) {
      InstanceKey base =
          new InstanceKey("lognormal", key.users(), key.funds(), key.levels(), key.seed());
      return Shapes.of(key.regime(), generate(base, threads));
    }
    Regime regime = regime(key.regime());
    int levels = Math.min(key.levels(), key.funds());
    SyntheticCampaign campaign =
        new SyntheticCampaign(
            new SyntheticSpec(key.seed(), key.users(), key.funds(), regime, levels));
    SyntheticColumns drawn = campaign.columns(threads);
    HeapColumns columns = new HeapColumns(drawn.etv(), drawn.tolerance());
    return new Instance(
        key.users(), columns, columns.tolerances(), campaign.risks(), campaign.quotas(), false);
  }
}
