package eoca.bench.passes;

import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.bench.entrant.Answer;
import eoca.bench.entrant.Entrant;
import eoca.bench.entrant.Entrants;
import eoca.bench.entrant.Problem;
import eoca.bench.race.InstanceKey;
import eoca.bench.race.Machine;
import eoca.bench.race.RaceInstances;
import eoca.core.Allocator;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.exact.ExactAllocator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The process that measures one instance: prints one {@link PassRecord} a line. */
public final class PassesChild {
  static final String MARK = "@eoca-pass ";

  /** Of the streaming pass, just before what is measured in it. */
  private static final int STREAM_RUNS = 3;

  /** The compiler is still at work on the first ones of large instances. */
  private static final int RUNS = 9;

  /** Short runs are repeated for so long, up to {@link #MOST_RUNS}: their times scatter most. */
  private static final double LEAST_SECONDS = 1;

  private static final int MOST_RUNS = 100;

  /** No further run is begun after this; a strategy that takes seconds is steady enough. */
  private static final double BUDGET_SECONDS = 10;

  private static final int WARM_UP_USERS = 1_000_000;

  /** Of a strategy: all its phases are compiled then, at 200,000 users too. */
  private static final double WARM_UP_SECONDS = 6;

  /** Of what is a loop or two, or shares its code with a strategy that is warm. */
  private static final double SHORT_WARM_UP_SECONDS = 2;

  private final ObjectMapper json = new ObjectMapper();
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final PassesRequest request;
  private final Workers workers;
  private final Problem problem;
  private double sink;

  private PassesChild(PassesRequest request, ExecutorService executor) {
    this.request = request;
    this.workers = Workers.of(executor, request.threads());
    this.problem = problem(request.instance());
  }

  /**
   * Measures.
   *
   * @param args the request as JSON
   */
  public static void main(String[] args) throws Exception {
    PassesRequest request = new ObjectMapper().readValue(args[0], PassesRequest.class);
    ExecutorService executor = Executors.newFixedThreadPool(request.threads());
    try {
      new PassesChild(request, executor).run();
    } finally {
      executor.shutdownNow();
    }
  }

  private Problem problem(InstanceKey key) {
    Instance instance = RaceInstances.generate(key, Runtime.getRuntime().availableProcessors());
    return new Problem(instance, workers, request.threads(), 600);
  }

  private void run() throws Exception {
    InstanceKey key = request.instance();
    Problem small =
        problem(
            new InstanceKey(
                key.regime(),
                Math.min(key.users(), WARM_UP_USERS),
                key.funds(),
                key.levels(),
                key.seed() + 1));
    Entrant exact = Entrants.of("exact");
    warmUp(
        SHORT_WARM_UP_SECONDS,
        () -> StreamingPass.run(small.etv(), small.instance().users(), workers));
    Answer warm = warmUp(WARM_UP_SECONDS, () -> exact.solve(small));
    warmUp(SHORT_WARM_UP_SECONDS, () -> certify(small, warm, warm.prices()));
    Answer best = measureEntrant(exact, null);
    double[] prices = best.prices();
    measure("certificate", () -> certify(problem, best, prices));
    warmStarts(small, warm.prices(), prices);
    for (String id : request.entrants()) {
      Entrant entrant = Entrants.of(id);
      warmUp(WARM_UP_SECONDS, () -> entrant.solve(small));
      Answer answer = measureEntrant(entrant, prices);
      if (id.equals("heuristic")) {
        measure("certificate-heuristic", () -> certify(problem, answer, prices));
      }
    }
    if (Double.isNaN(sink)) {
      out.println("the sum is not a number"); // so that the sums can't be left out
    }
  }

  /** Solves again from known prices: the same problem, and one whose quotas have moved. */
  private void warmStarts(Problem small, double[] smallPrices, double[] prices) throws Exception {
    Instance same = problem.instance();
    Allocator again = new ExactAllocator().startingFrom(prices);
    Allocator smallAgain = new ExactAllocator().startingFrom(smallPrices);
    Instance smallMoved = moved(small.instance());
    Allocator smallShifted = shifted(smallPrices, small.instance(), smallMoved);
    warmUp(
        SHORT_WARM_UP_SECONDS,
        () -> smallAgain.allocate(small.instance(), workers, StopSignal.NEVER));
    warmUp(
        SHORT_WARM_UP_SECONDS, () -> smallShifted.allocate(smallMoved, workers, StopSignal.NEVER));
    measureAllocator("exact-again", again, same);
    Instance moved = moved(same);
    measureAllocator("exact-moved", shifted(prices, same, moved), moved);
  }

