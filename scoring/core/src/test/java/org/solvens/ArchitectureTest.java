package org.solvens;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The arrows between the packages of the core, and from them to libraries.
@AnalyzeClasses(packages = "org.solvens", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /// What each package may know of the others.
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("problem", Set.of()),
            Map.entry("bench", Set.of()),
            Map.entry("config", Set.of("problem")),
            Map.entry("lake", Set.of("problem", "settings", "table")),
            Map.entry("settings", Set.of("problem", "facts")),
            Map.entry("command", Set.of("problem", "lake", "settings")),
            Map.entry("source", Set.of("problem")),
            Map.entry("feed", Set.of("problem")),
            Map.entry("table", Set.of("problem", "feed")),
            Map.entry("report", Set.of("problem", "command", "scoring", "stability", "table")),
            Map.entry("mapping", Set.of("problem", "config", "feed", "source")),
            Map.entry("intake", Set.of("problem", "feed")),
            Map.entry("history", Set.of("problem", "feed")),
            Map.entry("facts", Set.of("problem", "config", "feed", "history")),
            Map.entry("feature", Set.of("problem", "command", "feed", "history", "facts", "table")),
            Map.entry("outcome", Set.of("problem", "feed", "history", "facts", "feature")),
            Map.entry("plan", Set.of("problem", "config", "feed", "facts", "feature", "outcome")),
            Map.entry("model", Set.of("problem", "facts", "feature")),
            Map.entry("registry", Set.of("problem", "feature", "model")),
            Map.entry("stability", Set.of("feature", "table")),
            Map.entry("policy", Set.of("problem", "config", "feed", "history", "feature")),
            Map.entry("scoring", Set.of("problem", "feed", "history", "facts", "feature", "model", "policy", "table")));

    /// Which packages may know a library.
    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "io.delta..", List.of("lake"),
            "org.apache.hadoop..", List.of("lake"),
            "org.apache.commons.jexl3..", List.of("mapping"),
            "org.apache.avro..", List.of("feed", "history", "source", "model"),
            "tools.jackson..", List.of("intake", "bench", "config", "registry", "report", "feature", "lake", "plan"));

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.solvens.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_ENGINE_NO_TRAINER_NO_SERVER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "scala..", "smile..", "org.duckdb..", "io.javalin..");

    @ArchTest
    static final ArchRule TIME_AND_CHANCE_ARE_PARAMETERS = classes().should(notAskForTimeOrChance());

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

    private static ArchCondition<JavaClass> notAskForTimeOrChance() {
        return new ArchCondition<>("take time and chance as parameters") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                    String owner = call.getTargetOwner().getName();
                    String name = call.getName();
                    boolean asks = owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system"))
                            || owner.equals("java.lang.Math") && name.equals("random")
                            || owner.equals("java.lang.System")
                                    && (name.equals("currentTimeMillis") || name.equals("nanoTime"))
                            || owner.equals("java.util.concurrent.ThreadLocalRandom")
                            || owner.equals("java.util.UUID") && name.equals("randomUUID");
                    if (asks) {
                        events.add(SimpleConditionEvent.violated(call, call.getDescription()));
                    }
                }
            }
        };
    }
}
