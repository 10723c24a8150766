package eoca.inputs.features;

import eoca.inputs.error.EocaException;
import eoca.inputs.features.TableColumn.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/**
 * The tables of one specification, imported and checked, in an in-process DuckDB whose file is in a
 * scratch folder: compressed columns on disk, and no more memory than its limit. What is in it is
 * sound: ids resolve, labels are in range, nothing leaks.
 *
 * <p>Passes: users, funds and samples once for the import, then one query a check; behaviours and
 * edges twice ({@link EventImport}). Statistics run on one thread so that sums fold in row order
 * and a fit is the same bits every time.
 */
public final class FeatureDatabase implements AutoCloseable {
  /** Rows of one batch handed from the database to Java. */
  private static final long BATCH = 65_536;

  private static final AtomicInteger OPENED = new AtomicInteger();

  private final FeatureSpec spec;
  private final DuckDBConnection connection;
  private final BufferAllocator allocator;
  private final boolean samples;
  private TableCounts counts;
  private final Set<String> wide = new HashSet<>();
  private boolean textUserIds;

  private FeatureDatabase(
      FeatureSpec spec, DuckDBConnection connection, BufferAllocator allocator, boolean samples) {
    this.spec = spec;
    this.samples = samples;
    this.connection = connection;
    this.allocator = allocator;
  }

  /**
   * Resources of the database.
   *
   * @param scratch an existing folder it may spill to
   * @param threads threads of the import, ≥ 1
   * @param memoryBytes its memory limit
   */
  public record Limits(Path scratch, int threads, long memoryBytes) {}

  /**
   * Imports and checks the tables for training: users, funds and samples are required, behaviours
   * and edges wherever the specification declares them.
   *
   * @param allocator owns the Arrow buffers of imports and queries; must outlive the database
   * @throws EocaException exit 2 for a missing table, 3 with all located defects, 7 for files that
   *     can't be read
   */
  public static FeatureDatabase forTraining(
      FeatureSpec spec, TableFiles files, Limits limits, BufferAllocator allocator) {
    return open(spec, files, null, limits, allocator);
  }

  /**
   * Imports and checks the tables for scoring; samples are not read.
   *
   * @param microsUtc the moment the funds are shown, microseconds since 1970 UTC: it takes the
   *     place of the samples' dates in the leak checks
   * @param allocator owns the Arrow buffers; must outlive the database
   */
  public static FeatureDatabase forScoring(
      FeatureSpec spec,
      TableFiles files,
      long microsUtc,
      Limits limits,
      BufferAllocator allocator) {
    return open(spec, files, microsUtc, limits, allocator);
  }

