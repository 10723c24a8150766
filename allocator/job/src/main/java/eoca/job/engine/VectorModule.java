package eoca.job.engine;

import java.lang.reflect.Method;

/**
 * Makes the JDK's incubating Vector API usable without the warning line that {@code --add-modules}
 * prints on every start (it comes from the JDK's boot code and has no switch). The JDK loads system
 * modules after the boot by the same call, for agents; the launcher opens {@code
 * jdk.internal.module} for it. Where that fails, the module is absent and the engine takes its
 * scalar kernels: the same results, slower.
 *
 * <p>Measured on JDK 17 and 25: kernels run as fast as with {@code --add-modules} (the compiler's
 * intrinsics are enabled when the module is defined, at boot or later); the call takes about 50 ms.
 *
 * <p>Until the JVM has compiled them, vector kernels cost more than they gain, and a nightly job is
 * a fresh JVM: at 10 million users and 8 funds its exact solve took 1.5 to 1.8 s without the module
 * and 2.9 to 3.0 s with it, at 40 million 4.2 to 4.6 s and 4.4 to 4.6 s, its certificate 1.5 s and
 * 0.9 s (2 threads, JDK 17). So a job loads it for {@value #WORTH_IT} values or more.
 */
public final class VectorModule {
  /** Users times funds from which a job of its own process gains. */
  static final long WORTH_IT = 1L << 28;

  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Adds the module for an instance of this size if that is worth it; kernels are chosen once. */
  static void loadFor(int users, int funds) {
    if ((long) users * funds >= WORTH_IT) {
      load();
    }
  }

  /**
   * Adds the module if this JVM has it; whether it is there now. For processes that solve more than
   * once, before the first solve.
   */
  public static boolean load() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return true;
    }
    try {
      Method load =
          Class.forName("jdk.internal.module.Modules")
              .getDeclaredMethod("loadModule", String.class);
      load.setAccessible(true);
      return load.invoke(null, NAME) != null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return false; // not opened, not there, or a JDK that does it otherwise
    }
  }
}
