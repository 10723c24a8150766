package eoca.job.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.synthetic.Regime;
import eoca.job.testing.Campaigns;
import eoca.job.testing.JobMain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs write is what the published schemas say, and what the readers read back. */
class SchemaTest {
  @TempDir Path temp;

  private static Schema schema(String name) throws IOException {
    try (InputStream in = SchemaTest.class.getResourceAsStream("/eoca/job/" + name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    }
  }

  private static void assertValid(String schema, String json) throws IOException {
    assertThat(schema(schema).validate(json, InputFormat.JSON)).as(json).isEmpty();
  }

  private void assertInvalid(String schema, String json) throws IOException {
    assertThat(schema(schema).validate(json, InputFormat.JSON)).as(json).isNotEmpty();
  }

  private String run(Path campaign, String... options) throws IOException {
    Path out = temp.resolve("out");
    String[] all = new String[options.length + 5];
    System.arraycopy(
        new String[] {"run", campaign.toString(), "--json", "--out", out.toString()}, 0, all, 0, 5);
    System.arraycopy(options, 0, all, 5, options.length);
    String json = JobMain.run(all).out();
    if (Files.exists(out)) {
      String manifest = Files.readString(out.resolve("manifest.json"));
      assertValid("manifest.schema.json", manifest);
      assertThat(Manifest.parse(manifest).toJson()).isEqualTo(manifest);
      eoca.inputs.files.DurableFiles.deleteTree(out);
    }
    return json;
  }

  @Test
  void everyOutcomeIsValidAndReadsBack() throws IOException {
    Path tiny = Campaigns.tiny(temp.resolve("tiny"));
    Path low =
        Campaigns.write(
            temp.resolve("low"), Campaigns.TINY_YAML, Campaigns.TINY_CSV.replace("a,1", "a,0"));
    Path open =
        Campaigns.write(
            temp.resolve("open"),
            Campaigns.TINY_YAML.replace("rest", "25%") + "remainder: unassigned\n",
            Campaigns.TINY_CSV);
    Path bad =
        Campaigns.write(
            temp.resolve("bad"), Campaigns.TINY_YAML, Campaigns.TINY_CSV.replace("a,1", "a,x"));
    Path slow =
        Campaigns.write(
            temp.resolve("slow"),
            Campaigns.TINY_YAML + "limits: {seconds: 0.000001}\n",
            Campaigns.TINY_CSV);
    Path empty =
        Campaigns.write(
            temp.resolve("empty"),
            Campaigns.TINY_YAML.replace("quota: 2", "quota: 0"),
            "user_id,tolerance,money,bond,stock\n");
    Path opposed =
        Campaigns.write(temp.resolve("opposed"), Campaigns.OPPOSED_YAML, Campaigns.OPPOSED_CSV);
    List<String> results =
        List.of(
            run(tiny),
            run(tiny, "--strategy", "exact"),
            run(tiny, "--strategy", "manual", "--certify", "row-max"),
            run(tiny, "--quota", "bond=-1"),
            run(tiny, "--quota", "money=9"),
            run(tiny, "--quota", "money=0"),
            run(low),
            run(open),
            run(bad),
            run(slow),
            run(empty),
            run(opposed),
            run(
                Campaigns.synthetic(
                    temp.resolve("generated"), 500, 4, Regime.LOGNORMAL, 1, OutputFormat.ARROW),
                "--strategy",
                "manual"));
    assertThat(results)
        .extracting(json -> RunResult.parse(json).outcome())
        .contains(RunOutcome.values());
    for (String json : results) {
      assertValid("result.schema.json", json);
      assertThat(RunResult.parse(json).toJson()).isEqualTo(json);
    }
    assertThat(RunResult.parse(results.get(10)).users()).isZero();
    assertThat(RunResult.parse(results.get(7)).unassigned()).isEqualTo(0);
  }

  @Test
  void theSchemasRefuseWhatIsWrong() throws IOException {
    String json = run(Campaigns.tiny(temp.resolve("tiny")));
    assertInvalid("result.schema.json", json.replace("\"outcome\" : \"", "\"outcome\" : \"x"));
    assertInvalid("result.schema.json", json.replace("\"users\" : 6", "\"users\" : null"));
    assertInvalid("result.schema.json", json.replace("\"threads\"", "\"treads\""));
    assertInvalid("manifest.schema.json", "{}");
  }
}
