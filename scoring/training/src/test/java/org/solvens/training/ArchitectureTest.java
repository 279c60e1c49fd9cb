package org.solvens.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.solvens.training");

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
                .haveNameNotMatching(".*\\.TrainingMain(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(CLASSES);
    }
}
