package eoca.insight.whatif;

import eoca.core.Allocator;
import eoca.core.Assignment;
import eoca.core.Instance;
import eoca.core.Outcome;
import eoca.core.Stay;
import eoca.core.StopSignal;
import eoca.core.certificate.Certificate;
import eoca.core.certificate.CertificateReport;
import eoca.core.feasibility.Feasibility;
import eoca.core.feasibility.FeasibilityReport;
import eoca.inputs.campaign.Fund;
import eoca.inputs.campaign.QuotaOverride;
import eoca.inputs.campaign.Quotas;
import eoca.inputs.campaign.ResolvedQuotas;
import eoca.inputs.campaign.Strategy;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import eoca.insight.run.LoadedRun;
import eoca.job.engine.Strategies;
import eoca.job.engine.TableInstance;
import eoca.job.engine.WarmStart;
import eoca.job.pipeline.Overrides;
import eoca.job.pipeline.WitnessTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Solves a run's problem with other quotas, as often as one likes, on data that are loaded once.
 *
 * <p>Every point is solved by the run's own strategy and certified on the original input; the exact
 * solver starts from the prices of the point whose quotas are nearest, the run's own included. A
 * point takes one solve and one certificate pass over mapped memory, and one byte a user.
 */
public final class WhatIf {
  private final LoadedRun run;
  private final Stay stay;
  private final StopSignal stop;
  private final List<Known> known = new ArrayList<>();

  /**
   * Questions about a run.
   *
   * @param run stays open while questions are asked
   * @param keep whether ties keep users where the run has them
   * @param stickiness what moving a user costs; above 0 only for the exact strategy
   * @param stop asked between phases of a solve
   */
  public WhatIf(LoadedRun run, boolean keep, float stickiness, StopSignal stop) {
    this.run = run;
    this.stay = keep || stickiness > 0 ? new Stay(run.assignment(), stickiness, keep) : null;
    this.stop = stop;
    if (run.prices() != null) {
      known.add(new Known(run.prices(), run.solvedQuotas()));
    }
  }

  /**
   * Prices that were found.
   *
   * @param quotas what they belong to; null where users are locked otherwise than now
   */
  private record Known(double[] prices, long[] quotas) {
    /** Users who are elsewhere for these quotas. */
    double distance(long[] other) {
      if (quotas == null || quotas.length != other.length) {
        return Double.MAX_VALUE;
      }
      double sum = 0;
      for (int j = 0; j < other.length; j++) {
        sum += Math.abs((double) quotas[j] - other[j]);
      }
      return sum;
    }
  }

  /**
   * Whether these quotas can be met, without solving.
   *
   * @return null if they can; else why not
   * @throws EocaException USAGE if they are wrong
   */
  public Point check(List<String> quotas) {
    Point point = prepare(quotas, System.nanoTime(), false);
    return point.witness() == null && point.problem().isEmpty() ? null : point;
  }

  /**
   * What these quotas would give.
   *
   * @param quotas {@code --quota} texts
   * @throws EocaException USAGE if they are wrong; infeasible quotas are an answer
   */
  public Point ask(List<String> quotas) {
    return prepare(quotas, System.nanoTime(), true);
  }

