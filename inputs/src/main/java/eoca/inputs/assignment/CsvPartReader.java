package eoca.inputs.assignment;

import eoca.inputs.internal.CsvBlocks;
import eoca.inputs.internal.CsvCursor;
import eoca.inputs.internal.FloatParser;
import eoca.inputs.internal.FormatException;
import eoca.inputs.internal.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads an assignment from a CSV file. */
final class CsvPartReader implements PartsReader.PartReader {
  private static final int BATCH = 1 << 14;

  private final InputStream in;
  private final CsvBlocks blocks;
  private final FundIndex index;
  private final FloatParser parser = new FloatParser();
  private final HeapIds ids = new HeapIds();
  private final byte[] funds = new byte[BATCH];
  private final float[] values = new float[BATCH];
  private CsvBlocks.Block block;
  private CsvCursor cursor;
  private long row;

  CsvPartReader(Path path, FundIndex index) throws IOException {
    this.index = index;
    this.in = Files.newInputStream(path);
    try {
      this.blocks = new CsvBlocks(in);
      ArrowPartReader.checkNames(blocks.header());
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public AssignmentBatch next(long firstRow) throws IOException {
    ids.clear(true);
    int n = 0;
    while (n < BATCH) {
      if (cursor == null || !cursor.nextRecord()) {
        block = blocks.next();
        if (block == null) {
          break;
        }
        cursor = new CsvCursor(block.bytes(), block.from(), block.to());
        continue;
      }
      row++;
      user();
      boolean none = fund(n);
      etv(n, none);
      if (cursor.nextField()) {
        throw new FormatException("", row, "", "must have 3 fields");
      }
      n++;
    }
    return n == 0 ? null : new AssignmentBatch(firstRow, n, ids, funds, values);
  }

  private void field(String column) {
    if (!cursor.nextField()) {
      throw new FormatException(column, row, "", "must have 3 fields");
    }
    if (cursor.problem() != null) {
      throw new FormatException(column, row, cursor.text(), cursor.problem());
    }
  }

  private void user() {
    field("user_id");
    if (cursor.from() == cursor.to() || !Utf8.isValid(cursor.bytes(), cursor.from(), cursor.to())) {
      throw new FormatException("user_id", row, cursor.text(), "must be valid UTF-8 and not empty");
    }
    ids.add(cursor.bytes(), cursor.from(), cursor.to() - cursor.from());
  }

  private boolean fund(int n) {
    field("fund");
    if (cursor.from() == cursor.to()) {
      funds[n] = FundTiles.NONE;
      return true;
    }
    int j = index.find(cursor.bytes(), cursor.from(), cursor.to());
    if (j < 0) {
      throw new FormatException("fund", row, cursor.text(), "must be a fund of the campaign");
    }
    funds[n] = (byte) j;
    return false;
  }

  private void etv(int n, boolean none) {
    field("etv");
    if (none != (cursor.from() == cursor.to())) {
      throw new FormatException(
          "etv", row, cursor.text(), "must be empty where fund is, and only there");
    }
    if (none) {
      values[n] = Float.NaN;
      return;
    }
    values[n] = parser.parse(cursor.bytes(), cursor.from(), cursor.to());
    if (parser.status() != FloatParser.Status.NUMBER) {
      throw new FormatException("etv", row, cursor.text(), "must be a number");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
