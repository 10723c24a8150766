package eoca.inputs.campaign;

import eoca.inputs.assignment.OutputFormat;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Draws campaigns that are valid but unkind: texts that YAML likes to take for something else. */
final class RandomCampaigns {
  private static final List<String> UNKIND =
      List.of(
          "true",
          "null",
          "~",
          "yes",
          "NO",
          "1",
          "1e5",
          "0x1f",
          "2026-06-01",
          ".inf",
          "- a",
          "a: b",
          "a #b",
          "#a",
          "'q'",
          "\"q\"",
          "\\n",
          "a\\",
          "[a]",
          "{a}",
          "&a",
          "*a",
          "!a",
          "| a",
          "> a",
          "%a",
          "@a",
          "`a",
          "a, b",
          " a",
          "a ",
          "a  b",
          "基金",
          "ü",
          "rest",
          "30%",
          "a%",
          "=",
          "<<",
          "?",
          "a?",
          "-",
          "--",
          "a:b",
          "a:",
          ":a",
          "🙂",
          "\u00a0",
          "1_000",
          "0o7",
          "12:30:00",
          "y");

  private RandomCampaigns() {}

  static Campaign next(SplittableRandom random) {
    int k = 1 + random.nextInt(5);
    int rest = random.nextInt(2 * k);
    List<Fund> funds = new ArrayList<>();
    for (int j = 0; j < k; j++) {
      String id = List.of("f", "0", "true-", "null_", "1e").get(random.nextInt(5)) + j;
      boolean named = random.nextBoolean();
      String column = random.nextBoolean() ? id : text(random).concat("#" + j);
      funds.add(
          new Fund(
              id,
              named ? text(random) : id,
              random.nextInt(64),
              j == rest ? new Quota.Rest() : quota(random),
              random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(9)) : OptionalInt.empty(),
              column));
    }
    Double seconds = random.nextBoolean() ? null : (1 + random.nextInt(100_000)) / 64.0;
    Long memory = random.nextBoolean() ? null : 1024L << random.nextInt(30);
    return new Campaign(
        Path.of("campaign.yaml"),
        List.of("a", "1", "-", "null", "2026-06", "true").get(random.nextInt(6)),
        random.nextBoolean() ? "" : text(random),
        funds,
        new Campaign.EtvLocation(text(random), "u " + text(random), "t " + text(random)),
        pick(random, Strategy.values()),
        pick(random, Remainder.values()),
        pick(random, OutputFormat.values()),
        new Campaign.Limits(seconds, memory),
        guards(random),
        locked(random),
        random.nextBoolean()
            ? null
            : new Campaign.Control(
                BigDecimal.valueOf(1 + random.nextInt(9_999_999), 5), random.nextInt(1000)),
        pick(random, KeepInputs.values()));
  }

  private static Campaign.Locked locked(SplittableRandom random) {
    return random.nextBoolean()
        ? null
        : new Campaign.Locked(text(random), "u " + text(random), "f " + text(random));
  }

  private static PublishGuards guards(SplittableRandom random) {
    return new PublishGuards(
        percent(random),
        percent(random),
        percent(random),
        random.nextBoolean() ? null : 60L * (1 + random.nextInt(900_000)));
  }

  private static Double percent(SplittableRandom random) {
    return random.nextBoolean() ? null : random.nextInt(100_000) / 64.0;
  }

  private static <E> E pick(SplittableRandom random, E[] values) {
    return values[random.nextInt(values.length)];
  }

  private static String text(SplittableRandom random) {
    String a = UNKIND.get(random.nextInt(UNKIND.size()));
    String text = random.nextBoolean() ? a : a + UNKIND.get(random.nextInt(UNKIND.size()));
    return text.isBlank() ? "x" + text : text;
  }

  private static Quota quota(SplittableRandom random) {
    if (random.nextBoolean()) {
      return new Quota.Users(random.nextLong(Quota.MAX_USERS >> random.nextInt(49)));
    }
    long unscaled = random.nextLong(100_000_000);
    return new Quota.Share(BigDecimal.valueOf(unscaled, 2 + random.nextInt(6)));
  }
}
