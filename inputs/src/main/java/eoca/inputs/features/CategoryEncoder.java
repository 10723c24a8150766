package eoca.inputs.features;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns categories into codes: a fitted {@link Feature.Coding}. Safe for concurrent use. */
public sealed interface CategoryEncoder {
  /** Code of null and of the empty text. */
  int MISSING = 0;

  /** The code of a value. */
  int code(String value);

  /** Number of codes: codes are 0 to this, exclusive. */
  int codes();

  /** A learned vocabulary: 1 = unseen, then the values in order. */
  final class Vocabulary implements CategoryEncoder {
    /** Code of values that the training split did not have (often enough). */
    public static final int UNSEEN = 1;

    private final List<String> values;
    private final Object2IntOpenHashMap<String> codes;

    /**
     * @param values distinct, non-empty
     */
    public Vocabulary(List<String> values) {
      this.values = List.copyOf(values);
      codes = new Object2IntOpenHashMap<>(values.size());
      codes.defaultReturnValue(UNSEEN);
      for (String value : this.values) {
        codes.put(value, codes.size() + 2);
      }
    }

    /** The learned values in code order, the first with code 2. */
    public List<String> values() {
      return values;
    }

    @Override
    public int code(String value) {
      return value == null || value.isEmpty() ? MISSING : codes.getInt(value);
    }

    @Override
    public int codes() {
      return values.size() + 2;
    }
  }

  /**
   * Hash buckets.
   *
   * @param buckets ≥ 1
   */
  record Buckets(int buckets) implements CategoryEncoder {
    @Override
    public int code(String value) {
      return value == null || value.isEmpty()
          ? MISSING
          : 1 + (int) Long.remainderUnsigned(hash(value), buckets);
    }

    @Override
    public int codes() {
      return buckets + 1;
    }

    /** 64-bit FNV-1a of the UTF-8 bytes, then the murmur3 finaliser (FNV's low bits mix poorly). */
    static long hash(String value) {
      long hash = 0xcbf29ce484222325L;
      for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
        hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
      }
      hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
      hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
      return hash ^ hash >>> 33;
    }
  }
}
