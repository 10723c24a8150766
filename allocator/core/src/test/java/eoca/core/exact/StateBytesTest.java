package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import eoca.core.EtvColumns;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.ToleranceColumn;
import eoca.core.Workers;
import eoca.core.certificate.Certificate;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a solve of ten million users takes beside its input, which is computed as it is read. */
class StateBytesTest {
  private static final int USERS = 10_000_000;
  private static final int FUNDS = 8;

  /**
   * All that is allocated, one kept byte for the assignment and what a vector slice leaves
   * included.
   */
  private static final double MOST_BYTES = 8;

  /** The first solves allocate for vector operations that are not compiled yet. */
  private static final int MOST_SOLVES = 5;

  @Test
  void tenMillionUsersTakeFewerThanEightBytesEach() {
    Instance instance = instance();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double least = Double.POSITIVE_INFINITY;
    Outcome.Solved solved = null;
    for (int solve = 0; solve < MOST_SOLVES && least >= MOST_BYTES; solve++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      solved =
          (Outcome.Solved)
              new ExactAllocator().allocate(instance, Workers.sequential(), StopSignal.NEVER);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      least = Math.min(least, (double) allocated / USERS);
    }
    assertThat(least).isLessThan(MOST_BYTES);
    assertThat(
            Certificate.certify(
                    instance, solved.assignment(), solved.prices(), Workers.sequential())
                .relativeGap())
        .isLessThanOrEqualTo(1e-12);
  }

  /** Heavy-tailed values and four risk levels, functions of the indices. */
  private static Instance instance() {
    EtvColumns etv =
        (fund, from, tile, length) -> {
          for (int i = 0; i < length; i++) {
            tile[i] = 1 / (0.001f + (hash(from + i, fund + 1) >>> 40) * 0x1p-24f);
          }
        };
    ToleranceColumn tolerances =
        (from, tile, length) -> {
          for (int i = 0; i < length; i++) {
            tile[i] = (byte) (1 + (hash(from + i, 0) >>> 62));
          }
        };
    long[] quotas = new long[FUNDS];
    Arrays.fill(quotas, USERS / FUNDS);
    long fewer = USERS / 20; // than the users who may take the two riskiest
    quotas[0] += 2 * fewer;
    quotas[6] -= fewer;
    quotas[7] -= fewer;
    int[] risks = {1, 1, 2, 2, 3, 3, 4, 4};
    return new Instance(USERS, etv, tolerances, risks, quotas, false);
  }

  private static long hash(int user, int column) {
    long mixed = (user + 1L) * 0x9E3779B97F4A7C15L + column * 0xD1B54A32D192ED03L;
    mixed = (mixed ^ (mixed >>> 32)) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }
}
