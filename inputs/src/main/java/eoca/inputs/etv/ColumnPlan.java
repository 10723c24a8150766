package eoca.inputs.etv;

import eoca.inputs.error.Suggestions;
import eoca.inputs.etv.PartFiles.Source;
import eoca.inputs.internal.Located;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of a file's columns are used.
 *
 * @param user position of the user id column in the file
 * @param tolerance position of the tolerance column
 * @param funds position of each fund's column, in fund order
 */
record ColumnPlan(int user, int tolerance, int[] funds) {

  /** Finds the columns by name; adds a defect for each that is missing or appears twice. */
  static ColumnPlan resolve(List<String> names, EtvRequest request, Source s, Located located) {
    long before = located.count();
    int user = find(0, names, request.userColumn(), "the user id column (etv.user)", s, located);
    int tolerance =
        find(
            1,
            names,
            request.toleranceColumn(),
            "the tolerance column (etv.tolerance)",
            s,
            located);
    int[] funds = new int[request.funds().size()];
    for (int j = 0; j < funds.length; j++) {
      EtvRequest.FundColumn f = request.funds().get(j);
      funds[j] = find(j + 2, names, f.column(), "the ETV column of fund " + f.fund(), s, located);
    }
    return located.count() == before ? new ColumnPlan(user, tolerance, funds) : null;
  }

  private static int find(
      int order, List<String> names, String name, String what, Source s, Located located) {
    int at = names.indexOf(name);
    if (at < 0) {
      String rule = "must have " + what + hint(name, names);
      located.add(s.index(), s.name(), 0, order, name, () -> "", rule);
    } else if (names.lastIndexOf(name) != at) {
      String rule = what + " must appear once, not twice";
      located.add(s.index(), s.name(), 0, order, name, () -> "", rule);
    }
    return at;
  }

  private static String hint(String name, List<String> names) {
    Optional<String> near = Suggestions.nearest(name, names);
    if (near.isPresent()) {
      return "; maybe " + near.get();
    }
    if (names.size() == 1 && names.get(0).matches(".*[;\t|].*")) {
      return "; maybe the file is not separated by commas";
    }
    String all = String.join(", ", names);
    return all.length() > 200
        ? String.format(Locale.ROOT, "; the file has %,d others", names.size())
        : "; the file has " + all;
  }
}
