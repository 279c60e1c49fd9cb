package org.solvens.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.solvens.facts.CaseView;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.Life;
import org.solvens.feed.Feed;

/// What came in as of 200 days before the end of a life; the six periods end 170, 140, 110, 80, 50 and 20 days
/// before it, and 10 days are allowed for late records.
class RecoveredTest {
    private static final int AS_OF = 200;
    private static final int LATE = 10;
    private static final double NOT_TOLD = Double.NaN;

    /// A claim of 1,000.00.
    private static Life claim() {
        return new Life().invoice("C", "K1", 300, 320, 100_000);
    }

    private static double[] of(Life life) {
        return of(life, Life.at(0, 0));
    }

    /// Whether the case had paid anything by the end of each period.
    private static double[] paid(Life life) {
        return Recovered.target(Axis.PAYMENT_PROBABILITY, of(life));
    }

    private static double[] of(Life life, long knownUntil) {
        CaseView before = life.view("C", Life.at(AS_OF, 0), OtherCases.SEEN);
        double[] shares = new double[Recovered.PERIODS];
        Recovered.observe(before, LATE, knownUntil, shares);
        return shares;
    }

    @Test
    void theShareOfWhatWasOwedGrowsWithWhatComesIn() {
        assertThat(of(claim())).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(of(claim().paid("C", 171, 25_000).paid("C", 110, 25_000)))
                .containsExactly(0.25, 0.25, 0.25, 0.5, 0.5, 0.5);
        // what was paid before was owed no more; enforcement is money too; more than all is all
        assertThat(of(claim().paid("C", 250, 60_000).paid("C", 200, 10_000).paid("E", "C", 100, 80_000, "ENFORCEMENT")))
                .containsExactly(0.25, 0.25, 0.25, 1, 1, 1);
        assertThat(of(claim().paid("P", "C", 190, 50_000, "DEBTOR").reversed("P", "C", 150, 50_000)))
                .containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(of(claim().paid("C", 20, 100_000))).containsExactly(0, 0, 0, 0, 0, 0);
    }

    @Test
    void whatWasPaidBeforeAndLearntOfLaterIsNeitherOwedNorRecovered() {
        assertThat(of(claim().knownLater(30)
                        .paid("P", "C", 210, 60_000, "DEBTOR")
                        .paid("C", 160, 10_000)))
                .containsExactly(0, 0.25, 0.25, 0.25, 0.25, 0.25);
        assertThat(of(claim().knownLater(30).paid("P", "C", 210, 100_000, "DEBTOR")))
                .containsExactly(NOT_TOLD, NOT_TOLD, NOT_TOLD, NOT_TOLD, NOT_TOLD, NOT_TOLD);
    }

    @Test
    void whatIsRefundedIsNotRecoveredUnlessItWasPaidBeyondTheClaim() {
        assertThat(of(claim().paid("C", 190, 60_000).refunded("C", 150, 20_000)))
                .containsExactly(0.4, 0.4, 0.4, 0.4, 0.4, 0.4);
        assertThat(of(claim().paid("C", 190, 60_000).refunded("C", 150, 60_000).paid("C", 70, 50_000)))
                .containsExactly(0, 0, 0, 0, 0.5, 0.5);
        assertThat(of(claim().paid("C", 190, 120_000).refunded("C", 150, 20_000)))
                .containsExactly(1, 1, 1, 1, 1, 1);
        // Refunded after the last day that is followed.
        assertThat(of(claim().paid("C", 190, 60_000).refunded("C", 15, 20_000)))
                .containsExactly(0.6, 0.6, 0.6, 0.6, 0.6, 0.6);
    }

    @Test
    void aPeriodThatIsNotOverIsCensoredAndNoFailure() {
        long thirdOver = Life.at(110 - LATE, 0);
        assertThat(of(claim().paid("C", 190, 10_000), thirdOver))
                .containsExactly(0.1, 0.1, 0.1, NOT_TOLD, NOT_TOLD, NOT_TOLD);
        assertThat(of(claim().paid("C", 190, 10_000), thirdOver - 1))
                .containsExactly(0.1, 0.1, NOT_TOLD, NOT_TOLD, NOT_TOLD, NOT_TOLD);
        assertThat(of(claim(), Life.at(170 - LATE, 0) - 1)).containsOnly(NOT_TOLD);
    }

