package eoca.console;

import eoca.inputs.error.EocaException;
import eoca.job.model.Json;
import eoca.job.model.RunResult;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import eoca.job.store.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The runs that pages show, by name: a request never names a path. */
final class Runs {
  private static final String STAGING = ".staging-";

  private final Path folder;

  Runs(Path folder) {
    this.folder = folder;
  }

  /**
   * One run of a list.
   *
   * @param result null where it can't be read
   */
  record Entry(String campaign, String id, boolean current, boolean failed, RunResult result) {
    String name() {
      return campaign + "/" + id;
    }
  }

  /** A run on its way, with the phases it has behind it. */
  record Running(String campaign, String id, List<String> phases) {}

  /** The folder of all runs. */
  Path folder() {
    return folder;
  }

  /** Every campaign. */
  List<String> campaigns() {
    return RunFolder.campaigns(folder);
  }

  /** The runs of a campaign, newest first. */
  List<Entry> of(String campaign) {
    CampaignRuns runs = new CampaignRuns(folder, campaign);
    String current = runs.current();
    List<Entry> entries = new ArrayList<>();
    for (String id : runs.completed()) {
      entries.add(new Entry(campaign, id, id.equals(current), false, result(runs.run(id))));
    }
    for (String id : runs.failed()) {
      entries.add(new Entry(campaign, id, false, true, result(runs.failed(id))));
    }
    Collections.reverse(entries);
    return entries;
  }

  private static RunResult result(Path run) {
    try {
      return RunFolder.open(run).result();
    } catch (EocaException e) {
      return null;
    }
  }

  /** Runs of a campaign that are being made, by whatever process. */
  List<Running> running(String campaign) {
    List<Running> running = new ArrayList<>();
    Path home = new CampaignRuns(folder, campaign).folder();
    try (Stream<Path> entries = Files.list(home)) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (name.startsWith(STAGING) && Files.isDirectory(entry)) {
          running.add(
              new Running(
                  campaign, name.substring(STAGING.length()), phases(entry.resolve("log.jsonl"))));
        }
      }
    } catch (IOException e) {
      return running; // it is being moved into place
    }
    return running;
  }

  private static List<String> phases(Path log) {
    List<String> phases = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
        if (Json.read(line) instanceof Map<?, ?> event && "phase".equals(event.get("event"))) {
          phases.add((String) event.get("name"));
        }
      }
    } catch (IOException e) {
      return phases; // half a line, or it has just been moved
    }
    return phases;
  }

  /**
   * A completed run by {@code campaign/run-id}.
   *
   * @throws Refusal 404 if the name is of another form or there is none
   */
  RunFolder find(String name) {
    String[] words = name.split("/", -1);
    if (words.length == 2 && words[0].matches("[a-z0-9-]{1,200}") && RunId.isRunId(words[1])) {
      Path run = new CampaignRuns(folder, words[0]).run(words[1]);
      if (Files.isDirectory(run)) {
        return RunFolder.open(run);
      }
    }
    throw new Refusal(404, "There is no such run.");
  }

  /** A campaign that has runs. */
  CampaignRuns campaign(String name) {
    if (!campaigns().contains(name)) {
      throw new Refusal(404, "There is no such campaign.");
    }
    return new CampaignRuns(folder, name);
  }
}
