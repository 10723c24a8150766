package eoca.insight.testing;

import eoca.inputs.Progress;
import eoca.inputs.assignment.OutputFormat;
import eoca.inputs.error.EocaException;
import eoca.inputs.synthetic.Regime;
import eoca.inputs.synthetic.SyntheticCampaign;
import eoca.inputs.synthetic.SyntheticFiles;
import eoca.inputs.synthetic.SyntheticSpec;
import eoca.insight.InsightCommands;
import eoca.job.JobCommands;
import eoca.job.store.StepListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The job's and insight's commands in this process, and campaigns on disk to use them on. */
public final class Cli {
  /** Six users, three funds; the optimum of quotas 2, 2, 2 is 31 (a, b money; c, d bond). */
  public static final String TINY_CSV =
      """
      user_id,tolerance,money,bond,stock
      a,1,1,9,9
      b,1,2,9,9
      c,2,3,6,9
      d,2,4,5,9
      e,3,5,4,9
      f,3,6,3,8
      """;

  /** The campaign of {@link #TINY_CSV}. */
  public static final String TINY_YAML =
      """
      campaign: tiny
      funds:
        - {id: money, name: Money market, risk: 1, quota: 2}
        - {id: bond, risk: 2, quota: 2}
        - {id: stock, risk: 3, quota: rest}
      etv: {path: etv.csv, user: user_id, tolerance: tolerance}
      """;

  /** Every command line is a second later, so that run ids sort as they were made. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  private Cli() {}

  @Command(name = "eoca")
  private static final class Root {}

  /** What a command line gave. */
  public record Result(int code, String out, String err) {}

  /** Runs a command line. */
  public static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(RUNS.getAndIncrement()));
    CommandLine line = new CommandLine(new Root());
    new JobCommands(clock, StepListener.NONE).commands().forEach(line::addSubcommand);
    new InsightCommands(clock, StepListener.NONE).commands().forEach(line::addSubcommand);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof EocaException known) {
            err.write("eoca: " + known.getMessage() + "\n" + known.hint() + "\n");
            return known.code().code();
          }
          e.printStackTrace(new PrintWriter(err, true));
          return 1;
        });
    int code = line.execute(arguments);
    line.getOut().flush();
    line.getErr().flush();
    return new Result(code, out.toString(), err.toString());
  }

  /** Writes a campaign file and {@code etv.csv}; the campaign file. */
  public static Path write(Path folder, String yaml, String csv) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("etv.csv"), csv);
    return Files.writeString(folder.resolve("campaign.yaml"), yaml);
  }

  /** Generates a campaign in an absent folder; the campaign file. */
  public static Path synthetic(Path folder, int users, int funds, Regime regime, long seed)
      throws IOException {
    Files.createDirectories(folder);
    SyntheticSpec spec = new SyntheticSpec(seed, users, funds, regime, Math.min(funds, 4));
    SyntheticFiles.write(
        new SyntheticCampaign(spec), folder, OutputFormat.ARROW, "", 2, Progress.NONE);
    return folder.resolve("campaign.yaml");
  }
}
