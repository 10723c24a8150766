package eoca.core.exact;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the JVM has compiled a vector kernel. It shows in what a call allocates: a vector
 * operation that is not compiled makes an object of its result, a compiled one keeps it in a
 * register. A number of calls would not do: how long the compiler takes depends on who else wants
 * the processor.
 */
final class Warmth {
  /** Slices after which the JVM has queued a kernel for its best compiler. */
  private static final int SLICES = 2_000;

  /** From then on a slice every so many calls asks whether it has done it. */
  private static final int EVERY = 32;

  /** Slices without allocation, one after the other, that convince. */
  private static final int CONVINCING = 3;

  /** Calls of the compiled kernel of which one is watched: other arguments may undo it. */
  private static final int WATCHED = 16;

  /** Bytes a user that a compiled kernel may allocate; others take hundreds. */
  private static final long BYTES_A_USER = 8;

  /** Where allocation can't be asked for: calls after which it is supposed. */
  private static final int CALLS = 16_000;

  private static final ThreadMXBean THREADS = threads();

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger convincing = new AtomicInteger();
  private volatile boolean warm;
  private int watched;

  private static ThreadMXBean threads() {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
            && bean.isThreadAllocatedMemorySupported()
            && bean.isThreadAllocatedMemoryEnabled()
        ? bean
        : null;
  }

  /** Whether the kernel is compiled. */
  boolean warm() {
    return warm;
  }

  /** Counts a call that was done another way; whether to try the kernel on a slice of it. */
  boolean wantsSlice() {
    int count = calls.incrementAndGet();
    return count <= SLICES || count % EVERY == 0;
  }

  /** To be called before the kernel, for {@link #called}. */
  long before() {
    return THREADS == null || (warm && watched++ % WATCHED != 0)
        ? -1
        : THREADS.getCurrentThreadAllocatedBytes();
  }

  /**
   * Learns from a call.
   *
   * @param before what {@link #before} said
   * @param users of the tile or slice
   */
  void called(long before, int users) {
    if (before < 0) {
      warm |= calls.get() >= CALLS;
      return;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated > BYTES_A_USER * users) {
      convincing.set(0);
      if (warm) {
        calls.set(0);
        warm = false;
      }
    } else if (convincing.incrementAndGet() >= CONVINCING) {
      warm = true;
    }
  }
}
