package eoca.app;

import eoca.inputs.cli.BuildInfo;
import eoca.inputs.cli.LogLevel;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eoca}: the root. Without a command it is a wrong command line that shows the help. */
@Command(
    name = "eoca",
    versionProvider = RootCommand.Version.class,
    description =
        "Decides which fund each customer of a campaign is shown: exact quotas, risk rules, the"
            + " highest expected transaction value.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  eoca run inputs/sample/campaign.yaml",
      "  eoca check campaign.yaml",
      "  eoca help allocate"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done: completed and verified",
      "1:a bug in eoca",
      "2:usage or configuration",
      "3:input data rejected",
      "4:infeasible, quotas that do not add up included",
      "5:stopped at a limit",
      "6:another run holds the campaign's lock",
      "7:file system: a path is missing, unreadable or can't be written",
      "8:verification failed, or the inputs of a run changed since",
      "9:completed and verified, but a publish guard refused",
      "99:nothing to do: unchanged since the published run",
      "130:interrupted (143: terminated): completed runs are intact"
    })
final class RootCommand implements Runnable {
  @Spec CommandSpec spec;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show version and commit.")
  boolean version;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      scope = CommandLine.ScopeType.INHERIT,
      description =
          "What standard error has besides failures: error (nothing), warn (warnings), info (also"
              + " a line a phase, and a bar on a terminal), debug (also the run's log and what"
              + " libraries log); default: ${DEFAULT-VALUE}.",
      converter = OfLogLevel.class,
      defaultValue = "info")
  LogLevel logLevel = LogLevel.INFO;

  /** A level by its name. */
  static final class OfLogLevel implements CommandLine.ITypeConverter<LogLevel> {
    @Override
    public LogLevel convert(String text) {
      for (LogLevel level : LogLevel.values()) {
        if (level.name().equalsIgnoreCase(text)) {
          return level;
        }
      }
      throw new CommandLine.TypeConversionException(
          "expected error, warn, info or debug, found (" + text + ")");
    }
  }

  @Override
  public void run() {
    CommandLine command = spec.commandLine();
    command.usage(command.getErr());
    throw new ParameterException(command, "A command is missing.");
  }

  /** Version and commit. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      BuildInfo build = BuildInfo.current();
      return new String[] {
        "eoca " + build.version() + " (commit " + build.commit() + ")",
        "java " + Runtime.version() + ", " + System.getProperty("os.name")
      };
    }
  }
}
