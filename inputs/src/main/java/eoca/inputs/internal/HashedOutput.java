package eoca.inputs.internal;

import eoca.inputs.error.FileErrors;
import eoca.inputs.files.FileHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A new file written from front to back, hashed on the way, forced to disk when it is finished. */
public final class HashedOutput implements AutoCloseable {
  private static final int BLOCK = 256 << 10;

  private final Path path;
  private final FileChannel channel;
  private final MessageDigest digest = FileHash.newDigest();
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
  private long bytes;

  /** Creates a file that must not exist. */
  public HashedOutput(Path path) {
    this.path = path;
    try {
      this.channel =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw FileErrors.of("create", path, e);
    }
  }

  /** Appends bytes. */
  public void write(byte[] from, int offset, int length) {
    try {
      for (int i = 0; i < length; ) {
        int n = Math.min(BLOCK, length - i);
        digest.update(from, offset + i, n);
        block.clear().put(from, offset + i, n).flip();
        while (block.hasRemaining()) {
          channel.write(block);
        }
        i += n;
      }
      bytes += length;
    } catch (IOException e) {
      throw FileErrors.of("write", path, e);
    }
  }

  /** Bytes written so far. */
  public long bytes() {
    return bytes;
  }

  /** Forces everything to disk; the hash of what was written, 64 lower-case hex digits. */
  public String finish() {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw FileErrors.of("write", path, e);
    }
    return FileHash.hex(digest);
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
