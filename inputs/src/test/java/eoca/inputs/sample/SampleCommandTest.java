package eoca.inputs.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignFile;
import eoca.inputs.campaign.Quotas;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SampleCommandTest {
  /** The committed sample; surefire runs in the module's folder. */
  private static final Path SAMPLE = Path.of("sample").toAbsolutePath();

  @TempDir private Path dir;
  @TempDir private static Path made;
  private static String printed;

  @BeforeAll
  static void runTheCommand() {
    StringWriter stdout = new StringWriter();
    CommandLine command = new CommandLine(new SampleCommand());
    command.setOut(new PrintWriter(stdout, true));
    int code =
        command.execute(
            "fartrans", "--source", SAMPLE.resolve("source").toString(), "--out", made.toString());
    assertThat(code).isZero();
    printed = stdout.toString();
  }

  private static EocaException fails(Path source, Path out) {
    CommandLine command = new CommandLine(new SampleCommand());
    CommandLine.ParseResult parsed =
        command.parseArgs("fartrans", "--source", source.toString(), "--out", out.toString());
    SampleCommand.FarTrans fartrans =
        (SampleCommand.FarTrans) parsed.subcommand().commandSpec().userObject();
    return catchThrowableOfType(EocaException.class, fartrans::call);
  }

  @Test
  void givesTheCommittedCampaign() throws IOException {
    try (Stream<Path> files = Files.list(made)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("campaign.yaml", "etv.arrow");
    }
    assertThat(made.resolve("campaign.yaml"))
        .hasSameBinaryContentAs(SAMPLE.resolve("campaign.yaml"));
  }

  /** The committed ETV is a model's; users, their order and tolerances are the command's. */
  @Test
  void theModelsTableHasTheSameUsers() throws IOException {
    assertThat(users(SAMPLE.resolve("etv.arrow"))).isEqualTo(users(made.resolve("etv.arrow")));
  }

  private static List<String> users(Path file) throws IOException {
    List<String> users = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        ArrowFileReader reader =
            new ArrowFileReader(FileChannel.open(file, StandardOpenOption.READ), allocator)) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        for (int i = 0; i < root.getRowCount(); i++) {
          users.add(
              root.getVector("user_id").getObject(i)
                  + " "
                  + root.getVector("tolerance").getObject(i));
        }
      }
    }
    return users;
  }

  @Test
  void printsTheFiguresOfTheReadme() throws IOException {
    assertThat(Files.readString(SAMPLE.resolve("README.md")))
        .contains("```\n" + printed.stripTrailing() + "\n```");
  }

  @Test
  void isTheCampaignOfTheNight() {
    Campaign campaign = CampaignFile.read(SAMPLE.resolve("campaign.yaml"));
    assertThat(campaign.name()).isEqualTo("fartrans-2022-06-30");
    ResolvedQuotas quotas = Quotas.resolve(campaign, 27_020, List.of());
    assertThat(quotas.quotas()).containsExactly(12_159, 6_755, 3_242, 2_702, 2_162);
    assertThat(quotas.engineRisks()).containsExactly(1, 2, 3, 3, 4);
  }

  @Test
  void asJson() throws IOException {
    StringWriter stdout = new StringWriter();
    CommandLine command = new CommandLine(new SampleCommand());
    command.setOut(new PrintWriter(stdout, true));
    String source = SAMPLE.resolve("source").toString();
    Path out = dir.resolve("json");
    assertThat(command.execute("fartrans", "--source", source, "--out", out.toString(), "--json"))
        .isZero();
    JsonNode tree = new ObjectMapper().readTree(stdout.toString());
    assertThat(tree.get("campaign").asText()).isEqualTo(out.resolve("campaign.yaml").toString());
    assertThat(tree.get("users").asInt()).isEqualTo(27_020);
    assertThat(tree.get("funds").findValuesAsText("id")).hasSize(5).contains("bonds");
    assertThat(tree.get("funds").get(0).get("quota").asText()).isEqualTo("rest");
  }

  /** Figures that the data set's description states. */
  @Test
  void agreesWithTheDataSetsFigures() {
    assertThat(printed)
        .startsWith("27,020 users; tolerance 1: 5,642, 2: 10,884, 3: 7,985, 4: 2,509");
  }

  @Test
  void replacesOnlyItsOwnCampaign() throws IOException {
    Path file = Files.writeString(dir.resolve("campaign.yaml"), "campaign: mine\n");
    EocaException e = fails(SAMPLE.resolve("source"), dir);
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    assertThat(file).hasContent("campaign: mine");
  }

  @Test
  void aMissingTableIsAFileSystemError() {
    EocaException e = fails(dir, dir.resolve("out"));
    assertThat(e.code()).isEqualTo(ExitCode.FILE_SYSTEM);
    assertThat(e).hasMessageContaining("customer_information.csv.gz");
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void aTableThatIsNotFarTransIsRejected() throws IOException {
    for (String table : FarTransSource.TABLES) {
      Files.writeString(dir.resolve(table + ".csv.gz"), "not gzip");
    }
    EocaException e = fails(dir, dir.resolve("out"));
    assertThat(e.code()).isEqualTo(ExitCode.REJECTED);
    assertThat(dir.resolve("out")).doesNotExist();
  }
}
