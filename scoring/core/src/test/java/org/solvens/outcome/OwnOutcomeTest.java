package org.solvens.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.solvens.outcome.Outcomes.BAD;
import static org.solvens.outcome.Outcomes.GOOD;
import static org.solvens.outcome.Outcomes.NONE;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.solvens.config.WrongSetting;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.Life;

/// Outcomes of a plan as of 100 days before the end of a life, over 60 days and 10 days for
/// late records.
class OwnOutcomeTest {
    /// A claim of 1,000.00 that falls due 70 days before the end of the life.
    private static Life claim() {
        return new Life().invoice("C", "K1", 120, 70, 100_000);
    }

    private static int of(Life life, String good, String observed) {
        Outcomes outcomes =
                new Outcomes(60, 10, 0.5, 0.95, Map.of(Axis.SELF_CURE, new OwnOutcome(good, observed, "as asked")));
        int[] target = new int[Axis.values().length];
        outcomes.observe(life.view("C", Life.at(100, 0), OtherCases.SEEN), Life.at(0, 0), target);
        return target[Axis.SELF_CURE.ordinal()];
    }

    @Test
    void paidByTheDueDate() {
        String good = "days_to_paid <= days_to_due";
        assertThat(of(claim().paid("C", 70, 100_000), good, null)).isEqualTo(GOOD);
        assertThat(of(claim().paid("C", 69, 100_000), good, null)).isEqualTo(BAD);
        assertThat(of(claim().paid("C", 80, 60_000).paid("C", 75, 40_000), good, null))
                .isEqualTo(GOOD);
        assertThat(of(claim().paid("C", 80, 60_000), good, null)).isEqualTo(BAD);
        assertThat(of(claim(), good, null)).isEqualTo(BAD);
        assertThat(of(claim(), good, "days_to_due > 40")).isEqualTo(NONE);
        assertThat(of(claim(), good, "days_to_due == 30")).isEqualTo(BAD);
    }

    @Test
    void whatWasKnownBeforeOrComesLaterDoesNotCount() {
        assertThat(of(claim().paid("C", 101, 100_000), "paid > 0", null)).isEqualTo(BAD);
        assertThat(of(claim().paid("C", 39, 100_000), "paid > 0", null)).isEqualTo(BAD);
        assertThat(of(claim().paid("C", 40, 100_000), "paid > 0", null)).isEqualTo(BAD);
        assertThat(of(claim().paid("C", 41, 100_000), "paid > 0", null)).isEqualTo(GOOD);
    }

    @Test
    void enforcementCountsOnlyWhereItIsAskedFor() {
        Life enforced = claim().paid("E", "C", 60, 50_000, "ENFORCEMENT");
        assertThat(of(enforced, "paid >= 0.5 * balance", null)).isEqualTo(BAD);
        assertThat(of(enforced, "paid_all >= 0.5 * balance and not (days_to_payment <= 60)", null))
                .isEqualTo(GOOD);
    }

    @Test
    void promisesContactsAndArrangementsAreCounted() {
        Life life = claim().promised("C", 90, 10_000, 80)
                .arranged("C", 85, "PLAN", 10_000, 3, 60)
                .contact("C", 95, 9, "INBOUND", "CALL", "ASKS_PLAN");
        assertThat(of(life, "promises == 1 and arrangements == 1 and contacts_sought >= 1", null))
                .isEqualTo(GOOD);
        assertThat(of(claim(), "promises + arrangements + contacts_sought > 0", null))
                .isEqualTo(BAD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        paid >             | cannot be read
        paid + balance     | is no comparison
        paid_by_me > 0     | 'paid_by_me' is not known; an expression can ask for balance, paid
        x.y > 1            | is not known
        paid = 1           | cannot be read
        paid.class != null | outcome
        new('java.io.File', 'x') != null | cannot be read
        while (true) {}    | cannot be read
        """)
    void whatIsNoComparisonOfWhatIsKnownIsRefused(String expression, String message) {
        assertThatThrownBy(() -> new OwnOutcome(expression, null, "words"))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(message);
    }

    @Test
    void wordsAreNeeded() {
        assertThatThrownBy(() -> new OwnOutcome("paid > 0", null, " ")).isInstanceOf(WrongSetting.class);
        assertThatThrownBy(() -> new OwnOutcome("paid > 0", null, "x".repeat(301)))
                .isInstanceOf(WrongSetting.class);
        assertThat(Arrays.stream(OwnOutcome.Asked.values()).map(OwnOutcome.Asked::meaning))
                .allMatch(meaning -> !meaning.endsWith("."));
    }
}
