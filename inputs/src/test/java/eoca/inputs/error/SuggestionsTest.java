package eoca.inputs.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SuggestionsTest {
  private static final List<String> KEYS =
      List.of("campaign", "period", "funds", "etv", "strategy");

  @Test
  void findsTheNearestWord() {
    assertThat(Suggestions.nearest("campain", KEYS)).contains("campaign");
    assertThat(Suggestions.nearest("PERIOD", KEYS)).contains("period");
    assertThat(Suggestions.nearest("etc", KEYS)).contains("etv");
    assertThat(Suggestions.nearest("stratgey", KEYS)).as("swapped letters").contains("strategy");
    assertThat(Suggestions.nearest("fund", KEYS)).contains("funds");
  }

  @Test
  void saysNothingOfWordsThatAreFar() {
    assertThat(Suggestions.nearest("colour", KEYS)).isEmpty();
    assertThat(Suggestions.nearest("", KEYS)).isEmpty();
    assertThat(Suggestions.nearest("x", List.of())).isEmpty();
    assertThat(Suggestions.nearest("etv".repeat(100_000), KEYS)).isEmpty();
  }

  @Test
  void hintsAreWholeSentences() {
    assertThat(Suggestions.maybe("funsd", KEYS)).isEqualTo("Maybe funds.");
    assertThat(Suggestions.maybe("colour", KEYS))
        .isEqualTo("Known: campaign, period, funds, etv, strategy.");
    assertThat(Suggestions.maybe("x", List.of())).isEmpty();
  }
}