  /** As a re-run solves: from the earlier prices and what quotas grew by. */
  private static Allocator shifted(double[] prices, Instance before, Instance after) {
    long[] change = after.quotas();
    long[] old = before.quotas();
    for (int j = 0; j < change.length; j++) {
      change[j] -= old[j];
    }
    return new ExactAllocator().startingFrom(prices, change);
  }

  /**
   * Every second fund's quota, in order of risk, is less by 5 % of the smaller one of it and the
   * fund before, who gets it: always feasible.
   */
  private static Instance moved(Instance instance) {
    long[] quotas = instance.quotas();
    Integer[] byRisk = new Integer[quotas.length];
    Arrays.setAll(byRisk, j -> j);
    Arrays.sort(byRisk, Comparator.comparing(instance::risk));
    for (int j = 1; j < quotas.length; j += 2) {
      long some = Math.min(quotas[byRisk[j - 1]], quotas[byRisk[j]]) / 20;
      quotas[byRisk[j - 1]] += some;
      quotas[byRisk[j]] -= some;
    }
    return instance.withQuotas(quotas);
  }

  private void measureAllocator(String what, Allocator allocator, Instance instance)
      throws Exception {
    Outcome.Solved[] last = new Outcome.Solved[1];
    List<List<Double>> times =
        times(
            () -> {
              last[0] = (Outcome.Solved) allocator.allocate(instance, workers, StopSignal.NEVER);
              return last[0];
            });
    CertificateReport report =
        Certificate.certify(instance, last[0].assignment(), last[0].prices(), workers);
    if (!report.optimal()) {
      throw new IllegalStateException(what + " is not optimal");
    }
    say(what, times, report.objective(), report.relativeGap(), last[0].statistics());
  }

  private CertificateReport certify(Problem of, Answer answer, double[] prices) {
    return Certificate.certify(of.instance(), answer.assignment(), prices, workers);
  }

  private static <T> T warmUp(double seconds, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    T last;
    do {
      last = work.call();
    } while ((System.nanoTime() - start) / 1e9 < seconds);
    return last;
  }

  private Answer measureEntrant(Entrant entrant, double[] prices) throws Exception {
    Answer[] last = new Answer[1];
    List<List<Double>> times =
        times(
            () -> {
              last[0] = entrant.solve(problem);
              return last[0];
            });
    double[] at = prices == null ? last[0].prices() : prices;
    CertificateReport report = certify(problem, last[0], at);
    if (!report.valid()) {
      throw new IllegalStateException(
          entrant.id() + " broke a rule: " + report.violations().get(0).describe());
    }
    say(entrant.id(), times, report.objective(), report.relativeGap(), last[0].statistics());
    return last[0];
  }

  private <T> void measure(String what, Callable<T> work) throws Exception {
    say(what, times(work), null, null, Map.of());
  }

  /** Streaming passes, then runs: wall seconds of both. */
  private <T> List<List<Double>> times(Callable<T> work) throws Exception {
    List<Double> stream = new ArrayList<>();
    for (int run = 0; run < STREAM_RUNS; run++) {
      long start = System.nanoTime();
      sink += StreamingPass.run(problem.etv(), problem.instance().users(), workers);
      stream.add((System.nanoTime() - start) / 1e9);
    }
    List<Double> seconds = new ArrayList<>();
    double spent = 0;
    for (int run = 0; goOn(run, spent); run++) {
      long start = System.nanoTime();
      work.call();
      seconds.add((System.nanoTime() - start) / 1e9);
      spent += seconds.get(run);
    }
    return List.of(stream, seconds);
  }

  private static boolean goOn(int runs, double spent) {
    return runs < RUNS ? spent < BUDGET_SECONDS : spent < LEAST_SECONDS && runs < MOST_RUNS;
  }

  private void say(
      String what,
      List<List<Double>> times,
      Double objective,
      Double relativeGap,
      Map<String, Long> statistics)
      throws Exception {
    double stream = least(times.get(0));
    PassRecord pass =
        new PassRecord(
            what,
            request.instance(),
            request.threads(),
            times.get(1),
            times.get(0),
            least(times.get(1)) / stream,
            objective,
            relativeGap,
            statistics,
            request.vector(),
            Machine.here(),
            request.commit());
    out.println(MARK + json.writeValueAsString(pass));
  }

  private static double least(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().getAsDouble();
  }
}
