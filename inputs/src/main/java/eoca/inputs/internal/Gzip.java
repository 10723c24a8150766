package eoca.inputs.internal;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens plain and gzipped files as streams. */
public final class Gzip {
  /** Bytes that a file may expand to in any case. */
  private static final long FREE = 1L << 30;

  /** Beyond that, how many times its size: real tables shrink by less than 50. */
  private static final long RATIO = 200;

  private Gzip() {}

  /** Whether bytes begin like gzip. */
  public static boolean isGzip(byte[] head) {
    return head.length >= 2 && head[0] == 0x1F && head[1] == (byte) 0x8B;
  }

  /**
   * A file's bytes, unpacked if it is gzipped. A file that unpacks to far more than it is ends in a
   * {@link FormatException}.
   */
  public static InputStream open(Path path, boolean gzipped) throws IOException {
    return open(path, gzipped, FREE);
  }

  /** The same with another number of bytes that any file may expand to. */
  static InputStream open(Path path, boolean gzipped, long free) throws IOException {
    InputStream raw = Files.newInputStream(path);
    if (!gzipped) {
      return raw;
    }
    try {
      long size = Files.size(path);
      return new Capped(
          new GZIPInputStream(new BufferedInputStream(raw, 1 << 18), 1 << 16),
          Math.max(free, size * RATIO));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static final class Capped extends FilterInputStream {
    private long left;

    Capped(InputStream in, long most) {
      super(in);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      int n = super.read(b, offset, length);
      left -= Math.max(0, n);
      if (left < 0) {
        throw new FormatException(
            "", "a gzipped file must not unpack to more than 200 times its size");
      }
      return n;
    }
  }
}
