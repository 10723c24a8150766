package eoca.inputs.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.assignment.OutputFormat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class CampaignFileTest {
  static final String JUNE =
      """
      campaign: june-funds            # names the runs
      period: 2026-06-01..2026-06-30
      funds:
        - {id: money, name: Money market funds, risk: 1, quota: 52000}
        - {id: bond,  name: Bond funds,         risk: 2, quota: 30%, priority: 1}
        - {id: stock, name: Stock funds,        risk: 4, quota: rest}
      etv:
        path: etv/*.arrow
        user: user_id
        tolerance: tolerance
        columns: {money: etv_money}
      strategy: manual
      remainder: error
      output: {format: parquet}
      limits: {seconds: 600, memory: 4GiB}
      """;

  static Campaign parse(String yaml) {
    return CampaignFile.parse(Path.of("campaign.yaml"), yaml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsEveryKeyOfTheReference() {
    Campaign campaign = parse(JUNE);
    assertThat(campaign.name()).isEqualTo("june-funds");
    assertThat(campaign.period()).isEqualTo("2026-06-01..2026-06-30");
    assertThat(campaign.funds())
        .containsExactly(
            new Fund(
                "money",
                "Money market funds",
                1,
                new Quota.Users(52000),
                OptionalInt.empty(),
                "etv_money"),
            new Fund(
                "bond",
                "Bond funds",
                2,
                new Quota.Share(new BigDecimal("30")),
                OptionalInt.of(1),
                "bond"),
            new Fund("stock", "Stock funds", 4, new Quota.Rest(), OptionalInt.empty(), "stock"));
    assertThat(campaign.etv())
        .isEqualTo(new Campaign.EtvLocation("etv/*.arrow", "user_id", "tolerance"));
    assertThat(campaign.strategy()).isEqualTo(Strategy.MANUAL);
    assertThat(campaign.output()).isEqualTo(OutputFormat.PARQUET);
    assertThat(campaign.limits()).isEqualTo(new Campaign.Limits(600.0, 4L << 30));
    assertThat(campaign.priorityOrder()).containsExactly(1, 0, 2);
  }

  @Test
  void fillsInDefaults() {
    Campaign campaign =
        parse("campaign: c\nfunds: [{id: f, risk: 0, quota: rest}]\netv: {path: e.csv}\n");
    assertThat(campaign.strategy()).isEqualTo(Strategy.DEFAULT);
    assertThat(campaign.remainder()).isEqualTo(Remainder.ERROR);
    assertThat(campaign.output()).isEqualTo(OutputFormat.ARROW);
    assertThat(campaign.limits()).isEqualTo(Campaign.Limits.NONE);
    assertThat(campaign.funds()).containsExactly(Fund.of("f", 0, new Quota.Rest()));
    assertThat(campaign.etv().userColumn()).isEqualTo("user_id");
  }

  @Test
  void writesWhatItReads() {
    for (Campaign campaign : new Campaign[] {parse(JUNE)}) {
      assertThat(parse(CampaignWriter.brief(campaign))).isEqualTo(campaign);
      assertThat(parse(CampaignWriter.full(campaign))).isEqualTo(campaign);
    }
  }
}
