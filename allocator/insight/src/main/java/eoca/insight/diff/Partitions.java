package eoca.insight.diff;

import eoca.inputs.error.FileErrors;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Joins two runs' users by id where they are not the same users in the same order: the rows of both
 * are dealt to files by a hash of the id, then each pair of files is joined in memory.
 *
 * <p>Memory: {@value #ROWS} ids at a time, whatever the number of users. Disk: about 25 bytes a row
 * in the scratch folder. A user id is unique in a run: its check saw to that.
 */
final class Partitions {
  /** Rows of a file that are held in memory at once, roughly. */
  private static final int ROWS = 200_000;

  private static final int MOST = 512;

  private final Path scratch;
  private final int count;

  /** Partitions for so many rows of the larger run. */
  Partitions(Path scratch, long rows) {
    this.scratch = scratch;
    this.count = (int) Math.max(1, Math.min(MOST, rows / ROWS + 1));
  }

  /** Deals the rest of a run's rows. */
  void deal(String side, Rows rows) {
    DataOutputStream[] out = new DataOutputStream[count];
    try {
      try {
        for (int p = 0; p < count; p++) {
          out[p] =
              new DataOutputStream(
                  new BufferedOutputStream(Files.newOutputStream(file(side, p)), 1 << 14));
        }
        while (rows.available() > 0) {
          int available = rows.available();
          for (int row = 0; row < available; row++) {
            String id = rows.id(row);
            DataOutputStream to = out[Math.floorMod(spread(id.hashCode()), count)];
            to.writeUTF(id);
            to.writeByte(rows.fund(row));
            to.writeByte(rows.fund(row) >>> 8);
            to.writeFloat(rows.etv(row));
          }
          rows.skip(available);
        }
      } finally {
        for (DataOutputStream stream : out) {
          if (stream != null) {
            stream.close();
          }
        }
      }
    } catch (IOException e) {
      throw FileErrors.of("write", scratch, e);
    }
  }

  private static int spread(int hash) {
    return (hash * 0x9E3779B9) >>> 8;
  }

  /** Joins what was dealt. */
  void join(Ledger ledger) {
    for (int p = 0; p < count; p++) {
      try {
        Map<String, Row> left = new HashMap<>();
        read(file("a", p), row -> left.put(row.id(), row));
        read(file("b", p), row -> match(left, row, ledger));
        left.values().forEach(row -> ledger.onlyA(row.fund(), row.etv()));
        Files.delete(file("a", p));
        Files.delete(file("b", p));
      } catch (IOException e) {
        throw FileErrors.of("read", scratch, e);
      }
    }
  }

  private static void match(Map<String, Row> left, Row row, Ledger ledger) {
    Row before = left.remove(row.id());
    if (before == null) {
      ledger.onlyB(row.fund(), row.etv());
    } else {
      ledger.both(before.fund(), row.fund(), before.etv(), row.etv(), row::id);
    }
  }

  private record Row(String id, int fund, float etv) {}

  private interface Sink {
    void accept(Row row);
  }

  private static void read(Path file, Sink sink) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      while (true) {
        String id;
        try {
          id = in.readUTF();
        } catch (EOFException e) {
          return;
        }
        int fund = in.readUnsignedByte() | in.readUnsignedByte() << 8;
        sink.accept(new Row(id, fund, in.readFloat()));
      }
    }
  }

  private Path file(String side, int partition) {
    return scratch.resolve(side + partition);
  }
}
