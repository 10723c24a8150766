package eoca.predict.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureData;
import eoca.predict.model.EtvModel;
import eoca.predict.model.ModelConfig;
import eoca.predict.model.Profile;
import eoca.predict.train.TrainConfig.GridPoint;
import eoca.predict.train.Trainer.Hooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The whole of {@code eoca train}: tables → fitted features → model folder, or a grid of them. */
public final class Training {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TrainConfig config;
  private final ModelFolder folder;
  private final Hooks hooks;
  private String tables;

  /**
   * @param out the model folder
   * @param resume whether to go on from checkpoints that are there; else there must be none
   * @throws EocaException exit 2 if the folder has a model, or a checkpoint without {@code resume}
   */
  public Training(TrainConfig config, Path out, boolean resume, Hooks hooks) {
    this.config = config;
    this.folder = new ModelFolder(out);
    this.hooks = hooks;
    if (folder.isComplete()) {
      throw EocaException.usage(
          "folder without a model expected (" + out + ")", "Maybe name another folder.");
    }
    boolean begun = Files.exists(folder.checkpoint()) || Files.exists(out.resolve("grid"));
    if (begun && !resume) {
      throw EocaException.usage(
          "folder without a checkpoint expected (" + out + ")",
          "Maybe --resume, to go on from its last whole epoch.");
    }
  }

  /**
   * What came out.
   *
   * @param result of the model that is kept; its {@code stopped} tells whether anything is
   * @param point the grid's best, or null without a grid
   * @param parameters dense parameters of the model
   * @param data the data it was trained on
   */
  public record Outcome(TrainResult result, GridPoint point, long parameters, FeatureData data) {}

  /**
   * Trains one model.
   *
   * @throws EocaException exit 2 if its loss diverges
   */
  public Outcome run() {
    FeatureData data = load();
    try {
      TrainResult result = train(config.model(), config.options(), data, folder);
      return new Outcome(result, null, parameters(result), data);
    } catch (DivergedException e) {
      throw e.refusal();
    }
  }

  /**
   * Trains every point of the grid, each in a folder below {@code grid}, and keeps the best. A
   * point whose loss diverges is told and passed over.
   *
   * @param said hears a point's name before it is trained
   * @throws EocaException exit 2 if there is no grid, or every point diverges
   */
  public Outcome runGrid(Consumer<String> said) {
    if (config.grid().isEmpty()) {
      throw EocaException.usage(
          "configuration with a grid expected, found none (grid)",
          "Maybe add grid: {learning-rate: [0.0003, 0.001, 0.003]}, or leave --grid out.");
    }
    FeatureData data = load();
    ArrayNode table = JSON.createArrayNode();
    GridPoint bestPoint = null;
    DivergedException diverged = null;
    double lowest = Double.POSITIVE_INFINITY;
    for (GridPoint point : config.grid()) {
      ModelFolder at = new ModelFolder(folder.path().resolve("grid").resolve(point.name()));
      ObjectNode row = JSON.createObjectNode().put("folder", "grid/" + point.name());
      double reached;
      if (at.isComplete()) {
        requireOrigin(at, origin(model(point), options(point)));
        reached = reached(at);
      } else {
        said.accept(point.name());
        TrainResult result;
        try {
          result = train(model(point), options(point), data, at);
        } catch (DivergedException e) {
          diverged = e;
          said.accept(point.name() + ": " + e.getMessage());
          table.add(row.put("diverged", e.getMessage()));
          continue;
        }
        if (result.stopped()) {
          return new Outcome(result, null, 0, data);
        }
        reached = result.epochs().get(result.bestEpoch() - 1).validationLoss();
      }
      table.add(row.put("validation_loss", reached));
      if (reached < lowest) {
        lowest = reached;
        bestPoint = point;
      }
    }
    if (bestPoint == null) {
      throw diverged.refusal();
    }
    folder.write("grid.json", table.toPrettyString() + "\n");
    // Training is deterministic and its checkpoint is gone, so the winner is copied, model.bin
    // last.
    copy(folder.path().resolve("grid").resolve(bestPoint.name()));
    TrainResult kept = result(folder);
    return new Outcome(kept, bestPoint, parameters(kept), data);
  }

