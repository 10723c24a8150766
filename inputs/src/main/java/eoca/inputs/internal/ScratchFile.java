package eoca.inputs.internal;

import eoca.inputs.error.FileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A temporary file that many threads write pieces of raw little-endian columns into, each at a
 * place it {@link #allocate}d, and that is then mapped. It has no name in the folder once it is
 * open, so nothing is left of it whatever ends the process.
 */
public final class ScratchFile implements AutoCloseable {
  private static final int BUFFER = 1 << 20;
  private static final long ALIGN = 64;

  private final Path path;
  private final FileChannel channel;
  private final AtomicLong end = new AtomicLong();
  private final ThreadLocal<ByteBuffer> buffers =
      ThreadLocal.withInitial(
          () -> ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN));

  /** Creates one in a folder, which is created if absent. */
  public ScratchFile(Path folder) {
    try {
      Files.createDirectories(folder);
      path = Files.createTempFile(folder, "columns-", ".raw");
      channel =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw FileErrors.of("write", folder, e);
    }
  }

  /** Reserves room: the offset, a multiple of 64. */
  public long allocate(long bytes) {
    return end.getAndAdd((bytes + ALIGN - 1) & -ALIGN);
  }

  /** Writes floats at an offset. */
  public void write(long offset, float[] values, int length) {
    ByteBuffer b = buffers.get();
    for (int i = 0; i < length; ) {
      int n = Math.min(length - i, BUFFER / Float.BYTES);
      b.clear().asFloatBuffer().put(values, i, n);
      put(offset + (long) i * Float.BYTES, b.limit(n * Float.BYTES));
      i += n;
    }
  }

  /** Writes ints at an offset. */
  public void write(long offset, int[] values, int length) {
    ByteBuffer b = buffers.get();
    for (int i = 0; i < length; ) {
      int n = Math.min(length - i, BUFFER / Integer.BYTES);
      b.clear().asIntBuffer().put(values, i, n);
      put(offset + (long) i * Integer.BYTES, b.limit(n * Integer.BYTES));
      i += n;
    }
  }

  /** Writes longs at an offset. */
  public void write(long offset, long[] values, int length) {
    ByteBuffer b = buffers.get();
    for (int i = 0; i < length; ) {
      int n = Math.min(length - i, BUFFER / Long.BYTES);
      b.clear().asLongBuffer().put(values, i, n);
      put(offset + (long) i * Long.BYTES, b.limit(n * Long.BYTES));
      i += n;
    }
  }

  /** Writes bytes at an offset. */
  public void write(long offset, byte[] values, int length) {
    ByteBuffer b = buffers.get();
    for (int i = 0; i < length; ) {
      int n = Math.min(length - i, BUFFER);
      b.clear().put(values, i, n);
      put(offset + i, b.flip());
      i += n;
    }
  }

  private void put(long offset, ByteBuffer b) {
    try {
      for (long at = offset; b.hasRemaining(); ) {
        at += channel.write(b, at);
      }
    } catch (IOException e) {
      throw FileErrors.of("write", path, e);
    }
  }

  /** Maps what was written; the mapping is the caller's and outlives this file. */
  public MappedFile map() {
    try {
      long size = end.get();
      if (size > channel.size()) { // the padding after the last piece
        put(size - 1, ByteBuffer.wrap(new byte[1]));
      }
      return new MappedFile(path, channel, size);
    } catch (IOException e) {
      throw FileErrors.of("read", path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw FileErrors.of("write", path, e);
    }
  }
}
