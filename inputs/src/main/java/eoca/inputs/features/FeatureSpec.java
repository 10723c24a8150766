package eoca.inputs.features;

import eoca.inputs.config.ConfigNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A feature specification: which columns the tables have and how they become numbers. Columns that
 * may be absent are null where the file names none.
 *
 * @param name names the specification in messages
 * @param users the users table
 * @param funds the funds table
 * @param samples the samples table
 * @param behaviours the behaviours table; null if the specification has none
 * @param edges the edges table; null if the specification has none
 * @param splits date splits
 * @param tree the specification as it was read, without {@code tables}: what is stored with a model
 */
public record FeatureSpec(
    String name,
    Users users,
    Funds funds,
    Samples samples,
    Behaviours behaviours,
    Edges edges,
    Splits splits,
    Map<String, Object> tree) {

  /**
   * The users table.
   *
   * @param id unique, text or integer
   * @param tolerance whole number 0..63
   * @param asOf date of the row's knowledge, or null; later than a sample of the user is a leak
   * @param features in file order
   */
  public record Users(String id, String tolerance, String asOf, List<Feature> features) {}

  /**
   * The funds table.
   *
   * @param id unique, text or integer
   * @param risk whole number 0..63
   * @param features in file order
   */
  public record Funds(String id, String risk, List<Feature> features) {}

  /**
   * The samples table: one row an impression.
   *
   * @param user user id
   * @param fund fund id
   * @param date date or timestamp (a date is its first moment, UTC)
   * @param click 0 or 1, or null if there is no click label
   * @param conversion 0 or 1
   * @param amount money in single currency units: > 0 where conversion is 1, else 0 or null
   */
  public record Samples(
      String user, String fund, String date, String click, String conversion, String amount) {}

  /**
   * The behaviours table: one row an event.
   *
   * @param user user id; events of users that are not in the users table are counted and left out
   * @param time date or timestamp, strictly before the user's samples
   * @param action one of {@link Action#words()}
   * @param item what it was done to (null or empty: missing)
   * @param amount money, ≥ 0 or null; the column itself may be absent (null)
   * @param coding how items become codes
   * @param length events kept before a sample, newest
   * @param later what an event at or after a sample of its user means
   */
  public record Behaviours(
      String user,
      String time,
      String action,
      String item,
      String amount,
      Feature.Coding coding,
      int length,
      Later later) {}

  /** What a behaviour at or after one of its user's samples means. */
  public enum Later {
    /** The table was cut for these samples, so it is a leak and refused. */
    ERROR,
    /** The table is a running log: a sample sees the events strictly before it and no others. */
    IGNORE
  }

  /**
   * The edges table: users paid merchants. Repeated pairs are one edge, weights summed.
   *
   * @param user user id; edges of users that are not in the users table are counted and left out
   * @param merchant merchant id
   * @param weight finite, > 0; null if the column is absent (weight 1)
   * @param coding how merchants become codes
   */
  public record Edges(String user, String merchant, String weight, Feature.Coding coding) {}

  /**
   * Date splits, inclusive.
   *
   * @param train first and last day
   * @param validation its days; null if it is a share of the training range
   * @param validationShare share of the users of the training range that validates instead of
   *     trains, by a hash of seed and user id (all of a user's samples go one way); 0 if days are
   *     given
   * @param test its days; null if there is none
   * @param seed of the hash
   */
  public record Splits(Days train, Days validation, double validationShare, Days test, long seed) {}

  /** An inclusive range of days. */
  public record Days(LocalDate first, LocalDate last) {
    @Override
    public String toString() {
      return first + ".." + last;
    }
  }

  /** Reads a specification from a mapping; {@code tables} is not its business. */
  public static FeatureSpec of(ConfigNode node) {
    return FeatureSpecReader.read(node);
  }
}
