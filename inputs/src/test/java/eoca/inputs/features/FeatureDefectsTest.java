package eoca.inputs.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eoca.inputs.error.Defect;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.ExitCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule of the data contract refuses its breach at file, row and column. */
class FeatureDefectsTest {
  @TempDir Path folder;
  private TinyTables tables;

  @BeforeEach
  void tiny() {
    tables = TinyTables.in(folder);
  }

  private List<Defect> defects() {
    EocaException e = catchThrowableOfType(EocaException.class, tables::load);
    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(ExitCode.REJECTED);
    return e.defects();
  }

  private void expect(String file, long row, String column, String value, String rule) {
    assertThat(defects())
        .containsExactly(new Defect(folder.resolve(file).toString(), row, column, value, rule));
  }

  @Test
  void unknownColumn() {
    tables.change("users.csv", "wealth", "welth");
    expect("users.csv", 0, "wealth", "", "column expected, found none. Maybe welth.");
  }

  @Test
  void notANumber() {
    tables.change("users.csv", "ann,3,Bonn,clerk,20", "ann,3,Bonn,clerk,old");
    expect("users.csv", 1, "age", "old", "number expected");
  }

  @Test
  void infiniteNumber() {
    tables.change("users.csv", "ann,3,Bonn,clerk,20", "ann,3,Bonn,clerk,inf");
    expect("users.csv", 1, "age", "inf", "finite number, or null where missing expected");
  }

