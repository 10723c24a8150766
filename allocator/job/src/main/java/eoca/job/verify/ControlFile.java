package eoca.job.verify;

import eoca.core.Pins;
import eoca.inputs.error.FileErrors;
import eoca.inputs.etv.UserIds;
import eoca.inputs.files.FileHash;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * {@code control.csv}: the users of the control group, one id a line in table order, under the
 * header {@code user_id}; RFC 4180, LF. The assignment says of them that they have no fund; this
 * file says that nobody left them over.
 */
public final class ControlFile {
  private ControlFile() {}

  /** Writes the file and forces it to disk. */
  public static void write(Path file, UserIds ids, Pins pins) {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
      write(out, ids, pins);
      out.flush();
      channel.force(true);
    } catch (IOException e) {
      throw FileErrors.of("write", file, e);
    }
  }

  /** The SHA-256 that the file must have. */
  static String sha256(UserIds ids, Pins pins) {
    MessageDigest digest = FileHash.newDigest();
    try (OutputStream out =
        new BufferedOutputStream(
            new DigestOutputStream(OutputStream.nullOutputStream(), digest), 1 << 16)) {
      write(out, ids, pins);
    } catch (IOException e) {
      throw new IllegalStateException("writing to nowhere", e);
    }
    return FileHash.hex(digest);
  }

  private static void write(OutputStream out, UserIds ids, Pins pins) throws IOException {
    out.write("user_id\n".getBytes(StandardCharsets.US_ASCII));
    for (int user = 0; user < pins.users(); user++) {
      if (pins.isControl(user)) {
        out.write(quoted(ids.id(user)).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }
    }
  }

  private static String quoted(String id) {
    boolean plain = id.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? id : '"' + id.replace("\"", "\"\"") + '"';
  }
}
