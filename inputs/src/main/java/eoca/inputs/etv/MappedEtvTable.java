package eoca.inputs.etv;

import eoca.inputs.internal.Gate;
import eoca.inputs.internal.MappedFile;
import java.util.List;
import java.util.function.Supplier;

/** A table over mapped parts. */
final class MappedEtvTable implements EtvTable {
  private final List<String> funds;
  private final Part[] parts;
  private final int[] firstUser;
  private final Gate gate;
  private final MappedUserIds ids;
  private final List<MappedFile> mapped;
  private final Hashing hashing;

  /**
   * Takes ownership of {@code mapped} and {@code hashing}.
   *
   * @param firstUser first user of each part, and in the end the number of users
   */
  MappedEtvTable(
      List<String> funds,
      Part[] parts,
      int[] firstUser,
      Gate gate,
      MappedUserIds ids,
      List<MappedFile> mapped,
      Hashing hashing) {
    this.funds = List.copyOf(funds);
    this.parts = parts;
    this.firstUser = firstUser;
    this.gate = gate;
    this.ids = ids;
    this.mapped = mapped;
    this.hashing = hashing;
  }

  /** Hashing under way. */
  interface Hashing extends Supplier<List<InputFile>>, AutoCloseable {
    @Override
    void close();
  }

  @Override
  public int users() {
    return firstUser[parts.length];
  }

  @Override
  public List<String> funds() {
    return funds;
  }

  @Override
  public void copyEtv(int fund, int fromUser, float[] tile, int length) {
    checkRange(fromUser, length);
    int inside = gate.enter();
    try {
      for (int done = 0; done < length; ) {
        int user = fromUser + done;
        int p = Part.last(firstUser, user);
        Part part = parts[p];
        int row = user - firstUser[p];
        int s = part.segment(row);
        int n = Math.min(length - done, part.start()[s + 1] - row);
        Part.Column c = part.etv()[fund];
        c.file().get(c.offset()[s] + 4L * (row - part.start()[s]), tile, done, n);
        done += n;
      }
    } finally {
      gate.exit(inside);
    }
  }

  @Override
  public void copyTolerance(int fromUser, byte[] tile, int length) {
    checkRange(fromUser, length);
    int inside = gate.enter();
    try {
      for (int done = 0; done < length; ) {
        int user = fromUser + done;
        int p = Part.last(firstUser, user);
        Part part = parts[p];
        int row = user - firstUser[p];
        int s = part.segment(row);
        int n = Math.min(length - done, part.start()[s + 1] - row);
        Part.Column c = part.tolerance();
        c.file().get(c.offset()[s] + row - part.start()[s], tile, done, n);
        done += n;
      }
    } finally {
      gate.exit(inside);
    }
  }

  private void checkRange(int fromUser, int length) {
    if (fromUser < 0 || length < 0 || fromUser > users() - length) {
      throw new IndexOutOfBoundsException(
          "users " + fromUser + ".." + ((long) fromUser + length) + " of " + users());
    }
  }

  @Override
  public UserIds userIds() {
    return ids;
  }

  @Override
  public List<InputFile> files() {
    return hashing.get();
  }

  @Override
  public Location location(int user) {
    checkRange(user, 1);
    int p = Part.last(firstUser, user);
    return new Location(parts[p].source().name(), user - firstUser[p] + 1L);
  }

  @Override
  public void close() {
    boolean nobodyInside = gate.shut();
    hashing.close();
    if (nobodyInside) { // else what is mapped goes with the process
      mapped.forEach(MappedFile::close);
    }
  }
}