  @Test
  void toleranceOutOfRangeMissingAndFractional() {
    tables.change("users.csv", "cec,63", "cec,64");
    tables.change("users.csv", "bob,1", "bob,");
    tables.change("users.csv", "ann,3", "ann,2.5");
    assertThat(defects())
        .extracting(Defect::row, Defect::value)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, "2.5"),
            org.assertj.core.groups.Tuple.tuple(2L, ""),
            org.assertj.core.groups.Tuple.tuple(3L, "64.0"));
  }

  @Test
  void duplicateId() {
    tables.change("users.csv", "dan,0", "ann,0").change("samples.csv", "dan", "cec");
    tables.change("behaviours.csv", "dan", "eve").change("edges.csv", "dan", "eve");
    expect("users.csv", 4, "user_id", "ann", "unique id expected");
  }

  @Test
  void sampleOfUnknownUserAndFund() {
    tables.change("samples.csv", "bob,stock", "bub,stuck");
    assertThat(defects())
        .extracting(Defect::column, Defect::row, Defect::value, Defect::rule)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "user_id", 2L, "bub", "id of the users table expected"),
            org.assertj.core.groups.Tuple.tuple(
                "fund_id", 2L, "stuck", "id of the funds table expected"));
  }

  @Test
  void labelsOutsideTheirRange() {
    tables.change("samples.csv", "bob,stock,2021-01-10,1,0,0", "bob,stock,2021-01-10,2,0,0");
    expect("samples.csv", 2, "click", "2.0", "label 0 or 1 expected");
  }

  @Test
  void missingLabel() {
    tables.change("samples.csv", "bob,stock,2021-01-10,1,0,0", "bob,stock,2021-01-10,1,,0");
    expect("samples.csv", 2, "conversion", "", "label 0 or 1 expected");
  }

  @Test
  void conversionWithoutClick() {
    tables.change("samples.csv", "1,1,100.5", "0,1,100.5");
    expect("samples.csv", 1, "conversion", "1.0", "0 without a click expected");
  }

  @Test
  void negativeAmount() {
    tables.change("samples.csv", "1,1,100.5", "1,1,-3");
    expect("samples.csv", 1, "amount", "-3.0", "amount ≥ 0 expected");
  }

  @Test
  void conversionWithoutAmountAndAmountWithoutConversion() {
    tables.change("samples.csv", "1,1,100.5", "1,1,");
    tables.change("samples.csv", "bob,stock,2021-01-10,1,0,0", "bob,stock,2021-01-10,1,0,5");
    assertThat(defects())
        .extracting(Defect::row, Defect::rule)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, "amount above 0 of a conversion expected"),
            org.assertj.core.groups.Tuple.tuple(2L, "0 or null without conversion expected"));
  }

  @Test
  void unreadableDate() {
    tables.change("samples.csv", "2021-01-31 23:59:59", "31.1.2021");
    expect("samples.csv", 3, "date", "31.1.2021", "date or timestamp expected");
  }

  @Test
  void emptySplit() {
    tables.change("spec.yaml", "test: 2021-03-01..2021-03-31", "test: 2021-05-01..2021-05-31");
    expect(
        "samples.csv",
        0,
        "date",
        "2021-05-01..2021-05-31",
        "at least one sample in the split test expected");
  }

  @Test
  void unknownAction() {
    tables.change("behaviours.csv", "favourite", "favorite");
    expect(
        "behaviours.csv",
        3,
        "action",
        "favorite",
        "one of [click, purchase, sell, favourite] expected");
  }

  @Test
  void aBehaviourAtOrAfterItsSampleLeaks() {
    tables.change("behaviours.csv", "ann,2021-01-09 12:00:00", "ann,2021-01-10 00:00:00");
    expect(
        "behaviours.csv",
        1,
        "time",
        "2021-01-10 00:00:00",
        "behaviour before its sample expected (the user's first sample: 2021-01-10 00:00:00)");
  }

  @Test
  void aRunningLogMayGoOn() {
    tables.change("behaviours.csv", "ann,2021-01-09 12:00:00", "ann,2021-01-10 00:00:00");
    tables.change("spec.yaml", "length: 3", "length: 3, later: ignore");
    FeatureData data = tables.load();
    assertThat(data.histories().endBefore(0, data.samples().moment()[0])).isEqualTo(2);
    assertThat(data.histories().endBefore(0, data.samples().moment()[3])).isEqualTo(3);
  }

  @Test
  void aBehaviourAfterTheMomentOfScoringLeaks() {
    FittedFeatures fitted = tables.load().fitted();
    EocaException e =
        catchThrowableOfType(EocaException.class, () -> tables.score(fitted, "2021-01-09"));
    assertThat(e.defects())
        .containsExactly(
            new Defect(
                folder.resolve("behaviours.csv").toString(),
                1,
                "time",
                "2021-01-09 12:00:00",
                "behaviour before its sample expected (the moment of scoring: 2021-01-09"
                    + " 00:00:00)"));
  }

  @Test
  void featuresOfLaterKnowledgeLeak() {
    tables.change("spec.yaml", "users:\n  features", "users:\n  as-of: known\n  features");
    tables.change("users.csv", "unused", "known");
    tables
        .change("users.csv", ",x", ",2021-01-10")
        .change("users.csv", "0,2021-01-10", "0,2021-01-11");
    assertThat(defects())
        .containsExactly(
            new Defect(
                folder.resolve("users.csv").toString(),
                1,
                "known",
                "2021-01-11 00:00:00",
                "features not later than the sample expected (the user's first sample: 2021-01-10"
                    + " 00:00:00)"));
  }

  @Test
  void edgeWeights() {
    tables.change("edges.csv", "ann,m1,2", "ann,,0");
    assertThat(defects())
        .extracting(Defect::row, Defect::column, Defect::rule)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2L, "merchant_id", "id expected"),
            org.assertj.core.groups.Tuple.tuple(2L, "weight", "finite weight above 0 expected"));
  }

  @Test
  void raggedRowAndEmptyFile() {
    tables.change("funds.csv", "stock,3,3", "stock,3");
    tables.put("edges.csv", "");
    assertThat(defects())
        .extracting(d -> Path.of(d.file()).getFileName().toString(), Defect::row)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("edges.csv", 0L),
            org.assertj.core.groups.Tuple.tuple("funds.csv", 2L));
  }

  @Test
  void missingFileIsAFileSystemError() {
    tables.change("spec.yaml", "funds: funds.csv", "funds: fonds.csv");
    EocaException e = catchThrowableOfType(EocaException.class, tables::load);
    assertThat(e.code()).isEqualTo(ExitCode.FILE_SYSTEM);
    assertThat(e).hasMessageContaining("fonds.csv");
  }

  @Test
  void missingTableIsAUsageError() {
    tables.change("spec.yaml", "  edges: edges.csv\n", "");
    EocaException e = catchThrowableOfType(EocaException.class, tables::load);
    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
    assertThat(e).hasMessage("table expected, found none (tables.edges)");
  }
}