    @Test
    void aCaseClosedUnpaidIsCensoredFromThePeriodOfItsClosingOn() {
        for (String as : List.of("WITHDRAWN", "WRONGFUL", "WRITTEN_OFF", "TIME_BARRED")) {
            assertThat(of(claim().paid("C", 190, 10_000).changed("C", 130, "CLOSED", "closed_as", as)))
                    .as(as)
                    .containsExactly(0.1, 0.1, NOT_TOLD, NOT_TOLD, NOT_TOLD, NOT_TOLD);
        }
        assertThat(of(claim().paid("C", 190, 90_000).changed("C", 189, "CLOSED", "closed_as", "PAID")))
                .containsExactly(0.9, 0.9, 0.9, 0.9, 0.9, 0.9);
    }

    @Test
    void aCaseHasPaidFromThePeriodOfItsFirstPaymentOn() {
        assertThat(paid(claim())).containsExactly(0, 0, 0, 0, 0, 0);
        // the last day of the first period, and the first day of the second
        assertThat(paid(claim().paid("C", AS_OF - 29, 100))).containsExactly(1, 1, 1, 1, 1, 1);
        assertThat(paid(claim().paid("C", AS_OF - 30, 100))).containsExactly(0, 1, 1, 1, 1, 1);
        // the last day that is followed, and the day after it
        assertThat(paid(claim().paid("C", AS_OF - 179, 100))).containsExactly(0, 0, 0, 0, 0, 1);
        assertThat(paid(claim().paid("C", AS_OF - 180, 100))).containsExactly(0, 0, 0, 0, 0, 0);
        // a payment on the as-of day counts, one before it does not; more payments change nothing
        assertThat(paid(claim().paid("C", AS_OF, 100))).containsExactly(1, 1, 1, 1, 1, 1);
        assertThat(paid(claim().paid("C", AS_OF + 1, 100))).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(paid(claim().paid("C", 160, 100).paid("C", 100, 50_000))).containsExactly(0, 1, 1, 1, 1, 1);
        assertThat(paid(claim().paid("E", "C", 100, 100, "ENFORCEMENT"))).containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void aPaymentThatIsReversedIsNone() {
        Life bounced = claim().paid("P", "C", 190, 100, "DEBTOR").reversed("P", "C", 150, 100);
        assertThat(paid(bounced)).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(paid(bounced.paid("Q", "C", 100, 100, "DEBTOR"))).containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void aCensoredPeriodIsNeitherPaidNorUnpaid() {
        assertThat(paid(claim().changed("C", 130, "CLOSED", "closed_as", "WITHDRAWN")))
                .containsExactly(0, 0, NOT_TOLD, NOT_TOLD, NOT_TOLD, NOT_TOLD);
        double[] shares = of(claim().paid("C", 190, 10_000), Life.at(110 - LATE, 0));
        assertThat(Recovered.target(Axis.PAYMENT_PROBABILITY, shares))
                .containsExactly(1, 1, 1, NOT_TOLD, NOT_TOLD, NOT_TOLD);
        assertThat(Recovered.target(Axis.EXPECTED_RECOVERY, shares))
                .isEqualTo(shares)
                .isNotSameAs(shares);
        assertThatThrownBy(() -> Recovered.target(Axis.WILLINGNESS, shares))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutPaymentsNothingCanBeTold() {
        assertThat(of(claim().without(Feed.PAYMENTS))).containsOnly(NOT_TOLD);
    }

    /// Against a sum made payment by payment, and whatever is known of it later.
    @Property(tries = 200)
    void theSharesAreTheSumsAndWhatIsLearntLaterKeepsThePeriodsTold(
            @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 199) Integer> paidAgo,
            @ForAll @IntRange(min = 0, max = 170) int knownAgo) {
        Life life = claim();
        List<Integer> days = new ArrayList<>(paidAgo);
        days.sort((a, b) -> b - a);
        days.forEach(ago -> life.paid("C", ago, 15_000));
        double[] whole = of(life);
        double[] then = of(life, Life.at(knownAgo, 0));
        for (int period = 1; period <= Recovered.PERIODS; period++) {
            int endsAgo = AS_OF - 30 * period;
            long before = days.stream().filter(ago -> ago > endsAgo).count();
            assertThat(whole[period - 1]).isEqualTo(Math.min(1, before * 15_000 / 100_000.0));
            if (endsAgo - LATE >= knownAgo) {
                assertThat(then[period - 1]).isEqualTo(whole[period - 1]);
            } else {
                assertThat(then[period - 1]).isNaN();
            }
        }
    }
}
