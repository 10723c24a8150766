package eoca.predict.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The dense parameters of a model, by name, in order of creation. An initial value depends on the
 * seed and the parameter's own name only, so that adding a block does not change the others. Owned
 * by one {@link NDManager}; not for concurrent use.
 */
public final class Params implements AutoCloseable {
  private final NDManager manager;
  private final DataType type;
  private final long seed;
  private final Map<String, NDArray> values = new LinkedHashMap<>();

  /**
   * @param type float32; float64 is for gradient tests
   * @param seed of all initial values
   */
  public Params(DataType type, long seed) {
    this.manager = Torch.engine().newBaseManager();
    this.type = type;
    this.seed = seed;
  }

  /** The type of every parameter. */
  public DataType type() {
    return type;
  }

  /** A weight matrix [in, out], uniform within ±√(6 / (in + out)) (Glorot). */
  public NDArray matrix(String name, int in, int out) {
    return uniform(name, Math.sqrt(6.0 / (in + out)), in, out);
  }

  /** Uniform within ±bound. */
  public NDArray uniform(String name, double bound, long... shape) {
    SplittableRandom random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + name.hashCode());
    return add(
        name, random.doubles(new Shape(shape).size(), -1, 1).map(x -> x * bound).toArray(), shape);
  }

  /** All one value. */
  public NDArray constant(String name, double value, long... shape) {
    double[] data = new double[(int) new Shape(shape).size()];
    java.util.Arrays.fill(data, value);
    return add(name, data, shape);
  }

  private NDArray add(String name, double[] data, long... shape) {
    if (values.containsKey(name)) {
      throw new IllegalArgumentException("parameter named twice (" + name + ")");
    }
    NDArray value;
    try (NDArray wide = manager.create(data, new Shape(shape));
        NDArray typed = wide.toType(type, true)) {
      // A conversion may share the Java buffer behind the source; a duplicate owns its memory.
      value = typed.duplicate();
    }
    value.setRequiresGradient(true);
    values.put(name, value);
    return value;
  }

  /** Names in order of creation. */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  /** The parameter of that name; it must exist. */
  public NDArray get(String name) {
    NDArray value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("unknown parameter (" + name + ")");
    }
    return value;
  }

  /** All parameters in order. */
  public List<NDArray> all() {
    return new ArrayList<>(values.values());
  }

  /** Number of scalars. */
  public long size() {
    return values.values().stream().mapToLong(value -> value.getShape().size()).sum();
  }

  /** A parameter as floats, row by row. */
  public float[] toFloats(String name) {
    try (NDArray narrow = get(name).toType(DataType.FLOAT32, true)) {
      return narrow.toFloatArray();
    }
  }

  /** Overwrites a parameter; the length must fit. */
  public void set(String name, float[] data) {
    NDArray value = get(name);
    if (data.length != value.getShape().size()) {
      throw new IllegalArgumentException(
          value.getShape() + " expected for " + name + " (" + data.length + " values)");
    }
    try (NDArray fresh = manager.create(data, value.getShape());
        NDArray typed = fresh.toType(type, true)) {
      // The parameter keeps its identity: blocks hold it.
      typed.copyTo(value);
    }
  }

  /** A manager for one batch: results of operations on parameters attach to it. Close it. */
  public NDManager batch() {
    NDManager batch = manager.newSubManager();
    batch.tempAttachAll(values.values().toArray(NDArray[]::new));
    return batch;
  }

  @Override
  public void close() {
    manager.close();
  }
}
