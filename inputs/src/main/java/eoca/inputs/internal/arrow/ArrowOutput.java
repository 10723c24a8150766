package eoca.inputs.internal.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import eoca.inputs.internal.HashedOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes an uncompressed Arrow IPC file, batch by batch, from plain arrays: no off-heap memory. The
 * bytes are a function of the schema and the batches.
 */
public final class ArrowOutput {
  /** Buffers begin at multiples of this, as the format recommends. */
  public static final int ALIGN = 64;

  private static final byte[] MAGIC = {'A', 'R', 'R', 'O', 'W', '1', 0, 0};
  private static final byte[] END = {-1, -1, -1, -1, 0, 0, 0, 0};

  private final HashedOutput out;
  private final Schema schema;
  private final List<ArrowBlock> blocks = new ArrayList<>();

  /** Begins a file; the output stays the caller's. */
  public ArrowOutput(HashedOutput out, Schema schema) {
    this.out = out;
    this.schema = schema;
    out.write(MAGIC, 0, MAGIC.length);
    FlatBufferBuilder b = new FlatBufferBuilder();
    int header = schema.getSchema(b);
    message(b, MessageHeader.Schema, header, 0);
  }

  /** One batch under construction: its columns' nodes and buffers within one body. Reused. */
  public static final class Batch {
    private byte[] body = new byte[1 << 16];
    private ByteBuffer view = wrap(body);
    private int end;
    private final List<long[]> buffers = new ArrayList<>();
    private final List<long[]> nodes = new ArrayList<>();

    /** Empties it. */
    public void clear() {
      end = 0;
      buffers.clear();
      nodes.clear();
    }

    /** Begins a column. */
    public void column(long rows, long nulls) {
      nodes.add(new long[] {rows, nulls});
    }

    /** Adds a zeroed buffer of the column begun last; its place in {@link #bytes}. */
    public int buffer(int length) {
      int at = (end + ALIGN - 1) & -ALIGN;
      buffers.add(new long[] {at, length});
      grow(at + length + ALIGN);
      java.util.Arrays.fill(body, end, at + length, (byte) 0);
      end = at + length;
      return at;
    }

    /** Shortens or lengthens the buffer added last; what it holds stays. */
    public void resize(int length) {
      long[] last = buffers.get(buffers.size() - 1);
      last[1] = length;
      grow((int) last[0] + length + ALIGN);
      end = (int) last[0] + length;
    }

    private void grow(int size) {
      if (size > body.length) {
        body = java.util.Arrays.copyOf(body, Math.max(size, body.length + body.length / 2));
        view = wrap(body);
      }
    }

    private static ByteBuffer wrap(byte[] b) {
      return ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A copy of this batch off-heap, for readers that want one.
     *
     * @param rows its rows
     * @param allocator gives the memory
     * @return a batch that the caller closes
     */
    public ArrowRecordBatch copy(int rows, BufferAllocator allocator) {
      List<ArrowFieldNode> fieldNodes = new ArrayList<>();
      nodes.forEach(n -> fieldNodes.add(new ArrowFieldNode(n[0], n[1])));
      try (ArrowBuf whole = allocator.buffer(end)) {
        whole.setBytes(0, body, 0, end);
        List<ArrowBuf> slices = new ArrayList<>();
        buffers.forEach(b -> slices.add(whole.slice(b[0], b[1])));
        return new ArrowRecordBatch(rows, fieldNodes, slices); // retains the slices
      }
    }

    /** The body; changes when a buffer is added or resized. */
    public byte[] bytes() {
      return body;
    }

    /** The body as little-endian values; changes with {@link #bytes}. */
    public ByteBuffer values() {
      return view;
    }
  }

  /** Appends a batch. */
  public void write(Batch batch, long rows) {
    int length = (batch.end + ALIGN - 1) & -ALIGN;
    batch.grow(length);
    java.util.Arrays.fill(batch.body, batch.end, length, (byte) 0);
    FlatBufferBuilder b = new FlatBufferBuilder();
    RecordBatch.startNodesVector(b, batch.nodes.size());
    for (int i = batch.nodes.size() - 1; i >= 0; i--) {
      FieldNode.createFieldNode(b, batch.nodes.get(i)[0], batch.nodes.get(i)[1]);
    }
    int nodes = b.endVector();
    RecordBatch.startBuffersVector(b, batch.buffers.size());
    for (int i = batch.buffers.size() - 1; i >= 0; i--) {
      Buffer.createBuffer(b, batch.buffers.get(i)[0], batch.buffers.get(i)[1]);
    }
    int buffers = b.endVector();
    RecordBatch.startRecordBatch(b);
    RecordBatch.addLength(b, rows);
    RecordBatch.addNodes(b, nodes);
    RecordBatch.addBuffers(b, buffers);
    int header = RecordBatch.endRecordBatch(b);
    long at = out.bytes();
    int metadata = message(b, MessageHeader.RecordBatch, header, length);
    out.write(batch.body, 0, length);
    blocks.add(new ArrowBlock(at, metadata, length));
  }

  /** Writes a message's head; its length with marker and padding. */
  private int message(FlatBufferBuilder b, byte type, int header, long bodyLength) {
    Message.startMessage(b);
    Message.addHeaderType(b, type);
    Message.addHeader(b, header);
    Message.addVersion(b, MetadataVersion.V5);
    Message.addBodyLength(b, bodyLength);
    b.finish(Message.endMessage(b));
    byte[] bytes = b.sizedByteArray();
    int total = (int) ((out.bytes() + 8 + bytes.length + ALIGN - 1 & -ALIGN) - out.bytes());
    byte[] head = new byte[total];
    ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putInt(-1).putInt(total - 8).put(bytes);
    out.write(head, 0, total);
    return total;
  }

  /** Ends the file with marker, footer and magic. */
  public void finish() {
    out.write(END, 0, END.length);
    FlatBufferBuilder b = new FlatBufferBuilder();
    b.finish(new ArrowFooter(schema, List.of(), blocks).writeTo(b));
    byte[] footer = b.sizedByteArray();
    out.write(footer, 0, footer.length);
    byte[] length = new byte[4];
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length);
    out.write(length, 0, 4);
    out.write(MAGIC, 0, 6);
  }
}
