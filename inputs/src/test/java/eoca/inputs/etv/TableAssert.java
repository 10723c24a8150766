package eoca.inputs.etv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Compares an opened table with what was written, bit by bit. */
final class TableAssert {
  private TableAssert() {}

  static void equal(EtvTable table, Tables.Rows rows, Random r) {
    int n = rows.users();
    assertThat(table.users()).isEqualTo(n);
    assertThat(table.funds()).hasSize(rows.funds());
    check(table, rows, 0, n);
    for (int k = 0; k < 20 && n > 0; k++) {
      int from = r.nextInt(n);
      check(table, rows, from, r.nextInt(n - from + 1));
    }
    assertThat(ids(table.userIds(), n)).isEqualTo(rows.ids());
    if (n > 0) {
      int user = r.nextInt(n);
      assertThat(table.userIds().id(user)).isEqualTo(rows.ids().get(user));
      assertThat(table.userIds().find(rows.ids().get(user))).isEqualTo(user);
      assertThat(table.userIds().find("nobody")).isEqualTo(-1);
      assertThat(table.userIds().find("")).isEqualTo(-1);
    }
  }

  private static void check(EtvTable table, Tables.Rows rows, int from, int length) {
    float[] tile = new float[length];
    for (int j = 0; j < rows.funds(); j++) {
      table.copyEtv(j, from, tile, length);
      for (int i = 0; i < length; i++) {
        if (Float.floatToRawIntBits(tile[i]) != Float.floatToRawIntBits(rows.etv()[j][from + i])) {
          assertThat(tile[i])
              .as("fund %d, user %d", j, from + i)
              .isEqualTo(rows.etv()[j][from + i]);
        }
      }
    }
    byte[] tolerance = new byte[length];
    table.copyTolerance(from, tolerance, length);
    assertThat(tolerance)
        .isEqualTo(java.util.Arrays.copyOfRange(rows.tolerance(), from, from + length));
  }

  static List<String> ids(UserIds ids, int n) {
    List<String> out = new ArrayList<>();
    if (ids.isText()) {
      ids.copyText(0, n, (b, o, l) -> out.add(new String(b, o, l, StandardCharsets.UTF_8)));
    } else {
      long[] numbers = new long[n];
      ids.copyInt64(0, numbers, n);
      for (long v : numbers) {
        out.add(Long.toString(v));
      }
    }
    return out;
  }
}
