package org.solvens.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.solvens", importOptions = DoNotIncludeTests.class)
class BoundaryTest {
    @ArchTest
    static final ArchRule THE_API_IS_LIGHT = noClasses()
            .that()
            .resideInAnyPackage("org.solvens.api..", "org.solvens.reference..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.spark..",
                    "scala..",
                    "smile..",
                    "org.duckdb..",
                    "org.apache.hadoop..",
                    "io.delta..",
                    "org.solvens.training..",
                    "org.solvens.pipelines..");
}
