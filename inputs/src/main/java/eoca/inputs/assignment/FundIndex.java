package eoca.inputs.assignment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Finds a fund's index by the bytes of its id: a small open hash table. */
final class FundIndex {
  private final byte[][] ids;
  private final short[] table = new short[1024];

  FundIndex(List<String> fundIds) {
    ids = new byte[fundIds.size()][];
    Arrays.fill(table, (short) -1);
    for (int j = 0; j < ids.length; j++) {
      ids[j] = fundIds.get(j).getBytes(StandardCharsets.UTF_8);
      int at = slot(ids[j], 0, ids[j].length);
      while (table[at] >= 0) {
        at = (at + 1) & (table.length - 1);
      }
      table[at] = (short) j;
    }
  }

  private int slot(byte[] b, int from, int to) {
    int h = to - from;
    for (int i = from; i < to; i++) {
      h = 31 * h + b[i];
    }
    return (h ^ h >>> 15) & (table.length - 1);
  }

  /** The index of an id, or −1. */
  int find(byte[] b, int from, int to) {
    for (int at = slot(b, from, to); table[at] >= 0; at = (at + 1) & (table.length - 1)) {
      byte[] id = ids[table[at]];
      if (Arrays.equals(id, 0, id.length, b, from, to)) {
        return table[at];
      }
    }
    return -1;
  }
}
