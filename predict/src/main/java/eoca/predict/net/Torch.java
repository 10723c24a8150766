package eoca.predict.net;

import ai.djl.engine.Engine;
import java.nio.file.Path;

/** The tensor engine: started once, on one thread, offline. */
public final class Torch {
  private Torch() {}

  /**
   * States where natives are unpacked to; must come before the first {@link #engine}. System
   * properties that are already set win.
   *
   * @param cache the folder (about 450 MB)
   */
  public static void unpackTo(Path cache) {
    setIfAbsent("DJL_CACHE_DIR", cache.toString());
  }

  /**
   * The engine. One intra-op thread unless the system property {@code ai.djl.pytorch.num_threads}
   * says otherwise: with more, sums fold in another order from run to run and training is not
   * bit-reproducible.
   */
  public static Engine engine() {
    setIfAbsent("ai.djl.offline", "true");
    // It asks for graphics cards by a failing call, and warns of that failure on every start.
    setIfAbsent("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "error");
    setIfAbsent("ai.djl.pytorch.num_threads", "1");
    setIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
    return Engine.getEngine("PyTorch");
  }

  private static void setIfAbsent(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
