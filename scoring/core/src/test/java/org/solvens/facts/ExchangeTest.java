package org.solvens.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.solvens.feature.Life;

/// What passes between a debtor and us, in the 60 days from 100 days before the end of a life.
class ExchangeTest {
    private static final int AS_OF = 100;

    private static Life claim() {
        return new Life().invoice("C", "K1", 200, 220, 100_000);
    }

    private static Exchange of(Life life) {
        return of(life, OtherCases.SEEN);
    }

    private static Exchange of(Life life, OtherCases others) {
        CaseView before = life.view("C", Life.at(AS_OF, 0), others);
        CaseView later = life.view("C", Life.at(30, 0), others);
        return Exchange.in(later.debtor(), before.today(), before.today() + 60, before.debtor());
    }

    private static Exchange contact(String direction, String channel, String outcome) {
        return of(claim().contact("C", 80, direction, channel, outcome));
    }

    @Test
    void whatADebtorDoesUnaskedIsAnAct() {
        Exchange act = new Exchange(1, 0, 0);
        assertThat(of(claim().paid("C", 60, 1_000))).isEqualTo(act);
        assertThat(of(claim().arranged("C", 80, "DEFERRAL", 0, 0, 0))).isEqualTo(act);
        assertThat(contact("INBOUND", "CALL", "REACHED")).isEqualTo(act);
        assertThat(contact("INBOUND", "PORTAL", "ASKS_PLAN")).isEqualTo(act);
        assertThat(contact("INBOUND", "EMAIL", "CANNOT_PAY")).isEqualTo(act);
    }

    @Test
    void aPromiseInOurCallIsAContactAndAnAct() {
        assertThat(contact("OUTBOUND", "CALL", "PROMISED")).isEqualTo(new Exchange(1, 0, 1));
        assertThat(contact("OUTBOUND", "CALL", "ASKS_PLAN")).isEqualTo(new Exchange(0, 0, 1));
    }

    @Test
    void enforcementRefusalsDisputesAndLooksAreNoActs() {
        Exchange nothing = new Exchange(0, 0, 0);
        assertThat(of(claim().paid("E", "C", 60, 1_000, "ENFORCEMENT"))).isEqualTo(nothing);
        assertThat(contact("INBOUND", "CALL", "REFUSED")).isEqualTo(nothing);
        assertThat(contact("INBOUND", "EMAIL", "DISPUTES")).isEqualTo(nothing);
        assertThat(contact("INBOUND", "SMS", "OPTS_OUT")).isEqualTo(nothing);
        assertThat(contact("INBOUND", "PORTAL", "REACHED")).isEqualTo(new Exchange(0, 1, 0));
    }

    @Test
    void onlyContactsThatArriveCount() {
        Exchange one = new Exchange(0, 0, 1);
        Exchange nothing = new Exchange(0, 0, 0);
        assertThat(contact("OUTBOUND", "LETTER", "SENT")).isEqualTo(one);
        assertThat(contact("OUTBOUND", "CALL", "REFUSED")).isEqualTo(one);
        assertThat(contact("OUTBOUND", "EMAIL", "BOUNCED")).isEqualTo(nothing);
        assertThat(contact("OUTBOUND", "CALL", "NO_ANSWER")).isEqualTo(nothing);
        assertThat(contact("OUTBOUND", "CALL", "WRONG_PARTY")).isEqualTo(nothing);
        Life returned = claim().contact("C", 80, "OUTBOUND", "LETTER", "SENT")
                .changed("C", 70, "LETTER_RETURNED", "letter", "OTHER");
        assertThat(of(returned)).isEqualTo(nothing);
    }

    @Test
    void anInstalmentThatFallsDueWasAgreedBefore() {
        // due 80 and 50 days ago, in the span, after one before it
        Life plan = claim().arranged("C", 150, "PLAN", 10_000, 12, 110);
        assertThat(of(plan)).isEqualTo(new Exchange(0, 0, 0));
        Life kept = claim().arranged("C", 150, "PLAN", 10_000, 12, 110)
                .paid("C", 80, 10_000)
                .paid("C", 50, 10_000);
        assertThat(of(kept)).isEqualTo(new Exchange(0, 0, 0));
        assertThat(of(kept.paid("C", 60, 500))).isEqualTo(new Exchange(1, 0, 0));
    }

    @Test
    void theSpanHoldsItsFirstDayAndWhatWasKnownBeforeIsLeftOut() {
        Exchange nothing = new Exchange(0, 0, 0);
        Exchange act = new Exchange(1, 0, 0);
        assertThat(of(claim().paid("C", 100, 1_000))).isEqualTo(act);
        assertThat(of(claim().paid("C", 101, 1_000))).isEqualTo(nothing);
        assertThat(of(claim().paid("C", 41, 1_000))).isEqualTo(act);
        assertThat(of(claim().paid("C", 40, 1_000))).isEqualTo(nothing);
        // known before the span, corrected into it
        Life corrected = claim().paid("P", "C", 110, 1_000, "DEBTOR").paid("P", "C", 90, 1_000, "DEBTOR");
        assertThat(of(corrected)).isEqualTo(nothing);
    }

    @Test
    void allCasesThatMayBeSeenCount() {
        Life life = claim().invoice("O", "K2", 200, 220, 100_000).paid("O", 60, 1_000);
        assertThat(of(life)).isEqualTo(new Exchange(1, 0, 0));
        assertThat(of(life, OtherCases.LEFT_OUT)).isEqualTo(new Exchange(0, 0, 0));
    }
}
