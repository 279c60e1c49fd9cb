package org.solvens.pipelines;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The rooms of the pipelines are the steps of a run, and each knows only what comes before it.
class RoomsTest {
    private static final String STEPS = "org.solvens.pipelines.";

    /// What each room may know of the others. The package `org.solvens.pipelines` has the commands and knows all.
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "org.solvens.spark",
            Set.of(),
            "org.solvens.ingest",
            Set.of("org.solvens.spark"),
            STEPS + "histories",
            Set.of("org.solvens.spark", "org.solvens.ingest"),
            "org.solvens.quality",
            Set.of("org.solvens.spark", "org.solvens.ingest", STEPS + "histories"),
            STEPS + "snapshots",
            Set.of("org.solvens.spark", STEPS + "histories"),
            STEPS + "scores",
            Set.of("org.solvens.spark", "org.solvens.ingest", STEPS + "histories"),
            STEPS + "reports",
            Set.of("org.solvens.spark", STEPS + "histories", STEPS + "scores"),
            STEPS + "maintenance",
            Set.of(STEPS + "histories"),
            "org.solvens.monitor",
            Set.of("org.solvens.spark"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPath(Path.of("target/classes"));

    @Test
    void everyRoomIsInTheDrawing() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            found.add(type.getPackageName());
        }
        Set<String> drawn = new TreeSet<>(ARROWS.keySet());
        drawn.add("org.solvens.pipelines");
        assertThat(found).isEqualTo(drawn);
    }

    @Test
    void roomsKnowOnlyThoseTheyMay() {
        String[] rooms = ARROWS.keySet().toArray(String[]::new);
        ARROWS.forEach((room, others) -> classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackages(rooms)
                        .and(resideOutsideOfPackages("org.solvens.pipelines"))
                        .or(resideInAnyPackage(room))
                        .or(resideInAnyPackage(others.toArray(String[]::new))))
                .check(CLASSES));
    }
}
