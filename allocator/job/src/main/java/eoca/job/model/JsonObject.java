package eoca.job.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Typed access to a JSON object that was read; a missing or mistyped key is an IOException. */
final class JsonObject {
  private final Map<?, ?> map;

  JsonObject(Object tree) throws IOException {
    if (!(tree instanceof Map<?, ?> object)) {
      throw new IOException("a JSON object was expected");
    }
    this.map = object;
  }

  private Object get(String key) throws IOException {
    if (!map.containsKey(key)) {
      throw new IOException("key (" + key + ") is missing");
    }
    return map.get(key);
  }

  boolean has(String key) {
    return map.containsKey(key);
  }

  String text(String key) throws IOException {
    Object value = get(key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new IOException("key (" + key + ") must be text");
  }

  Long whole(String key) throws IOException {
    Object value = get(key);
    if (value == null || value instanceof Long) {
      return (Long) value;
    }
    throw new IOException("key (" + key + ") must be a whole number");
  }

  Double number(String key) throws IOException {
    Object value = get(key);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IOException("key (" + key + ") must be a number");
  }

  /** A whole number that must be there. */
  long count(String key) throws IOException {
    Long value = whole(key);
    if (value == null) {
      throw new IOException("key (" + key + ") must not be null");
    }
    return value;
  }

  /** A truth value that must be there. */
  boolean flag(String key) throws IOException {
    if (get(key) instanceof Boolean value) {
      return value;
    }
    throw new IOException("key (" + key + ") must be true or false");
  }

  /** A whole number of int size that must be there. */
  int small(String key) throws IOException {
    long value = count(key);
    if (value != (int) value) {
      throw new IOException("key (" + key + ") is out of range (" + value + ")");
    }
    return (int) value;
  }

  /** A number that must be there. */
  double real(String key) throws IOException {
    Double value = number(key);
    if (value == null) {
      throw new IOException("key (" + key + ") must not be null");
    }
    return value;
  }

  /** Text that must be there. */
  String word(String key) throws IOException {
    String value = text(key);
    if (value == null) {
      throw new IOException("key (" + key + ") must not be null");
    }
    return value;
  }

  /** A constant of an enum by its lower-case name. */
  <E extends Enum<E>> E constant(String key, Class<E> type) throws IOException {
    String name = word(key);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    throw new IOException("key (" + key + ") is unknown (" + name + ")");
  }

  /** The value as it was read. */
  Object raw(String key) throws IOException {
    return get(key);
  }

  JsonObject object(String key) throws IOException {
    return new JsonObject(get(key));
  }

  List<JsonObject> objects(String key) throws IOException {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : list(key)) {
      objects.add(new JsonObject(element));
    }
    return objects;
  }

  List<String> texts(String key) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object element : list(key)) {
      if (!(element instanceof String text)) {
        throw new IOException("key (" + key + ") must be a list of text");
      }
      texts.add(text);
    }
    return texts;
  }

  private List<?> list(String key) throws IOException {
    if (get(key) instanceof List<?> list) {
      return list;
    }
    throw new IOException("key (" + key + ") must be a list");
  }

  /** A copy of the tree, in its order. */
  Map<String, Object> copy() {
    Map<String, Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      copy.put((String) entry.getKey(), entry.getValue());
    }
    return copy;
  }
}
