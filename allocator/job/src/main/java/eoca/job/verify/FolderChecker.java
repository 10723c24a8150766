package eoca.job.verify;

import eoca.inputs.Progress;
import eoca.inputs.error.FileErrors;
import eoca.inputs.etv.InputFile;
import eoca.inputs.files.FileHash;
import eoca.job.model.Manifest;
import eoca.job.model.Manifest.FileEntry;
import eoca.job.model.Manifest.Kept;
import eoca.job.model.RunFiles;
import eoca.job.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Holds the files of a run folder against its manifest: presence, size, SHA-256, nothing extra. */
public final class FolderChecker {
  private FolderChecker() {}

  /**
   * Checks the outputs.
   *
   * @return what is wrong, with the file's name; empty if all is as it should be
   */
  public static List<String> outputs(RunFolder run, Manifest manifest, int threads) {
    List<String> findings = new ArrayList<>();
    findings.addAll(files(run, manifest.outputs(), threads));
    Set<String> known = new HashSet<>(Set.of(RunFiles.MANIFEST, RunFiles.MANIFEST_HASH));
    manifest.outputs().forEach(output -> known.add(output.path()));
    try (Stream<Path> entries = Files.list(run.path())) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !known.contains(name) && name.startsWith("assignment"))
          .sorted()
          .forEach(name -> findings.add(name + ": is not in the manifest"));
    } catch (IOException e) {
      throw FileErrors.of("list", run.path(), e);
    }
    return findings;
  }

  /**
   * Checks files by size and hash.
   *
   * @param entries of a manifest; paths relative to the run folder
   */
  static List<String> files(RunFolder run, List<FileEntry> entries, int threads) {
    List<String> findings = new ArrayList<>();
    List<FileEntry> present = new ArrayList<>();
    for (FileEntry entry : entries) {
      Path file = run.source(entry);
      if (!Files.isRegularFile(file)) {
        findings.add(entry.path() + ": is missing");
      } else if (size(file) != entry.bytes()) {
        findings.add(
            entry.path()
                + ": has "
                + size(file)
                + " bytes, the manifest says "
                + entry.bytes()
                + writtenOver(entry));
      } else {
        present.add(entry);
      }
    }
    List<Path> paths = present.stream().map(run::source).toList();
    List<FileHash.Hashed> hashes = FileHash.sha256(paths, threads, Progress.NONE);
    for (int i = 0; i < hashes.size(); i++) {
      if (!hashes.get(i).sha256().equals(present.get(i).sha256())) {
        findings.add(
            present.get(i).path()
                + ": sha256 is "
                + hashes.get(i).sha256()
                + ", the manifest says "
                + present.get(i).sha256()
                + writtenOver(present.get(i)));
      }
    }
    return findings;
  }

  /** Holds the files of an open table against the manifest's. */
  static List<String> compare(List<FileEntry> entries, List<InputFile> files) {
    List<String> findings = new ArrayList<>();
    if (entries.size() != files.size()) {
      findings.add(
          "the ETV table has " + files.size() + " files, the manifest says " + entries.size());
    }
    for (int i = 0; i < Math.min(entries.size(), files.size()); i++) {
      FileEntry entry = entries.get(i);
      InputFile file = files.get(i);
      if (!entry.sha256().equals(file.sha256())) {
        findings.add(
            entry.path()
                + ": sha256 is "
                + file.sha256()
                + " ("
                + file.bytes()
                + " bytes), the manifest says "
                + entry.sha256()
                + " ("
                + entry.bytes()
                + " bytes)"
                + writtenOver(entry));
      }
    }
    return findings;
  }

  /** What must have happened to a link that has other bytes. */
  private static String writtenOver(FileEntry entry) {
    return entry.kept() != null && entry.kept().how().equals(Kept.LINK)
        ? "; the run keeps a hard link, so the file was written over in place: keep_inputs: copy"
            + " survives that, and so does writing beside it and renaming"
        : "";
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw FileErrors.of("read", file, e);
    }
  }
}
