package eoca.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.CampaignFile;
import eoca.inputs.error.EocaException;
import eoca.inputs.synthetic.Regime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference pages say what the code does. */
final class DocsTest {
  private static final Path REFERENCE = Path.of("../docs/reference");

  private static String page(String name) throws IOException {
    return Files.readString(REFERENCE.resolve(name));
  }

  private static String block(String page, String language) {
    Matcher matcher =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static Campaign read(String yaml) {
    return CampaignFile.parse(Path.of("campaign.yaml"), yaml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theExampleOfTheCampaignFileIsACampaign() throws IOException {
    assertThat(read(block(page("campaign.md"), "yaml")).funds()).hasSize(3);
  }

  @Test
  void theExampleOfAnErrorIsWhatIsTold() throws IOException {
    String page = page("campaign.md");
    String wrong = block(page, "yaml").replace("strategy:", "stratgy:");
    EocaException e = catchThrowableOfType(EocaException.class, () -> read(wrong));
    assertThat(page).contains("```\n" + e.getMessage() + "\n" + e.hint() + "\n```");
  }

  @Test
  void everyKeyOfTheSchemaIsInTheTable() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(page("campaign.schema.json"));
    Set<String> keys = new TreeSet<>();
    schema.get("properties").fieldNames().forEachRemaining(keys::add);
    add(keys, "funds[].", schema.at("/definitions/fund/properties"));
    add(keys, "etv.", schema.at("/definitions/etv/properties"));
    add(keys, "output.", schema.at("/properties/output/properties"));
    add(keys, "limits.", schema.at("/properties/limits/properties"));
    add(keys, "predict.", schema.at("/properties/predict/properties"));
    add(keys, "publish.", schema.at("/properties/publish/properties"));
    keys.removeAll(Set.of("etv", "output", "limits", "publish")); // told by their own keys
    Set<String> told = new TreeSet<>();
    Matcher rows = Pattern.compile("(?m)^\\| `([^`]+)` \\|").matcher(page("campaign.md"));
    while (rows.find()) {
      told.add(rows.group(1));
    }
    assertThat(told).isEqualTo(keys);
  }

  private static void add(Set<String> keys, String prefix, JsonNode properties) {
    properties.fieldNames().forEachRemaining(name -> keys.add(prefix + name));
  }

  @Test
  void everyRegimeIsInTheTable() throws IOException {
    String page = page("generate.md");
    for (Regime regime : Regime.values()) {
      assertThat(page).contains("\n| `" + regime.id() + "` | ");
    }
  }
}
