package org.solvens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.feature.Axis;
import org.solvens.feed.Feed;
import org.solvens.model.ModelFile;
import org.solvens.model.Models;
import org.solvens.policy.Policy;
import org.solvens.registry.ModelRegistry;

/// What is written does not depend on the locale of the machine. The build refuses the calls that would read it
/// (`.ci/locale.txt`); here files and tables are written under locales with other digits and other letters.
class LocaleTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");

    private final Locale before = Locale.getDefault();

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @Test
    void theBuildRefusesTheCallsThatReadTheLocale() throws IOException {
        Path list = Path.of(System.getProperty("solvens.home"), ".ci", "locale.txt");
        assertThat(Files.readAllLines(list))
                .contains(
                        "java.lang.String#format(java.lang.String,java.lang.Object[])",
                        "java.lang.String#formatted(java.lang.Object[])",
                        "java.lang.String#toLowerCase()",
                        "java.lang.String#toUpperCase()",
                        "java.io.PrintWriter#printf(java.lang.String,java.lang.Object[])",
                        "java.text.NumberFormat#getInstance()",
                        "java.time.format.DateTimeFormatter#ofPattern(java.lang.String)",
                        "java.util.Locale#getDefault()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "ar-EG", "ar-EG-u-nu-arab", "th-TH-u-nu-thai", "tr-TR", "de-DE"})
    void filesAndNumbersHaveAsciiDigits(String tag) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(tag));
        ModelRegistry registry = new ModelRegistry(folder);
        String id = registry.publish(ModelFile.write(Models.willingness()), "{}", "{}");
        registry.promote(id, "anna", "first", AT, 0);
        assertThat(folder.resolve("roles/000001.json")).exists();
        assertThat(Files.readString(folder.resolve("roles/000001.json")))
                .contains("\"sequence\" : 1", "\"willingness\"");
        assertThat(new ModelRegistry(folder)
                        .champion(Axis.WILLINGNESS)
                        .orElseThrow()
                        .model())
                .isEqualTo(id);
        try (Stream<Path> roles = Files.list(folder.resolve("roles"))) {
            assertThat(roles.map(role -> role.getFileName().toString())).allMatch(name -> name.matches("\\p{ASCII}+"));
        }
        assertThat(Feed.ofLabel("tax_assessments")).isEqualTo(Feed.TAX_ASSESSMENTS);
        assertThat(Feed.CASE_EVENTS.label()).isEqualTo("case_events");
        assertThat(Policy.parse(Policy.standardText(), "default.yaml").label()).isEqualTo("default@8");
    }
}
