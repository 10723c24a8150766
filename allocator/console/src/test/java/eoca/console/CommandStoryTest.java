package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's morning by command: docs/guides/0900.md. */
final class CommandStoryTest {
  private static final Pattern OPTION = Pattern.compile("--quota (\\S+)");

  @TempDir Path folder;
  private Fixture fixture;

  @Test
  void fromContractChangeToRollback() throws Exception {
    fixture = Fixture.synthetic(folder, 3_000);
    String published = fixture.night();
    String run = "june-funds/" + published;

    String impossible =
        refused(4, "whatif", "june-funds", "--quota", "f4=+600", "--quota", "f0=rest");
    assertThat(impossible)
        .contains("funds of risk", "The smallest change that helps: eoca whatif june-funds");
    List<String> pasted = new ArrayList<>(List.of("whatif", "june-funds"));
    Matcher option = OPTION.matcher(impossible);
    while (option.find()) {
      pasted.addAll(List.of("--quota", option.group(1)));
    }
    assertThat(fixture.cli(pasted.toArray(new String[0]))).contains("objective");

    String[] change = {"--quota", "f1=+5%", "--quota", "f4=rest"};
    assertThat(fixture.cli(with(change, "whatif", "june-funds"))).contains("users move");
    assertThat(
            fixture.cli("whatif", "june-funds", "--sweep", "f1=-20%..+20%/9", "--quota", "f4=rest"))
        .contains("-20%", "+20%");

    fixture.cli(with(change, "rerun", "june-funds"));
    List<String> completed = fixture.campaign().completed();
    String made = "june-funds/" + completed.get(completed.size() - 1);
    assertThat(fixture.campaign().current()).isEqualTo(published);

    String diff = fixture.cli("diff", run, made);
    Matcher gainer = Pattern.compile("largest gains.*\\R(\\S+)").matcher(diff);
    assertThat(gainer.find()).as(diff).isTrue();
    assertThat(fixture.cli("explain", made, "--user", gainer.group(1)))
        .contains("User " + gainer.group(1), "At the run's prices that is worth");

    assertThat(refused(9, "publish", made)).contains("publish.objective", "--override");
    assertThat(fixture.campaign().current()).isEqualTo(published);
    fixture.cli("publish", made, "--override", "--reason", "agreed with sales");
    assertThat("june-funds/" + fixture.campaign().current()).isEqualTo(made);
    assertThat(Files.readString(fixture.campaign().folder().resolve("published.jsonl")))
        .contains("\"reason\":\"agreed with sales\"");
    assertThat(refused(2, "publish", run, "--reason", "x")).contains("--override");

    fixture.cli("rollback", "june-funds");
    assertThat(fixture.campaign().current()).isEqualTo(published);
    fixture.cli("verify", made);
    fixture.cli("verify", run);
  }

  private static String[] with(String[] more, String... command) {
    String[] all = Arrays.copyOf(command, command.length + more.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    return all;
  }

  private String refused(int code, String... command) {
    StringWriter err = new StringWriter();
    String[] line = with(new String[] {"--runs-dir", fixture.folder().toString()}, command);
    assertThat(Fixture.execute(new StringWriter(), err, line)).as(err.toString()).isEqualTo(code);
    return err.toString();
  }
}
