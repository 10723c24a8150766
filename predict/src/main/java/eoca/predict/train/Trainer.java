package eoca.predict.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import eoca.inputs.Progress;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.FeatureData;
import eoca.inputs.features.FeatureData.Samples;
import eoca.inputs.features.Split;
import eoca.predict.loss.Head;
import eoca.predict.loss.HeadLayout;
import eoca.predict.loss.JointLoss;
import eoca.predict.loss.Point;
import eoca.predict.model.Batch;
import eoca.predict.model.Batches;
import eoca.predict.model.EtvModel;
import eoca.predict.net.Pass;
import eoca.predict.net.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Fits a model by Adam on shuffled batches of the training split, with early stopping on the
 * validation loss; the model ends with the parameters of the best epoch.
 *
 * <p>One epoch: shuffle (by seed and epoch) → batches → forward, loss and its gradient by the
 * outputs in Java, backward, Adam; then the validation loss and mean p; then a checkpoint. With one
 * engine thread the same seed, data and options give the same bits, resumed or not.
 *
 * <p>Output biases start at the training split's rates: logit of the base rate, mean and standard
 * deviation of log amounts of the converted; without that, ESJ at rare events is slow or wrong.
 *
 * <p>Memory: the data, and 24 bytes a parameter; engine memory of one batch at a time.
 */
public final class Trainer {
  private static final int VALIDATION_BATCH = 2_048;
  private static final double LEAST_SPREAD = 0.1;

  private final EtvModel model;
  private final TrainOptions options;
  private final Samples samples;
  private final Batches batches;
  private final JointLoss loss;
  private final Checkpoints checkpoints;
  private final Progress progress;
  private final BooleanSupplier stop;
  private final Consumer<Epoch> listener;

  /**
   * What a training tells and asks while it runs.
   *
   * @param progress samples of the epoch done
   * @param stop asked before every batch; true ends the training after the current one
   * @param listener hears every epoch
   */
  public record Hooks(Progress progress, BooleanSupplier stop, Consumer<Epoch> listener) {
    /** Silence. */
    public static final Hooks NONE = new Hooks(Progress.NONE, () -> false, epoch -> {});
  }

  /**
   * @param checkpoints where to keep checkpoints, or null
   */
  Trainer(
      EtvModel model,
      FeatureData data,
      TrainOptions options,
      Checkpoints checkpoints,
      Hooks hooks) {
    this.model = model;
    this.options = options;
    this.samples = data.samples();
    this.batches = model.batches(data);
    this.loss = model.config().jointLoss();
    this.checkpoints = checkpoints;
    this.progress = hooks.progress();
    this.stop = hooks.stop();
    this.listener = hooks.listener();
  }

  /** A training without checkpoints. */
  public Trainer(EtvModel model, FeatureData data, TrainOptions options, Hooks hooks) {
    this(model, data, options, null, hooks);
  }

  /**
   * Trains until patience or epochs run out, or a stop is asked for. Goes on from a checkpoint if
   * there is one.
   *
   * @throws EocaException exit 3 if the training split has no conversion, exit 2 if the loss
   *     diverges
   */
  public TrainResult train() {
    try {
      return fit();
    } catch (DivergedException e) {
      throw e.refusal();
    }
  }

  /** The same, for a caller who may go on where the loss diverges. */
  TrainResult fit() throws DivergedException {
    int[] train = rows(Split.TRAIN);
    int[] validation = rows(Split.VALIDATION);
    start(train);
    try (Adam adam = new Adam(model.params())) {
      List<Epoch> epochs = new ArrayList<>();
      Snapshot best = Snapshot.of(model);
      if (checkpoints != null && checkpoints.exists()) {
        Checkpoints.State state = checkpoints.load(model, adam);
        epochs.addAll(state.epochs());
        best = state.best();
      }
      boolean stopped = false;
      while (!finished(epochs)) {
        Epoch epoch = epoch(epochs, train, validation, adam);
        if (epoch == null) {
          stopped = true;
          break;
        }
        epochs.add(epoch);
        if (epoch.best()) {
          best = Snapshot.of(model);
        }
        if (checkpoints != null) {
          checkpoints.save(model, adam, new Checkpoints.State(epochs, best));
        }
        listener.accept(epoch);
      }
      best.restore(model);
      return new TrainResult(List.copyOf(epochs), bestEpoch(epochs), stopped);
    }
  }

