package org.solvens.simulation;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// The simulator knows the feed contract, with the routes and stages that it names, and nothing of what it is there to
/// judge.
@AnalyzeClasses(packages = "org.solvens.simulation", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
    @ArchTest
    static final ArchRule DEPENDS_ON_THE_CONTRACT_ALONE = classes()
            .that()
            .resideInAPackage("org.solvens.simulation..")
            .should()
            .onlyDependOnClassesThat(type(Route.class)
                    .or(type(Stage.class))
                    .or(resideInAnyPackage(
                            "java..",
                            "org.solvens.simulation..",
                            "org.solvens.feed..",
                            "org.solvens.problem..",
                            "org.solvens.command..",
                            "org.solvens.settings..",
                            "org.apache.avro..",
                            "org.apache.parquet..",
                            "org.apache.hadoop.conf..",
                            "de.siegmar.fastcsv..",
                            "me.tongfei.progressbar..",
                            "picocli..",
                            "org.jspecify.annotations..")));
}
