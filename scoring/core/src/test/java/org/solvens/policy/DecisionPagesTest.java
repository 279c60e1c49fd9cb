package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.solvens.history.Route;

/// The pages name every segment, route and flag that an answer can have, and every fact that a rule can ask
/// for.
class DecisionPagesTest {
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));

    @Test
    void thePageOfCaseSystemsHasEverySegmentRouteAndFlag() throws IOException {
        String page = page("docs/case-systems.md");
        assertThat(firstCells(page, "Segments")).containsExactlyInAnyOrderElementsOf(names(Segment.values()));
        assertThat(firstCells(page, "Routes")).containsExactlyInAnyOrderElementsOf(names(Route.values()));
        assertThat(firstCells(page, "Flags")).containsExactlyInAnyOrderElementsOf(names(Flag.values()));
    }

    @Test
    void theRoutesThatNeedAPersonAreNamed() throws IOException {
        String step = line(page("docs/case-systems.md"), "**Human review**");
        String settings = page("docs/settings.md");
        for (Route route : Route.values()) {
            assertThat(step.contains(route.name())).as(route.name()).isEqualTo(route.humanOnly());
            if (route.humanOnly()) {
                assertThat(line(settings, "It cannot be false for the routes")).contains("`" + label(route) + "`");
            }
        }
    }

    @Test
    void theSamplesPageHasEveryRoute() throws IOException {
        String row = line(page("data-samples/README.md"), "| `route` | one of");
        assertThat(found(row.substring(row.indexOf("one of"), row.lastIndexOf(" | ")), "`(\\w+)`"))
                .containsExactlyElementsOf(names(Route.values()));
    }

    @Test
    void thePageOfPoliciesHasEveryFact() throws IOException {
        assertThat(firstCells(page("docs/policies.md"), "What a rule can ask"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Fact.values()).map(Fact::label).toList());
    }

    @Test
    void thePageOfPoliciesHasEveryKeyOfTheTeams() throws IOException {
        String page = page("docs/policies.md").replace("\n### ", "\n## ");
        assertThat(firstCells(page, "The file"))
                .containsExactlyElementsOf(Stream.of(Capacity.Team.class.getRecordComponents())
                        .map(component ->
                                component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static String page(String name) throws IOException {
        return Files.readString(HOME.resolve(name));
    }

    /// The names in the first cells of the table of a section; a cell may have several.
    private static List<String> firstCells(String page, String heading) {
        String section = page.substring(page.indexOf("\n## " + heading + "\n") + heading.length() + 4);
        section = section.substring(0, section.indexOf("\n## "));
        List<String> names = new ArrayList<>();
        for (String cell : found(section, "(?m)^\\| (.*?) \\|")) {
            names.addAll(found(cell, "(?:^|, )`?(\\w+)`?"));
        }
        return names.subList(1, names.size());
    }

    private static String line(String page, String part) {
        return page.lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    private static List<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    private static String label(Route route) {
        return route.name().toLowerCase(Locale.ROOT);
    }
}
