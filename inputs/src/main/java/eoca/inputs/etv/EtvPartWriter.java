package eoca.inputs.etv;

import eoca.inputs.internal.HashedOutput;
import eoca.inputs.internal.arrow.ArrowOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes parts of an ETV table in its native form: uncompressed Arrow IPC with the user id (utf8 or
 * int64), the tolerance (int8) and a float32 column a fund. Equal content gives equal bytes.
 */
public final class EtvPartWriter {
  /** Rows of a record batch. */
  private static final int BATCH = 65_536;

  private final boolean textIds;
  private final Schema schema;

  /**
   * A writer of parts of one table.
   *
   * @param textIds whether ids are text; else each is a whole number of 64 bits
   * @param funds the funds' columns in order
   */
  public EtvPartWriter(
      boolean textIds, String userColumn, String toleranceColumn, List<String> funds) {
    this.textIds = textIds;
    List<Field> fields = new ArrayList<>();
    fields.add(field(userColumn, textIds ? new ArrowType.Utf8() : new ArrowType.Int(64, true)));
    fields.add(field(toleranceColumn, new ArrowType.Int(8, true)));
    for (String fund : funds) {
      fields.add(field(fund, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));
    }
    this.schema = new Schema(fields);
  }

  private static Field field(String name, ArrowType type) {
    return new Field(name, FieldType.notNullable(type), null);
  }

  /** A written part. */
  public record Written(long bytes, String sha256) {}

  /**
   * Writes a new file and forces it to disk.
   *
   * @param ids one a row
   * @param tolerance one a row
   * @param etv {@code [fund][row]}
   * @throws eoca.inputs.error.EocaException exit 7 if it can't be written
   */
  public Written write(Path file, List<String> ids, byte[] tolerance, float[][] etv) {
    try (HashedOutput out = new HashedOutput(file)) {
      ArrowOutput arrow = new ArrowOutput(out, schema);
      ArrowOutput.Batch batch = new ArrowOutput.Batch();
      int rows = ids.size();
      for (int from = 0; from < rows; from += BATCH) {
        int n = Math.min(BATCH, rows - from);
        batch.clear();
        ids(batch, ids, from, n);
        column(batch, n);
        int levels = batch.buffer(n);
        System.arraycopy(tolerance, from, batch.bytes(), levels, n);
        for (float[] values : etv) {
          column(batch, n);
          int at = batch.buffer(4 * n);
          ByteBuffer slice = batch.values().slice(at, 4 * n).order(batch.values().order());
          slice.asFloatBuffer().put(values, from, n);
        }
        arrow.write(batch, n);
      }
      arrow.finish();
      String hash = out.finish();
      return new Written(out.bytes(), hash);
    }
  }

  private static void column(ArrowOutput.Batch batch, int rows) {
    batch.column(rows, 0);
    batch.buffer(0); // no nulls
  }

  private void ids(ArrowOutput.Batch batch, List<String> ids, int from, int n) {
    column(batch, n);
    if (!textIds) {
      int at = batch.buffer(8 * n);
      for (int i = 0; i < n; i++) {
        batch.values().putLong(at + 8 * i, Long.parseLong(ids.get(from + i)));
      }
      return;
    }
    int offsets = batch.buffer(4 * (n + 1));
    int data = batch.buffer(0);
    int end = 0;
    for (int i = 0; i < n; i++) {
      byte[] utf8 = ids.get(from + i).getBytes(StandardCharsets.UTF_8);
      batch.resize(Math.addExact(end, utf8.length));
      System.arraycopy(utf8, 0, batch.bytes(), data + end, utf8.length);
      end += utf8.length;
      batch.values().putInt(offsets + 4 * (i + 1), end);
    }
  }
}
