package eoca.job.store;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.error.FileErrors;
import eoca.inputs.error.Suggestions;
import eoca.job.model.Manifest;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.model.RunFiles;
import eoca.job.model.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A completed run on disk. */
public final class RunFolder {
  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /** The run in a folder, which need not be intact. */
  public static RunFolder open(Path folder) {
    return new RunFolder(folder.toAbsolutePath().normalize());
  }

  /**
   * The run that an argument names: a folder, {@code campaign/run-id}, or {@code campaign} (its
   * published run).
   *
   * @throws EocaException USAGE if there is no such run
   */
  public static RunFolder find(String run, Path runs) {
    Path path = path(run);
    if (looksLikeRun(path)) {
      return open(path);
    }
    String[] words = run.split("/", -1);
    if (words.length == 2 && isName(words[0]) && RunId.isRunId(words[1])) {
      Path folder = new CampaignRuns(runs, words[0]).run(words[1]);
      if (looksLikeRun(folder)) {
        return open(folder);
      }
    }
    if (words.length == 1 && isName(run)) {
      CampaignRuns campaign = new CampaignRuns(runs, run);
      String current = campaign.current();
      if (current != null) {
        return open(campaign.run(current));
      }
      if (!campaign.completed().isEmpty()) {
        throw EocaException.usage(
            "RUN names a campaign that has no published run (" + run + ")",
            "Maybe " + run + "/" + last(campaign.completed()) + ".");
      }
    }
    throw EocaException.usage(
        "RUN must be a run folder, campaign/run-id or a campaign (" + run + ")",
        Suggestions.maybe(run, known(runs)));
  }

  private static Path path(String run) {
    try {
      return Path.of(run);
    } catch (InvalidPathException e) {
      throw EocaException.usage("RUN is not a path (" + run + ")", "See 'eoca runs'.");
    }
  }

  private static boolean isName(String word) {
    return word.matches("[a-z0-9-]+");
  }

  private static String last(List<String> list) {
    return list.get(list.size() - 1);
  }

  /** Whether a folder has at least one of the files that only run folders have. */
  private static boolean looksLikeRun(Path path) {
    return Files.isDirectory(path)
        && (Files.exists(path.resolve(RunFiles.MANIFEST))
            || Files.exists(path.resolve(RunFiles.MANIFEST_HASH)));
  }

  private static List<String> known(Path runs) {
    List<String> known = new ArrayList<>();
    for (String campaign : campaigns(runs)) {
      known.add(campaign);
      new CampaignRuns(runs, campaign).completed().forEach(id -> known.add(campaign + "/" + id));
    }
    return known;
  }

  /** The names of the campaigns that have runs, in order. */
  public static List<String> campaigns(Path runs) {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(runs)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(RunFolder::isName)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw FileErrors.of("list", runs, e);
    }
  }

  /** The folder, absolute. */
  public Path path() {
    return folder;
  }

  /** A file named in the manifest, whose paths are relative to the folder. */
  public Path resolve(String path) {
    return folder.resolve(path).normalize();
  }

  /** Where an input of the run can be read: the kept one, else where it was. */
  public Path source(FileEntry input) {
    Path kept = input.kept() == null ? null : resolve(input.kept().path());
    return kept != null && Files.exists(kept) ? kept : resolve(input.path());
  }

  /**
   * The manifest, if {@code manifest.sha256} agrees with it.
   *
   * @throws EocaException VERIFICATION if it does not, or either is missing or unreadable
   */
  public Manifest manifest() {
    Path file = folder.resolve(RunFiles.MANIFEST);
    try {
      String json = Files.readString(file, StandardCharsets.UTF_8);
      String hash =
          Files.readString(folder.resolve(RunFiles.MANIFEST_HASH), StandardCharsets.UTF_8);
      if (!hash.equals(ManifestFiles.hashLine(json))) {
        String hint =
            ManifestFiles.replacementPending(folder)
                ? "'eoca report' was interrupted: run it again to finish."
                : "The run folder was changed or its disk is failing: do not use this run.";
        throw new EocaException(
            ExitCode.VERIFICATION,
            "manifest.json and manifest.sha256 do not agree (" + folder + ")",
            hint);
      }
      return Manifest.parse(json);
    } catch (IOException e) {
      throw new EocaException(
          ExitCode.VERIFICATION,
          "the manifest can't be read (" + folder + "): " + e,
          "The run folder was changed or its disk is failing: do not use this run.",
          e);
    }
  }

  /** The manifest, or null where it is not intact. */
  public Manifest intactManifest() {
    try {
      return manifest();
    } catch (EocaException e) {
      return null;
    }
  }

  /**
   * The result.
   *
   * @throws EocaException VERIFICATION if the file is missing or broken
   */
  public RunResult result() {
    Path file = folder.resolve(RunFiles.RESULT);
    try {
      return RunResult.parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new EocaException(
          ExitCode.VERIFICATION,
          "the result can't be read (" + file + "): " + e.getMessage(),
          "The run folder was changed or its disk is failing: do not use this run.",
          e);
    }
  }
}
