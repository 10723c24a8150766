package eoca.predict.net;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
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
    return Started.ENGINE;
  }

  private static final class Started {
    private static final Engine ENGINE = start();

    private static Engine start() {
      Engine engine = Engine.getEngine("PyTorch");
      readLogLevel();
      return engine;
    }
  }

  /**
   * Makes libtorch read {@code TORCH_CPP_LOG_LEVEL}, which the launcher sets to ERROR: its own
   * programs do that at their start, a library that is merely loaded does not, and then writes to
   * standard error of the deprecated guard that the engine's binding uses. Where the call is not
   * there, the remark stays.
   */
  private static void readLogLevel() {
    try {
      Path library = Path.of(LibUtils.getLibtorchPath()).resolve("libc10.so");
      NativeLibrary.getInstance(library.toString())
          .getFunction("_ZN3c1011initLoggingEv")
          .invokeVoid(new Object[0]);
    } catch (LinkageError | RuntimeException e) {
      return; // another version of libtorch, or another platform
    }
  }

  private static void setIfAbsent(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
