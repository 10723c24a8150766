package eoca.inputs.etv;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.internal.LeakCheck;
import eoca.inputs.internal.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Damages a small Arrow file or stream in every way a disk or a sender can: cut at every length,
 * bits of every byte of its structure flipped (all eight with -Deoca.fuzz.full=true), bytes
 * overwritten. Either the same table is read, or the file is rejected with a located defect; the
 * JVM, time and memory are never at risk.
 */
@ExtendWith(LeakCheck.class)
class ArrowFuzzTest {
  /** All eight bits of every byte instead of two; some five times slower. */
  private static final boolean FULL = Boolean.getBoolean("eoca.fuzz.full");

  @TempDir Path dir;

  private String fingerprint() {
    try (EtvTable t = EtvTables.open(Tables.request(dir, "t.arrow", 2, 1))) {
      StringBuilder b = new StringBuilder(t.users() + " " + t.userIds().isText());
      float[] tile = new float[t.users()];
      byte[] tolerance = new byte[t.users()];
      for (int j = 0; j < 2; j++) {
        t.copyEtv(j, 0, tile, tile.length);
        b.append(Arrays.toString(tile));
      }
      t.copyTolerance(0, tolerance, tolerance.length);
      return b.append(Arrays.toString(tolerance))
          .append(TableAssert.ids(t.userIds(), t.users()))
          .toString();
    } catch (EocaException e) {
      assertThat(e.code()).isEqualTo(ExitCode.REJECTED);
      assertThat(e.defects()).isNotEmpty();
      assertThat(e.defects().get(0).file()).isEqualTo("t.arrow");
      assertThat(e.defects().get(0).rule()).isNotEmpty();
      return null;
    }
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void damagedStructureIsNeverReadAsAnotherTable(boolean stream, boolean text) throws Exception {
    Tables.Rows rows = small(text);
    Path file = dir.resolve("t.arrow");
    Tables.arrow(file, rows, 9, stream);
    byte[] sound = Files.readAllBytes(file);
    String expected = fingerprint();
    assertThat(expected).isNotNull();
    for (int length = 0; length < sound.length; length++) {
      Files.write(file, Arrays.copyOf(sound, length));
      assertThat(fingerprint()).as("cut to %d of %d bytes", length, sound.length).isNull();
    }
    boolean[] data = values(sound, rows);
    List<String> wrong = new ArrayList<>();
    byte[] bytes = sound.clone();
    for (int at = 0; at < sound.length; at++) {
      for (int k = 0; k < (FULL ? 8 : 2); k++) {
        int bit = (5 * at + 3 * k) & 7;
        bytes[at] ^= (byte) (1 << bit);
        Files.write(file, bytes);
        String found = fingerprint();
        if (found != null && !found.equals(expected) && !data[at]) {
          wrong.add("byte " + at + " bit " + bit + " " + found);
        }
        bytes[at] = sound[at];
      }
    }
    assertThat(wrong).as("flips that silently read as another table").isEmpty();
  }

  /** Values of every kind that can be told from structure in the file's bytes. */
  private static Tables.Rows small(boolean text) {
    int n = 13;
    List<String> ids = new ArrayList<>();
    byte[] tolerance = new byte[n];
    float[][] etv = new float[2][n];
    for (int i = 0; i < n; i++) {
      ids.add(text ? "zq" + (char) ('a' + i) + "é" : Long.toString(0x7777_0000_0000_0000L + i));
      tolerance[i] = (byte) (40 + i);
      etv[0][i] = 1234.5f + i;
      etv[1][i] = -9876.25f - i;
    }
    return new Tables.Rows(ids, text, tolerance, etv);
  }

  /** Which bytes are values (a flip there is another value, which only a hash can tell). */
  private static boolean[] values(byte[] file, Tables.Rows rows) {
    boolean[] data = new boolean[file.length];
    for (int at = 0; at + 8 <= file.length; at++) {
      for (int i = 0; i < rows.users(); i++) {
        for (float[] column : rows.etv()) {
          if (intAt(file, at) == Float.floatToRawIntBits(column[i])) {
            Arrays.fill(data, at, at + 4, true);
          }
        }
        byte[] id = rows.ids().get(i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (!rows.text()
            && ((intAt(file, at) & 0xFFFF_FFFFL) | ((long) intAt(file, at + 4) << 32))
                == Long.parseLong(rows.ids().get(i))) {
          Arrays.fill(data, at, at + 8, true);
        } else if (rows.text()
            && Arrays.equals(id, 0, id.length, file, at, Math.min(file.length, at + id.length))) {
          Arrays.fill(data, at, at + id.length, true);
        }
      }
    }
    for (int at = 0; at < file.length; at++) { // tolerances, batch by batch
      for (int from = 0; from < rows.users(); from += 9) {
        int n = Math.min(9, rows.users() - from);
        if (at + n <= file.length
            && Arrays.equals(file, at, at + n, rows.tolerance(), from, from + n)) {
          Arrays.fill(data, at, at + n, true);
        }
      }
    }
    if (rows.text()) { // text offsets: moving one border gives two other, valid texts
      for (int at = 0; at + 4 <= file.length; at += 4) {
        int v = intAt(file, at);
        if (v > 0 && v <= 9 * 5 && v % 5 == 0 && at > 4 && intAt(file, at - 4) == v - 5) {
          Arrays.fill(data, at - 4, at + 4, true);
        }
      }
    }
    return data;
  }

  private static int intAt(byte[] b, int at) {
    return java.nio.ByteBuffer.wrap(b).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void randomDamageIsSurvived(boolean stream, boolean text) throws Exception {
    Path file = dir.resolve("t.arrow");
    for (long seed : Seeds.list(40)) {
      Random r = Seeds.random(seed);
      Tables.arrow(file, Tables.random(r, 40, 2, text), 1 + r.nextInt(40), stream);
      byte[] bytes = Files.readAllBytes(file);
      for (int k = 0; k < 12; k++) {
        byte[] damaged = bytes.clone();
        for (int hits = 1 + r.nextInt(4); hits > 0; hits--) {
          int at = r.nextInt(damaged.length - 8);
          switch (r.nextInt(4)) {
            case 0 -> damaged[at] = (byte) r.nextInt();
            case 1 -> Arrays.fill(damaged, at, at + 8, (byte) 0xFF);
            case 2 -> Arrays.fill(damaged, at, at + 4 + r.nextInt(4), (byte) 0x7F);
            default -> System.arraycopy(damaged, r.nextInt(damaged.length - 8), damaged, at, 8);
          }
        }
        Files.write(file, damaged);
        fingerprint(); // asserts that a failure is a located rejection
      }
    }
  }
}
