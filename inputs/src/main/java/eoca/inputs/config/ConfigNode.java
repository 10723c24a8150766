package eoca.inputs.config;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.Suggestions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One mapping of a configuration file. Every getter records the key it was asked for; {@link #done}
 * then refuses keys nobody asked for and suggests the nearest one that somebody did. All errors are
 * exit 2, name the file, line, column and dotted path, and quote the value.
 */
public final class ConfigNode {
  private static final YamlSource SOURCE =
      new YamlSource("configuration", "config.yaml", "Maybe a key and a colon are missing.");

  private final String file;
  private final String path;
  private final Map<String, Object> values;
  private final Set<String> known = new LinkedHashSet<>();

  private final Places places;

  private ConfigNode(String file, String path, Map<String, Object> values, Places places) {
    this.file = file;
    this.path = path;
    this.values = values;
    this.places = places;
  }

  /**
   * Reads a YAML file (JSON is YAML) whose root is a mapping.
   *
   * @throws EocaException exit 2 if the file is missing, unreadable or not a YAML mapping
   */
  public static ConfigNode read(Path file) {
    return parse(file.toString(), SOURCE.bytes(file));
  }

  /** Parses YAML text; {@code file} is only used in messages. */
  public static ConfigNode parse(String file, String text) {
    return parse(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static ConfigNode parse(String file, byte[] content) {
    Problems problems = new Problems(file, SOURCE.kind());
    Optional<Node> root =
        SOURCE.text(content, problems).flatMap(text -> SOURCE.document(file, text, problems));
    Optional<Object> tree = root.flatMap(node -> SOURCE.value(file, node, problems));
    problems.throwIfAny();
    return wrap(file, "", tree.orElse(null), Places.of(root.orElseThrow()));
  }

  /** Wraps a tree that was parsed elsewhere (a JSON document, say). */
  public static ConfigNode of(String file, Object tree) {
    return wrap(file, "", tree, Places.NONE);
  }

  private static ConfigNode wrap(String file, String path, Object tree, Places places) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw EocaException.usage(
          file
              + places.value(path)
              + ": mapping expected at "
              + (path.isEmpty() ? "the root" : path)
              + show(tree),
          "");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getKey() == null) {
        throw EocaException.usage(
            file + places.value(path) + ": key expected, found null in " + path, "");
      }
      values.put(entry.getKey().toString(), entry.getValue());
    }
    return new ConfigNode(file, path, values, places);
  }

  /** The file's name, as errors show it. */
  public String file() {
    return file;
  }

  /** The mapping itself, in file order, unmodifiable. */
  public Map<String, Object> tree() {
    return Collections.unmodifiableMap(values);
  }

  /** Whether the key is there (with a value other than null). */
  public boolean has(String key) {
    known.add(key);
    return values.get(key) != null;
  }

  /** The keys in file order; all of them count as asked for. */
  public List<String> keys() {
    known.addAll(values.keySet());
    return List.copyOf(values.keySet());
  }

  /** A mapping below this one; required. */
  public ConfigNode child(String key) {
    return wrap(file, at(key), required(key), places);
  }

  /** A mapping below this one; an empty one if absent. */
  public ConfigNode childOrEmpty(String key) {
    return has(key) ? child(key) : new ConfigNode(file, at(key), Map.of(), places);
  }

  /** A list of mappings; empty if absent. */
  public List<ConfigNode> children(String key) {
    List<ConfigNode> nodes = new ArrayList<>();
    if (has(key)) {
      List<?> list = list(key);
      for (int i = 0; i < list.size(); i++) {
        nodes.add(wrap(file, at(key) + "[" + i + "]", list.get(i), places));
      }
    }
    return nodes;
  }

  /** A required text. Numbers and booleans are taken as they are written. */
  public String text(String key) {
    Object value = required(key);
    if (value instanceof Map || value instanceof List) {
      throw bad(key, "text");
    }
    return value.toString();
  }

  /** A text, or the default if absent. */
  public String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /** One of several words, in lower case. */
  public String oneOf(String key, String otherwise, List<String> allowed) {
    String value = has(key) ? text(key).toLowerCase(Locale.ROOT) : otherwise;
    if (value == null || !allowed.contains(value)) {
      throw EocaException.usage(
          where(key)
              + ": one of "
              + allowed
              + " expected, "
              + at(key)
              + " ("
              + values.get(key)
              + ")",
          value == null ? "" : Suggestions.maybe(value, allowed));
    }
    return value;
  }

  /** A whole number within bounds, or the default if absent. */
  public int integer(String key, int otherwise, int min, int max) {
    return (int) wholeNumber(key, otherwise, min, max);
  }

  /** A whole number within bounds, or the default if absent. */
  public long wholeNumber(String key, long otherwise, long min, long max) {
    if (!has(key)) {
      return otherwise;
    }
    Object value = values.get(key);
    if (!(value instanceof Integer || value instanceof Long)
        || ((Number) value).longValue() < min
        || ((Number) value).longValue() > max) {
      throw bad(key, "whole number from " + min + " to " + max);
    }
    return ((Number) value).longValue();
  }

  /** A finite number within bounds, or the default if absent. */
  public double number(String key, double otherwise, double min, double max) {
    if (!has(key)) {
      return otherwise;
    }
    double value = toDouble(key, values.get(key));
    if (!(value >= min && value <= max)) {
      throw bad(key, "number from " + min + " to " + max);
    }
    return value;
  }

  /** A list of finite numbers, or the default if absent. */
  public double[] numbers(String key, double... otherwise) {
    if (!has(key)) {
      return otherwise.clone();
    }
    return list(key).stream().mapToDouble(value -> toDouble(key, value)).toArray();
  }

  /** A required list of texts; numbers are taken as they are written. */
  public List<String> texts(String key) {
    required(key);
    return list(key).stream()
        .map(
            value -> {
              if (value == null || value instanceof Map || value instanceof List) {
                throw bad(key, "list of texts");
              }
              return value.toString();
            })
        .toList();
  }

  /** A list of whole numbers ≥ 1, or the default if absent. */
  public int[] sizes(String key, int... otherwise) {
    if (!has(key)) {
      return otherwise.clone();
    }
    return list(key).stream()
        .mapToInt(
            value -> {
              if (value instanceof Integer size && size >= 1) {
                return size;
              }
              throw bad(key, "list of whole numbers from 1");
            })
        .toArray();
  }

  /** A boolean, or the default if absent. */
  public boolean flag(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (values.get(key) instanceof Boolean flag) {
      return flag;
    }
    throw bad(key, "true or false");
  }

  /** Refuses keys that nobody asked for. Call it after the last getter. */
  public void done() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw EocaException.usage(
            file + places.key(at(key)) + ": unknown key (" + at(key) + ")",
            Suggestions.maybe(key, known));
      }
    }
  }

  /** An error about a value of this mapping, exit 2. */
  public EocaException bad(String key, String expected) {
    return EocaException.usage(
        where(key) + ": " + expected + " expected, " + at(key) + show(values.get(key)), "");
  }

  private Object required(String key) {
    if (!has(key)) {
      throw EocaException.usage(
          file + places.value(path) + ": key expected, found none (" + at(key) + ")", "");
    }
    return values.get(key);
  }

  private List<?> list(String key) {
    if (values.get(key) instanceof List<?> list) {
      return list;
    }
    throw bad(key, "list");
  }

  private double toDouble(String key, Object value) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw bad(key, "finite number");
  }

  /** The file and the place of a key's value; of the mapping where the key is absent. */
  private String where(String key) {
    return file + (values.containsKey(key) ? places.value(at(key)) : places.value(path));
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String show(Object value) {
    String text = String.valueOf(value);
    return " (" + (text.length() > 80 ? text.substring(0, 77) + "…" : text) + ")";
  }
}
