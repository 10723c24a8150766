package eoca.predict.net;

import java.lang.reflect.InvocationTargetException;

/**
 * Attention of one user, from summed rows to pooled values. A scalar and a vector version agree up
 * to rounding; which one a JVM has is decided when this class is loaded: the vector version where
 * it has the module {@code jdk.incubator.vector}.
 */
abstract class AttentionKernel {
  /** Rows of scores are padded to a multiple of this, the widest vector in floats. */
  static final int PAD = 16;

  private static final AttentionKernel VECTOR = vector();

  private static AttentionKernel vector() {
    try {
      return Class.forName("eoca.predict.net.VectorAttentionKernel")
          .asSubclass(AttentionKernel.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException
        | LinkageError e) {
      return null; // built without the vector sources, or no such module
    }
  }

  /** The fastest that fits heads of that width. */
  static AttentionKernel choose(int headSize) {
    return VECTOR != null && headSize % PAD == 0 ? VECTOR : new ScalarAttentionKernel();
  }

  /**
   * Adds the mean over queries of the attended values to {@code pooled}, and the mean event to
   * {@code mean}; at least one event.
   */
  abstract void attend(
      AttentionRows.Scratch events, float[] pooled, int pooledAt, float[] mean, int meanAt);
}
