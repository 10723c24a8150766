package eoca.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The manual page has every command and option, in requests that every roff knows. */
final class ManPageTest {
  private static final Set<String> REQUESTS =
      Set.of(".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".I", ".nf", ".fi");

  @TempDir Path scratch;

  @Test
  void everyCommandAndOptionIsThere() {
    Cli cli = Cli.run("man");
    assertThat(cli.code()).isZero();
    for (CommandLine command : CommandTree.build().getSubcommands().values()) {
      String name = command.getCommandSpec().qualifiedName();
      if (!command.getCommandSpec().helpCommand()) {
        assertThat(cli.out()).contains(".SS " + name.replace("-", "\\-") + "\n");
        command.getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .forEach(
                option ->
                    assertThat(cli.out())
                        .contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR"));
      }
    }
    assertThat(cli.out())
        .contains(".SH EXIT STATUS", "completed and verified")
        .doesNotContain("${", "%n");
  }

  @Test
  void itIsRoff() throws Exception {
    String page = Cli.run("man").out();
    page.lines()
        .filter(line -> line.startsWith("."))
        .forEach(line -> assertThat(REQUESTS).contains(line.split(" ", -1)[0]));
    assertThat(page).doesNotContain("\n'");
    if (Files.isExecutable(Path.of("/usr/bin/groff"))) {
      Files.writeString(scratch.resolve("eoca.1"), page);
      Shell groff = Shell.run(scratch, "groff -man -Tascii -ww eoca.1 >/dev/null");
      assertThat(groff.err()).isEmpty();
    }
  }
}
