package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The pages say what is true: links lead somewhere, snippets parse, commands run, tables agree. */
final class DocsTest {
  private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]\\n]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```([a-z]*)\\n(.*?)^```$");
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Path> pages() {
    return Repository.pages().stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) {
    String text = FENCE.matcher(Repository.read(page)).replaceAll("");
    for (MatchResult link : LINK.matcher(text).results().toList()) {
      String target = link.group(1);
      if (target.matches("[a-z]+:.*")) {
        continue;
      }
      int hash = target.indexOf('#');
      String file = hash < 0 ? target : target.substring(0, hash);
      Path to = file.isEmpty() ? page : page.getParent().resolve(file).normalize();
      assertThat(to).as(page + " -> " + target).exists();
      assertThat(to.startsWith(Repository.ROOT)).as(page + " -> " + target).isTrue();
      if (hash >= 0 && to.toString().endsWith(".md")) {
        assertThat(anchors(to)).as(page + " -> " + target).contains(target.substring(hash + 1));
      }
    }
  }

  /** The anchors of a page's headings, as GitHub makes them. */
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new HashSet<>();
    for (String line : Repository.read(page).lines().toList()) {
      if (line.matches("#+ .*")) {
        anchors.add(
            line.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'));
      }
    }
    return anchors;
  }

  @Test
  void everyPageIsReachedFromTheReadme() {
    Set<Path> reached = new HashSet<>();
    List<Path> queue = new ArrayList<>(List.of(Repository.ROOT.resolve("README.md")));
    while (!queue.isEmpty()) {
      Path page = queue.remove(0);
      if (!reached.add(page) || !page.toString().endsWith(".md")) {
        continue;
      }
      LINK.matcher(Repository.read(page))
          .results()
          .map(link -> link.group(1).replaceFirst("#.*", ""))
          .filter(target -> !target.isEmpty() && !target.matches("[a-z]+:.*"))
          .forEach(target -> queue.add(page.getParent().resolve(target).normalize()));
    }
    assertThat(reached).containsAll(Repository.pages());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void snippetsParse(Path page) throws IOException {
    for (MatchResult fence : FENCE.matcher(Repository.read(page)).results().toList()) {
      if (fence.group(1).equals("json")) {
        JSON.readTree(fence.group(2));
      } else if (fence.group(1).matches("ya?ml")) {
        LoadSettings strict = LoadSettings.builder().setAllowDuplicateKeys(false).build();
        assertThat(new Load(strict).loadFromString(fence.group(2))).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theProjectSpeaksOfItselfAlone(Path page) {
    assertThat(Repository.read(page)).doesNotContainPattern("/(tmp/wt|work)/");
  }

  @Test
  void commandReferenceIsTheCommandTree() throws IOException {
    Path page = Repository.ROOT.resolve("docs/reference/cli.md");
    if (Boolean.getBoolean("eoca.update")) {
      Files.writeString(page, CliReference.markdown());
    }
    assertThat(page).hasContent(CliReference.markdown());
  }

  @Test
  void commandsOfTheGuidesRun(@TempDir Path scratch) throws Exception {
    Files.createSymbolicLink(scratch.resolve("eoca"), Repository.ROOT.resolve("eoca"));
    Files.createSymbolicLink(scratch.resolve("inputs"), Repository.ROOT.resolve("inputs"));
    int commands = 0;
    String firstOutput = null;
    for (String name : List.of("README.md", "docs/user-guide.md")) {
      String text = Repository.read(Repository.ROOT.resolve(name));
      for (MatchResult fence : FENCE.matcher(text).results().toList()) {
        if (!fence.group(1).equals("sh") || fence.group(2).startsWith("mvn ")) {
          continue; // mvn: what runs this test
        }
        Shell shell = Shell.run(scratch, "set -e\n" + fence.group(2));
        assertThat(shell.code()).as(name + ": " + fence.group(2) + shell.err()).isZero();
        firstOutput = firstOutput == null ? shell.out() : firstOutput;
        commands++;
      }
    }
    assertThat(commands).isGreaterThanOrEqualTo(4);
    assertThat(firstOutput.strip().lines().map(DocsTest::steady))
        .as("the README shows the first command's real output")
        .containsExactlyElementsOf(
            block("output:sample-run", "output")
                .replace("```", "")
                .strip()
                .lines()
                .map(DocsTest::steady)
                .toList());
  }

  /** Without what differs from run to run: seconds, threads, memory, run-id. */
  private static String steady(String line) {
    return line.replaceAll("[0-9.]+ s on \\d+ threads?.*", "S s")
        .replaceAll("\\d{8}T\\d{6}Z-[0-9a-f]{6}", "RUN");
  }

  @Test
  void strategiesTableIsWhatTheStrategiesGive(@TempDir Path scratch) throws IOException {
    StringBuilder rows = new StringBuilder();
    double optimum = result(scratch, "exact").get("objective").doubleValue();
    for (String strategy : List.of("manual", "heuristic", "exact")) {
      JsonNode result = result(scratch, strategy);
      double objective = result.get("objective").doubleValue();
      rows.append(
          String.format(
              Locale.ROOT,
              "%s %,.2f %.2f %% %s%n",
              strategy,
              objective,
              100 * objective / optimum,
              percent(result.get("relative_gap").doubleValue())));
    }
    Matcher table =
        Pattern.compile("(?m)^\\| `(\\w+)`[^|]*\\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$")
            .matcher(block("table:sample-strategies", "table"));
    StringBuilder shown = new StringBuilder();
    while (table.find()) {
      shown.append(
          String.join(" ", table.group(1), table.group(2), table.group(3), table.group(4)));
      shown.append(System.lineSeparator());
    }
    assertThat(shown.toString()).isEqualTo(rows.toString());
  }

  @Test
  void otherPagesQuoteTheReadmesFigures() {
    String strategies = block("table:sample-strategies", "table");
    String decision =
        Repository.read(Repository.ROOT.resolve("docs/decisions/0006-exact-by-default.md"));
    for (String strategy : List.of("manual", "heuristic")) {
      Matcher row =
          Pattern.compile("\\| `" + strategy + "`[^|]*\\|[^|]*(\\|[^|]*\\|[^|]*\\|)")
              .matcher(strategies);
      assertThat(row.find()).as(strategy).isTrue();
      assertThat(decision).contains("| " + strategy + " " + row.group(1));
    }
    double scarce = price("large-cap-stocks");
    double plenty = price("cash-bond-funds");
    assertThat(Repository.read(Repository.ROOT.resolve("docs/shadow-prices.md")))
        .contains(
            String.format(
                Locale.ROOT, "large-cap-stocks %,.2f and cash-bond-funds %,.2f", scarce, plenty))
        .contains(String.format(Locale.ROOT, "at most %,.2f", scarce - plenty));
  }

  /** A fund's price in the README's output. */
  private static double price(String fund) {
    Matcher line =
        Pattern.compile("(?m)^" + fund + " .* ([0-9.,]+)$")
            .matcher(block("output:sample-run", "output"));
    assertThat(line.find()).as(fund).isTrue();
    return Double.parseDouble(line.group(1).replace(",", ""));
  }

  private static JsonNode result(Path scratch, String strategy) throws IOException {
    Path out = scratch.resolve(strategy);
    if (!Files.exists(out)) {
      Cli cli =
          Cli.run(
              "allocate",
              Repository.sample().toString(),
              "--strategy",
              strategy,
              "--out",
              out.toString());
      assertThat(cli.code()).as(cli.err()).isZero();
    }
    return JSON.readTree(out.resolve("result.json").toFile());
  }

  private static String percent(double gap) {
    return gap == 0
        ? "0 %"
        : String.format(Locale.ROOT, gap < 0.1 ? "%.2f %%" : "%.1f %%", 100 * gap);
  }

  /** The text between {@code <!-- name -->} and {@code <!-- /kind -->} of the README. */
  private static String block(String name, String kind) {
    String text = Repository.read(Repository.ROOT.resolve("README.md"));
    String open = "<!-- " + name + " -->";
    int from = text.indexOf(open);
    assertThat(from).as(open).isNotNegative();
    return text.substring(from + open.length(), text.indexOf("<!-- /" + kind + " -->", from));
  }
}
