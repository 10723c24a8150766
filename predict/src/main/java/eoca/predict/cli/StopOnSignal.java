package eoca.predict.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * SIGINT and SIGTERM ask the work to stop and wait until it has: a Java machine that goes down
 * while the engine is in a backward pass crashes in native code. The exit status (130, 143) is the
 * Java machine's own.
 */
final class StopOnSignal implements BooleanSupplier, AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::shutDown, "eoca-stop");
  private volatile boolean asked;

  StopOnSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public boolean getAsBoolean() {
    return asked;
  }

  private void shutDown() {
    asked = true;
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        asked = true; // still in one batch after a minute: nothing better to do than to go down
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      asked = true; // the process is going down already
    }
  }
}
