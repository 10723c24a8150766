package eoca.inputs.features;

import java.util.List;

/**
 * Encoded tables in memory: what models read. Rows of users and funds are in file order and are
 * what samples, histories and the graph refer to.
 *
 * @param fitted the state that encoded it
 * @param users the users
 * @param userIds the users' ids as they were read; null if they were not asked for
 * @param funds the funds
 * @param fundIds the funds' ids
 * @param samples the samples of all splits in file order; null when scoring
 * @param histories the users' events; null without behaviours
 * @param graph who paid whom; null without edges
 * @param counts rows read and left out
 */
public record FeatureData(
    FittedFeatures fitted,
    Entities users,
    List<String> userIds,
    Entities funds,
    List<String> fundIds,
    Samples samples,
    Histories histories,
    Graph graph,
    TableCounts counts) {

  /**
   * Users or funds.
   *
   * @param rows number of rows
   * @param level tolerance of a user, risk of a fund, 0..63
   * @param codes {@code [feature][row]}, null at numeric features
   * @param numbers {@code [feature][row]}, NaN where missing, null at categorical features
   */
  public record Entities(int rows, byte[] level, int[][] codes, float[][] numbers) {}

  /**
   * Samples whose date is in a split.
   *
   * @param user row of the user
   * @param fund row of the fund
   * @param moment microseconds since 1970 UTC
   * @param click 0 or 1; null without a click label
   * @param conversion 0 or 1
   * @param amount money, 0 without conversion
   * @param split code of {@link Split}
   */
  public record Samples(
      int[] user,
      int[] fund,
      long[] moment,
      byte[] click,
      byte[] conversion,
      double[] amount,
      byte[] split) {
    /** Number of samples. */
    public int size() {
      return user.length;
    }
  }

  /**
   * Events, grouped by user and ascending in time (ties: file order).
   *
   * @param start events of user u are {@code start[u]} to {@code start[u + 1]}, exclusive
   * @param moment microseconds since 1970 UTC
   * @param action code of the action: position among {@link Action#words()}, from 1
   * @param item code of the item
   * @param amount scaled amount; 0 where there is none
   */
  public record Histories(int[] start, long[] moment, byte[] action, int[] item, float[] amount) {
    /** End (exclusive) of the user's events strictly before the moment. */
    public int endBefore(int user, long at) {
      int low = start[user];
      int high = start[user + 1];
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (moment[middle] < at) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /**
   * The bipartite graph, both ways. Merchants are nodes 0.. in the order of their ids' bytes.
   *
   * @param userStart edges of user u are {@code userStart[u]} to {@code userStart[u + 1]}
   * @param merchant merchant node of each edge, ascending within a user
   * @param weight weight of each edge
   * @param merchantStart edges of merchant m, the other way
   * @param user user of each edge, ascending within a merchant
   * @param userWeight weight of each edge, the other way
   * @param merchantCode code of each merchant node
   */
  public record Graph(
      int[] userStart,
      int[] merchant,
      float[] weight,
      int[] merchantStart,
      int[] user,
      float[] userWeight,
      int[] merchantCode) {
    /** Number of merchant nodes. */
    public int merchants() {
      return merchantCode.length;
    }
  }
}
