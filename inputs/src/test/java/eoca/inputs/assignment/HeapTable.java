package eoca.inputs.assignment;

import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.InputFile;
import eoca.inputs.etv.UserIds;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A table in arrays. */
record HeapTable(List<String> funds, HeapIds ids, int users, float[][] etv) implements EtvTable {
  static HeapTable of(List<String> funds, List<String> userIds, boolean text, float[][] etv) {
    HeapIds ids = new HeapIds();
    ids.clear(text);
    if (text) {
      for (String id : userIds) {
        byte[] b = id.getBytes(StandardCharsets.UTF_8);
        ids.add(b, 0, b.length);
      }
    } else {
      long[] numbers = ids.numbers(userIds.size());
      for (int i = 0; i < userIds.size(); i++) {
        numbers[i] = Long.parseLong(userIds.get(i));
      }
    }
    return new HeapTable(funds, ids, userIds.size(), etv);
  }

  @Override
  public void copyEtv(int fund, int fromUser, float[] tile, int length) {
    System.arraycopy(etv[fund], fromUser, tile, 0, length);
  }

  @Override
  public void copyTolerance(int fromUser, byte[] tile, int length) {
    java.util.Arrays.fill(tile, 0, length, (byte) 1);
  }

  @Override
  public UserIds userIds() {
    return ids;
  }

  @Override
  public List<InputFile> files() {
    return List.of();
  }

  @Override
  public Location location(int user) {
    return new Location("memory", user + 1L);
  }

  @Override
  public void close() {}
}
