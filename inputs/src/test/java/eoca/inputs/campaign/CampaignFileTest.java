package eoca.inputs.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.BadCampaigns.Bad;
import eoca.inputs.config.Problems;
import eoca.inputs.config.YamlSource;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
      locked: {path: shown.csv, user: customer, fund: product}
      control: {share: 2.5%, seed: 7}
      keep_inputs: copy
      """;

  static Campaign parse(String yaml) {
    return CampaignFile.parse(Path.of("campaign.yaml"), yaml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsEveryKeyOfTheReference() {
    Campaign campaign = parse(JUNE);
    assertThat(campaign.name()).isEqualTo("june-funds");
    assertThat(campaign.locked())
        .isEqualTo(new Campaign.Locked("shown.csv", "customer", "product"));
    assertThat(campaign.control()).isEqualTo(new Campaign.Control(new BigDecimal("2.5"), 7));
    assertThat(campaign.keep()).isEqualTo(KeepInputs.COPY);
    Campaign shorter =
        parse(BadCampaigns.GOOD.replace("remainder: error", "locked: a.csv\ncontrol: 2%"));
    assertThat(shorter.locked()).isEqualTo(Campaign.Locked.of("a.csv"));
    assertThat(shorter.control()).isEqualTo(new Campaign.Control(new BigDecimal("2"), 0));
    assertThat(parse(BadCampaigns.GOOD).keep()).isEqualTo(KeepInputs.LINK);
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

  static List<Bad> bad() {
    return BadCampaigns.all();
  }

  private static EocaException fails(String yaml) {
    return catchThrowableOfType(EocaException.class, () -> parse(yaml));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void tellsWhereAndHowAFileIsBad(Bad bad) {
    EocaException e = fails(bad.yaml());
    assertThat(e).as("%s", bad.yaml()).isNotNull();
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    assertThat(e.defects()).as("one problem").isEmpty();
    String at = bad.line() == 0 ? "" : ":" + bad.line() + ":" + bad.column();
    assertThat(e).hasMessageStartingWith("campaign.yaml" + at + ": ");
    assertThat(e).hasMessageContaining(bad.message());
    assertThat(e.hint()).contains(bad.hint());
    assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n");
  }

  @Test
  void thereAreManyKindsOfBadFiles() {
    assertThat(bad()).hasSizeGreaterThan(110).doesNotHaveDuplicates();
  }

  @Test
  void tellsAllProblemsAtOnceInFileOrder() {
    EocaException e =
        fails(
            BadCampaigns.GOOD
                .replace("risk: 1", "risk: 99")
                .replace("quota: 30%", "quota: lots")
                .replace("path:", "pth:")
                .replace("heuristic", "magic"));
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    assertThat(e)
        .hasMessageStartingWith("4 problems in the campaign file, the first: campaign.yaml:4:36: ");
    assertThat(e.defects().stream().map(Defect::file))
        .containsExactly(
            "campaign.yaml:4:36", "campaign.yaml:5:45", "campaign.yaml:8:3", "campaign.yaml:12:11");
    assertThat(e.defects().stream().map(Defect::rule))
        .anyMatch(rule -> rule.equals("unknown key in etv, found pth. Maybe path."));
  }

  @Test
  void tellsAtMostTwentyProblems() {
    EocaException e = fails(BadCampaigns.GOOD + "\nx1: 1\n".repeat(1) + manyUnknown(200));
    assertThat(e.defects()).hasSize(Problems.CAP);
    assertThat(e.defectCount()).isEqualTo(201);
  }

  private static String manyUnknown(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("unknown").append(i).append(": 1\n");
    }
    return lines.toString();
  }

  @Test
  void twoFundsDoNotShareAColumn() {
    EocaException e = fails(BadCampaigns.GOOD.replace("etv_money", "bond"));
    assertThat(e)
        .hasMessage(
            "campaign.yaml:5:10: expected a column of its own for fund bond, found (bond), which is"
                + " the column of fund money");
  }

  @Test
  void acceptsWhatYamlAllows() {
    String json =
        "{\"campaign\": \"c\", \"funds\": [{\"id\": \"f\", \"risk\": 0, \"quota\": 5}],"
            + " \"etv\": {\"path\": \"e\"}}";
    assertThat(parse(json).funds().get(0).quota()).isEqualTo(new Quota.Users(5));
    assertThat(parse("\uFEFF" + BadCampaigns.GOOD).name()).isEqualTo("june");
    assertThat(parse(BadCampaigns.GOOD.replace("\n", "\r\n")).funds()).hasSize(3);
    assertThat(parse("%YAML 1.2\n---\n" + BadCampaigns.GOOD + "...\n").funds()).hasSize(3);
    assertThat(parse(BadCampaigns.GOOD.replace("name: Money", "name: Grüße 基金 🙂")).funds())
        .hasSize(3);
    assertThat(parse(BadCampaigns.GOOD.replace("600", "1.5e2")).limits().seconds())
        .isEqualTo(150.0);
    assertThat(parse("campaign: c\netv: {path: e}\nfunds:\n" + BadCampaigns.funds(255)).funds())
        .hasSize(255);
  }

  @Test
  void bytesThatAreNotUtf8AreLocated() {
    byte[] latin1 = "campaign: c\nperiod: M\u00e4rz\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(failsBytes(latin1))
        .hasMessage("campaign.yaml:2:10: expected UTF-8 text, found the byte 0xE4");
    assertThat(failsBytes("campaign: c".getBytes(StandardCharsets.UTF_16)))
        .hasMessageContaining("byte order mark of UTF-16");
    assertThat(failsBytes("campaign: c".getBytes(StandardCharsets.UTF_16LE)))
        .hasMessageContaining("U+0000");
    byte[] cut = "campaign: \u00e4".getBytes(StandardCharsets.UTF_8);
    assertThat(failsBytes(Arrays.copyOf(cut, cut.length - 1)))
        .hasMessageContaining("found the byte 0xC3");
    assertThat(failsBytes(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}))
        .hasMessageContaining("UTF-8");
  }

  private static EocaException failsBytes(byte[] bytes) {
    EocaException e =
        catchThrowableOfType(
            EocaException.class, () -> CampaignFile.parse(Path.of("campaign.yaml"), bytes));
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    return e;
  }

  @Test
  void filesThatCannotBeReadAreUsageErrors(@TempDir Path dir) throws IOException {
    Path big = dir.resolve("big.yaml");
    Files.write(big, new byte[YamlSource.MAX_BYTES + 1]);
    Path folder = Files.createDirectory(dir.resolve("folder"));
    Files.writeString(folder.resolve("campaign.yaml"), "x");
    Path loop = dir.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    Path underFile = dir.resolve("big.yaml/campaign.yaml");
    Path device = Path.of("/dev/zero");
    for (Path file : List.of(big, folder, dir.resolve("absent.yaml"), loop, underFile, device)) {
      EocaException e = catchThrowableOfType(EocaException.class, () -> CampaignFile.read(file));
      assertThat(e.code()).as("%s", file).isEqualTo(ExitCode.USAGE);
      assertThat(e).hasMessageContaining(file.toString());
    }
    assertThat(catchThrowableOfType(EocaException.class, () -> CampaignFile.read(folder)).hint())
        .isEqualTo("Maybe " + folder.resolve("campaign.yaml") + ".");
  }

  /** Random bytes and random cuts of a good file end in exit 2 or a campaign, never otherwise. */
  @Test
  void nothingButACampaignOrALocatedProblemComesOut() {
    long seed = Long.getLong("eoca.seed", 20260601L);
    SplittableRandom random = new SplittableRandom(seed);
    byte[] good = BadCampaigns.GOOD.getBytes(StandardCharsets.UTF_8);
    String alphabet = "{}[]:,-&*!|>'\"%@`#? \n\tax1~<.";
    for (int round = 0; round < 6_000; round++) {
      byte[] bytes = good.clone();
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        int at = random.nextInt(bytes.length);
        bytes[at] =
            random.nextInt(5) == 0
                ? (byte) random.nextInt(256)
                : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      byte[] content = bytes;
      Throwable thrown =
          catchThrowable(() -> CampaignFile.parse(Path.of("campaign.yaml"), content));
      if (thrown != null) {
        assertThat(thrown)
            .as("-Deoca.seed=%d, round %d", seed, round)
            .isInstanceOfSatisfying(
                EocaException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE));
      }
    }
  }

  @Test
  void writesAnyCampaignSoThatItReadsBackEqual() {
    long seed = Long.getLong("eoca.seed", 20260602L);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 1500; round++) {
      Campaign campaign = RandomCampaigns.next(random);
      for (String yaml : List.of(CampaignWriter.brief(campaign), CampaignWriter.full(campaign))) {
        assertThat(parse(yaml))
            .as("-Deoca.seed=%d, round %d:%n%s", seed, round, yaml)
            .isEqualTo(campaign);
      }
    }
  }

  @Test
  void writesTheFormOfTheReference() {
    assertThat(CampaignWriter.brief(parse(BadCampaigns.GOOD)))
        .isEqualTo(
            """
            campaign: june
            period: "2026-06"
            funds:
              - {id: money, name: Money, risk: 1, quota: 52000}
              - {id: bond, name: Bonds, risk: 2, quota: 30%, priority: 1}
              - {id: stock, name: Stocks, risk: 4, quota: rest}
            etv:
              path: etv/*.arrow
              user: user_id
              tolerance: tolerance
              columns:
                money: etv_money
            strategy: heuristic
            limits:
              seconds: 600
              memory: 4GiB
            """);
  }
}
