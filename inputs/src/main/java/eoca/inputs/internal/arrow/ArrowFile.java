package eoca.inputs.internal.arrow;

import static org.apache.arrow.flatbuf.MessageHeader.DictionaryBatch;
import static org.apache.arrow.flatbuf.MessageHeader.RecordBatch;

import eoca.inputs.internal.FormatException;
import eoca.inputs.internal.MappedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/**
 * The layout of an Arrow IPC file or stream that is mapped into memory: where each column's buffers
 * lie. Nothing is copied but metadata.
 *
 * <p>A file is hostile until shown otherwise. Every length and offset is compared with the bytes
 * there are before it is used, so that nothing is allocated or read on a file's word:
 *
 * <ul>
 *   <li>messages follow each other without gaps from the magic to the footer, and end with the
 *       end-of-stream marker (a stream without it may have lost its end: rejected);
 *   <li>a file's footer and its first message must state the same schema;
 *   <li>a batch's buffers follow each other with nothing but alignment between them, so that a
 *       damaged offset can't move a column silently;
 *   <li>every column has as many values as its batch says rows, and buffers long enough for them.
 * </ul>
 *
 * Compressed bodies, big-endian data and the layout before Arrow 0.15 are refused by name.
 */
public final class ArrowFile {
  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final int CONTINUATION = -1;
  private static final int MAX_METADATA = 256 << 20;
  private static final int MAX_PADDING = 64;

  private final MappedFile file;
  private final List<ArrowField> fields;
  private final List<Place> batches;
  private final int nodeCount;

  /** One message: where its metadata and body lie. */
  private record Place(long metadata, int metadataLength, long body, long bodyLength, byte kind) {
    long end() {
      return body + bodyLength;
    }
  }

  private ArrowFile(MappedFile file, List<ArrowField> fields, List<Place> batches) {
    this.file = file;
    this.fields = fields;
    this.batches = batches;
    this.nodeCount = fields.stream().mapToInt(f -> f.nodes().length).sum();
  }

