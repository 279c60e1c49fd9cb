package org.solvens.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.solvens.problem.Problem;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;

class AcceptedChecksTest {
    @TempDir
    Path folder;

    private AcceptedChecks read(String text) throws Exception {
        return AcceptedChecks.read(Files.writeString(folder.resolve("accepted.yaml"), text));
    }

    private static Result failed(String feed, String check, String column) {
        return new Result(feed, check, column, CheckLevel.ERROR, CheckStatus.FAILED, 1.0, 0, 0.0, "no", null);
    }

    @Test
    void aCheckIsAcceptedByItsWholeName() throws Exception {
        AcceptedChecks accepted = read("""
            # What the client reported.
            - {check: payments/freshness, reason: Closed in May.}
            - check: cases/shift/principal
              reason: >
                New client,
                larger claims.
            - {check: payments/refunded_more_than_paid, reason: Paid out by hand.}
            - {check: 'protection/holds.csv@3f6a01c2:7', reason: The total of the export.}
            """);
        assertThat(accepted.applied(failed("payments", "freshness", null)).accepted())
                .isEqualTo("Closed in May.");
        assertThat(accepted.applied(failed("cases", "shift", "principal")).accepted())
                .isEqualTo("New client, larger claims.");
        assertThat(accepted.applied(failed("payments", "refunded_more_than_paid", null))
                        .accepted())
                .isEqualTo("Paid out by hand.");
        assertThat(accepted.applied(failed("protection", "holds.csv@3f6a01c2:7", null))
                        .accepted())
                .isEqualTo("The total of the export.");
        assertThat(accepted.applied(failed("protection", "holds.csv@4f6a01c2:7", null))
                        .error())
                .isTrue();
        assertThat(accepted.applied(failed("cases", "shift", "costs")).error()).isTrue();
        assertThat(accepted.applied(failed("cases", "freshness", null)).error()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        check: payments/freshness | check: payments/freshnes      | there is no check 'payments/freshnes'; those of payments are payments/contract | at [0], line 2
        check: payments/freshness | check: paiments/freshness     | 'paiments/freshness' does not begin with a feed    | at [0], line 2
        check: payments/freshness | check: cases/shift            | there is no check 'cases/shift'                    | at [0], line 2
        check: payments/freshness | check: protection/holds.csv:7 | a refused row is protection/FILE@HASH:LINE         | at [0], line 2
        check: payments/freshness | check:                        | name the check                                     | at [0], line 2
        reason: Closed in May.    | reason: ' '                   | a check is not accepted without a reason           | at [0], line 2
        reason: Closed in May.    | cause: Closed in May.         | unknown key 'cause'                                | line 3
        reason: Closed in May.    | reason: Closed. reason: twice | the text has a colon followed by a space           | line 3
        """)
    void whatIsNotUnderstoodIsRefusedWithItsLine(String right, String wrong, String sentence, String line) {
        String text = """
            # What the client reported.
            - check: payments/freshness
              reason: Closed in May.
            - {check: cases/freshness, reason: Closed too.}
            """;
        assertThatThrownBy(() -> read(text.replace(right, wrong))).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("QUALITY-ACCEPT");
            assertThat(problem.subject()).contains("accepted.yaml").contains(line);
            assertThat(problem.display()).contains(sentence);
        });
    }

    @Test
    void aCheckIsAcceptedOnce() {
        assertThatThrownBy(() -> read("""
            - {check: payments/freshness, reason: Closed in May.}
            - {check: payments/freshness, reason: Or in June.}
            """))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.display())
                                .contains("the check payments/freshness is accepted twice"));
    }
}
