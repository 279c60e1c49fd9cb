package org.solvens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The modules of the project. Maven's enforcer refuses arrows between them that are not drawn (`arrows` in each
/// `pom.xml`).
class ModulesTest {
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));
    private static final String SOURCES = "src/main/java";

    /// Modules by their folder, with the packages of their main code.
    private static Map<String, Set<String>> packages() throws Exception {
        Map<String, Set<String>> packages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : files.map(HOME::relativize)
                    .filter(each -> each.toString().matches("[^.].*/" + SOURCES + "/.*\\.java"))
                    .toList()) {
                String name = file.toString();
                int at = name.indexOf("/" + SOURCES);
                packages.computeIfAbsent(name.substring(0, at), _ -> new TreeSet<>())
                        .add(name.substring(at + SOURCES.length() + 2, name.lastIndexOf('/'))
                                .replace('/', '.'));
            }
        }
        return packages;
    }

    @Test
    void aPackageBelongsToOneModule() throws Exception {
        Map<String, String> owners = new TreeMap<>();
        packages()
                .forEach((module, packages) -> packages.forEach(
                        each -> assertThat(owners.put(each, module)).as(each).isNull()));
        assertThat(owners)
                .containsEntry("org.solvens.facts", "scoring/core")
                .containsEntry("org.solvens.lake", "scoring/lake");
    }

    /// NullAway checks packages that are marked, and no others.
    @Test
    void everyPackageIsMarkedForNulls() throws Exception {
        packages()
                .forEach((module, packages) -> packages.forEach(each -> assertThat(HOME.resolve(module)
                                .resolve(SOURCES)
                                .resolve(each.replace('.', '/'))
                                .resolve("package-info.java"))
                        .as(each)
                        .content()
                        .contains("@NullMarked\npackage " + each + ";")));
    }

    @Test
    void everyModuleStatesItsArrows() throws Exception {
        for (String module : packages().keySet()) {
            assertThat(Files.readString(HOME.resolve(module).resolve("pom.xml")))
                    .as(module)
                    .contains("<id>arrows</id>", "<exclude>org.solvens:*</exclude>");
        }
    }
}