  /** Whether bytes begin like an Arrow IPC file. */
  public static boolean isFile(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Whether bytes begin like an Arrow IPC stream. */
  public static boolean isStream(byte[] head) {
    return head.length >= 8
        && head[0] == -1
        && head[1] == -1
        && head[2] == -1
        && head[3] == -1
        && head[7] == 0;
  }

  /**
   * Reads a mapped file's layout.
   *
   * @param file the file, which stays the caller's
   * @throws FormatException if it is not a sound Arrow file or stream
   */
  public static ArrowFile open(MappedFile file) {
    if (file.size() == 0) {
      throw new FormatException(
          "0 bytes", "the file is empty: an Arrow file has at least a schema");
    }
    try {
      byte[] head = new byte[(int) Math.min(8, file.size())];
      file.get(0, head, 0, head.length);
      return isFile(head) ? openFile(file) : openStream(file);
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | NegativeArraySizeException
        | NullPointerException
        | ClassCastException e) {
      throw damaged(e);
    }
  }

  /** The top-level columns. */
  public List<ArrowField> fields() {
    return fields;
  }

  /** The number of record batches. */
  public int batches() {
    return batches.size();
  }

  private static FormatException damaged(RuntimeException e) {
    FormatException f =
        new FormatException("", "must be a sound Arrow file: its metadata is damaged");
    f.initCause(e);
    return f;
  }

  // ---- messages -------------------------------------------------------------------------------

  private static ArrowFile openFile(MappedFile file) {
    long size = file.size();
    byte[] tail = new byte[MAGIC.length];
    if (size < 8 + 4 + MAGIC.length) {
      throw truncated(size);
    }
    file.get(size - MAGIC.length, tail, 0, MAGIC.length);
    if (!isFile(tail)) {
      throw truncated(size);
    }
    int length = file.getInt(size - MAGIC.length - 4);
    long start = size - MAGIC.length - 4 - length;
    if (length <= 0 || length > MAX_METADATA || start < 8) {
      throw new FormatException(
          Integer.toString(length), "length of the Arrow footer must lie within the file");
    }
    byte[] bytes = new byte[length];
    file.get(start, bytes, 0, length);
    Footer footer = Footer.getRootAsFooter(ArrowField.root(bytes));
    boolean beforeV5 = checkVersion(footer.version());
    List<ArrowField> fields = ArrowField.read(footer.schema(), beforeV5, length);
    Place schema = message(file, 8, start);
    checkSameSchema(fields, readSchema(file, schema));
    List<Place> dictionaries = new ArrayList<>();
    for (int i = 0; i < checkCount(footer.dictionariesLength(), length); i++) {
      dictionaries.add(block(file, footer.dictionaries(i), start, DictionaryBatch));
    }
    List<Place> batches = new ArrayList<>();
    for (int i = 0; i < checkCount(footer.recordBatchesLength(), length); i++) {
      batches.add(block(file, footer.recordBatches(i), start, RecordBatch));
    }
    checkCovered(schema, dictionaries, batches, start);
    return new ArrowFile(file, fields, batches);
  }

  private static ArrowFile openStream(MappedFile file) {
    long size = file.size();
    Place schema = message(file, 0, size);
    List<ArrowField> fields = readSchema(file, schema);
    List<Place> batches = new ArrayList<>();
    long at = schema.end();
    while (true) {
      if (at + 8 > size) {
        throw new FormatException(
            size + " bytes", "an Arrow stream must end with its end marker: it was cut short");
      }
      if (file.getInt(at) == CONTINUATION && file.getInt(at + 4) == 0) {
        break;
      }
      Place p = message(file, at, size);
      if (p.kind == RecordBatch) {
        batches.add(p);
      } else if (p.kind != DictionaryBatch
          || fields.stream().noneMatch(ArrowField::hasDictionary)) {
        throw new FormatException(
            "message kind " + p.kind, "an Arrow stream must hold record batches after its schema");
      }
      at = p.end();
    }
    if (at + 8 != size) {
      throw new FormatException(
          size - at - 8 + " bytes", "nothing must follow the end marker of an Arrow stream");
    }
    return new ArrowFile(file, fields, batches);
  }

  private static int checkCount(int n, int metadataLength) {
    if (n < 0 || n > metadataLength / 24) {
      throw new FormatException(Integer.toString(n), "number of Arrow blocks must be sensible");
    }
    return n;
  }

  private static boolean checkVersion(short version) {
    if (version != MetadataVersion.V5 && version != MetadataVersion.V4) {
      throw new FormatException(
          "V" + (version + 1), "Arrow metadata version must be V5 (or V4 as of Arrow 0.15)");
    }
    return version < MetadataVersion.V5;
  }

  private static FormatException truncated(long size) {
    return new FormatException(
        size + " bytes", "an Arrow file must end with its footer and ARROW1: it was cut short");
  }

  private static Place block(MappedFile file, Block block, long limit, byte kind) {
    Place p = message(file, block.offset(), limit);
    if (p.kind != kind
        || block.metaDataLength() != p.body - block.offset()
        || block.bodyLength() != p.bodyLength) {
      throw new FormatException(
          "block at byte " + block.offset(),
          "Arrow footer must agree with the messages it points to");
    }
    return p;
  }

  /** Reads the head of the message at an offset; all of it must lie before {@code limit}. */
  private static Place message(MappedFile file, long at, long limit) {
    if (at < 0 || (at & 7) != 0 || at > limit - 8) {
      throw new FormatException("byte " + at, "an Arrow message must lie within the file, aligned");
    }
    if (file.getInt(at) != CONTINUATION) {
      throw new FormatException(
          "byte " + at, "an Arrow message must begin with its marker (Arrow 0.15 or later)");
    }
    int length = file.getInt(at + 4);
    if (length <= 0 || length > MAX_METADATA || length > limit - at - 8) {
      throw new FormatException(
          "length " + length + " at byte " + at, "Arrow metadata must lie within the file");
    }
    Message m = Message.getRootAsMessage(ArrowField.root(metadata(file, at + 8, length)));
    checkVersion(m.version());
    long body = at + 8 + length;
    if ((body & 7) != 0 || m.bodyLength() < 0 || m.bodyLength() > limit - body) {
      throw new FormatException(
          "body of " + m.bodyLength() + " bytes at byte " + body,
          "an Arrow message's body must lie within the file, aligned");
    }
    if ((m.bodyLength() & 7) != 0) {
      throw new FormatException(
          Long.toString(m.bodyLength()), "length of an Arrow body must be a multiple of 8");
    }
    return new Place(at + 8, length, body, m.bodyLength(), m.headerType());
  }

  private static byte[] metadata(MappedFile file, long at, int length) {
    byte[] bytes = new byte[length];
    file.get(at, bytes, 0, length);
    return bytes;
  }

  private static List<ArrowField> readSchema(MappedFile file, Place p) {
    byte[] bytes = metadata(file, p.metadata, p.metadataLength);
    Message m = Message.getRootAsMessage(ArrowField.root(bytes));
    if (m.headerType() != MessageHeader.Schema || p.bodyLength != 0) {
      throw new FormatException(
          "message kind " + m.headerType(), "the first Arrow message must be the schema");
    }
    Schema s = (Schema) m.header(new Schema());
    return ArrowField.read(s, m.version() < MetadataVersion.V5, bytes.length);
  }

  private static void checkSameSchema(List<ArrowField> footer, List<ArrowField> first) {
    List<String> a = footer.stream().map(ArrowField::signature).toList();
    List<String> b = first.stream().map(ArrowField::signature).toList();
    if (!a.equals(b)) {
      throw new FormatException(
          "footer " + a + ", first message " + b, "an Arrow file must state one schema twice");
    }
  }

  /** Messages must cover the file from the schema to the footer: none lost, none read twice. */
  private static void checkCovered(
      Place schema, List<Place> dictionaries, List<Place> batches, long footer) {
    List<Place> all = new ArrayList<>(dictionaries);
    all.addAll(batches);
    all.sort(Comparator.comparingLong(Place::metadata));
    long end = schema.end();
    for (Place p : all) {
      checkGap(end, p.metadata - 8);
      end = p.end();
    }
    checkGap(end, footer);
  }

  private static void checkGap(long end, long next) {
    if (next < end || next - end > MAX_PADDING) {
      throw new FormatException(
          "bytes " + end + ".." + next, "Arrow messages must follow each other without gaps");
    }
  }

  // ---- batches --------------------------------------------------------------------------------

  /**
   * The layout of some columns.
   *
   * @param rows rows of each batch
   * @param columns as asked for
   */
  public record Layout(long[] rows, ArrowColumn[] columns) {}

  /**
   * Reads and checks the layout of every batch.
   *
   * @param wanted indices into {@link #fields()}
   * @throws FormatException if a batch is damaged or compressed
   */
  public Layout layout(int[] wanted) {
    try {
      ArrowColumn[] columns = new ArrowColumn[wanted.length];
      for (int c = 0; c < wanted.length; c++) {
        columns[c] = new ArrowColumn(fields.get(wanted[c]), batches.size());
      }
      int[] firstNode = new int[fields.size() + 1];
      for (int f = 0; f < fields.size(); f++) {
        firstNode[f + 1] = firstNode[f] + fields.get(f).nodes().length;
      }
      int[] firstBuffer = new int[nodeCount + 1];
      long[] rows = new long[batches.size()];
      for (int b = 0; b < rows.length; b++) {
        Place p = batches.get(b);
        RecordBatch batch = batch(p, b);
        rows[b] = batch.length();
        if (rows[b] < 0) {
          throw new FormatException(batchName(b), "rows of a batch must not be negative");
        }
        locate(batch, b, firstBuffer);
        checkBuffers(batch, p, b);
        for (int c = 0; c < wanted.length; c++) {
          int node = firstNode[wanted[c]];
          place(columns[c], batch, p, b, node, firstBuffer[node], firstBuffer[node + 1]);
        }
      }
      return new Layout(rows, columns);
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | NegativeArraySizeException
        | NullPointerException
        | ClassCastException e) {
      throw damaged(e);
    }
  }

  private RecordBatch batch(Place p, int b) {
    byte[] bytes = metadata(file, p.metadata, p.metadataLength);
    Message m = Message.getRootAsMessage(ArrowField.root(bytes));
    RecordBatch batch = (RecordBatch) m.header(new RecordBatch());
    if (batch.compression() != null) {
      String codec = batch.compression().codec() == 0 ? "LZ4" : "ZSTD";
      throw new FormatException(
          codec, "Arrow bodies must be uncompressed (write with compression off, or as Parquet)");
    }
    if (batch.nodesLength() != nodeCount) {
      throw new FormatException(
          batchName(b) + ", " + batch.nodesLength() + " nodes",
          "a batch must have the columns of the schema");
    }
    if (batch.buffersLength() < 0 || batch.buffersLength() > bytes.length / 16) {
      throw new FormatException(batchName(b), "number of Arrow buffers must be sensible");
    }
    return batch;
  }

  /** Finds each node's first buffer. */
  private void locate(RecordBatch batch, int b, int[] firstBuffer) {
    int node = 0;
    int buffer = 0;
    int variadic = 0;
    for (ArrowField f : fields) {
      for (int buffers : f.nodes()) {
        firstBuffer[node++] = buffer;
        if (buffers == ArrowField.VIEW) {
          long more = batch.variadicBufferCounts(variadic++);
          if (more < 0 || more > batch.buffersLength()) {
            throw new FormatException(batchName(b), "number of Arrow buffers must be sensible");
          }
          buffer += 2 + (int) more;
        } else {
          buffer += buffers;
        }
      }
    }
    firstBuffer[node] = buffer;
    if (buffer != batch.buffersLength()) {
      throw new FormatException(
          batchName(b) + ", " + batch.buffersLength() + " buffers",
          "a batch must have the buffers of its schema (" + buffer + ")");
    }
  }

  /** Buffers must lie in the body, one after the other, apart by alignment only. */
  private static void checkBuffers(RecordBatch batch, Place p, int b) {
    long bits = 64;
    Buffer buffer = new Buffer();
    for (int i = 0; i < batch.buffersLength(); i++) {
      batch.buffers(buffer, i);
      if (buffer.length() < 0
          || buffer.offset() < 0
          || buffer.length() > p.bodyLength
          || buffer.offset() > p.bodyLength - buffer.length()) {
        throw new FormatException(
            batchName(b)
                + ", buffer "
                + i
                + " at "
                + buffer.offset()
                + " of "
                + buffer.length()
                + " bytes",
            "an Arrow buffer must lie within its batch");
      }
      bits |= buffer.length() > 0 ? buffer.offset() : 0;
    }
    long align = Long.lowestOneBit(bits);
    long end = 0;
    for (int i = 0; i < batch.buffersLength(); i++) {
      batch.buffers(buffer, i);
      if (buffer.length() > 0) {
        if (align < 8 || buffer.offset() != roundUp(end, align)) {
          throw new FormatException(
              batchName(b) + ", buffer " + i + " at " + buffer.offset(),
              "Arrow buffers must follow each other, aligned");
        }
        end = buffer.offset() + buffer.length();
      }
    }
    if (p.bodyLength - end > MAX_PADDING) {
      throw new FormatException(
          batchName(b) + ", body of " + p.bodyLength + " bytes",
          "Arrow buffers must fill their batch (" + end + ")");
    }
  }

  private static long roundUp(long n, long align) {
    return (n + align - 1) & -align;
  }

  private static void place(
      ArrowColumn c, RecordBatch batch, Place p, int b, int node, int first, int next) {
    long rows = batch.length();
    long nulls = batch.nodes(node).nullCount();
    if (batch.nodes(node).length() != rows || nulls < -1 || nulls > rows) {
      throw new FormatException(
          c.field().name(),
          0,
          batch.nodes(node).length() + " values, " + nulls + " nulls",
          "a column must have its batch's number of rows (" + rows + ")");
    }
    if (c.field().kind() == ArrowField.Kind.OTHER) {
      return;
    }
    long bitmap = batch.buffers(first).length();
    c.validity()[b] = bitmap == 0 ? -1 : p.body + batch.buffers(first).offset();
    if (bitmap == 0 ? nulls > 0 : bitmap < (rows + 7) / 8) {
      throw tooShort(c, b, rows);
    }
    Buffer second = batch.buffers(first + 1);
    switch (c.field().kind()) {
      case UTF8, LARGE_UTF8 -> {
        int width = c.field().kind() == ArrowField.Kind.UTF8 ? 4 : 8;
        if (rows > 0 && second.length() / width < rows + 1) {
          throw tooShort(c, b, rows);
        }
        c.offsets()[b] = p.body + second.offset();
        c.data()[b] = p.body + batch.buffers(first + 2).offset();
        c.dataLength()[b] = batch.buffers(first + 2).length();
      }
      case UTF8_VIEW -> {
        checkFits(c, b, second.length(), rows, 16);
        c.data()[b] = p.body + second.offset();
        c.views()[b] = new long[2 * (next - first - 2)];
        for (int i = first + 2; i < next; i++) {
          c.views()[b][2 * (i - first - 2)] = p.body + batch.buffers(i).offset();
          c.views()[b][2 * (i - first - 2) + 1] = batch.buffers(i).length();
        }
      }
      default -> {
        checkFits(c, b, second.length(), rows, c.field().bits() / 8);
        c.data()[b] = p.body + second.offset();
      }
    }
  }

  /** The values must fill the buffer but for padding: a damaged type would not. */
  private static void checkFits(ArrowColumn c, int b, long bytes, long rows, int width) {
    if (bytes / width < rows) {
      throw tooShort(c, b, rows);
    }
    long exact = rows * width;
    if (bytes != exact && bytes != roundUp(exact, 8) && bytes != roundUp(exact, MAX_PADDING)) {
      throw new FormatException(
          c.field().name(),
          0,
          batchName(b) + ", " + bytes + " bytes",
          "values of a column must fill their buffer (" + rows + " of " + width + " bytes)");
    }
  }

  private static FormatException tooShort(ArrowColumn c, int b, long rows) {
    return new FormatException(
        c.field().name(),
        0,
        batchName(b) + ", " + rows + " rows",
        "a column's buffers must be long enough for its rows");
  }

  private static String batchName(int b) {
    return "batch " + (b + 1);
  }
}
