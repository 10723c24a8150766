package eoca.bench.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import eoca.bench.entrant.Answer;
import eoca.bench.entrant.Entrant;
import eoca.bench.entrant.Entrants;
import eoca.bench.entrant.Problem;
import eoca.bench.race.ChildMessage.Event;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.StopSignal;
import eoca.core.Workers;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.exact.ExactAllocator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The process of one entrant on one instance: makes the instance, warms up a Java entrant on a
 * smaller one, solves as often as allowed, and checks the last answer by the certificate. Says
 * every step on its output, so that the parent knows what time is being spent on.
 */
public final class Child {
  /** Warm-up of Java entrants: many smaller solves, so that the compiler has seen the code. */
  private static final int WARM_UP_USERS = 20_000;

  /** Whoever needs less than this for a warm-up solve goes on with one of five times the size. */
  private static final double EASY_SECONDS = 0.05;

  /** No warm-up instance is larger, however fast the entrant. */
  private static final int MOST_WARM_UP_USERS = 500_000;

  private final ObjectMapper json = new ObjectMapper();
  private final PrintStream out;
  private final String pid = Long.toString(ProcessHandle.current().pid());

  private Child(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs one request.
   *
   * @param args the request as JSON
   */
  public static void main(String[] args) throws Exception {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Child child = new Child(out);
    ChildRequest request = child.json.readValue(args[0], ChildRequest.class);
    ExecutorService executor =
        Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()));
    try {
      child.run(request, executor);
    } catch (OutOfMemoryError e) {
      child.say(Event.OUT_OF_MEMORY, null, null, "Java heap", null);
    } catch (Exception | LinkageError e) {
      child.say(Event.FAILED, null, null, e.toString(), null);
    } finally {
      executor.shutdownNow();
    }
    Runtime.getRuntime().halt(0); // a native solver's thread must not keep the process
  }

  private void run(ChildRequest request, ExecutorService executor) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    Entrant entrant = Entrants.of(request.entrant());
    Instance instance =
        entrant.streams()
            ? RaceInstances.mapped(request.instance(), cores)
            : RaceInstances.generate(request.instance(), cores);
    Workers workers = Workers.of(executor, request.threads());
    Problem problem = new Problem(instance, workers, request.threads(), request.limitSeconds());
    if (entrant.wantsHint()) {
      problem = problem.withHint();
    }
    String version = entrant.version();
    System.gc(); // the generator's garbage must not be the entrant's
    say(Event.READY, null, Machine.rssBytes(pid), version, null);
    if (entrant.java()) {
      warmUp(entrant, request, workers);
    }
    Answer answer = null;
    double spent = 0;
    for (int solve = 0; solve < request.maxSolves(); solve++) {
      if (solve > 0 && spent >= request.budgetSeconds()) {
        break;
      }
      say(Event.BEGIN, null, null, null, null);
      long start = System.nanoTime();
      answer = entrant.solve(problem);
      double seconds = (System.nanoTime() - start) / 1e9;
      spent += seconds;
      say(Event.SOLVED, seconds, Machine.peakRssBytes(pid), null, null);
    }
    say(Event.CHECKING, null, null, null, null);
    say(Event.ANSWER, null, null, answer.note(), check(request, problem, answer));
  }

  private void warmUp(Entrant entrant, ChildRequest request, Workers workers) throws Exception {
    int users = Math.min(request.instance().users(), WARM_UP_USERS);
    Problem problem = smaller(request, users, workers);
    double spent = 0;
    while (spent < request.warmUpSeconds()) {
      say(Event.BEGIN, null, null, null, null);
      long start = System.nanoTime();
      entrant.solve(problem);
      double seconds = (System.nanoTime() - start) / 1e9;
      spent += seconds;
      say(Event.WARMED, seconds, null, null, null);
      int larger = (int) Math.min(5L * users, MOST_WARM_UP_USERS);
      if (seconds < EASY_SECONDS && larger > users && larger <= request.instance().users()) {
        users = larger;
        problem = smaller(request, users, workers);
      }
    }
  }

  /** An instance of the same kind to warm up on. */
  private static Problem smaller(ChildRequest request, int users, Workers workers) {
    InstanceKey key = request.instance();
    InstanceKey small =
        new InstanceKey(
            key.campaignFile() == null ? key.regime() : "lognormal",
            users,
            key.funds(),
            Math.max(1, key.levels()),
            key.seed() + 1);
    return new Problem(
        RaceInstances.generate(small, request.threads()),
        workers,
        request.threads(),
        request.limitSeconds());
  }

  private ChildMessage.Report check(ChildRequest request, Problem problem, Answer answer) {
    if (answer.assignment() == null) {
      return new ChildMessage.Report(
          false,
          answer.outOfTime(),
          false,
          0,
          0,
          null,
          false,
          null,
          null,
          null,
          null,
          answer.statistics());
    }
    Workers workers = problem.workers();
    double[] prices = answer.prices();
    if (prices == null && request.certify()) {
      Outcome outcome =
          new ExactAllocator().allocate(problem.instance(), workers, StopSignal.NEVER);
      prices = outcome instanceof Outcome.Solved solved ? solved.prices() : null;
    }
    CertificateReport report =
        Certificate.certify(problem.instance(), answer.assignment(), prices, workers);
    return new ChildMessage.Report(
        true,
        false,
        answer.claimsOptimal(),
        answer.tolerance(),
        report.violationCount(),
        report.valid() ? null : report.violations().get(0).describe(),
        report.optimal(),
        report.objective(),
        report.dualBound(),
        report.absoluteGap(),
        report.relativeGap(),
        answer.statistics());
  }

  private void say(Event event, Double seconds, Long rss, String text, ChildMessage.Report report)
      throws IOException {
    String line =
        ChildMessage.MARK
            + json.writeValueAsString(new ChildMessage(event, seconds, rss, text, report));
    synchronized (out) {
      out.println(); // a solver may have left a line unfinished
      out.println(line);
    }
  }
}
