package org.solvens.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.solvens.history.Event;
import org.solvens.history.HoldKind;
import org.solvens.history.Stage;

/// Small ledgers that real systems got wrong, and what is right. Each case has a control in the same file, which
/// differs in one thing.
class LedgerCasesTest {
    private static final Path LEDGER = Path.of("src/test/resources/ledger");
    private static final long AS_OF = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();

    private static PlainIngest files(String name) throws IOException {
        return PlainIngest.folder(LEDGER.resolve(name));
    }

    @Test
    void aReversalOfAPartTakesBackThatPart() throws IOException {
        Map<String, CaseView> views = files("c01-partial-chargeback").views(AS_OF);
        assertThat(views.get("H01-part").balance()).isEqualTo(650_000);
        assertThat(views.get("H01-part").payments())
                .extracting(Event.Payment::amount)
                .containsExactly(350_000L);
        assertThat(views.get("H01-full").balance()).isEqualTo(1_000_000);
        assertThat(views.get("H01-full").payments()).isEmpty();
        assertThat(views.get("H01-none").balance()).isEqualTo(600_000);
    }

    @Test
    void whatMovesToAnotherOwnerLeavesTheOld() throws IOException {
        Map<String, CaseView> views = files("c03-payment-moved").views(AS_OF);
        assertThat(views.get("H03-a").balance()).isEqualTo(1_000_000);
        assertThat(views.get("H03-b").balance()).isEqualTo(700_000);
        assertThat(views.get("H03-c").balance()).isEqualTo(1_000_000);
        assertThat(views.get("H03-d").balance()).isEqualTo(700_000);
        assertThat(views.get("H03-e").holds()).isEmpty();
        assertThat(views.get("H03-f").holds()).containsExactly(HoldKind.DECEASED);
        long between = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
        Map<String, CaseView> before = files("c03-payment-moved").views(between);
        assertThat(before.get("H03-a").balance()).isEqualTo(700_000);
        assertThat(before.get("H03-b").balance()).isEqualTo(1_000_000);
        assertThat(before.get("H03-e").holds()).containsExactly(HoldKind.DECEASED);
    }

    @Test
    void aMonthlyPlanPaidToTheDayIsNeverBehind() throws IOException {
        for (LocalDate day = LocalDate.parse("2025-07-02");
                day.isBefore(LocalDate.parse("2026-06-30"));
                day = day.plusDays(1)) {
            Map<String, CaseView> views = files("c04-monthly-plan").views(day.toEpochDay() * 86_400_000L);
            assertThat(views).hasSize(3);
            views.forEach((id, view) -> {
                Agreement plan = view.agreements().getFirst();
                assertThat(plan.behind(view.today())).as(id).isZero();
                assertThat(plan.standing()).as(id).isEqualTo(Agreement.Standing.RUNNING);
            });
        }
        // A break in the last months is seen whatever the interval is written as: nothing came after June 2026.
        long later = Instant.parse("2026-08-20T00:00:00Z").toEpochMilli();
        files("c04-monthly-plan").views(later).forEach((id, view) -> {
            assertThat(view.agreements().getFirst().behind(view.today())).as(id).isEqualTo(2);
            assertThat(view.agreements().getFirst().broken()).as(id).isTrue();
        });
    }

    @Test
    void moneyCountsFromItsValueDate() throws IOException {
        PlainIngest files = files("c06-value-date-later");
        assertThat(files.refused()).isEmpty();
        long saturday = Instant.parse("2026-05-30T10:00:00Z").toEpochMilli();
        assertThat(files.view("H06-mon", saturday).balance()).isEqualTo(1_000_000);
        long monday = Instant.parse("2026-06-01T10:00:00Z").toEpochMilli();
        assertThat(files.view("H06-mon", monday).balance()).isZero();
        assertThat(files.view("H06-mon", AS_OF).balance()).isZero();
        assertThat(files.view("H06-ok", AS_OF).balance()).isZero();
    }

    @Test
    void aFirstLoadIsReplayedByTheDayThingsHappened() throws IOException {
        Map<String, CaseView> views = files("c08-same-known-at").views(AS_OF);
        for (String id : List.of("H08-good", "H08-bad")) {
            assertThat(views.get(id).stage()).as(id).isEqualTo(Stage.SURVEILLANCE);
            assertThat(views.get(id).balance()).as(id).isEqualTo(1_070_000);
        }
        for (String id : List.of("H08-cr-good", "H08-cr-bad")) {
            assertThat(views.get(id).closedAs()).as(id).isNull();
            assertThat(views.get(id).open()).as(id).isTrue();
        }
    }

    @Test
    void aLateRecordOfAnEarlierDayUndoesNothing() throws IOException {
        Map<String, CaseView> views = files("c09-late-event").views(AS_OF);
        for (String id : List.of("H09-late", "H09-ontime")) {
            assertThat(views.get(id).stage()).as(id).isEqualTo(Stage.LEGAL);
            assertThat(views.get(id).balance()).as(id).isEqualTo(1_070_000);
        }
    }

    @Test
    void theEndOfTimeMeansOpen() throws IOException {
        PlainIngest files = files("c11-hold-9999");
        assertThat(files.refused()).isEmpty();
        Map<String, CaseView> views = files.views(AS_OF);
        assertThat(views.get("H11-9999").holds()).containsExactly(HoldKind.DECEASED);
        assertThat(views.get("H11-null").holds()).containsExactly(HoldKind.DECEASED);
        assertThat(views.get("H11-bk9999").holds()).containsExactly(HoldKind.BANKRUPTCY);
    }

    @Test
    void amountsHaveTheDecimalsOfTheirCurrency() throws IOException {
        PlainIngest files = files("c12-three-decimals");
        assertThat(files.refused()).isEmpty();
        assertThat(files.view("H12-kwd", AS_OF).balance()).isEqualTo(12_345);
        assertThat(files.view("H12-jpy", AS_OF).balance()).isEqualTo(12_345_000);
    }

    @Test
    void aPlanWithoutIntervalRunsLikeAMonthlyOne() throws IOException {
        Map<String, CaseView> views = files("c16-plan-without-interval").views(AS_OF);
        for (String id : List.of("H16-null", "H16-30")) {
            Agreement plan = views.get(id).agreements().getFirst();
            assertThat(plan.standing()).as(id).isEqualTo(Agreement.Standing.RUNNING);
            assertThat(plan.keptShare(views.get(id).today())).as(id).isEqualTo(1);
        }
    }

    @Test
    void aReversalOfAnUnknownPaymentNeverLeavesTheDebtPaid() throws IOException {
        Map<String, CaseView> views = files("c17-reversal-of-unknown").views(AS_OF);
        for (String id : List.of("H17-unk", "H17-known")) {
            assertThat(views.get(id).balance()).as(id).isEqualTo(1_000_000);
            assertThat(views.get(id).payments()).as(id).isEmpty();
        }
    }

    @Test
    void ofTwoVersionsKnownAtOneTimeTheLaterLineCounts() throws IOException {
        Map<String, CaseView> views = files("c18-two-versions-one-day").views(AS_OF);
        assertThat(views.get("H18-hold").holds()).isEmpty();
        assertThat(views.get("H18-pay").balance()).isZero();
    }
}
