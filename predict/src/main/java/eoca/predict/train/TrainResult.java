package eoca.predict.train;

import java.util.List;

/**
 * What a training came to. The model holds the best epoch's parameters.
 *
 * @param epochs all epochs in order
 * @param bestEpoch the one kept
 * @param stopped whether a stop was asked for before it was through
 */
public record TrainResult(List<Epoch> epochs, int bestEpoch, boolean stopped) {}
