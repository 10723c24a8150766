package eoca.inputs.etv;

import eoca.inputs.error.FileErrors;
import eoca.inputs.internal.Crew;
import eoca.inputs.internal.Gzip;
import eoca.inputs.internal.Located;
import eoca.inputs.internal.MappedFile;
import eoca.inputs.internal.ParquetStream;
import eoca.inputs.internal.ScratchFile;
import eoca.inputs.internal.arrow.ArrowFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** One part on its way into a table: found to be of a format, then loaded, then finished. */
abstract class PartLoader {
  private final PartFiles.Source source;

  PartLoader(PartFiles.Source source) {
    this.source = source;
  }

  PartFiles.Source source() {
    return source;
  }

  /** Whether ids are text; null if that is not known before loading, and adapts. */
  abstract Boolean idsAreText();

  /** Loads on a crew. */
  abstract void load(EtvRequest request, Crew crew, Supplier<ScratchFile> scratch);

  /** The part, once scratch is mapped (null if there is none). */
  abstract Part finish(MappedFile converted);

  /**
   * Looks at a file's first bytes, and its name where they don't tell; defects go to {@code
   * located}.
   *
   * @param mapped takes every mapping made
   * @return null if the file can't be loaded
   */
  static PartLoader of(
      PartFiles.Source s, EtvRequest request, Located located, List<MappedFile> mapped) {
    byte[] head = head(s);
    String name = s.path().getFileName().toString().toLowerCase(Locale.ROOT);
    if (ArrowFile.isFile(head)
        || ArrowFile.isStream(head)
        || name.endsWith(".arrow")
        || name.endsWith(".arrows")
        || name.endsWith(".feather")) {
      return arrow(s, request, located, mapped);
    }
    if (ParquetStream.isParquet(head) || name.endsWith(".parquet")) {
      return ParquetLoader.open(s, request, located);
    }
    if (Gzip.isGzip(head)) {
      return CsvLoader.open(s, request, located, true);
    }
    if (name.endsWith(".csv")) {
      return CsvLoader.open(s, request, located, false);
    }
    located.addFile(
        s.index(), s.name(), "", describe(head), "must be Arrow, Parquet, CSV or gzipped CSV");
    return null;
  }

  /** What a file seems to be that we do not read. */
  private static String describe(byte[] head) {
    if (head.length == 0) {
      return "empty file";
    }
    if (head[0] == 'P' && head.length > 1 && head[1] == 'K') {
      return "zip";
    }
    return new String(head, 0, Math.min(4, head.length), StandardCharsets.ISO_8859_1);
  }

  private static byte[] head(PartFiles.Source s) {
    try (InputStream in = Files.newInputStream(s.path())) {
      return in.readNBytes(16);
    } catch (IOException e) {
      throw FileErrors.of("read", s.name(), e);
    }
  }

  private static PartLoader arrow(
      PartFiles.Source s, EtvRequest request, Located located, List<MappedFile> mapped) {
    MappedFile file;
    try (FileChannel c = FileChannel.open(s.path(), StandardOpenOption.READ)) {
      file = new MappedFile(s.path(), c, c.size());
    } catch (IOException e) {
      throw FileErrors.of("read", s.name(), e);
    }
    mapped.add(file);
    ArrowPart part = ArrowPart.open(s, file, request, located);
    return part == null ? null : new OfArrow(s, part);
  }

  /** Loads all: Arrow parts together, task by task; others one after the other. */
  static void loadAll(
      List<PartLoader> loaders, EtvRequest request, Crew crew, Supplier<ScratchFile> scratch) {
    List<ArrowPart> arrow = new ArrayList<>();
    for (PartLoader l : loaders) {
      if (l instanceof OfArrow a) {
        arrow.add(a.part);
      } else {
        l.load(request, crew, scratch);
      }
    }
    OfArrow.load(arrow, request, crew, scratch);
  }

  /** An Arrow part. */
  private static final class OfArrow extends PartLoader {
    private final ArrowPart part;

    OfArrow(PartFiles.Source source, ArrowPart part) {
      super(source);
      this.part = part;
    }

    @Override
    Boolean idsAreText() {
      return part.isText();
    }

    @Override
    void load(EtvRequest request, Crew crew, Supplier<ScratchFile> scratch) {
      load(List.of(part), request, crew, scratch);
    }

    static void load(
        List<ArrowPart> parts, EtvRequest request, Crew crew, Supplier<ScratchFile> scratch) {
      int count = 0;
      long rows = 0;
      long[][] tasks = new long[parts.size()][];
      int[] first = new int[parts.size() + 1];
      for (int p = 0; p < tasks.length; p++) {
        parts.get(p).allocate(scratch);
        tasks[p] = parts.get(p).tasks();
        count += tasks[p].length;
        first[p + 1] = count;
        rows += parts.get(p).rows();
      }
      long all = rows;
      LongAdder done = new LongAdder();
      crew.run(
          count,
          t -> {
            int p = Part.last(first, t);
            parts.get(p).run(tasks[p][t - first[p]], scratch);
            done.add(ArrowPart.TASK_ROWS);
            request.progress().report("check", Math.min(all, done.sum()), all);
          });
    }

    @Override
    Part finish(MappedFile converted) {
      return part.finish(converted);
    }
  }
}
