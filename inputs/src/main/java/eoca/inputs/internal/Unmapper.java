package eoca.inputs.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;

/**
 * Unmaps a mapped buffer now instead of when the collector finds it. Java 17 has no public call for
 * this; {@code sun.misc.Unsafe.invokeCleaner} (module jdk.unsupported) is the supported back door.
 * On a JVM without it mappings end with their buffers' collection: slower to free, never unsafe.
 */
final class Unmapper {
  private static final MethodHandle CLEANER = find();

  private Unmapper() {}

  /** Unmaps; the buffer and all its views must not be touched again by any thread. */
  static void unmap(ByteBuffer mapped) {
    if (CLEANER != null) {
      try {
        CLEANER.invokeExact(mapped);
      } catch (Throwable e) {
        throw new IllegalStateException("can't unmap", e);
      }
    }
  }

  private static MethodHandle find() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
