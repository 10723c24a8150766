package eoca.inputs.etv;

import eoca.inputs.error.FileErrors;
import eoca.inputs.internal.Crew;
import eoca.inputs.internal.CsvBlocks;
import eoca.inputs.internal.CsvCursor;
import eoca.inputs.internal.FloatParser;
import eoca.inputs.internal.FormatException;
import eoca.inputs.internal.Gzip;
import eoca.inputs.internal.Located;
import eoca.inputs.internal.MappedFile;
import eoca.inputs.internal.ScratchFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.zip.ZipException;

/**
 * A CSV file, plain or gzipped: one thread cuts it into blocks of whole records, the others parse
 * them, check them and write them to scratch. Memory: two blocks a thread (4 MiB of text and as
 * much in columns), whatever the file's size.
 */
final class CsvLoader extends PartLoader {
  private static final int USER = -2;
  private static final int TOLERANCE = -3;

  private final Located located;
  private final boolean gzipped;
  private final int fields;

  /** Each field's roles: a fund's index, USER or TOLERANCE; none if it is not used. */
  private final int[][] roles;

  private final Checks[] checks;
  private final Checks whole;
  private final Blocks blocks;

  private CsvLoader(
      PartFiles.Source source,
      EtvRequest request,
      Located located,
      boolean gzipped,
      List<String> names,
      ColumnPlan plan) {
    super(source);
    this.located = located;
    this.gzipped = gzipped;
    this.fields = names.size();
    this.roles = new int[fields][];
    this.checks = new Checks[fields];
    for (int f = 0; f < fields; f++) {
      List<Integer> roleList = new ArrayList<>();
      if (plan.user() == f) {
        roleList.add(USER);
      }
      if (plan.tolerance() == f) {
        roleList.add(TOLERANCE);
      }
      for (int j = 0; j < plan.funds().length; j++) {
        if (plan.funds()[j] == f) {
          roleList.add(j);
        }
      }
      roles[f] = roleList.stream().mapToInt(Integer::intValue).toArray();
      checks[f] = new Checks(located, source, names.get(f), f);
    }
    this.whole = new Checks(located, source, "", -1);
    this.blocks = new Blocks(source, request.funds().size());
  }

  /** Reads the header; null if it has defects. */
  static CsvLoader open(PartFiles.Source s, EtvRequest request, Located located, boolean gzipped) {
    try (InputStream in = Gzip.open(s.path(), gzipped)) {
      List<String> names = new CsvBlocks(in).header();
      ColumnPlan plan = ColumnPlan.resolve(names, request, s, located);
      return plan == null ? null : new CsvLoader(s, request, located, gzipped, names, plan);
    } catch (FormatException e) {
      located.add(s.index(), s.name(), e.row(), -1, e.column(), e::value, e.rule());
    } catch (EOFException | ZipException e) {
      tellGzip(s, located, 0, e);
    } catch (IOException e) {
      throw FileErrors.of("read", s.name(), e);
    }
    return null;
  }

  private static void tellGzip(PartFiles.Source s, Located located, long row, IOException e) {
    String what = e instanceof EOFException ? "it was cut short" : String.valueOf(e.getMessage());
    located.add(s.index(), s.name(), row, -1, "", () -> "", "must be a sound gzip file: " + what);
  }

  @Override
  Boolean idsAreText() {
    return null;
  }

  @Override
  void load(EtvRequest request, Crew crew, Supplier<ScratchFile> scratch) {
    Deque<Future<?>> running = new ArrayDeque<>();
    long rows = 0;
    try (InputStream in = Gzip.open(source().path(), gzipped)) {
      CsvBlocks cut = new CsvBlocks(in);
      cut.header();
      for (CsvBlocks.Block b = cut.next(); b != null; b = cut.next()) {
        rows += b.rows();
        if (rows > Integer.MAX_VALUE) {
          throw new FormatException("", rows, "", "a table must have at most 2147483647 rows");
        }
        CsvBlocks.Block block = b;
        running.add(crew.submit(() -> parse(block, scratch.get())));
        if (running.size() > crew.threads()) {
          await(running.poll());
        }
        request.progress().report("convert", rows, rows);
      }
    } catch (FormatException e) {
      located.add(source().index(), source().name(), e.row(), -1, e.column(), e::value, e.rule());
    } catch (EOFException | ZipException e) {
      tellGzip(source(), located, rows + 1, e);
    } catch (IOException e) {
      throw FileErrors.of("read", source().name(), e);
    } finally {
      RuntimeException failure = null;
      while (!running.isEmpty()) {
        try {
          await(running.poll());
        } catch (RuntimeException e) {
          failure = failure == null ? e : failure;
        }
      }
      rethrow(failure);
    }
  }

