package eoca.job.model;

import eoca.core.certificate.BoundSource;
import eoca.core.certificate.CertificateReport;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Strategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run found: the content of {@code result.json}. Boxed components are null where the run
 * ended before they were known.
 *
 * @param outcome how it ended
 * @param strategy the strategy that ran
 * @param users N, or null
 * @param unassigned users without a fund, or null
 * @param objective Σ ETV of what was assigned, money, or null
 * @param dualBound an upper bound on every allocation's objective, money, or null
 * @param boundSource where the bound comes from: {@code prices}, {@code exchanges} or {@code
 *     row-max}, or null
 * @param relativeGap {@code absoluteGap / max(|bound|, Σ|assigned ETV|)}, or null
 * @param absoluteGap {@code dualBound − objective}, money, or null
 * @param funds one entry a fund in campaign order, without the pseudo-fund
 * @param phases wall time a phase, in order of ending
 * @param wallSeconds from the command's start to this file
 * @param peakRssBytes largest resident set of the process, mapped files included, or null
 * @param peakAnonBytes largest anonymous memory of the process, sampled, or null
 * @param threads threads used
 * @param witness why there is no allocation, only for {@link RunOutcome#INFEASIBLE}: a JSON tree
 * @param error what went wrong, or null
 * @param stickiness what a re-run that may keep users where they were found, or null
 * @param locked of a campaign with locked users, once certified; else null
 * @param control of a campaign with a control group, once certified; else null
 */
public record RunResult(
    RunOutcome outcome,
    Strategy strategy,
    Long users,
    Long unassigned,
    Double objective,
    Double dualBound,
    String boundSource,
    Double relativeGap,
    Double absoluteGap,
    List<FundResult> funds,
    List<PhaseTime> phases,
    double wallSeconds,
    Long peakRssBytes,
    Long peakAnonBytes,
    int threads,
    Map<String, Object> witness,
    ErrorReport error,
    Stickiness stickiness,
    LockedResult locked,
    ControlResult control) {

  /**
   * Users who stayed with the fund they were shown.
   *
   * @param users how many
   * @param objective Σ ETV of their funds, money
   * @param freeObjective Σ ETV of everybody else's, money
   */
  public record LockedResult(long users, double objective, double freeObjective) {
    /** What a certificate says of them. */
    public static LockedResult of(CertificateReport.Pinned pinned) {
      return new LockedResult(
          pinned.lockedUsers(), pinned.lockedObjective(), pinned.freeObjective());
    }

    private Map<String, Object> toTree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("users", users);
      tree.put("objective", objective);
      tree.put("free_objective", freeObjective);
      return tree;
    }
  }

  /**
   * The control group.
   *
   * @param users how many
   * @param share of all users as the campaign states it, such as {@code 2%}
   * @param seed the seed
   */
  public record ControlResult(long users, String share, int seed) {
    /** What a certificate says of it. */
    public static ControlResult of(Campaign.Control control, CertificateReport.Pinned pinned) {
      return new ControlResult(
          pinned.controlUsers(), control.percent().toPlainString() + "%", control.seed());
    }

    private Map<String, Object> toTree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("users", users);
      tree.put("share", share);
      tree.put("seed", (long) seed);
      return tree;
    }
  }

  /**
   * A re-run in which moving users costs, or ties keep them.
   *
   * @param cost what moving a user costs, money
   * @param keep whether ties keep users where they were
   * @param usersMoved users whose fund is not the parent run's
   * @param objective Σ ETV − cost · moved, money
   * @param dualBound an upper bound of that, money
   * @param absoluteGap {@code dualBound − objective}, money
   * @param relativeGap the same against the larger of the two
   */
  public record Stickiness(
      double cost,
      boolean keep,
      long usersMoved,
      double objective,
      double dualBound,
      double absoluteGap,
      double relativeGap) {
    private Map<String, Object> toTree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("cost", cost);
      tree.put("keep", keep);
      tree.put("users_moved", usersMoved);
      tree.put("penalised_objective", objective);
      tree.put("penalised_dual_bound", dualBound);
      tree.put("penalised_absolute_gap", absoluteGap);
      tree.put("penalised_relative_gap", relativeGap);
      return tree;
    }

    private static Stickiness parse(JsonObject tree) throws IOException {
      return new Stickiness(
          tree.real("cost"),
          tree.flag("keep"),
          tree.count("users_moved"),
          tree.real("penalised_objective"),
          tree.real("penalised_dual_bound"),
          tree.real("penalised_absolute_gap"),
          tree.real("penalised_relative_gap"));
    }
  }

  /**
   * What one fund got.
   *
   * @param id fund id
   * @param risk {@code r_j}
   * @param quota the resolved whole number, or null
   * @param assigned users, or null
   * @param etvTotal Σ ETV of its users, money, or null
   * @param etvMean {@code etvTotal / assigned}, null when nobody was assigned
   * @param price {@code λ_j}, money, or null where no prices are known
   */
  public record FundResult(
      String id,
      int risk,
      Long quota,
      Long assigned,
      Double etvTotal,
      Double etvMean,
      Double price) {}

  /**
   * Wall time of one phase.
   *
   * @param name score, check, feasibility, solve, certify, write, verify or report
   * @param wallSeconds seconds
   */
  public record PhaseTime(String name, double wallSeconds) {}

  /**
   * A failure as {@code --json} tells it.
   *
   * @param code the exit code
   * @param message what was expected and what was found
   * @param hint what to do next, or empty
   */
  public record ErrorReport(int code, String message, String hint) {
    /** As a JSON tree. */
    public Map<String, Object> toTree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("code", (long) code);
      tree.put("message", message);
      tree.put("hint", hint);
      return tree;
    }
  }

  /**
   * Whether the funds' prices are too far apart for doubles, so that differences between them are
   * rounded: the proof of optimality does not rest on them.
   */
  public boolean pricesRounded() {
    return BoundSource.EXCHANGES.label().equals(boundSource);
  }

  /** As the text of {@code result.json}. */
  public String toJson() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("outcome", outcome.json());
    tree.put("strategy", strategy.name().toLowerCase(Locale.ROOT));
    tree.put("users", users);
    tree.put("unassigned", unassigned);
    tree.put("objective", objective);
    tree.put("dual_bound", dualBound);
    tree.put("bound_source", boundSource);
    tree.put("relative_gap", relativeGap);
    tree.put("absolute_gap", absoluteGap);
    List<Object> fundTrees = new ArrayList<>();
    for (FundResult fund : funds) {
      fundTrees.add(tree(fund));
    }
    tree.put("funds", fundTrees);
    List<Object> phaseTrees = new ArrayList<>();
    for (PhaseTime phase : phases) {
      Map<String, Object> phaseTree = new LinkedHashMap<>();
      phaseTree.put("name", phase.name());
      phaseTree.put("wall_seconds", phase.wallSeconds());
      phaseTrees.add(phaseTree);
    }
    tree.put("phases", phaseTrees);
    tree.put("wall_seconds", wallSeconds);
    tree.put("peak_rss_bytes", peakRssBytes);
    tree.put("peak_anon_bytes", peakAnonBytes);
    tree.put("threads", (long) threads);
    if (witness != null) {
      tree.put("witness", witness);
    }
    if (error != null) {
      tree.put("error", error.toTree());
    }
    if (stickiness != null) {
      tree.put("stickiness", stickiness.toTree());
    }
    if (locked != null) {
      tree.put("locked", locked.toTree());
    }
    if (control != null) {
      tree.put("control", control.toTree());
    }
    return Json.pretty(tree);
  }

  private static Map<String, Object> tree(FundResult fund) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", fund.id());
    tree.put("risk", (long) fund.risk());
    tree.put("quota", fund.quota());
    tree.put("assigned", fund.assigned());
    tree.put("etv_total", fund.etvTotal());
    tree.put("etv_mean", fund.etvMean());
    tree.put("price", fund.price());
    return tree;
  }

  /**
   * Reads {@code result.json}.
   *
   * @throws IOException if the text is not such a file; the message names the key
   */
  public static RunResult parse(String json) throws IOException {
    JsonObject tree = new JsonObject(Json.read(json));
    List<FundResult> funds = new ArrayList<>();
    for (JsonObject fund : tree.objects("funds")) {
      funds.add(
          new FundResult(
              fund.word("id"),
              fund.small("risk"),
              fund.whole("quota"),
              fund.whole("assigned"),
              fund.number("etv_total"),
              fund.number("etv_mean"),
              fund.number("price")));
    }
    List<PhaseTime> phases = new ArrayList<>();
    for (JsonObject phase : tree.objects("phases")) {
      phases.add(new PhaseTime(phase.word("name"), phase.real("wall_seconds")));
    }
    ErrorReport error = null;
    if (tree.has("error")) {
      JsonObject told = tree.object("error");
      error = new ErrorReport(told.small("code"), told.word("message"), told.word("hint"));
    }
    return new RunResult(
        tree.constant("outcome", RunOutcome.class),
        tree.constant("strategy", Strategy.class),
        tree.whole("users"),
        tree.whole("unassigned"),
        tree.number("objective"),
        tree.number("dual_bound"),
        tree.text("bound_source"),
        tree.number("relative_gap"),
        tree.number("absolute_gap"),
        List.copyOf(funds),
        List.copyOf(phases),
        tree.real("wall_seconds"),
        tree.whole("peak_rss_bytes"),
        tree.whole("peak_anon_bytes"),
        tree.small("threads"),
        tree.has("witness") ? tree.object("witness").copy() : null,
        error,
        tree.has("stickiness") ? Stickiness.parse(tree.object("stickiness")) : null,
        tree.has("locked") ? locked(tree.object("locked")) : null,
        tree.has("control") ? control(tree.object("control")) : null);
  }

  private static LockedResult locked(JsonObject tree) throws IOException {
    return new LockedResult(
        tree.count("users"), tree.real("objective"), tree.real("free_objective"));
  }

  private static ControlResult control(JsonObject tree) throws IOException {
    return new ControlResult(tree.count("users"), tree.word("share"), tree.small("seed"));
  }
}
