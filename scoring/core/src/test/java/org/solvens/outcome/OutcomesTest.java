package org.solvens.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.solvens.outcome.Outcomes.BAD;
import static org.solvens.outcome.Outcomes.GOOD;
import static org.solvens.outcome.Outcomes.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.Life;
import org.solvens.feed.Feed;

/// Outcomes as of 100 days before the end of a life, over 60 days and 10 days for late records: the window
/// ends 40 days before the end, and records of it count if known by 30 days before.
class OutcomesTest {
    private static final int AS_OF = 100;
    private static final Outcomes OUTCOMES = new Outcomes(60, 10, 0.5);

    /// A claim of 1,000.00.
    private static Life claim() {
        return new Life().invoice("C", "K1", 200, 220, 100_000);
    }

    /// The same where the lake has no contacts.
    private static Life unasked() {
        return claim().without(Feed.CONTACTS);
    }

    private static List<Integer> of(Life life) {
        return of(life, Life.at(0, 0));
    }

    private static List<Integer> of(Life life, long knownUntil) {
        CaseView before = life.view("C", Life.at(AS_OF, 0), OtherCases.SEEN);
        int[] target = {7, 7, 7};
        OUTCOMES.observe(before, knownUntil, target);
        List<Integer> outcomes = new ArrayList<>();
        for (int outcome : target) {
            outcomes.add(outcome);
        }
        return outcomes;
    }

    @Test
    void silenceIsUnwillingAndTellsNothingElse() {
        assertThat(of(unasked())).containsExactly(BAD, NONE, NONE);
    }

    @Test
    void aPaymentIsWillingAndHalfTheBalanceIsAble() {
        assertThat(of(unasked().paid("C", 60, 50_000))).containsExactly(GOOD, GOOD, NONE);
        assertThat(of(unasked().paid("C", 60, 49_999))).containsExactly(GOOD, BAD, NONE);
        // half of what is owed at the as-of date, after what was paid before
        assertThat(of(unasked().paid("C", 150, 60_000).paid("C", 60, 20_000))).containsExactly(GOOD, GOOD, NONE);
        assertThat(of(unasked().paid("E", "C", 60, 100_000, "ENFORCEMENT"))).containsExactly(BAD, NONE, NONE);
        assertThat(of(unasked().paid("P", "C", 60, 100_000, "DEBTOR").reversed("P", "C", 50, 100_000)))
                .containsExactly(BAD, NONE, NONE);
        assertThat(of(unasked().invoice("O", "K2", 200, 220, 100_000).paid("O", 60, 100_000)))
                .containsExactly(BAD, NONE, NONE);
    }

    @Test
    void theWindowBeginsAtTheAsOfDayAndEndsBeforeItsLast() {
        assertThat(of(unasked().paid("C", 100, 50_000))).containsExactly(GOOD, GOOD, NONE);
        assertThat(of(unasked().paid("C", 101, 50_000))).containsExactly(BAD, NONE, NONE);
        assertThat(of(unasked().paid("C", 41, 50_000))).containsExactly(GOOD, GOOD, NONE);
        assertThat(of(unasked().paid("C", 40, 50_000))).containsExactly(BAD, NONE, NONE);
    }

    @Test
    void whatWasKnownBeforeIsNoOutcome() {
        // paid in the window by its date, yet reported before it
        assertThat(of(unasked().knownLater(-10).paid("P", "C", 95, 50_000, "DEBTOR")))
                .containsExactly(BAD, NONE, NONE);
        // known before, and corrected into the window
        Life corrected = unasked().paid("P", "C", 110, 50_000, "DEBTOR").paid("P", "C", 90, 50_000, "DEBTOR");
        assertThat(of(corrected)).containsExactly(BAD, NONE, NONE);
        // paid before, reported after
        assertThat(of(unasked().knownLater(30).paid("P", "C", 110, 50_000, "DEBTOR")))
                .containsExactly(BAD, NONE, NONE);
        assertThat(of(unasked().contact("C", 110, "OUTBOUND", "CALL", "REACHED")))
                .containsExactly(BAD, NONE, NONE);
    }

    @Test
    void recordsOfTheWindowCountWhileTheyAreLateByLittle() {
        assertThat(of(unasked().knownLater(14).paid("C", 45, 50_000))).containsExactly(GOOD, GOOD, NONE);
        assertThat(of(unasked().knownLater(15).paid("C", 45, 50_000))).containsExactly(BAD, NONE, NONE);
    }

