package eoca.inputs.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuotasTest {
  /** A campaign with funds f0, f1 … of these quotas. */
  private static Campaign campaign(String... quotas) {
    StringBuilder yaml = new StringBuilder("campaign: c\netv: {path: e}\nfunds:\n");
    for (int j = 0; j < quotas.length; j++) {
      yaml.append("  - {id: f").append(j).append(", risk: 1, quota: ").append(quotas[j]);
      yaml.append("}\n");
    }
    return CampaignFileTest.parse(yaml.toString());
  }

  private static List<QuotaOverride> overrides(String... texts) {
    return Arrays.stream(texts).map(QuotaOverride::parse).toList();
  }

  private static long[] resolve(Campaign campaign, long users, String... overrides) {
    return Quotas.resolve(campaign, users, overrides(overrides)).quotas();
  }

  private static EocaException fails(Campaign campaign, long users, String... overrides) {
    return catchThrowableOfType(
        EocaException.class, () -> Quotas.resolve(campaign, users, overrides(overrides)));
  }

  @Test
  void sharesGetTheLargestRemainders() {
    assertThat(resolve(campaign("33.3%", "33.3%", "33.4%"), 10)).containsExactly(3, 3, 4);
    assertThat(resolve(campaign("50%", "50%"), 3)).as("ties: file order").containsExactly(2, 1);
    assertThat(resolve(campaign("25%", "25%", "25%", "25%"), 2)).containsExactly(1, 1, 0, 0);
    assertThat(resolve(campaign("33.333%", "66.667%"), 1_000_000))
        .containsExactly(333_330, 666_670);
    assertThat(resolve(campaign("0.05%"), 1000)).as("half up").containsExactly(1);
    assertThat(resolve(campaign("0.1%", "0.1%", "0.1%"), 150)).containsExactly(0, 0, 0);
    assertThat(resolve(campaign("0.1%", "0.1%", "0.1%"), 200)).containsExactly(1, 0, 0);
    assertThat(resolve(campaign("100%"), Integer.MAX_VALUE)).containsExactly(Integer.MAX_VALUE);
    assertThat(resolve(campaign("0%", "100%"), 7)).containsExactly(0, 7);
  }

  @Test
  void restTakesWhatIsLeft() {
    assertThat(resolve(campaign("52000", "30%", "rest"), 100_000))
        .containsExactly(52_000, 30_000, 18_000);
    assertThat(resolve(campaign("rest"), 0)).containsExactly(0);
    ResolvedQuotas short5 = Quotas.resolve(campaign("60", "rest", "45"), 100, List.of());
    assertThat(short5.quotas()).containsExactly(60, 0, 45);
    assertThat(short5.excess()).as("what the rest fund was short of").isEqualTo(5);
  }

  @Test
  void sumsNeedNotAddUp() {
    assertThat(Quotas.resolve(campaign("60", "30"), 100, List.of()).excess()).isEqualTo(-10);
    assertThat(Quotas.resolve(campaign("60%", "50%"), 100, List.of()).excess()).isEqualTo(10);
    long most = Quota.MAX_USERS;
    String[] huge = new String[255];
    Arrays.fill(huge, Long.toString(most));
    assertThat(Quotas.resolve(campaign(huge), 1, List.of()).excess()).isEqualTo(255 * most - 1);
    Arrays.fill(huge, "1000000%");
    assertThat(Quotas.resolve(campaign(huge), Integer.MAX_VALUE, List.of()).excess())
        .isEqualTo((255 * 10_000L - 1) * Integer.MAX_VALUE);
  }

  @Test
  void remainderMayStayUnassigned() {
    Campaign campaign =
        CampaignFileTest.parse(
            """
            campaign: c
            etv: {path: e}
            remainder: unassigned
            funds:
              - {id: a, risk: 2, quota: 60%, priority: 2}
              - {id: b, risk: 3, quota: 10, priority: 1}
            """);
    ResolvedQuotas quotas = Quotas.resolve(campaign, 100, List.of());
    assertThat(quotas.unassigned()).isEqualTo(30);
    assertThat(quotas.excess()).isZero();
    assertThat(quotas.engineQuotas()).containsExactly(60, 10, 30);
    assertThat(quotas.engineRisks()).containsExactly(2, 3, 0);
    assertThat(quotas.enginePriorityOrder()).containsExactly(1, 0, 2);
    ResolvedQuotas full = Quotas.resolve(campaign, 25, List.of());
    assertThat(full.hasPseudoFund()).isFalse();
    assertThat(full.engineQuotas()).containsExactly(15, 10);
    assertThat(full.enginePriorityOrder()).containsExactly(1, 0);
    assertThat(Quotas.resolve(campaign, 20, List.of()).excess()).as("Σ d > N").isEqualTo(2);
  }

  @Test
  void theResolvedCampaignKeepsRest() {
    ResolvedQuotas quotas = Quotas.resolve(campaign("30%", "rest", "5"), 1000, overrides("f2=+15"));
    assertThat(quotas.campaign().funds().stream().map(f -> f.quota().toString()))
        .containsExactly("300", "rest", "20");
    ResolvedQuotas again = Quotas.resolve(quotas.campaign(), 1000, List.of());
    assertThat(again.quotas()).isEqualTo(quotas.quotas());
  }

  @Test
  void overridesChangeQuotas() {
    Campaign campaign = campaign("52000", "30%", "rest");
    assertThat(resolve(campaign, 100_000, "f0=50000")).containsExactly(50_000, 30_000, 20_000);
    assertThat(resolve(campaign, 100_000, "f1=+5%")).containsExactly(52_000, 31_500, 16_500);
    assertThat(resolve(campaign, 100_000, "f1=-5%")).containsExactly(52_000, 28_500, 19_500);
    assertThat(resolve(campaign, 100_000, "f1=35%")).containsExactly(52_000, 35_000, 13_000);
    assertThat(resolve(campaign, 100_000, "f0=+1", "f1=-2"))
        .containsExactly(52_001, 29_998, 18_001);
    assertThat(resolve(campaign, 100_000, "f2=+1000", "f0=-1000"))
        .as("± of a rest fund starts from its resolved quota and fixes it")
        .containsExactly(51_000, 30_000, 19_000);
    assertThat(resolve(campaign, 100_000, "f0=rest", "f1=31%"))
        .as("the former rest fund keeps its resolved number")
        .containsExactly(51_000, 31_000, 18_000);
    assertThat(resolve(campaign, 100_000, "f0=rest", "f2=0")).containsExactly(70_000, 30_000, 0);
    assertThat(resolve(campaign, 100_000, "f2=rest")).containsExactly(52_000, 30_000, 18_000);
    assertThat(Quotas.resolve(campaign, 100_000, overrides("f2=17000")).excess())
        .as("nothing gives way")
        .isEqualTo(-1000);
  }

  @Test
  void percentOfItselfIsHalfUp() {
    assertThat(resolve(campaign("10", "rest"), 100, "f0=+5%")).containsExactly(11, 89);
    assertThat(resolve(campaign("10", "rest"), 100, "f0=-5%")).containsExactly(9, 91);
    assertThat(resolve(campaign("10", "rest"), 100, "f0=+4.9%")).containsExactly(10, 90);
    assertThat(resolve(campaign("10", "rest"), 100, "f0=-100%")).containsExactly(0, 100);
    assertThat(resolve(campaign("0", "rest"), 100, "f0=+50%")).containsExactly(0, 100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "f0",
        "=5",
        "f0=",
        "f0=x",
        "f0=--5",
        "f0=+-5",
        "f0=5.5",
        "f0=1e3",
        "f0=%",
        "f0=+%",
        "f0=5%%",
        "f0=+5.%",
        "f0= 5",
        "f0=5 ",
        "f0=Rest",
        "f0=+rest",
        "f0=052",
        "f0=1_000",
        "f0=99999999999999999",
        "f0=+99999999999999999",
        "f0=1000001%",
        "f0=0x10",
        "f0=∞",
        "f0=５"
      })
  void badOverridesAreUsageErrors(String text) {
    EocaException e = catchThrowableOfType(EocaException.class, () -> QuotaOverride.parse(text));
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    assertThat(e).hasMessageContaining("--quota").hasMessageContaining("found (");
  }

  @ParameterizedTest
  @CsvSource({"f0=1_000, Maybe 1000.", "f0=Rest, Maybe rest.", "f0=0.3, Maybe 30%."})
  void badOverridesComeWithAHint(String text, String hint) {
    EocaException e = catchThrowableOfType(EocaException.class, () -> QuotaOverride.parse(text));
    assertThat(e.hint()).isEqualTo(hint);
  }

  @Test
  void overridesMustFitTheCampaign() {
    Campaign campaign = campaign("40", "60");
    EocaException unknown = fails(campaign, 100, "f9=5");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown).hasMessageContaining("unknown fund (f9)");
    assertThat(unknown.hint()).isEqualTo("Maybe f0.");
    assertThat(fails(campaign, 100, "f0=5", "f0=6").code()).isEqualTo(ExitCode.USAGE);
    assertThat(fails(campaign, 100, "f0=rest", "f1=rest").code()).isEqualTo(ExitCode.USAGE);
    EocaException negative = fails(campaign, 100, "f0=-41");
    assertThat(negative.code()).isEqualTo(ExitCode.INFEASIBLE);
    assertThat(negative).hasMessageContaining("negative quota (-1)");
    assertThat(fails(campaign, 100, "f0=-150%").code()).isEqualTo(ExitCode.INFEASIBLE);
  }

  /** Random campaigns and overrides against the rules of the design, written out plainly. */
  @Test
  void agreesWithThePlainRules() {
    long seed = Long.getLong("eoca.seed", 20260603L);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 20_000; round++) {
      String replay = "-Deoca.seed=" + seed + ", round " + round;
      int k = 1 + random.nextInt(6);
      long users = random.nextLong(random.nextBoolean() ? 20 : 3_000_000);
      List<String> quotas = randomQuotas(random, k, users);
      List<String> overrides = randomOverrides(random, k);
      long[] expected = PlainQuotas.resolve(quotas, overrides, users);
      Campaign campaign = of(quotas);
      if (expected == null) {
        EocaException e = fails(campaign, users, overrides.toArray(String[]::new));
        assertThat(e.code()).as(replay).isEqualTo(ExitCode.INFEASIBLE);
        continue;
      }
      String[] given = overrides.toArray(String[]::new);
      String all = replay + ": N = " + users + ", " + quotas + ", " + overrides;
      assertThat(resolve(campaign, users, given)).as(all).isEqualTo(expected);
      Collections.reverse(overrides);
      assertThat(resolve(campaign, users, overrides.toArray(String[]::new)))
          .as("order of overrides, %s", all)
          .isEqualTo(expected);
      for (String text : given) {
        assertThat(QuotaOverride.parse(text)).hasToString(text);
      }
    }
  }

  private static Campaign of(List<String> quotas) {
    List<Fund> funds = new ArrayList<>();
    for (String quota : quotas) {
      funds.add(Fund.of("f" + funds.size(), 1, QuotaText.parse(quota).orElseThrow()));
    }
    return campaign("0").withFunds(funds);
  }

  private static List<String> randomQuotas(SplittableRandom random, int k, long users) {
    List<String> quotas = new ArrayList<>();
    int rest = random.nextInt(2 * k);
    for (int j = 0; j < k; j++) {
      String share = BigDecimal.valueOf(random.nextLong(100_000), random.nextInt(4) + 1) + "%";
      String number = Long.toString(random.nextLong(users / k + 2));
      quotas.add(j == rest ? "rest" : random.nextBoolean() ? share : number);
    }
    return quotas;
  }

  private static List<String> randomOverrides(SplittableRandom random, int k) {
    List<String> overrides = new ArrayList<>();
    boolean rest = false;
    for (int j = 0; j < k; j++) {
      if (random.nextInt(3) > 0) {
        continue;
      }
      String percent = BigDecimal.valueOf(random.nextLong(1500), random.nextInt(3)) + "%";
      String number = Long.toString(random.nextLong(50));
      int form = random.nextInt(7);
      if (form == 6 && rest) {
        form = 0;
      }
      rest |= form == 6;
      overrides.add(
          "f"
              + j
              + "="
              + switch (form) {
                case 0 -> number;
                case 1 -> percent;
                case 2 -> "+" + number;
                case 3 -> number.equals("0") ? "+0" : "-" + number;
                case 4 -> "+" + percent;
                case 5 -> percent.matches("[0.]+%") ? "+" + percent : "-" + percent;
                default -> "rest";
              });
    }
    return overrides;
  }

  /** The rules again, on texts and big integers, one fund after the other. */
  private static final class PlainQuotas {
    private PlainQuotas() {}

    /** Whole numbers, or null where an override makes a quota negative. */
    static long[] resolve(List<String> quotas, List<String> overrides, long users) {
      List<String> now = new ArrayList<>(quotas);
      long[] before = whole(quotas, users);
      int newRest = -1;
      for (String override : overrides) {
        int j = Integer.parseInt(override.substring(1, override.indexOf('=')));
        String value = override.substring(override.indexOf('=') + 1);
        if (value.startsWith("+") || value.startsWith("-")) {
          BigDecimal amount = new BigDecimal(value.substring(1).replace("%", ""));
          if (value.endsWith("%")) {
            amount = amount.multiply(BigDecimal.valueOf(before[j])).movePointLeft(2);
            amount = amount.setScale(0, RoundingMode.HALF_UP);
          }
          long changed = before[j] + (value.startsWith("-") ? -1 : 1) * amount.longValueExact();
          if (changed < 0) {
            return null;
          }
          value = Long.toString(changed);
        }
        newRest = value.equals("rest") ? j : newRest;
        now.set(j, value);
      }
      for (int j = 0; j < now.size(); j++) {
        if (newRest >= 0 && newRest != j && now.get(j).equals("rest")) {
          now.set(j, Long.toString(before[j]));
        }
      }
      return whole(now, users);
    }

    private static long[] whole(List<String> quotas, long users) {
      int k = quotas.size();
      long[] d = new long[k];
      BigInteger[] remainder = new BigInteger[k];
      BigInteger unit = BigInteger.TEN.pow(12); // of one user
      BigInteger all = BigInteger.ZERO;
      long floors = 0;
      for (int j = 0; j < k; j++) {
        String quota = quotas.get(j);
        if (quota.endsWith("%")) {
          BigDecimal percent = new BigDecimal(quota.replace("%", ""));
          BigInteger exact =
              percent.movePointRight(10).toBigIntegerExact().multiply(BigInteger.valueOf(users));
          d[j] = exact.divide(unit).longValueExact();
          remainder[j] = exact.mod(unit);
          all = all.add(exact);
          floors += d[j];
        } else if (!quota.equals("rest")) {
          d[j] = Long.parseLong(quota);
        }
      }
      long target = all.add(unit.shiftRight(1)).divide(unit).longValueExact();
      while (floors < target) {
        int best = -1;
        for (int j = 0; j < k; j++) {
          if (remainder[j] != null && (best < 0 || remainder[j].compareTo(remainder[best]) > 0)) {
            best = j;
          }
        }
        d[best]++;
        floors++;
        remainder[best] = BigInteger.ONE.negate();
      }
      int rest = quotas.indexOf("rest");
      if (rest >= 0) {
        d[rest] = Math.max(0, users - Arrays.stream(d).sum());
      }
      return d;
    }
  }
}
