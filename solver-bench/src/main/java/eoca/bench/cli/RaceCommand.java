package eoca.bench.cli;

import eoca.bench.entrant.Entrants;
import eoca.bench.race.Agreement;
import eoca.bench.race.InstanceKey;
import eoca.bench.race.Measurement;
import eoca.bench.race.Race;
import eoca.bench.race.RaceInstances;
import eoca.bench.race.RacePlan;
import eoca.bench.race.ResultFile;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eoca bench race}. */
@Command(
    name = "race",
    description = {
      "Every entrant on every instance, each in a fresh process with limits of time and memory.",
      "An interrupted race goes on where it stopped when it is started again.",
      "Results: race-RACE.jsonl (race-own.jsonl without a name)."
    },
    footerHeading = "%nPrepared races:%n",
    footer = {
      "  figure6   the paper's Figure 6: k = 4, 1,000 to 200,000 users, everyone",
      "  funds     k = 8 and 24, 1,000 to 200,000 users, everyone",
      "  large     k = 8, 1 and 10 million users, those that can",
      "  regimes   every regime at 50,000 x 8: own strategies and minimum-cost flow",
      "  sample    the real sample (started at the top of the source tree), everyone",
      "  quick     a minute's check: 1,000 and 5,000 users, everyone",
      "",
      "Exit codes: 0 done; 2 usage; 7 results can't be written; 8 exact entrants disagree.",
      "",
      "Examples:",
      "  eoca bench race figure6",
      "  eoca bench race --users 1000,10000 --funds 4,8 --entrants exact,scip,ortools-flow"
    })
final class RaceCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RACE",
      description = "A prepared race, see below; or none with --users.")
  String preset;

  @Option(names = "--campaign", description = "A campaign file to race on.")
  Path campaign;

  @Option(
      names = "--name",
      description = "Name of a race of your own, and of its result file (default: own).")
  String name;

  @Mixin MeasuringOptions options;

  @Option(names = "--entrants", split = ",", description = "Who races (default: everyone).")
  List<String> entrants = new ArrayList<>();

  @Option(
      names = "--limit",
      defaultValue = "60",
      description = "Seconds allowed a solve (default: ${DEFAULT-VALUE}).")
  double limit;

  @Option(
      names = "--memory",
      defaultValue = "5",
      description = "GiB of resident memory allowed a process (default: ${DEFAULT-VALUE}).")
  double memory;

  @Option(
      names = "--rounds",
      defaultValue = "2",
      description = "Interleaved rounds (default: ${DEFAULT-VALUE}).")
  int rounds;

  @Override
  public Integer call() throws Exception {
    RacePlan plan = plan();
    ResultFile results = new ResultFile(options.file("race-" + plan.name() + ".jsonl"));
    if (options.fresh()) {
      results.drop(plan::includes);
    }
    PrintWriter err = spec.commandLine().getErr();
    List<Measurement> measured = new Race(plan, results, new Teller(err)).run();
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.print(RaceText.table(measured));
    stdout.printf(Locale.ROOT, "%nResults: %s%n", results.path());
    stdout.flush();
    List<String> contradictions = Agreement.contradictions(measured);
    if (!contradictions.isEmpty()) {
      throw new EocaException(
          ExitCode.VERIFICATION,
          "Exact entrants disagree: " + String.join("; ", contradictions),
          "Maybe a solver's tolerance is wrong; the result file has every number.");
    }
    return ExitCode.DONE.code();
  }

  private RacePlan plan() {
    int given = (preset == null ? 0 : 1) + (options.own() ? 1 : 0) + (campaign == null ? 0 : 1);
    if (given != 1) {
      throw EocaException.usage(
          "A race needs one of a name, --users and --campaign.",
          "Maybe: race figure6, one of " + String.join(", ", RacePlan.presets().keySet()) + ".");
    }
    if (name != null && (preset != null || !name.matches("[a-z0-9-]+"))) {
      throw EocaException.usage(
          "--name (" + name + ") names a race of your own, in small letters, digits and dashes.",
          "Maybe leave it out.");
    }
    if (limit <= 0 || memory <= 0 || rounds < 1) {
      throw EocaException.usage("--limit, --memory and --rounds must be above 0.", "");
    }
    int cores = options.threads();
    long bytes = (long) (memory * (1L << 30));
    RacePlan plan;
    if (preset != null) {
      plan = RacePlan.preset(preset, cores, limit, bytes, rounds);
    } else {
      List<InstanceKey> instances = new ArrayList<>();
      if (campaign != null) {
        instances.add(RaceInstances.ofCampaign(campaign));
      }
      instances.addAll(options.instances(4));
      plan =
          new RacePlan(
              name == null ? "own" : name, instances, Entrants.ids(), cores, limit, bytes, rounds);
    }
    entrants.forEach(Entrants::of);
    return entrants.isEmpty()
        ? plan
        : new RacePlan(plan.name(), plan.instances(), entrants, cores, limit, bytes, rounds);
  }

  /** Tells the race line by line. */
  private record Teller(PrintWriter err) implements Race.Listener {
    @Override
    public void begins(int number, int total, String entrant, InstanceKey instance, int round) {
      err.printf(
          Locale.ROOT,
          "[%d/%d] %-18s %,11d x %-3d %s round %d ... ",
          number,
          total,
          entrant,
          instance.users(),
          instance.funds(),
          instance.regime(),
          round + 1);
      err.flush();
    }

    @Override
    public void ended(Measurement m) {
      String time = m.seconds().isEmpty() ? "" : RaceText.seconds(m.medianSeconds()) + " ";
      String why = m.outcome().solved() ? "" : " (" + m.message() + ")";
      err.println(time + m.outcome().label() + why);
      err.flush();
    }
  }
}
