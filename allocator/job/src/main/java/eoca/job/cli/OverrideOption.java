package eoca.job.cli;

import picocli.CommandLine.Option;

/** {@code --override}, shared by all commands that publish. */
final class OverrideOption {
  @Option(
      names = "--override",
      description =
          "Publish even where a guard of the campaign file's publish section refuses; recorded in"
              + " published.jsonl.")
  boolean override;
}
