package eoca.inputs.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file mapped read-only, of any size.
 *
 * <p>A mapping is at most 2 GiB on Java 17, so the file is mapped in windows that start every GiB
 * and are almost two GiB long: any range of up to a GiB lies in the window its first byte chooses.
 *
 * <pre>
 * file      0        1 GiB      2 GiB      3 GiB
 * window 0  [=====================)
 * window 1           [=====================)
 * window 2                      [============)
 * </pre>
 *
 * Overlaps cost address space only. Typed reads want aligned offsets (Arrow gives 8). Owned by who
 * opened it; after {@link #close} nothing may read: whoever shares it guards it with a {@link
 * Gate}.
 */
public final class MappedFile implements AutoCloseable {
  private static final Set<MappedFile> LIVE = ConcurrentHashMap.newKeySet();

  /** Files that were shorter than their mapping when that was closed. */
  private static final Set<Path> CUT_SHORT = ConcurrentHashMap.newKeySet();

  private static final int SHIFT = 30;
  private static final long LONGEST = (1L << 31) - 8;

  private final Path path;
  private final long size;
  private final ByteBuffer[] bytes;
  private final FloatBuffer[] floats;
  private final IntBuffer[] ints;
  private final LongBuffer[] longs;
  private boolean closed;

  /**
   * Maps the whole of a file; the channel may be closed afterwards.
   *
   * @param path its name, for messages
   * @param size bytes to map, the file's present size
   */
  public MappedFile(Path path, FileChannel channel, long size) throws IOException {
    this.path = path;
    this.size = size;
    int n = (int) ((size + (1L << SHIFT) - 1) >>> SHIFT);
    bytes = new ByteBuffer[n];
    floats = new FloatBuffer[n];
    ints = new IntBuffer[n];
    longs = new LongBuffer[n];
    LIVE.add(this);
    try {
      for (int w = 0; w < n; w++) {
        long start = (long) w << SHIFT;
        bytes[w] =
            channel
                .map(FileChannel.MapMode.READ_ONLY, start, Math.min(size - start, LONGEST))
                .order(ByteOrder.LITTLE_ENDIAN);
        floats[w] = bytes[w].asFloatBuffer();
        ints[w] = bytes[w].asIntBuffer();
        longs[w] = bytes[w].asLongBuffer();
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Bytes mapped. */
  public long size() {
    return size;
  }

  /** One byte. */
  public byte getByte(long offset) {
    return bytes[(int) (offset >>> SHIFT)].get(within(offset));
  }

  /** One little-endian int at any offset. */
  public int getInt(long offset) {
    return bytes[(int) (offset >>> SHIFT)].getInt(within(offset));
  }

  /** One little-endian long at any offset. */
  public long getLong(long offset) {
    return bytes[(int) (offset >>> SHIFT)].getLong(within(offset));
  }

  /** Copies bytes. */
  public void get(long offset, byte[] dst, int at, int length) {
    if (length > 0) {
      bytes[(int) (offset >>> SHIFT)].get(within(offset), dst, at, length);
    }
  }

  /** Copies little-endian floats from an offset that is a multiple of 4. */
  public void get(long offset, float[] dst, int at, int length) {
    if (length > 0) {
      floats[(int) (offset >>> SHIFT)].get(aligned(offset, 2), dst, at, length);
    }
  }

  /** Copies little-endian ints from an offset that is a multiple of 4. */
  public void get(long offset, int[] dst, int at, int length) {
    if (length > 0) {
      ints[(int) (offset >>> SHIFT)].get(aligned(offset, 2), dst, at, length);
    }
  }

  /** Copies little-endian longs from an offset that is a multiple of 8. */
  public void get(long offset, long[] dst, int at, int length) {
    if (length > 0) {
      longs[(int) (offset >>> SHIFT)].get(aligned(offset, 3), dst, at, length);
    }
  }

  private static int within(long offset) {
    return (int) (offset & ((1L << SHIFT) - 1));
  }

  private static int aligned(long offset, int shift) {
    if ((offset & ((1 << shift) - 1)) != 0) {
      throw new IllegalArgumentException("offset (" + offset + ") must be aligned");
    }
    return within(offset) >>> shift;
  }

  /** Files mapped and not closed, in this process: for leak checks. */
  public static long live() {
    return LIVE.size();
  }

  /** Files of this process that are, or were when they were closed, shorter than their mapping. */
  public static List<Path> cutShort() {
    List<Path> files = new ArrayList<>(CUT_SHORT);
    for (MappedFile file : LIVE) {
      if (file.isCutShort()) {
        files.add(file.path);
      }
    }
    return files;
  }

  private boolean isCutShort() {
    try {
      return Files.size(path) < size;
    } catch (IOException e) {
      return false; // it has no name any more: what was mapped is still there
    }
  }

  /** Unmaps. Idempotent. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    LIVE.remove(this);
    if (isCutShort()) {
      CUT_SHORT.add(path);
    }
    for (int w = 0; w < bytes.length; w++) {
      floats[w] = null;
      ints[w] = null;
      longs[w] = null;
      ByteBuffer b = bytes[w];
      bytes[w] = null;
      if (b != null) {
        Unmapper.unmap(b);
      }
    }
  }
}
