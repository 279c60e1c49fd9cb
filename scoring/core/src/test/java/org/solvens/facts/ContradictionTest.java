package org.solvens.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.solvens.facts.Contradiction.Kind;
import org.solvens.feed.Feed;
import org.solvens.history.History;

/// Each kind of contradiction from a few rows, and the same rows put right.
class ContradictionTest {
    private static final long AS_OF = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();
    private static final FeedStarts FEEDS = new FeedStarts(Map.of(Feed.CASES, 0L, Feed.PAYMENTS, 0L));

    private static final String CASES = "case_id,debtor_id,creditor_id,country,currency,debtor_kind,claim_type,"
            + "principal,interest,costs,due_date,arose_on,placed_on,stage,reminder_fee_agreed,known_at";
    private static final String PAYMENTS =
            "payment_id,case_id,amount,paid_on,booked_on,source,reversal_of,known_at,kind";
    private static final String EVENTS = "event_id,case_id,kind,closed_as,happened_on,known_at";

    private static String aCase(String id, String creditor) {
        return id + ",D," + creditor + ",SE,SEK,PERSON,INVOICE,1000.00,0.00,0.00,2025-12-01,2025-11-01,"
                + "2026-01-05,COLLECTION,true,2026-01-05T20:00:00Z";
    }

    private static String entry(String id, String caseId, String amount, String of, String kind) {
        return String.join(
                ",", id, caseId, amount, "2026-02-01", "2026-02-01", "DEBTOR", of, "2026-02-02T12:00:00Z", kind);
    }

    private static PlainIngest ledger(String... entries) {
        List<String> rows = new ArrayList<>(List.of(PAYMENTS));
        rows.addAll(List.of(entries));
        return new PlainIngest()
                .file(Feed.CASES, List.of(CASES, aCase("C1", "CR1"), aCase("C2", "CR2")))
                .file(Feed.PAYMENTS, rows);
    }

    private static List<String> found(PlainIngest ingest, OtherCases otherCases) {
        assertThat(ingest.refused()).isEmpty();
        History history = ingest.histories().get("D");
        return new DebtorView(history, AS_OF, FEEDS, otherCases)
                .contradictions().stream()
                        .map(one -> history.caseIds().get(one.caseIndex()) + " " + one.kind() + " " + one.amount())
                        .sorted()
                        .toList();
    }

    private static List<String> found(String... entries) {
        return found(ledger(entries), OtherCases.SEEN);
    }

    @Test
    void reversalsOfAnEntryAddUpToMoreThanTheEntry() {
        String payment = entry("P", "C1", "100.00", "", "PAYMENT");
        assertThat(found(payment, entry("R1", "C1", "70.00", "P", "REVERSAL"))).isEmpty();
        assertThat(found(
                        payment,
                        entry("R1", "C1", "70.00", "P", "REVERSAL"),
                        entry("R2", "C1", "50.00", "P", "REVERSAL")))
                .containsExactly("C1 " + Kind.REVERSED_MORE_THAN_PAID + " 20000");
    }

    @Test
    void reversalsTakeEachOtherBackInACircle() {
        assertThat(found(entry("R1", "C1", "70.00", "R2", "REVERSAL"), entry("R2", "C1", "70.00", "R1", "REVERSAL")))
                .containsExactly(
                        "C1 " + Kind.REVERSED_IN_A_CIRCLE + " 70000", "C1 " + Kind.REVERSED_IN_A_CIRCLE + " 70000");
    }

    @Test
    void aReversalFindsNoPaymentOnItsCase() {
        String elsewhere = entry("P", "C1", "100.00", "", "PAYMENT");
        assertThat(found(elsewhere, entry("R", "C1", "60.00", "GONE", "REVERSAL")))
                .isEmpty();
        assertThat(found(elsewhere, entry("R", "C2", "60.00", "GONE", "REVERSAL")))
                .containsExactly("C2 " + Kind.REVERSAL_WITHOUT_PAYMENT + " 60000");
    }

    @Test
    void moreIsRefundedThanThePaymentsAreWorth() {
        String payment = entry("P", "C1", "100.00", "", "PAYMENT");
        assertThat(found(payment, entry("F1", "C1", "60.00", "", "REFUND"), entry("F2", "C1", "40.00", "", "REFUND")))
                .isEmpty();
        assertThat(found(payment, entry("F1", "C1", "60.00", "", "REFUND"), entry("F2", "C1", "45.00", "", "REFUND")))
                .containsExactly("C1 " + Kind.REFUNDED_MORE_THAN_PAID + " 5000");
        assertThat(found(payment, entry("R", "C1", "100.00", "P", "REVERSAL"), entry("F", "C1", "60.00", "", "REFUND")))
                .as("a chargeback and a refund of the same money")
                .containsExactly("C1 " + Kind.REFUNDED_MORE_THAN_PAID + " 60000");
    }

