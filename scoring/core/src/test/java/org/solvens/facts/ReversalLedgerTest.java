package org.solvens.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.history.Event.Payment.Kind.PAYMENT;
import static org.solvens.history.Event.Payment.Kind.REFUND;
import static org.solvens.history.Event.Payment.Kind.REVERSAL;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.solvens.history.Event.Payment.Kind;

class ReversalLedgerTest {
    private long line;

    private ReversalLedger.Version arriving(String key, Kind kind, long amount, @Nullable String of, long knownAt) {
        return new ReversalLedger.Version(
                key, "C1", amount, (int) knownAt, kind, of, null, knownAt, false, false, "payments.csv", line++);
    }

    private static ReversalLedger.Version stored(
            String key, Kind kind, long amount, @Nullable String of, long knownAt) {
        return new ReversalLedger.Version(
                key, "C1", amount, (int) knownAt, kind, of, null, knownAt, false, false, null, -1);
    }

    private static ReversalLedger.Version on(
            ReversalLedger.Version version, String caseId, @Nullable String reference) {
        return new ReversalLedger.Version(
                version.key(),
                caseId,
                version.amount(),
                version.paidOn(),
                version.kind(),
                version.of(),
                reference,
                version.knownAt(),
                version.retracted(),
                version.elsewhere(),
                version.file(),
                version.position());
    }

    private static List<String> refused(ReversalLedger.Version... versions) {
        return ReversalLedger.refusals(List.of(versions)).stream()
                .map(refusal -> refusal.version().key() + " " + refusal.code())
                .sorted()
                .toList();
    }

    @Test
    void aPartOrAllOfAnEntryCanBeTakenBackAndNoMore() {
        ReversalLedger.Version paid = stored("P", PAYMENT, 400, null, 1);
        assertThat(refused(paid, arriving("R1", REVERSAL, 50, "P", 2))).isEmpty();
        assertThat(refused(paid, arriving("R1", REVERSAL, 400, "P", 2))).isEmpty();
        assertThat(refused(paid, arriving("R1", REVERSAL, 401, "P", 2))).containsExactly("R1 REVERSAL-EXCEEDS");
        assertThat(refused(
                        paid,
                        arriving("R1", REVERSAL, 300, "P", 4),
                        arriving("R2", REVERSAL, 101, "P", 3),
                        arriving("R3", REVERSAL, 299, "P", 5)))
                .as("by known_at: R2, then R1 is too much, then R3 fits again")
                .containsExactly("R1 REVERSAL-EXCEEDS");
        assertThat(refused(paid, stored("R0", REVERSAL, 300, "P", 9), arriving("R1", REVERSAL, 101, "P", 2)))
                .as("what was accepted before comes first")
                .containsExactly("R1 REVERSAL-EXCEEDS");
    }

    @Test
    void thePlaceInTheFileDecidesAtOneTime() {
        ReversalLedger.Version paid = arriving("P", PAYMENT, 100, null, 1);
        assertThat(refused(paid, arriving("R4", REVERSAL, 60, "P", 1), arriving("R3", REVERSAL, 60, "P", 1)))
                .containsExactly("R3 REVERSAL-EXCEEDS");
    }

    @Test
    void aReversalOfAReversalCountsBack() {
        ReversalLedger.Version paid = stored("P", PAYMENT, 100, null, 1);
        ReversalLedger.Version back = stored("R1", REVERSAL, 100, "P", 2);
        assertThat(refused(paid, back, arriving("R3", REVERSAL, 100, "P", 4))).containsExactly("R3 REVERSAL-EXCEEDS");
        assertThat(refused(paid, back, arriving("R2", REVERSAL, 100, "R1", 3), arriving("R3", REVERSAL, 100, "P", 4)))
                .isEmpty();
        assertThat(refused(
                        paid,
                        back,
                        arriving("R2", REVERSAL, 100, "R1", 3),
                        arriving("R3", REVERSAL, 100, "P", 4),
                        arriving("R4", REVERSAL, 100, "R2", 5)))
                .as("R4 would take the payment back a second time")
                .containsExactly("R4 REVERSAL-EXCEEDS");
    }

