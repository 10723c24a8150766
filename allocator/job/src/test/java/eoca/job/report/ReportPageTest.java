package eoca.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.job.model.RunOutcome;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page as text. {@link ReportInBrowserTest} looks at it. */
final class ReportPageTest {
  @Test
  void sameDataSameBytes() {
    ReportData data = ReportFixtures.data(ReportFixtures.names(4), RunOutcome.OPTIMAL, true, 1);
    assertThat(ReportPage.html(data)).isEqualTo(ReportPage.html(data));
  }

  @Test
  void isSelfContained() {
    String page = withoutScripts(page(ReportFixtures.names(4), RunOutcome.OPTIMAL));
    assertThat(page).doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"'](?!#)");
    assertThat(page).doesNotContainPattern("(?i)url\\(").doesNotContain("@import");
    assertThat(page).contains("default-src &#39;none&#39;").doesNotContain("unsafe-eval");
  }

  @Test
  void hostileNamesStayText() {
    String page = page(ReportFixtures.HOSTILE, RunOutcome.OPTIMAL);
    assertThat(page).doesNotContain("<script>alert").doesNotContain("<svg onload");
    assertThat(page).doesNotContain("<img src=x").contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    assertThat(Pattern.compile("</script", Pattern.CASE_INSENSITIVE).matcher(page).results())
        .hasSize(3); // the data, the library, our script
  }

  @Test
  void everyFundIsInTheTableAlsoTheTwoHundredth() {
    List<String> names = ReportFixtures.names(200);
    String page = withoutScripts(page(names, RunOutcome.FEASIBLE));
    assertThat(names).allSatisfy(name -> assertThat(page).contains("<bdi>" + name + "</bdi>"));
    assertThat(page).contains("Charts show the 40 largest funds");
  }

  @Test
  void verdictSaysWhatTheCertificateProves() {
    String optimal = page(ReportFixtures.names(3), RunOutcome.OPTIMAL);
    assertThat(optimal).contains("Optimal, and certified").contains("relative gap 0 %");
    String feasible = page(ReportFixtures.names(3), RunOutcome.FEASIBLE);
    assertThat(feasible).contains("Feasible, at most 0.88 % below the bound");
  }

  @Test
  void missingPartsLeaveTheirSectionsOut() {
    ReportData full = ReportFixtures.data(ReportFixtures.names(2), RunOutcome.FEASIBLE, false, 1);
    ReportData bare = new ReportData(full.manifest(), full.result(), null, null, null);
    String page = withoutScripts(ReportPage.html(bare));
    assertThat(page).doesNotContain("id=\"margins\"", "id=\"risk\"", "id=\"before\"");
    assertThat(page).contains("id=\"funds\"", "id=\"prices\"", "id=\"phases\"");
  }

  @Test
  void numbersReadAsPeopleWriteThem() {
    assertThat(Numbers.money(0.0)).isEqualTo("0");
    assertThat(Numbers.money(-0.123456)).isEqualTo("−0.12346");
    assertThat(Numbers.money(999.99)).isEqualTo("999.99");
    assertThat(Numbers.money(1234.5)).isEqualTo("1,234.50");
    assertThat(Numbers.money(123456789.4)).isEqualTo("123,456,789");
    assertThat(Numbers.money(3.4e38)).isEqualTo("3.4E38");
    assertThat(Numbers.money(1e-9)).isEqualTo("1E−9");
    assertThat(Numbers.money(null)).isEqualTo("–");
    assertThat(Numbers.percent(0)).isEqualTo("0 %");
    assertThat(Numbers.percent(1.5e-12)).isEqualTo("1.5E−10 %");
    assertThat(Numbers.percent(0.0088)).isEqualTo("0.88 %");
    assertThat(Numbers.percent(0.25)).isEqualTo("25.00 %");
    assertThat(Numbers.change(-3L)).isEqualTo("−3");
    assertThat(Numbers.change(1500L)).isEqualTo("+1,500");
    assertThat(Numbers.seconds(0.0123)).isEqualTo("12 ms");
    assertThat(Numbers.seconds(2.951)).isEqualTo("2.95 s");
    assertThat(Numbers.bytes(1_363_148_800L)).isEqualTo("1.3 GiB");
  }

  private static String page(List<String> names, RunOutcome outcome) {
    return ReportPage.html(ReportFixtures.data(names, outcome, true, 1));
  }

  private static String withoutScripts(String page) {
    Matcher scripts = Pattern.compile("<script.*?</script>", Pattern.DOTALL).matcher(page);
    return scripts.replaceAll("");
  }
}
