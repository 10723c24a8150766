package eoca.job.cli;

import eoca.job.notify.Calls;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who hears how a run ended: options of the nightly job. */
final class CallOptions {
  @Option(
      names = "--on-success",
      paramLabel = "COMMAND",
      description =
          "A shell command to start after exit 0; EOCA_CAMPAIGN, EOCA_RUN_ID, EOCA_FOLDER,"
              + " EOCA_EXIT, EOCA_OUTCOME, EOCA_PUBLISHED and EOCA_MESSAGE tell it what happened.")
  private String onSuccess;

  @Option(
      names = "--on-failure",
      paramLabel = "COMMAND",
      description = "The same after every other exit but 99.")
  private String onFailure;

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      converter = OfUrl.class,
      description = "Gets a JSON summary of the run by POST.")
  private URI webhook;

  @Option(
      names = "--push-metrics",
      paramLabel = "URL",
      converter = OfUrl.class,
      description = "Gets metrics.prom by PUT, as a Prometheus Pushgateway takes it.")
  private URI metrics;

  @Option(
      names = "--push-lineage",
      paramLabel = "URL",
      converter = OfUrl.class,
      description = "Gets lineage.json by POST, as an OpenLineage collector takes it.")
  private URI lineage;

  Calls calls() {
    return new Calls(onSuccess, onFailure, webhook, metrics, lineage);
  }

  /** A web address. */
  static final class OfUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        URI address = new URI(text);
        String scheme = String.valueOf(address.getScheme());
        if ((scheme.equals("http") || scheme.equals("https")) && address.getHost() != null) {
          return address;
        }
      } catch (URISyntaxException e) {
        throw new TypeConversionException("expected a web address, found (" + text + ")");
      }
      throw new TypeConversionException(
          "expected a web address with http or https, found (" + text + ")");
    }
  }
}
