package eoca.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.job.model.RunOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page in Chromium (Debian: {@code apt install chromium}; CI installs it, so there these tests
 * always run): nothing complains, nothing is fetched, nothing is cut off. With {@code
 * -Deoca.screenshots=DIR}, pictures of every variant are kept for people to look at.
 */
@EnabledIf("eoca.job.report.Browser#isPresent")
final class ReportInBrowserTest {
  @TempDir static Path scratch;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    browser = new Browser(scratch);
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  static Stream<Arguments> variants() {
    return Stream.of(
            Arguments.of("one", ReportFixtures.names(1), RunOutcome.OPTIMAL, false),
            Arguments.of("five", ReportFixtures.names(5), RunOutcome.OPTIMAL, true),
            Arguments.of("twelve", ReportFixtures.names(12), RunOutcome.FEASIBLE, true),
            Arguments.of("hostile", ReportFixtures.HOSTILE, RunOutcome.STOPPED, true),
            Arguments.of("two-hundred", ReportFixtures.names(200), RunOutcome.FEASIBLE, true))
        .flatMap(
            variant ->
                Stream.of(375, 1280)
                    .map(
                        width -> {
                          Object[] v = variant.get();
                          return Arguments.of(v[0], v[1], v[2], v[3], width);
                        }));
  }

  @ParameterizedTest(name = "{0} funds, {4} px")
  @MethodSource("variants")
  void isCleanAndFits(
      String name, List<String> names, RunOutcome outcome, boolean previous, int width)
      throws IOException {
    Path file = write(name, names, outcome, previous);
    for (boolean dark : new boolean[] {false, true}) {
      browser.open(file, width, dark);
      keepPicture(name + "-" + width + (dark ? "-dark" : "-light"));
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.requests()).hasSize(1).allMatch(url -> url.startsWith("file:"));
      assertThat((Long) browser.evaluate("Number(document.documentElement.dataset.charts)"))
          .isEqualTo(5);
      assertThat(browser.evaluate(OUTSIDE.replace("WIDTH", "" + width)))
          .as("what sticks out of the page")
          .isEqualTo("");
      assertThat(browser.evaluate("document.documentElement.scrollWidth"))
          .as("no sideways scrolling of the page")
          .isEqualTo((long) width);
      assertThat(browser.evaluate(CONTRAST)).as("text too pale to read").isEqualTo("");
    }
  }

  /** Elements, scrolling tables' insides aside, whose box leaves the page to the right. */
  private static final String OUTSIDE =
      """
      [...document.querySelectorAll('main *, header *')]
        .filter(e => !e.closest('.scroll *') && !e.closest('svg defs'))
        .filter(e => e.getBoundingClientRect().right > WIDTH + 1)
        .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40)).join('\\n')
      """;

  /** Text whose contrast to its background is below 4.5 : 1 (WCAG AA). */
  private static final String CONTRAST =
      """
      (() => {
        const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const rgba = (colour, over) => {
          canvas.fillStyle = over; canvas.fillRect(0, 0, 1, 1);
          canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data];
        };
        const css = d => `rgb(${d[0]},${d[1]},${d[2]})`;
        const light = d => {
          const f = d.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2];
        };
        const back = e => e ? rgba(getComputedStyle(e).backgroundColor, css(back(e.parentElement))) : [255, 255, 255];
        return [...document.querySelectorAll('main *, header *')]
          .filter(e => !e.closest('svg') && !e.closest('.sr') && e.offsetParent
            && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
          .slice(0, 400)
          .map(e => {
            const b = back(e);
            const [x, y] = [light(b), light(rgba(getComputedStyle(e).color, css(b)))];
            return [e, (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)];
          })
          .filter(([e, ratio]) => ratio < 4.5)
          .map(([e, ratio]) => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 30) + ' ' + ratio.toFixed(2))
          .join('\\n');
      })()
      """;

  @Test
  void aScreenReaderGetsHeadingsTablesAndChartsWithNames() throws IOException {
    Path file = write("reader", ReportFixtures.names(4), RunOutcome.OPTIMAL, true);
    browser.open(file, 1280, false);
    List<String> tree = browser.accessibleTree();
    assertThat(tree)
        .contains(
            "heading june-funds",
            "heading Optimal, and certified",
            "heading Shadow prices",
            "navigation Sections",
            "main ",
            "table Funds in campaign order",
            "table Users by fund and tolerance",
            "columnheader Quota",
            "rowheader Bond funds fund-1");
    assertThat(tree).anyMatch(line -> line.matches("(image|img) Bar chart of users by fund.*"));
    assertThat(browser.evaluate("[...document.querySelectorAll('h1')].length")).isEqualTo(1L);
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('.chart')].every(c => c.getAttribute('aria-label'))"))
        .isEqualTo(true);
  }

  @Test
  void withoutScriptsTheTablesSayTheSame() throws IOException {
    String page =
        ReportPage.html(ReportFixtures.data(ReportFixtures.names(4), RunOutcome.OPTIMAL, true, 1));
    Path file = scratch.resolve("no-scripts.html");
    Files.writeString(file, page.replaceAll("(?s)<script>.*?</script>", ""));
    browser.open(file, 375, false);
    keepPicture("no-scripts-375");
    assertThat(browser.evaluate("document.querySelectorAll('figure:not(:empty)').length > 0"))
        .isEqualTo(true);
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('figure')].every(f => f.offsetParent === null)"))
        .as("charts without content take no room")
        .isEqualTo(true);
    assertThat(browser.evaluate("document.querySelectorAll('table').length")).isEqualTo(6L);
  }

  @Test
  void printsOnPaper() throws IOException {
    Path file = write("print", ReportFixtures.names(8), RunOutcome.OPTIMAL, true);
    browser.open(file, 1280, true);
    Path pdf = scratch.resolve("report.pdf");
    browser.print(pdf);
    assertThat(Files.size(pdf)).isGreaterThan(20_000);
    assertThat(browser.complaints()).isEmpty();
    String keep = System.getProperty("eoca.screenshots");
    if (keep != null) {
      Files.write(Path.of(keep, "print.pdf"), Files.readAllBytes(pdf));
    }
  }

  private static Path write(String name, List<String> names, RunOutcome outcome, boolean previous)
      throws IOException {
    Path file = scratch.resolve(name + ".html");
    Files.writeString(file, ReportPage.html(ReportFixtures.data(names, outcome, previous, 7)));
    return file;
  }

  private static void keepPicture(String name) throws IOException {
    String keep = System.getProperty("eoca.screenshots");
    if (keep != null) {
      browser.screenshot(Path.of(keep, name + ".png"));
    }
  }
}
