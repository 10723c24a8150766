package eoca.core.internal;

import java.util.Arrays;

/** Candidates that were copied out of others, 14 bytes each, chunk for chunk. */
final class Collected implements Candidates {
  private final double[][] scores;
  private final int[][] users;
  private final char[][] kinds;

  Collected(int chunks) {
    scores = new double[chunks][];
    users = new int[chunks][];
    kinds = new char[chunks][];
  }

  /** Where one thread gathers one chunk; grows, and is used again for the next. */
  static final class Buffer {
    double[] score = new double[16];
    int[] user = new int[16];
    char[] kind = new char[16];
    int size;

    void clear() {
      size = 0;
    }

    void add(double addedScore, int addedUser, char addedKind) {
      if (size == score.length) {
        score = Arrays.copyOf(score, 2 * size);
        user = Arrays.copyOf(user, 2 * size);
        kind = Arrays.copyOf(kind, 2 * size);
      }
      score[size] = addedScore;
      user[size] = addedUser;
      kind[size++] = addedKind;
    }
  }

  /** Takes a copy of what was gathered for a chunk. */
  void set(int chunk, Buffer buffer) {
    scores[chunk] = Arrays.copyOf(buffer.score, buffer.size);
    users[chunk] = Arrays.copyOf(buffer.user, buffer.size);
    kinds[chunk] = Arrays.copyOf(buffer.kind, buffer.size);
  }

  @Override
  public int chunks() {
    return scores.length;
  }

  @Override
  public int size(int chunk) {
    return scores[chunk].length;
  }

  @Override
  public int user(int chunk, int position) {
    return users[chunk][position];
  }

  @Override
  public Loader loader() {
    return (chunk, from, length, score, kind) -> {
      System.arraycopy(scores[chunk], from, score, 0, length);
      System.arraycopy(kinds[chunk], from, kind, 0, length);
    };
  }
}
