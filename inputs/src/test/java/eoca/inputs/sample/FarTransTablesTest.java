package eoca.inputs.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.inputs.error.EocaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FarTransTablesTest {
  /** Surefire runs in the module's folder. */
  private static final Path SOURCE = Path.of("sample", "source").toAbsolutePath();

  private static final String NIGHT = "2021-07-01";
  private static final List<String> LEARN = List.of("2020-07-01", "2021-01-01");

  @TempDir private static Path made;
  @TempDir private Path dir;

  @BeforeAll
  static void tables() {
    FarTransTables.write(SOURCE, made, NIGHT, LEARN);
  }

  private static long count(String from) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String table(String name) {
    return "'" + made.resolve(name + ".parquet") + "'";
  }

  /** Figures that the data set's description states for this cutoff. */
  @Test
  void agreesWithTheDataSetsFigures() throws SQLException {
    assertThat(count(table("night/users"))).isEqualTo(23_085);
    assertThat(count(table("learn/users") + " WHERE known_on = DATE '2020-07-01'"))
        .isEqualTo(20_050);
    String buyers = table("outcomes/p") + " WHERE ";
    assertThat(count(buyers + "\"cash-bond-funds\" > 0")).isEqualTo(220);
    assertThat(count(buyers + "bonds > 0")).isEqualTo(1_600);
    assertThat(
            count(
                "(SELECT DISTINCT user_id FROM "
                    + table("learn/samples")
                    + " WHERE conversion = 1 AND date = DATE '2020-07-01')"))
        .isEqualTo(3_298);
    assertThat(count(table("learn/samples"))).isEqualTo(count(table("learn/users")) * 5);
  }

  @Test
  void labelsAreSound() throws SQLException {
    assertThat(count(table("learn/samples") + " WHERE conversion > click")).isZero();
    assertThat(count(table("learn/samples") + " WHERE (amount > 0) <> (conversion = 1)")).isZero();
    assertThat(count(table("learn/samples") + " WHERE amount > 50000")).isZero();
  }

  /** A source that ends at the night gives the same tables: nothing later is read. */
  @Test
  void nothingAfterTheNightEntersATable() throws IOException {
    Path cut = Files.createDirectories(dir.resolve("source"));
    Predicate<String> assetRows = line -> true;
    keep("asset_information", cut, assetRows);
    keep("transactions_2020H2", cut, assetRows);
    keep("transactions_2021H2", cut, line -> false);
    keep("holdings_asof", cut, line -> line.substring(0, 10).compareTo(NIGHT) <= 0);
    keep(
        "customer_information",
        cut,
        line -> line.substring(line.lastIndexOf(',') + 1).compareTo(NIGHT) <= 0);
    Path out = Files.createDirectories(dir.resolve("out"));
    FarTransTables.write(cut, out, NIGHT, LEARN);
    for (String table : List.of("users", "behaviours", "edges")) {
      for (String folder : List.of("learn", "night")) {
        Path file = Path.of(folder, table + ".parquet");
        assertThat(out.resolve(file)).hasSameBinaryContentAs(made.resolve(file));
      }
    }
    Path samples = Path.of("learn", "samples.parquet");
    assertThat(out.resolve(samples)).hasSameBinaryContentAs(made.resolve(samples));
  }

  /** The sample's model was trained on, and scores, what this command gives. */
  @Test
  void givesTheCommittedTablesOfTheSample() {
    FarTransTables.write(
        SOURCE, dir, FarTransTables.NIGHT, List.of("2021-01-01", "2021-07-01", "2022-01-01"));
    Path committed = Path.of("sample", "prediction");
    for (String file : List.of("night/users.parquet", "funds.csv")) {
      assertThat(dir.resolve(file)).hasSameBinaryContentAs(committed.resolve(file));
    }
  }

  private static void keep(String table, Path to, Predicate<String> rows) throws IOException {
    String name = table + ".csv.gz";
    try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(SOURCE.resolve(name))),
                    StandardCharsets.UTF_8));
        Writer out =
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(to.resolve(name))),
                StandardCharsets.UTF_8)) {
      out.write(in.readLine() + "\n");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (rows.test(line)) {
          out.write(line + "\n");
        }
      }
    }
  }

  @Test
  void cutoffsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> FarTransTables.write(SOURCE, dir, "2021-07-02", LEARN))
        .isInstanceOf(EocaException.class)
        .hasMessageContaining("--night 2021-07-02");
    assertThatThrownBy(() -> FarTransTables.write(SOURCE, dir, "2021-07-01", List.of("2021-07-01")))
        .isInstanceOf(EocaException.class)
        .hasMessageContaining("--learn 2021-07-01");
  }
}
