package eoca.inputs.assignment;

import eoca.inputs.internal.FormatException;
import eoca.inputs.internal.MappedFile;
import eoca.inputs.internal.Utf8;
import eoca.inputs.internal.arrow.ArrowColumn;
import eoca.inputs.internal.arrow.ArrowField;
import eoca.inputs.internal.arrow.ArrowField.Kind;
import eoca.inputs.internal.arrow.ArrowFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Reads an assignment from a mapped Arrow file. */
final class ArrowPartReader implements PartsReader.PartReader {
  private static final int BATCH = 1 << 10;
  private static final int MAX_TEXT = 64 << 20;

  private final MappedFile file;
  private final FundIndex index;
  private final ArrowFile.Layout layout;
  private final ArrowColumn user;
  private final ArrowColumn fund;
  private final ArrowColumn etv;
  private final HeapIds ids = new HeapIds();
  private final byte[] funds = new byte[BATCH];
  private final float[] values = new float[BATCH];
  private final int[] offsets = new int[BATCH + 1];
  private final byte[] bitmap = new byte[BATCH / 8];
  private byte[] bytes = new byte[1 << 16];
  private int segment;
  private int at;
  private long row;

  ArrowPartReader(Path path, FundIndex index) throws IOException {
    this.index = index;
    try (FileChannel c = FileChannel.open(path, StandardOpenOption.READ)) {
      file = new MappedFile(path, c, c.size());
    }
    try {
      ArrowFile arrow = ArrowFile.open(file);
      List<String> names = arrow.fields().stream().map(ArrowField::name).toList();
      checkNames(names);
      layout = arrow.layout(new int[] {0, 1, 2});
      user = layout.columns()[0];
      fund = layout.columns()[1];
      etv = layout.columns()[2];
      boolean int64 = user.field().kind() == Kind.INT && user.field().bits() == 64;
      if ((!int64 && user.field().kind() != Kind.UTF8)
          || fund.field().kind() != Kind.UTF8
          || etv.field().kind() != Kind.FLOAT
          || etv.field().bits() != 32) {
        throw new FormatException(
            user.field().type() + ", " + fund.field().type() + ", " + etv.field().type(),
            "an assignment must have columns of int64 or utf8, utf8, float32");
      }
      for (long rows : layout.rows()) {
        if (rows > Integer.MAX_VALUE) {
          throw new FormatException(rows + " rows", "a batch must have at most 2147483647 rows");
        }
      }
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The header every format has. */
  static void checkNames(List<String> names) {
    if (!names.equals(List.of("user_id", "fund", "etv"))) {
      throw new FormatException(
          String.join(",", names), "an assignment must have the columns user_id,fund,etv");
    }
  }

  @Override
  public AssignmentBatch next(long firstRow) {
    while (segment < layout.rows().length && at >= layout.rows()[segment]) {
      segment++;
      at = 0;
    }
    if (segment == layout.rows().length) {
      return null;
    }
    int n = (int) Math.min(BATCH, layout.rows()[segment] - at);
    readIds(n);
    readFunds(n);
    readEtv(n);
    at += n;
    row += n;
    return new AssignmentBatch(firstRow, n, ids, funds, values);
  }

  private void readIds(int n) {
    readNulls(user, n);
    for (int i = 0; i < n; i++) {
      if (isNull(i)) {
        throw new FormatException("user_id", row + i + 1, "", "must not be null");
      }
    }
    if (user.field().kind() == Kind.INT) {
      ids.clear(false);
      file.get(user.data()[segment] + 8L * at, ids.numbers(n), 0, n);
      return;
    }
    ids.clear(true);
    texts(user, n);
    for (int i = 0; i < n; i++) {
      int from = offsets[i] - offsets[0];
      int to = offsets[i + 1] - offsets[0];
      if (!Utf8.isValid(bytes, from, to)) {
        throw new FormatException("user_id", row + i + 1, "", "must be valid UTF-8");
      }
      ids.add(bytes, from, to - from);
    }
  }

  private void readFunds(int n) {
    readNulls(fund, n);
    texts(fund, n);
    for (int i = 0; i < n; i++) {
      if (isNull(i)) {
        funds[i] = FundTiles.NONE;
        continue;
      }
      int from = offsets[i] - offsets[0];
      int to = offsets[i + 1] - offsets[0];
      int j = index.find(bytes, from, to);
      if (j < 0) {
        String found =
            new String(
                bytes, from, Math.min(to - from, 100), java.nio.charset.StandardCharsets.UTF_8);
        throw new FormatException("fund", row + i + 1, found, "must be a fund of the campaign");
      }
      funds[i] = (byte) j;
    }
  }

  private void readEtv(int n) {
    readNulls(etv, n);
    file.get(etv.data()[segment] + 4L * at, values, 0, n);
    for (int i = 0; i < n; i++) {
      if (isNull(i) != (funds[i] == FundTiles.NONE)) {
        throw new FormatException(
            "etv", row + i + 1, "", "must be null where fund is, and only there");
      }
      if (isNull(i)) {
        values[i] = Float.NaN;
      } else if (!Float.isFinite(values[i])) {
        throw new FormatException(
            "etv", row + i + 1, Float.toString(values[i]), "must be a finite number");
      }
    }
  }

  private void readNulls(ArrowColumn c, int n) {
    long place = c.validity()[segment];
    if (place < 0) {
      java.util.Arrays.fill(bitmap, (byte) -1);
    } else {
      file.get(place + at / 8, bitmap, 0, (n + 7) / 8);
    }
  }

  private boolean isNull(int i) {
    return (bitmap[i >> 3] >> (i & 7) & 1) == 0;
  }

  /** Reads texts into {@link #bytes} and {@link #offsets}. */
  private void texts(ArrowColumn c, int n) {
    file.get(c.offsets()[segment] + 4L * at, offsets, 0, n + 1);
    long most = c.dataLength()[segment];
    for (int i = 0; i <= n; i++) {
      if (offsets[i] < (i == 0 ? 0 : offsets[i - 1]) || offsets[i] > most) {
        throw new FormatException(
            c.field().name(), row + i, "offset " + offsets[i], "text offsets must ascend");
      }
    }
    int length = offsets[n] - offsets[0];
    if (length > MAX_TEXT) {
      throw new FormatException(
          c.field().name(), row + 1, length + " bytes", "texts must be at most 64 KiB each");
    }
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    file.get(c.data()[segment] + offsets[0], bytes, 0, length);
  }

  @Override
  public void close() {
    file.close();
  }
}
