package eoca.console;

import eoca.job.model.Json;
import eoca.job.model.RunFiles;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import eoca.job.store.RunId;
import eoca.job.store.RunQuery;
import eoca.job.store.RunQuery.Listed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The runs that pages show, by name: a request never names a path. */
final class Runs {
  private static final String STAGING = ".staging-";

  private static final RunQuery COMPLETED =
      new RunQuery(RunQuery.State.COMPLETED, null, null, null, null, null);

  private static final long LARGEST_REPORT = 64L << 20;

  private final Path folder;

  Runs(Path folder) {
    this.folder = folder;
  }

  /** A phase that a run has behind it. */
  record Phase(String name, double seconds) {}

  /**
   * A run on its way.
   *
   * @param alive false if its process is gone
   * @param since when it started, or null
   * @param lastEvent when its last phase ended, or null
   */
  record Running(
      String campaign,
      String id,
      boolean alive,
      Instant since,
      Instant lastEvent,
      List<Phase> phases) {
    String name() {
      return campaign + "/" + id;
    }
  }

  /** The folder of all runs. */
  Path folder() {
    return folder;
  }

  /** Every campaign. */
  List<String> campaigns() {
    return RunFolder.campaigns(folder);
  }

  /** Changes whenever a list of runs does. */
  String stamp() {
    StringBuilder stamp = new StringBuilder();
    for (String name : campaigns()) {
      CampaignRuns campaign = new CampaignRuns(folder, name);
      stamp.append(name).append(campaign.current());
      stamp.append(campaign.completed()).append(campaign.failed());
    }
    return UUID.nameUUIDFromBytes(stamp.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** A campaign's runs that are as asked, newest first. */
  List<Listed> of(String campaign, RunQuery query) {
    List<Listed> runs = new ArrayList<>(query.of(new CampaignRuns(folder, campaign), false));
    runs.sort(Comparator.comparing((Listed listed) -> listed.run().id()).reversed());
    return runs;
  }

  /** A campaign's last completed runs, newest first. */
  List<Listed> last(String campaign, int most) {
    List<Listed> runs = of(campaign, COMPLETED);
    return runs.subList(0, Math.min(most, runs.size()));
  }

  /** Runs of all campaigns that are being made, by whatever process. */
  List<Running> running() {
    return campaigns().stream().flatMap(campaign -> running(campaign).stream()).toList();
  }

  /** Runs of a campaign that are being made, by whatever process, or were when it was killed. */
  List<Running> running(String campaign) {
    List<Running> running = new ArrayList<>();
    Path home = new CampaignRuns(folder, campaign).folder();
    try (Stream<Path> entries = Files.list(home)) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        String id = name.startsWith(STAGING) ? name.substring(STAGING.length()) : "";
        if (RunId.isRunId(id) && Files.isDirectory(entry)) {
          running.add(followed(campaign, id, holderLives(home), entry.resolve(RunFiles.LOG)));
        }
      }
    } catch (IOException e) {
      return running; // it is being moved into place
    }
    return running;
  }

  /** Whether the process that the lock names is there; true where nobody can tell. */
  private static boolean holderLives(Path home) {
    try (Stream<String> lines = Files.lines(home.resolve(".lock"), StandardCharsets.UTF_8)) {
      String pid = lines.findFirst().orElse("").strip();
      return !pid.matches("[0-9]{1,18}")
          || ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    } catch (IOException e) {
      return true;
    }
  }

  private static Running followed(String campaign, String id, boolean alive, Path log) {
    List<Phase> phases = new ArrayList<>();
    Instant since = null;
    Instant last = null;
    try {
      for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
        if (!(Json.read(line) instanceof Map<?, ?> event)) {
          continue;
        }
        Instant at = Instant.parse(String.valueOf(event.get("at")));
        if ("started".equals(event.get("event"))) {
          since = at;
        } else if ("phase".equals(event.get("event"))
            && event.get("name") instanceof String name
            && event.get("wall_seconds") instanceof Number seconds) {
          phases.add(new Phase(name, seconds.doubleValue()));
          last = at;
        }
      }
    } catch (IOException | DateTimeParseException e) {
      return new Running(campaign, id, alive, since, last, phases); // half a line, or just moved
    }
    return new Running(campaign, id, alive, since, last, phases);
  }

  /**
   * A completed run by {@code campaign/run-id}.
   *
   * @throws Refusal 404 if the name is of another form or there is none
   */
  RunFolder find(String name) {
    Path run = place(name, false);
    if (run != null) {
      return RunFolder.open(run);
    }
    throw new Refusal(404, "There is no such run.");
  }

  /** Where a run of this name lies, or null. */
  Path place(String name, boolean failed) {
    String[] words = name.split("/", -1);
    if (words.length != 2 || !words[0].matches("[a-z0-9-]{1,200}") || !RunId.isRunId(words[1])) {
      return null;
    }
    CampaignRuns campaign = new CampaignRuns(folder, words[0]);
    Path run = failed ? campaign.failed(words[1]) : campaign.run(words[1]);
    return Files.isDirectory(run) ? run : null;
  }

  /** A campaign that has runs. */
  CampaignRuns campaign(String name) {
    if (!campaigns().contains(name)) {
      throw new Refusal(404, "There is no such campaign.");
    }
    return new CampaignRuns(folder, name);
  }

  /** The figures of the charts in a run's report, or null where there is none to read. */
  static Map<?, ?> reportFigures(RunFolder run) {
    Path report = run.resolve(RunFiles.REPORT);
    try {
      if (Files.size(report) > LARGEST_REPORT) {
        return null;
      }
      String html = Files.readString(report, StandardCharsets.UTF_8);
      String mark = "<script type=\"application/json\" id=\"data\">";
      int from = html.indexOf(mark);
      int to = from < 0 ? -1 : html.indexOf("</script>", from);
      Object tree = to < 0 ? null : Json.read(html.substring(from + mark.length(), to));
      return tree instanceof Map<?, ?> map && map.get("phases") instanceof List<?> ? map : null;
    } catch (IOException e) {
      return null;
    }
  }
}
