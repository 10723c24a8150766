package eoca.predict.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.error.EocaException;
import eoca.predict.model.EtvModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a training after its last whole epoch, in one {@link TensorFile}: parameters, Adam's
 * moments, the best parameters so far, and the epochs' records. An epoch's randomness depends on
 * (seed, epoch, step) only, so a resumed training goes on with the same bits.
 */
final class Checkpoints {
  private final Path file;
  private final String identity;

  /**
   * @param file where it is kept
   * @param identity says what is trained on what: a checkpoint of another identity is refused
   */
  Checkpoints(Path file, String identity) {
    this.file = file;
    this.identity = identity;
  }

  /** Where a training stands. */
  record State(List<Epoch> epochs, Snapshot best) {}

  boolean exists() {
    return Files.exists(file);
  }

  void save(EtvModel model, Adam adam, State state) {
    TensorFile out = TensorFile.empty();
    ObjectNode header = out.header();
    header.put("identity", identity);
    header.put("steps", adam.steps());
    ArrayNode epochs = header.putArray("epochs");
    state.epochs().forEach(epoch -> epochs.add(write(epoch)));
    for (String name : model.params().names()) {
      out.arrays().put("param " + name, model.params().toFloats(name));
      out.arrays().put("first " + name, adam.moment(name, true));
      out.arrays().put("second " + name, adam.moment(name, false));
      out.arrays().put("best " + name, state.best().params().get(name));
    }
    out.arrays().put("table", model.table().values());
    out.arrays().put("table first", model.table().first());
    out.arrays().put("table second", model.table().second());
    out.arrays().put("table steps", model.table().steps());
    out.arrays().put("table best", state.best().table());
    out.write(file);
  }

  /** Puts model and optimiser back; returns where the training stood. */
  State load(EtvModel model, Adam adam) {
    TensorFile in = TensorFile.read(file);
    if (!in.header().path("identity").asText().equals(identity)) {
      throw EocaException.usage(
          "checkpoint of the same model, data and options expected (" + file + ")",
          "Maybe the configuration or a table changed; train into another folder.");
    }
    adam.steps(in.header().path("steps").intValue());
    Map<String, float[]> best = new LinkedHashMap<>();
    for (String name : model.params().names()) {
      model.params().set(name, in.floats("param " + name));
      adam.moment(name, true, in.floats("first " + name));
      adam.moment(name, false, in.floats("second " + name));
      best.put(name, in.floats("best " + name));
    }
    copy(in.floats("table"), model.table().values());
    copy(in.floats("table first"), model.table().first());
    copy(in.floats("table second"), model.table().second());
    int[] steps = in.ints("table steps");
    System.arraycopy(steps, 0, model.table().steps(), 0, steps.length);
    List<Epoch> epochs = new ArrayList<>();
    in.header().path("epochs").forEach(epoch -> epochs.add(read(epoch)));
    return new State(epochs, new Snapshot(best, in.floats("table best")));
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }

  static ObjectNode write(Epoch epoch) {
    ObjectNode node = TensorFile.empty().header();
    node.put("epoch", epoch.epoch());
    node.put("train_loss", epoch.trainLoss());
    node.put("validation_loss", epoch.validationLoss());
    if (Double.isNaN(epoch.meanP())) {
      node.putNull("mean_p");
    } else {
      node.put("mean_p", epoch.meanP());
    }
    node.put("base_rate", epoch.baseRate());
    node.put("best", epoch.best());
    node.put("samples_per_second", epoch.samplesPerSecond());
    return node;
  }

  static Epoch read(JsonNode node) {
    return new Epoch(
        node.required("epoch").intValue(),
        node.required("train_loss").doubleValue(),
        node.required("validation_loss").doubleValue(),
        node.required("mean_p").isNull() ? Double.NaN : node.required("mean_p").doubleValue(),
        node.required("base_rate").doubleValue(),
        node.required("best").booleanValue(),
        node.required("samples_per_second").doubleValue());
  }
}
