package eoca.inputs.synthetic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** CSV with a header and LF; every value is a decimal that gives the float back. */
final class CsvPartWriter implements PartWriter {
  /** Rows formatted at once: their text is the memory this writer takes. */
  private static final int ROWS = 1 << 17;

  private final Blocks blocks;

  CsvPartWriter(Blocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public void write(Path file, long from, long to, int blockRows) throws IOException {
    int rowsAtOnce = Math.min(ROWS, blockRows);
    int funds = blocks.synthetic().spec().funds();
    int stretch = Blocks.STRETCH;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      String header = "user_id,tolerance," + String.join(",", blocks.synthetic().fundIds()) + "\n";
      put(channel, header.getBytes(StandardCharsets.US_ASCII));
      byte[][] texts = new byte[(rowsAtOnce + stretch - 1) / stretch][];
      for (long row = from; row < to; row += rowsAtOnce) {
        int rows = (int) Math.min(rowsAtOnce, to - row);
        int first = (int) row;
        blocks.stretches(
            row,
            rows,
            (start, length) -> texts[start / stretch] = text(first + start, length, funds));
        for (int t = 0; t < (rows + stretch - 1) / stretch; t++) {
          put(channel, texts[t]);
        }
      }
      channel.force(true);
    }
  }

  private byte[] text(int user, int length, int funds) {
    byte[] tolerance = new byte[length];
    float[][] etv = new float[funds][length];
    blocks.synthetic().fill(user, length, etv, tolerance, 0);
    StringBuilder out = new StringBuilder(length * (12 + 11 * funds));
    for (int i = 0; i < length; i++) {
      out.append(blocks.synthetic().userId(user + i)).append(',').append(tolerance[i]);
      for (int j = 0; j < funds; j++) {
        out.append(',').append(etv[j][i]);
      }
      out.append('\n');
    }
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void put(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
