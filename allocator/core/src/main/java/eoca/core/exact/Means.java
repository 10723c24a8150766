package eoca.core.exact;

import eoca.core.StopSignal;
import eoca.core.Workers;

/**
 * What problems are solved with: how, by whom, until when, and where it is written down.
 *
 * @param settings what chooses the method's speed
 * @param workers threads
 * @param stop asked whether to go on
 * @param journal counts and tells what was done
 */
record Means(Settings settings, Workers workers, StopSignal stop, Journal journal) {
  /** The same for what nothing may stop. */
  Means unstopped() {
    return new Means(settings, workers, StopSignal.NEVER, journal);
  }
}
