package eoca.inputs.internal;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps memory mapped while somebody reads it: readers {@link #enter} and {@link #exit}, the owner
 * {@link #shut}s and then knows that nobody is inside or will come in. Without it a read during a
 * close would touch unmapped memory and end the JVM.
 *
 * <p>Entering costs one uncontended atomic increment: threads count on stripes of their own, a
 * cache line apart, and the owner waits until every stripe is zero. A reader counts first and looks
 * at the flag after; the owner sets the flag first and looks at the counts after: one of them sees
 * the other.
 */
public final class Gate {
  /** Stripes; a power of two above the usual number of threads. */
  private static final int STRIPES = 64;

  /** Ints a stripe: 128 bytes, two cache lines against the adjacent-line prefetcher. */
  private static final int PAD = 32;

  /**
   * How long the owner waits. Readers are inside for a tile; but one that meets a page which is no
   * longer there may be thrown out of any instruction, the counting ones included (see {@link
   * eoca.inputs.files.MappedFaults}), and is then counted for ever.
   */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final AtomicIntegerArray inside = new AtomicIntegerArray((STRIPES + 1) * PAD);
  private final String what;
  private volatile boolean shut;

  /** An open gate to {@code what}, named in messages. */
  public Gate(String what) {
    this.what = what;
  }

  /**
   * Goes in.
   *
   * @return what {@link #exit} wants back
   * @throws IllegalStateException if the gate is shut
   */
  public int enter() {
    int stripe = (((int) Thread.currentThread().getId() & (STRIPES - 1)) + 1) * PAD;
    inside.getAndIncrement(stripe);
    if (shut) {
      inside.getAndDecrement(stripe);
      throw new IllegalStateException(what + " is closed");
    }
    return stripe;
  }

  /** Goes out. */
  public void exit(int stripe) {
    inside.getAndDecrement(stripe);
  }

  /**
   * Shuts and waits until everybody is out.
   *
   * @return false if it was shut already, or if somebody has not come out for five seconds: then
   *     what it guards must stay as it is
   */
  public synchronized boolean shut() {
    if (shut) {
      return false;
    }
    shut = true;
    long start = System.nanoTime();
    for (int s = 1; s <= STRIPES; s++) {
      while (inside.get(s * PAD) != 0) {
        if (System.nanoTime() - start > PATIENCE_NANOS) {
          return false;
        }
        LockSupport.parkNanos(50_000);
      }
    }
    return true;
  }
}
