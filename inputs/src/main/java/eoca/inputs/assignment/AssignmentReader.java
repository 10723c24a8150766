package eoca.inputs.assignment;

/** Streams an assignment's rows in order, from the bytes on disk. Not safe for concurrent use. */
public interface AssignmentReader extends AutoCloseable {
  /**
   * The next rows, or null after the last.
   *
   * @throws eoca.inputs.error.EocaException 3 with located defects if the content is not an
   *     assignment (unknown fund id, null id, fund without ETV …); 7 if a file can't be read
   */
  AssignmentBatch next();

  @Override
  void close();
}
