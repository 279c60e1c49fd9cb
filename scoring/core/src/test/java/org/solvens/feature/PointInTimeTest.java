package org.solvens.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.OtherCases;
import org.solvens.feed.Feed;

/// Late and corrected records: a view sees the world as it was known then.
class PointInTimeTest {
    private static double value(Life life, int ago, String feature) {
        CaseView view = life.view("C", Life.at(ago, 0), OtherCases.SEEN);
        return Life.vector(view)[FeatureCatalogue.standard(OtherCases.SEEN).indexOf(feature)];
    }

    @Test
    void aPaymentLearntLateIsNotSeenBefore() {
        Life life =
                new Life().invoice("C", "K1", 100, 120, 100_000).knownLater(20).paid("C", 50, 40_000);
        assertThat(value(life, 31, "payments")).isZero();
        assertThat(value(life, 30, "payments")).isZero();
        assertThat(value(life, 29, "payments")).isEqualTo(1);
        assertThat(value(life, 29, "days_since_payment")).isEqualTo(21);
        assertThat(value(life, 31, "balance")).isEqualTo(1_000);
        assertThat(value(life, 29, "balance")).isEqualTo(600);
    }

    @Test
    void aCorrectedPaymentWasWhatItWasUntilItWasCorrected() {
        Life life = new Life()
                .invoice("C", "K1", 100, 120, 100_000)
                .paid("P", "C", 50, 40_000, "DEBTOR")
                .knownLater(30)
                .paid("P", "C", 50, 10_000, "ENFORCEMENT");
        assertThat(value(life, 25, "paid_share")).isEqualTo(0.4);
        assertThat(value(life, 25, "payments")).isEqualTo(1);
        assertThat(value(life, 10, "paid_share")).isZero();
        assertThat(value(life, 25, "balance")).isEqualTo(600);
        assertThat(value(life, 10, "balance")).isEqualTo(900);
        assertThat(value(life, 10, "payments")).isZero();
        assertThat(value(life, 10, "enforced_payments_365d")).isEqualTo(1);
    }

    @Test
    void aPaymentTakenBackCountedUntilThen() {
        Life life = new Life()
                .invoice("C", "K1", 100, 120, 100_000)
                .paid("P", "C", 50, 40_000, "DEBTOR")
                .reversed("P", "C", 20, 40_000);
        assertThat(value(life, 20, "payments")).isEqualTo(1);
        assertThat(value(life, 20, "reversals_365d")).isZero();
        assertThat(value(life, 19, "payments")).isZero();
        assertThat(value(life, 19, "reversals_365d")).isEqualTo(1);
        assertThat(value(life, 19, "balance")).isEqualTo(1_000);
    }

    @Test
    void taxFiguresCountFromWhenTheyWereKnownNotFromTheirYear() {
        Life life = new Life()
                .invoice("C", "K1", 100, 120, 100_000)
                .tax(80, 2023, 10_000_000, 0L)
                .tax(40, 2024, 20_000_000, 0L);
        assertThat(value(life, 50, "net_income")).isEqualTo(100_000);
        assertThat(value(life, 30, "net_income")).isEqualTo(200_000);
    }

    @Test
    void aHoldThatWasClosedLaterWasOpen() {
        Life life = new Life()
                .invoice("C", "K1", 100, 120, 100_000)
                .held("H", "C", 60, "DISPUTE")
                .heldUntil("H", "C", 60, 30, "DISPUTE", "REJECTED");
        assertThat(value(life, 40, "dispute_open")).isEqualTo(1);
        assertThat(value(life, 40, "disputes_rejected")).isZero();
        assertThat(value(life, 20, "dispute_open")).isZero();
        assertThat(value(life, 20, "disputes_rejected")).isEqualTo(1);
    }

    @Test
    void aCaseIsThereFromWhenItWasKnown() {
        Life life = new Life().invoice("C", "K1", 100, 120, 100_000);
        assertThat(new DebtorView(life.history(), Life.at(100, 12), life.feeds(), OtherCases.SEEN).cases())
                .isEmpty();
        assertThat(new DebtorView(life.history(), Life.at(100, 12) + 1, life.feeds(), OtherCases.SEEN).cases())
                .hasSize(1);
        assertThat(life.feeds().begun(Feed.CASES, Life.asOf())).isTrue();
    }
}
