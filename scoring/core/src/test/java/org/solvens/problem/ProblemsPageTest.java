package org.solvens.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compares `docs/problems.md` with the codes that the sources of all modules give to problems and refused rows.
class ProblemsPageTest {
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));
    private static final Pattern ROW = Pattern.compile("(?m)^\\|(?: \\d{3} \\|)? ([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*) \\|");
    private static final String CODE = "\"([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*)\"";
    private static final Pattern GIVEN = Pattern.compile(
            "(?:new (?:Problem|ApiProblem|Checked\\.Refused|RowSource\\.Refusal|Refusal)\\(\\s*(?:\\d{3},\\s*)?"
                    + "|badRequest\\(\\s*|code = )" + CODE);
    private static final Pattern ENGINE = Pattern.compile("PREFIX \\+ " + CODE);

    @Test
    void everyCodeOfTheSourcesIsOnThePage() throws IOException {
        Set<String> given = new TreeSet<>();
        for (String source : sources()) {
            found(GIVEN, source).forEach(given::add);
            found(ENGINE, source).forEach(code -> given.add(EngineFailure.PREFIX + code));
        }
        assertThat(given).hasSizeGreaterThan(100);
        assertThat(onThePage()).containsAll(given);
    }

    @Test
    void everyCodeOfThePageIsInTheSources() throws IOException {
        String all = String.join("\n", sources());
        for (String code : onThePage()) {
            String written = code.startsWith(EngineFailure.PREFIX)
                    ? code.substring(EngineFailure.PREFIX.length())
                    : code.replaceFirst("HTTP-\\d+", "HTTP-");
            assertThat(all.contains("\"" + written + "\"") || all.contains("\"" + written + ": "))
                    .as(code)
                    .isTrue();
        }
    }

    private static Set<String> onThePage() throws IOException {
        return new TreeSet<>(found(ROW, Files.readString(HOME.resolve("docs/problems.md"))));
    }

    private static List<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().map((MatchResult match) -> match.group(1)).toList();
    }

    private static List<String> sources() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String part : List.of("scoring", "pipelines", "api", "notebooks-exported")) {
            try (Stream<Path> files = Files.walk(HOME.resolve(part))) {
                for (Path file : files.filter(file -> file.toString().contains("src/main/java")
                                && file.toString().endsWith(".java"))
                        .toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts;
    }
}
