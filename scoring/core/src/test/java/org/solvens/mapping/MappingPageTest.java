package org.solvens.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.MapContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Holds `docs/mapping.md` against the program: each function has an entry, each example gives what the page says.
class MappingPageTest {
    private static final Path PAGE = Path.of(System.getProperty("solvens.home")).resolve("docs/mapping.md");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
    private static final Pattern CALL = Pattern.compile("`(\\w+)\\((.*)\\)`");

    /// An example of a table.
    ///
    /// @param function as the table writes it; null in the table of further examples
    private record Example(@Nullable String function, String expression, String result) {}

    @TempDir
    Path folder;

    @Test
    void everyMappingOfThePageIsOne() throws IOException {
        assertThat(mappings()).extracting(Mapping::mapping).containsExactly("invoices", "flags");
    }

    @Test
    void everyFunctionHasOneEntryAndNoOtherHas() throws IOException {
        List<String> entries = new ArrayList<>();
        for (Example example : examples()) {
            if (example.function() != null) {
                entries.add(signature(example.function()));
                assertThat(example.expression())
                        .as("the example of %s", example.function())
                        .contains(example.function()
                                .substring(1, example.function().indexOf('(') + 1));
            }
        }
        assertThat(entries).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(entries)).isEqualTo(Functions.SIGNATURES);
    }

    @TestFactory
    List<DynamicTest> everyExampleGivesWhatThePageSays() throws IOException {
        Mapping mapping = mappings().getFirst();
        List<DynamicTest> tests = new ArrayList<>();
        for (Example example : examples()) {
            tests.add(DynamicTest.dynamicTest(
                    example.expression(),
                    () -> assertThat(evaluated(example.expression(), mapping)).isEqualTo(example.result())));
        }
        assertThat(tests).hasSizeGreaterThan(60);
        return tests;
    }

    private static String evaluated(String expression, Mapping mapping) {
        Expressions expressions = new Expressions(
                mapping.sources().getFirst().zoneId(), mapping.lookups(), "docs/mapping.md", path -> "");
        Map<String, Object> values = new HashMap<>(Expressions.constants(mapping.exported()));
        values.put("nothing", null);
        try {
            Object value = expressions
                    .compile(expression, "example", "example")
                    .script()
                    .execute(new MapContext(values));
            return switch (value) {
                case null -> "missing";
                case BigDecimal number -> number.toPlainString();
                default -> value.toString();
            };
        } catch (JexlException e) {
            return "refused";
        }
    }

    private List<Mapping> mappings() throws IOException {
        List<Mapping> all = new ArrayList<>();
        Matcher fenced = FENCED.matcher(Files.readString(PAGE));
        for (MatchResult block : fenced.results().toList()) {
            all.add(Mapping.read(Files.writeString(folder.resolve("mapping.yaml"), block.group(1))));
        }
        return all;
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        int columns = 0;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.equals("| function | meaning | example | gives |")) {
                columns = 4;
            } else if (line.equals("| example | gives |")) {
                columns = 2;
            } else if (!line.startsWith("|")) {
                columns = 0;
            } else if (columns > 0 && !line.startsWith("|---")) {
                String[] cells = line.substring(2, line.length() - 2).split(" \\| ");
                assertThat(cells).as(line).hasSize(columns);
                examples.add(new Example(
                        columns == 4 ? cells[0] : null,
                        cells[columns - 2].substring(1, cells[columns - 2].length() - 1),
                        cells[columns - 1].replace("`", "")));
            }
        }
        return examples;
    }

    private static String signature(String function) {
        Matcher call = CALL.matcher(function);
        assertThat(call.matches()).as(function).isTrue();
        String arguments = call.group(2);
        boolean more = arguments.endsWith(", ...");
        int count = (more ? arguments.substring(0, arguments.length() - 5) : arguments).split(", ").length;
        return call.group(1) + "/" + count + (more ? "+" : "");
    }
}
