package eoca.inputs.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Where the keys and values of a YAML document stand, by dotted path ({@code a.b[0].c}). */
final class Places {
  /** Of trees that are no file's text. */
  static final Places NONE = new Places();

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();

  private Places() {}

  /** The places below a document's root, whose path is empty. */
  static Places of(Node root) {
    Places places = new Places();
    places.add("", root);
    return places;
  }

  private void add(String path, Node node) {
    values.put(path, place(node));
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
          keys.put(below, place(key));
          add(below, tuple.getValueNode());
        }
      }
    } else if (node instanceof SequenceNode sequence) {
      List<Node> items = sequence.getValue();
      for (int i = 0; i < items.size(); i++) {
        add(path + "[" + i + "]", items.get(i));
      }
    }
  }

  private static String place(Node node) {
    Mark mark = node.getStartMark().orElseThrow();
    return ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  /** {@code :line:column} of a path's value, from 1; empty if it is not there. */
  String value(String path) {
    return values.getOrDefault(path, "");
  }

  /** {@code :line:column} of a path's last key, from 1; empty if it is not there. */
  String key(String path) {
    return keys.getOrDefault(path, "");
  }
}
