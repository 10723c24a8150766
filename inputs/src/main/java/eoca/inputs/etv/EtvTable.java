package eoca.inputs.etv;

import java.util.List;

/**
 * An ETV table, opened and checked: one row a user with id, tolerance and one float32 column a
 * fund, all parts joined in natural name order. Memory-mapped: closing it unmaps the files. Safe
 * for concurrent reads.
 */
public interface EtvTable extends AutoCloseable {
  /** Number of users (rows of all parts). */
  int users();

  /** Fund ids in campaign order; index j is the fund index. */
  List<String> funds();

  /** Copies {@code length} float32 values of fund {@code fund} from user {@code fromUser} on. */
  void copyEtv(int fund, int fromUser, float[] tile, int length);

  /** Copies {@code length} tolerances (0..63) from user {@code fromUser} on. */
  void copyTolerance(int fromUser, byte[] tile, int length);

  /** The user ids. */
  UserIds userIds();

  /** The files the user named, in part order, with size, rows and sha256. */
  List<InputFile> files();

  @Override
  void close();
}
