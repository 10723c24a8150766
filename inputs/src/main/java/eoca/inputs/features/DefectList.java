package eoca.inputs.features;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects located defects of the tables up to a cap and refuses the input once, with all of them.
 */
final class DefectList {
  /** Per rule; a whole file of one mistake must not hide the others. */
  static final int PER_RULE = 1_000;

  static final int CAP = 10_000;

  private final List<Defect> defects = new ArrayList<>();

  void add(Defect defect) {
    if (defect != null && defects.size() < CAP) {
      defects.add(defect);
    }
  }

  boolean isEmpty() {
    return defects.isEmpty();
  }

  /** Throws exit 3 with the defects by file and row, if there are any. */
  void refuse() {
    if (defects.isEmpty()) {
      return;
    }
    defects.sort(Comparator.comparing(Defect::file).thenComparingLong(Defect::row));
    Defect first = defects.get(0);
    throw EocaException.rejected(
        "tables without defects expected, found ("
            + (defects.size() == CAP ? "at least " : "")
            + defects.size()
            + "), the first in "
            + first.file()
            + ", row "
            + first.row()
            + ", column "
            + first.column()
            + " ("
            + first.value()
            + "): "
            + first.rule(),
        "Rows are counted from 1 without the header; row 0 means the whole file or column.",
        defects);
  }
}
