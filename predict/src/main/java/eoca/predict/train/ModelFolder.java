package eoca.predict.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.config.ConfigNode;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FittedFeatures;
import eoca.inputs.files.FileHash;
import eoca.predict.model.EtvModel;
import eoca.predict.model.ModelConfig;
import eoca.predict.model.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * A trained model on disk.
 *
 * <table>
 *   <caption>Its files</caption>
 *   <tr><td>{@code features.json}</td><td>the specification with its fitted state</td></tr>
 *   <tr><td>{@code model.bin}</td><td>parameters, model configuration, fingerprint of features.json; written last</td></tr>
 *   <tr><td>{@code profile.json}</td><td>how the training users looked, for scoring's drift check</td></tr>
 *   <tr><td>{@code training.json}</td><td>options and epochs</td></tr>
 *   <tr><td>{@code training.html}</td><td>learning curves</td></tr>
 *   <tr><td>{@code checkpoint.bin}</td><td>only while training is under way</td></tr>
 * </table>
 */
public final class ModelFolder {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  static final String TRAINING = "training.json";

  private static final String PROFILE = "profile.json";

  private final Path folder;

  /** The folder need not exist yet. */
  public ModelFolder(Path folder) {
    this.folder = folder;
  }

  /** The folder's path. */
  public Path path() {
    return folder;
  }

  /** Whether a trained model is in it. */
  public boolean isComplete() {
    return Files.exists(folder.resolve("model.bin"));
  }

  /** Where a training keeps its checkpoint. */
  Path checkpoint() {
    return folder.resolve("checkpoint.bin");
  }

  /**
   * Writes everything; the model file comes last, so a folder with one is whole.
   *
   * @param origin what it was trained on and how
   */
  void save(
      EtvModel model, Profile profile, TrainOptions options, TrainResult result, Origin origin) {
    write("features.json", model.fitted().toJson());
    String profiled = profile.toJson();
    write(PROFILE, profiled);
    ObjectNode record = training(model, options, result);
    record.set("made_of", origin.toJson());
    write(TRAINING, json(record));
    write("training.html", TrainingPage.of(model.config().name(), result.epochs()));
    TensorFile out = TensorFile.empty();
    out.header().put("model", model.config().name());
    out.header().set("config", JSON.valueToTree(model.config().tree()));
    out.header().put("features", model.fitted().fingerprint());
    out.header().put(PROFILE, FileHash.ofBytes(profiled.getBytes(StandardCharsets.UTF_8)));
    out.header().put("seed", options.seed());
    for (String name : model.params().names()) {
      out.arrays().put(name, model.params().toFloats(name));
    }
    out.arrays().put("table", model.table().values());
    out.write(folder.resolve("model.bin"));
    delete(checkpoint());
  }

  /**
   * Loads the model.
   *
   * @throws EocaException exit 7 if a file is missing; exit 3 if one is damaged, or the model was
   *     trained with another feature specification
   */
  public EtvModel load() {
    FittedFeatures fitted = FittedFeatures.read(folder.resolve("features.json"));
    Path file = folder.resolve("model.bin");
    TensorFile in = TensorFile.read(file);
    String expected = in.header().path("features").asText();
    if (!expected.equals(fitted.fingerprint())) {
      throw refused(
          file,
          "features.json with SHA-256 " + expected + " expected, found " + fitted.fingerprint(),
          "Maybe features.json is of another training; keep the folder's files together.");
    }
    Object tree = JSON.convertValue(in.header().path("config"), Map.class);
    ModelConfig config = ModelConfig.of(ConfigNode.of(file.toString(), tree));
    EtvModel model = new EtvModel(config, fitted, in.header().path("seed").longValue());
    try {
      for (String name : model.params().names()) {
        model.params().set(name, in.floats(name));
      }
      float[] table = in.floats("table");
      if (table.length != model.table().values().length) {
        throw new IllegalArgumentException(
            model.table().values().length + " embedding values expected (" + table.length + ")");
      }
      System.arraycopy(table, 0, model.table().values(), 0, table.length);
      return model;
    } catch (IllegalArgumentException e) {
      model.close();
      throw refused(file, e.getMessage(), "Maybe it was trained by another version; train again.");
    }
  }

  /**
   * What scoring compares with; null if the model has none.
   *
   * @param fingerprint of the model's features
   * @throws EocaException exit 3 if it is damaged or of another model
   */
  public Profile profile(String fingerprint) {
    Path file = folder.resolve(PROFILE);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      String expected =
          TensorFile.read(folder.resolve("model.bin")).header().path(PROFILE).asText();
      if (!expected.isEmpty() && !expected.equals(FileHash.ofBytes(bytes))) {
        throw new IllegalArgumentException("SHA-256 " + expected + " expected");
      }
      Profile profile = Profile.fromJson(JSON.readTree(bytes));
      if (!profile.features().equals(fingerprint)) {
        throw new IllegalArgumentException("profile of these features expected");
      }
      return profile;
    } catch (IOException | IllegalArgumentException e) {
      throw EocaException.rejected(
          "profile of the training expected (" + file + "): " + e.getMessage(),
          "Maybe it is of another training; keep the folder's files together.",
          List.of(new Defect(file.toString(), 0, "", "", "profile of the training expected")));
    }
  }

  private static EocaException refused(Path file, String rule, String hint) {
    return EocaException.rejected(
        "model of these features expected (" + file + "): " + rule,
        hint,
        List.of(new Defect(file.toString(), 0, "", "", rule)));
  }

  private static ObjectNode training(EtvModel model, TrainOptions options, TrainResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("model", model.config().name());
    root.put("parameters", model.params().size());
    root.put("embeddings", (long) model.table().values().length);
    ObjectNode o = root.putObject("options");
    o.put("batch_size", options.batchSize());
    o.put("learning_rate", options.learningRate());
    o.put("l2", options.l2());
    o.put("epochs", options.epochs());
    o.put("patience", options.patience());
    o.put("negatives", options.negatives());
    o.put("seed", options.seed());
    root.put("best_epoch", result.bestEpoch());
    ArrayNode epochs = root.putArray("epochs");
    result.epochs().forEach(epoch -> epochs.add(Checkpoints.write(epoch)));
    return root;
  }

  private static String json(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  void write(String name, String text) {
    Path file = folder.resolve(name);
    Path staged = folder.resolve(name + ".tmp");
    try {
      Files.createDirectories(folder);
      Files.write(staged, text.getBytes(StandardCharsets.UTF_8));
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "file that can be written expected (" + file + "): " + e.getMessage(),
          "Maybe the disk is full, or the folder forbids writing.",
          e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "file that can be deleted expected (" + file + ")", "Maybe the folder forbids it.", e);
    }
  }
}