    @Test
    void anArrangementIsWillingAndAbleIfWhatFellDueWasPaid() {
        Life kept = unasked()
                .arranged("C", 90, "PLAN", 10_000, 12, 80)
                .paid("C", 80, 10_000)
                .paid("C", 48, 10_000);
        assertThat(of(kept)).containsExactly(GOOD, GOOD, NONE);
        Life broken = unasked().arranged("C", 90, "PLAN", 10_000, 12, 80).paid("C", 80, 10_000);
        assertThat(of(broken)).containsExactly(GOOD, BAD, NONE);
        Life promisedOnly = unasked().arranged("C", 90, "PLAN", 10_000, 12, 80);
        assertThat(of(promisedOnly)).containsExactly(GOOD, BAD, NONE);
        // the first instalment falls due after the window: not known
        Life undue = unasked().arranged("C", 50, "PLAN", 10_000, 12, 35);
        assertThat(of(undue)).containsExactly(GOOD, NONE, NONE);
        Life earlier = unasked().arranged("C", 110, "PLAN", 10_000, 12, 80);
        assertThat(of(earlier)).containsExactly(BAD, NONE, NONE);
    }

    @Test
    void whoKeepsUpAnEarlierArrangementIsAble() {
        // instalments due 140, 110, 80 and 50 days ago; the last two in the window
        Life keepsUp = unasked()
                .arranged("C", 150, "PLAN", 10_000, 12, 140)
                .paid("C", 80, 10_000)
                .paid("C", 50, 10_000);
        assertThat(of(keepsUp)).containsExactly(GOOD, GOOD, NONE);
        Life fallsBehind = unasked().arranged("C", 150, "PLAN", 10_000, 12, 140).paid("C", 80, 10_000);
        assertThat(of(fallsBehind)).containsExactly(GOOD, BAD, NONE);
        // replaced by a smaller one before the as-of date
        Life replaced = unasked()
                .arranged("C", 150, "PLAN", 10_000, 12, 140)
                .arranged("C", 120, "PLAN", 5_000, 20, 110)
                .paid("C", 80, 10_000);
        assertThat(of(replaced)).containsExactly(GOOD, GOOD, NONE);
    }

    @Test
    void reachedIsGoodAndCalledInVainIsBad() {
        assertThat(of(claim().contact(null, 80, "OUTBOUND", "CALL", "NO_ANSWER")))
                .containsExactly(NONE, NONE, BAD);
        assertThat(of(claim().contact(null, 80, "OUTBOUND", "CALL", "NO_ANSWER")
                        .contact("C", 70, "OUTBOUND", "CALL", "REFUSED")))
                .containsExactly(BAD, NONE, GOOD);
        assertThat(of(claim().contact("C", 70, "INBOUND", "EMAIL", "REACHED"))).containsExactly(GOOD, NONE, GOOD);
        assertThat(of(claim().contact("C", 70, "OUTBOUND", "LETTER", "SENT"))).containsExactly(BAD, NONE, NONE);
        assertThat(of(claim().contact("C", 40, "OUTBOUND", "CALL", "REACHED"))).containsExactly(NONE, NONE, NONE);
        assertThat(of(claim().without(Feed.CONTACTS).contact("C", 70, "INBOUND", "EMAIL", "REACHED")))
                .containsExactly(BAD, NONE, NONE);
    }

    @Test
    void aWithdrawnClaimIsNoFailureAndNoPaymentsFeedTellsNothing() {
        assertThat(of(unasked().changed("C", 70, "CLOSED", "closed_as", "WITHDRAWN")))
                .containsExactly(NONE, NONE, NONE);
        assertThat(of(unasked().paid("C", 80, 1_000).changed("C", 70, "CLOSED", "closed_as", "WRONGFUL")))
                .containsExactly(GOOD, BAD, NONE);
        assertThat(of(unasked().without(Feed.PAYMENTS))).containsExactly(NONE, NONE, NONE);
    }

    @Test
    void willingIsWhoActsMoreThanWeDo() {
        assertThat(willing(claim())).isEqualTo(NONE);
        assertThat(willing(letter(claim(), 80))).isEqualTo(BAD);
        assertThat(willing(claim().paid("C", 60, 1_000))).isEqualTo(GOOD);
        // on another case of the debtor
        assertThat(willing(claim().invoice("O", "K1", 200, 220, 100_000).paid("O", 60, 1_000)))
                .isEqualTo(GOOD);
        // of a withdrawn claim: an act counts, silence does not
        Life withdrawn = letter(claim(), 80).changed("C", 70, "CLOSED", "closed_as", "WITHDRAWN");
        assertThat(willing(withdrawn)).isEqualTo(NONE);
        assertThat(willing(claim().paid("C", 80, 1_000).changed("C", 70, "CLOSED", "closed_as", "WITHDRAWN")))
                .isEqualTo(GOOD);
        assertThat(willing(claim().paid("C", 60, 1_000).without(Feed.PAYMENTS))).isEqualTo(NONE);
    }