  private ModelConfig model(GridPoint point) {
    return point.dropout() == null ? config.model() : config.model().withDropout(point.dropout());
  }

  private TrainOptions options(GridPoint point) {
    return config.options().withLearningRate(point.learningRate());
  }

  private long parameters(TrainResult result) {
    if (result.stopped()) {
      return 0;
    }
    try (EtvModel model = folder.load()) {
      return model.params().size();
    }
  }

  private FeatureData load() {
    FeatureData data = Tables.load(config.spec(), config.tables(), null);
    tables = Origin.hash(config.tables());
    return data;
  }

  private TrainResult train(
      ModelConfig model, TrainOptions options, FeatureData data, ModelFolder at)
      throws DivergedException {
    Origin origin = origin(model, options);
    Checkpoints checkpoints = new Checkpoints(at.checkpoint(), origin.identity());
    try (EtvModel fresh = new EtvModel(model, data.fitted(), options.seed())) {
      TrainResult result = new Trainer(fresh, data, options, checkpoints, hooks).fit();
      if (!result.stopped()) {
        at.save(fresh, Profile.of(fresh, data), options, result, origin);
      }
      return result;
    }
  }

  private Origin origin(ModelConfig model, TrainOptions options) {
    return Origin.of(model, options, config.spec(), tables);
  }

  /**
   * A finished model that is there already counts only if it is what would be trained.
   *
   * @throws EocaException exit 2 if it is of another origin, 3 if its record is damaged
   */
  public static void requireOrigin(ModelFolder at, Origin origin) {
    List<String> differing = origin.differences(record(at).path("made_of"));
    if (!differing.isEmpty()) {
      throw EocaException.usage(
          "model of the same "
              + String.join(", ", differing)
              + " expected ("
              + at.path()
              + "): it was trained before the configuration or a table changed",
          "Maybe name another folder, or remove this one to train it anew.");
    }
  }

  private static double reached(ModelFolder at) {
    TrainResult result = result(at);
    return result.epochs().get(result.bestEpoch() - 1).validationLoss();
  }

  private static TrainResult result(ModelFolder at) {
    JsonNode root = record(at);
    try {
      List<Epoch> epochs = new ArrayList<>();
      root.required("epochs").forEach(epoch -> epochs.add(Checkpoints.read(epoch)));
      return new TrainResult(epochs, root.required("best_epoch").intValue(), false);
    } catch (IllegalArgumentException e) {
      throw damaged(at, e);
    }
  }

  private static JsonNode record(ModelFolder at) {
    try {
      return JSON.readTree(at.path().resolve(ModelFolder.TRAINING).toFile());
    } catch (IOException e) {
      throw damaged(at, e);
    }
  }

  private static EocaException damaged(ModelFolder at, Exception e) {
    Path file = at.path().resolve(ModelFolder.TRAINING);
    return EocaException.rejected(
        "record of a training expected (" + file + "): " + e.getMessage(),
        "Maybe remove the folder " + at.path() + " and train again.",
        List.of(new Defect(file.toString(), 0, "", "", "training record")));
  }

  private void copy(Path winner) {
    for (String name :
        List.of("features.json", "profile.json", "training.json", "training.html", "model.bin")) {
      Path staged = folder.path().resolve(name + ".tmp");
      try {
        Files.copy(winner.resolve(name), staged, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
            staged,
            folder.path().resolve(name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw EocaException.fileSystem(
            "file that can be written expected (" + folder.path().resolve(name) + ")",
            "Maybe the disk is full.",
            e);
      }
    }
  }
}
