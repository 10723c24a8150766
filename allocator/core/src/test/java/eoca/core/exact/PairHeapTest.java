package eoca.core.exact;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.testing.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The heap that holds only the cheapest, against a sorted list of all. */
class PairHeapTest {
  private record Entry(long key, long tie, int row) {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::key).thenComparingLong(Entry::tie).thenComparing(Entry::row);

  @Test
  void theTopIsTheCheapestOfThoseWhoAreIn() {
    Seeds.run(1, 200, PairHeapTest::check);
  }

  private static void check(long seed) {
    Random random = new Random(seed);
    int users = 1 + random.nextInt(400);
    int keys = 1 + random.nextInt(50);
    List<Entry> all = new ArrayList<>();
    Set<Integer> in = new HashSet<>();
    int most = 1 + random.nextInt(100);
    PairHeap heap = new PairHeap(most);
    PairHeap other = new PairHeap(most);
    for (int row = 0; row < users; row++) {
      Entry entry = new Entry(random.nextInt(keys), random.nextInt(3), row);
      all.add(entry);
      if (random.nextInt(4) > 0) {
        in.add(row);
        PairHeap some = random.nextBoolean() ? heap : other;
        if (!some.isAbove(entry.key)) {
          some.offer(entry.key, entry.tie, entry.row);
        }
      }
    }
    heap.addAll(other);
    heap.order(false);
    for (int step = 0; step < 3 * users; step++) {
      assertThat(top(heap, all, in)).as("seed %d, step %d", seed, step).isEqualTo(least(all, in));
      Entry least = least(all, in);
      if (least != null && random.nextInt(3) > 0) {
        in.remove(least.row);
      } else {
        Entry some = all.get(random.nextInt(users));
        if (in.contains(some.row)) {
          in.remove(some.row);
        } else {
          in.add(some.row);
          heap.push(some.key, some.tie, some.row);
        }
      }
    }
  }

  /** The top as the path solver looks at it. */
  private static Entry top(PairHeap heap, List<Entry> all, Set<Integer> in) {
    while (heap.size() > 0 && !in.contains(heap.topRow())) {
      heap.pop();
    }
    if (heap.missing()) {
      heap.refill();
      for (Entry entry : all) {
        if (in.contains(entry.row)) {
          heap.offer(entry.key, entry.tie, entry.row);
        }
      }
      heap.order(false);
    }
    return heap.size() == 0 ? null : new Entry(heap.topKey(), heap.topTie(), heap.topRow());
  }

  private static Entry least(List<Entry> all, Set<Integer> in) {
    return all.stream().filter(entry -> in.contains(entry.row)).min(ORDER).orElse(null);
  }
}
