package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's morning in a real Chromium (Debian: {@code apt install chromium chromium-driver};
 * CI installs them, so there this test always runs), by keyboard, with every page examined wide and
 * narrow, light and dark. With {@code -Deoca.screenshots=DIR}, pictures are kept.
 */
@EnabledIf("eoca.console.Screen#isPresent")
final class BrowserStoryTest {
  private static final String[] CHANGE = {"f1", "+5%"};

  @TempDir Path folder;
  private Fixture fixture;
  private ConsoleServer server;
  private Screen screen;

  @BeforeEach
  void start() throws Exception {
    fixture = Fixture.synthetic(folder, 3_000);
    fixture.night();
    fixture.night();
    server = ConsoleServer.start(fixture.folder(), 0, 2, Fixture.clock());
    screen = new Screen(folder);
  }

  @AfterEach
  void stop() {
    screen.close();
    server.close();
  }

  @Test
  void fromContractChangeToRollback() throws Exception {
    String published = fixture.campaign().current();
    String run = "june-funds/" + published;
    screen.open(server.link());
    assertThat(screen.title()).isEqualTo("Runs");
    assertThat(screen.text()).contains("published " + published);
    assertThat(focusOrder(4))
        .as("the first thing the tab key reaches")
        .startsWith("Skip to the content", "eoca console");
    screen.examine("01-runs", 1);

    screen.press(published);
    screen.await("h1", run);
    screen.examine("02-run", 6);

    contractChange(run);
    String made = rerun(run);
    assertThat(fixture.campaign().current()).as("a re-run is not published").isEqualTo(published);
    explainAMovedUser(made);
    publish(published, made);

    screen.open(base() + "/");
    screen.press("Roll back …");
    screen.await("h1", "Roll back");
    assertThat(screen.text()).contains("CURRENT will name " + published);
    screen.examine("13-rollback", 0);
    screen.press("Yes, roll back");
    screen.await("h1", run);
    assertThat(fixture.campaign().current()).isEqualTo(published);
    fixture.cli("verify", made);
    fixture.cli("verify", run);
    assertThat(screen.problems()).isEmpty();
  }

  private void contractChange(String run) throws Exception {
    screen.press("Other quotas …");
    screen.await("h1", "Quotas");
    screen.examine("03-quotas", 0);
    screen.type("[name='quota.f4']", "+600");
    screen.await("#feasible", "✗ quotas must add up to the users");
    screen.type("[name='quota.f0']", "rest");
    screen.await("#feasible", "✗ funds of risk");
    screen.examine("04-infeasible", 0);
    screen.press("What if?");
    screen.await("#h-problem", "No allocation exists");
    assertThat(screen.text()).contains("The smallest change that helps: eoca whatif ");
    screen.examine("05-refused", 0);
    screen.press("Take this change");
    screen.await("#feasible", "✓ These quotas can be met.");

    screen.type("[name='quota.f4']", "");
    screen.type("[name='quota.f0']", "");
    for (String other : List.of("f2", "f3")) {
      screen.type("[name='quota." + other + "']", "");
    }
    screen.type("[name='quota." + CHANGE[0] + "']", CHANGE[1]);
    screen.await("#feasible", "give way: eoca whatif ");
    screen.press("Take this change");
    screen.await("#feasible", "✓ These quotas can be met.");
    assertThat(screen.command()).startsWith("eoca whatif " + run + " --quota ");
    screen.press("What if?");
    screen.await("#h-whatif", "What these quotas would give");
    assertThat(screen.text()).contains("Users who move");
    screen.examine("06-whatif", 0);
    screen.choose("[name='sweep-fund']", CHANGE[0]);
    screen.type("[name='quota." + CHANGE[0] + "']", "");
    screen.press("Draw the sweep");
    screen.await("#h-objective", "Objective against the quota of Bond <b>funds</b>");
    assertThat(screen.command()).contains("--sweep f1=-20%..+20%/9");
    screen.examine("07-sweep", 3);
  }

  private String rerun(String run) throws Exception {
    screen.type("[name='quota." + CHANGE[0] + "']", CHANGE[1]);
    screen.await("#feasible", "✓ These quotas can be met.");
    screen.press("Make it a run");
    screen.await("h1", "Re-run 1");
    screen.await("#said", "Completed in");
    assertThat(screen.command()).startsWith("eoca rerun " + run + " --quota ");
    screen.examine("08-progress", 0);
    screen.press("Open the run");
    screen.await(".over", "EOCA CONSOLE");
    screen.await("h2", "Result");
    String made = screen.title();
    assertThat(screen.text()).contains("completed", "Made from");
    screen.press("Compare with the published run");
    screen.await("h1", "Compare");
    assertThat(screen.text()).contains("users move");
    screen.examine("09-diff", 1);
    return made;
  }

  private void explainAMovedUser(String made) throws Exception {
    String user = (String) screen.evaluate(FIRST_MOVED_USER);
    screen.press(user);
    screen.await("#h-user", "User " + user);
    assertThat(screen.text()).contains("At the run's prices that is worth");
    assertThat(screen.command()).contains("eoca explain " + made + " --user " + user);
    screen.examine("10-user", 0);
    screen.choose("[name='fund']", "f1");
    screen.element("[name='fund']").submit();
    screen.await("#h-fund", "Fund f1");
    screen.examine("11-fund", 0);
  }

  private void publish(String published, String made) throws Exception {
    screen.open(base() + "/run?run=" + made);
    screen.press("Publish …");
    screen.await("h1", "Publish");
    assertThat(screen.text()).contains("The campaign's guards refuse", "publish.objective");
    screen.examine("12-guarded", 0);
    screen.press("Yes, publish");
    assertThat(fixture.campaign().current()).as("an override must be ticked").isEqualTo(published);
    screen.element("[name='override']").click();
    screen.type("[name='reason']", "The bond contract changed, ticket 4711");
    screen.press("Yes, publish");
    screen.await(".badge", "published");
    assertThat("june-funds/" + fixture.campaign().current()).isEqualTo(made);
    assertThat(Files.readString(fixture.campaign().folder().resolve("published.jsonl")))
        .contains("\"override\":[\"objective moved by", "\"reason\":\"The bond contract changed");
  }

  private static final String FIRST_MOVED_USER =
      """
      return [...document.querySelectorAll('table')]
        .find(table => table.querySelector('thead th').textContent === 'User')
        .querySelector('tbody th').textContent.trim();
      """;

  private String base() {
    return "http://127.0.0.1:" + server.port();
  }

  private List<String> focusOrder(int keys) {
    List<String> reached = new java.util.ArrayList<>();
    for (int i = 0; i < keys; i++) {
      screen.tab();
      reached.add(
          String.valueOf(screen.evaluate("return document.activeElement.textContent.trim()")));
    }
    return reached;
  }
}
