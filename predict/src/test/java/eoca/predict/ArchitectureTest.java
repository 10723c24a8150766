package eoca.predict;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Imports only go down: inputs ← loss, net ← model ← train ← cli. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("eoca.predict");

  private static void onlyOurs(String from, String... allowed) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("eoca..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))))
        .check(CLASSES);
  }

  @Test
  void layers() {
    onlyOurs("eoca.predict.loss..", "eoca.predict.loss..");
    onlyOurs("eoca.predict.net..", "eoca.predict.net..", "eoca.predict.loss..");
    onlyOurs(
        "eoca.predict.model..",
        "eoca.predict.model..",
        "eoca.predict.net..",
        "eoca.predict.loss..",
        "eoca.inputs..");
    onlyOurs(
        "eoca.predict.train..",
        "eoca.predict.train..",
        "eoca.predict.model..",
        "eoca.predict.net..",
        "eoca.predict.loss..",
        "eoca.inputs..");
    noClasses()
        .that()
        .resideInAPackage("eoca.predict.train..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("eoca.predict.evaluate..", "eoca.predict.cli..")
        .check(CLASSES);
    onlyOurs("eoca.predict..", "eoca.predict..", "eoca.inputs..");
  }

  @Test
  void lossesKnowNoTensorEngine() {
    noClasses()
        .that()
        .resideInAPackage("eoca.predict.loss..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }
}
