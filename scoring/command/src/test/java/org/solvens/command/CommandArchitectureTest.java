package org.solvens.command;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.solvens.TimeAndChance;

/// What commands share knows nothing of what they do.
@AnalyzeClasses(packages = "org.solvens.command", importOptions = DoNotIncludeTests.class)
class CommandArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_SETTINGS_AND_PROBLEMS = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "picocli..",
                    "tools.jackson..",
                    "org.solvens.command..",
                    "org.solvens.problem..",
                    "org.solvens.settings.."));

    @ArchTest
    static final ArchRule TIME_AND_CHANCE_ARE_PARAMETERS = classes().should(TimeAndChance.areParameters());
}
