package org.solvens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.config.Mutations;
import org.solvens.mapping.Mapping;
import org.solvens.plan.TrainingPlan;
import org.solvens.policy.Policy;

/// Whatever happens to a settings file, reading it ends in settings or in a problem with its line and column. Runs for
/// as many seconds as the system property `solvens.fuzz.seconds` says, 10 where it says nothing:
/// `mvn -pl scoring/core test -Dexcluded.tests=none -Dtest=SettingsFuzzTest -DargLine=-Dsolvens.fuzz.seconds=600`.
@Tag("slow")
class SettingsFuzzTest {
    private static final Path SAMPLES = Path.of(System.getProperty("solvens.home"), "data-samples");

    @TempDir
    Path folder;

    @Test
    void mappings() throws IOException {
        survives("mappings", List.of(), Mapping::read);
    }

    @Test
    void plans() throws IOException {
        survives("plans", List.of(), TrainingPlan::read);
    }

    @Test
    void policies() throws IOException {
        survives("policies", List.of(Policy.standardText()), Policy::read);
    }

    private void survives(String samples, List<String> more, Function<Path, ?> reader) throws IOException {
        List<String> whole = new ArrayList<>(more);
        try (Stream<Path> files = Files.list(SAMPLES.resolve(samples))) {
            for (Path file : files.sorted().toList()) {
                whole.add(Files.readString(file));
            }
        }
        Mutations.survive(whole, folder.resolve("settings.yaml"), reader);
    }
}
