package eoca.predict.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;

/**
 * The rows of the embedding table that a batch touches, as one tensor [rows, width] that collects
 * their gradient.
 */
public record Embedded(NDArray rows) {
  /**
   * Rows by index.
   *
   * @param index int32 [n, m], positions among {@link #rows}
   * @return [n, m, width]
   */
  public NDArray look(NDArray index) {
    return index.getNDArrayInternal().embedding(index, rows, SparseFormat.DENSE).singletonOrThrow();
  }

  /** As {@link #look}, the m rows joined: [n, m · width]. */
  public NDArray join(NDArray index) {
    Shape shape = index.getShape();
    return look(index).reshape(shape.get(0), shape.get(1) * rows.getShape().get(1));
  }
}
