package eoca.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code eoca completion}: the shell completion script. */
@Command(
    name = "completion",
    description = "Print the completion script for bash and zsh.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(./eoca completion)",
      "  ./eoca completion > ~/.local/share/bash-completion/completions/eoca"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    command.getOut().print(AutoComplete.bash("eoca", spec.root().commandLine()));
    return 0;
  }
}
