package eoca.inputs;

import eoca.inputs.assignment.AssignmentBatch;
import eoca.inputs.assignment.AssignmentFiles;
import eoca.inputs.assignment.AssignmentReader;
import eoca.inputs.assignment.AssignmentRequest;
import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.assignment.WrittenFile;
import eoca.inputs.etv.EtvRequest;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.EtvTables;
import eoca.inputs.etv.InputFile;
import eoca.inputs.files.FileHash;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.ipc.ArrowFileReader;

/**
 * Times the opening of a table and the writing of assignments, beside copying and hashing the same
 * bytes; best of three after a warm-up. Not a test: run by hand, the figures go into the docs.
 *
 * <pre>
 * java -Xmx512m --add-opens=java.base/java.nio=ALL-UNNAMED -cp … eoca.inputs.TableTimings DIR GLOB FUNDS THREADS [formats]
 * </pre>
 *
 * DIR is a folder that {@code eoca generate} made (funds {@code fund-1} …).
 */
public final class TableTimings {
  private static final int ROUNDS = 4;

  private final Path dir;
  private final String glob;
  private final int funds;
  private final int threads;
  private final PrintStream out;

  private TableTimings(String[] args, PrintStream out) {
    this.dir = Path.of(args[0]);
    this.glob = args[1];
    this.funds = Integer.parseInt(args[2]);
    this.threads = Integer.parseInt(args[3]);
    this.out = out;
  }

