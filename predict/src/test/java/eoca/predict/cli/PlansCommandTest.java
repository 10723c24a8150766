package eoca.predict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PlansCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private EocaException thrown;

  /** Four users, two funds: what each plan brings can be added up by hand. */
  @BeforeEach
  void files() throws IOException, SQLException {
    Files.writeString(
        folder.resolve("campaign.yaml"),
        """
        campaign: tiny
        funds:
          - {id: safe, risk: 1, quota: 2}
          - {id: bold, risk: 2, quota: 2}
        etv: {path: etv.csv}
        """);
    table("p", "('a', 1, 0.5, 0.5), ('b', 2, 0, 1), ('c', 2, 0.25, 0.5), ('d', 2, 0, 0)");
    table("etv", "('a', 1, 10, 1000), ('b', 2, 0, 50), ('c', 2, 20, 5), ('d', 2, 0, 0)");
    plan("good", "a,safe,1\nb,bold,1\nc,safe,1\nd,bold,1\n");
    plan("poor", "a,safe,1\nd,safe,1\nb,bold,1\nc,bold,1\n");
    config("");
  }

  private void table(String name, String rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM (VALUES "
              + rows
              + ") AS t(user_id, tolerance, safe, bold)) TO '"
              + folder.resolve(name + ".parquet")
              + "' (FORMAT parquet)");
    }
  }

  private void plan(String name, String rows) throws IOException {
    Files.createDirectories(folder.resolve(name));
    Files.writeString(folder.resolve(name).resolve("assignment.csv"), "user_id,fund,etv\n" + rows);
  }

  private void config(String more) throws IOException {
    Files.writeString(
        folder.resolve("plans.yaml"),
        "campaign: campaign.yaml\ntruth: {p: p.parquet, etv: etv.parquet}\n"
            + "plans: {Poor: poor, Good: good}\nrandom: 4000\nbootstrap: 50\nout: out\n"
            + more);
  }

  private int run() {
    CommandLine line = new CommandLine(new EvaluateCommand());
    out.getBuffer().setLength(0);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(new StringWriter()));
    line.setExecutionExceptionHandler(
        (e, l, p) -> {
          thrown = (EocaException) e;
          return thrown.code().code();
        });
    return line.execute(folder.resolve("plans.yaml").toString());
  }

  @Test
  void figuresAreThoseOfTheEquations() throws IOException {
    assertThat(run()).isZero();
    assertThat(folder.resolve("out/plans.md")).hasContent(out.toString());
    JsonNode plans =
        new ObjectMapper().readTree(folder.resolve("out/plans.json").toFile()).path("plans");
    // poor: 0.5 + 0 + 1 + 0.5 conversions, 10 + 0 + 50 + 5; good: 0.5 + 1 + 0.25 + 0, 10 + 50 + 20.
    assertThat(plans.path(0).path("cpmd").path("value").doubleValue()).isEqualTo(500);
    assertThat(plans.path(0).path("tapmd").path("value").doubleValue()).isEqualTo(16_250);
    assertThat(plans.path(1).path("cpmd").path("value").doubleValue()).isEqualTo(437.5);
    assertThat(plans.path(1).path("tapmd").path("value").doubleValue()).isEqualTo(20_000);
    assertThat(plans.path(1).path("tapmd_lift_percent").path("value").doubleValue())
        .isCloseTo(100 * (20_000 / 16_250.0 - 1), within(1e-9));
    // Random: a is safe; one of b, c, d is the other safe one: 10 + 0 + 5, 10 + 20 + 50 or 10 + 50
    // + 5.
    assertThat(plans.path(2).path("tapmd").path("value").doubleValue())
        .isCloseTo((15 + 80 + 65) / 12.0 * 1000, within(600.0));
    assertThat(out.toString()).contains("| Good |", "random (mean of 4000)");
  }

  @Test
  void plansOfOtherUsersAreRejected() throws IOException {
    plan("good", "a,safe,1\nb,bold,1\nc,safe,1\nx,bold,1\n");
    assertThat(run()).isEqualTo(ExitCode.REJECTED.code());
    assertThat(thrown).hasMessageContaining("each of the truth's users once");
    plan("good", "a,safe,1\nb,bold,1\nc,safe,1\n");
    assertThat(run()).isEqualTo(ExitCode.REJECTED.code());
    assertThat(thrown).hasMessageContaining("4 users expected, found 3");
    assertThat(folder.resolve("out")).as("nothing half-written").doesNotExist();
  }

  @Test
  void foldersWithoutPlanAndUnknownKeys() throws IOException {
    Files.delete(folder.resolve("good/assignment.csv"));
    assertThat(run()).isEqualTo(ExitCode.USAGE.code());
    assertThat(thrown).hasMessageContaining("run folder with an assignment expected");
    config("rndom: 3\n");
    assertThat(run()).isEqualTo(ExitCode.USAGE.code());
    assertThat(thrown.hint()).isEqualTo("Maybe random.");
  }
}
