package eoca.inputs.internal.arrow;

/**
 * Where one column's buffers lie in a file, batch by batch: offsets in the file, lengths in bytes.
 * Every range was checked to lie inside its batch's body and to be long enough for its rows; what
 * is inside offsets buffers was not looked at.
 *
 * @param field the column
 * @param validity offset of each batch's validity bitmap, or −1 if there is none
 * @param data offset of the values (text: of the bytes; views: of the views)
 * @param dataLength bytes there
 * @param offsets text only: offset of the offsets
 * @param views views only: offset and length of each variadic buffer, alternating
 */
public record ArrowColumn(
    ArrowField field,
    long[] validity,
    long[] data,
    long[] dataLength,
    long[] offsets,
    long[][] views) {

  ArrowColumn(ArrowField field, int batches) {
    this(
        field,
        new long[batches],
        new long[batches],
        new long[batches],
        new long[batches],
        new long[batches][]);
  }
}
