package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.console.Wire.Reply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The operator's morning: contract change, refused quota, what-if, sweep, re-run, publish, back.
 */
final class StoryTest extends ServedTest {
  @Test
  void fromContractChangeToRollback() throws Exception {
    String published = fixture.campaign().current();
    String run = "june-funds/" + published;
    Reply home = wire.get("/");
    assertThat(home.body()).contains(published, "published", "eoca runs");
    assertThat(wire.get("/run?run=" + run).body()).contains("Objective", "eoca report " + run);
    String editor = wire.get("/quotas?run=" + run).body();
    String form = "csrf=" + first(editor, "name=\"csrf\" value=\"([^\"]+)\"") + "&run=" + run;

    Reply impossible = wire.post("/whatif", form + "&quota.money=1");
    assertThat(impossible.status()).isEqualTo(422);
    assertThat(impossible.body())
        .contains(
            "The smallest change that helps: eoca whatif " + run + " --runs-dir ", "Take this");
    assertThat(wire.post("/feasible", form + "&quota.money=1").body())
        .contains("\"feasible\":false")
        .contains("that helps: eoca whatif " + run + " --runs-dir ");
    assertThat(wire.post("/feasible", form + "&quota.money=3&quota.bond=1").body())
        .contains("\"feasible\":true");

    Reply whatIf = wire.post("/whatif", form + "&quota.money=%2B1&quota.bond=-1");
    assertThat(whatIf.status()).isEqualTo(200);
    assertThat(whatIf.body())
        .contains("objective 30.00 (-1.00 against the run), 1 of 6 users move")
        .contains("eoca whatif " + run + " --quota money=+1 --quota bond=-1");

    Reply sweep =
        wire.post(
            "/sweep",
            form + "&sweep-fund=money&sweep-from=2&sweep-to=4&sweep-points=3&quota.bond=rest");
    assertThat(sweep.status()).isEqualTo(200);
    assertThat(sweep.body()).contains("\"points\":[2,3,4]", "--sweep money=2..4/3");

    Reply started = wire.post("/rerun", form + "&quota.money=3&quota.bond=1&keep=on");
    assertThat(started.status()).as(started.body()).isEqualTo(303);
    String job = started.header("Location");
    String made = awaitRun(job);
    assertThat(fixture.campaign().current()).isEqualTo(published);

    Reply diff = wire.get("/diff?a=" + run + "&b=" + made);
    assertThat(diff.body()).contains("1 of 6 users move", "eoca diff ");
    Reply user = wire.get("/user?id=d&run=" + made);
    assertThat(user.body()).contains("User d (tolerance 2) got money with an ETV of 4.00.");

    String sure = wire.get("/publish?run=" + made).body();
    assertThat(sure).contains("eoca publish " + made, published);
    assertThat(wire.post("/publish", fields(sure)).status()).isEqualTo(303);
    assertThat("june-funds/" + fixture.campaign().current()).isEqualTo(made);
    assertThat(wire.post("/publish", fields(sure)).status()).isEqualTo(409);

    String back = wire.get("/rollback?campaign=june-funds").body();
    assertThat(wire.post("/rollback", fields(back)).status()).isEqualTo(303);
    assertThat(fixture.campaign().current()).isEqualTo(published);
    fixture.cli("verify", made);
  }

  private String awaitRun(String job) throws Exception {
    for (int i = 0; i < 600; i++) {
      String page = wire.get(job).body();
      if (page.contains("Open the run")) {
        assertThat(page).contains("optimal, objective", "eoca rerun june-funds/");
        return first(page, "href=\"/run\\?run=([^\"]+)\"");
      }
      assertThat(page).doesNotContain("role=\"alert\"");
      Thread.sleep(50);
    }
    throw new AssertionError("the re-run does not end");
  }

  private static String fields(String page) {
    StringBuilder form = new StringBuilder();
    Matcher hidden =
        Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
            .matcher(page);
    while (hidden.find()) {
      form.append(form.length() == 0 ? "" : "&").append(hidden.group(1)).append('=');
      form.append(Wire.encode(hidden.group(2)));
    }
    return form.toString();
  }

  private static String first(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern + " in " + text).isTrue();
    return found.group(1);
  }
}
