package eoca.inputs.etv;

import java.nio.file.Path;

/**
 * One input file as it was read.
 *
 * @param path the file
 * @param bytes its size
 * @param rows data rows in it
 * @param sha256 64 lower-case hex digits over the bytes that were read
 */
public record InputFile(Path path, long bytes, long rows, String sha256) {}
