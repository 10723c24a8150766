package eoca.app;

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
 */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Adds the module if this JVM has it; whether it is there now. */
  static boolean load() {
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
