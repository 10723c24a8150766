package eoca.predict.link;

import eoca.inputs.config.ConfigNode;
import eoca.predict.offpolicy.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The configuration {@code next-merchant}, and its report. */
public final class NextMerchantRun {
  private NextMerchantRun() {}

  /**
   * Reads the set's folder, trains the network with every seed and ranks.
   *
   * @param from the set's folder; null for the one the file names
   * @return the report
   */
  public static String run(Path file, Path from) {
    ConfigNode root = ConfigNode.read(file);
    Path base = file.toAbsolutePath().getParent();
    ConfigNode node = root.child("next-merchant");
    root.done();
    String set = node.oneOf("set", null, List.of("minsapay", "completejourney"));
    Path folder = Table.folder(node, base, from);
    int replicates = node.integer("bootstrap", 1_000, 0, 100_000);
    List<Long> seeds = new ArrayList<>();
    for (int seed : node.sizes("seeds", 1, 2, 3)) {
      seeds.add((long) seed);
    }
    node.done();
    Source source =
        set.equals("minsapay") ? Source.minsapay(folder) : Source.completeJourney(folder);
    Visits visits = Visits.of(source.payments());
    NextMerchant next = new NextMerchant(visits);
    return report(source, visits, next, next.ranks(seeds), replicates);
  }

  private static String report(
      Source source,
      Visits visits,
      NextMerchant next,
      Map<String, double[]> ranks,
      int replicates) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d payments, %,d users, %,d merchants, %,d edges; %,d users tested.",
            source.payments().size(),
            visits.users(),
            visits.merchants(),
            visits.merchant().length,
            next.tested()));
    source
        .left()
        .forEach((why, n) -> text.append(String.format(Locale.ROOT, " Left out: %,d %s.", n, why)));
    text.append("\n\n| ranked by | mean reciprocal rank | among the first three |");
    text.append(" gain over popularity |\n|---|---:|---:|---:|\n");
    double[] popularity = ranks.get("popularity");
    ranks.forEach(
        (name, own) -> {
          NextMerchant.Interval gain = NextMerchant.gain(own, popularity, replicates, 1);
          text.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %.4f | %.1f %% | %s |%n",
                  name,
                  NextMerchant.reciprocal(own, null),
                  100 * NextMerchant.hits(own, null),
                  own == popularity
                      ? "–"
                      : String.format(
                          Locale.ROOT,
                          "%+.4f (%+.4f … %+.4f)",
                          gain.value(),
                          gain.low(),
                          gain.high())));
        });
    return text.toString();
  }
}
