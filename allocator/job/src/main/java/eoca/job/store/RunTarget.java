package eoca.job.store;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.files.NewFolder;
import eoca.inputs.files.PathLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a run will lie: under the campaign's runs, or exactly in a folder that was asked for. */
public final class RunTarget {
  private final CampaignRuns runs;
  private final String runId;
  private final Path out;

  private RunTarget(CampaignRuns runs, String runId, Path out) {
    this.runs = runs;
    this.runId = runId;
    this.out = out;
  }

  /** {@code <runs>/<campaign>/<run-id>/}. */
  public static RunTarget underRuns(CampaignRuns runs, String runId) {
    return new RunTarget(runs, runId, null);
  }

  /**
   * Exactly {@code DIR}.
   *
   * @throws EocaException USAGE if something other than an empty folder is there
   */
  public static RunTarget folder(Path dir, String runId) {
    return new RunTarget(null, runId, NewFolder.check(dir, "--out"));
  }

  /**
   * Checks again that {@code --out} is absent or empty; nothing to check under runs.
   *
   * @throws EocaException USAGE if it is not; FILE_SYSTEM if it can't be told
   */
  void checkFree() {
    if (out != null) {
      NewFolder.check(out, "--out");
    }
  }

  /** The run's id. */
  public String runId() {
    return runId;
  }

  /** The runs of the campaign, or null with {@code --out}. */
  public CampaignRuns runs() {
    return runs;
  }

  /** Where the completed run will lie, absolute. */
  public Path destination() {
    return out == null ? runs.run(runId).toAbsolutePath().normalize() : out;
  }

  /** Where the run will lie if it fails, absolute. */
  public Path failedDestination() {
    return out == null
        ? runs.failed(runId).toAbsolutePath().normalize()
        : out.resolveSibling(out.getFileName() + ".failed");
  }

  /** The staging folder, beside the destination. */
  Path staging() {
    return out == null
        ? runs.folder().toAbsolutePath().normalize().resolve(CampaignRuns.STAGING_PREFIX + runId)
        : out.resolveSibling("." + out.getFileName() + ".staging");
  }

  /** Where what an interrupted run had scored waits for the next one. */
  Path scores() {
    return out == null
        ? runs.scores().toAbsolutePath().normalize()
        : out.resolveSibling("." + out.getFileName() + CampaignRuns.SCORES);
  }

  /** Takes the lock that this target needs. */
  PathLock lock() {
    if (out == null) {
      return runs.lock();
    }
    try {
      Files.createDirectories(out.getParent());
    } catch (IOException e) {
      throw FileErrors.of("create", out.getParent(), e);
    }
    return PathLock.take(
        out.resolveSibling("." + out.getFileName() + ".staging.lock"), "--out (" + out + ")", true);
  }
}
