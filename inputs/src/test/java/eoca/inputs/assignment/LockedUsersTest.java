package eoca.inputs.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eoca.inputs.Progress;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Fund;
import eoca.inputs.campaign.Quota;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.etv.ControlGroup;
import eoca.inputs.etv.EtvRequest;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.EtvTables;
import eoca.inputs.files.FileHash;
import eoca.inputs.internal.Duck;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is pinned: users locked by a file, and the control group. */
class LockedUsersTest {
  private static final List<Fund> FUNDS =
      List.of(Fund.of("low", 1, new Quota.Rest()), Fund.of("high", 2, new Quota.Users(0)));

  @TempDir private Path folder;

  /** User u has tolerance 1 + u % 2; ids as asked for. */
  private EtvTable table(int users, String prefix) throws IOException {
    StringBuilder text = new StringBuilder("user_id,tolerance,low,high\n");
    for (int u = 0; u < users; u++) {
      text.append(prefix).append(1000 + 7 * u).append(',').append(1 + u % 2).append(",1.5,2\n");
    }
    Files.writeString(folder.resolve("etv.csv"), text);
    return EtvTables.open(
        new EtvRequest(
            folder,
            "etv.csv",
            "user_id",
            "tolerance",
            FUNDS.stream().map(f -> new EtvRequest.FundColumn(f.id(), f.column())).toList(),
            folder.resolve("scratch"),
            2,
            EtvRequest.MIN_MEMORY_BYTES,
            Progress.NONE));
  }

  private LockedUsers read(EtvTable table, Campaign.Locked where, int threads) {
    return LockedUsers.read(folder, where, table, FUNDS, threads, EtvRequest.MIN_MEMORY_BYTES);
  }

