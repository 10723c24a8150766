package eoca.inputs.assignment;

import java.nio.file.Path;

/**
 * One file of an assignment as it was written and forced to disk.
 *
 * @param path the file
 * @param bytes its size
 * @param rows data rows in it
 * @param sha256 64 lower-case hex digits over the bytes that were handed to the file system; hash
 *     the file again ({@link eoca.inputs.files.FileHash}) to see that they arrived
 */
public record WrittenFile(Path path, long bytes, long rows, String sha256) {}
