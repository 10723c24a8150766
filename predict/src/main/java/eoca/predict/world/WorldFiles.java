package eoca.predict.world;

import eoca.inputs.Progress;
import eoca.inputs.error.EocaException;
import eoca.inputs.features.Action;
import eoca.predict.world.World.Person;
import eoca.predict.world.World.Truth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes a world as the five tables, with its truth beside them: {@code truth-etv.parquet} and
 * {@code truth-p.parquet} have the form of ETV tables (user_id, tolerance, a column a fund). Equal
 * arguments give equal bytes.
 *
 * <p>Impressions fall on the days of {@link #FIRST_DAY} and the 45 after; the last seven are the
 * test split. All behaviour lies in the 90 days before.
 */
public final class WorldFiles {
  /** First day of impressions. */
  static final LocalDate FIRST_DAY = LocalDate.of(2021, 4, 24);

  private static final List<String> CONFIGURATIONS =
      List.of("features.yaml", "train.yaml", "evaluate.yaml", "compare.yaml", "plans.yaml");

  private static final int DAYS = 46;
  private static final int HISTORY_DAYS = 90;
  private static final int PAYERS_A_MERCHANT = 60;

  private final World world;
  private final int users;
  private final int impressions;
  private final int events;
  private final int people;

  /**
   * @param users number of users
   * @param impressions samples a user, each another fund, at most the number of funds
   */
  public WorldFiles(World world, int users, int impressions) {
    this(world, users, impressions, -1, users);
  }

  /**
   * As above, for measurements.
   *
   * @param events events a user; −1: one in eight has none, the others 1 to 40, 12 on average
   * @param people distinct people, ≥ 1; further users are the same people under other ids
   */
  public WorldFiles(World world, int users, int impressions, int events, int people) {
    this.world = world;
    this.people = Math.min(users, people);
    this.events = events;
    this.users = users;
    this.impressions = impressions;
  }

  /** One table's rows for one user. */
  @FunctionalInterface
  private interface Rows {
    void append(int user, DuckDBAppender to) throws SQLException;
  }

  /**
   * Writes everything into an existing folder.
   *
   * @param goOn called once a thousand users; what it throws ends the work
   */
  public void write(Path folder, Progress progress, Runnable goOn) {
    try (DuckDBConnection connection =
            (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET autoinstall_known_extensions = false");
      // One thread: the rows' order, hence the file's bytes, is that of the loop.
      statement.execute("SET threads = 1");
      statement.execute("SET memory_limit = '2GB'");
      statement.execute("SET temp_directory = '" + folder.resolve("tmp") + "'");
      List<String> columns = new ArrayList<>();
      for (int j = 0; j < world.funds(); j++) {
        columns.add("\"" + fund(j) + "\" FLOAT");
      }
      String wide = "user_id VARCHAR, tolerance TINYINT, " + String.join(", ", columns);
      Steps steps = new Steps(connection, folder, progress, goOn);
      steps.table(
          "users",
          "user_id VARCHAR, tolerance TINYINT, city VARCHAR, device VARCHAR, age INTEGER,"
              + " income DOUBLE",
          this::user);
      steps.table(
          "samples",
          "user_id VARCHAR, fund_id VARCHAR, date DATE, click TINYINT, conversion TINYINT,"
              + " amount DOUBLE",
          this::samples);
      steps.table(
          "behaviours",
          "user_id VARCHAR, time TIMESTAMP, action VARCHAR, item VARCHAR, amount DOUBLE",
          this::behaviours);
      steps.table("edges", "user_id VARCHAR, merchant_id VARCHAR, paid DOUBLE", this::edges);
      steps.table("truth-etv", wide, (u, to) -> truth(u, to, true));
      steps.table("truth-p", wide, (u, to) -> truth(u, to, false));
    } catch (SQLException e) {
      throw new EocaException(
          eoca.inputs.error.ExitCode.FILE_SYSTEM,
          "tables that can be written expected (" + folder + "): " + e.getMessage(),
          "Maybe the disk is full.",
          e);
    }
    funds(folder);
    for (String name : CONFIGURATIONS) {
      copy(name, folder);
    }
  }

  /** Runs table after table, with progress over all of them. */
  private final class Steps {
    private final DuckDBConnection connection;
    private final Path folder;
    private final Progress progress;
    private final Runnable goOn;

    Steps(DuckDBConnection connection, Path folder, Progress progress, Runnable goOn) {
      this.connection = connection;
      this.folder = folder;
      this.progress = progress;
      this.goOn = goOn;
    }

    void table(String name, String columns, Rows rows) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t (" + columns + ")");
        try (DuckDBAppender appender =
            connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "t")) {
          for (int u = 0; u < people; u++) {
            rows.append(u, appender);
            if (u % 1_000 == 999) {
              goOn.run();
              progress.report(name, u, people);
            }
          }
        }
        String file = folder.resolve(name + ".parquet").toString().replace("'", "''");
        statement.execute("COPY (" + everybody() + ") TO '" + file + "' (FORMAT parquet)");
        statement.execute("DROP TABLE t");
      }
    }
  }

  /** The table of the people, then once more under the next ids until there are enough users. */
  private String everybody() {
    List<String> rounds = new ArrayList<>();
    for (long first = 0; first < users; first += people) {
      rounds.add(
          first == 0
              ? "SELECT * FROM t"
              : "SELECT * REPLACE ('u' || (CAST(user_id[2:] AS BIGINT) + "
                  + first
                  + ") AS user_id) FROM t WHERE CAST(user_id[2:] AS BIGINT) < "
                  + (users - first));
    }
    return String.join(" UNION ALL ", rounds);
  }

  private static String fund(int j) {
    return "fund-" + (j + 1);
  }

  private static String id(int user) {
    return "u" + user;
  }

  private void user(int user, DuckDBAppender to) throws SQLException {
    Person person = world.person(user);
    SplittableRandom random = world.random(user, 2);
    double shown = 0.4 * person.wealth() + World.gaussian(random);
    to.beginRow();
    to.append(id(user));
    to.append((byte) person.tolerance());
    to.append("city-" + (int) Math.max(0, Math.min(9, Math.floor(5 + 2 * shown))));
    to.append("device-" + random.nextInt(200));
    to.append((int) Math.max(18, Math.min(90, Math.round(42 + 12 * World.gaussian(random)))));
    double income = StrictMath.exp(8 + 0.4 * person.wealth() + World.gaussian(random));
    if (random.nextInt(10) < 4) {
      to.append((Double) null);
    } else {
      to.append(cents(income));
    }
    to.endRow();
  }

  private void samples(int user, DuckDBAppender to) throws SQLException {
    Person person = world.person(user);
    SplittableRandom random = world.random(user, 3);
    int[] order = new int[world.funds()];
    for (int j = 0; j < order.length; j++) {
      int at = random.nextInt(j + 1);
      order[j] = order[at];
      order[at] = j;
    }
    for (int s = 0; s < impressions; s++) {
      Truth truth = world.truth(person, order[s]);
      boolean click = random.nextDouble() < truth.click();
      boolean conversion = random.nextDouble() < truth.conversion() && click;
      double v = truth.mu() + truth.sigma() * World.gaussian(random);
      to.beginRow();
      to.append(id(user));
      to.append(fund(order[s]));
      to.append(FIRST_DAY.plusDays(random.nextInt(DAYS)));
      to.append((byte) (click ? 1 : 0));
      to.append((byte) (conversion ? 1 : 0));
      to.append(conversion ? Math.max(World.CENT, cents(StrictMath.expm1(v))) : 0);
      to.endRow();
    }
  }

  private static int length(SplittableRandom random) {
    return (int) Math.min(40, 1 - 11 * StrictMath.log(1 - random.nextDouble()));
  }

  private void behaviours(int user, DuckDBAppender to) throws SQLException {
    Person person = world.person(user);
    SplittableRandom random = world.random(user, 4);
    int count = random.nextInt(8) == 0 ? 0 : length(random);
    count = events < 0 ? count : events;
    double[] items = world.itemSums(person);
    for (int e = 0; e < count; e++) {
      int dice = random.nextInt(20);
      Action action =
          dice < 13
              ? Action.CLICK
              : dice < 16 ? Action.FAVOURITE : dice < 19 ? Action.PURCHASE : Action.SELL;
      int item = World.item(items, random);
      LocalDateTime time =
          FIRST_DAY.atStartOfDay().minusSeconds(1 + random.nextLong(HISTORY_DAYS * 86_400L));
      to.beginRow();
      to.append(id(user));
      to.append(time);
      to.append(action.word());
      to.append(item < world.funds() ? fund(item) : "item-" + (item - world.funds()));
      if (action == Action.PURCHASE || action == Action.SELL) {
        to.append(cents(StrictMath.exp(5 + 0.2 * person.wealth() + World.gaussian(random))));
      } else {
        to.append((Double) null);
      }
      to.endRow();
    }
  }

  private void edges(int user, DuckDBAppender to) throws SQLException {
    Person person = world.person(user);
    SplittableRandom random = world.random(user, 5);
    int merchants = Math.max(100, people / PAYERS_A_MERCHANT);
    // One in five pays nowhere we see; the others at 1 to 12 places.
    int places = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(12);
    for (int e = 0; e < places; e++) {
      to.beginRow();
      to.append(id(user));
      to.append("m" + World.merchant(person, merchants, random));
      to.append(Math.max(0.01, cents(StrictMath.exp(3 + World.gaussian(random)))));
      to.endRow();
    }
  }

  private void truth(int user, DuckDBAppender to, boolean etv) throws SQLException {
    Person person = world.person(user);
    to.beginRow();
    to.append(id(user));
    to.append((byte) person.tolerance());
    for (int j = 0; j < world.funds(); j++) {
      Truth truth = world.truth(person, j);
      to.append((float) (etv ? truth.etv() : truth.p()));
    }
    to.endRow();
  }

  private static double cents(double amount) {
    return Math.round(amount * 100) / 100.0;
  }

  private void funds(Path folder) {
    StringBuilder text = new StringBuilder("fund_id,risk\n");
    for (int j = 0; j < world.funds(); j++) {
      text.append(fund(j)).append(',').append(world.risk(j)).append('\n');
    }
    put(folder.resolve("funds.csv"), text.toString());
    put(folder.resolve("campaign.yaml"), campaign());
  }

  /** A campaign of equal quotas on the true ETV. */
  private String campaign() {
    StringBuilder text = new StringBuilder("campaign: world\nfunds:\n");
    for (int j = 0; j < world.funds(); j++) {
      boolean last = j == world.funds() - 1;
      text.append("  - {id: ").append(fund(j)).append(", risk: ").append(world.risk(j));
      text.append(", quota: ").append(last ? "rest" : users / world.funds()).append("}\n");
    }
    return text.append("etv: {path: truth-etv.parquet}\n").toString();
  }

  private static void copy(String name, Path folder) {
    try (InputStream in = WorldFiles.class.getResourceAsStream("/eoca/predict/world/" + name)) {
      put(folder.resolve(name), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static void put(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "file that can be written expected (" + file + ")", "Maybe the disk is full.", e);
    }
  }
}