    @Test
    void aPaymentOfUnknownAmountMayCoverARefund() {
        assertThat(found(entry("P", "C1", "0.00", "", "PAYMENT"), entry("F", "C1", "60.00", "", "REFUND")))
                .isEmpty();
    }

    @Test
    void aCaseIsClosedAsPaidAndStillOwes() {
        String closed = "E1,C1,CLOSED,PAID,2026-03-01,2026-03-01T12:00:00Z";
        assertThat(found(
                        ledger(entry("P", "C1", "400.00", "", "PAYMENT"))
                                .file(Feed.CASE_EVENTS, List.of(EVENTS, closed)),
                        OtherCases.SEEN))
                .containsExactly("C1 " + Kind.CLOSED_AS_PAID_BUT_OWING + " 600000");
        assertThat(found(
                        ledger(entry("P", "C1", "1000.00", "", "PAYMENT"))
                                .file(Feed.CASE_EVENTS, List.of(EVENTS, closed)),
                        OtherCases.SEEN))
                .isEmpty();
    }

    @Test
    void aChargeIsDatedBeforeThePlacement() {
        String columns = "event_id,case_id,kind,component,amount,happened_on,known_at";
        String charge = "E1,C1,CHARGE_ADDED,COSTS,60.00,%s,2026-03-01T12:00:00Z";
        assertThat(found(
                        ledger().file(Feed.CASE_EVENTS, List.of(columns, String.format(charge, "2026-01-04"))),
                        OtherCases.SEEN))
                .containsExactly("C1 " + Kind.CHARGED_BEFORE_PLACEMENT + " 60000");
        assertThat(found(
                        ledger().file(Feed.CASE_EVENTS, List.of(columns, String.format(charge, "2026-01-05"))),
                        OtherCases.SEEN))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2026-01-04, true", "2026-01-05, false"})
    void aPaymentIsDatedBeforeThePlacement(String day, boolean found) {
        String payment = "P,C1,60.00," + day + "," + day + ",DEBTOR,,2026-01-06T12:00:00Z,PAYMENT";
        assertThat(found(payment))
                .isEqualTo(found ? List.of("C1 " + Kind.PAID_BEFORE_PLACEMENT + " 60000") : List.of());
        // Taken back, it is nothing to look at.
        assertThat(found(payment, "R,C1,60.00," + day + "," + day + ",DEBTOR,P,2026-01-07T12:00:00Z,REVERSAL"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DEFERRAL,        , 2100-01-01, ,           true",
        "DEFERRAL,        , 2028-07-02, ,           true",
        "DEFERRAL,        , 2028-07-01, ,           false",
        "PLAN,      100.00, 2100-01-01, ,           true",
        "PLAN,      100.00, 2026-02-01, ,           false",
        "PLAN,      100.00, 2100-01-01, 2026-05-01, false",
    })
    void anArrangementKeepsTheCaseWaitingForYears(
            String kind, @Nullable String instalment, String firstDue, @Nullable String endedOn, boolean found) {
        PlainIngest ingest = ledger().file(
                        Feed.ARRANGEMENTS,
                        List.of(
                                "arrangement_id,case_id,kind,instalment,first_due,ended_on,agreed_on,known_at",
                                "A,C1," + kind + "," + (instalment == null ? "" : instalment) + "," + firstDue + ","
                                        + (endedOn == null ? "" : endedOn) + ",2026-01-20,2026-01-20T12:00:00Z"));
        assertThat(found(ingest, OtherCases.SEEN))
                .isEqualTo(found ? List.of("C1 " + Kind.WAITS_FOR_YEARS + " 1000000") : List.of());
    }

    /// Whether cases see each other changes nothing of what is found; a case's own view has its own alone.
    @Test
    void eachCreditorsCasesHaveTheirOwnContradictions() {
        String[] rows = {
            entry("F1", "C1", "10.00", "", "REFUND"), entry("F2", "C2", "20.00", "", "REFUND"),
        };
        String first = "C1 " + Kind.REFUNDED_MORE_THAN_PAID + " 10000";
        String second = "C2 " + Kind.REFUNDED_MORE_THAN_PAID + " 20000";
        assertThat(found(ledger(rows), OtherCases.SEEN)).containsExactly(first, second);
        assertThat(found(ledger(rows), OtherCases.LEFT_OUT)).containsExactly(first, second);
        DebtorView left = new DebtorView(ledger(rows).histories().get("D"), AS_OF, FEEDS, OtherCases.LEFT_OUT);
        assertThat(left.cases().stream()
                        .flatMap(one -> one.debtor().contradictions().stream().map(Contradiction::amount)))
                .containsExactlyElementsOf(Stream.of(10_000L, 20_000L).toList());
    }
}
