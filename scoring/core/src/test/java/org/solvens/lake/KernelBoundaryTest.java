package org.solvens.lake;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.solvens", importOptions = DoNotIncludeTests.class)
class KernelBoundaryTest {
    @ArchTest
    static final ArchRule ONLY_DELTA_TABLE_TOUCHES_KERNEL = noClasses()
            .that()
            .haveNameNotMatching("org\\.solvens\\.lake\\.DeltaTable(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.delta..");
}