  /**
   * What each point of a sweep would give, in the order of the sweep. Those nearest to the run are
   * solved first, so that none starts far from what is known.
   *
   * @param others {@code --quota} texts that hold at every point
   * @param done hears how many points are done
   */
  public List<Point> ask(Sweep sweep, List<String> others, IntConsumer done) {
    List<List<String>> asked = new ArrayList<>();
    for (String quota : sweep.quotas()) {
      List<String> all = new ArrayList<>(List.of(quota));
      all.addAll(others);
      asked.add(all);
    }
    double[] distance = asked.stream().mapToDouble(this::distance).toArray();
    List<Integer> order =
        IntStream.range(0, asked.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> distance[i]))
            .toList();
    Point[] points = new Point[asked.size()];
    for (int i = 0; i < points.length; i++) {
      points[order.get(i)] = ask(asked.get(order.get(i)));
      done.accept(i + 1);
    }
    return List.of(points);
  }

  /**
   * Which fund may take what quotas that do not add up leave or lack: the one whose users are worth
   * least to the plan, of those that are not spoken of.
   *
   * @return its index, or −1 where none can
   */
  public int givesWay(List<String> quotas) {
    double[] prices = run.prices();
    List<Fund> funds = run.campaign().funds();
    List<Integer> cheapest =
        IntStream.range(0, funds.size())
            .filter(j -> quotas.stream().noneMatch(q -> q.startsWith(funds.get(j).id() + "=")))
            .boxed()
            .sorted(Comparator.comparingDouble(j -> prices == null ? 0 : prices[j]))
            .toList();
    for (int j : cheapest) {
      List<String> more = new ArrayList<>(quotas);
      more.add(funds.get(j).id() + "=rest");
      try {
        if (check(more) == null) {
          return j;
        }
      } catch (EocaException e) {
        return -1; // the quotas are wrong in another way as well
      }
    }
    return -1;
  }

  /** How far quotas are from the run's; those that can't be resolved last. */
  private double distance(List<String> quotas) {
    try {
      return new Known(null, run.quotas().engineQuotas())
          .distance(resolved(Overrides.parse(run.campaign(), quotas)).engineQuotas());
    } catch (EocaException e) {
      return Double.MAX_VALUE; // which asking tells
    }
  }

  private ResolvedQuotas resolved(List<QuotaOverride> overrides) {
    return Quotas.resolve(run.campaign(), run.participants().quotaUsers(), overrides);
  }

  private Point prepare(List<String> quotas, long begin, boolean solve) {
    List<QuotaOverride> overrides = Overrides.parse(run.campaign(), quotas);
    ResolvedQuotas resolved;
    try {
      resolved = resolved(overrides);
    } catch (EocaException e) {
      if (e.code() != ExitCode.INFEASIBLE) {
        throw e;
      }
      return new Point(quotas, null, null, null, 0, null, e.getMessage(), since(begin));
    }
    Instance instance = TableInstance.of(run.table(), resolved, run.participants().pins());
    FeasibilityReport feasibility = Feasibility.check(instance, run.workers());
    if (!feasibility.feasible()) {
      Map<String, Object> witness =
          WitnessTree.of(
              feasibility.witness().orElseThrow(),
              run.campaign(),
              overrides,
              resolved,
              run.table());
      String problem = WitnessTree.message(witness);
      return new Point(quotas, resolved, null, null, 0, witness, problem, since(begin));
    }
    return solve
        ? solve(quotas, resolved, instance, begin)
        : new Point(quotas, resolved, null, null, 0, null, "", since(begin));
  }

  private Point solve(List<String> quotas, ResolvedQuotas resolved, Instance instance, long begin) {
    long[] engineQuotas = resolved.engineQuotas();
    WarmStart warm =
        known.stream()
            .min(Comparator.comparingDouble(each -> each.distance(engineQuotas)))
            .map(
                each ->
                    new WarmStart(Arrays.copyOf(each.prices(), instance.funds()), each.quotas()))
            .orElse(null);
    Strategy strategy = run.campaign().strategy();
    Outcome.Solved solved = solved(Strategies.allocator(strategy, resolved, warm, stay), instance);
    double[] prices =
        strategy == Strategy.EXACT
            ? solved.prices()
            : solved(Strategies.allocator(Strategy.EXACT, resolved, warm, null), instance).prices();
    Assignment assignment = solved.assignment();
    CertificateReport certificate =
        Certificate.certify(instance, assignment, prices, run.workers());
    if (!certificate.valid()) {
      throw new EocaException(
          ExitCode.VERIFICATION,
          "the allocation breaks rules (" + certificate.violationCount() + ")",
          "This is a bug of eoca: please report it with the campaign.");
    }
    known.add(new Known(prices, engineQuotas));
    return new Point(
        quotas,
        resolved,
        certificate,
        prices,
        Moves.count(assignment, run.assignment()),
        null,
        "",
        since(begin));
  }

  private Outcome.Solved solved(Allocator allocator, Instance instance) {
    Outcome outcome = allocator.allocate(instance, run.workers(), stop);
    if (outcome instanceof Outcome.Solved solved) {
      return solved;
    }
    if (outcome instanceof Outcome.Stopped stopped) {
      throw new EocaException(
          ExitCode.STOPPED,
          "a limit was met first (" + stopped.limit() + ")",
          "Maybe give it more memory, or a sweep with fewer points.");
    }
    throw new IllegalStateException("no allocation where feasibility says there is one");
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
