package eoca.inputs.features;

import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureSpec.Days;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@link FeatureSpec} from its YAML mapping; every error is exit 2 with the dotted path. */
final class FeatureSpecReader {
  private static final int MOST_CODES = 50_000_000;

  private FeatureSpecReader() {}

  static FeatureSpec read(ConfigNode node) {
    String name = node.text("spec");
    node.has("tables");
    FeatureSpec.Users users = users(node.child("users"));
    FeatureSpec.Funds funds = funds(node.child("funds"));
    FeatureSpec.Samples samples = samples(node.childOrEmpty("samples"));
    FeatureSpec.Behaviours behaviours =
        node.has("behaviours") ? behaviours(node.child("behaviours")) : null;
    FeatureSpec.Edges edges = node.has("edges") ? edges(node.child("edges")) : null;
    FeatureSpec.Splits splits = splits(node.child("splits"));
    node.done();
    Map<String, Object> tree = new LinkedHashMap<>(node.tree());
    tree.remove("tables");
    return new FeatureSpec(name, users, funds, samples, behaviours, edges, splits, tree);
  }

  private static FeatureSpec.Users users(ConfigNode node) {
    FeatureSpec.Users users =
        new FeatureSpec.Users(
            node.text("id", "user_id"),
            node.text("tolerance", "tolerance"),
            node.text("as-of", null),
            features(node.childOrEmpty("features")));
    node.done();
    return users;
  }

  private static FeatureSpec.Funds funds(ConfigNode node) {
    FeatureSpec.Funds funds =
        new FeatureSpec.Funds(
            node.text("id", "fund_id"),
            node.text("risk", "risk"),
            features(node.childOrEmpty("features")));
    node.done();
    return funds;
  }

  private static FeatureSpec.Samples samples(ConfigNode node) {
    FeatureSpec.Samples samples =
        new FeatureSpec.Samples(
            node.text("user", "user_id"),
            node.text("fund", "fund_id"),
            node.text("date", "date"),
            node.text("click", null),
            node.text("conversion", "conversion"),
            node.text("amount", "amount"));
    node.done();
    return samples;
  }

  private static FeatureSpec.Behaviours behaviours(ConfigNode node) {
    FeatureSpec.Behaviours behaviours =
        new FeatureSpec.Behaviours(
            node.text("user", "user_id"),
            node.text("time", "time"),
            node.text("action", "action"),
            node.text("item", "item"),
            node.text("amount", null),
            coding(node.child("items")),
            node.integer("length", 20, 1, 1_000),
            node.oneOf("later", "error", List.of("error", "ignore")).equals("error")
                ? FeatureSpec.Later.ERROR
                : FeatureSpec.Later.IGNORE);
    node.done();
    return behaviours;
  }

  private static FeatureSpec.Edges edges(ConfigNode node) {
    FeatureSpec.Edges edges =
        new FeatureSpec.Edges(
            node.text("user", "user_id"),
            node.text("merchant", "merchant_id"),
            node.text("weight", null),
            coding(node.child("merchants")));
    node.done();
    return edges;
  }

  private static List<Feature> features(ConfigNode node) {
    List<Feature> features = new ArrayList<>();
    for (String column : node.keys()) {
      features.add(feature(column, node.child(column)));
    }
    return List.copyOf(features);
  }

  private static Feature feature(String column, ConfigNode node) {
    if (node.oneOf("type", null, List.of("categorical", "numeric")).equals("categorical")) {
      return new Feature.Categorical(column, coding(node));
    }
    boolean quantile =
        node.oneOf("scaling", "standard", List.of("standard", "quantile")).equals("quantile");
    Feature.Scaling scaling =
        quantile
            ? new Feature.Scaling.Quantile(node.integer("quantiles", 100, 2, 10_000))
            : new Feature.Scaling.Standard(node.flag("log", false));
    node.done();
    return new Feature.Numeric(column, scaling);
  }

  private static Feature.Coding coding(ConfigNode node) {
    int buckets = node.integer("buckets", 0, 1, MOST_CODES);
    int vocabulary = node.integer("vocabulary", 0, 1, MOST_CODES);
    int minCount = buckets > 0 ? 1 : node.integer("min-count", 1, 1, Integer.MAX_VALUE);
    node.done(); // before the rule: a misspelt key is the likelier mistake
    if ((buckets > 0) == (vocabulary > 0)) {
      throw node.bad("vocabulary", "exactly one of vocabulary and buckets");
    }
    return buckets > 0
        ? new Feature.Coding.Buckets(buckets)
        : new Feature.Coding.Vocabulary(vocabulary, minCount);
  }

  private static FeatureSpec.Splits splits(ConfigNode node) {
    Days train = days(node, "train");
    Days validation = null;
    double share = 0;
    String text = node.text("validation");
    if (text.endsWith("%")) {
      share = share(node, text);
    } else {
      validation = days(node, "validation");
    }
    Days test = node.has("test") ? days(node, "test") : null;
    long seed = node.wholeNumber("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    node.done();
    if (validation != null) {
      after(node, "train", train, "validation", validation);
    }
    if (test != null) {
      after(node, "train", train, "test", test);
    }
    if (test != null && validation != null) {
      after(node, "validation", validation, "test", test);
    }
    return new FeatureSpec.Splits(train, validation, share, test, seed);
  }

  private static double share(ConfigNode node, String text) {
    try {
      double share =
          new BigDecimal(text.substring(0, text.length() - 1).strip())
              .movePointLeft(2)
              .doubleValue();
      if (share > 0 && share < 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // falls through to the same message
    }
    throw node.bad("validation", "share above 0% and below 100%, or days such as a..b");
  }

  private static Days days(ConfigNode node, String key) {
    String text = node.text(key);
    int dots = text.indexOf("..");
    if (dots > 0) {
      try {
        Days days =
            new Days(
                LocalDate.parse(text.substring(0, dots).strip()),
                LocalDate.parse(text.substring(dots + 2).strip()));
        if (!days.last().isBefore(days.first())) {
          return days;
        }
      } catch (DateTimeParseException e) {
        // falls through to the same message
      }
    }
    throw node.bad(key, "days such as 2021-04-24..2021-06-01, first not after last");
  }

  private static void after(ConfigNode node, String one, Days a, String other, Days b) {
    if (!b.first().isAfter(a.last())) {
      throw EocaException.usage(
          node.file()
              + ": days of "
              + other
              + " expected after those of "
              + one
              + ", splits ("
              + one
              + " "
              + a
              + ", "
              + other
              + " "
              + b
              + ")",
          "Fitting on days at or after those that are reported on would leak their labels.");
    }
  }
}
