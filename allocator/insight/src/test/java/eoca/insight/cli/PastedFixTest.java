package eoca.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.insight.testing.Cli;
import eoca.job.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refusal of quotas ends with a command that works when it is pasted. */
final class PastedFixTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^.*: (eoca .*--quota .*)$");

  @TempDir Path folder;

  /** The words that a shell makes of a line, without the first. */
  private static String[] words(String line) throws IOException {
    Process shell =
        new ProcessBuilder("bash", "-c", "eoca() { printf '%s\\0' \"$@\"; }; " + line)
            .redirectErrorStream(true)
            .start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>(List.of(out.split("\0", -1)));
    words.remove(words.size() - 1); // what follows the last end
    return words.toArray(String[]::new);
  }

  private static String pasted(Cli.Result refused) {
    assertThat(refused.code()).as(refused.err()).isEqualTo(4);
    Matcher found = COMMAND.matcher(refused.err());
    assertThat(found.find()).as(refused.err()).isTrue();
    return found.group(1);
  }

  private static Cli.Result paste(String line) throws IOException {
    return Cli.run(words(line));
  }

  @Test
  void everyRefusalCanBePasted() throws IOException {
    Path campaign = Cli.write(folder.resolve("june's night $HOME"), Cli.TINY_YAML, Cli.TINY_CSV);
    String runs = folder.resolve("all runs").toString();
    String file = campaign.toString();
    String line = pasted(Cli.run("check", file, "--quota", "stock=3", "--quota=money=1"));
    assertThat(line).startsWith("eoca run '").contains("--quota stock=2");
    assertThat(paste(line + " --runs-dir '" + runs + "'").code()).isZero();
    for (String[] asked :
        List.of(
            new String[] {"run", file, "--runs-dir", runs, "--quota", "bond=9"},
            new String[] {"allocate", "--quota", "bond=-1", file, "--runs-dir=" + runs},
            new String[] {"rerun", "tiny", "--quota", "money=0", "--runs-dir", runs},
            new String[] {"whatif", "tiny", "--quota", "stock=5", "--runs-dir", runs})) {
      String again = pasted(Cli.run(asked));
      assertThat(again).startsWith("eoca " + asked[0]);
      Cli.Result mended = paste(again);
      assertThat(mended.code()).as(again + "\n" + mended.err()).isZero();
    }
  }

  @Test
  void checkTellsTheLevelsThatClash() throws IOException {
    Path campaign = Cli.write(folder.resolve("c"), Cli.TINY_YAML, Cli.TINY_CSV);
    String[] quotas = {"--quota", "money=0", "--quota", "bond=3", "--quota", "stock=3"};
    List<String> words = new ArrayList<>(List.of("check", campaign.toString()));
    words.addAll(List.of(quotas));
    Cli.Result told = Cli.run(words.toArray(String[]::new));
    assertThat(told.out().lines().filter(line -> line.contains("too many asked for")))
        .hasSize(2)
        .allMatch(line -> line.matches("\\s*>= [23] .*"));
    words.add("--json");
    Map<?, ?> tree = (Map<?, ?>) Json.read(Cli.run(words.toArray(String[]::new)).out());
    String line = (String) ((Map<?, ?>) tree.get("witness")).get("command");
    assertThat(paste(line + " --out " + folder.resolve("mended")).code()).isZero();
    assertThat(Files.isDirectory(folder.resolve("mended"))).isTrue();
  }
}
