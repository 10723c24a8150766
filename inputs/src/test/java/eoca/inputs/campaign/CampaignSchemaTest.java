package eoca.inputs.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import eoca.inputs.campaign.BadCampaigns.Bad;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The schema that editors use and the reader say the same about every example. */
final class CampaignSchemaTest {
  private static Schema schema;
  private static String text;

  @BeforeAll
  static void load() throws IOException {
    try (InputStream in = Campaign.class.getResourceAsStream("campaign.schema.json")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(text);
  }

  private static List<Error> errors(String yaml) throws JsonProcessingException {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    Object document = new Load(settings).loadFromString(yaml);
    return schema.validate(new ObjectMapper().writeValueAsString(document), InputFormat.JSON);
  }

  static List<Bad> bad() {
    return BadCampaigns.all().stream().filter(Bad::schema).toList();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void seesWhatTheReaderSees(Bad bad) throws JsonProcessingException {
    assertThat(errors(bad.yaml())).as("%s", bad.yaml()).isNotEmpty();
  }

  @Test
  void acceptsWhatTheReaderAccepts() throws JsonProcessingException {
    assertThat(errors(BadCampaigns.GOOD)).isEmpty();
    assertThat(errors(CampaignFileTest.JUNE)).isEmpty();
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 300; round++) {
      Campaign campaign = RandomCampaigns.next(random);
      assertThat(errors(CampaignWriter.brief(campaign))).as("%s", campaign).isEmpty();
      assertThat(errors(CampaignWriter.full(campaign))).as("%s", campaign).isEmpty();
    }
  }

  @Test
  void theShippedAndThePublishedSchemaAreOne() throws IOException {
    assertThat(Path.of("../docs/reference/campaign.schema.json")).hasContent(text);
    assertThat(Files.readString(Path.of("../docs/reference/campaign.schema.json"))).isEqualTo(text);
  }
}
