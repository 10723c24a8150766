package eoca.predict.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.Progress;
import eoca.inputs.features.FeatureSpec;
import eoca.inputs.features.TableFiles;
import eoca.inputs.files.FileHash;
import eoca.predict.model.ModelConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a training is made of, a SHA-256 a part, so that a refusal can name the part that differs.
 * Equal origins train to equal bits (on one engine thread).
 *
 * @param model the model's configuration
 * @param options how it is trained, with the seed
 * @param features the feature specification
 * @param tables the bytes of the tables' files, in order; not their names
 */
public record Origin(String model, String options, String features, String tables) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PARTS = List.of("model", "options", "features", "tables");

  /**
   * Of this configuration and the tables as they are now.
   *
   * @param tables as {@link #hash} has them
   */
  public static Origin of(
      ModelConfig model, TrainOptions options, FeatureSpec spec, String tables) {
    return new Origin(
        digest(List.of(model.tree(), model.shared(), model.towers())),
        digest(options.toString()),
        digest(spec.tree().toString()),
        tables);
  }

  /**
   * One hash of all files of the tables; reads each once.
   *
   * @throws eoca.inputs.error.EocaException exit 7 if one can't be read
   */
  public static String hash(TableFiles tables) {
    List<Path> files = new ArrayList<>();
    List<Integer> parts = new ArrayList<>();
    Stream.of(tables.users(), tables.funds(), tables.samples(), tables.behaviours(), tables.edges())
        .forEach(
            table -> {
              files.addAll(table);
              parts.add(table.size());
            });
    int threads = Runtime.getRuntime().availableProcessors();
    List<String> hashes =
        FileHash.sha256(files, threads, Progress.NONE).stream()
            .map(FileHash.Hashed::sha256)
            .toList();
    return digest(List.of(parts, hashes));
  }

  private static String digest(Object value) {
    String text = JSON.valueToTree(value).toString();
    return FileHash.ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One hash of all parts. */
  String identity() {
    return digest(this);
  }

  /** As a training's and a comparison's records keep it. */
  public ObjectNode toJson() {
    return JSON.valueToTree(this);
  }

  /**
   * The parts in which a record differs from this.
   *
   * @param recorded what {@link #toJson} gave; anything else differs in every part it lacks
   */
  public List<String> differences(JsonNode recorded) {
    ObjectNode mine = toJson();
    return PARTS.stream().filter(part -> !mine.path(part).equals(recorded.path(part))).toList();
  }
}
