package eoca.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.core.Workers;
import eoca.core.testing.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FirstEventTest {
  /** Users in chunks with random scores, kinds that touch random counters, random capacities. */
  private static final class Problem implements Candidates {
    private final List<double[]> scores = new ArrayList<>();
    private final List<char[]> kinds = new ArrayList<>();
    private final int[][] touched;
    private final long[] counts;
    private final long[] capacity;

    Problem(long seed, int maxUsers) {
      SplittableRandom random = new SplittableRandom(seed);
      int counters = 1 + random.nextInt(6);
      touched = new int[1 + random.nextInt(9)][];
      for (int q = 0; q < touched.length; q++) {
        int subset = random.nextInt(1 << counters);
        touched[q] =
            java.util.stream.IntStream.range(0, counters)
                .filter(c -> (subset >> c & 1) == 1)
                .toArray();
      }
      counts = new long[touched.length];
      long[] users = new long[counters];
      int shape = random.nextInt(6);
      for (int chunk = 1 + random.nextInt(5); chunk > 0; chunk--) {
        double[] score = new double[random.nextInt(maxUsers)];
        char[] kind = new char[score.length];
        for (int i = 0; i < score.length; i++) {
          score[i] = score(shape, i, random);
          kind[i] = (char) kind(shape, random);
          counts[kind[i]]++;
          for (int c : touched[kind[i]]) {
            users[c]++;
          }
        }
        scores.add(score);
        kinds.add(kind);
      }
      capacity = new long[counters];
      for (int c = 0; c < counters; c++) {
        capacity[c] = 1 + random.nextLong(random.nextBoolean() ? 3 : 1 + 2 * users[c]);
      }
      for (int c = 0; c < counters && users[c] > 0; c++) {
        capacity[c] = Math.min(capacity[c], random.nextInt(3) == 0 ? users[c] : Long.MAX_VALUE);
      }
    }

    private static double score(int shape, int i, SplittableRandom random) {
      return switch (shape) {
        case 0 -> 0;
        case 1 -> random.nextInt(3);
        case 2 -> -i;
        case 3 -> i % 97;
        case 4 -> Math.exp(40 * random.nextGaussian());
        default -> random.nextGaussian();
      };
    }

    private int kind(int shape, SplittableRandom random) {
      // shape 3 and 5: the last kind is rare
      int rare = shape == 3 || shape == 5 ? (random.nextInt(2000) == 0 ? 0 : 1) : 0;
      return Math.max(0, random.nextInt(touched.length) - rare);
    }

    boolean hasEvent() {
      long[] users = new long[capacity.length];
      for (int q = 0; q < counts.length; q++) {
        for (int c : touched[q]) {
          users[c] += counts[q];
        }
      }
      for (int c = 0; c < capacity.length; c++) {
        if (users[c] >= capacity[c]) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int chunks() {
      return scores.size();
    }

    @Override
    public int size(int chunk) {
      return scores.get(chunk).length;
    }

    @Override
    public int user(int chunk, int position) {
      return chunk * 1_000_000 + 3 * position;
    }

    @Override
    public Loader loader() {
      return (chunk, from, length, score, kind) -> {
        System.arraycopy(scores.get(chunk), from, score, 0, length);
        System.arraycopy(kinds.get(chunk), from, kind, 0, length);
      };
    }
  }

  private record User(double score, int user, char kind) {}

  @Test
  void equalsSortingAndReplaying() {
    Seeds.run(0, 3_000, seed -> compare(new Problem(seed, 400), 0));
    Seeds.run(0, 100, seed -> compare(new Problem(seed, 30_000), 0));
  }

  @Test
  void equalsSortingAndReplayingWhereLittleMayBeCopied() {
    Seeds.run(0, 6, seed -> compare(new Problem(seed, 200_000), 0));
  }

  private static void compare(Problem problem, int collectLimit) {
    if (!problem.hasEvent()) {
      return;
    }
    FirstEvent.Result result =
        FirstEvent.find(
            problem,
            problem.counts,
            problem.touched,
            problem.capacity,
            collectLimit,
            Workers.sequential());
    List<User> users = new ArrayList<>();
    for (int chunk = 0; chunk < problem.chunks(); chunk++) {
      for (int i = 0; i < problem.size(chunk); i++) {
        users.add(
            new User(
                problem.scores.get(chunk)[i], problem.user(chunk, i), problem.kinds.get(chunk)[i]));
      }
    }
    users.sort(Comparator.comparingDouble(User::score).reversed().thenComparingInt(User::user));
    long[] left = problem.capacity.clone();
    long[] taken = new long[problem.counts.length];
    for (User user : users) {
      taken[user.kind()]++;
      boolean event = false;
      for (int c : problem.touched[user.kind()]) {
        event |= --left[c] == 0;
      }
      if (event) {
        assertThat(result.last()).isEqualTo(new Bound(user.score(), user.user()));
        assertThat(result.taken()).isEqualTo(taken);
        return;
      }
    }
    throw new AssertionError("no event");
  }
}
