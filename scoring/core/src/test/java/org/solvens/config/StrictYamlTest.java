package org.solvens.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.problem.Problem;

class StrictYamlTest {
    enum Colour {
        DARK_RED,
        BLUE
    }

    record Part(int partCount, @Nullable String remark) {
        Part {
            if (partCount < 0) {
                throw new IllegalArgumentException("part_count must not be negative");
            }
        }
    }

    record Thing(
            String name,
            int count,
            double share,
            boolean wanted,
            @Nullable LocalDate from,
            @Nullable Colour colour,
            @Nullable List<Part> parts,
            @Nullable Map<String, Part> byName) {}

    private static final String GOOD = """
        # a remark
        name: ten
        count: 10
        share: 0.5
        wanted: true
        from: 2024-01-31
        colour: darkRed
        parts:
          - part_count: 1
            remark: x
          - part_count: 2
        by_name:
          left: {part_count: 3}
        """;

    @TempDir
    Path folder;

    @Test
    void keysAreTheComponentsNamesInSnakeCase() {
        assertThat(parse(GOOD))
                .isEqualTo(new Thing(
                        "ten",
                        10,
                        0.5,
                        true,
                        LocalDate.of(2024, 1, 31),
                        Colour.DARK_RED,
                        List.of(new Part(1, "x"), new Part(2, null)),
                        Map.of("left", new Part(3, null))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        count: 10            | cuont: 10            | unknown key 'cuont'           | at cuont
        count: 10            | count:               | count                         | line
        count: 10            | count: ten           | count                         | line
        count: 10            | count: 10.7          | count                         | line
        count: 10            | count: 99999999999   | out of range                  | line 3
        count: 10            | count: [10]          | count                         | line
        share: 0.5           | share: half          | share                         | line
        wanted: true         | wanted: perhaps      | wanted                        | line
        from: 2024-01-31     | from: 31.01.2024     | from                          | line
        from: 2024-01-31     | from: 2024-02-30     | from                          | line
        colour: darkRed      | colour: green        | colour                        | line
        colour: darkRed      | colour: 0            | colour                        | line
        - part_count: 1      | - part_count: -1     | part_count must not be negative | parts[0]
        - part_count: 2      | - partCount: 2       | unknown key 'partCount'       | parts[1]
        {part_count: 3}      | {part_count: x}      | part_count                    | by_name.left
        wanted: true         | name: eleven         | name                          | line
        wanted: true         | wanted: true: false  | mapping values                | line
        - part_count: 2      | - - part_count: 2    | parts                         | parts[1]
        """)
    void whatDoesNotFitIsAProblemThatNamesFilePlaceAndKey(String right, String wrong, String thing, String place) {
        Problem problem = problem(GOOD.replace(right, wrong));
        assertThat(problem.code()).isEqualTo("THING");
        assertThat(problem.subject()).startsWith("thing.yaml").contains(place);
        assertThat(problem.display()).contains(thing);
    }

    /// YAML 1.1 reads some of these as other numbers or as booleans: 010 as 8, 1:30 as 90, yes as true.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        010     | refused | refused | refused | 010
        -010    | refused | refused | refused | -010
        08      | refused | refused | refused | 08
        +5      | refused | refused | refused | +5
        0       | 0       | 0.0     | refused | 0
        1_0     | refused | refused | refused | 1_0
        1:30    | refused | refused | refused | 1:30
        1:30:15 | refused | refused | refused | 1:30:15
        0o17    | refused | refused | refused | 0o17
        0x1F    | refused | refused | refused | 0x1F
        0b11    | refused | refused | refused | 0b11
        .5      | refused | refused | refused | .5
        5.      | refused | 5.0     | refused | 5.
        010.5   | refused | refused | refused | 010.5
        1_0.5   | refused | refused | refused | 1_0.5
        1e3     | refused | 1000.0  | refused | 1e3
        1e400   | refused | refused | refused | 1e400
        NaN     | refused | refused | refused | NaN
        INF     | refused | refused | refused | INF
        "NaN"   | refused | refused | refused | NaN
        .inf    | refused | refused | refused | .inf
        .nan    | refused | refused | refused | .nan
        yes     | refused | refused | refused | yes
        no      | refused | refused | refused | no
        on      | refused | refused | refused | on
        y       | refused | refused | refused | y
        NO      | refused | refused | refused | NO
        True    | refused | refused | refused | True
        tRue    | refused | refused | refused | tRue
        ~       | refused | refused | refused | refused
        "010"   | refused | refused | refused | 010
        "yes"   | refused | refused | refused | yes
        "~"     | refused | refused | refused | ~
        ""      | refused | refused | refused | ``
        """)
    void numbersAndBooleansAreReadAsYaml12DoesOrRefused(
            String written, String count, String share, String wanted, String name) {
        read("count: 10", "count: " + written, 3, count, thing -> String.valueOf(thing.count()));
        read("share: 0.5", "share: " + written, 4, share, thing -> String.valueOf(thing.share()));
        read("wanted: true", "wanted: " + written, 5, wanted, thing -> String.valueOf(thing.wanted()));
        read("name: ten", "name: " + written, 2, name, Thing::name);
    }

    private static void read(String right, String written, int line, String expected, Function<Thing, String> part) {
        String text = GOOD.replace(right, written);
        if (expected.equals("refused")) {
            Problem problem = problem(text);
            assertThat(problem.subject()).as(written).contains(", line " + line + ", column ");
            assertThat(problem.why()).as(written).hasSizeLessThan(100).doesNotContain("\n", "CoercionConfig");
        } else {
            assertThat(part.apply(parse(text))).as(written).isEqualTo(expected);
        }
    }

    @Test
    void anUnknownKeyIsAnsweredWithTheKnownOnes() {
        Problem problem = problem(GOOD.replace("share:", "shares:"));
        assertThat(problem.why()).contains("share").contains("by_name").contains("wanted");
        assertThat(problem.subject()).isEqualTo("thing.yaml at shares, line 4, column 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "share"})
    void aNumberThatIsLeftOutIsNotTakenForZero(String key) {
        assertThat(problem(GOOD.replaceAll("(?m)^" + key + ":.*\n", "")).display())
                .contains("'" + key + "'");
        assertThat(problem(GOOD.replace("part_count: 3", "remark: y")).subject())
                .contains("by_name.left");
    }

    @Test
    void whatIsLeftOutBesideIsMissingOrNotSo() {
        assertThat(parse("count: 1\nshare: 1")).isEqualTo(new Thing(null, 1, 1, false, null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing\n", "---\n", "null", "just text", "- a list", "name: [", "\tname: x", "a: &b *b"})
    void whatIsNoSuchFileAtAllIsAProblem(String text) {
        assertThat(problem(text).subject()).startsWith("thing.yaml");
    }

    @Test
    void aSecondDocumentIsNotPassedOver() {
        assertThat(problem(GOOD + "---\nname: other\n").display()).contains("thing.yaml");
    }

    @Test
    void aFileThatCannotBeReadIsAProblemThatNamesIt() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Problem none = catchThrowableOfType(Problem.class, () -> StrictYaml.read(missing, Thing.class, "THING"));
        assertThat(none.subject()).isEqualTo(missing.toString());
        assertThat(none.what()).isEqualTo("there is no such file");
        Path latin = Files.write(folder.resolve("latin.yaml"), "name: å\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(Problem.class, () -> StrictYaml.read(latin, Thing.class, "THING"))
                        .what())
                .isEqualTo("the file is not UTF-8");
        Problem directory = catchThrowableOfType(Problem.class, () -> StrictYaml.read(folder, Thing.class, "THING"));
        assertThat(directory.what()).isEqualTo("the file cannot be read");
        Path good = Files.writeString(folder.resolve("good.yaml"), "\uFEFF" + GOOD);
        assertThat(StrictYaml.read(good, Thing.class, "THING")).isEqualTo(parse(GOOD));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        share: 0.5         | share: &s 0.5          | an anchor is not allowed in a settings file          | line 4, column 8
        share: 0.5         | share: *s              | an alias is not allowed in a settings file           | line 4, column 8
        name: ten          | &n name: ten           | an anchor is not allowed in a settings file          | line 2, column 1
        parts:             | parts: &p              | an anchor is not allowed in a settings file          | line 8, column 8
        count: 10          | *count : 10            | an alias is not allowed in a settings file           | line 3
        name: ten          | name: !empty(x)        | a text that begins with '!' is a tag                 | line 2, column 7
        name: ten          | name: !!str ten        | a text that begins with '!' is a tag                 | line 2, column 7
        name: ten          | name: a ? 'b' : 'c'    | the text has '? :' and is not in quotes              | line 2, column 15
        {part_count: 3}    | {remark: a ? b : c, part_count: 3} | the text has '? :' and is not in quotes  | line 13, column 24
        name: ten          | name: {'a': b}: c      | the text has a colon followed by a space             | line 2
        name: ten          | name: look(x, {'P': 'Q'}) | the text has a colon followed by a space          | line 2, column 19
        name: ten          | name: 'a' == b         | a text continues after its closing quote               | line 2, column 11
        share: 0.5         | count: 11              | a key is given twice                                 | line 4
        share: 0.5         | share: @half           | the file is not YAML that can be read                | line 4
        """)
    void whatASettingsFileMustNotHaveIsNamedWithLineAndColumn(String right, String wrong, String what, String place) {
        Problem problem = problem(GOOD.replace(right, wrong));
        assertThat(problem.what()).startsWith(what);
        assertThat(problem.subject()).startsWith("thing.yaml").contains(place);
    }

    @Test
    void anUnquotedTernaryIsAnsweredWithQuotes() {
        assertThat(problem("name: a ? 'b' : 'c'\n").display()).isEqualTo("""
            error THING: the text has '? :' and is not in quotes
              in:     thing.yaml, line 1, column 15
              cause:  YAML takes the colon for the end of a key
              remedy: quote the expression: put all of it in double quotes, as in "a ? b : c\"\
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "null"})
    void anEmptyFileIsSaidToBeEmpty(String text) {
        Problem problem = problem(text);
        assertThat(problem.what()).isEqualTo("the file is empty");
        assertThat(problem.subject()).isEqualTo("thing.yaml, line 1, column 1");
    }

    @Test
    void aSecondDocumentIsNamedByItsLine() {
        assertThat(problem(GOOD + "---\nname: other\n").subject()).isEqualTo("thing.yaml, line 15, column 1");
    }

    @Test
    void nothingOfAnySizeOrDepthStopsTheReader() throws IOException {
        Path large = Files.writeString(folder.resolve("large.yaml"), GOOD + "# " + "x".repeat(10_000_000) + "\n");
        Problem tooLarge = catchThrowableOfType(Problem.class, () -> StrictYaml.read(large, Thing.class, "THING"));
        assertThat(tooLarge.what()).isEqualTo("the file is larger than a settings file may be");
        Problem longLine = problem("# short\n#" + "x".repeat(StrictYaml.LONGEST_LINE) + "\n" + GOOD);
        assertThat(longLine.what()).isEqualTo("the line is too long");
        assertThat(longLine.subject()).isEqualTo("thing.yaml, line 2, column 1");
        assertThat(problem("name: " + "[".repeat(20_000)).subject()).startsWith("thing.yaml, line 1");
        assertThat(problem("- ".repeat(20_000)).subject()).startsWith("thing.yaml, line 1");
        String comments = ("#" + "x".repeat(1_000) + "\n").repeat(1_000);
        assertThat(parse(comments + GOOD)).isEqualTo(parse(GOOD));
    }

    private static Thing parse(String text) {
        return StrictYaml.parse(text, "thing.yaml", Thing.class, "THING");
    }

    private static Problem problem(String text) {
        Problem problem = catchThrowableOfType(Problem.class, () -> parse(text));
        assertThat(problem).as("a problem with\n%s", text).isNotNull();
        return problem;
    }
}
