package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator guide's systemd units and crontab are what those programs take. */
final class TimerSnippetsTest {
  private static final String GUIDE =
      Repository.read(Repository.ROOT.resolve("docs/operator-guide.md"));

  @TempDir Path scratch;

  private static List<String> blocks(String language) {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(GUIDE)
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  @Test
  void unitsAreSectionsOfKeysAndTheTimerStartsTheService() throws Exception {
    List<String> units = blocks("systemd");
    assertThat(units).hasSize(2);
    for (String unit : units) {
      String section = "";
      for (String line : unit.lines().toList()) {
        if (line.matches("\\[[A-Z][a-z]+\\]")) {
          section = line;
        } else {
          assertThat(line).matches("|#.*|[A-Z][A-Za-z]+=\\S.*");
          assertThat(section).isNotEmpty();
        }
      }
    }
    assertThat(units.get(0)).contains("[Service]\n", "\nSuccessExitStatus=99\n");
    assertThat(units.get(1)).contains("\nOnCalendar=", "[Install]\nWantedBy=timers.target");
    if (Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))) {
      Path service = scratch.resolve("eoca-june-funds.service");
      Files.writeString(service, units.get(0).replaceAll("(?m)^(ExecStart)=.*$", "$1=/bin/true"));
      Files.writeString(scratch.resolve("eoca-june-funds.timer"), units.get(1));
      Shell verify =
          Shell.run(
              scratch,
              "systemd-analyze verify --man=no ./eoca-june-funds.service ./eoca-june-funds.timer"
                  + " 2>&1 | grep -i 'eoca-june-funds' | grep -vi 'user eoca'");
      assertThat(verify.out()).isEmpty();
    }
  }

  @Test
  void linesOfTheCrontabHaveFiveFieldsAndACommandThatExists() {
    List<String> lines = blocks("crontab").get(0).lines().toList();
    assertThat(lines).hasSize(2);
    Pattern line =
        Pattern.compile("([0-9*/,-]+ ){5}cd \\S+ && \\S+/eoca ([a-z]+) (.*) >>\\S+ 2>&1");
    for (String entry : lines) {
      var matcher = line.matcher(entry);
      assertThat(matcher.matches()).as(entry).isTrue();
      Cli help = Cli.run(matcher.group(2), "--help");
      assertThat(help.code()).isZero();
      for (String word : matcher.group(3).split(" ", -1)) {
        if (word.startsWith("--")) {
          assertThat(help.out()).contains(word);
        }
      }
    }
  }

  @Test
  void everyVariableAndOptionOfTheSectionIsTold() {
    String help = Cli.run("run", "--help").out();
    Pattern.compile("`(--[a-z-]+)`")
        .matcher(
            GUIDE.substring(GUIDE.indexOf("## Metrics, lineage"), GUIDE.indexOf("## Every night")))
        .results()
        .forEach(option -> assertThat(help).contains(option.group(1)));
    for (String name :
        List.of("CAMPAIGN", "RUN_ID", "FOLDER", "EXIT", "OUTCOME", "PUBLISHED", "MESSAGE")) {
      assertThat(GUIDE).contains("`EOCA_" + name + "`");
      assertThat(help.replaceAll("\\s+", " ")).contains("EOCA_" + name);
    }
  }
}