    @Test
    void circlesAreRefusedWholeAndWhatNamesThemToo() {
        assertThat(refused(arriving("R1", REVERSAL, 1, "R2", 1), arriving("R2", REVERSAL, 1, "R1", 1)))
                .containsExactly("R1 REVERSAL-CIRCLE", "R2 REVERSAL-CIRCLE");
        assertThat(refused(
                        stored("P", PAYMENT, 100, null, 1),
                        arriving("R0", REVERSAL, 1, "R1", 1),
                        arriving("R1", REVERSAL, 1, "R2", 1),
                        arriving("R2", REVERSAL, 1, "R3", 1),
                        arriving("R3", REVERSAL, 1, "R1", 1)))
                .containsExactly(
                        "R0 REVERSAL-UNPLACED", "R1 REVERSAL-CIRCLE", "R2 REVERSAL-CIRCLE", "R3 REVERSAL-CIRCLE");
        assertThat(refused(
                        stored("P", PAYMENT, 100, null, 1),
                        stored("R1", REVERSAL, 1, "R2", 1),
                        arriving("R2", REVERSAL, 1, "R1", 2)))
                .as("half of the circle is in the lake")
                .containsExactly("R2 REVERSAL-CIRCLE");
        assertThat(refused(
                        on(arriving("R1", REVERSAL, 1, "b", 1), "C1", "a"),
                        on(arriving("R2", REVERSAL, 1, "a", 1), "C1", "b")))
                .as("a circle of the bank's references")
                .containsExactly("R1 REVERSAL-CIRCLE", "R2 REVERSAL-CIRCLE");
    }

    @Test
    void aReversalOfNothingKnownIsTakenWhereThePaymentsOfItsCaseCoverIt() {
        ReversalLedger.Version paid = stored("P", PAYMENT, 400, null, 1);
        assertThat(refused(paid, arriving("R1", REVERSAL, 400, "E2E-77", 2))).isEmpty();
        assertThat(refused(paid, arriving("R1", REVERSAL, 401, "E2E-77", 2))).containsExactly("R1 REVERSAL-UNPLACED");
        assertThat(refused(paid, on(arriving("R1", REVERSAL, 1, "E2E-77", 2), "C2", null)))
                .containsExactly("R1 REVERSAL-UNPLACED");
        assertThat(refused(paid, arriving("R1", REVERSAL, 300, "E2E-77", 2), arriving("R2", REVERSAL, 200, "P", 3)))
                .as("one that names a known entry comes first")
                .containsExactly("R1 REVERSAL-UNPLACED");
        assertThat(refused(arriving("R1", REVERSAL, 400, "P", 2), arriving("P", PAYMENT, 400, null, 3)))
                .as("whatever comes first in the files")
                .isEmpty();
    }

    @Test
    void theBanksReferenceNamesAnEntryToo() {
        ReversalLedger.Version paid = on(stored("P", PAYMENT, 400, null, 1), "C1", "E2E-77");
        assertThat(refused(paid, arriving("R1", REVERSAL, 400, "E2E-77", 2), arriving("R2", REVERSAL, 1, "P", 3)))
                .containsExactly("R2 REVERSAL-EXCEEDS");
        ReversalLedger.Version next = on(stored("Q", PAYMENT, 400, null, 2), "C1", "E2E-77");
        assertThat(refused(
                        paid,
                        next,
                        arriving("R1", REVERSAL, 400, "E2E-77", 2),
                        arriving("R2", REVERSAL, 400, "E2E-77", 3)))
                .as("a standing order has one reference for all its payments")
                .isEmpty();
    }

    /// As in a first load, where the retraction is known together with the reversal.
    @Test
    void aReversalOfARetractedEntryTakesNothingElse() {
        ReversalLedger.Version paid = on(stored("P", PAYMENT, 400, null, 1), "C1", "E2E-77");
        ReversalLedger.Version retracted = new ReversalLedger.Version(
                "P", "C1", 400, 1, PAYMENT, null, "E2E-77", 5, true, false, "payments.csv", line++);
        for (String of : List.of("P", "E2E-77")) {
            assertThat(refused(paid, retracted, arriving("R1", REVERSAL, 400, of, 3)))
                    .isEmpty();
            assertThat(refused(paid, retracted, arriving("R1", REVERSAL, 401, of, 3)))
                    .containsExactly("R1 REVERSAL-EXCEEDS");
            assertThat(refused(
                            paid,
                            retracted,
                            stored("Q", PAYMENT, 500, null, 1),
                            stored("R1", REVERSAL, 400, of, 3),
                            arriving("F1", REFUND, 500, null, 6)))
                    .isEmpty();
        }
    }

    @Test
    void aReferenceNamesPaymentsBeforeReversals() {
        ReversalLedger.Version paid = on(stored("P", PAYMENT, 400, null, 1), "C1", "KID");
        ReversalLedger.Version back = on(stored("R1", REVERSAL, 400, "P", 2), "C1", "KID");
        assertThat(refused(paid, back, on(arriving("R2", REVERSAL, 400, "KID", 3), "C1", "KID")))
                .as("a return that is reported twice")
                .containsExactly("R2 REVERSAL-EXCEEDS");
        assertThat(refused(
                        paid,
                        back,
                        on(stored("Q", PAYMENT, 400, null, 2), "C1", "KID"),
                        arriving("R2", REVERSAL, 400, "KID", 3)))
                .isEmpty();
    }

    @Test
    void anEntryOfAnotherDebtorCannotBeTakenBack() {
        ReversalLedger.Version elsewhere =
                new ReversalLedger.Version("R1", "C1", 1, 2, REVERSAL, "P9", null, 2, false, true, "payments.csv", 1);
        assertThat(refused(stored("P", PAYMENT, 400, null, 1), elsewhere)).containsExactly("R1 REVERSAL-CASE");
    }

