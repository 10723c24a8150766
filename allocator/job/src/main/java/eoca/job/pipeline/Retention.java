package eoca.job.pipeline;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.files.DurableFiles;
import eoca.job.store.CampaignRuns;
import eoca.job.store.KeptInputs;
import eoca.job.store.RunFolder;
import eoca.job.store.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes old runs of a campaign. Never removed: the published run; the one a roll back would go
 * to; the parents of both and of every run that stays, so that no run's origin is lost; a run whose
 * manifest can't be read (a person should look at it).
 *
 * @param keep newest completed runs that stay in any case
 * @param completedBefore completed runs may go if they are older
 * @param failedBefore failed runs go if they are older, and what an interrupted run had scored
 */
public record Retention(int keep, Instant completedBefore, Instant failedBefore) {

  /**
   * Removes what may go, under the campaign's lock.
   *
   * @param dryRun whether to remove nothing
   * @return the folders, oldest first, and what they hold
   * @throws EocaException LOCKED or FILE_SYSTEM
   */
  public Removed apply(CampaignRuns campaign, boolean dryRun) {
    return campaign
        .lock()
        .during(
            () -> {
              List<Path> going = going(campaign);
              long bytes = KeptInputs.bytesOf(going);
              if (!dryRun) {
                going.forEach(run -> remove(campaign, run));
              }
              return new Removed(going, bytes);
            });
  }

  /**
   * What went, or would go.
   *
   * @param runs the folders, oldest first
   * @param bytes what becomes free: inputs that another run keeps, or that lie elsewhere too, are
   *     not counted
   */
  public record Removed(List<Path> runs, long bytes) {}

  private List<Path> going(CampaignRuns campaign) {
    List<String> completed = campaign.completed();
    Set<String> stays = new HashSet<>();
    String current = campaign.current();
    if (current != null) {
      stays.add(current);
    }
    List<String> published = campaign.published();
    for (int i = published.size() - 1; i >= 0; i--) {
      if (!published.get(i).equals(current) && completed.contains(published.get(i))) {
        stays.add(published.get(i)); // where a roll back goes
        break;
      }
    }
    for (int i = 0; i < completed.size(); i++) {
      String id = completed.get(i);
      if (i >= completed.size() - keep || !RunId.instant(id).isBefore(completedBefore)) {
        stays.add(id);
      }
    }
    completed.stream().filter(id -> !isReadable(campaign, id)).forEach(stays::add);
    for (String id : List.copyOf(stays)) {
      addParents(campaign, id, stays);
    }
    List<Path> going = new ArrayList<>();
    completed.stream().filter(id -> !stays.contains(id)).map(campaign::run).forEach(going::add);
    campaign.failed().stream()
        .filter(id -> RunId.instant(id).isBefore(failedBefore))
        .map(campaign::failed)
        .forEach(going::add);
    if (isOlder(campaign.scores(), failedBefore)) {
      going.add(campaign.scores());
    }
    return going;
  }

  private static boolean isOlder(Path folder, Instant before) {
    try {
      return Files.isDirectory(folder)
          && Files.getLastModifiedTime(folder).toInstant().isBefore(before);
    } catch (IOException e) {
      throw FileErrors.of("read", folder, e);
    }
  }

  private static boolean isReadable(CampaignRuns campaign, String id) {
    try {
      RunFolder.open(campaign.run(id)).manifest();
      return true;
    } catch (EocaException e) {
      return false;
    }
  }

  private static void addParents(CampaignRuns campaign, String child, Set<String> stays) {
    String id = child;
    while (id != null && Files.isDirectory(campaign.run(id)) && isReadable(campaign, id)) {
      String parent = RunFolder.open(campaign.run(id)).manifest().parent();
      id = parent == null ? null : parent.substring(parent.lastIndexOf('/') + 1);
      if (id != null && !stays.add(id)) {
        return;
      }
    }
  }

  /** Out of sight in one move, then deleted: a crash between leaves what the next run removes. */
  private static void remove(CampaignRuns campaign, Path run) {
    Path away = campaign.removing(run.getFileName().toString());
    try {
      Files.move(run, away, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.deleteTree(away);
    } catch (IOException e) {
      throw FileErrors.of("remove", run, e);
    }
  }
}
