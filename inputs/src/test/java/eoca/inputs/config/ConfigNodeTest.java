package eoca.inputs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigNodeTest {
  private static ConfigNode parse(String text) {
    return ConfigNode.parse("some.yaml", text);
  }

  @Test
  void readsEveryKindOfValue() {
    ConfigNode node =
        parse(
            "{a: word, b: 3, c: 0.5, d: true, e: [1, 2], f: {g: h}, i: [{j: 1}, {j: 2}], k: null}");
    assertThat(node.text("a")).isEqualTo("word");
    assertThat(node.text("b")).isEqualTo("3");
    assertThat(node.integer("b", 0, 1, 3)).isEqualTo(3);
    assertThat(node.number("c", 0, 0, 1)).isEqualTo(0.5);
    assertThat(node.flag("d", false)).isTrue();
    assertThat(node.sizes("e")).containsExactly(1, 2);
    assertThat(node.numbers("e")).containsExactly(1, 2);
    assertThat(node.child("f").text("g")).isEqualTo("h");
    assertThat(node.children("i")).extracting(n -> n.integer("j", 0, 0, 9)).containsExactly(1, 2);
    assertThat(node.has("k")).isFalse();
    assertThat(node.oneOf("a", null, List.of("word", "other"))).isEqualTo("word");
    node.done();
  }

  @Test
  void defaultsWhereAbsent() {
    ConfigNode node = parse("{}");
    assertThat(node.text("a", "x")).isEqualTo("x");
    assertThat(node.integer("b", 7, 0, 9)).isEqualTo(7);
    assertThat(node.wholeNumber("b", 8, 0, 9)).isEqualTo(8);
    assertThat(node.number("c", 0.25, 0, 1)).isEqualTo(0.25);
    assertThat(node.flag("d", true)).isTrue();
    assertThat(node.sizes("e", 4, 5)).containsExactly(4, 5);
    assertThat(node.numbers("e", 1.5)).containsExactly(1.5);
    assertThat(node.children("f")).isEmpty();
    assertThat(node.childOrEmpty("g").keys()).isEmpty();
  }

  @Test
  void unknownKeysAreRefusedWithTheNearestKnownOne() {
    ConfigNode node = parse("{train: {batch-sise: 3}}").child("train");
    node.integer("batch-size", 1, 1, 10);
    node.flag("shuffle", true);
    assertThatThrownBy(node::done)
        .isInstanceOfSatisfying(
            EocaException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ExitCode.USAGE);
              assertThat(e).hasMessage("some.yaml:1:10: unknown key (train.batch-sise)");
              assertThat(e.hint()).isEqualTo("Maybe batch-size.");
            });
  }

  @Test
  void wrongValuesNameThePathAndTheValue() {
    ConfigNode node = parse("{a: {b: 99, c: x, d: [0], e: {}}}").child("a");
    assertThatThrownBy(() -> node.integer("b", 0, 0, 9))
        .hasMessage("some.yaml:1:9: whole number from 0 to 9 expected, a.b (99)");
    assertThatThrownBy(() -> node.number("c", 0, 0, 9))
        .hasMessage("some.yaml:1:16: finite number expected, a.c (x)");
    assertThatThrownBy(() -> node.sizes("d"))
        .hasMessage("some.yaml:1:22: list of whole numbers from 1 expected, a.d ([0])");
    assertThatThrownBy(() -> node.text("e")).hasMessage("some.yaml:1:30: text expected, a.e ({})");
    assertThatThrownBy(() -> node.flag("c", true))
        .hasMessage("some.yaml:1:16: true or false expected, a.c (x)");
    assertThatThrownBy(() -> node.text("z"))
        .hasMessage("some.yaml:1:5: key expected, found none (a.z)");
    assertThatThrownBy(() -> node.child("c"))
        .hasMessage("some.yaml:1:16: mapping expected at a.c (x)");
    assertThatThrownBy(() -> node.oneOf("c", null, List.of("u", "v")))
        .hasMessage("some.yaml:1:16: one of [u, v] expected, a.c (x)");
  }

  @Test
  void brokenAndMissingFilesAreUsageErrors() {
    assertThatThrownBy(() -> parse("a: [1"))
        .isInstanceOf(EocaException.class)
        .hasMessageStartingWith("some.yaml:1:6: expected YAML: ");
    assertThatThrownBy(() -> parse("{a: 1, a: 2}"))
        .isInstanceOf(EocaException.class)
        .hasMessage(
            "some.yaml:1:8: expected YAML: while constructing a mapping, found duplicate key a");
    assertThatThrownBy(() -> parse("- 1"))
        .hasMessage("some.yaml:1:1: mapping expected at the root ([1])");
    assertThatThrownBy(() -> parse("a: 1\nb: &x [1]\nc: *x\n"))
        .hasMessage("some.yaml:3:4: aliases are not used in configuration files, found *x");
    assertThatThrownBy(() -> parse("[".repeat(100_000)))
        .hasMessageContaining("expected at most 20 levels of nesting");
    assertThatThrownBy(() -> parse("a: \0"))
        .hasMessage("some.yaml:1:4: expected text, found the control character U+0000");
    assertThatThrownBy(() -> parse(""))
        .hasMessage("some.yaml: expected a configuration, found an empty file");
    assertThatThrownBy(() -> ConfigNode.read(Path.of("no-such-file.yaml")))
        .isInstanceOfSatisfying(
            EocaException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE));
  }
}
