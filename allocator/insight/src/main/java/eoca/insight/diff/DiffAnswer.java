package eoca.insight.diff;

import eoca.inputs.campaign.Fund;
import eoca.job.model.Manifest;
import eoca.job.model.RunResult;
import eoca.job.model.RunResult.FundResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How run B differs from run A.
 *
 * @param manifestA of A
 * @param resultA of A
 * @param manifestB of B
 * @param resultB of B
 * @param funds those of A, then those only B has
 * @param sameOrder whether both have the same users in the same order
 * @param ledger who moved
 */
public record DiffAnswer(
    Manifest manifestA,
    RunResult resultA,
    Manifest manifestB,
    RunResult resultB,
    List<Fund> funds,
    boolean sameOrder,
    Ledger ledger) {

  /**
   * Users that went from one fund to another.
   *
   * @param from index in {@link #funds}, or of "no fund" or "not in the run"
   * @param to the same
   * @param users how many
   * @param etvA their ETV in A
   * @param etvB their ETV in B
   */
  public record Move(int from, int to, long users, double etvA, double etvB) {
    /** Gain of ETV. */
    public double change() {
      return etvB - etvA;
    }
  }

  /** Moves between different funds of users in both runs, most users first. */
  public List<Move> moves() {
    return select((from, to) -> from != to && inBoth(from, to));
  }

  /** Users who keep their fund, by fund. */
  public List<Move> stays() {
    return select((from, to) -> from == to && inBoth(from, to));
  }

  /** Users of B alone, by fund. */
  public List<Move> arrived() {
    return select((from, to) -> from == ledger.absent());
  }

  /** Users of A alone, by fund. */
  public List<Move> left() {
    return select((from, to) -> to == ledger.absent());
  }

  private boolean inBoth(int from, int to) {
    return from != ledger.absent() && to != ledger.absent();
  }

  @FunctionalInterface
  private interface Choice {
    boolean takes(int from, int to);
  }

  private List<Move> select(Choice choice) {
    List<Move> moves = new ArrayList<>();
    for (int from = 0; from <= ledger.absent(); from++) {
      for (int to = 0; to <= ledger.absent(); to++) {
        long users = ledger.users(from, to);
        if (users > 0 && choice.takes(from, to)) {
          moves.add(new Move(from, to, users, ledger.etvA(from, to), ledger.etvB(from, to)));
        }
      }
    }
    moves.sort(Comparator.comparingLong(Move::users).reversed()); // stable: then by fund
    return moves;
  }

  /** Users of a list of moves. */
  static long users(List<Move> moves) {
    return moves.stream().mapToLong(Move::users).sum();
  }

  /** The name of an index, for people. */
  String name(int index) {
    if (index == ledger.none()) {
      return "(no fund)";
    }
    return index == ledger.absent() ? "(not in the run)" : funds.get(index).id();
  }

  /** The fund id of an index, or null for "no fund". */
  private String id(int index) {
    return index == ledger.none() ? null : funds.get(index).id();
  }

  /** Users of a fund, as read from the assignment of A (left) or B. */
  long assigned(String fund, boolean inA) {
    long users = 0;
    for (int j = 0; j < funds.size(); j++) {
      for (int other = 0; funds.get(j).id().equals(fund) && other <= ledger.absent(); other++) {
        users += inA ? ledger.users(j, other) : ledger.users(other, j);
      }
    }
    return users;
  }

  /** What a run's result says of a fund, or null where the run does not have it. */
  static FundResult fund(RunResult result, String id) {
    return result.funds().stream().filter(f -> f.id().equals(id)).findFirst().orElse(null);
  }

  /** As a JSON tree; docs/reference/insight.md has the keys. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("a", run(manifestA, resultA));
    tree.put("b", run(manifestB, resultB));
    tree.put("objective_change", change(resultA.objective(), resultB.objective()));
    Map<String, Object> users = new LinkedHashMap<>();
    users.put("both", users(moves()) + users(stays()));
    users.put("moved", users(moves()));
    users.put("only_a", users(left()));
    users.put("only_b", users(arrived()));
    users.put("same_order", sameOrder);
    tree.put("users", users);
    List<Object> fundTrees = new ArrayList<>();
    for (int j = 0; j < funds.size(); j++) {
      fundTrees.add(fundTree(j));
    }
    tree.put("funds", fundTrees);
    tree.put("moves", moves().stream().map(m -> moveTree(m, true, true)).toList());
    tree.put("arrived", arrived().stream().map(m -> moveTree(m, false, true)).toList());
    tree.put("left", left().stream().map(m -> moveTree(m, true, false)).toList());
    tree.put("gainers", ledger.gainers().stream().map(this::userTree).toList());
    tree.put("losers", ledger.losers().stream().map(this::userTree).toList());
    return tree;
  }

  private static Map<String, Object> run(Manifest manifest, RunResult result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run_id", manifest.runId());
    tree.put("campaign", manifest.campaign().name());
    tree.put("parent", manifest.parent());
    tree.put("outcome", result.outcome().json());
    tree.put("strategy", result.strategy().id());
    tree.put("users", result.users());
    tree.put("unassigned", result.unassigned());
    tree.put("locked_users", result.locked() == null ? 0L : result.locked().users());
    tree.put("control_users", result.control() == null ? 0L : result.control().users());
    tree.put("objective", result.objective());
    tree.put("dual_bound", result.dualBound());
    tree.put("relative_gap", result.relativeGap());
    return tree;
  }

  private Map<String, Object> fundTree(int j) {
    FundResult a = fund(resultA, funds.get(j).id());
    FundResult b = fund(resultB, funds.get(j).id());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", funds.get(j).id());
    tree.put("quota_a", a == null ? null : a.quota());
    tree.put("quota_b", b == null ? null : b.quota());
    tree.put("assigned_a", a == null ? null : a.assigned());
    tree.put("assigned_b", b == null ? null : b.assigned());
    tree.put("etv_total_a", a == null ? null : a.etvTotal());
    tree.put("etv_total_b", b == null ? null : b.etvTotal());
    tree.put("etv_mean_a", a == null ? null : a.etvMean());
    tree.put("etv_mean_b", b == null ? null : b.etvMean());
    tree.put("price_a", a == null ? null : a.price());
    tree.put("price_b", b == null ? null : b.price());
    tree.put("moved_in", moved(j, false));
    tree.put("moved_out", moved(j, true));
    return tree;
  }

  /** Users in both runs who left a fund, or came to it. */
  long moved(int fund, boolean out) {
    return moves().stream()
        .filter(m -> (out ? m.from() : m.to()) == fund)
        .mapToLong(Move::users)
        .sum();
  }

  private Map<String, Object> moveTree(Move move, boolean from, boolean to) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (from) {
      tree.put("from", id(move.from()));
    }
    if (to) {
      tree.put("to", id(move.to()));
    }
    tree.put("users", move.users());
    if (from) {
      tree.put("etv_a", move.etvA());
    }
    if (to) {
      tree.put("etv_b", move.etvB());
    }
    return tree;
  }

  private Map<String, Object> userTree(Ledger.UserChange user) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("user", user.user());
    tree.put("from", id(user.from()));
    tree.put("to", id(user.to()));
    tree.put("etv_a", (double) user.a());
    tree.put("etv_b", (double) user.b());
    tree.put("change", user.change());
    return tree;
  }

  /** B minus A, or null. */
  static Double change(Double a, Double b) {
    return a == null || b == null ? null : (Double) (b - a);
  }
}
