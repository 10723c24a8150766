package eoca.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** Imports only go down the data path; docs/architecture.md has the table. */
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("eoca");

  @Test
  void inputsUsesNothingOfOurs() {
    onlyDown("eoca.inputs..", "eoca.inputs..").check(CLASSES);
  }

  @Test
  void coreUsesNothingOfOurs() {
    onlyDown("eoca.core..", "eoca.core..").check(CLASSES);
  }

  @Test
  void coreUsesOnlyTheJdkAndFastutil() {
    noClasses()
        .that()
        .resideInAPackage("eoca.core..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.not(
                JavaClass.Predicates.resideInAnyPackage(
                    "eoca.core..",
                    "java..",
                    "com.sun.management..", // the JDK's: what a thread has allocated
                    "jdk.incubator.vector..",
                    "it.unimi.dsi.fastutil..")))
        .because("the engine is pure: no Arrow, no files, no logging framework")
        .check(CLASSES);
  }

  @Test
  void coreHasNoFilesClocksOrThreads() {
    noClasses()
        .that()
        .resideInAPackage("eoca.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "java.time..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile|Console)")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Executors.class, ForkJoinPool.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callConstructorWhere(
            DescribedPredicate.describe(
                "a thread is created", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
        .because("everything the engine needs is in its arguments (house style, point 4)")
        .check(CLASSES);
  }

  @Test
  void jobUsesInputsAndCore() {
    onlyDown("eoca.job..", "eoca.job..", "eoca.inputs..", "eoca.core..").check(CLASSES);
  }

  @Test
  void insightUsesInputsCoreAndJob() {
    onlyDown("eoca.insight..", "eoca.insight..", "eoca.inputs..", "eoca.core..", "eoca.job..")
        .check(CLASSES);
  }

  @Test
  void consoleUsesWhatIsBelowIt() {
    onlyDown(
            "eoca.console..",
            "eoca.console..",
            "eoca.inputs..",
            "eoca.core..",
            "eoca.job..",
            "eoca.insight..")
        .check(CLASSES);
  }

  @Test
  void appUsesWhatIsBelowIt() {
    onlyDown(
            "eoca.app..",
            "eoca.app..",
            "eoca.inputs..",
            "eoca.job..",
            "eoca.insight..",
            "eoca.console..")
        .check(CLASSES);
  }

  @Test
  void internalPackagesAreNotTouchedFromOutside() {
    ArchCondition<JavaClass> stayOut =
        new ArchCondition<>("stay out of other modules' internal packages") {
          @Override
          public void check(JavaClass from, ConditionEvents events) {
            from.getDirectDependenciesFromSelf().stream()
                .filter(
                    d ->
                        d.getTargetClass().getPackageName().matches("eoca\\..*\\.internal(\\..*)?"))
                .filter(d -> !module(d.getTargetClass()).equals(module(from)))
                .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
          }
        };
    com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes()
        .that()
        .resideInAPackage("eoca..")
        .should(stayOut)
        .check(CLASSES);
  }

  @Test
  void onlyMainEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("eoca.app.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  private static String module(JavaClass c) {
    String inside = c.getPackageName().replaceFirst("^eoca\\.?", "");
    int dot = inside.indexOf('.');
    return dot < 0 ? inside : inside.substring(0, dot);
  }

  private static ArchRule onlyDown(String from, String... allowed) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("eoca..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))))
        .because("imports only go down the data path (docs/architecture.md)");
  }
}