  private static void rethrow(RuntimeException failure) {
    if (failure != null) {
      throw failure;
    }
  }

  private static void await(Future<?> f) {
    try {
      f.get();
    } catch (ExecutionException e) {
      Crew.rethrow(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Void parse(CsvBlocks.Block in, ScratchFile scratch) {
    Blocks.Block out = new Blocks.Block(in.rows(), blocks.funds(), false);
    CsvCursor cursor = new CsvCursor(in.bytes(), in.from(), in.to());
    FloatParser parser = new FloatParser();
    int i = 0;
    for (; cursor.nextRecord(); i++) {
      long row = in.firstRow() - 1 + i; // from 0: record 0 is the header
      int f = 0;
      boolean sound = true;
      while (cursor.nextField()) {
        if (f < fields && cursor.problem() != null) {
          checks[f].defect(row, cursor::text, cursor.problem());
          sound = false;
        } else if (f < fields && !(f == 0 && isBlank(cursor))) {
          for (int role : roles[f]) {
            take(role, cursor, parser, checks[f], row, i, out);
          }
        }
        f++;
      }
      if (f != fields && sound) {
        int found = f;
        whole.defect(row, () -> found + " fields", "must have " + fields + " fields");
      }
      out.completeId(i + 1);
    }
    blocks.write(out, in.firstRow(), i, scratch);
    return null;
  }

  /** An empty line is told as that, not as an empty first field too. */
  private boolean isBlank(CsvCursor c) {
    return fields > 1 && c.isLast() && c.from() == c.to() && !c.isQuoted();
  }

  private static void take(
      int role, CsvCursor c, FloatParser parser, Checks checks, long row, int i, Blocks.Block out) {
    byte[] b = c.bytes();
    switch (role) {
      case USER -> {
        checks.id(row, b, c.from(), c.to());
        if (c.to() - c.from() <= MappedUserIds.MAX_ID_BYTES) {
          out.addId(b, c.from(), c.to());
        }
      }
      case TOLERANCE -> out.tolerance[i] = tolerance(c, parser, checks, row);
      default -> out.etv[role][i] = etv(c, parser, checks, row);
    }
  }

  private static byte tolerance(CsvCursor c, FloatParser parser, Checks checks, long row) {
    byte[] b = c.bytes();
    int n = c.to() - c.from();
    if (n == 0) {
      checks.isNull(row);
      return 0;
    }
    int v = -1;
    if (n == 1) {
      v = b[c.from()] - '0';
      v = v > 9 ? -1 : v;
    } else {
      float f = parser.parse(b, c.from(), c.to());
      if (parser.status() == FloatParser.Status.NUMBER && f == Math.rint(f)) {
        v = (int) f;
      }
    }
    if (v < 0 || v > Checks.MAX_TOLERANCE) {
      checks.tolerance(row, c::text);
      return 0;
    }
    return (byte) v;
  }

  private static float etv(CsvCursor c, FloatParser parser, Checks checks, long row) {
    if (c.from() == c.to()) {
      checks.isNull(row);
      return 0;
    }
    float v = parser.parse(c.bytes(), c.from(), c.to());
    switch (parser.status()) {
      case NUMBER -> {
        return v;
      }
      case OVERFLOW -> checks.overflow(row, c::text);
      case NAN, INFINITE -> checks.notFinite(row, c::text);
      default -> checks.notNumber(row, c::text);
    }
    return 0;
  }

  @Override
  Part finish(MappedFile converted) {
    return blocks.finish(converted);
  }
}
