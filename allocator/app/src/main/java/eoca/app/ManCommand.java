package eoca.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code eoca man}: the manual page of the whole program. */
@Command(
    name = "man",
    description = "Print the manual page (roff), made from the commands and their options.",
    footerHeading = "%nExamples:%n",
    footer = {"  eoca man | man -l -", "  eoca man > ~/.local/share/man/man1/eoca.1"})
final class ManCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(ManPage.roff(spec.root().commandLine()));
    return 0;
  }
}
