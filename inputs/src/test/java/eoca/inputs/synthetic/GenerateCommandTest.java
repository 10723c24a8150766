package eoca.inputs.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignFile;
import eoca.inputs.cli.CommandProvider;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class GenerateCommandTest {
  @TempDir private Path dir;

  private final StringWriter stdout = new StringWriter();

  private int run(String... args) {
    CommandLine command = new CommandLine(new GenerateCommand());
    command.setOut(new PrintWriter(stdout, true));
    command.setErr(new PrintWriter(new StringWriter(), true));
    command.setExecutionExceptionHandler(
        (e, c, parsed) -> {
          throw e;
        });
    return command.execute(args);
  }

  private EocaException fails(String... args) {
    CommandLine command = new CommandLine(new GenerateCommand());
    CommandLine.ParseResult parsed = command.parseArgs(args);
    GenerateCommand generate = (GenerateCommand) parsed.commandSpec().userObject();
    return catchThrowableOfType(EocaException.class, generate::call);
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> list = Files.list(dir)) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void makesACampaignThatReadsBack() throws IOException {
    Path out = dir.resolve("deep/er/out");
    int code =
        run(
            "--users",
            "1000",
            "--funds",
            "5",
            "--seed",
            "-3",
            "--regime",
            "tied",
            "--out",
            "" + out);
    assertThat(code).isZero();
    Campaign campaign = CampaignFile.read(out.resolve("campaign.yaml"));
    assertThat(campaign.name()).isEqualTo("synthetic-tied");
    assertThat(campaign.funds()).hasSize(5);
    assertThat(Files.readString(out.resolve("campaign.yaml")))
        .startsWith("# eoca generate --users 1000 --funds 5 --seed -3 --regime tied --levels 4\n")
        .contains("  - {id: fund-1, name: Fund 1, risk: 1, quota: ");
    assertThat(stdout.toString()).contains("1,000 users, 5 funds, tied");
    assertThat(entries()).containsExactly("deep");
  }

  @Test
  void tellsInJsonWhatItMade() throws IOException {
    Path out = dir.resolve("made");
    assertThat(run("--users", "50", "--funds", "2", "--json", "--out", "" + out)).isZero();
    JsonNode told = new ObjectMapper().readTree(stdout.toString());
    assertThat(told.get("campaign").asText()).isEqualTo(out.resolve("campaign.yaml").toString());
    assertThat(told.get("users").asInt()).isEqualTo(50);
    assertThat(told.get("files")).hasSize(2);
    for (JsonNode file : told.get("files")) {
      assertThat(Files.size(Path.of(file.get("path").asText())))
          .isEqualTo(file.get("bytes").asLong());
    }
  }

  @Test
  void takesAnEmptyFolder() throws IOException {
    Path out = Files.createDirectory(dir.resolve("empty"));
    assertThat(run("--users", "10", "--funds", "1", "--format", "csv", "--out", "" + out)).isZero();
    assertThat(out.resolve("etv.csv")).isRegularFile();
    assertThat(entries()).containsExactly("empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--users | -1 | --users expects a whole number 0..2147483647, found (-1)",
        "--users | 2147483648 | --users expects a whole number 0..2147483647, found (2147483648)",
        "--users | 1e6 | --users expects a whole number 0..2147483647, found (1e6)",
        "--users | ten | --users expects a whole number 0..2147483647, found (ten)",
        "--users | 1_000 | --users expects a whole number 0..2147483647, found (1_000)",
        "--funds | 0 | --funds expects a whole number 1..255, found (0)",
        "--funds | 256 | --funds expects a whole number 1..255, found (256)",
        "--levels | 0 | --levels expects a whole number 1..63, found (0)",
        "--levels | 64 | --levels expects a whole number 1..63, found (64)",
        "--seed | x | found (x)",
        "--seed | 9223372036854775808 | found (9223372036854775808)",
        "--regime | lognormel | one of lognormal, heavy-tail",
        "--format | arow | --format expects one of arrow, parquet, csv, found (arow)",
      })
  void badArgumentsAreUsageErrors(String given, String wrong, String message) throws IOException {
    String users = given.equals("--users") ? wrong : "10";
    String funds = given.equals("--funds") ? wrong : "2";
    boolean first = given.equals("--users") || given.equals("--funds");
    String option = first ? "--seed" : given;
    String value = first ? "1" : wrong;
    String out = dir.resolve("out").toString();
    EocaException e = fails("--users", users, "--funds", funds, option, value, "--out", out);
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    assertThat(e).hasMessageContaining(message);
    assertThat(entries()).isEmpty();
  }

  @Test
  void hintsAtWhatWasMeant() {
    String out = dir.resolve("out").toString();
    assertThat(fails("--users", "1_000", "--funds", "2", "--out", out).hint())
        .isEqualTo("Maybe 1000.");
    assertThat(fails("--users", "1", "--funds", "2", "--regime", "heavytail", "--out", out).hint())
        .isEqualTo("Maybe heavy-tail.");
  }

  @Test
  void outMustBeAbsentOrEmpty() throws IOException {
    Path full = Files.createDirectory(dir.resolve("full"));
    Files.writeString(full.resolve("precious"), "x");
    Path file = Files.writeString(dir.resolve("file"), "x");
    Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nowhere"));
    for (String out : List.of(full.toString(), file.toString(), link.toString(), ".", "/", "")) {
      EocaException e = fails("--users", "1", "--funds", "1", "--out", out);
      assertThat(e.code()).as("--out %s", out).isEqualTo(ExitCode.USAGE);
      assertThat(e).hasMessageContaining("--out");
    }
    assertThat(entries()).containsExactly("file", "full", "link");
    assertThat(full.resolve("precious")).hasContent("x");
  }

  @Test
  void aParentThatIsAFileIsAFileSystemError() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "x");
    EocaException e =
        fails("--users", "1", "--funds", "1", "--out", file.resolve("out").toString());
    assertThat(e.code()).isEqualTo(ExitCode.FILE_SYSTEM);
  }

  @Test
  void isOfferedToTheCommandLine() {
    assertThat(ServiceLoader.load(CommandProvider.class).stream())
        .anyMatch(p -> p.get() instanceof SyntheticCommands);
    assertThat(new SyntheticCommands().commands()).hasSize(1);
  }
}
