package eoca.inputs.assignment;

import eoca.inputs.etv.UserIds;
import eoca.inputs.internal.HashedOutput;
import eoca.inputs.internal.arrow.ArrowOutput;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Arrow IPC: user_id int64 or utf8, fund utf8 (nullable), etv float32 (nullable). */
final class ArrowPartWriter implements PartWriter {
  /** The schema of an assignment. */
  static Schema schema(boolean textIds) {
    return new Schema(
        List.of(
            new Field(
                "user_id",
                FieldType.notNullable(textIds ? new ArrowType.Utf8() : new ArrowType.Int(64, true)),
                null),
            new Field("fund", FieldType.nullable(new ArrowType.Utf8()), null),
            new Field(
                "etv",
                FieldType.nullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
                null)));
  }

  @Override
  public WrittenFile write(Path path, AssignmentRows source, int from, int rows, Tick tick) {
    UserIds ids = source.table().userIds();
    try (HashedOutput out = new HashedOutput(path)) {
      ArrowOutput arrow = new ArrowOutput(out, schema(ids.isText()));
      ArrowOutput.Batch batch = new ArrowOutput.Batch();
      for (int at = 0; at < rows; at += AssignmentRows.BATCH) {
        int n = Math.min(AssignmentRows.BATCH, rows - at);
        fill(batch, source, from + at, n);
        arrow.write(batch, n);
        tick.add(n);
      }
      arrow.finish();
      String hash = out.finish();
      return new WrittenFile(path, out.bytes(), rows, hash);
    }
  }

  /** Gathers n rows from a user on into a batch of {@link #schema}. */
  static void fill(ArrowOutput.Batch batch, AssignmentRows source, int from, int n) {
    source.fill(from, n);
    batch.clear();
    userIds(batch, source.table().userIds(), from, n);
    funds(batch, source, n);
    etv(batch, source, n);
  }

  private static void userIds(ArrowOutput.Batch batch, UserIds ids, int from, int n) {
    batch.column(n, 0);
    batch.buffer(0);
    if (!ids.isText()) {
      int at = batch.buffer(8 * n);
      long[] tile = new long[4096];
      for (int i = 0; i < n; i += tile.length) {
        int m = Math.min(tile.length, n - i);
        ids.copyInt64(from + i, tile, m);
        batch
            .values()
            .slice(at + 8 * i, 8 * m)
            .order(batch.values().order())
            .asLongBuffer()
            .put(tile, 0, m);
      }
      return;
    }
    int offsets = batch.buffer(4 * (n + 1));
    int data = batch.buffer(0);
    int[] state = {0, 0}; // ids and bytes so far
    ids.copyText(
        from,
        n,
        (utf8, offset, length) -> {
          batch.resize(Math.addExact(state[1], length));
          System.arraycopy(utf8, offset, batch.bytes(), data + state[1], length);
          state[1] += length;
          batch.values().putInt(offsets + 4 * ++state[0], state[1]);
        });
  }

  private static void funds(ArrowOutput.Batch batch, AssignmentRows source, int n) {
    byte[] fund = source.funds();
    byte[][] names = source.fundIds();
    batch.column(n, source.unassigned());
    validity(batch, source, n);
    int offsets = batch.buffer(4 * (n + 1));
    long total = 0;
    for (int i = 0; i < n; i++) {
      total += fund[i] == FundTiles.NONE ? 0 : names[fund[i] & 0xFF].length;
    }
    int data = batch.buffer(Math.toIntExact(total));
    byte[] body = batch.bytes();
    ByteBuffer values = batch.values();
    int end = 0;
    for (int i = 0; i < n; i++) {
      if (fund[i] != FundTiles.NONE) {
        byte[] name = names[fund[i] & 0xFF];
        for (int k = 0; k < name.length; k++) { // short: a loop beats a call
          body[data + end + k] = name[k];
        }
        end += name.length;
      }
      values.putInt(offsets + 4 * (i + 1), end);
    }
  }

  private static void etv(ArrowOutput.Batch batch, AssignmentRows source, int n) {
    batch.column(n, source.unassigned());
    validity(batch, source, n);
    int at = batch.buffer(4 * n);
    ByteBuffer values = batch.values();
    byte[] fund = source.funds();
    float[] etv = source.etv();
    for (int i = 0; i < n; i++) {
      values.putFloat(at + 4 * i, fund[i] == FundTiles.NONE ? 0 : etv[i]);
    }
  }

  /** A bitmap, left out where nothing is null. */
  private static void validity(ArrowOutput.Batch batch, AssignmentRows source, int n) {
    if (source.unassigned() == 0) {
      batch.buffer(0);
      return;
    }
    int at = batch.buffer((n + 7) / 8);
    byte[] body = batch.bytes();
    byte[] fund = source.funds();
    for (int i = 0; i < n; i++) {
      if (fund[i] != FundTiles.NONE) {
        body[at + (i >> 3)] |= (byte) (1 << (i & 7));
      }
    }
  }
}
