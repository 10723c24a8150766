package eoca.inputs.campaign;

import eoca.inputs.config.Problems;
import eoca.inputs.config.YamlSource;
import eoca.inputs.error.EocaException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads campaign files. */
public final class CampaignFile {
  private static final YamlSource SOURCE =
      new YamlSource("campaign", "campaign.yaml", "Maybe start with campaign: my-campaign.");

  private CampaignFile() {}

  /**
   * Reads and validates a campaign file. Every problem of the file is told at once, each with line
   * and column.
   *
   * @param file the campaign file
   * @return the campaign; {@code file} as given
   * @throws EocaException exit 2 if the file is missing, unreadable or not a campaign
   */
  public static Campaign read(Path file) {
    return parse(file, SOURCE.bytes(file));
  }

  /**
   * Validates a campaign file's content.
   *
   * @param file what messages call it, and what {@code etv.path} is relative to
   * @param content UTF-8 YAML
   * @throws EocaException exit 2 if it is not a campaign
   */
  public static Campaign parse(Path file, byte[] content) {
    Problems problems = new Problems(file.toString(), "campaign");
    Optional<Campaign> campaign =
        SOURCE
            .text(content, problems)
            .flatMap(text -> SOURCE.document(file.toString(), text, problems))
            .flatMap(node -> campaign(file, node, problems));
    problems.throwIfAny();
    return campaign.orElseThrow(); // empty only with a problem
  }

  private static Optional<Campaign> campaign(Path file, Node node, Problems problems) {
    return new CampaignReader(file, problems).read(node);
  }
}