    @Test
    void anOutcomeIsDrawnFromContactsAndActs() {
        int good = 0;
        int cases = 2_000;
        for (int i = 0; i < cases; i++) {
            String id = "C" + i;
            Life life = new Life().invoice(id, "K1", 200, 220, 100_000).paid(id, 60, 1_000);
            for (int day = 90; day > 60; day -= 10) {
                life.contact(id, day, "OUTBOUND", "LETTER", "SENT");
            }
            CaseView before = life.view(id, Life.at(AS_OF, 0), OtherCases.SEEN);
            int[] target = new int[3];
            OUTCOMES.observe(before, target);
            int again = target[0];
            OUTCOMES.observe(life.view(id, Life.at(AS_OF, 0), OtherCases.SEEN), target);
            assertThat(target[0]).as("the same records").isEqualTo(again);
            good += again;
        }
        // one act and three letters; four standard deviations are 0.039
        assertThat(good / (double) cases).isBetween(0.21, 0.29);
    }

    private static int willing(Life life) {
        return of(life).getFirst();
    }

    private static Life letter(Life life, int daysAgo) {
        return life.contact("C", daysAgo, "OUTBOUND", "LETTER", "SENT");
    }

    private static int[] estimates(Life life, long knownUntil) {
        CaseView before = life.view("C", Life.at(AS_OF, 0), OtherCases.SEEN);
        int[] target = new int[Axis.values().length];
        Arrays.fill(target, 7);
        OUTCOMES.observe(before, knownUntil, target);
        return new int[] {target[Axis.PROMISE_KEPT.ordinal()], target[Axis.SELF_CURE.ordinal()]};
    }

    private static int promise(Life life) {
        return estimates(life, Life.at(0, 0))[0];
    }

    private static int cure(Life life) {
        return estimates(life, Life.at(0, 0))[1];
    }

    @Test
    void anOpenPromiseIsKeptWhereItsSumComesInTime() {
        // promised 105 days ago to pay 500.00 by 90 days ago
        Life promised = claim().promised("C", 105, 50_000, 90);
        assertThat(promise(claim())).isEqualTo(NONE);
        assertThat(promise(claim().promised("C", 105, 50_000, 90))).isEqualTo(BAD);
        assertThat(promise(promised.paid("C", 87, 45_000))).isEqualTo(GOOD);
        assertThat(promise(claim().promised("C", 105, 50_000, 90).paid("C", 87, 44_999)))
                .isEqualTo(BAD);
        assertThat(promise(claim().promised("C", 105, 50_000, 90).paid("C", 86, 50_000)))
                .isEqualTo(BAD);
        assertThat(promise(claim().promised("C", 105, 50_000, 90)
                        .paid("P", "C", 90, 50_000, "DEBTOR")
                        .reversed("P", "C", 80, 50_000)))
                .isEqualTo(BAD);
    }

    @Test
    void onlyPromisesThatFallDueInTheWindowAreLookedAtTheFirstOfThem() {
        // over before the as-of date, kept before it, due after the window
        assertThat(promise(claim().promised("C", 130, 50_000, 120))).isEqualTo(NONE);
        assertThat(promise(claim().promised("C", 105, 50_000, 90).paid("C", 101, 50_000)))
                .isEqualTo(NONE);
        assertThat(promise(claim().promised("C", 105, 50_000, 43))).isEqualTo(NONE);
        assertThat(promise(claim().promised("C", 105, 50_000, 44))).isEqualTo(BAD);
        // made in the window
        assertThat(promise(claim().promised("C", 80, 50_000, 70).paid("C", 70, 50_000)))
                .isEqualTo(GOOD);
        // the first is broken, the second kept
        assertThat(promise(claim().promised("C", 105, 50_000, 90)
                        .promised("C", 80, 50_000, 70)
                        .paid("C", 70, 50_000)))
                .isEqualTo(BAD);
        // withdrawn before it could be kept; without contacts nothing is known of promises
        assertThat(promise(claim().promised("C", 105, 50_000, 90).changed("C", 95, "CLOSED", "closed_as", "WITHDRAWN")))
                .isEqualTo(NONE);
        assertThat(promise(claim().promised("C", 80, 50_000, 70).without(Feed.CONTACTS)))
                .isEqualTo(NONE);
    }

