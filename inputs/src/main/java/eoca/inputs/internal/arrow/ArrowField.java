package eoca.inputs.internal.arrow;

import eoca.inputs.internal.FormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;

/**
 * A top-level column of an Arrow schema, as far as we need to know it.
 *
 * @param name column name
 * @param kind what its values are
 * @param bits width of a value; 0 where values have no fixed width
 * @param signed whether an integer is signed
 * @param scale digits after the point of a decimal
 * @param type the type in words, such as {@code float64}
 * @param dictionary the id of the dictionary its values index, or −1 if values are plain
 * @param nodes how its buffers lie in a batch: one entry a node of the field's tree, in pre-order,
 *     the number of buffers of that node, or −1 for a view (two and those a batch says)
 * @param signature name, type and children in words: equal for equal schemas
 */
public record ArrowField(
    String name,
    Kind kind,
    int bits,
    boolean signed,
    int scale,
    String type,
    long dictionary,
    int[] nodes,
    String signature) {

  /** Whether it, or a column nested in it, may index a dictionary. */
  boolean hasDictionary() {
    return signature.indexOf('#') >= 0;
  }

  /** What a column's values are. */
  public enum Kind {
    /** Whole numbers of 8 to 64 bits. */
    INT,
    /** IEEE floats of 16 to 64 bits. */
    FLOAT,
    /** Decimals of 32 to 256 bits. */
    DECIMAL,
    /** Text with 32-bit offsets. */
    UTF8,
    /** Text with 64-bit offsets. */
    LARGE_UTF8,
    /** Text as views. */
    UTF8_VIEW,
    /** Anything else. */
    OTHER
  }

  /** A view's marker in {@link #nodes}. */
  static final int VIEW = -1;

  private static final int MAX_FIELDS = 100_000;
  private static final int MAX_DEPTH = 64;

  /** Reads a schema's columns; a hostile schema ends in an exception, never in a loop. */
  static List<ArrowField> read(Schema schema, boolean beforeV5, int metadataBytes) {
    if (schema.endianness() != Endianness.Little) {
      throw new FormatException("big-endian", "must be little-endian Arrow");
    }
    int n = schema.fieldsLength();
    if (n < 0 || n > metadataBytes / 4 || n > MAX_FIELDS) {
      throw new FormatException(Integer.toString(n), "number of Arrow columns must be sensible");
    }
    int[] budget = {MAX_FIELDS};
    List<ArrowField> out = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      out.add(top(schema.fields(i), beforeV5, budget));
    }
    return out;
  }

  private static ArrowField top(Field f, boolean beforeV5, int[] budget) {
    List<Integer> nodes = new ArrayList<>();
    StringBuilder signature = new StringBuilder();
    walk(f, beforeV5, nodes, signature, budget, 0);
    int[] shape = nodes.stream().mapToInt(Integer::intValue).toArray();
    String name = f.name() == null ? "" : f.name();
    DictionaryEncoding d = f.dictionary();
    String type = typeName(f);
    Kind kind = Kind.OTHER;
    int bits = 0;
    boolean signed = true;
    int scale = 0;
    switch (f.typeType()) {
      case Type.Int -> {
        Int t = (Int) f.type(new Int());
        kind = isWidth(t.bitWidth(), 8, 64) ? Kind.INT : Kind.OTHER;
        bits = t.bitWidth();
        signed = t.isSigned();
      }
      case Type.FloatingPoint -> {
        FloatingPoint t = (FloatingPoint) f.type(new FloatingPoint());
        kind = t.precision() <= Precision.DOUBLE && t.precision() >= 0 ? Kind.FLOAT : Kind.OTHER;
        bits = 16 << t.precision();
      }
      case Type.Decimal -> {
        Decimal t = (Decimal) f.type(new Decimal());
        kind = isWidth(t.bitWidth(), 32, 256) ? Kind.DECIMAL : Kind.OTHER;
        bits = t.bitWidth();
        scale = t.scale();
        if (Math.abs((long) scale) > 1000) {
          kind = Kind.OTHER;
        }
      }
      case Type.Utf8 -> kind = Kind.UTF8;
      case Type.LargeUtf8 -> kind = Kind.LARGE_UTF8;
      case Type.Utf8View -> kind = Kind.UTF8_VIEW;
      default -> {}
    }
    if (d != null) {
      kind = Kind.OTHER;
      type = "dictionary of " + type;
    }
    return new ArrowField(
        name,
        kind,
        bits,
        signed,
        scale,
        type,
        d == null ? -1 : d.id(),
        shape,
        signature.toString());
  }

  private static boolean isWidth(int bits, int least, int most) {
    return Integer.bitCount(bits) == 1 && bits >= least && bits <= most;
  }

  private static void walk(
      Field f, boolean beforeV5, List<Integer> nodes, StringBuilder sig, int[] budget, int depth) {
    if (f == null || --budget[0] < 0 || depth > MAX_DEPTH) {
      throw new FormatException("", "Arrow schema must not be nested without end");
    }
    DictionaryEncoding d = f.dictionary();
    nodes.add(d != null ? 2 : buffers(f, beforeV5));
    sig.append(f.name()).append(':').append(typeName(f));
    if (d != null) {
      sig.append("#").append(d.id());
      return;
    }
    int n = f.childrenLength();
    if (n < 0 || n > MAX_FIELDS) {
      throw new FormatException(Integer.toString(n), "number of Arrow columns must be sensible");
    }
    sig.append('(');
    for (int i = 0; i < n; i++) {
      walk(f.children(i), beforeV5, nodes, sig, budget, depth + 1);
    }
    sig.append(')');
  }

  private static int buffers(Field f, boolean beforeV5) {
    return switch (f.typeType()) {
      case Type.Null, Type.RunEndEncoded -> 0;
      case Type.Struct_, Type.FixedSizeList -> 1;
      case Type.Utf8, Type.Binary, Type.LargeUtf8, Type.LargeBinary -> 3;
      case Type.ListView, Type.LargeListView -> 3;
      case Type.Utf8View, Type.BinaryView -> VIEW;
      case Type.Union -> {
        boolean dense = ((Union) f.type(new Union())).mode() == UnionMode.Dense;
        yield (beforeV5 ? 2 : 1) + (dense ? 1 : 0);
      }
      default -> 2;
    };
  }

  private static String typeName(Field f) {
    byte type = f.typeType();
    return switch (type) {
      case Type.Int -> {
        Int t = (Int) f.type(new Int());
        yield (t.isSigned() ? "int" : "uint") + t.bitWidth();
      }
      case Type.FloatingPoint ->
          "float" + (16 << ((FloatingPoint) f.type(new FloatingPoint())).precision());
      case Type.Decimal -> {
        Decimal t = (Decimal) f.type(new Decimal());
        yield "decimal" + t.bitWidth() + "(" + t.precision() + "," + t.scale() + ")";
      }
      default ->
          type > 0 && type < Type.names.length
              ? Type.name(type).toLowerCase(java.util.Locale.ROOT).replace("_", "")
              : "unknown type " + type;
    };
  }

  /** A flatbuffer's root, after a look at whether it can be one. */
  static ByteBuffer root(byte[] bytes) {
    ByteBuffer b = ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 8 || b.getInt(0) < 4 || b.getInt(0) > bytes.length - 4) {
      throw new FormatException("", "Arrow metadata must be a flatbuffer");
    }
    return b;
  }
}