    @Test
    void noMoreIsRefundedThanWasPaid() {
        ReversalLedger.Version paid = stored("P", PAYMENT, 400, null, 1);
        assertThat(refused(paid, arriving("F1", REFUND, 400, null, 2))).isEmpty();
        assertThat(refused(paid, arriving("F1", REFUND, 300, null, 2), arriving("F2", REFUND, 101, null, 3)))
                .containsExactly("F2 REFUND-EXCEEDS");
        assertThat(refused(
                        paid,
                        stored("F1", REFUND, 400, null, 2),
                        arriving("R1", REVERSAL, 400, "F1", 3),
                        arriving("F2", REFUND, 400, null, 4)))
                .as("a refund that came back")
                .isEmpty();
    }

    @Test
    void onlyTheVersionThatCountsTakesBack() {
        ReversalLedger.Version paid = stored("P", PAYMENT, 100, null, 1);
        assertThat(refused(
                        paid,
                        stored("R1", REVERSAL, 80, "P", 2),
                        arriving("R1", REVERSAL, 90, "P", 3),
                        arriving("R2", REVERSAL, 10, "P", 4)))
                .isEmpty();
        assertThat(refused(
                        paid,
                        stored("R1", REVERSAL, 80, "P", 2),
                        arriving("R1", REVERSAL, 110, "P", 3),
                        arriving("R2", REVERSAL, 20, "P", 4)))
                .as("the refused version leaves the earlier one as it was")
                .containsExactly("R1 REVERSAL-EXCEEDS");
        assertThat(refused(
                        paid,
                        stored("R1", REVERSAL, 10, "P", 3),
                        arriving("R1", REVERSAL, 90, "P", 2),
                        arriving("R2", REVERSAL, 90, "P", 4)))
                .as("an older version that arrives later does not count")
                .isEmpty();
    }

    @Test
    void longChainsAndCirclesEnd() {
        List<ReversalLedger.Version> versions = new ArrayList<>();
        versions.add(stored("R0", PAYMENT, 100, null, 1));
        IntStream.range(1, 2_000)
                .mapToObj(i -> arriving("R" + i, REVERSAL, 100, "R" + (i - 1), 5_000 - i))
                .forEach(versions::add);
        assertThat(ReversalLedger.refusals(versions)).isEmpty();
        versions.removeFirst();
        versions.add(arriving("R0", REVERSAL, 100, "R1999", 1));
        assertThat(ReversalLedger.refusals(versions)).hasSize(2_000);
    }

    @Test
    void theOrderInWhichVersionsComeDoesNotMatter() {
        List<ReversalLedger.Version> versions = new ArrayList<>(Stream.of(
                        stored("P", PAYMENT, 400, null, 1),
                        on(stored("Q", PAYMENT, 100, null, 1), "C2", "ref"),
                        arriving("R1", REVERSAL, 300, "P", 2),
                        arriving("R2", REVERSAL, 200, "P", 2),
                        arriving("R3", REVERSAL, 100, "ref", 3),
                        arriving("R4", REVERSAL, 50, "nothing", 3),
                        arriving("R5", REVERSAL, 100, "nothing", 4),
                        arriving("R6", REVERSAL, 300, "R1", 5),
                        arriving("F1", REFUND, 400, null, 6))
                .toList());
        List<ReversalLedger.Refusal> expected = ReversalLedger.refusals(versions);
        for (int seed = 0; seed < 200; seed++) {
            Collections.shuffle(versions, new Random(seed));
            assertThat(ReversalLedger.refusals(versions)).containsExactlyElementsOf(expected);
        }
    }

    /// The reading of the facts asks the same rule, so that what is accepted here is placed there.
    @Test
    void ofEntriesWithOneReferenceTheOneOfItsAmountIsTakenBack() {
        ReversalLedger.Version small = on(stored("A", PAYMENT, 100, null, 1), "C1", "KID");
        ReversalLedger.Version large = on(stored("B", PAYMENT, 250, null, 2), "C1", "KID");
        ReversalLedger.Version last = on(stored("C", PAYMENT, 100, null, 3), "C1", "KID");
        assertThat(refused(small, large, last, arriving("R1", REVERSAL, 250, "KID", 4)))
                .isEmpty();
        assertThat(refused(
                        small,
                        large,
                        last,
                        arriving("R1", REVERSAL, 100, "KID", 4),
                        arriving("R2", REVERSAL, 100, "KID", 5),
                        arriving("R3", REVERSAL, 250, "KID", 6)))
                .isEmpty();
        assertThat(refused(small, large, last, arriving("R1", REVERSAL, 251, "KID", 4)))
                .containsExactly("R1 REVERSAL-EXCEEDS");
    }
}
