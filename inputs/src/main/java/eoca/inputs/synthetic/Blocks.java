package eoca.inputs.synthetic;

import eoca.inputs.Progress;
import eoca.inputs.campaign.Campaign.EtvLocation;
import eoca.inputs.internal.Crew;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedWidthVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Generates blocks of rows into Arrow vectors, stretches of a block on all threads. */
final class Blocks {
  /** Users of one task: a column's stretch (64 KiB) and the user effects stay in L2. */
  static final int STRETCH = 1 << 14;

  private final SyntheticCampaign synthetic;
  private final Crew crew;
  private final BufferAllocator allocator;
  private final Progress progress;
  private final AtomicLong done = new AtomicLong();
  private final Queue<Scratch> free = new ConcurrentLinkedQueue<>();

  /** What a stretch needs besides its vectors; at most one a thread is ever made. */
  private static final class Scratch {
    private final byte[] tolerance = new byte[STRETCH];
    private final double[] effects = new double[STRETCH];
    private final float[] tile = new float[STRETCH];
  }

  Blocks(SyntheticCampaign synthetic, Crew crew, BufferAllocator allocator, Progress progress) {
    this.synthetic = synthetic;
    this.crew = crew;
    this.allocator = allocator;
    this.progress = progress;
  }

  SyntheticCampaign synthetic() {
    return synthetic;
  }

  Crew crew() {
    return crew;
  }

  BufferAllocator allocator() {
    return allocator;
  }

  /** {@code user_id} int64, {@code tolerance} int8, then one float32 a fund; no nulls. */
  Schema schema() {
    List<Field> fields = new ArrayList<>();
    fields.add(field(EtvLocation.DEFAULT_USER, new ArrowType.Int(64, true)));
    fields.add(field(EtvLocation.DEFAULT_TOLERANCE, new ArrowType.Int(8, true)));
    for (String id : synthetic.fundIds()) {
      fields.add(field(id, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));
    }
    return new Schema(fields);
  }

  private static Field field(String name, ArrowType type) {
    return new Field(name, FieldType.notNullable(type), null);
  }

  /** Fills fresh vectors with users {@code from..from + rows}. */
  void fill(VectorSchemaRoot root, long from, int rows) {
    for (FieldVector vector : root.getFieldVectors()) {
      ((FixedWidthVector) vector).allocateNew(rows);
      vector.getValidityBuffer().setOne(0L, vector.getValidityBuffer().capacity());
    }
    stretches(from, rows, (start, length) -> fillStretch(root, from, start, length));
    root.setRowCount(rows);
  }

  /** Work on a stretch of users. */
  @FunctionalInterface
  interface Stretch {
    /** Users {@code start..start + length} of the block. */
    void run(int start, int length) throws Exception;
  }

  /** Runs a block's stretches on all threads. */
  void stretches(long from, int rows, Stretch work) {
    int total = synthetic.spec().users();
    progress.report("generate", from, total);
    crew.run(
        (rows + STRETCH - 1) / STRETCH,
        t -> {
          int start = t * STRETCH;
          int length = Math.min(STRETCH, rows - start);
          work.run(start, length);
          progress.report("generate", done.addAndGet(length), total);
        });
  }

  private void fillStretch(VectorSchemaRoot root, long from, int start, int length) {
    int user = (int) (from + start);
    LongBuffer ids = data(root, 0, 8L * start, 8L * length).asLongBuffer();
    for (int i = 0; i < length; i++) {
      ids.put(i, synthetic.userId(user + i));
    }
    Scratch scratch = Objects.requireNonNullElseGet(free.poll(), Scratch::new);
    synthetic.fillTolerance(user, length, scratch.tolerance, 0);
    data(root, 1, start, length).put(scratch.tolerance, 0, length);
    synthetic.fillUserEffects(user, length, scratch.effects);
    for (int j = 0; j < synthetic.spec().funds(); j++) {
      synthetic.fillFund(j, user, length, scratch.effects, scratch.tile, 0);
      data(root, 2 + j, 4L * start, 4L * length).asFloatBuffer().put(scratch.tile, 0, length);
    }
    free.add(scratch);
  }

  private static ByteBuffer data(VectorSchemaRoot root, int column, long offset, long bytes) {
    return root.getVector(column)
        .getDataBuffer()
        .nioBuffer(offset, (int) bytes)
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