  private List<Defect> defects(EtvTable table, String csv) throws IOException {
    Files.writeString(folder.resolve("shown.csv"), csv);
    EocaException rejected =
        catchThrowableOfType(
            EocaException.class, () -> read(table, Campaign.Locked.of("shown.csv"), 2));
    assertThat(rejected.code()).isEqualTo(ExitCode.REJECTED);
    assertThat(rejected.hint()).contains("mend the rows");
    return rejected.defects();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u-"})
  void findsEveryUserWhereverTheRowIs(String prefix) throws IOException {
    try (EtvTable table = table(150_000, prefix)) {
      List<Integer> rows = new ArrayList<>();
      for (int u = 0; u < table.users(); u += 3) {
        rows.add(u);
      }
      Collections.shuffle(rows, new Random(5));
      StringBuilder csv = new StringBuilder("note,fund,user_id\r\n");
      rows.forEach(
          u ->
              csv.append("\"a, b\",")
                  .append(u % 2 == 1 ? "high" : "low")
                  .append(',')
                  .append(table.userIds().id(u))
                  .append("\r\n"));
      try (OutputStream out =
          new GZIPOutputStream(Files.newOutputStream(folder.resolve("shown.csv.gz")))) {
        out.write(csv.toString().getBytes(StandardCharsets.UTF_8));
      }
      for (int threads : new int[] {1, 3}) {
        LockedUsers locked = read(table, Campaign.Locked.of("shown.csv.gz"), threads);
        assertThat(locked.users()).containsExactly(rows.stream().mapToInt(u -> u).toArray());
        for (int i = 0; i < rows.size(); i++) {
          assertThat(locked.funds()[i]).isEqualTo((byte) (rows.get(i) % 2));
        }
        assertThat(locked.files()).hasSize(1);
        assertThat(locked.files().get(0).rows()).isEqualTo(rows.size());
        assertThat(locked.files().get(0).sha256())
            .isEqualTo(FileHash.sha256(folder.resolve("shown.csv.gz")).sha256());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void readsWhatAnAssignmentIs(OutputFormat format) throws IOException {
    for (String prefix : List.of("", "u-")) {
      try (EtvTable table = table(3000, prefix)) {
        Path out = Files.createDirectory(folder.resolve("out" + prefix));
        AssignmentFiles.write(
            new AssignmentRequest(out, format, 1, EtvRequest.MIN_MEMORY_BYTES, Progress.NONE),
            table,
            table.funds(),
            (from, tile, length) -> {
              for (int i = 0; i < length; i++) {
                tile[i] = (byte) ((from + i) % 2);
              }
            });
        String path = folder.relativize(out) + "/assignment*";
        LockedUsers locked = read(table, Campaign.Locked.of(path), 2);
        assertThat(locked.users()).hasSize(3000);
        for (int u = 0; u < 3000; u++) {
          assertThat(locked.users()[u]).isEqualTo(u);
          assertThat(locked.funds()[u]).isEqualTo((byte) (u % 2));
        }
      }
    }
  }

  @Test
  void otherColumnsCanBeNamed() throws IOException {
    try (EtvTable table = table(10, "")) {
      Files.writeString(folder.resolve("shown.csv"), "kunde,produkt\n1007,high\n");
      LockedUsers locked = read(table, new Campaign.Locked("shown.csv", "kunde", "produkt"), 1);
      assertThat(locked.users()).containsExactly(1);
      assertThat(locked.funds()).containsExactly(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u-"})
  void tellsEveryDefectWhereItIs(String prefix) throws IOException {
    try (EtvTable table = table(10, prefix)) {
      List<Defect> defects =
          defects(
              table,
              """
              user_id,fund
              U1000,low
              U1007,hgih
              U1000,low
              U999,low
              U1014,high
              ,low
              U1021,
              U01000,low
              """
                  .replace("U", prefix));
      String shown = "shown.csv";
      assertThat(defects)
          .extracting(Defect::file, Defect::row, Defect::column, Defect::value)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(shown, 2L, "fund", "hgih"),
              org.assertj.core.groups.Tuple.tuple(shown, 3L, "user_id", prefix + "1000"),
              org.assertj.core.groups.Tuple.tuple(shown, 4L, "user_id", prefix + "999"),
              org.assertj.core.groups.Tuple.tuple(shown, 5L, "fund", "high"),
              org.assertj.core.groups.Tuple.tuple(shown, 6L, "user_id", ""),
              org.assertj.core.groups.Tuple.tuple(shown, 7L, "fund", ""),
              org.assertj.core.groups.Tuple.tuple(shown, 8L, "user_id", prefix + "01000"));
      assertThat(defects.get(0).rule()).contains("Maybe high");
      assertThat(defects.get(1).rule()).contains("first in row 1");
      assertThat(defects.get(3).rule()).contains("tolerance 1").contains("risk is 2");
    }
  }

  @Test
  void tellsWhatIsNoSuchFile() throws IOException {
    try (EtvTable table = table(10, "")) {
      assertThat(defects(table, "user,fund\n1000,low\n").get(0).rule()).contains("user, fund");
      assertThat(defects(table, "user_id,fund\n1000,low,x\n").get(0).row()).isEqualTo(1);
      assertThat(defects(table, "")).hasSize(1);
      Files.write(
          folder.resolve("cut.arrow"), "ARROW1\0\0cut short".getBytes(StandardCharsets.UTF_8));
      EocaException cut =
          catchThrowableOfType(
              EocaException.class, () -> read(table, Campaign.Locked.of("cut.arrow"), 1));
      assertThat(cut.code()).isEqualTo(ExitCode.REJECTED);
      EocaException missing =
          catchThrowableOfType(
              EocaException.class, () -> read(table, Campaign.Locked.of("none.csv"), 1));
      assertThat(missing.code()).isEqualTo(ExitCode.FILE_SYSTEM);
    }
  }

  /** The group as its description says, by hand. */
  @ParameterizedTest
  @ValueSource(strings = {"", "ü-"})
  void theControlGroupIsWhatItsFormulaSays(String prefix) throws Exception {
    BigDecimal percent = new BigDecimal("12.5");
    try (EtvTable table = table(70_000, prefix)) {
      long[] one = ControlGroup.of(table, new Campaign.Control(percent, 7), 1);
      assertThat(ControlGroup.of(table, new Campaign.Control(percent, 7), 3)).isEqualTo(one);
      int members = 0;
      for (int u = 0; u < table.users(); u++) {
        byte[] digest =
            MessageDigest.getInstance("SHA-256")
                .digest(("7:" + table.userIds().id(u)).getBytes(StandardCharsets.UTF_8));
        boolean in =
            Long.parseLong(HexFormat.of().formatHex(digest, 0, 4), 16) < 0x2000_0000L; // 1/8
        assertThat(one[u >>> 6] >>> u & 1).isEqualTo(in ? 1 : 0);
        members += in ? 1 : 0;
      }
      assertThat(members).isBetween(8300, 9200);
      try (Connection database = Duck.open(List.of(), 1, 128 << 20);
          Statement statement = database.createStatement();
          ResultSet rows =
              statement.executeQuery( // as docs/reference/campaign.md has it
                  "WITH users AS (SELECT i, '"
                      + prefix
                      + "' || (1000 + 7 * i) AS user_id FROM range(70000) t(i)) SELECT i FROM users"
                      + " WHERE ('0x' || sha256('7:' || user_id)[1:15])::BIGINT"
                      + " < 0.125 * 16::DOUBLE ** 15")) {
        int found = 0;
        while (rows.next()) {
          int u = rows.getInt(1);
          assertThat(one[u >>> 6] >>> u & 1).isEqualTo(1);
          found++;
        }
        assertThat(found).isEqualTo(members);
      }
      long[] other = ControlGroup.of(table, new Campaign.Control(percent, 8), 2);
      assertThat(other).isNotEqualTo(one);
    }
  }
}
