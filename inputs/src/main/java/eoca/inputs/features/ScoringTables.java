package eoca.inputs.features;

import eoca.inputs.features.FeatureData.Entities;
import eoca.inputs.features.FeatureData.Graph;
import eoca.inputs.features.FeatureData.Histories;
import java.util.ArrayList;
import java.util.List;

/**
 * The checked tables of a scoring, encoded users by users: a part of the users is in memory at a
 * time, whatever their number. The graph, where the model reads one, is in memory as a whole.
 *
 * <p>Passes: a query a part over the users (they lie in order) and over the behaviours, of which
 * row groups without the part's users are skipped.
 */
public final class ScoringTables {
  private final FeatureDatabase database;
  private final FittedFeatures fitted;
  private final FeatureLoader loader;
  private final long moment;
  private final int users;
  private final Entities funds;
  private final List<String> fundIds = new ArrayList<>();
  private final boolean textIds;

  ScoringTables(FeatureDatabase database, FittedFeatures fitted, long moment) {
    this.database = database;
    this.fitted = fitted;
    this.moment = moment;
    this.loader = new FeatureLoader(database, fitted);
    this.users = loader.size("users");
    this.funds = loader.funds(fundIds);
    this.textIds = database.hasTextUserIds();
  }

  /**
   * Some users in table order.
   *
   * @param first row of the first
   * @param users their features
   * @param ids their ids
   * @param histories their newest events before the moment, as many as the specification keeps;
   *     null without behaviours
   */
  public record Part(int first, Entities users, List<String> ids, Histories histories) {
    /** Number of users. */
    public int size() {
      return users.rows();
    }
  }

  /** Number of users. */
  public int users() {
    return users;
  }

  /** Whether user ids are text; else every one is a whole number of 64 bits. */
  public boolean textIds() {
    return textIds;
  }

  /** The moment of scoring, microseconds since 1970 UTC. */
  public long moment() {
    return moment;
  }

  /** The funds in table order. */
  public Entities funds() {
    return funds;
  }

  /** The funds' ids in table order. */
  public List<String> fundIds() {
    return List.copyOf(fundIds);
  }

  /** Rows read and left out. */
  public TableCounts counts() {
    return database.counts();
  }

  /** Users {@code first} to {@code end}, exclusive. Not for concurrent use. */
  public Part part(int first, int end) {
    List<String> ids = new ArrayList<>(end - first);
    Entities entities = loader.users(ids, first, end);
    FeatureSpec.Behaviours behaviours = fitted.spec().behaviours();
    Histories histories =
        behaviours == null ? null : loader.recent(first, end, moment, behaviours.length());
    return new Part(first, entities, ids, histories);
  }

  /** The whole graph; the specification has edges. */
  public Graph graph() {
    return loader.graph(users);
  }

  /** The features of all users at once, for a graph whose neighbours may be anybody. */
  public Entities allUsers() {
    return loader.users(new ArrayList<>(), 0, users);
  }
}
