package eoca.inputs.etv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.files.FileHash;
import eoca.inputs.internal.LeakCheck;
import eoca.inputs.internal.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every reader promises: the same table, whatever format and parts it comes in. */
@ExtendWith(LeakCheck.class)
class EtvTableContractTest {
  @TempDir Path dir;

  static Stream<Arguments> formats() {
    return Stream.of(Tables.Format.values())
        .flatMap(f -> Stream.of(Arguments.of(f, false), Arguments.of(f, true)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatWasWrittenIsRead(Tables.Format format, boolean text) throws Exception {
    for (long seed : Seeds.list(4)) {
      Random r = Seeds.random(seed);
      int users = seed == 1 ? 1 : seed == 2 ? 20_000 : r.nextInt(3000);
      Tables.Rows rows = Tables.random(r, users, 1 + r.nextInt(4), text);
      String name = "t" + seed + "." + format.extension;
      format.write(dir.resolve(name), rows, 1 + r.nextInt(2000));
      for (int threads : new int[] {1, 4}) {
        try (EtvTable t = EtvTables.open(Tables.request(dir, name, rows.funds(), threads))) {
          TableAssert.equal(t, rows, r);
          assertThat(t.userIds().isText()).isEqualTo(text);
          InputFile f = t.files().get(0);
          assertThat(t.files()).hasSize(1);
          assertThat(f.rows()).isEqualTo(users);
          assertThat(f.bytes()).isEqualTo(Files.size(dir.resolve(name)));
          assertThat(f.sha256()).isEqualTo(FileHash.sha256(dir.resolve(name)).sha256());
        }
      }
    }
    assertThat(scratchFiles()).isEmpty();
  }

  private List<Path> scratchFiles() throws Exception {
    if (!Files.exists(dir.resolve("scratch"))) {
      return List.of();
    }
    try (Stream<Path> s = Files.list(dir.resolve("scratch"))) {
      return s.toList();
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void partsAreJoinedInNaturalOrder(Tables.Format format, boolean text) throws Exception {
    Random r = Seeds.random(7);
    Tables.Rows rows = Tables.random(r, 1200, 3, text);
    Files.createDirectory(dir.resolve("etv"));
    for (int p = 0; p < 12; p++) {
      format.write(
          dir.resolve("etv/part-" + (p + 1) + "." + format.extension),
          rows.slice(p * 100, p * 100 + 100),
          33);
    }
    Files.writeString(dir.resolve("etv/.part-0." + format.extension), "hidden, not a part");
    Files.createDirectory(dir.resolve("etv/dir." + format.extension));
    try (EtvTable t = EtvTables.open(Tables.request(dir, "etv/*." + format.extension, 3, 3))) {
      TableAssert.equal(t, rows, r);
      assertThat(t.files()).hasSize(12);
      assertThat(t.location(1150).file()).isEqualTo("etv/part-12." + format.extension);
      assertThat(t.location(1150).row()).isEqualTo(51);
    }
  }

  @ParameterizedTest
  @EnumSource(Tables.Format.class)
  void nobodyIsATableToo(Tables.Format format) throws Exception {
    Tables.Rows rows = Tables.random(Seeds.random(1), 0, 2, false);
    format.write(dir.resolve("empty." + format.extension), rows, 10);
    try (EtvTable t = EtvTables.open(Tables.request(dir, "empty." + format.extension, 2, 2))) {
      assertThat(t.users()).isZero();
      assertThat(t.userIds().find("1")).isEqualTo(-1);
      t.copyEtv(0, 0, new float[0], 0);
    }
  }

  @Test
  void csvIdsAreNumbersOnlyIfAllAre() throws Exception {
    Tables.Rows numbers = Tables.random(Seeds.random(1), 50, 1, false);
    Files.writeString(dir.resolve("p1.csv"), Tables.csv(numbers));
    Files.writeString(dir.resolve("p2.csv"), "user_id,tolerance,f0\n00123,5,1.5\nx,6,2\n");
    try (EtvTable t = EtvTables.open(Tables.request(dir, "p1.csv", 1, 2))) {
      assertThat(t.userIds().isText()).isFalse();
    }
    try (EtvTable t = EtvTables.open(Tables.request(dir, "p?.csv", 1, 2))) {
      assertThat(t.userIds().isText()).isTrue();
      List<String> expected = new ArrayList<>(numbers.ids());
      expected.add("00123");
      expected.add("x");
      assertThat(TableAssert.ids(t.userIds(), 52)).isEqualTo(expected);
      try (EtvTable one = EtvTables.open(Tables.request(dir, "p1.csv", 1, 2))) {
        assertThat(t.userIds().mismatch(0, one.userIds(), 0, 50)).isEqualTo(-1);
        assertThat(one.userIds().mismatch(3, t.userIds(), 3, 40)).isEqualTo(-1);
        assertThat(t.userIds().mismatch(1, one.userIds(), 0, 50)).isZero();
      }
    }
  }

  @Test
  void blocksOfALongCsvKeepTheirOrder() throws Exception {
    Tables.Rows rows = Tables.random(Seeds.random(3), 170_000, 4, false);
    Files.writeString(dir.resolve("long.csv"), Tables.csv(rows));
    assertThat(Files.size(dir.resolve("long.csv"))).isGreaterThan(8L << 20);
    try (EtvTable t = EtvTables.open(Tables.request(dir, "long.csv", 4, 4))) {
      TableAssert.equal(t, rows, Seeds.random(4));
    }
  }

  @Test
  void pathsThatNameNothingAreExit7() throws Exception {
    Files.createDirectory(dir.resolve("folder"));
    Files.createSymbolicLink(dir.resolve("dangling.arrow"), Path.of("nowhere"));
    for (String path :
        List.of(
            "none.arrow",
            "*.nothing",
            "none/*.arrow",
            "folder",
            "dangling.arrow",
            "a\0b",
            "/dev/null",
            "none.arrow/x",
            "[",
            "{a",
            "")) {
      assertThatThrownBy(() -> EtvTables.open(Tables.request(dir, path, 1, 1)).close())
          .as(path)
          .isInstanceOfSatisfying(
              EocaException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.FILE_SYSTEM));
    }
  }

  @Test
  void absolutePathsAndOddNamesWork() throws Exception {
    Tables.Rows rows = Tables.random(Seeds.random(5), 20, 1, true);
    for (String name :
        List.of("a [1].parquet", "b*.parquet", "c'd\".parquet", "é ü.csv", "[x].arrow")) {
      Tables.Format f =
          name.endsWith("csv")
              ? Tables.Format.CSV
              : name.endsWith("arrow") ? Tables.Format.ARROW : Tables.Format.PARQUET;
      Path plain = dir.resolve("plain");
      f.write(plain, rows, 100);
      Files.move(plain, dir.resolve(name));
      try (EtvTable t =
          EtvTables.open(
              Tables.request(dir, dir.resolve(name).toAbsolutePath().toString(), 1, 1))) {
        TableAssert.equal(t, rows, Seeds.random(1));
      }
    }
  }

  @Test
  void aClosedTableRefusesAndAReaderInsideIsWaitedFor() throws Exception {
    Tables.Rows rows = Tables.random(Seeds.random(6), 100_000, 2, false);
    Tables.Format.ARROW.write(dir.resolve("t.arrow"), rows, 10_000);
    for (int round = 0; round < 10; round++) {
      EtvTable t = EtvTables.open(Tables.request(dir, "t.arrow", 2, 2));
      Thread[] readers = new Thread[3];
      for (int k = 0; k < readers.length; k++) {
        readers[k] =
            new Thread(
                () -> {
                  float[] tile = new float[70_000];
                  try {
                    while (true) {
                      t.copyEtv(1, 10_000, tile, tile.length);
                      t.userIds().copyInt64(0, new long[1000], 1000);
                    }
                  } catch (IllegalStateException closed) {
                    // the end that is expected
                  }
                });
        readers[k].start();
      }
      Thread.sleep(2);
      t.close();
      t.close();
      for (Thread k : readers) {
        k.join();
      }
      assertThatThrownBy(() -> t.copyTolerance(0, new byte[1], 1))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> t.userIds().id(0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void readsOutsideTheTableAreRefused() throws Exception {
    Tables.Rows rows = Tables.random(Seeds.random(6), 10, 1, false);
    Tables.Format.ARROW.write(dir.resolve("t.arrow"), rows, 10);
    try (EtvTable t = EtvTables.open(Tables.request(dir, "t.arrow", 1, 1))) {
      assertThatThrownBy(() -> t.copyEtv(0, 5, new float[10], 6))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> t.copyTolerance(-1, new byte[10], 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> t.userIds().copyInt64(11, new long[1], 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> t.location(10)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aFileThatChangesAfterItWasOpenedIsToldWithTheHashes() throws Exception {
    Tables.Rows rows = Tables.random(Seeds.random(6), 10, 1, false);
    Tables.Format.ARROW.write(dir.resolve("t.arrow"), rows, 10);
    try (EtvTable t = EtvTables.open(Tables.request(dir, "t.arrow", 1, 1))) {
      Files.delete(dir.resolve("t.arrow"));
      Files.writeString(dir.resolve("t.arrow"), "another");
      assertThatThrownBy(t::files)
          .isInstanceOfSatisfying(
              EocaException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.FILE_SYSTEM));
      TableAssert.equal(t, rows, Seeds.random(1)); // the mapping still shows the file opened
    }
  }

  @Test
  void progressIsToldAndCanCancel() throws Exception {
    Tables.Rows rows = Tables.random(Seeds.random(6), 1000, 1, true);
    Tables.Format.CSV.write(dir.resolve("t.csv"), rows, 10);
    EtvRequest plain = Tables.request(dir, "t.csv", 1, 2);
    List<String> phases = java.util.Collections.synchronizedList(new ArrayList<>());
    EtvRequest told =
        new EtvRequest(
            plain.base(),
            plain.path(),
            "user_id",
            "tolerance",
            plain.funds(),
            plain.scratch(),
            2,
            plain.memoryBytes(),
            (phase, done, total) -> phases.add(phase));
    try (EtvTable t = EtvTables.open(told)) {
      assertThat(t.files()).hasSize(1);
    }
    assertThat(phases).contains("convert", "duplicates", "hash");
    EtvRequest cancelled =
        new EtvRequest(
            plain.base(),
            plain.path(),
            "user_id",
            "tolerance",
            plain.funds(),
            plain.scratch(),
            2,
            plain.memoryBytes(),
            (phase, done, total) -> {
              if (phase.equals("convert")) {
                throw new java.util.concurrent.CancellationException("stop");
              }
            });
    assertThatThrownBy(() -> EtvTables.open(cancelled).close())
        .isInstanceOf(java.util.concurrent.CancellationException.class);
  }
}
