package eoca.predict.cli;

import eoca.inputs.cli.ConsoleProgress;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.inputs.files.StagedFolder;
import eoca.predict.world.World;
import eoca.predict.world.WorldFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eoca world}: a synthetic world for prediction, with its truth. */
@Command(
    name = "world",
    description =
        "Writes a synthetic world for prediction: users, funds, samples, behaviours, edges, and the"
            + " true ETV beside them.",
    footerHeading = "%nExample:%n",
    footer = "  eoca world --users 100000 --funds 8 --seed 1 --out world")
final class WorldCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--users", required = true, paramLabel = "N", description = "users, 1 or more")
  private int users;

  @Option(
      names = "--funds",
      paramLabel = "K",
      defaultValue = "8",
      description = "funds, 1..200 (default: ${DEFAULT-VALUE})")
  private int funds;

  @Option(
      names = "--impressions",
      paramLabel = "S",
      defaultValue = "4",
      description = "samples a user, 1..funds (default: ${DEFAULT-VALUE})")
  private int impressions;

  @Option(
      names = "--events",
      paramLabel = "E",
      defaultValue = "-1",
      description = "events a user, 0..1000 (default: none for one in eight, 1 to 40 for others)")
  private int events;

  @Option(
      names = "--people",
      paramLabel = "P",
      description = "distinct people; further users are the same under other ids (default: all)")
  private Integer people;

  @Option(
      names = "--wealth-choice",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "how far funds differ in their appeal to the wealthy, 0..3; default: 0, all alike")
  private double wealthChoice;

  @Option(
      names = "--log-amount",
      paramLabel = "M",
      defaultValue = "6.5",
      description = "location of log amounts, 0..10 (default: ${DEFAULT-VALUE})")
  private double logAmount;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "equal seeds give equal files (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "the folder to make: absent or empty")
  private Path out;

  @Override
  public Integer call() {
    require("--users", users, 1, Integer.MAX_VALUE);
    require("--funds", funds, 1, 200);
    require("--impressions", impressions, 1, funds);
    require("--events", events, -1, 1_000);
    if (!(wealthChoice >= 0 && wealthChoice <= 3)) {
      throw EocaException.usage(
          "--wealth-choice from 0 to 3 expected, found (" + wealthChoice + ")", "");
    }
    if (!(logAmount >= 0 && logAmount <= 10)) {
      throw EocaException.usage(
          "--log-amount from 0 to 10 expected, found (" + logAmount + ")", "");
    }
    int distinct = people == null ? users : people;
    // A round is a query of its own over the people, so there is a limit to their number.
    require("--people", distinct, users / 1_000 + 1, users);
    ConsoleProgress bar = new ConsoleProgress(spec.commandLine().getErr());
    try (StagedFolder staged = StagedFolder.open(out, "--out")) {
      World world = new World(funds, seed, wealthChoice, logAmount);
      new WorldFiles(world, users, impressions, events, distinct)
          .write(staged.folder(), bar, staged::checkGoOn);
      staged.complete();
    } finally {
      bar.close();
    }
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf(
        Locale.ROOT,
        "%,d users, %d funds, %,d samples%n",
        users,
        funds,
        (long) users * impressions);
    stdout.printf(Locale.ROOT, "next: eoca train %s%n", out.resolve("train.yaml"));
    stdout.flush();
    return ExitCode.DONE.code();
  }

  private static void require(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw EocaException.usage(
          option + " from " + min + " to " + max + " expected, found (" + value + ")", "");
    }
  }
}
