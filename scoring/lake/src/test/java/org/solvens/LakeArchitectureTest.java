package org.solvens;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.hadoop.conf.Configuration;
import org.solvens.lake.DeltaTables;
import org.solvens.settings.Settings;

/// The arrows of the lake and the registry.
@AnalyzeClasses(
        packages = {"org.solvens.lake", "org.solvens.registry", "org.solvens.inputs", "org.solvens.intake"},
        importOptions = DoNotIncludeTests.class)
class LakeArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_THE_TABLES_TOUCH_KERNEL = noClasses()
            .that()
            .haveNameNotMatching("org\\.solvens\\.lake\\.(DeltaTable|RowView|TableAppend)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.delta..");

    @ArchTest
    static final ArchRule LIBRARIES_OF_THE_LAKE = classes()
            .that()
            .resideInAPackage("org.solvens.lake..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "io.delta.kernel..",
                    "org.apache.hadoop..",
                    "tools.jackson..",
                    "org.solvens.lake..",
                    "org.solvens.problem..",
                    "org.solvens.settings..",
                    "org.solvens.table.."));

    @ArchTest
    static final ArchRule THE_REGISTRY_IS_FILES_ALONE = classes()
            .that()
            .resideInAPackage("org.solvens.registry..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "tools.jackson..",
                    "org.solvens.registry..",
                    "org.solvens.problem..",
                    "org.solvens.feature..",
                    "org.solvens.model.."));

    @ArchTest
    static final ArchRule THE_INTAKE_IS_PLAIN_JDBC = classes()
            .that()
            .resideInAPackage("org.solvens.intake..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "tools.jackson..",
                    "org.solvens.intake..",
                    "org.solvens.lake..",
                    "org.solvens.problem..",
                    "org.solvens.feed.."));

    @ArchTest
    static final ArchRule INPUTS_READ_THE_LAKE_FOR_DECISIONS = classes()
            .that()
            .resideInAPackage("org.solvens.inputs..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "org.solvens.inputs..",
                    "org.solvens.lake..",
                    "org.solvens.problem..",
                    "org.solvens.facts..",
                    "org.solvens.feed..",
                    "org.solvens.history..",
                    "org.solvens.scoring..",
                    "org.solvens.table..",
                    "tools.jackson.."));

    /// They are those of a command, and a class is loaded once for all of them.
    @ArchTest
    static final ArchRule SETTINGS_ARE_NOT_STATIC = noFields()
            .that()
            .areStatic()
            .should()
            .haveRawType(Configuration.class)
            .orShould()
            .haveRawType(Settings.class)
            .orShould()
            .haveRawType(DeltaTables.class);

    @ArchTest
    static final ArchRule TIME_AND_CHANCE_ARE_PARAMETERS = classes().should(TimeAndChance.areParameters());
}
