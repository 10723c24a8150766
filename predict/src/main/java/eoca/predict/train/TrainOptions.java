package eoca.predict.train;

import eoca.inputs.config.ConfigNode;

/**
 * How to train.
 *
 * @param batchSize samples a step
 * @param learningRate Adam's
 * @param l2 weight decay added to gradients
 * @param epochs most epochs
 * @param patience epochs without a lower validation loss before stopping
 * @param negatives share of the samples without conversion that an epoch sees, each with weight 1 /
 *     share: cheaper epochs on rare events, and the loss's expectation, hence calibration, stays
 * @param seed of initial values, order, dropout and neighbour samples
 */
public record TrainOptions(
    int batchSize,
    double learningRate,
    double l2,
    int epochs,
    int patience,
    double negatives,
    long seed) {

  static final double LOWEST_RATE = 1e-9;
  static final double HIGHEST_RATE = 10;

  /** Defaults: batch 512, learning rate 1e-3, L2 1e-6, 50 epochs, patience 3, all negatives. */
  public static final TrainOptions DEFAULT = new TrainOptions(512, 1e-3, 1e-6, 50, 3, 1, 1);

  /** Reads the mapping {@code train}; absent keys have their defaults. */
  public static TrainOptions of(ConfigNode node) {
    TrainOptions options =
        new TrainOptions(
            node.integer("batch-size", DEFAULT.batchSize, 1, 1 << 20),
            node.number("learning-rate", DEFAULT.learningRate, LOWEST_RATE, HIGHEST_RATE),
            node.number("l2", DEFAULT.l2, 0, 10),
            node.integer("epochs", DEFAULT.epochs, 1, 1_000_000),
            node.integer("patience", DEFAULT.patience, 1, 1_000_000),
            node.number("negatives", DEFAULT.negatives, 1e-6, 1),
            node.wholeNumber("seed", DEFAULT.seed, Long.MIN_VALUE, Long.MAX_VALUE));
    node.done();
    return options;
  }

  /** The same options with another seed. */
  public TrainOptions withSeed(long other) {
    return new TrainOptions(batchSize, learningRate, l2, epochs, patience, negatives, other);
  }

  /** The same options with another learning rate. */
  public TrainOptions withLearningRate(double rate) {
    return new TrainOptions(batchSize, rate, l2, epochs, patience, negatives, seed);
  }
}
