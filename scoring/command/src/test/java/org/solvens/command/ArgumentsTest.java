package org.solvens.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ArgumentsTest {
    @Command(name = "look")
    private static final class Look implements Callable<Integer> {
        @Option(names = "--day", split = ",")
        private List<LocalDate> days = List.of();

        @Option(names = "--by")
        private String by;

        @Option(
                names = "--conf",
                converter = {Arguments.AsGiven.class, Arguments.AsGiven.class})
        private Map<String, String> settings = Map.of();

        @Parameters(arity = "0..*")
        private List<Path> files = List.of();

        @Override
        public Integer call() {
            return 0;
        }
    }

    @Command(name = "all", subcommands = Look.class)
    private static final class All {}

    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Arguments.strict(new CommandLine(new All()))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @ParameterizedTest
    @CsvSource({
        "--day, 999999999-01-01",
        "--day, +999999999-12-31",
        "--day, -999999999-01-01",
        "--day, 1899-12-31",
        "--day, 2201-01-01",
        "--day, 2026-02-30",
        "--day, 1.7.2026",
        "--day, ''",
        "--day, '2026-07-01,0000-00-00'",
        "--by, ''",
        "--by, ' '",
        "'', ''",
    })
    void aValueThatMakesNoSenseIsOneSentenceAndTheUsage(String option, String value) {
        String[] args = option.isEmpty() ? new String[] {"look", value} : new String[] {"look", option, value};
        assertThat(run(args)).isEqualTo(2);
        assertThat(err.toString().lines().findFirst().orElseThrow())
                .containsAnyOf(
                        "is not a day from 1900-01-01 to 2200-12-31, written as 2026-07-01",
                        "the value is empty",
                        "Unmatched argument at index 1: ''")
                .doesNotContain("Exception");
        assertThat(err.toString()).contains("Usage: all look").doesNotContain("\tat ");
    }

    @Test
    void aControlCharacterIsNamedAndNotPrinted() {
        assertThat(run("look", "--by", "a\u0000b")).isEqualTo(2);
        assertThat(err.toString()).contains("'a?b' has a control character").doesNotContain("\u0000");
    }

    @Test
    void aLongValueIsCut() {
        assertThat(run("look", "--day", "9".repeat(100_000))).isEqualTo(2);
        assertThat(err.toString().lines().findFirst().orElseThrow()).hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01", "2026-07-01", "2200-12-31"})
    void aDayInTheRangeIsRead(String day) {
        assertThat(Arguments.day(day)).isEqualTo(LocalDate.parse(day));
        assertThat(run("look", "--day", day, "--by", "anna", "--conf", "spark.hadoop.key=", "a.csv"))
                .isZero();
        assertThat(err.toString()).isEmpty();
    }
}
