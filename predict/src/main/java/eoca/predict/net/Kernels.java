package eoca.predict.net;

import java.lang.reflect.InvocationTargetException;

/**
 * The kernels of inference: in plain loops, or with the Vector API. Both give the same bits (see
 * {@link Lanes}), so which one runs is a matter of speed alone: vector operations are many times
 * faster once they are compiled, and slow calls that allocate until then.
 */
public final class Kernels {
  private static final Kernels SCALAR =
      new Kernels(new ScalarLaneKernel(), new ScalarAttentionKernel());

  private final LaneKernel lanes;
  private final AttentionKernel attention;

  private Kernels(LaneKernel lanes, AttentionKernel attention) {
    this.lanes = lanes;
    this.attention = attention;
  }

  /** In plain loops. */
  public static Kernels scalar() {
    return SCALAR;
  }

  /**
   * With the Vector API; in plain loops where this JVM lacks the module {@code
   * jdk.incubator.vector}.
   */
  public static Kernels vector() {
    return Vector.KERNELS;
  }

  /** Loaded when first asked for: the module may be added after the boot. */
  private static final class Vector {
    private static final Kernels KERNELS = find();

    private static Kernels find() {
      try {
        return new Kernels(
            make("VectorLaneKernel", LaneKernel.class),
            make("VectorAttentionKernel", AttentionKernel.class));
      } catch (ClassNotFoundException
          | NoSuchMethodException
          | InstantiationException
          | IllegalAccessException
          | InvocationTargetException
          | LinkageError e) {
        return SCALAR; // built without the vector sources, or no such module
      }
    }

    private static <T> T make(String name, Class<T> type)
        throws ClassNotFoundException,
            NoSuchMethodException,
            InstantiationException,
            IllegalAccessException,
            InvocationTargetException {
      return Class.forName("eoca.predict.net." + name)
          .asSubclass(type)
          .getDeclaredConstructor()
          .newInstance();
    }
  }

  LaneKernel lanes() {
    return lanes;
  }

  AttentionKernel attention() {
    return attention;
  }
}
