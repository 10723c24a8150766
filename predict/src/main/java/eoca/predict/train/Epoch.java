package eoca.predict.train;

/**
 * One epoch's record.
 *
 * @param epoch from 1
 * @param trainLoss mean loss of the training samples as they were seen (dropout on)
 * @param validationLoss mean loss of the validation samples
 * @param meanP mean predicted pCTCVR of the validation samples; NaN without a probability
 * @param baseRate share of conversions in the validation samples: collapse shows as a gap to meanP
 * @param best whether it is the lowest validation loss so far
 * @param samplesPerSecond training samples a second, validation left out
 */
public record Epoch(
    int epoch,
    double trainLoss,
    double validationLoss,
    double meanP,
    double baseRate,
    boolean best,
    double samplesPerSecond) {}
