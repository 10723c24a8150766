package eoca.inputs.campaign;

import eoca.inputs.config.Problems;
import eoca.inputs.error.Suggestions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a campaign file, read key by key; every wrong key or value becomes a located
 * problem, and reading goes on with a default so that one file's problems are told together.
 */
final class YamlMap {
  /** Longest text of a campaign file that is a name, a path or a column. */
  static final int MAX_TEXT = 1000;

  private static final int SHOWN = 60;

  private final String path;
  private final Node node;
  private final Problems problems;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

  /** Known keys that unknown ones were probably meant to be: not missing a second time. */
  private final Set<String> meant = new HashSet<>();

  /**
   * Takes a node as a mapping.
   *
   * @param path how messages call it, such as {@code etv}; empty for the whole file
   * @param known the keys it may have; empty: any
   */
  YamlMap(String path, Node node, List<String> known, Problems problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
    if (!(node instanceof MappingNode mapping)) {
      String keys = known.isEmpty() ? "fund: column pairs" : String.join(", ", known);
      problem(
          node,
          "expected " + (path.isEmpty() ? "a campaign" : path) + " with " + keys,
          found(node),
          "");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : null;
      if (key == null) {
        problem(tuple.getKeyNode(), "expected a key", found(tuple.getKeyNode()), "");
      } else if (entries.containsKey(key)) {
        problem(tuple.getKeyNode(), "the key " + name(key) + " is given twice", "", "");
      } else if (!known.isEmpty() && !known.contains(key)) {
        String in = path.isEmpty() ? "" : " in " + path;
        problem(tuple.getKeyNode(), "unknown key" + in, shown(key), Suggestions.maybe(key, known));
        Suggestions.nearest(key, known).ifPresent(meant::add);
        entries.putIfAbsent(key, tuple);
      } else {
        entries.put(key, tuple);
      }
    }
  }

  /** Whether the node is a mapping at all. */
  boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** The keys that are there, in file order. */
  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** The key's own node (for problems about the key); the mapping's node if it is not there. */
  Node keyNode(String key) {
    return entries.containsKey(key) ? entries.get(key).getKeyNode() : node;
  }

  /** The value's node, or empty. */
  Optional<Node> node(String key) {
    return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
  }

  /** Notes that a key is missing, if it is. */
  void require(String key, String example) {
    if (isMapping() && !entries.containsKey(key) && !meant.contains(key)) {
      String in = path.isEmpty() ? "" : " in " + path;
      problem(node, "the key " + key + " is missing" + in, "", "Maybe " + example + ".");
    }
  }

  /** A text value. */
  Optional<String> text(String key) {
    Optional<Node> value = node(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return text(name(key), value.get());
  }

  private Optional<String> text(String name, Node value) {
    if (!(value instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
      boolean scalar = value instanceof ScalarNode && !value.getTag().equals(Tag.NULL);
      String hint =
          scalar ? "Maybe \"" + shown(((ScalarNode) value).getValue()) + "\" in quotes." : "";
      problem(value, "expected " + name + " as text", found(value), hint);
      return Optional.empty();
    }
    String text = scalar.getValue();
    String wrong = null;
    if (text.isBlank()) {
      wrong = "a text that is not blank";
    } else if (text.length() > MAX_TEXT) {
      wrong = "at most " + MAX_TEXT + " characters";
    } else if (text.codePoints().anyMatch(YamlMap::unprintable)) {
      wrong = "one line of printable characters";
    }
    if (wrong != null) {
      problem(value, "expected " + name + " as " + wrong, shown(text), "");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /** Controls, line and paragraph separators, and what turns the direction of text around. */
  private static boolean unprintable(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** A text that matches a pattern. */
  Optional<String> text(String key, Pattern pattern, int maxLength, String expected) {
    Optional<String> text = text(key);
    if (text.isPresent()
        && !(pattern.matcher(text.get()).matches() && text.get().length() <= maxLength)) {
      problem(
          node(key).orElseThrow(),
          "expected " + name(key) + " as " + expected,
          shown(text.get()),
          suggestedId(text.get(), pattern, maxLength));
      return Optional.empty();
    }
    return text;
  }

  private static String suggestedId(String text, Pattern pattern, int maxLength) {
    String id =
        text.strip()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_]+", "-")
            .replaceAll("^-+|-+$", "");
    for (String candidate : List.of(id, id.replace('_', '-'))) {
      if (pattern.matcher(candidate).matches() && candidate.length() <= maxLength) {
        return "Maybe " + candidate + ".";
      }
    }
    return "";
  }

  /** One of a few words. */
  <E extends Enum<E>> Optional<E> choice(String key, List<E> values, List<String> ids) {
    Optional<Node> value = node(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get() instanceof ScalarNode scalar ? scalar.getValue() : null;
    int at = value.get().getTag().equals(Tag.STR) ? ids.indexOf(text) : -1;
    if (at < 0) {
      problem(
          value.get(),
          "expected " + name(key) + " as one of " + String.join(", ", ids),
          found(value.get()),
          text == null
              ? ""
              : Suggestions.nearest(text, ids).map(n -> "Maybe " + n + ".").orElse(""));
      return Optional.empty();
    }
    return Optional.of(values.get(at));
  }

  /** A whole number within bounds. */
  Optional<Integer> integer(String key, int min, int max) {
    Optional<Node> value = node(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.INT)
        && scalar.getValue().matches("0|[1-9][0-9]{0,8}")) {
      int number = Integer.parseInt(scalar.getValue());
      if (number >= min && number <= max) {
        return Optional.of(number);
      }
    }
    problem(
        value.get(),
        "expected " + name(key) + " as a whole number " + min + ".." + max,
        found(value.get()),
        "");
    return Optional.empty();
  }

  /** The items of a list, or none. */
  List<Node> list(String key, String expected) {
    Optional<Node> value = node(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    problem(value.get(), "expected " + name(key) + " as " + expected, found(value.get()), "");
    return List.of();
  }

  /** Notes a problem at a node. */
  void problem(Node at, String expected, String found, String hint) {
    Mark mark = at.getStartMark().orElseThrow();
    String text = found.isEmpty() ? expected : expected + ", found " + found;
    problems.add(mark.getLine() + 1, mark.getColumn() + 1, text, hint);
  }

  /** How messages call a key: {@code etv.path}. */
  String name(String key) {
    return path.isEmpty() ? shown(key) : path + "." + shown(key);
  }

  /** What a node is, for messages. */
  static String found(Node node) {
    if (node instanceof MappingNode) {
      return "keys and values";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    Tag tag = node.getTag();
    String value = shown(((ScalarNode) node).getValue());
    if (tag.equals(Tag.NULL)) {
      return "nothing";
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return "the number " + value;
    }
    if (tag.equals(Tag.STR) || tag.equals(Tag.BOOL)) {
      return "(" + value + ")";
    }
    return "(" + value + ") of the unknown type " + shown(tag.getValue());
  }

  /** A text as messages show it: short, without controls. */
  static String shown(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .forEach(
            c -> {
              if (unprintable(c)) {
                out.append(String.format(Locale.ROOT, "\\u%04X", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return text.codePointCount(0, text.length()) > SHOWN
        ? out.append('…').toString()
        : out.toString();
  }
}
