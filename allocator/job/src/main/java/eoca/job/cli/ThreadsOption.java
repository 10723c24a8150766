package eoca.job.cli;

import picocli.CommandLine.Option;

/** {@code --threads}, shared by all commands that compute. */
public final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "T",
      converter = Converters.OfThreads.class,
      description = "Threads to use (default: all processors). Never changes the result.")
  private Integer threads;

  /** What was asked for, or one thread a processor. */
  public int count() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
