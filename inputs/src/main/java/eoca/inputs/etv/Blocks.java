package eoca.inputs.etv;

import eoca.inputs.internal.Digits;
import eoca.inputs.internal.MappedFile;
import eoca.inputs.internal.ScratchFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The segments of a part that is converted block by block, each written to scratch when it is
 * ready, in any order. 8 bytes a column and block on the heap.
 */
final class Blocks {
  private final PartFiles.Source source;
  private final int funds;
  private final List<Placed> placed = new ArrayList<>();

  /** Where one block lies. */
  private record Placed(
      long firstRow, int rows, long[] etv, long tolerance, long ids, long idOffsets) {}

  Blocks(PartFiles.Source source, int funds) {
    this.source = source;
    this.funds = funds;
  }

  /** One block in arrays, filled by one thread. */
  static final class Block {
    final int capacity;
    final float[][] etv;
    final byte[] tolerance;
    long[] numbers;
    byte[] idBytes = new byte[1 << 10];
    int[] idEnds;
    boolean text;
    private int ids;

    /**
     * A block for up to {@code capacity} rows.
     *
     * @param text whether ids are known to be text; else they are int64 until one is not
     */
    Block(int capacity, int funds, boolean text) {
      this.capacity = capacity;
      this.etv = new float[funds][capacity];
      this.tolerance = new byte[capacity];
      this.text = text;
      if (text) {
        idEnds = new int[capacity + 1];
      } else {
        numbers = new long[capacity];
      }
    }

    /** Adds the next row's id; a number if it looks like one and all before it did. */
    void addId(byte[] b, int from, int to) {
      if (!text) {
        if (Digits.isCanonical(b, from, to)) {
          numbers[ids++] = Digits.parse(b, from, to);
          return;
        }
        becomeText();
      }
      addText(b, from, to);
    }

    /** Adds the next row's id, a number. */
    void addNumber(long id) {
      if (text) {
        byte[] digits = new byte[Digits.MAX];
        addText(digits, 0, Digits.write(id, digits, 0));
      } else {
        numbers[ids++] = id;
      }
    }

    /** Adds the next row's id as text. */
    void addText(byte[] b, int from, int to) {
      int end = idEnds[ids];
      int length = to - from;
      if (end + length > idBytes.length) {
        idBytes = Arrays.copyOf(idBytes, Math.max(end + length, 2 * idBytes.length));
      }
      System.arraycopy(b, from, idBytes, end, length);
      idEnds[++ids] = end + length;
    }

    /** Adds an empty id for each row up to {@code rows} that has none (its row has a defect). */
    void completeId(int rows) {
      while (ids < rows) {
        if (!text) {
          becomeText();
        }
        addText(idBytes, 0, 0);
      }
    }

    private void becomeText() {
      text = true;
      idEnds = new int[capacity + 1];
      int n = ids;
      ids = 0;
      byte[] digits = new byte[Digits.MAX];
      for (int i = 0; i < n; i++) {
        addText(digits, 0, Digits.write(numbers[i], digits, 0));
      }
      numbers = null;
    }
  }

  /** The number of funds. */
  int funds() {
    return funds;
  }

  /** Writes a block's columns to scratch. */
  void write(Block b, long firstRow, int rows, ScratchFile scratch) {
    long[] etv = new long[funds];
    for (int j = 0; j < funds; j++) {
      etv[j] = writeFloats(b.etv[j], rows, scratch);
    }
    long tolerance = scratch.allocate(rows);
    scratch.write(tolerance, b.tolerance, rows);
    writeIds(b, firstRow, rows, etv, tolerance, scratch);
  }

  /** Writes floats; their place. */
  static long writeFloats(float[] values, int rows, ScratchFile scratch) {
    long at = scratch.allocate(4L * rows);
    scratch.write(at, values, rows);
    return at;
  }

  /** Writes a block's ids, and notes where all of it lies. */
  void writeIds(Block b, long firstRow, int rows, long[] etv, long tolerance, ScratchFile scratch) {
    long offsets = -1;
    long ids;
    if (b.text) {
      offsets = scratch.allocate(4L * (rows + 1));
      scratch.write(offsets, b.idEnds, rows + 1);
      ids = scratch.allocate(b.idEnds[rows]);
      scratch.write(ids, b.idBytes, b.idEnds[rows]);
    } else {
      ids = scratch.allocate(8L * rows);
      scratch.write(ids, b.numbers, rows);
    }
    synchronized (placed) {
      placed.add(new Placed(firstRow, rows, etv, tolerance, ids, offsets));
    }
  }

  /** The part, once all blocks are written and scratch is mapped. */
  Part finish(MappedFile converted) {
    placed.sort(java.util.Comparator.comparingLong(Placed::firstRow));
    int n = placed.size();
    int[] start = new int[n + 1];
    long[][] etv = new long[funds][n];
    long[] tolerance = new long[n];
    long[] ids = new long[n];
    long[] offsets = new long[n];
    for (int s = 0; s < n; s++) {
      Placed p = placed.get(s);
      start[s + 1] = start[s] + p.rows();
      for (int j = 0; j < funds; j++) {
        etv[j][s] = p.etv()[j];
      }
      tolerance[s] = p.tolerance();
      ids[s] = p.ids();
      offsets[s] = p.idOffsets();
    }
    Part.Column[] columns = new Part.Column[funds];
    for (int j = 0; j < funds; j++) {
      columns[j] = new Part.Column(converted, etv[j]);
    }
    return new Part(
        source,
        start,
        columns,
        new Part.Column(converted, tolerance),
        new Part.Ids(converted, ids, offsets, 4));
  }
}
