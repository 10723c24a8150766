package eoca.core.exact;

import eoca.core.EtvColumns;
import eoca.core.Instance;
import eoca.core.Shards;
import eoca.core.ToleranceColumn;

/**
 * The users that a pass runs over: all of an instance, or a sample of them.
 *
 * @param users how many
 * @param etv their values
 * @param column column of each fund of the order
 * @param tolerances their tolerances
 * @param ids their indices in the instance, or null where they are the same
 * @param bonus what their former funds are worth more, or null
 */
record View(
    int users, EtvColumns etv, int[] column, ToleranceColumn tolerances, int[] ids, Bonus bonus) {
  /** Users from which tasks are whole shards; below, smaller tasks keep all threads busy. */
  private static final int LARGE = 1 << 21;

  private static final int SMALL_TASK = 1 << 12;

  static View of(Instance instance, FundOrder order, Bonus bonus) {
    return new View(
        instance.users(), instance.etv(), order.original, instance.tolerances(), null, bonus);
  }

  /** Users a task; depends on their number alone. */
  int taskSize() {
    return users >= LARGE ? Shards.SIZE : SMALL_TASK;
  }

  int tasks() {
    return (int) (((long) users + taskSize() - 1) / taskSize());
  }

  /** A task's first user. */
  int from(int task) {
    return task * taskSize();
  }

  /** One past a task's last user. */
  int to(int task) {
    return (int) Math.min(users, (long) from(task) + taskSize());
  }

  /** Index of a user in the instance. */
  int id(int user) {
    return ids == null ? user : ids[user];
  }
}
