package org.solvens.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.solvens.facts.OtherCases;
import org.solvens.problem.Problem;

class SettingsTest {
    /// What asks the machine for something, leaves the settings out, or keeps settings of the process.
    private static final Pattern ASKS = Pattern.compile(
            "System\\.(getenv|getProperty|getProperties|setProperty|clearProperty)|(Boolean\\.getBoolean|Integer\\.getInteger|Long\\.getLong)\\(|Settings\\.ofProcess|new"
                + " Lake\\([^,()]*\\)|static (final )?(Configuration|Settings|DeltaTables) \\w+( =|;)");

    /// `Leaf` starts commands, `CommandIndex` is the build's own `main`.
    private static final List<String> MAY = List.of("Settings.java", "Leaf.java", "CommandIndex.java");

    private static Settings of(String property, String variable) {
        Properties properties = new Properties();
        if (property != null) {
            properties.setProperty("solvens.other_cases", property);
        }
        return Settings.of(properties, variable == null ? Map.of() : Map.of("SOLVENS_OTHER_CASES", variable));
    }

    @Test
    void thePropertyDecidesThenTheVariable() {
        assertThat(of(null, null).otherCases()).isEqualTo(OtherCases.SEEN);
        assertThat(of("", "").otherCases()).isEqualTo(OtherCases.SEEN);
        assertThat(of(null, "left_out").otherCases()).isEqualTo(OtherCases.LEFT_OUT);
        assertThat(of("left_out", null).otherCases()).isEqualTo(OtherCases.LEFT_OUT);
        assertThat(of("seen", "left_out").otherCases()).isEqualTo(OtherCases.SEEN);
        assertThatThrownBy(() -> of(null, "maybe"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("OTHER-CASES"));
        for (OtherCases each : OtherCases.values()) {
            assertThat(OtherCases.of(each.word())).isEqualTo(each);
            assertThat(OtherCases.ofVersion("abc" + each.mark())).isEqualTo(each);
        }
    }

    @Test
    void theOtherSettingsAreRead() {
        Properties properties = new Properties();
        properties.setProperty("spark.master", "yarn");
        properties.setProperty("other", "x");
        properties.setProperty("solvens.home", "/solvens");
        properties.setProperty("user.name", "?");
        Settings settings = Settings.of(properties, Map.of("SOLVENS_REGISTRY", "/models", "SPARK_HOME", "/spark"));
        assertThat(settings.home()).isEqualTo(Path.of("/solvens"));
        assertThat(settings.registry()).isEqualTo(Path.of("/models"));
        assertThat(settings.sparkHome()).isEqualTo(Path.of("/spark"));
        assertThat(settings.spark()).isEqualTo(Map.of("spark.master", "yarn"));
        assertThat(settings.user()).isEmpty();
        assertThat(Settings.NONE.registry()).isNull();
    }

    @Test
    void settingsOfFileSystemsAreThoseOfTheProcessAndThoseOfTheCommand() {
        Properties properties = new Properties();
        properties.setProperty("spark.hadoop.fs.s3a.endpoint", "https://store.example");
        properties.setProperty("spark.executor.memory", "8g");
        Settings process = Settings.of(properties, Map.of());
        Settings command = process.withHadoop(
                Map.of("spark.hadoop.fs.s3a.path.style.access", "true", "spark.master", "yarn", "fs.x", "y"));
        assertThat(process.hadoop()).isEqualTo(Map.of("spark.hadoop.fs.s3a.endpoint", "https://store.example"));
        assertThat(command.hadoop())
                .isEqualTo(Map.of(
                        "spark.hadoop.fs.s3a.endpoint",
                        "https://store.example",
                        "spark.hadoop.fs.s3a.path.style.access",
                        "true"));
        assertThat(command.spark("spark.master")).isNull();
    }

    /// A class that asks the machine by itself would not follow the settings, and a lake without settings would see
    /// cases that the law may forbid to see.
    @Test
    void nothingElseAsksTheMachine() throws Exception {
        List<String> asking = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("solvens.home")))) {
            for (Path file : files.filter(each -> each.toString().matches(".*/src/main/java/.*\\.java"))
                    .toList()) {
                if (!MAY.contains(file.getFileName().toString())
                        && ASKS.matcher(Files.readString(file)).find()) {
                    asking.add(file.toString());
                }
            }
        }
        assertThat(asking).isEmpty();
    }
}
