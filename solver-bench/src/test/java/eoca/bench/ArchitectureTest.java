package eoca.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The benchmarks use the engine and the data contracts; nothing but entrants uses a solver. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("eoca");

  @Test
  void onlyInputsAndCoreAreUsed() {
    noClasses()
        .that()
        .resideInAPackage("eoca.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("eoca.job..", "eoca.app..", "eoca.predict..", "eoca.insight..")
        .check(CLASSES);
  }

  @Test
  void solversStayWithTheEntrants() {
    noClasses()
        .that()
        .resideOutsideOfPackage("eoca.bench.entrant..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.ortools..", "org.jgrapht..", "org.ojalgo..")
        .check(CLASSES);
  }
}
