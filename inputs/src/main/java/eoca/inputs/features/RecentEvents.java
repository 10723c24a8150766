package eoca.inputs.features;

import eoca.inputs.features.FeatureData.Histories;
import java.util.Arrays;

/**
 * Collects events that come by user and ascending in time, and keeps the newest of each user: room
 * for twice as many is compacted when it is full, so an event is moved at most once on average.
 */
final class RecentEvents {
  private final int length;
  private final int[] start;
  private long[] moment = new long[1 << 12];
  private byte[] action = new byte[1 << 12];
  private int[] item = new int[1 << 12];
  private float[] amount = new float[1 << 12];
  private int user;
  private int first;
  private int end;

  RecentEvents(int users, int length) {
    this.length = length;
    this.start = new int[users + 1];
  }

  void add(int newUser, long newMoment, byte newAction, int newItem, float newAmount) {
    if (newUser != user) {
      finish(newUser);
    } else if (end - first == 2 * length) {
      compact();
    }
    if (end == moment.length) {
      int more = end + end / 2;
      moment = Arrays.copyOf(moment, more);
      action = Arrays.copyOf(action, more);
      item = Arrays.copyOf(item, more);
      amount = Arrays.copyOf(amount, more);
    }
    moment[end] = newMoment;
    action[end] = newAction;
    item[end] = newItem;
    amount[end] = newAmount;
    end++;
  }

  /** Keeps the newest {@code length} of the user under way. */
  private void compact() {
    int surplus = end - first - length;
    if (surplus > 0) {
      System.arraycopy(moment, first + surplus, moment, first, length);
      System.arraycopy(action, first + surplus, action, first, length);
      System.arraycopy(item, first + surplus, item, first, length);
      System.arraycopy(amount, first + surplus, amount, first, length);
      end = first + length;
    }
  }

  private void finish(int next) {
    compact();
    while (user < next) {
      start[++user] = end;
    }
    first = end;
  }

  /** What was kept; nothing may be added afterwards. */
  Histories histories() {
    finish(start.length - 1);
    return new Histories(start, moment, action, item, amount);
  }
}
