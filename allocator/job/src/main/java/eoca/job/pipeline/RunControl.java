package eoca.job.pipeline;

import eoca.core.StopSignal;
import eoca.inputs.Progress;
import eoca.inputs.campaign.Campaign;
import eoca.job.store.Staging.CancelledException;

/**
 * Says whether to go on: the one place that knows of signals, time and memory. A signal ends every
 * phase by an exception out of {@link #report}; limits end the solve alone, which then hands back
 * the best it has.
 */
final class RunControl implements StopSignal, Progress {
  private final long startNanos;
  private final Campaign.Limits limits;
  private final ProcessMemory memory;
  private final Console console;
  private volatile boolean cancelled;
  private volatile boolean memoryLookedAt;
  private volatile long memoryLookedAtNanos;
  private volatile boolean memoryPassed;

  RunControl(long startNanos, Campaign.Limits limits, ProcessMemory memory, Console console) {
    this.startNanos = startNanos;
    this.limits = limits;
    this.memory = memory;
    this.console = console;
  }

  /** A signal came. */
  void cancel() {
    cancelled = true;
  }

  /** Throws if a signal came. */
  void check() {
    if (cancelled) {
      throw new CancelledException();
    }
  }

  @Override
  public Limit stopAt() {
    if (cancelled) {
      return Limit.INTERRUPTED;
    }
    long now = System.nanoTime();
    if (limits.seconds() != null && (now - startNanos) / 1e9 > limits.seconds()) {
      return Limit.SECONDS;
    }
    if (limits.memoryBytes() != null) {
      // the kernel's file costs 30 µs: not every call
      if (!memoryLookedAt || now - memoryLookedAtNanos > 10_000_000) {
        memoryLookedAt = true;
        memoryLookedAtNanos = now;
        memoryPassed = memory.sample() > limits.memoryBytes();
      }
      return memoryPassed ? Limit.MEMORY : null;
    }
    return null;
  }

  /** Progress of reading and writing. */
  @Override
  public void report(String phase, long done, long total) {
    check();
    console.report(phase, done, total);
  }
}
