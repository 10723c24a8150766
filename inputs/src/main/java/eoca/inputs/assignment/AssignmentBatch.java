package eoca.inputs.assignment;

import eoca.inputs.etv.UserIds;

/**
 * Consecutive rows of an assignment file. Arrays are reused: valid until the reader's next batch.
 *
 * @param firstRow index of the first row over all files of the assignment, from 0
 * @param rows number of rows, ≥ 1
 * @param userIds the ids; index 0 is {@code firstRow}
 * @param funds unsigned fund index, {@link FundTiles#NONE} where there is none, at {@code
 *     [0..rows)}
 * @param etv float32 at {@code [0..rows)}; NaN where there is no fund
 */
public record AssignmentBatch(
    long firstRow, int rows, UserIds userIds, byte[] funds, float[] etv) {}
