package eoca.inputs.etv;

import java.util.List;

/**
 * An ETV table, opened and checked: one row a user with id, tolerance and one float32 column a
 * fund, all parts joined in natural name order. Memory-mapped: closing it unmaps the files and
 * removes what was converted into the scratch folder. Safe for concurrent reads; a read after (or
 * during) {@link #close()} throws {@link IllegalStateException} and never touches unmapped memory.
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

  /**
   * The files the user named, in part order, with size, rows and sha256. Waits until hashing, which
   * runs in the background since the table was opened, has ended: ask late.
   *
   * @throws eoca.inputs.error.EocaException 7 if a file could no longer be read
   */
  List<InputFile> files();

  /** Where a user's row is, for messages: the file as the user named it and its row from 1. */
  Location location(int user);

  /**
   * A row of a file.
   *
   * @param file the file as the user named it
   * @param row data row from 1, without the header
   */
  record Location(String file, long row) {}

  /** Waits for reads in progress, stops hashing, unmaps, removes scratch files. Idempotent. */
  @Override
  void close();
}
