package org.solvens.feature;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = {"org.solvens.feature", "org.solvens.outcome"},
        importOptions = DoNotIncludeTests.class)
class FeatureArchitectureTest {
    @ArchTest
    static final ArchRule TIME_IS_A_PARAMETER = noClasses()
            .should()
            .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                            "now|currentTimeMillis|nanoTime|random")));

    @ArchTest
    static final ArchRule FEATURES_KNOW_NO_MODEL_AND_NO_POLICY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.solvens.model..", "org.solvens.policy..", "org.solvens.registry..");

    @ArchTest
    static final ArchRule FEATURES_KNOW_NO_OUTCOME = noClasses()
            .that()
            .resideInAPackage("org.solvens.feature")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.solvens.outcome");
}
