package org.solvens.training;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "org.solvens.training";

    /// What each room may know of the others. The package above them puts them together and has the commands.
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "rows", Set.of(),
            "table", Set.of("rows"),
            "manifest", Set.of("table"),
            "fit", Set.of("rows"),
            "evaluate", Set.of("rows", "fit", "manifest"),
            "gate", Set.of("evaluate", "manifest"),
            "report", Set.of("rows", "table", "fit", "evaluate", "manifest"),
            "effect", Set.of("rows", "fit", "evaluate", "gate", "manifest"),
            "offpolicy", Set.of("rows", "evaluate", "effect"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void everyRoomIsInTheDrawing() {
        assertThat(CLASSES.getPackage(ROOT).getSubpackages())
                .extracting(JavaPackage::getRelativeName)
                .containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
    }

    @Test
    void roomsKnowOnlyThoseTheyMay() {
        ARROWS.forEach((room, others) -> classes()
                .that()
                .resideInAPackage(room(room))
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..")
                        .or(resideInAPackage(room(room)))
                        .or(resideInAnyPackage(
                                others.stream().map(ArchitectureTest::room).toArray(String[]::new))))
                .check(CLASSES));
    }

    private static String room(String name) {
        return ROOT + "." + name + "..";
    }

    @Test
    void trainingKnowsNoEngine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..", "io.delta.kernel..", "io.javalin..")
                .check(CLASSES);
    }

    @Test
    void onlyRegressionAndTreesKnowSmile() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(Regression|SmileTrees)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("smile..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandsReadTheClock() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(TrainingMain|\\w+Command)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(CLASSES);
    }
}
