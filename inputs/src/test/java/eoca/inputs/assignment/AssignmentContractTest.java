package eoca.inputs.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.inputs.Progress;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.files.FileHash;
import eoca.inputs.internal.LeakCheck;
import eoca.inputs.internal.Seeds;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every writer and reader of assignments promises, read back by us and by others. */
@ExtendWith(LeakCheck.class)
class AssignmentContractTest {
  private static final List<String> FUNDS =
      List.of("money", "bond-2", "s", "long_fund-name-of-a-fund");
  private static final long MEMORY = 256L << 20;

  @TempDir Path dir;

  static Stream<Arguments> formats() {
    return Stream.of(OutputFormat.values())
        .flatMap(f -> Stream.of(Arguments.of(f, false), Arguments.of(f, true)));
  }

  /** An assignment: who gets what, −1 for nothing. */
  private record Given(HeapTable table, List<String> ids, int[] fund) {
    FundTiles tiles() {
      return (from, tile, n) -> {
        for (int i = 0; i < n; i++) {
          tile[i] = (byte) fund[from + i];
        }
      };
    }

    String row(int i) {
      return ids.get(i)
          + "|"
          + (fund[i] < 0
              ? "null|null"
              : FUNDS.get(fund[i]) + "|" + Float.floatToIntBits(table.etv()[fund[i]][i]));
    }
  }

  private static Given given(Random r, int users, boolean text, int none) {
    List<String> ids = new ArrayList<>();
    float[][] etv = new float[FUNDS.size()][users];
    int[] fund = new int[users];
    String[] forms = {"u%d", "%d,x", "\"%d\"", "a\nb%d", "%d\r", "é%d", " %d"};
    for (int i = 0; i < users; i++) {
      ids.add(
          text
              ? String.format(java.util.Locale.ROOT, forms[r.nextInt(forms.length)], i)
              : Long.toString(i == 0 ? Long.MIN_VALUE : i == 1 ? Long.MAX_VALUE : i * 31L - 999));
      fund[i] = none > 0 && r.nextInt(none) == 0 ? -1 : r.nextInt(FUNDS.size());
      for (float[] column : etv) {
        float bits = Float.intBitsToFloat(r.nextInt());
        column[i] = r.nextBoolean() && Float.isFinite(bits) ? bits : r.nextInt(1000) / 8f;
      }
    }
    return new Given(HeapTable.of(FUNDS, ids, text, etv), ids, fund);
  }

  private List<WrittenFile> write(Given g, OutputFormat format, int rowsPerPart, int threads)
      throws IOException {
    Path out = Files.createTempDirectory(dir, "out");
    return AssignmentFiles.write(
        new AssignmentRequest(out, format, rowsPerPart, threads, MEMORY, Progress.NONE),
        g.table,
        FUNDS,
        g.tiles());
  }

  private static List<String> read(List<Path> files, OutputFormat format) {
    List<String> rows = new ArrayList<>();
    try (AssignmentReader reader = AssignmentFiles.read(files, format, FUNDS)) {
      for (AssignmentBatch b = reader.next(); b != null; b = reader.next()) {
        assertThat(b.firstRow()).isEqualTo(rows.size());
        for (int i = 0; i < b.rows(); i++) {
          boolean none = b.funds()[i] == FundTiles.NONE;
          assertThat(Float.isNaN(b.etv()[i])).isEqualTo(none);
          rows.add(
              b.userIds().id(i)
                  + "|"
                  + (none
                      ? "null|null"
                      : FUNDS.get(b.funds()[i]) + "|" + Float.floatToIntBits(b.etv()[i])));
        }
      }
      assertThat(reader.next()).isNull();
    }
    return rows;
  }

