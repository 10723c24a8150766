package eoca.job.cli;

import eoca.job.model.Json;
import eoca.job.pipeline.Publication;
import eoca.job.pipeline.Retention;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca gc}: removes old runs. */
@Command(
    name = "gc",
    description = {
      "Remove old runs. The published run, the one a rollback would go to, and their parents always"
          + " stay."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca gc --dry-run",
      "  eoca gc june-funds --keep 7 --days 30",
      "  eoca gc --failed-days 3 --json"
    })
public final class GcCommand implements Callable<Integer> {
  private final Clock clock;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CAMPAIGN",
      description = "Only this campaign's runs.")
  private String campaign;

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "14",
      converter = Converters.OfCount.class,
      description = "Newest completed runs that stay in any case (default: ${DEFAULT-VALUE}).")
  private Integer keep;

  @Option(
      names = "--days",
      paramLabel = "D",
      defaultValue = "30",
      converter = Converters.OfCount.class,
      description = "Completed runs stay this many days (default: ${DEFAULT-VALUE}).")
  private Integer days;

  @Option(
      names = "--failed-days",
      paramLabel = "D",
      defaultValue = "30",
      converter = Converters.OfCount.class,
      description = "Failed runs stay this many days (default: ${DEFAULT-VALUE}).")
  private Integer failedDays;

  @Option(names = "--dry-run", description = "Tell what would go, and remove nothing.")
  private boolean dryRun;

  @Mixin private RunsDirOption runs;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /** A command with a clock. */
  public GcCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    List<CampaignRuns> campaigns = new ArrayList<>();
    if (campaign != null) {
      campaigns.add(Publication.campaign(campaign, runs.runsDir));
    } else {
      RunFolder.campaigns(runs.runsDir)
          .forEach(name -> campaigns.add(new CampaignRuns(runs.runsDir, name)));
    }
    Instant now = clock.instant();
    Retention retention =
        new Retention(
            keep, now.minus(Duration.ofDays(days)), now.minus(Duration.ofDays(failedDays)));
    List<Path> gone = new ArrayList<>();
    long bytes = 0;
    for (CampaignRuns one : campaigns) {
      Retention.Removed removed = retention.apply(one, dryRun);
      gone.addAll(removed.runs());
      bytes += removed.bytes();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("dry_run", dryRun);
      tree.put("removed", gone.stream().map(Path::toString).toList());
      tree.put("bytes", bytes);
      out.print(Json.pretty(tree));
    } else {
      gone.forEach(
          run -> out.println((dryRun ? "would remove " : "removed ") + ResultTable.shown(run)));
      out.println(gone.size() + (gone.size() == 1 ? " run, " : " runs, ") + TextTable.bytes(bytes));
    }
    out.flush();
    return 0;
  }
}
