package eoca.job.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --runs-dir}, shared by all commands that deal with runs. */
public final class RunsDirOption {
  @Option(
      names = "--runs-dir",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "The folder of all runs (default: ${DEFAULT-VALUE}).")
  Path runsDir;

  /** The folder. */
  public Path path() {
    return runsDir;
  }
}