  /** Runs. */
  public static void main(String[] args) throws Exception {
    PrintStream out =
        new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, "UTF-8");
    new TableTimings(args, out).run(args.length > 4 ? args[4].split(",") : new String[0]);
  }

  /** Something timed. */
  private interface Work {
    void run() throws Exception;
  }

  private double best(String what, long bytes, Work work) throws Exception {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long t = System.nanoTime();
      work.run();
      double s = (System.nanoTime() - t) / 1e9;
      least = i == 0 ? least : Math.min(least, s);
    }
    out.printf(Locale.ROOT, "%-44s %7.3f s %7.2f GB/s%n", what, least, bytes / least / 1e9);
    return least;
  }

  private EtvRequest request(Path scratch) {
    List<EtvRequest.FundColumn> columns = new ArrayList<>();
    for (int j = 1; j <= funds; j++) {
      columns.add(new EtvRequest.FundColumn("fund-" + j, "fund-" + j));
    }
    return new EtvRequest(
        dir, glob, "user_id", "tolerance", columns, scratch, threads, 1L << 30, Progress.NONE);
  }

  private void run(String[] formats) throws Exception {
    Path work = Files.createTempDirectory(dir, "timings");
    List<Path> files;
    long bytes;
    try (EtvTable table = EtvTables.open(request(work))) {
      files = table.files().stream().map(InputFile::path).toList();
      bytes = table.files().stream().mapToLong(InputFile::bytes).sum();
      out.printf(
          Locale.ROOT,
          "%,d users, %d funds, %,d bytes in %d files, %d threads%n",
          table.users(),
          funds,
          bytes,
          files.size(),
          threads);
    }
    best("open and check", bytes, () -> EtvTables.open(request(work)).close());
    best(
        "open, check and hash",
        bytes,
        () -> {
          try (EtvTable t = EtvTables.open(request(work))) {
            t.files();
          }
        });
    best("hash, one thread", bytes, () -> FileHash.sha256(files, 1, Progress.NONE));
    best("hash, all threads", bytes, () -> FileHash.sha256(files, threads, Progress.NONE));
    best(
        "copy",
        bytes,
        () -> {
          for (Path f : files) {
            Files.copy(f, work.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
          }
        });
    if (files.get(0).toString().endsWith(".arrow")) {
      passes(files);
    }
    for (String format : formats) {
      assignment(OutputFormat.valueOf(format.toUpperCase(Locale.ROOT)), work);
    }
    Files.deleteIfExists(work.resolve("copy"));
    Files.deleteIfExists(work);
    memory();
  }

  /** One pass over all values, one thread: our tiles, and Arrow's reader. */
  private void passes(List<Path> files) throws Exception {
    try (EtvTable t = EtvTables.open(request(dir))) {
      float[] tile = new float[4096];
      best(
          "sum of all values by tiles, one thread",
          4L * funds * t.users(),
          () -> {
            double sum = 0;
            for (int j = 0; j < funds; j++) {
              for (int i = 0; i < t.users(); i += tile.length) {
                int n = Math.min(tile.length, t.users() - i);
                t.copyEtv(j, i, tile, n);
                sum += sum(tile, n);
              }
            }
            check(sum);
          });
      best(
          "the same by ArrowFileReader",
          4L * funds * t.users(),
          () -> {
            double sum = 0;
            for (Path f : files) {
              sum += arrow(f, tile);
            }
            check(sum);
          });
    }
  }

  private double arrow(Path file, float[] tile) throws IOException {
    double sum = 0;
    try (BufferAllocator a = new RootAllocator(4L << 30);
        FileChannel channel = FileChannel.open(file);
        ArrowFileReader reader = new ArrowFileReader(channel, a)) {
      while (reader.loadNextBatch()) {
        for (FieldVector v : reader.getVectorSchemaRoot().getFieldVectors()) {
          if (v instanceof Float4Vector f) {
            java.nio.FloatBuffer values =
                f.getDataBuffer()
                    .nioBuffer(0, 4 * f.getValueCount())
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            for (int i = 0; i < f.getValueCount(); i += tile.length) {
              int n = Math.min(tile.length, f.getValueCount() - i);
              values.get(i, tile, 0, n);
              sum += sum(tile, n);
            }
          }
        }
      }
    }
    return sum;
  }

  /** Eight accumulators: the streaming pass of the budgets. */
  private static float sum(float[] tile, int n) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      a += tile[i];
      b += tile[i + 1];
      c += tile[i + 2];
      d += tile[i + 3];
      e += tile[i + 4];
      f += tile[i + 5];
      g += tile[i + 6];
      h += tile[i + 7];
    }
    return a + b + c + d + e + f + g + h;
  }

  private static void check(double sum) {
    if (Double.isNaN(sum)) {
      throw new IllegalStateException("NaN");
    }
  }

  private void assignment(OutputFormat format, Path work) throws Exception {
    try (EtvTable t = EtvTables.open(request(work))) {
      t.files();
      List<WrittenFile> written = new ArrayList<>();
      long[] bytes = {1};
      Work write =
          () -> {
            written.forEach(f -> delete(f.path()));
            written.clear();
            written.addAll(
                AssignmentFiles.write(
                    new AssignmentRequest(work, format, threads, 1L << 30, Progress.NONE),
                    t,
                    t.funds(),
                    (from, tile, n) -> {
                      for (int i = 0; i < n; i++) {
                        tile[i] = (byte) ((from + i) * 31L % funds);
                      }
                    }));
            bytes[0] = written.stream().mapToLong(WrittenFile::bytes).sum();
          };
      write.run();
      out.printf(Locale.ROOT, "%s: %,d bytes in %d files%n", format, bytes[0], written.size());
      best("write, hash and force " + format, bytes[0], write);
      List<Path> paths = written.stream().map(WrittenFile::path).toList();
      best("hash what was written", bytes[0], () -> FileHash.sha256(paths, threads, Progress.NONE));
      best(
          "read back, one thread",
          bytes[0],
          () -> {
            try (AssignmentReader r = AssignmentFiles.read(paths, format, t.funds())) {
              long row = 0;
              for (AssignmentBatch b = r.next(); b != null; b = r.next()) {
                if (t.userIds().mismatch((int) row, b.userIds(), 0, b.rows()) >= 0) {
                  throw new IllegalStateException("another id");
                }
                row += b.rows();
              }
            }
          });
      written.forEach(f -> delete(f.path()));
    }
  }

  private static void delete(Path p) {
    try {
      Files.delete(p);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void memory() throws IOException {
    long heap = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      heap += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
    }
    out.printf(Locale.ROOT, "peak heap %d MiB%n", heap >> 20);
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      Files.readAllLines(status).stream()
          .filter(l -> l.startsWith("RssAnon") || l.startsWith("VmHWM"))
          .forEach(out::println);
    }
  }
}
