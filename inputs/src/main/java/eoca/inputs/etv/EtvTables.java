package eoca.inputs.etv;

import eoca.inputs.error.EocaException;
import eoca.inputs.internal.Crew;
import eoca.inputs.internal.Gate;
import eoca.inputs.internal.Located;
import eoca.inputs.internal.MappedFile;
import eoca.inputs.internal.ScratchFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Opens ETV tables: Arrow IPC file and stream, Parquet, CSV and gzipped CSV, one or many parts. */
public final class EtvTables {
  /** Defects kept with a rejection; more are only counted. */
  public static final int DEFECT_CAP = 10_000;

  private EtvTables() {}

  /**
   * Opens and checks a table. Uncompressed Arrow columns of native type (float32 ETV, int8
   * tolerance, int64 or UTF-8 ids) are mapped and used in place; any other column is converted once
   * into the scratch folder. Hashing goes on in the background after this returns: {@link
   * EtvTable#files()} waits for it.
   *
   * @return the table; the caller closes it
   * @throws EocaException 7 if the path is missing, matches nothing, is not a regular file or can't
   *     be read, or scratch can't be written; 3 with located defects (in order of part, row and
   *     column; the first {@link #DEFECT_CAP} of all files, with the total in {@link
   *     EocaException#defectCount()}) if the content is rejected
   */
  public static EtvTable open(EtvRequest request) {
    List<PartFiles.Source> sources = PartFiles.find(request.base(), request.path(), "etv.path");
    Located located = new Located(DEFECT_CAP);
    List<MappedFile> mapped = new ArrayList<>();
    Scratch scratch = new Scratch(request);
    BackgroundHashing hashing = new BackgroundHashing(sources, request);
    boolean opened = false;
    try (Crew crew = new Crew("eoca-open", request.threads())) {
      hashing.start();
      List<PartLoader> loaders = new ArrayList<>();
      for (PartFiles.Source s : sources) {
        PartLoader l = PartLoader.of(s, request, located, mapped);
        if (l != null) {
          loaders.add(l);
        }
      }
      checkAlike(loaders, located);
      PartLoader.loadAll(loaders, request, crew, scratch);
      MappedFile converted = scratch.map();
      if (converted != null) {
        mapped.add(converted);
      }
      List<Part> parts = new ArrayList<>();
      for (PartLoader l : loaders) {
        parts.add(l.finish(converted));
      }
      EtvTable table = assemble(request, parts, mapped, hashing, located);
      findDuplicates((MappedUserIds) table.userIds(), table, crew, request, located);
      reject(located, sources.size());
      for (int i = 0; i < parts.size(); i++) {
        hashing.rows(i, parts.get(i).rows());
      }
      opened = true;
      return table;
    } finally {
      scratch.close();
      if (!opened) {
        hashing.close();
        mapped.forEach(MappedFile::close);
      }
    }
  }

  private static EtvTable assemble(
      EtvRequest request,
      List<Part> parts,
      List<MappedFile> mapped,
      BackgroundHashing hashing,
      Located located) {
    int[] firstUser = new int[parts.size() + 1];
    for (int p = 0; p < parts.size(); p++) {
      long users = (long) firstUser[p] + parts.get(p).rows();
      if (users > Integer.MAX_VALUE) {
        PartFiles.Source s = parts.get(p).source();
        located.addFile(
            s.index(), s.name(), "", users + " rows", "a table must have at most 2147483647 rows");
        reject(located, parts.size());
      }
      firstUser[p + 1] = (int) users;
    }
    Part[] array = parts.toArray(new Part[0]);
    Gate gate = new Gate("ETV table");
    List<String> funds = request.funds().stream().map(EtvRequest.FundColumn::fund).toList();
    return new MappedEtvTable(
        funds, array, firstUser, gate, new MappedUserIds(array, firstUser, gate), mapped, hashing);
  }

  /** Ids are text in all parts, or int64 in all; a CSV part adapts. */
  private static void checkAlike(List<PartLoader> loaders, Located located) {
    PartLoader first = null;
    for (PartLoader l : loaders) {
      if (l.idsAreText() == null) {
        continue;
      }
      if (first == null) {
        first = l;
      } else if (!first.idsAreText().equals(l.idsAreText())) {
        PartFiles.Source s = l.source();
        located.addFile(
            s.index(),
            s.name(),
            "",
            l.idsAreText() ? "text" : "int64",
            "user ids must have one type in all parts ("
                + (first.idsAreText() ? "text" : "int64")
                + " in "
                + first.source().name()
                + ")");
      }
    }
  }

  private static void findDuplicates(
      MappedUserIds ids, EtvTable table, Crew crew, EtvRequest request, Located located) {
    if (located.idsBroken()) {
      return;
    }
    long memory = Math.min(request.memoryBytes(), Runtime.getRuntime().maxMemory()) / 4;
    int[] told = {0};
    long all =
        new DuplicateCheck(ids, table.users(), crew, memory, request.progress())
            .run(
                (user, first) -> {
                  EtvTable.Location at = table.location(user);
                  EtvTable.Location before = table.location(first);
                  String where =
                      before.file().equals(at.file())
                          ? "row " + before.row()
                          : before.file() + ", row " + before.row();
                  located.add(
                      ids.part(user),
                      at.file(),
                      at.row(),
                      -1,
                      request.userColumn(),
                      () -> ids.id(user),
                      "user id must be unique (first in " + where + ")");
                  return ++told[0] < DEFECT_CAP;
                });
    located.count(Math.max(0, all - told[0]));
  }

  private static void reject(Located located, int files) {
    long n = located.count();
    if (n > 0) {
      throw EocaException.rejected(
          String.format(
              Locale.ROOT,
              "input data rejected: %,d defect%s in the ETV table (%,d file%s)",
              n,
              n == 1 ? "" : "s",
              files,
              files == 1 ? "" : "s"),
          "Maybe the job that makes the ETV table went wrong; mend the rows listed and run again.",
          located.first(),
          n);
    }
  }

  /** The scratch file, created when first needed. */
  private static final class Scratch implements Supplier<ScratchFile>, AutoCloseable {
    private final EtvRequest request;
    private ScratchFile file;

    Scratch(EtvRequest request) {
      this.request = request;
    }

    @Override
    public synchronized ScratchFile get() {
      if (file == null) {
        file = new ScratchFile(request.scratch());
      }
      return file;
    }

    synchronized MappedFile map() {
      return file == null ? null : file.map();
    }

    @Override
    public synchronized void close() {
      if (file != null) {
        file.close();
      }
    }
  }
}
