package org.solvens;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The arrows between the packages of the core, and from them to libraries.
@AnalyzeClasses(packages = "org.solvens", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /// What each package may know of the others.
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("problem", Set.of()),
            Map.entry("chance", Set.of()),
            Map.entry("config", Set.of("problem")),
            Map.entry("settings", Set.of("problem", "facts")),
            Map.entry("source", Set.of("problem")),
            Map.entry("feed", Set.of("problem")),
            Map.entry("table", Set.of("problem", "feed")),
            Map.entry(
                    "report", Set.of("problem", "feed", "history", "facts", "model", "scoring", "stability", "table")),
            Map.entry("mapping", Set.of("problem", "config", "feed", "source")),
            Map.entry("history", Set.of("problem", "feed", "table")),
            Map.entry("facts", Set.of("problem", "config", "feed", "history")),
            Map.entry("feature", Set.of("problem", "feed", "history", "facts", "table")),
            Map.entry("outcome", Set.of("problem", "chance", "config", "feed", "history", "facts", "feature")),
            Map.entry("plan", Set.of("problem", "config", "feed", "facts", "feature", "outcome")),
            Map.entry("model", Set.of("problem", "history", "facts", "feature")),
            Map.entry("stability", Set.of("feature", "table")),
            Map.entry("policy", Set.of("problem", "chance", "config", "feed", "history", "feature")),
            Map.entry("scoring", Set.of("problem", "feed", "history", "facts", "feature", "model", "policy", "table")));

    /// Which packages may know a library.
    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "org.apache.commons.jexl3..", List.of("mapping", "outcome"),
            "org.apache.avro..", List.of("feed", "history", "source", "model"),
            "com.fasterxml.jackson.annotation..", List.of("config", "policy"),
            "tools.jackson..", List.of("config", "report", "feature", "plan"));

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.solvens.(*)..").should().beFreeOfCycles();

    /// No engine, no trainer, no server, no lake, no command line: `LIBRARIES` lists all that core knows.
    @ArchTest
    static final ArchRule CORE_IS_PLAIN_JAVA = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.solvens..", "org.jspecify.annotations..")
                    .or(resideInAnyPackage(LIBRARIES.keySet().toArray(String[]::new))));

    @ArchTest
    static final ArchRule TIME_AND_CHANCE_ARE_PARAMETERS = classes().should(TimeAndChance.areParameters());

    @ArchTest
    static void everyPackageIsInTheDrawing(JavaClasses core) {
        assertThat(core.getPackage("org.solvens").getSubpackages())
                .extracting(JavaPackage::getRelativeName)
                .containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
    }

    @ArchTest
    static void packagesKnowOnlyThoseTheyMay(JavaClasses core) {
        ARROWS.forEach((name, others) -> {
            String[] known = others.stream().map(ArchitectureTest::packages).toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(packages(name))
                    .should()
                    .onlyDependOnClassesThat(resideOutsideOfPackage("org.solvens..")
                            .or(resideInAPackage(packages(name)))
                            .or(resideInAnyPackage(known)))
                    .check(core);
        });
    }

    @ArchTest
    static void librariesAreKnownWhereTheyBelong(JavaClasses core) {
        LIBRARIES.forEach((library, packages) -> noClasses()
                .that()
                .resideOutsideOfPackages(
                        packages.stream().map(ArchitectureTest::packages).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(core));
    }

    private static String packages(String name) {
        return "org.solvens." + name + "..";
    }
}
