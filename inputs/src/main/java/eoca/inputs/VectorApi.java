package eoca.inputs;

import java.lang.reflect.Method;

/**
 * Makes the JDK's incubating Vector API usable without the warning line that {@code --add-modules}
 * prints on every start (it comes from the JDK's boot code and has no switch). The JDK loads system
 * modules after the boot by the same call, for agents; the launcher opens {@code
 * jdk.internal.module} for it. Where that fails, the module is absent and whoever has vector
 * kernels takes its scalar ones: the same results, slower.
 *
 * <p>Measured on JDK 17 and 25: kernels run as fast as with {@code --add-modules} (the compiler's
 * intrinsics are enabled when the module is defined, at boot or later); the call takes about 50 ms.
 */
public final class VectorApi {
  private static final String NAME = "jdk.incubator.vector";

  private VectorApi() {}

  /** Adds the module if this JVM has it, before the first use; whether it is there now. */
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
