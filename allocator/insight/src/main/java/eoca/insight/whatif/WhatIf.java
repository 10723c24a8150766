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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Solves a run's problem with other quotas, as often as one likes, on data that are loaded once.
 *
 * <p>Every point is solved by the run's own strategy and certified on the original input; the exact
 * solver starts from the prices of the point before. A point takes one solve and one certificate
 * pass over mapped memory, and one byte a user.
 */
public final class WhatIf {
  private final LoadedRun run;
  private final Stay stay;
  private final StopSignal stop;
  private double[] lastPrices;
  private long[] lastQuotas;

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
    this.lastPrices = run.prices();
    this.lastQuotas = run.solvedQuotas();
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

  private Point prepare(List<String> quotas, long begin, boolean solve) {
    List<QuotaOverride> overrides = Overrides.parse(run.campaign(), quotas);
    ResolvedQuotas resolved;
    try {
      resolved = Quotas.resolve(run.campaign(), run.participants().quotaUsers(), overrides);
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
    WarmStart warm =
        lastPrices == null
            ? null
            : new WarmStart(Arrays.copyOf(lastPrices, instance.funds()), lastQuotas);
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
    lastPrices = prices;
    lastQuotas = resolved.engineQuotas();
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
