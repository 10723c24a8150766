package eoca.predict.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eoca.inputs.error.EocaException;
import eoca.predict.link.Visits.Payment;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextMerchantTest {
  @TempDir private Path folder;

  private static Payment paid(String user, String merchant, float amount) {
    return new Payment(user, merchant, amount);
  }

  /** Two users, three merchants; the second payment to a merchant does not count. */
  private static Visits small() {
    return Visits.of(
        List.of(
            paid("a", "x", 5),
            paid("b", "y", 7),
            paid("a", "y", 1),
            paid("a", "x", 9),
            paid("b", "x", 2),
            paid("a", "z", 3)));
  }

  @Test
  void firstVisitsInOrder() {
    Visits visits = small();
    assertThat(visits.start()).containsExactly(0, 3, 5);
    assertThat(visits.merchant()).containsExactly(0, 1, 2, 1, 0);
    assertThat(visits.amount()).containsExactly(5, 1, 3, 7, 2);
  }

  @Test
  void whatIsShownEndsWithTheMoment() {
    Shown shown = Shown.of(small(), new int[] {2, 1});
    assertThat(shown.userStart()).containsExactly(0, 2, 3);
    assertThat(shown.merchant()).containsExactly(0, 1, 1);
    assertThat(shown.merchantStart()).containsExactly(0, 1, 3, 3);
    assertThat(shown.user()).containsExactly(0, 0, 1);
    assertThat(shown.userWeight()).containsExactly(5, 1, 7);
  }

  /** Against counting by hand: y has two payers, x one, z none. */
  @Test
  void baselinesByHand() {
    Shown shown = Shown.of(small(), new int[] {2, 1});
    assertThat(Baselines.popularity(shown, new int[] {1})).containsExactly(1, 2, 0);
    float[] together = Baselines.together(shown, new int[] {1});
    assertThat((double) together[0]).isCloseTo(1 / Math.sqrt(2), within(1e-5));
    assertThat((double) together[2]).isZero();
  }

  @Test
  void ranksAmongMerchantsNotPaidAndTiesCountHalf() {
    Shown shown = Shown.of(small(), new int[] {1, 1});
    double[] ranks =
        Baselines.ranks(shown, new int[] {0, 1}, new int[] {2, 2}, new float[] {9, 4, 4, 5, 9, 1});
    assertThat(ranks).containsExactly(1.5, 2);
    assertThat(NextMerchant.reciprocal(ranks, null)).isCloseTo((1 / 1.5 + 0.5) / 2, within(1e-12));
    assertThat(NextMerchant.hits(new double[] {1, 3, 3.5, 4}, null)).isEqualTo(2.5 / 4);
  }

  /** Two circles of merchants of equal popularity: only who pays together tells the next one. */
  @Test
  void theGraphTellsWhatPopularityCannot() {
    Random random = new Random(3);
    List<Payment> payments = new ArrayList<>();
    for (int u = 0; u < 240; u++) {
      List<Integer> circle = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
      java.util.Collections.shuffle(circle, random);
      for (int k = 0; k < 4; k++) {
        payments.add(paid("u" + u, "m" + (u % 2 * 6 + circle.get(k)), 1 + random.nextInt(9)));
      }
    }
    NextMerchant next = new NextMerchant(Visits.of(payments));
    Map<String, double[]> ranks = next.ranks(List.of(1L));
    double[] graph = ranks.get("graph attention, seed 1");
    // Three of twelve are left in the circle: the best possible is (1 + 1/2 + 1/3) / 3 = 0.61.
    assertThat(NextMerchant.reciprocal(graph, null)).isGreaterThan(0.5);
    assertThat(NextMerchant.gain(graph, ranks.get("popularity"), 200, 1).low()).isPositive();
    assertThat(next.ranks(List.of(1L)).get("graph attention, seed 1")).isEqualTo(graph);
  }

  /** The extract has every kind of dirt of the whole. */
  @Test
  void dirtyPayments() throws IOException, URISyntaxException {
    Path extract =
        Path.of(NextMerchantTest.class.getResource("/minsapay/transactions.csv").toURI())
            .getParent();
    Source source = Source.minsapay(extract);
    assertThat(source.left())
        .containsOnlyKeys("no payment", "at a booth that sells nothing", "amount not above 0");
    assertThat(source.payments())
        .allSatisfy(payment -> assertThat(payment.amount()).isBetween(1f, 100_000f));
    Path config = folder.resolve("next.yaml");
    Files.writeString(
        config, "next-merchant: {set: minsapay, source: '" + extract + "', seeds: [1]}\n");
    assertThat(NextMerchantRun.run(config, null))
        .contains(" merchants, ", "| popularity | ", "| paid together | ", "| graph attention");
  }

  @Test
  void storesOfTheCompleteJourney() throws IOException {
    try (Writer csv =
        new OutputStreamWriter(
            new GZIPOutputStream(
                Files.newOutputStream(folder.resolve("transactions_sample.csv.gz"))),
            StandardCharsets.UTF_8)) {
      csv.write("household_id,store_id,basket_id,product_id,sales_value,transaction_timestamp\n");
      csv.write("1,20,2,7,4.5,2017-02-01 10:00:00\n1,10,1,7,3.5,2017-01-01 10:00:00\n");
      csv.write("2,10,3,7,0,2017-01-02 10:00:00\n,10,3,7,1,2017-01-02 10:00:00\n");
    }
    Source source = Source.completeJourney(folder);
    assertThat(source.payments()).containsExactly(paid("1", "10", 3.5f), paid("1", "20", 4.5f));
    assertThat(source.left())
        .containsEntry("amount not above 0", 1)
        .containsEntry("no user or merchant", 1);
    assertThatThrownBy(() -> new NextMerchant(Visits.of(source.payments())))
        .isInstanceOf(EocaException.class)
        .hasMessageContaining("three merchants");
  }
}