  private static List<String> expected(Given g) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < g.fund.length; i++) {
      rows.add(g.row(i));
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsWrittenIsReadBack(OutputFormat format, boolean text) throws IOException {
    for (long seed : Seeds.list(4)) {
      Random r = Seeds.random(seed);
      int users = seed == 1 ? 0 : seed == 2 ? 200_001 : r.nextInt(5000);
      Given g = given(r, users, text, seed == 3 ? 0 : 4);
      List<WrittenFile> files = write(g, format, 1 << 16, 3);
      assertThat(files).hasSize(Math.max(1, (users + 65_535) / 65_536));
      assertThat(files.stream().mapToLong(WrittenFile::rows).sum()).isEqualTo(users);
      Path folder = files.get(0).path().getParent();
      List<Path> paths = AssignmentFiles.list(folder, format);
      assertThat(paths).isEqualTo(files.stream().map(WrittenFile::path).toList());
      assertThat(paths.get(0).getFileName().toString())
          .isEqualTo(
              (files.size() == 1 ? "assignment." : "assignment-00001.")
                  + AssignmentFiles.extension(format));
      for (WrittenFile f : files) {
        FileHash.Hashed h = FileHash.sha256(f.path());
        assertThat(f.bytes()).isEqualTo(h.bytes());
        assertThat(f.sha256()).isEqualTo(h.sha256());
      }
      assertThat(read(paths, format)).as("seed %d", seed).isEqualTo(expected(g));
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void bytesDoNotDependOnThreads(OutputFormat format, boolean text) throws IOException {
    Given g = given(Seeds.random(9), 150_000, text, 5);
    List<String> before = null;
    for (int threads : new int[] {1, 2, 4}) {
      List<String> hashes =
          write(g, format, 1 << 16, threads).stream().map(WrittenFile::sha256).toList();
      assertThat(before == null ? hashes : before).isEqualTo(hashes);
      before = hashes;
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void othersReadTheSame(OutputFormat format, boolean text) throws Exception {
    Given g = given(Seeds.random(5), 3000, text, 6);
    Path file = write(g, format, 1 << 16, 1).get(0).path();
    List<String> rows = new ArrayList<>();
    if (format == OutputFormat.ARROW) {
      try (BufferAllocator allocator = new RootAllocator(1 << 28);
          FileChannel channel = FileChannel.open(file);
          ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        assertThat(root.getSchema()).isEqualTo(ArrowPartWriter.schema(text));
        while (reader.loadNextBatch()) {
          for (int i = 0; i < root.getRowCount(); i++) {
            Object etv = root.getVector("etv").getObject(i);
            rows.add(
                root.getVector("user_id").getObject(i)
                    + "|"
                    + root.getVector("fund").getObject(i)
                    + "|"
                    + (etv == null ? "null" : Float.floatToIntBits((float) etv)));
          }
        }
      }
    } else {
      String from =
          format == OutputFormat.PARQUET
              ? "read_parquet('" + file + "')"
              : "read_csv('"
                  + file
                  + "', auto_detect=false, header=true, delim=',', quote='\"', escape='\"',"
                  + " new_line='\\n', columns={'user_id': 'VARCHAR', 'fund': 'VARCHAR', 'etv': 'FLOAT'})";
      try (Connection c = DriverManager.getConnection("jdbc:duckdb:");
          Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT user_id, fund, etv FROM " + from)) {
        while (r.next()) {
          float etv = r.getFloat(3);
          boolean none = r.wasNull();
          rows.add(
              r.getObject(1)
                  + "|"
                  + r.getString(2)
                  + "|"
                  + (none ? "null" : Float.floatToIntBits(etv)));
        }
      }
    }
    assertThat(rows).isEqualTo(expected(g));
  }

  @Test
  void csvIsAsPromised() throws IOException {
    float[][] etv = {{12.5f, 0.1f, 3, 1e-7f}, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};
    Given g =
        new Given(
            HeapTable.of(FUNDS, List.of("a", "b,c", "d\"e", "f\ng"), true, etv),
            List.of(),
            new int[] {0, 0, -1, 0});
    assertThat(Files.readString(write(g, OutputFormat.CSV, 1 << 16, 1).get(0).path()))
        .isEqualTo(
            "user_id,fund,etv\na,money,12.5\n\"b,c\",money,0.1\n\"d\"\"e\",,\n\"f\ng\",money,1e-7\n");
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void aFileInTheWayOrNoFolderIsExit7AndLeavesNothing(OutputFormat format) throws IOException {
    Given g = given(Seeds.random(1), 100, false, 0);
    for (Path folder : List.of(dir.resolve("none"), Files.writeString(dir.resolve("file"), "x"))) {
      assertThatThrownBy(
              () ->
                  AssignmentFiles.write(
                      new AssignmentRequest(folder, format, 2, MEMORY, Progress.NONE),
                      g.table,
                      FUNDS,
                      g.tiles()))
          .isInstanceOfSatisfying(
              EocaException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.FILE_SYSTEM));
    }
    Path full = Files.createDirectory(dir.resolve("full"));
    assertThatThrownBy(
            () ->
                AssignmentFiles.write(
                    new AssignmentRequest(
                        full,
                        format,
                        2,
                        MEMORY,
                        (phase, done, all) -> {
                          throw new java.util.concurrent.CancellationException("stop");
                        }),
                    g.table,
                    FUNDS,
                    g.tiles()))
        .isInstanceOf(Exception.class);
    try (Stream<Path> left = Files.list(full)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void damageIsRejectedNeverACrash(OutputFormat format) throws IOException {
    Given g = given(Seeds.random(2), 60, true, 5);
    Path file = write(g, format, 1 << 16, 1).get(0).path();
    byte[] sound = Files.readAllBytes(file);
    Random r = Seeds.random(3);
    int step = format == OutputFormat.PARQUET ? 97 : 7;
    for (int length = 0; length < sound.length; length += step) {
      Files.write(file, Arrays.copyOf(sound, length));
      survive(file, format, length == 0 || format != OutputFormat.CSV);
    }
    for (int k = 0; k < (format == OutputFormat.PARQUET ? 150 : 1500); k++) {
      byte[] damaged = sound.clone();
      for (int n = 1 + r.nextInt(3); n > 0; n--) {
        damaged[r.nextInt(damaged.length)] = (byte) (r.nextBoolean() ? r.nextInt() : 0xFF);
      }
      Files.write(file, damaged);
      survive(file, format, false);
    }
  }

  private static void survive(Path file, OutputFormat format, boolean mustFail) {
    try {
      read(List.of(file), format);
      assertThat(mustFail).as("a file cut short must be rejected").isFalse();
    } catch (EocaException e) {
      assertThat(e.code()).isEqualTo(ExitCode.REJECTED);
      assertThat(e.defects()).hasSize(1);
    }
  }

  @Test
  void wrongContentIsRejectedWithItsPlace() throws IOException {
    check("user_id,fund\na,money\n", 0, "");
    check("user_id,fund,etv\na,gold,1\n", 1, "fund");
    check("user_id,fund,etv\na,money,1\nb,money,\n", 2, "etv");
    check("user_id,fund,etv\na,,1\n", 1, "etv");
    check("user_id,fund,etv\n,money,1\n", 1, "user_id");
    check("user_id,fund,etv\na,money,x\n", 1, "etv");
    check("user_id,fund,etv\na,money\n", 1, "etv");
    check("user_id,fund,etv\na,money,1,2\n", 1, "");
    check("user_id,fund,etv\n\"a,money,1\n", 1, "");
    assertThatThrownBy(
            () -> AssignmentFiles.read(List.of(dir.resolve("no")), OutputFormat.ARROW, FUNDS))
        .isInstanceOfSatisfying(
            EocaException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.FILE_SYSTEM));
  }

  private void check(String csv, long row, String column) throws IOException {
    Path file = dir.resolve("assignment.csv");
    Files.write(file, csv.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> read(List.of(file), OutputFormat.CSV))
        .isInstanceOfSatisfying(
            EocaException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ExitCode.REJECTED);
              assertThat(e.defects().get(0).row()).isEqualTo(row);
              assertThat(e.defects().get(0).column()).isEqualTo(column);
            });
  }
}
