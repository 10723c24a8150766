package eoca.inputs.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.files.FileHash;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A specification with everything that was learned from its training split. Stored as JSON beside a
 * model; {@link #fingerprint} ties the two together. Encoders and scalers are in the order of the
 * specification's features: a list holds one per feature, of the feature's kind.
 *
 * @param spec the specification
 * @param users encoders of the users' features
 * @param funds encoders of the funds' features
 * @param items encoder of behaviour items; null without behaviours
 * @param amounts scaler of behaviour amounts (log1p, standard); null without an amount column
 * @param merchants encoder of merchants; null without edges
 */
public record FittedFeatures(
    FeatureSpec spec,
    List<Fitted> users,
    List<Fitted> funds,
    CategoryEncoder items,
    NumberScaler.Standard amounts,
    CategoryEncoder merchants) {

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A fitted feature: exactly one of the two is set. */
  public record Fitted(String column, CategoryEncoder encoder, NumberScaler scaler) {}

  /** The JSON text: the same state gives the same bytes. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.set("spec", JSON.valueToTree(plain(spec.tree())));
    root.set("users", write(users));
    root.set("funds", write(funds));
    if (items != null) {
      root.set("items", write(items));
    }
    if (amounts != null) {
      root.set("amounts", write(amounts));
    }
    if (merchants != null) {
      root.set("merchants", write(merchants));
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 64 hex digits over {@link #toJson}. */
  public String fingerprint() {
    return FileHash.ofBytes(toJson().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws EocaException exit 7 if the file can't be read, exit 3 if it is not such a file
   */
  public static FittedFeatures read(Path file) {
    try {
      return fromJson(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw damaged(file.toString(), "text in UTF-8 expected");
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "readable fitted features expected (" + file + ")",
          "Maybe the model folder is incomplete; train again.",
          e);
    }
  }

  static FittedFeatures fromJson(String file, String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (root == null || root.path("format").asInt(-1) != FORMAT) {
        throw new IllegalArgumentException("format " + FORMAT + " expected");
      }
      Object tree = JSON.convertValue(root.required("spec"), Object.class);
      FeatureSpec spec = FeatureSpec.of(ConfigNode.of(file, tree));
      return new FittedFeatures(
          spec,
          readAll(root.required("users"), spec.users().features()),
          readAll(root.required("funds"), spec.funds().features()),
          root.has("items") ? encoder(root.get("items")) : null,
          root.has("amounts") ? (NumberScaler.Standard) scaler(root.get("amounts")) : null,
          root.has("merchants") ? encoder(root.get("merchants")) : null);
    } catch (IOException | IllegalArgumentException | ClassCastException | EocaException e) {
      throw damaged(file, e.getMessage());
    }
  }

  private static EocaException damaged(String file, String why) {
    String rule = "fitted features expected: " + why;
    return EocaException.rejected(
        "fitted features expected (" + file + "): " + why,
        "Maybe the file was edited or cut off; train again.",
        List.of(new Defect(file, 0, "", "", rule)));
  }

  private static ArrayNode write(List<Fitted> features) {
    ArrayNode array = JSON.createArrayNode();
    for (Fitted feature : features) {
      ObjectNode node =
          feature.encoder() != null ? write(feature.encoder()) : write(feature.scaler());
      ObjectNode named = JSON.createObjectNode().put("column", feature.column());
      named.setAll(node);
      array.add(named);
    }
    return array;
  }

  private static ObjectNode write(CategoryEncoder encoder) {
    ObjectNode node = JSON.createObjectNode();
    if (encoder instanceof CategoryEncoder.Buckets hashed) {
      return node.put("buckets", hashed.buckets());
    }
    ArrayNode values = node.putArray("vocabulary");
    ((CategoryEncoder.Vocabulary) encoder).values().forEach(values::add);
    return node;
  }

  private static ObjectNode write(NumberScaler scaler) {
    ObjectNode node = JSON.createObjectNode();
    if (scaler instanceof NumberScaler.Standard standard) {
      return node.put("log", standard.log()).put("mean", standard.mean()).put("sd", standard.sd());
    }
    ArrayNode values = node.putArray("quantiles");
    for (double value : ((NumberScaler.Quantile) scaler).quantiles()) {
      values.add(value);
    }
    return node;
  }

  private static List<Fitted> readAll(JsonNode array, List<Feature> features) {
    if (array.size() != features.size()) {
      throw new IllegalArgumentException(
          features.size() + " fitted features expected (" + array.size() + ")");
    }
    List<Fitted> fitted = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      JsonNode node = array.get(i);
      String column = node.required("column").asText();
      if (!column.equals(features.get(i).column())) {
        throw new IllegalArgumentException(
            "fitted feature " + features.get(i).column() + " expected (" + column + ")");
      }
      fitted.add(
          features.get(i) instanceof Feature.Categorical
              ? new Fitted(column, encoder(node), null)
              : new Fitted(column, null, scaler(node)));
    }
    return List.copyOf(fitted);
  }

  private static CategoryEncoder encoder(JsonNode node) {
    if (node.has("buckets")) {
      return new CategoryEncoder.Buckets(node.get("buckets").intValue());
    }
    List<String> values = new ArrayList<>();
    for (JsonNode value : node.required("vocabulary")) {
      if (!value.isTextual()) {
        throw new IllegalArgumentException("vocabulary of texts expected (" + value + ")");
      }
      values.add(value.textValue());
    }
    return new CategoryEncoder.Vocabulary(values);
  }

  private static NumberScaler scaler(JsonNode node) {
    if (node.has("quantiles")) {
      JsonNode values = node.get("quantiles");
      double[] quantiles = new double[values.size()];
      for (int i = 0; i < quantiles.length; i++) {
        quantiles[i] = values.get(i).doubleValue();
      }
      return new NumberScaler.Quantile(quantiles);
    }
    return new NumberScaler.Standard(
        node.required("log").booleanValue(),
        node.required("mean").doubleValue(),
        node.required("sd").doubleValue());
  }

  /** Dates and the like become text, so that the tree is the same whether YAML or JSON gave it. */
  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, inner) -> copy.put(String.valueOf(key), plain(inner)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(inner -> copy.add(plain(inner)));
      return copy;
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }
}