    @Test
    void aSelfCureIsPaidInFullBeforeTheCollectorDoesAnything() {
        assertThat(cure(claim())).isEqualTo(BAD);
        assertThat(cure(claim().paid("C", 80, 100_000))).isEqualTo(GOOD);
        assertThat(cure(claim().paid("C", 80, 60_000).paid("C", 60, 40_000))).isEqualTo(GOOD);
        assertThat(cure(claim().paid("C", 80, 99_999))).isEqualTo(BAD);
        assertThat(cure(claim().paid("C", 40, 100_000))).isEqualTo(BAD);
        assertThat(cure(claim().paid("E", "C", 80, 100_000, "ENFORCEMENT"))).isEqualTo(BAD);
        assertThat(cure(claim().paid("C", 80, 90_000).changed("C", 75, "CLOSED", "closed_as", "PAID")))
                .isEqualTo(GOOD);
        assertThat(cure(claim().changed("C", 75, "CLOSED", "closed_as", "PAID")))
                .isEqualTo(BAD);
        assertThat(cure(claim().changed("C", 75, "CLOSED", "closed_as", "WITHDRAWN")))
                .isEqualTo(NONE);
    }

    @Test
    void whatTheCollectorDidUpToThatDayMakesItNone() {
        assertThat(cure(claim().contact("C", 80, "OUTBOUND", "SMS", "SENT").paid("C", 80, 100_000)))
                .isEqualTo(BAD);
        assertThat(cure(claim().contact(null, 90, "OUTBOUND", "CALL", "NO_ANSWER")
                        .paid("C", 80, 100_000)))
                .isEqualTo(BAD);
        assertThat(cure(claim().changed("C", 90, "LETTER_SENT", "letter", "REMINDER")
                        .paid("C", 80, 100_000)))
                .isEqualTo(BAD);
        // before the as-of date, after the cure, or by the debtor
        assertThat(cure(claim().contact("C", 101, "OUTBOUND", "SMS", "SENT")
                        .contact("C", 79, "OUTBOUND", "SMS", "SENT")
                        .contact("C", 90, "INBOUND", "CALL", "REACHED")
                        .paid("C", 80, 100_000)))
                .isEqualTo(GOOD);
    }

    @Test
    void anImmatureEstimateIsNotAFailure() {
        Life life = claim().promised("C", 105, 50_000, 90);
        long over = Life.at(AS_OF - 70, 0);
        assertThat(estimates(life, over)).containsExactly(BAD, BAD);
        assertThat(estimates(life, over - 1)).containsExactly(NONE, NONE);
    }

    @Test
    void anImmatureCaseIsNotAFailure() {
        Life paid = claim().paid("C", 90, 100_000).contact("C", 80, "OUTBOUND", "CALL", "NO_ANSWER");
        long over = Life.at(AS_OF - 70, 0);
        assertThat(OUTCOMES.mature(Life.at(AS_OF, 0), over)).isTrue();
        assertThat(of(paid, over)).containsExactly(GOOD, GOOD, BAD);
        assertThat(OUTCOMES.mature(Life.at(AS_OF, 0), over - 1)).isFalse();
        assertThat(of(paid, over - 1)).containsExactly(NONE, NONE, NONE);
        assertThat(of(claim(), over - 1)).containsExactly(NONE, NONE, NONE);
    }

    @Test
    void thePopulationIsOpenCasesWithoutAHoldThatStops() {
        assertThat(inPopulation(claim())).isTrue();
        assertThat(inPopulation(claim().held("H", "C", 110, "VULNERABLE"))).isFalse();
        assertThat(inPopulation(claim().held("H", "C", 110, "NO_CALLS"))).isTrue();
        assertThat(inPopulation(claim().held("H", "C", 110, "DISPUTE"))).isFalse();
        assertThat(inPopulation(claim().held("H", null, 110, "DECEASED"))).isFalse();
        assertThat(inPopulation(claim().held("H", "C", 90, "DISPUTE"))).isTrue();
        assertThat(inPopulation(claim().heldUntil("H", "C", 150, 120, "DISPUTE", "REJECTED")))
                .isTrue();
        assertThat(inPopulation(claim().paid("C", 120, 100_000))).isFalse();
        assertThat(inPopulation(claim().changed("C", 120, "CLOSED", "closed_as", "WRITTEN_OFF")))
                .isFalse();
    }

    private static boolean inPopulation(Life life) {
        return new DebtorView(life.history(), Life.at(AS_OF, 0), life.feeds(), OtherCases.SEEN)
                .cases()
                .getFirst()
                .inPopulation();
    }

    @Test
    void definitionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Outcomes(0, 0, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Outcomes(90, -1, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Outcomes(90, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Outcomes(90, 0, 0.5, 1.1)).isInstanceOf(IllegalArgumentException.class);
    }
}
