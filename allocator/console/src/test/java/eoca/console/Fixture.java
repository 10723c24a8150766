package eoca.console;

import static org.assertj.core.api.Assertions.assertThat;

import eoca.inputs.cli.CommandProvider;
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
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A campaign with published runs, and the command line beside the console. */
final class Fixture {
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final String[] NAMES = {
    "Money market funds", "Bond <b>funds</b>", "Balanced funds", "Stock funds", "Gold & metals"
  };

  private final Path runs;
  private final Path file;

  private Fixture(Path runs, Path file) {
    this.runs = runs;
    this.file = file;
  }

  /** Six users, three funds, worked out on paper; published twice. */
  static Fixture tiny(Path folder) throws IOException {
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
    Path file =
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
    Fixture fixture = new Fixture(folder.resolve("runs"), file);
    fixture.night();
    fixture.night();
    return fixture;
  }

  /** A generated campaign of five funds with guards that a contract change trips; not yet run. */
  static Fixture synthetic(Path folder, int users) throws IOException {
    Path data = folder.resolve("data");
    Fixture fixture = new Fixture(folder.resolve("runs"), data.resolve("june.yaml"));
    fixture.commands("generate", "--users", "" + users, "--funds", "5", "--out", data.toString());
    Matcher line =
        Pattern.compile("risk: (\\d+)\\s+quota: (\\d+)")
            .matcher(Files.readString(data.resolve("campaign.yaml")).replaceAll("[{},]", " "));
    StringBuilder yaml = new StringBuilder("campaign: june-funds\nfunds:\n");
    StringBuilder columns = new StringBuilder();
    for (int j = 0; j < NAMES.length; j++) {
      assertThat(line.find()).isTrue();
      yaml.append("  - {id: f").append(j).append(", name: '").append(NAMES[j]).append("', risk: ");
      yaml.append(line.group(1)).append(", quota: ").append(line.group(2)).append("}\n");
      columns.append(j == 0 ? "" : ", ").append("f").append(j).append(": fund-").append(j + 1);
    }
    yaml.append("etv: {path: etv.arrow, columns: {").append(columns).append("}}\n");
    yaml.append("publish: {objective: 0.001%}\n");
    Files.writeString(fixture.file, yaml.toString());
    return fixture;
  }

  @Command(name = "eoca")
  private static final class Root {}

  Path folder() {
    return runs;
  }

  Path campaignFile() {
    return file;
  }

  CampaignRuns campaign() {
    return new CampaignRuns(runs, "june-funds");
  }

  /** The nightly job; the id of what it published. */
  String night() {
    cli("run", file.toString());
    return campaign().current();
  }

  /** Run ids sort as they were made. */
  static Clock clock() {
    return Clock.offset(Clock.systemUTC(), Duration.ofSeconds(RUNS.getAndIncrement()));
  }

  /** A command on this fixture's runs that must succeed; its standard output. */
  String cli(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--runs-dir";
    all[arguments.length + 1] = runs.toString();
    return commands(all);
  }

  private String commands(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(execute(out, err, arguments)).as(err.toString()).isZero();
    return out.toString();
  }

  /** Any command line; its exit code. */
  static int execute(StringWriter out, StringWriter err, String... arguments) {
    CommandLine line = new CommandLine(new Root());
    new JobCommands(clock(), StepListener.NONE).commands().forEach(line::addSubcommand);
    new InsightCommands(clock(), StepListener.NONE).commands().forEach(line::addSubcommand);
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      provider
          .commands()
          .forEach(
              command -> {
                String name = new CommandLine(command).getCommandName();
                if (!line.getSubcommands().containsKey(name)) {
                  line.addSubcommand(command);
                }
              });
    }
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof eoca.inputs.error.EocaException known) {
            err.write(known.getMessage() + "\n" + known.hint() + "\n");
            return known.code().code();
          }
          throw e;
        });
    return line.execute(arguments);
  }
}
