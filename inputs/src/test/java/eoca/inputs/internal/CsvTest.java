package eoca.inputs.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvTest {
  private static List<List<String>> read(InputStream in) throws IOException {
    CsvBlocks blocks = new CsvBlocks(in);
    List<List<String>> out = new ArrayList<>();
    out.add(blocks.header());
    long row = 1;
    for (CsvBlocks.Block b = blocks.next(); b != null; b = blocks.next()) {
      assertThat(b.firstRow()).isEqualTo(row);
      CsvCursor c = new CsvCursor(b.bytes(), b.from(), b.to());
      int n = 0;
      for (; c.nextRecord(); n++) {
        List<String> record = new ArrayList<>();
        while (c.nextField()) {
          record.add(
              (c.problem() == null ? "" : "!")
                  + new String(c.bytes(), c.from(), c.to() - c.from(), StandardCharsets.UTF_8));
        }
        out.add(record);
      }
      assertThat(n).isEqualTo(b.rows());
      row += n;
    }
    return out;
  }

  private static List<List<String>> read(String text) throws IOException {
    return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void knownForms() throws IOException {
    assertThat(read("a,b\n1,2\n")).containsExactly(List.of("a", "b"), List.of("1", "2"));
    assertThat(read("\uFEFFa,b\r\n1,2\r\n\"x\r\ny\",\"q\"\"q\"\r\n3,"))
        .containsExactly(
            List.of("a", "b"), List.of("1", "2"), List.of("x\r\ny", "q\"q"), List.of("3", ""));
    assertThat(read("\"a\",\"b,c\"\n\"\",\"\"\"\"\n,\n"))
        .containsExactly(List.of("a", "b,c"), List.of("", "\""), List.of("", ""));
    assertThat(read("a\n\nx")).containsExactly(List.of("a"), List.of(""), List.of("x"));
    assertThat(read("a,b")).containsExactly(List.of("a", "b"));
  }

  @Test
  void errorsStayInTheirRecord() throws IOException {
    assertThat(read("a,b\nx\"y\"z,2\n\"x\"y,2\n\"x\" ,2\n3,4\n"))
        .containsExactly(
            List.of("a", "b"),
            List.of("!x\"y\"z", "2"),
            List.of("!x", "2"),
            List.of("!x", "2"),
            List.of("3", "4"));
    assertThatThrownBy(() -> read("a,b\n1,2\n3,\"4\n5,6\n"))
        .isInstanceOfSatisfying(FormatException.class, e -> assertThat(e.row()).isEqualTo(2));
    assertThatThrownBy(() -> read("")).isInstanceOf(FormatException.class);
  }

  @Test
  void aRecordWithoutEndIsStoppedBeforeMemoryIs() {
    InputStream endless =
        new InputStream() {
          private long left = 1L << 40;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] b, int off, int len) {
            java.util.Arrays.fill(b, off, off + len, (byte) 'x');
            left -= len;
            return len;
          }
        };
    assertThatThrownBy(() -> read(endless))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("16 MiB");
  }

  @Test
  void whatIsWrittenByTheRulesIsReadBack() throws IOException {
    for (long seed : Seeds.list(30)) {
      Random r = Seeds.random(seed);
      int columns = 1 + r.nextInt(4);
      List<List<String>> records = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      int rows = seed == 1 ? 900_000 : r.nextInt(3000); // one of more than a block
      for (int i = 0; i <= rows; i++) {
        List<String> record = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
          String field = field(r);
          record.add(field);
          boolean quote =
              field.matches("(?s).*[,\"\n\r].*")
                  || (field.isEmpty() && columns == 1)
                  || r.nextInt(5) == 0;
          text.append(c > 0 ? "," : "");
          text.append(quote ? "\"" + field.replace("\"", "\"\"") + "\"" : field);
        }
        records.add(record);
        boolean last = i == rows;
        text.append(last && r.nextBoolean() ? "" : r.nextBoolean() ? "\n" : "\r\n");
      }
      ByteArrayInputStream bytes =
          new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
      InputStream dribble =
          new InputStream() {
            @Override
            public int read() {
              return bytes.read();
            }

            @Override
            public int read(byte[] b, int off, int len) {
              return bytes.read(b, off, Math.min(len, 1 + r.nextInt(100_000)));
            }
          };
      assertThat(read(dribble)).as("seed %d", seed).isEqualTo(records);
    }
  }

  private static String field(Random r) {
    String alphabet = "ab,\"\n\r é1";
    StringBuilder b = new StringBuilder();
    for (int n = r.nextInt(5); n > 0; n--) {
      b.append(alphabet.charAt(r.nextInt(3) == 0 ? r.nextInt(alphabet.length()) : 0));
    }
    return b.toString();
  }
}
