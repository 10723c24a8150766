package eoca.core.manual;

import eoca.core.Allocator;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.reference.LiteralManual;
import java.util.Arrays;

/** The manual strategy: funds in priority order, each takes its best-scoring users. */
public final class ManualAllocator implements Allocator {
  private final int[] order;

  /**
   * A manual strategy.
   *
   * @param order fund indices in the order in which they are filled, each once; a pseudo-fund may
   *     be left out and is filled last wherever it stands
   */
  public ManualAllocator(int[] order) {
    this.order = order.clone();
  }

  /**
   * The funds of an instance in the order in which they are filled, the pseudo-fund last.
   *
   * @throws IllegalArgumentException if {@code order} does not name every fund once
   */
  public static int[] fundsInOrder(Instance instance, int[] order) {
    int pseudoFund = instance.hasPseudoFund() ? instance.funds() - 1 : -1;
    int[] funds = Arrays.stream(order).filter(j -> j != pseudoFund).toArray();
    if (pseudoFund >= 0) {
      funds = Arrays.copyOf(funds, funds.length + 1);
      funds[funds.length - 1] = pseudoFund;
    }
    int[] sorted = Arrays.stream(funds).sorted().toArray();
    boolean eachOnce = sorted.length == instance.funds();
    for (int j = 0; eachOnce && j < sorted.length; j++) {
      eachOnce = sorted[j] == j;
    }
    if (!eachOnce) {
      throw new IllegalArgumentException(
          "order ("
              + Arrays.toString(order)
              + ") must name every fund 0.."
              + (instance.funds() - 1)
              + " once");
    }
    return funds;
  }

  @Override
  public Outcome allocate(Instance instance, Workers workers, StopSignal stop) {
    return new LiteralManual(order).allocate(instance, workers, stop);
  }
}
