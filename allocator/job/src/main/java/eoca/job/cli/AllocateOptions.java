package eoca.job.cli;

import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.campaign.Strategy;
import eoca.inputs.error.EocaException;
import eoca.job.pipeline.Certify;
import eoca.job.pipeline.JobRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every command which makes a run shares. */
public final class AllocateOptions {
  @Option(
      names = "--strategy",
      paramLabel = "S",
      converter = Converters.OfStrategy.class,
      description = "exact, heuristic or manual; the campaign file's unless given.")
  Strategy strategy;

  @Option(
      names = "--quota",
      paramLabel = "FUND=Q",
      description = {
        "Another quota for one fund; repeat for more. Q is a number, p%% of all users, +n or -n"
            + " users, +p%% or -p%% of its own quota, or rest. Quotas must add up to the users."
      })
  List<String> quotas = new ArrayList<>();

  @Option(
      names = "--locked",
      paramLabel = "FILE",
      description = {
        "Users who were shown a fund: a table of user_id and fund, in the place of the campaign"
            + " file's. They stay; the rest is allocated around them."
      })
  Path locked;

  @Option(
      names = "--certify",
      paramLabel = "HOW",
      defaultValue = "prices",
      converter = Converters.OfCertify.class,
      description =
          "What bounds the optimum for a heuristic or manual run: prices (the exact solver's,"
              + " tight; default) or row-max (quick, loose).")
  Certify certify;

  @Mixin ThreadsOption threads;

  @Option(
      names = "--format",
      paramLabel = "F",
      converter = Converters.OfFormat.class,
      description = "arrow, parquet or csv; the campaign file's unless given.")
  OutputFormat format;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Make DIR (absent or empty) the run folder; CURRENT stays.")
  Path out;

  @Option(names = "--publish", description = "Let CURRENT name the run.")
  boolean publish;

  @Mixin OverrideOption guards;

  @Mixin RunsDirOption runs;

  @Option(names = "--json", description = "Print result.json instead of a table.")
  boolean json;

  /** Whether {@code --json} was given. */
  public boolean json() {
    return json;
  }

  /** The folder of all runs. */
  public Path runsDir() {
    return runs.runsDir;
  }

  /** The {@code --quota} texts. */
  public List<String> quotas() {
    return quotas;
  }

  /** The strategy asked for, or null. */
  public Strategy strategy() {
    return strategy;
  }

  /** The threads to use. */
  public int threads() {
    return threads.count();
  }

  /**
   * The request.
   *
   * @param command the command line, for the manifest
   * @param campaign the campaign file
   * @param nightly whether the command publishes unless {@code --out} is given
   * @param rerun what the run is made from, or null
   */
  public JobRequest request(
      List<String> command,
      Path campaign,
      boolean nightly,
      boolean skipUnchanged,
      JobRequest.Rerun rerun) {
    if (out != null && publish) {
      throw EocaException.usage(
          "--out and --publish exclude each other (" + out + ")",
          "Only runs under --runs-dir can be published: maybe leave --out away.");
    }
    return new JobRequest(
        command,
        campaign,
        strategy,
        quotas,
        locked,
        certify,
        threads(),
        format,
        out,
        out == null && (nightly || publish),
        guards.override,
        runs.runsDir,
        nightly,
        skipUnchanged,
        rerun);
  }
}
