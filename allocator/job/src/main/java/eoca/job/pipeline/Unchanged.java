package eoca.job.pipeline;

import eoca.inputs.campaign.Quotas;
import eoca.inputs.etv.InputFile;
import eoca.job.model.Manifest;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a run would do again what the published run did: the same ETV bytes in the same order,
 * and a campaign that asks for the same (comments and spelling of the file do not count, nor do
 * threads or limits).
 */
final class Unchanged {
  private Unchanged() {}

  static boolean sincePublished(RunState state, CampaignRuns runs) {
    if (state.previousId == null) {
      return false;
    }
    Manifest published = RunFolder.open(runs.run(state.previousId)).intactManifest();
    if (published == null || !published.certify().equals(state.request.certify().id())) {
      return false;
    }
    Map<String, Object> before = comparable(Manifest.campaignTree(published.campaign(), null));
    Map<String, Object> now =
        comparable(
            Manifest.campaignTree(
                Quotas.resolve(state.campaign, state.participants.quotaUsers(), state.overrides)
                    .campaign(),
                null));
    return before.equals(now)
        && hashesOf(published, Manifest.ETV).equals(hashes(state.table.files()))
        && hashesOf(published, Manifest.LOCKED).equals(hashes(state.participants.lockedFiles()));
  }

  private static Map<String, Object> comparable(Map<String, Object> campaign) {
    Map<String, Object> tree = new LinkedHashMap<>(campaign);
    tree.remove("file");
    tree.remove("limits");
    tree.remove("publish");
    tree.remove("keep_inputs");
    // Where the table lies does not matter, what is in it does: a run that scores has one of its
    // own.
    for (String input : List.of("etv", "locked")) {
      if (tree.get(input) instanceof Map<?, ?> location) {
        Map<Object, Object> columns = new LinkedHashMap<>(location);
        columns.remove("path");
        tree.put(input, columns);
      }
    }
    return tree;
  }

  private static List<String> hashesOf(Manifest manifest, String role) {
    return Manifest.ofRole(manifest.inputs(), role).stream().map(Unchanged::nameAndHash).toList();
  }

  private static String nameAndHash(FileEntry entry) {
    return Path.of(entry.path()).getFileName() + " " + entry.sha256();
  }

  private static List<String> hashes(List<InputFile> files) {
    List<String> hashes = new ArrayList<>();
    for (InputFile file : files) {
      hashes.add(file.path().getFileName() + " " + file.sha256());
    }
    return hashes;
  }
}
