package eoca.predict.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.files.FileHash;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named arrays with a JSON header in one file that is whole or refused.
 *
 * <pre>
 * "EOCAT1\n" │ int header bytes │ header JSON │ arrays in header order, big-endian │ SHA-256 of all before
 * </pre>
 *
 * <p>Written beside its place, forced to disk and moved there at once, so that a crash leaves the
 * former file.
 *
 * @param header what the arrays belong to
 * @param arrays float[] or int[] by name, in order
 */
record TensorFile(ObjectNode header, Map<String, Object> arrays) {
  private static final byte[] MAGIC = "EOCAT1\n".getBytes(StandardCharsets.US_ASCII);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 1 << 14;
  private static final int MOST_HEADER = 1 << 26;

  /** A file with an empty header and no arrays. */
  static TensorFile empty() {
    return new TensorFile(JSON.createObjectNode(), new LinkedHashMap<>());
  }

  float[] floats(String name) {
    if (arrays.get(name) instanceof float[] array) {
      return array;
    }
    throw new IllegalArgumentException("float array expected (" + name + ")");
  }

  int[] ints(String name) {
    if (arrays.get(name) instanceof int[] array) {
      return array;
    }
    throw new IllegalArgumentException("int array expected (" + name + ")");
  }

  /** Writes the file in place of whatever was there. */
  void write(Path file) {
    Path staged = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              staged,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        DigestOutputStream hashed = new DigestOutputStream(out, FileHash.newDigest());
        DataOutputStream data = new DataOutputStream(hashed);
        byte[] json = JSON.writeValueAsBytes(described());
        data.write(MAGIC);
        data.writeInt(json.length);
        data.write(json);
        for (Object array : arrays.values()) {
          writeArray(data, array);
        }
        data.flush();
        out.write(hashed.getMessageDigest().digest());
        out.flush();
        channel.force(true);
      }
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "file that can be written expected (" + file + "): " + e.getMessage(),
          "Maybe the disk is full, or the folder forbids writing.",
          e);
    }
  }

  private ObjectNode described() {
    ObjectNode described = header.deepCopy();
    ObjectNode sizes = described.putObject("arrays");
    arrays.forEach(
        (name, array) -> {
          if (array instanceof float[] floats) {
            sizes.put(name, "float " + floats.length);
          } else {
            sizes.put(name, "int " + ((int[]) array).length);
          }
        });
    return described;
  }

  private static void writeArray(DataOutputStream data, Object array) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK);
    int length = array instanceof float[] floats ? floats.length : ((int[]) array).length;
    for (int from = 0; from < length; from += CHUNK) {
      int count = Math.min(CHUNK, length - from);
      if (array instanceof float[] floats) {
        chunk.asFloatBuffer().put(floats, from, count);
      } else {
        chunk.asIntBuffer().put((int[]) array, from, count);
      }
      data.write(chunk.array(), 0, 4 * count);
    }
  }

  /**
   * Reads a file whole.
   *
   * @throws EocaException exit 7 if it can't be read, exit 3 if it is not what was written
   */
  static TensorFile read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      DigestInputStream hashed = new DigestInputStream(in, FileHash.newDigest());
      DataInputStream data = new DataInputStream(hashed);
      if (!Arrays.equals(data.readNBytes(MAGIC.length), MAGIC)) {
        throw corrupt(file, "not a file of trained arrays");
      }
      long left = Files.size(file);
      int headerBytes = data.readInt();
      if (headerBytes < 0 || headerBytes > Math.min(left, MOST_HEADER)) {
        throw corrupt(file, "header of " + headerBytes + " bytes");
      }
      ObjectNode header = (ObjectNode) JSON.readTree(data.readNBytes(headerBytes));
      Map<String, Object> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : header.required("arrays").properties()) {
        arrays.put(entry.getKey(), readArray(data, entry.getValue().asText(), left / 4));
      }
      byte[] expected = hashed.getMessageDigest().digest();
      if (!Arrays.equals(in.readNBytes(33), expected)) {
        throw corrupt(file, "its SHA-256 does not fit its content");
      }
      header.remove("arrays");
      return new TensorFile(header, arrays);
    } catch (EOFException e) {
      throw corrupt(file, "cut off");
    } catch (JsonProcessingException | ClassCastException | IllegalArgumentException e) {
      throw corrupt(file, "damaged header");
    } catch (IOException e) {
      throw EocaException.fileSystem(
          "readable file expected (" + file + ")", "Maybe the model folder is incomplete.", e);
    }
  }

  private static Object readArray(DataInputStream data, String described, long most)
      throws IOException {
    boolean isFloat = described.startsWith("float ");
    int length = Integer.parseInt(described.substring(described.indexOf(' ') + 1));
    if (length < 0 || length > most) {
      throw new EOFException();
    }
    float[] floats = isFloat ? new float[length] : null;
    int[] ints = isFloat ? null : new int[length];
    byte[] bytes = new byte[4 * CHUNK];
    for (int from = 0; from < length; from += CHUNK) {
      int count = Math.min(CHUNK, length - from);
      data.readFully(bytes, 0, 4 * count);
      ByteBuffer chunk = ByteBuffer.wrap(bytes);
      if (isFloat) {
        chunk.asFloatBuffer().get(floats, from, count);
      } else {
        chunk.asIntBuffer().get(ints, from, count);
      }
    }
    return isFloat ? floats : ints;
  }

  private static EocaException corrupt(Path file, String why) {
    return EocaException.rejected(
        "whole file of trained arrays expected (" + file + "): " + why,
        "Maybe the copy was interrupted; train again, or resume without the damaged checkpoint.",
        List.of(new Defect(file.toString(), 0, "", "", why)));
  }
}