  /** The last epoch that was better than all before it, from 1; 0 without epochs. */
  static int bestEpoch(List<Epoch> epochs) {
    int best = 0;
    for (Epoch epoch : epochs) {
      best = epoch.best() ? epoch.epoch() : best;
    }
    return best;
  }

  private boolean finished(List<Epoch> epochs) {
    return epochs.size() >= options.epochs()
        || epochs.size() - bestEpoch(epochs) >= options.patience();
  }

  private int[] rows(Split split) {
    int count = 0;
    int[] rows = new int[samples.size()];
    for (int i = 0; i < samples.size(); i++) {
      if (samples.split()[i] == split.code()) {
        rows[count++] = i;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  /** One epoch, or null if a stop was asked for. */
  private Epoch epoch(List<Epoch> before, int[] train, int[] validation, Adam adam)
      throws DivergedException {
    int number = before.size() + 1;
    SplittableRandom random = new SplittableRandom(mix(options.seed(), number));
    int[] order = keep(train, random);
    shuffle(order, random);
    double sum = 0;
    long seen = 0;
    long began = System.nanoTime();
    for (int from = 0; from < order.length; from += options.batchSize()) {
      if (stop.getAsBoolean()) {
        return null;
      }
      int[] rows =
          Arrays.copyOfRange(order, from, Math.min(order.length, from + options.batchSize()));
      double value = step(rows, mix(mix(options.seed(), number), from), adam);
      DivergedException.requireFinite("loss", number, value);
      sum += value * rows.length;
      seen += rows.length;
      progress.report("epoch " + number, seen, order.length);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double[] measured = validate(validation);
    DivergedException.requireFinite("validation loss", number, measured[0]);
    double lowest = before.stream().mapToDouble(Epoch::validationLoss).min().orElse(Double.NaN);
    boolean best = before.isEmpty() || measured[0] < lowest;
    return new Epoch(
        number, sum / seen, measured[0], measured[1], measured[2], best, seen / seconds);
  }

  /** Drops negatives down to their share. */
  private int[] keep(int[] train, SplittableRandom random) {
    if (options.negatives() == 1) {
      return train.clone();
    }
    int count = 0;
    int[] kept = new int[train.length];
    for (int row : train) {
      if (samples.conversion()[row] != 0 || random.nextDouble() < options.negatives()) {
        kept[count++] = row;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private static void shuffle(int[] rows, SplittableRandom random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
  }

  private double step(int[] rows, long seed, Adam adam) {
    Batch batch = batch(rows, seed);
    Torch.engine().setRandomSeed((int) (seed >>> 32));
    try (NDManager manager = model.params().batch();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray table = model.rows(batch, manager);
      NDArray out = model.forward(batch, table, manager, new Pass(true));
      float[] outputs = out.toFloatArray();
      float[] gradient = new float[outputs.length];
      double value = loss.mean(outputs, labels(rows, true), gradient);
      if (!Double.isFinite(value)) {
        return value;
      }
      NDArray slope = manager.create(gradient, new Shape(rows.length, loss.layout().width()));
      collector.backward(out.mul(slope).sum());
      adam.step(options.learningRate(), options.l2());
      try (NDArray tableGradient = table.getGradient()) {
        model
            .table()
            .update(
                batch.touched(),
                batch.touched().length,
                tableGradient.toFloatArray(),
                options.learningRate(),
                options.l2());
      }
      return value;
    }
  }

  private Batch batch(int[] rows, long seed) {
    int[] users = new int[rows.length];
    int[] funds = new int[rows.length];
    long[] moments = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      users[i] = samples.user()[rows[i]];
      funds[i] = samples.fund()[rows[i]];
      moments[i] = samples.moment()[rows[i]];
    }
    return batches.build(users, funds, moments, seed);
  }

  private JointLoss.Labels labels(int[] rows, boolean weighted) {
    byte[] click = samples.click() == null ? null : new byte[rows.length];
    byte[] conversion = new byte[rows.length];
    float[] logAmount = new float[rows.length];
    float[] weight = weighted && options.negatives() < 1 ? new float[rows.length] : null;
    for (int i = 0; i < rows.length; i++) {
      if (click != null) {
        click[i] = samples.click()[rows[i]];
      }
      conversion[i] = samples.conversion()[rows[i]];
      logAmount[i] = (float) StrictMath.log1p(samples.amount()[rows[i]]);
      if (weight != null) {
        weight[i] = conversion[i] != 0 ? 1 : (float) (1 / options.negatives());
      }
    }
    return new JointLoss.Labels(click, conversion, logAmount, weight);
  }

  /** Mean loss, mean p, base rate of some rows. */
  private double[] validate(int[] validation) {
    double sum = 0;
    double p = 0;
    long conversions = 0;
    HeadLayout layout = loss.layout();
    Point point = new Point();
    for (int from = 0; from < validation.length; from += VALIDATION_BATCH) {
      int to = Math.min(validation.length, from + VALIDATION_BATCH);
      int[] rows = Arrays.copyOfRange(validation, from, to);
      Batch batch = batch(rows, 0);
      float[] outputs;
      try (NDManager manager = model.params().batch()) {
        outputs =
            model
                .forward(batch, model.rows(batch, manager), manager, Pass.INFERENCE)
                .toFloatArray();
      }
      sum += loss.mean(outputs, labels(rows, false), null) * rows.length;
      for (int i = 0; i < rows.length; i++) {
        layout.fill(point, outputs, i);
        p += point.p();
        conversions += samples.conversion()[rows[i]];
      }
    }
    double n = validation.length;
    return new double[] {sum / n, layout.hasProbability() ? p / n : Double.NaN, conversions / n};
  }

  /** Starts the output biases at the training split's rates. */
  private void start(int[] train) {
    long clicks = 0;
    long conversions = 0;
    double sum = 0;
    double squares = 0;
    for (int row : train) {
      clicks += samples.click() == null ? 0 : samples.click()[row];
      if (samples.conversion()[row] != 0) {
        double v = StrictMath.log1p(samples.amount()[row]);
        conversions++;
        sum += v;
        squares += v * v;
      }
    }
    if (conversions == 0) {
      throw EocaException.rejected(
          "at least one conversion in the training split expected, found (0)",
          "Maybe the split's days are wrong, or the labels are.",
          List.of());
    }
    double mean = sum / conversions;
    double sd = Math.sqrt(Math.max(0, squares / conversions - mean * mean));
    double n = train.length;
    HeadLayout layout = loss.layout();
    for (Head head : layout.heads()) {
      model.start(
          head,
          switch (head) {
            case CLICK -> clicks / n;
            case CONVERSION -> layout.product() ? conversions / (double) clicks : conversions / n;
            case MU -> mean;
            case SIGMA -> Math.max(LEAST_SPREAD, sd);
            case VALUE -> layout.value() == HeadLayout.ValueMeaning.ENTIRE_SPACE ? sum / n : mean;
          });
    }
  }

  private static long mix(long seed, long salt) {
    long h = seed * 0x9e3779b97f4a7c15L + salt;
    h = (h ^ h >>> 30) * 0xbf58476d1ce4e5b9L;
    h = (h ^ h >>> 27) * 0x94d049bb133111ebL;
    return h ^ h >>> 31;
  }
}
