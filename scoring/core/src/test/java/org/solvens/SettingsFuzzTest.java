package org.solvens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.fuzz.Fuzz;
import org.solvens.fuzz.Mutator;
import org.solvens.mapping.Mapping;
import org.solvens.plan.TrainingPlan;
import org.solvens.policy.Policy;
import org.solvens.problem.Problem;

/// Whatever happens to a settings file, reading it ends in settings or in a problem with its line and column
/// ({@link Fuzz}).
class SettingsFuzzTest {
    private static final Path SAMPLES = Path.of(System.getProperty("solvens.home"), "data-samples");

    @TempDir
    Path folder;

    @Test
    void mappings() throws Exception {
        survives("mapping", samples("mappings"), Mapping::read);
    }

    @Test
    void plans() throws Exception {
        survives("plan", samples("plans"), TrainingPlan::read);
    }

    @Test
    void policies() throws Exception {
        List<String> whole = samples("policies");
        whole.add(Policy.standardText());
        survives("policy", whole, Policy::read);
    }

    private static List<String> samples(String kind) throws IOException {
        List<String> whole = new ArrayList<>();
        try (Stream<Path> files = Files.list(SAMPLES.resolve(kind))) {
            for (Path file : files.sorted().toList()) {
                whole.add(Files.readString(file));
            }
        }
        return whole;
    }

    private void survives(String target, List<String> whole, Function<Path, ?> reader) throws InterruptedException {
        Path file = folder.resolve("settings.yaml");
        Mutator mutator = Mutator.ofTexts(
                whole,
                Stream.of(Mutator.YAML, Mutator.EXPRESSIONS)
                        .flatMap(List::stream)
                        .toList());
        Fuzz.run(target, mutator::changed, input -> {
                    Files.write(file, input);
                    try {
                        assertThat(reader.apply(file)).isNotNull();
                    } catch (Problem problem) {
                        assertThat(problem.subject())
                                .as(problem.display())
                                .startsWith(file.toString())
                                .matches("(?s).*, line [0-9]+, column [0-9]+");
                        throw problem;
                    }
                })
                .requireBoth();
    }
}
