package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.insight.InsightCommands;
import eoca.job.JobCommands;
import eoca.job.store.CampaignRuns;
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

/** A campaign with two published runs, and the command line beside the console. */
final class Fixture {
  private static final AtomicInteger RUNS = new AtomicInteger();
  private final Path runs;

  Fixture(Path folder) throws IOException {
    runs = folder.resolve("runs");
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("etv.csv"),
        """
        user_id,tolerance,money,bond,stock
        a,1,1,9,9
        b,1,2,9,9
        c,2,3,6,9
        d,2,4,5,9
        e,3,5,4,9
        f,3,6,3,8
        """);
    Files.writeString(
        data.resolve("campaign.yaml"),
        """
        campaign: june-funds
        funds:
          - {id: money, name: Money <b>market</b>, risk: 1, quota: 2}
          - {id: bond, risk: 2, quota: 2}
          - {id: stock, risk: 3, quota: rest}
        etv: {path: etv.csv}
        """);
    cli("run", data.resolve("campaign.yaml").toString());
    cli("run", data.resolve("campaign.yaml").toString());
  }

  @Command(name = "eoca")
  private static final class Root {}

  Path folder() {
    return runs;
  }

  CampaignRuns campaign() {
    return new CampaignRuns(runs, "june-funds");
  }

  /** Run ids sort as they were made. */
  static Clock clock() {
    return Clock.offset(Clock.systemUTC(), Duration.ofSeconds(RUNS.getAndIncrement()));
  }

  String cli(String... arguments) {
    CommandLine line = new CommandLine(new Root());
    new JobCommands(clock(), StepListener.NONE).commands().forEach(line::addSubcommand);
    new InsightCommands(clock(), StepListener.NONE).commands().forEach(line::addSubcommand);
    StringWriter out = new StringWriter();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(new StringWriter()));
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--runs-dir";
    all[arguments.length + 1] = runs.toString();
    assertThat(line.execute(all)).isZero();
    return out.toString();
  }
}
