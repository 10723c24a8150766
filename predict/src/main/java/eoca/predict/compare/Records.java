package eoca.predict.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A comparison's records, by model and seed.
 *
 * @param byModel records of each model in the order of its seeds
 */
record Records(Map<String, List<JsonNode>> byModel) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What all records of a table share: samples and budget. */
  private static final List<String> SAME =
      List.of(
          "split",
          "samples",
          "conversions",
          "amount",
          "batch_size",
          "learning_rate",
          "epochs",
          "patience",
          "l2",
          "made_of/features",
          "made_of/tables",
          "made_of/truth");

  /** The paper's order of models. */
  private static final List<String> ORDER =
      List.of(
          "esmm",
          "dnn-c",
          "dnn-v",
          "shared-bottom",
          "mmoe",
          "mtl-ziln",
          "mtl-mse",
          "esdpm-ncg",
          "esdpm",
          "esdpm-censored");

  /**
   * Reads a folder of records.
   *
   * @throws EocaException exit 7 if it can't be read, 3 for damaged records or records of different
   *     samples
   */
  static Records read(Path folder) {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "readable folder of records expected (" + folder + ")", "Maybe compare first.", e);
    }
    Map<String, TreeMap<Long, JsonNode>> found = new LinkedHashMap<>();
    JsonNode first = null;
    for (Path file : files) {
      JsonNode record = record(file);
      first = first == null ? record : first;
      for (String key : SAME) {
        if (!record.at("/" + key).equals(first.at("/" + key))) {
          throw rejected(
              file,
              "the same " + key.replace("made_of/", "") + " as in the other records expected");
        }
      }
      found
          .computeIfAbsent(record.path("model").asText(), m -> new TreeMap<>())
          .put(record.path("seed").longValue(), record);
    }
    if (first == null) {
      throw rejected(folder, "at least one record expected");
    }
    Map<String, List<JsonNode>> byModel = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(ORDER);
    found.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    for (String name : names) {
      if (found.containsKey(name)) {
        byModel.put(name, List.copyOf(found.get(name).values()));
      }
    }
    return new Records(byModel);
  }

  /** One record. */
  static JsonNode record(Path file) {
    try {
      JsonNode record = JSON.readTree(file.toFile());
      record.required("measures");
      record.required("model");
      return record;
    } catch (IOException | IllegalArgumentException e) {
      throw rejected(file, "record of a comparison expected");
    }
  }

  static EocaException rejected(Path file, String rule) {
    return EocaException.rejected(
        rule + " (" + file + ")",
        "Maybe remove the record and compare again.",
        List.of(new Defect(file.toString(), 0, "", "", rule)));
  }

  /** Any record: what they share. */
  JsonNode any() {
    return byModel.values().iterator().next().get(0);
  }

  /** Seeds of the model with the most. */
  int seeds() {
    return byModel.values().stream().mapToInt(List::size).max().orElse(0);
  }

  /** A measure over a model's seeds, or null if it does not apply. */
  Spread spread(String model, String key) {
    double sum = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int n = 0;
    for (JsonNode record : byModel.get(model)) {
      Double value = value(record, key);
      if (value == null) {
        return null;
      }
      sum += value;
      low = Math.min(low, value);
      high = Math.max(high, value);
      n++;
    }
    return new Spread(sum / n, low, high);
  }

  /** A record's measure, or null if it does not apply. */
  private static Double value(JsonNode record, String key) {
    for (JsonNode value :
        List.of(
            record.path("measures").path(key).path(0),
            record.path("truth").path(key),
            record.path("negatives").path(key))) {
      if (value.isNumber()) {
        return value.doubleValue();
      }
    }
    return null;
  }

  /**
   * How much higher a measure is for a model than for another, as a share, seed by seed; empty if
   * it does not apply to one of them or they have no seed in common.
   */
  List<Double> lifts(String model, String other, String key) {
    List<Double> lifts = new ArrayList<>();
    for (JsonNode mine : byModel.get(model)) {
      for (JsonNode theirs : byModel.get(other)) {
        Double value = value(mine, key);
        Double against = value(theirs, key);
        if (mine.path("seed").equals(theirs.path("seed")) && value != null && against != null) {
          lifts.add(value / against - 1);
        }
      }
    }
    return lifts;
  }

  /**
   * Values over seeds.
   *
   * @param mean their mean
   * @param low the lowest
   * @param high the highest
   */
  record Spread(double mean, double low, double high) {}
}
