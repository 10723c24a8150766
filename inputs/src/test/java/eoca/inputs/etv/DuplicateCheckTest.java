package eoca.inputs.etv;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.Progress;
import eoca.inputs.internal.Crew;
import eoca.inputs.internal.LeakCheck;
import eoca.inputs.internal.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Duplicates against a hash map. */
@ExtendWith(LeakCheck.class)
class DuplicateCheckTest {
  /** Ids in arrays. */
  private record Ids(long[] numbers, byte[][] texts) implements UserIds {
    @Override
    public boolean isText() {
      return texts != null;
    }

    @Override
    public void copyInt64(int fromUser, long[] tile, int length) {
      System.arraycopy(numbers, fromUser, tile, 0, length);
    }

    @Override
    public void copyText(int fromUser, int length, TextSink sink) {
      for (int i = fromUser; i < fromUser + length; i++) {
        sink.accept(texts[i], 0, texts[i].length);
      }
    }

    @Override
    public String id(int user) {
      return texts == null
          ? Long.toString(numbers[user])
          : new String(texts[user], StandardCharsets.UTF_8);
    }

    @Override
    public int find(String id) {
      for (int i = 0; i < (texts == null ? numbers.length : texts.length); i++) {
        if (id(i).equals(id)) {
          return i;
        }
      }
      return -1;
    }
  }

  private static void check(Ids ids, int users, int threads, long memory, long seed) {
    List<String> expected = new ArrayList<>();
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < users; i++) {
      Integer before = first.putIfAbsent(ids.id(i), i);
      if (before != null) {
        expected.add(i + "=" + before);
      }
    }
    List<String> found = new ArrayList<>();
    try (Crew crew = new Crew("test", threads)) {
      long n =
          new DuplicateCheck(ids, users, crew, memory, Progress.NONE)
              .run((user, before) -> found.add(user + "=" + before));
      assertThat(n).as("seed %d", seed).isEqualTo(expected.size());
    }
    assertThat(found).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void sameAsAHashMap() {
    for (long seed : Seeds.list(40)) {
      Random r = Seeds.random(seed);
      int users = r.nextInt(r.nextInt(4) == 0 ? 200_000 : 3000);
      long[] numbers = new long[users];
      byte[][] texts = new byte[users][];
      int spread = r.nextBoolean() ? Integer.MAX_VALUE : 1 + r.nextInt(2 * users + 1);
      for (int i = 0; i < users; i++) {
        numbers[i] = r.nextInt(8) == 0 ? 0 : (long) r.nextInt(spread) * 0x1_0001_0001L;
        texts[i] = ("user-" + r.nextInt(spread)).getBytes(StandardCharsets.UTF_8);
      }
      int threads = 1 + r.nextInt(4);
      check(new Ids(numbers, null), users, threads, 1 << 20, seed);
      check(new Ids(null, texts), users, threads, 1 << 20, seed);
    }
  }

  @Test
  void sortedIdsAndTheirBorders() {
    int n = 300_000;
    long[] numbers = new long[n];
    byte[][] texts = new byte[n][];
    for (int i = 0; i < n; i++) {
      numbers[i] = i - 1000L;
      texts[i] = String.format(java.util.Locale.ROOT, "%08d", i).getBytes(StandardCharsets.UTF_8);
    }
    check(new Ids(numbers, null), n, 4, 1 << 20, 0);
    check(new Ids(null, texts), n, 4, 1 << 20, 0);
    numbers[65_536] = numbers[65_535]; // across a border of shards
    texts[4096] = texts[4095]; // and of tiles
    check(new Ids(numbers, null), n, 4, 1 << 20, 0);
    check(new Ids(null, texts), n, 4, 1 << 20, 0);
  }

  @Test
  void oneIdForAllAndManyPasses() {
    int n = 1_000_000;
    long[] numbers = new long[n];
    check(new Ids(numbers, null), n, 4, 1 << 19, 0); // 65,536 keys at once: 16 passes
    for (int i = 0; i < n; i++) {
      numbers[i] = (i * 7919L) % 999_983;
    }
    check(new Ids(numbers, null), n, 3, 1 << 19, 0);
  }
}
