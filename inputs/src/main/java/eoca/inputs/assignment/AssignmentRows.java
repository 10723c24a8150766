package eoca.inputs.assignment;

import eoca.inputs.etv.EtvTable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Rows of an assignment as writers take them: each user's fund and ETV, gathered a batch at a time.
 * One object a thread; arrays are reused.
 */
final class AssignmentRows {
  /** Rows of a batch: some 3 MB of every format; a multiple of the engine's shards. */
  static final int BATCH = 1 << 17;

  private static final int TILE = 4096;

  private final EtvTable table;
  private final byte[][] fundIds;
  private final FundTiles tiles;
  private final byte[] fund = new byte[BATCH];
  private final float[] etv = new float[BATCH];
  private final byte[] tile = new byte[TILE];
  private final float[] values = new float[TILE];
  private int unassigned;

  AssignmentRows(EtvTable table, List<String> fundIds, FundTiles tiles) {
    this.table = table;
    this.tiles = tiles;
    this.fundIds = new byte[fundIds.size()][];
    for (int j = 0; j < this.fundIds.length; j++) {
      this.fundIds[j] = fundIds.get(j).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Gathers n ≤ {@link #BATCH} rows from a user on: one read of each fund's tiles that occurs. */
  void fill(int from, int n) {
    unassigned = 0;
    int[] count = new int[fundIds.length];
    for (int at = 0; at < n; at += TILE) {
      int m = Math.min(TILE, n - at);
      tiles.copyFunds(from + at, tile, m);
      java.util.Arrays.fill(count, 0);
      for (int i = 0; i < m; i++) {
        int j = tile[i] & 0xFF;
        if (j < count.length) {
          count[j]++;
        } else {
          tile[i] = FundTiles.NONE;
          etv[at + i] = Float.NaN;
          unassigned++;
        }
      }
      System.arraycopy(tile, 0, fund, at, m);
      for (int j = 0; j < count.length; j++) {
        if (count[j] > 0) {
          table.copyEtv(j, from + at, values, m);
          for (int i = 0; i < m; i++) {
            if (tile[i] == (byte) j) {
              etv[at + i] = values[i];
            }
          }
        }
      }
    }
  }

  EtvTable table() {
    return table;
  }

  /** The UTF-8 bytes of the fund ids. */
  byte[][] fundIds() {
    return fundIds;
  }

  /** Fund of each row gathered, {@link FundTiles#NONE} for none. */
  byte[] funds() {
    return fund;
  }

  /** ETV of each row gathered. */
  float[] etv() {
    return etv;
  }

  /** How many of the rows gathered have no fund. */
  int unassigned() {
    return unassigned;
  }
}