  private static FeatureDatabase open(
      FeatureSpec spec, TableFiles files, Long moment, Limits limits, BufferAllocator allocator) {
    require("users", files.users(), true);
    require("funds", files.funds(), true);
    require("samples", files.samples(), moment == null);
    require("behaviours", files.behaviours(), spec.behaviours() != null);
    require("edges", files.edges(), spec.edges() != null);
    Path file = limits.scratch().resolve("features-" + OPENED.incrementAndGet() + ".duckdb");
    DuckDBConnection connection;
    try {
      Properties properties = new Properties();
      properties.setProperty("autoinstall_known_extensions", "false");
      properties.setProperty("autoload_known_extensions", "false");
      properties.setProperty("temp_directory", limits.scratch().toString());
      properties.setProperty("memory_limit", limits.memoryBytes() / 1_000_000 + "MB");
      properties.setProperty("threads", Integer.toString(limits.threads()));
      connection =
          (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file, properties);
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    }
    FeatureDatabase database = new FeatureDatabase(spec, connection, allocator, moment == null);
    try {
      database.importAll(files, moment);
      database.execute("SET threads = 1");
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static void require(String table, List<Path> files, boolean needed) {
    if (needed && files.isEmpty()) {
      throw EocaException.usage(
          "table expected, found none (tables." + table + ")",
          "Maybe the mapping tables lacks the line " + table + ": FILE.");
    }
  }

  private void importAll(TableFiles files, Long moment) {
    DefectList defects = new DefectList();
    TableImport imports = new TableImport(connection, allocator, defects);
    long users = imports.load("users", files.users(), userColumns());
    textUserIds = imports.sawTextIds();
    long funds = imports.load("funds", files.funds(), fundColumns());
    long samples = moment == null ? imports.load("samples", files.samples(), sampleColumns()) : 0;
    boolean scoring = moment != null;
    long behaviours =
        spec.behaviours() == null
            ? 0
            : events(imports, EventImport.Form.behaviours(this, scoring), files.behaviours());
    long edges =
        spec.edges() == null
            ? 0
            : events(imports, EventImport.Form.edges(this, scoring), files.edges());
    defects.refuse();
    new TableChecks(this, files, defects, moment).run();
    if (isWide("behaviours")) {
      EventImport.narrow(this, EventImport.Form.behaviours(this, scoring));
    }
    if (isWide("edges")) {
      EventImport.narrow(this, EventImport.Form.edges(this, scoring));
    }
    counts =
        new TableCounts(
            users,
            funds,
            samples,
            moment == null ? count("samples WHERE split IS NULL") : 0,
            behaviours,
            spec.behaviours() == null ? 0 : behaviours - count("behaviours"),
            edges,
            spec.edges() == null ? 0 : edges - count("edges"));
  }

  /** Imports events narrow if they are sound, else wide, for the checks to say what is not. */
  private long events(TableImport imports, EventImport.Form form, List<Path> files) {
    // With repeated ids of users a join would repeat rows.
    long rows = repeatsIds("users") ? -1 : new EventImport(this, imports).load(form, files);
    if (rows < 0) {
      wide.add(form.table());
      rows = imports.load(form.table(), files, form.columns());
    }
    return rows;
  }

  /** Imports the behaviours anew, with the places of their rows. */
  void widenBehaviours(List<Path> files, DefectList defects) {
    wide.add("behaviours");
    execute("DROP TABLE behaviours");
    new TableImport(connection, allocator, defects).load("behaviours", files, behaviourColumns());
  }

  /** Whether a table of events has the columns f, r and id, and may have rows of unknown users. */
  boolean isWide(String table) {
    return wide.contains(table);
  }

  /** Whether an id of a table is there more than once. */
  boolean repeatsIds(String table) {
    return count(
            "(SELECT count(*) AS a, count(DISTINCT id) AS b FROM "
                + table
                + " WHERE id IS NOT NULL) WHERE a > b")
        > 0;
  }

  /** The specification the tables were read by. */
  public FeatureSpec spec() {
    return spec;
  }

  boolean hasSamples() {
    return samples;
  }

  /** Rows read and left out. */
  public TableCounts counts() {
    return counts;
  }

  /** Learns vocabularies and scales from the training split. */
  public FittedFeatures fit() {
    return new FeatureFitter(this).fit();
  }

  /** Encodes all tables with a fitted state into memory. */
  public FeatureData encode(FittedFeatures fitted) {
    return new FeatureLoader(this, fitted).load();
  }

  /**
   * The tables for encoding users part by part; of a database opened for scoring, which it needs
   * for as long as it is used.
   *
   * @param moment the moment the database was opened with
   */
  public ScoringTables scoring(FittedFeatures fitted, long moment) {
    return new ScoringTables(this, fitted, moment);
  }

  /** Whether a user id was text in a typed file, or is no whole number as it would be written. */
  boolean hasTextUserIds() {
    return textUserIds
        || count(
                "users WHERE TRY_CAST(id AS BIGINT) IS NULL"
                    + " OR CAST(TRY_CAST(id AS BIGINT) AS VARCHAR) <> id")
            > 0;
  }

  List<TableColumn> userColumns() {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(new TableColumn(spec.users().id(), "id", Kind.ID));
    columns.add(new TableColumn(spec.users().tolerance(), "level", Kind.NUMBER));
    if (spec.users().asOf() != null) {
      columns.add(new TableColumn(spec.users().asOf(), "as_of", Kind.TIME));
    }
    columns.addAll(featureColumns(spec.users().features()));
    return columns;
  }

  List<TableColumn> fundColumns() {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(new TableColumn(spec.funds().id(), "id", Kind.ID));
    columns.add(new TableColumn(spec.funds().risk(), "level", Kind.NUMBER));
    columns.addAll(featureColumns(spec.funds().features()));
    return columns;
  }

  List<TableColumn> sampleColumns() {
    FeatureSpec.Samples samples = spec.samples();
    List<TableColumn> columns = new ArrayList<>();
    columns.add(new TableColumn(samples.user(), "id", Kind.ID));
    columns.add(new TableColumn(samples.fund(), "fund_id", Kind.ID));
    columns.add(new TableColumn(samples.date(), "moment", Kind.TIME));
    if (samples.click() != null) {
      columns.add(new TableColumn(samples.click(), "click", Kind.NUMBER));
    }
    columns.add(new TableColumn(samples.conversion(), "conversion", Kind.NUMBER));
    columns.add(new TableColumn(samples.amount(), "amount", Kind.NUMBER));
    return columns;
  }

  List<TableColumn> behaviourColumns() {
    FeatureSpec.Behaviours behaviours = spec.behaviours();
    List<TableColumn> columns = new ArrayList<>();
    columns.add(new TableColumn(behaviours.user(), "id", Kind.ID));
    columns.add(new TableColumn(behaviours.time(), "moment", Kind.TIME));
    columns.add(new TableColumn(behaviours.action(), "action", Kind.CATEGORY));
    columns.add(new TableColumn(behaviours.item(), "item", Kind.CATEGORY));
    if (behaviours.amount() != null) {
      columns.add(new TableColumn(behaviours.amount(), "amount", Kind.NUMBER));
    }
    return columns;
  }

  List<TableColumn> edgeColumns() {
    FeatureSpec.Edges edges = spec.edges();
    List<TableColumn> columns = new ArrayList<>();
    columns.add(new TableColumn(edges.user(), "id", Kind.ID));
    columns.add(new TableColumn(edges.merchant(), "merchant", Kind.ID));
    if (edges.weight() != null) {
      columns.add(new TableColumn(edges.weight(), "weight", Kind.NUMBER));
    }
    return columns;
  }

  private static List<TableColumn> featureColumns(List<Feature> features) {
    List<TableColumn> columns = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      Feature feature = features.get(i);
      columns.add(
          new TableColumn(
              feature.column(),
              "x" + i,
              feature instanceof Feature.Categorical ? Kind.CATEGORY : Kind.NUMBER));
    }
    return columns;
  }

  long count(String from) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(from, e);
    }
  }

  Statement statement() throws SQLException {
    return connection.createStatement();
  }

  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Runs a query and hands its batches over in order; the root is reused between calls. */
  void query(String sql, Consumer<VectorSchemaRoot> batch) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql);
        ArrowReader reader =
            (ArrowReader) rows.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH)) {
      while (reader.loadNextBatch()) {
        batch.accept(reader.getVectorSchemaRoot());
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not close", e);
    }
  }
}
