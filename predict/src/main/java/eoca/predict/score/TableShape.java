package eoca.predict.score;

import eoca.inputs.config.ConfigNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The ETV table to write.
 *
 * @param user name of the user id column
 * @param tolerance name of the tolerance column
 * @param funds the funds in the order of their columns; null for all of the funds table
 */
public record TableShape(String user, String tolerance, List<Fund> funds) {
  /** The default: {@code user_id}, {@code tolerance}, all funds by their ids. */
  public static final TableShape DEFAULT = new TableShape("user_id", "tolerance", null);

  /** Reads the keys {@code columns} (user, tolerance) and {@code funds} (ids) of a mapping. */
  public static TableShape of(ConfigNode node) {
    ConfigNode columns = node.childOrEmpty("columns");
    String user = columns.text("user", DEFAULT.user());
    String tolerance = columns.text("tolerance", DEFAULT.tolerance());
    columns.done();
    List<Fund> funds = null;
    if (node.has("funds")) {
      funds = node.texts("funds").stream().map(id -> new Fund(id, id)).toList();
    }
    List<String> names = new ArrayList<>(List.of(user, tolerance));
    if (funds != null) {
      funds.forEach(fund -> names.add(fund.column()));
    }
    if (new HashSet<>(names).size() < names.size() || (funds != null && funds.isEmpty())) {
      throw node.bad(funds == null ? "columns" : "funds", "distinct columns, at least one fund");
    }
    return new TableShape(user, tolerance, funds);
  }

  /** A fund and the name of its column. */
  public record Fund(String id, String column) {}
}
