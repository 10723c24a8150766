package eoca.job.pipeline;

import eoca.job.store.Staging;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Between a signal and the staged files: SIGINT and SIGTERM start the Java machine's shutdown,
 * whose hook cancels the run, waits until its thread has cleaned up, and otherwise removes the
 * staged files itself. The exit status (130, 143) is the Java machine's own.
 *
 * <pre>
 * signal ─► cancel: no move begins any more; a move that has begun is finished, CURRENT included
 *        ─► wait up to {@value #PATIENCE_SECONDS} s for the run's thread to unwind
 *        ─► remove what is still staged ─► the process ends
 * </pre>
 */
final class SignalGuard implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final RunControl control;
  private final Console console;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::shutDown, "eoca-signal");
  private volatile Staging staging;

  SignalGuard(RunControl control, Console console) {
    this.control = control;
    this.console = console;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** From now on this staging is guarded. */
  void guard(Staging staged) {
    this.staging = staged;
  }

  private void shutDown() {
    control.cancel();
    Staging staged = staging;
    if (staged != null) {
      staged.cancel();
    }
    try {
      boolean unwound = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!unwound && staging != null) {
        staging.discard();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    console.warn("interrupted: staged files are removed, completed runs are as they were");
    if (staged != null && staged.keptScores()) {
      console.warn("what was scored is kept: the next run goes on with it");
    }
  }

  /** The run's thread is through. */
  @Override
  public void close() {
    ended.countDown();
    if (!shuttingDown()) {
      return;
    }
    control.cancel(); // whatever comes next must not begin
  }

  /** Takes the hook away; true if it is too late for that. */
  private boolean shuttingDown() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
