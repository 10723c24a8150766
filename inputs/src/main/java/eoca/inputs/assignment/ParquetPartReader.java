package eoca.inputs.assignment;

import eoca.inputs.internal.FormatException;
import eoca.inputs.internal.ParquetStream;
import eoca.inputs.internal.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Reads an assignment from a Parquet file. */
final class ParquetPartReader implements PartsReader.PartReader {
  private static final int BATCH = 1 << 14;
  private static final long MEMORY = 512L << 20;

  private final ParquetStream stream;
  private final FundIndex index;
  private final boolean text;
  private final HeapIds ids = new HeapIds();
  private byte[] funds = new byte[BATCH];
  private float[] values = new float[BATCH];
  private byte[] bytes = new byte[256];
  private long row;

  ParquetPartReader(Path path, FundIndex index) throws IOException {
    this.index = index;
    if (!Files.isReadable(path)) {
      throw new NoSuchFileException(path.toString());
    }
    stream = new ParquetStream(path, 1, MEMORY);
    try {
      Map<String, String> columns = stream.columns();
      ArrowPartReader.checkNames(new ArrayList<>(columns.keySet()));
      String types = String.join(", ", columns.values());
      text = types.startsWith("VARCHAR");
      if (!types.equals("VARCHAR, VARCHAR, FLOAT") && !types.equals("BIGINT, VARCHAR, FLOAT")) {
        throw new FormatException(
            types, "an assignment must have columns of int64 or text, text, float32");
      }
      stream.select(List.of("user_id", "fund", "etv"), BATCH);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  @Override
  public AssignmentBatch next(long firstRow) {
    VectorSchemaRoot root = stream.next();
    while (root != null && root.getRowCount() == 0) {
      root = stream.next();
    }
    if (root == null) {
      return null;
    }
    int n = root.getRowCount();
    if (n > funds.length) {
      funds = new byte[n];
      values = new float[n];
    }
    readIds(root, n);
    VarCharVector fund = (VarCharVector) root.getVector(1);
    Float4Vector etv = (Float4Vector) root.getVector(2);
    for (int i = 0; i < n; i++) {
      if (fund.isNull(i) != etv.isNull(i)) {
        throw new FormatException(
            "etv", row + i + 1, "", "must be null where fund is, and only there");
      }
      funds[i] = fund.isNull(i) ? FundTiles.NONE : fund(fund, i);
      values[i] = fund.isNull(i) ? Float.NaN : etv.get(i);
      if (!fund.isNull(i) && !Float.isFinite(values[i])) {
        throw new FormatException(
            "etv", row + i + 1, Float.toString(values[i]), "must be a finite number");
      }
    }
    row += n;
    return new AssignmentBatch(firstRow, n, ids, funds, values);
  }

  private void readIds(VectorSchemaRoot root, int n) {
    ids.clear(text);
    for (int i = 0; i < n; i++) {
      if (root.getVector(0).isNull(i)) {
        throw new FormatException("user_id", row + i + 1, "", "must not be null");
      }
    }
    if (!text) {
      long[] numbers = ids.numbers(n);
      BigIntVector v = (BigIntVector) root.getVector(0);
      for (int i = 0; i < n; i++) {
        numbers[i] = v.get(i);
      }
      return;
    }
    VarCharVector v = (VarCharVector) root.getVector(0);
    for (int i = 0; i < n; i++) {
      int length = copy(v, i);
      if (!Utf8.isValid(bytes, 0, length)) {
        throw new FormatException("user_id", row + i + 1, "", "must be valid UTF-8");
      }
      ids.add(bytes, 0, length);
    }
  }

  private int copy(VarCharVector v, int i) {
    int from = v.getStartOffset(i);
    int length = v.getEndOffset(i) - from;
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    ArrowBuf data = v.getDataBuffer();
    data.getBytes(from, bytes, 0, length);
    return length;
  }

  private byte fund(VarCharVector v, int i) {
    int length = copy(v, i);
    int j = index.find(bytes, 0, length);
    if (j < 0) {
      throw new FormatException(
          "fund",
          row + i + 1,
          new String(bytes, 0, Math.min(100, length), StandardCharsets.UTF_8),
          "must be a fund of the campaign");
    }
    return (byte) j;
  }

  @Override
  public void close() {
    stream.close();
  }
}
