package org.solvens.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.HoldKind;

/// Rules of the ledger that single inputs do not show, each with the control that differs in one thing.
class LedgerRulesTest {
    private static final long AS_OF = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();
    private static final String CASES =
            "case_id,debtor_id,creditor_id,country,currency,debtor_kind,claim_type,principal,interest,costs,due_date,"
                    + "arose_on,placed_on,stage,known_at";
    private static final String PAYMENTS =
            "payment_id,case_id,amount,paid_on,source,reversal_of,kind,reference,known_at,retracted";
    private static final String EVENTS =
            "event_id,case_id,kind,component,amount,stage,letter,closed_as,happened_on,known_at";
    private static final String PLANS =
            "arrangement_id,case_id,kind,instalment,instalments,interval_days,first_due,agreed_on,known_at";

    private static PlainIngest debtor(String... cases) {
        List<String> lines = new ArrayList<>(List.of(CASES));
        for (String one : cases) {
            lines.add(one + ",D,K,NO,NOK,PERSON,INVOICE,1000,0,0,2025-12-01,2025-11-01,2026-01-05,COLLECTION,"
                    + "2026-01-05T12:00:00Z");
        }
        return new PlainIngest().file(Feed.CASES, lines);
    }

    /// @param entries such as `p,C,400,2026-02-10,,,KID`: key, case, amount, day, reversal of, kind, reference; known
    ///     at the end of the day
    private static PlainIngest paid(PlainIngest ingest, String... entries) {
        List<String> lines = new ArrayList<>(List.of(PAYMENTS));
        for (String entry : entries) {
            String[] cells = entry.split(",", -1);
            lines.add(String.join(
                    ",",
                    cells[0],
                    cells[1],
                    cells[2],
                    cells[3],
                    "DEBTOR",
                    cells[4],
                    cells[5],
                    cells[6],
                    (cells.length > 7 ? cells[7] : cells[3]) + "T20:00:00Z",
                    cells.length > 8 ? cells[8] : ""));
        }
        return ingest.file(Feed.PAYMENTS, lines);
    }

    private static long balance(PlainIngest ingest, String id) {
        return ingest.view(id, AS_OF).balance();
    }

    @ParameterizedTest
    @EnumSource(Event.Contact.Channel.class)
    void whoOptsOutInWhateverChannelIsNotCalledUntilAHoldThatSaysSoIsClosed(Event.Contact.Channel channel) {
        List<String> contacts = List.of(
                "contact_id,debtor_id,case_id,direction,channel,outcome,at,known_at",
                "K,D,C,INBOUND," + channel + ",OPTS_OUT,2026-02-01T10:00:00Z,2026-02-01T20:00:00Z");
        String holds = "hold_id,debtor_id,case_id,kind,opened_on,closed_on,known_at";
        String until = "H,D,C,NO_CALLS,2026-02-01,2026-03-01,2026-03-01T20:00:00Z";
        PlainIngest barred = debtor("C", "E").file(Feed.CONTACTS, contacts);
        assertThat(barred.view("C", AS_OF).holds()).containsExactly(HoldKind.NO_CALLS);
        assertThat(barred.view("E", AS_OF).holds())
                .as("who is not to be called about one case is not called about another")
                .containsExactly(HoldKind.NO_CALLS);
        PlainIngest onItsDay = debtor("C")
                .file(Feed.CONTACTS, contacts)
                .file(Feed.HOLDS, List.of(holds, "H,D,C,NO_CALLS,2026-01-01,2026-02-01,2026-02-01T20:00:00Z"));
        assertThat(onItsDay.view("C", AS_OF).holds()).containsExactly(HoldKind.NO_CALLS);
        PlainIngest allowedAgain = debtor("C").file(Feed.CONTACTS, contacts).file(Feed.HOLDS, List.of(holds, until));
        assertThat(allowedAgain.view("C", AS_OF).holds()).isEmpty();
    }

    @Test
    void ofPaymentsWithOneReferenceTheOneOfItsAmountIsTakenBack() {
        String[] three = {"a,C,100,2026-02-01,,,KID", "b,C,250,2026-02-02,,,KID", "c,C,100,2026-02-03,,,KID"};
        assertThat(balance(paid(debtor("C"), three[0], three[1], three[2], "r,C,250,2026-02-10,KID,,"), "C"))
                .isEqualTo(800_000);
        assertThat(balance(
                        paid(debtor("C"), three[0], three[2], "r,C,100,2026-02-10,KID,,", "s,C,100,2026-02-11,KID,,"),
                        "C"))
                .isEqualTo(1_000_000);
        // An old reversal does not jump to a payment that came later.
        assertThat(balance(
                        paid(
                                debtor("C"),
                                "a,C,250,2026-02-01,,,KID",
                                "r,C,250,2026-02-10,KID,,",
                                "b,C,100,2026-03-01,,,KID"),
                        "C"))
                .isEqualTo(900_000);
    }

    @Test
    void aReturnWithTheReferenceOfThePaymentTakesThePaymentBack() {
        String p = "p,C,300,2026-02-01,,,KID";
        String q = "q,C,300,2026-02-05,,,KID";
        String r = "r,C,300,2026-02-10,KID,,KID";
        assertThat(balance(paid(debtor("C"), p, r), "C")).isEqualTo(1_000_000);
        assertThat(balance(paid(debtor("C"), p, q, r), "C")).isEqualTo(700_000);
        assertThat(balance(paid(debtor("C"), p, q, r, "s,C,300,2026-02-12,KID,,KID"), "C"))
                .as("the second return is no reversal of the first")
                .isEqualTo(1_000_000);
        assertThat(balance(paid(debtor("C"), p, "r,C,300,2026-02-10,p,,KID", "s,C,300,2026-02-12,KID,,"), "C"))
                .as("a return that is reported twice restores nothing")
                .isEqualTo(1_000_000);
        assertThat(balance(paid(debtor("C"), p, "r,C,300,2026-02-10,p,,OWN", "s,C,300,2026-02-12,OWN,,"), "C"))
                .as("a chargeback that was won")
                .isEqualTo(700_000);
        String other = "o,C,500,2026-01-20,,,";
        assertThat(balance(paid(debtor("C"), other, p, r, p + ",2026-03-05,true"), "C"))
                .as("a payment that was retracted is not taken from another")
                .isEqualTo(500_000);
        assertThat(balance(paid(debtor("C"), other, r), "C"))
                .as("a payment that was never known is")
                .isEqualTo(800_000);
    }

    @Test
    void whatOneReversalTookByItsKeyAnotherCannotTakeByReference() {
        String[] entries = {
            "p,C,300,2026-02-01,,,KID",
            "q,C,300,2026-02-20,,,KID",
            "r,C,300,2026-02-28,q,,",
            "s,C,300,2026-02-28,KID,,",
        };
        assertThat(balance(paid(debtor("C"), entries), "C")).isEqualTo(1_000_000);
        assertThat(balance(paid(debtor("C"), entries[0], entries[1], entries[2]), "C"))
                .isEqualTo(700_000);
    }

    private static List<String> payments(String... entries) {
        return paid(debtor("C"), entries).view("C", AS_OF).payments().stream()
                .map(payment -> LocalDate.ofEpochDay(payment.paidOn()) + " " + payment.amount() / 1000)
                .sorted()
                .toList();
    }

    @Test
    void aReversalOfAnUnknownPaymentTakesMoneyThatWasThere() {
        String before = "p,C,250,2026-02-01,,,";
        String after = "q,C,100,2026-03-01,,,";
        assertThat(payments(before, after, "r,C,200,2026-02-10,UNKNOWN,,"))
                .containsExactly("2026-02-01 50", "2026-03-01 100");
        assertThat(payments(before, after, "r,C,200,2026-03-10,UNKNOWN,,")).containsExactly("2026-02-01 150");
        assertThat(payments(before, after, "r,C,300,2026-02-10,UNKNOWN,,"))
                .as("what was not there yet is taken last")
                .containsExactly("2026-03-01 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "b a", "x1 k7", "m n"})
    void ofEqualPaymentsTheVoluntaryOneIsTakenBackWhateverTheIds(String ids) {
        String line = "%s,C,100,2026-02-01,%s,%s,,KID,2026-02-01T20:00:00Z,";
        for (String of : List.of("KID", "UNKNOWN")) {
            CaseView view = debtor("C")
                    .file(
                            Feed.PAYMENTS,
                            List.of(
                                    PAYMENTS,
                                    String.format(line, ids.split(" ")[0], "ENFORCEMENT", ""),
                                    String.format(line, ids.split(" ")[1], "DEBTOR", ""),
                                    "r,C,100,2026-02-10,DEBTOR," + of + ",,,2026-02-10T20:00:00Z,"))
                    .view("C", AS_OF);
            assertThat(view.payments())
                    .extracting(Event.Payment::source)
                    .containsExactly(Event.Payment.Source.ENFORCEMENT);
        }
    }

    @Test
    void aReversalOfWhatDoesNotCountTakesNothingElse() {
        String q = "q,C,500,2026-01-20,,,";
        String p = "p,C,400,2026-02-10,,,";
        String r = "r,C,400,2026-03-01,p,,";
        assertThat(balance(paid(debtor("C"), q, p, r), "C")).isEqualTo(500_000);
        assertThat(balance(paid(debtor("C"), q, p, r, p + ",2026-03-05,true"), "C"))
                .isEqualTo(500_000);
        assertThat(balance(
                        paid(debtor("C"), q, "p,C,400,2026-07-10,,,,2026-06-29", r.replace("2026-03-01", "2026-06-30")),
                        "C"))
                .isEqualTo(500_000);
    }

    @Test
    void aCaseClosedAsPaidIsOpenAgainWhereTheMoneyWentBack() {
        List<String> closed = List.of(EVENTS, "e,C,CLOSED,,,,,PAID,2026-02-12,2026-02-12T20:00:00Z");
        for (String day : List.of("2026-02-10", "2026-02-11", "2026-02-12", "2026-02-20")) {
            CaseView bounced = paid(
                            debtor("C").file(Feed.CASE_EVENTS, closed),
                            "p,C,1000,2026-02-10,,,",
                            "r,C,1000," + day + ",p,,,2026-02-25")
                    .view("C", AS_OF);
            assertThat(bounced.open()).as(day).isTrue();
            assertThat(bounced.balance()).as(day).isEqualTo(1_000_000);
        }
        CaseView paid = paid(debtor("C").file(Feed.CASE_EVENTS, closed), "p,C,1000,2026-02-10,,,")
                .view("C", AS_OF);
        assertThat(paid.closedAs()).isEqualTo(Event.CaseChanged.ClosedAs.PAID);
        CaseView never = debtor("C").file(Feed.CASE_EVENTS, closed).view("C", AS_OF);
        assertThat(never.open()).isFalse();
        assertThat(never.closedAsPaidButOwing()).isTrue();
    }

    private static CaseView closedAsPaidOnMarch20(String events, String... entries) {
        List<String> lines = new ArrayList<>(List.of(EVENTS, "e,C,CLOSED,,,,,PAID,2026-03-20,2026-03-20T20:00:00Z"));
        lines.addAll(events.lines().toList());
        return paid(debtor("C").file(Feed.CASE_EVENTS, lines), entries).view("C", AS_OF);
    }

    @Test
    void moneyThatWentBackBeforeTheClosingReopensNothing() {
        String first = "p,C,1000,2026-02-10,,,";
        String back = "r,C,1000,2026-02-15,p,,";
        for (CaseView settled : List.of(
                closedAsPaidOnMarch20("", "p,C,400,2026-02-10,,,", "r,C,400,2026-02-15,p,,", "q,C,700,2026-03-10,,,"),
                closedAsPaidOnMarch20("", first, back, "q,C,950,2026-03-10,,,"),
                closedAsPaidOnMarch20("f,C,REOPENED,,,,,,2026-02-15,2026-02-15T20:00:00Z", first, back))) {
            assertThat(settled.open()).isFalse();
            assertThat(settled.closedAsPaidButOwing()).isTrue();
        }
        String later = "f,C,CHARGE_ADDED,COSTS,50,,,,2026-04-01,2026-04-01T20:00:00Z";
        assertThat(closedAsPaidOnMarch20(later, first, back, "q,C,1000,2026-03-10,,,")
                        .open())
                .isFalse();
        assertThat(closedAsPaidOnMarch20(later, "p,C,1100,2026-02-10,,,", "q,C,100,2026-04-02,,REFUND,")
                        .open())
                .as("an overpayment that is refunded leaves the claim paid")
                .isFalse();
    }

    @Test
    void aSettlementComesUndoneWithItsMoney() {
        CaseView undone = closedAsPaidOnMarch20("", "p,C,700,2026-03-10,,,", "r,C,700,2026-04-01,p,,");
        assertThat(undone.open()).isTrue();
        assertThat(undone.balance()).isEqualTo(1_000_000);
    }

    @Test
    void callsCountWhicheverCaseTheyWereAbout() {
        List<String> contacts = List.of(
                "contact_id,debtor_id,case_id,direction,channel,outcome,at,known_at",
                "K,D,C,OUTBOUND,CALL,NO_ANSWER,2026-06-30T10:00:00Z,2026-06-30T10:00:00Z",
                "L,D,E,OUTBOUND,CALL,NO_ANSWER,2026-06-20T10:00:00Z,2026-06-20T10:00:00Z",
                "M,D,,OUTBOUND,CALL,NO_ANSWER,2026-06-26T10:00:00Z,2026-06-26T10:00:00Z");
        Calls calls = debtor("C", "E")
                .file(Feed.CONTACTS, contacts)
                .view("E", AS_OF)
                .debtor()
                .calls();
        assertThat(calls.last24Hours()).isEqualTo(1);
        assertThat(calls.last7Days()).isEqualTo(2);
        assertThat(calls.last30Days()).isEqualTo(3);
        assertThat(calls.refused()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = HoldKind.class,
            names = {"VULNERABLE", "OBJECTED_TO_PROFILING", "NO_CALLS", "DECEASED"})
    void whatIsAboutThePersonProtectsInEveryCase(HoldKind kind) {
        PlainIngest held = debtor("C", "E")
                .file(
                        Feed.HOLDS,
                        List.of(
                                "hold_id,debtor_id,case_id,kind,opened_on,closed_on,known_at",
                                "H,D,C," + kind + ",2026-02-01,,2026-02-01T20:00:00Z"));
        assertThat(held.view("E", AS_OF).holds()).containsExactly(kind);
    }

    @Test
    void aRefundReturnsWhatWasPaidBeforeTheArrangementFirst() {
        PlainIngest ingest = paid(
                debtor("C")
                        .file(
                                Feed.ARRANGEMENTS,
                                List.of(PLANS, "A,C,PLAN,100,3,,2026-06-15,2026-06-01,2026-06-01T20:00:00Z")),
                "p,C,500,2026-02-10,,,",
                "f,C,200,2026-06-10,,REFUND,",
                "q,C,100,2026-06-15,,,");
        assertThat(ingest.view("C", AS_OF).agreements().getFirst().broken()).isFalse();
    }

    @Test
    void chargesMadeAfterTheMoneyWentBackDoNotHideThatTheCaseWasPaid() {
        CaseView bounced = paid(
                        debtor("C")
                                .file(
                                        Feed.CASE_EVENTS,
                                        List.of(
                                                EVENTS,
                                                "e,C,CLOSED,,,,,PAID,2026-02-12,2026-02-12T20:00:00Z",
                                                "f,C,CHARGE_ADDED,COSTS,180,,,,2026-02-25,2026-02-25T20:00:00Z")),
                        "p,C,1000,2026-02-10,,,",
                        "r,C,21,2026-02-24,UNKNOWN,,")
                .view("C", AS_OF);
        assertThat(bounced.open()).isTrue();
        assertThat(bounced.balance()).isEqualTo(201_000);
    }

    private static Agreement plan(String lines, String... entries) {
        List<String> plans = new ArrayList<>(List.of(PLANS));
        plans.addAll(lines.lines().toList());
        CaseView view =
                paid(debtor("C").file(Feed.ARRANGEMENTS, plans), entries).view("C", AS_OF);
        return view.agreements().getLast();
    }

    private static String[] monthly(int count, String amount) {
        String[] entries = new String[count];
        for (int i = 0; i < count; i++) {
            entries[i] = "p" + i + ",C," + amount + ","
                    + LocalDate.parse("2026-02-01").plusMonths(i) + ",,,";
        }
        return entries;
    }

    @Test
    void ofTwoPlansOfOneDayTheLaterLineCounts() {
        String trial = "A1,C,TRIAL_PLAN,500,12,,2026-02-01,2026-01-20,2026-01-20T12:00:00Z";
        String plan = "A2,C,PLAN,100,12,,2026-02-01,2026-01-20,2026-01-20T12:00:00Z";
        assertThat(plan(trial + "\n" + plan, monthly(5, "100")).standing()).isEqualTo(Agreement.Standing.RUNNING);
        assertThat(plan(plan + "\n" + trial, monthly(5, "100")).standing()).isEqualTo(Agreement.Standing.BROKEN);
    }

    @Test
    void eachInstalmentMayLackATwentiethAndNoneAsAWhole() {
        String plan = "A,C,PLAN,100,24,,2024-07-01,2024-06-20,2024-06-20T12:00:00Z".replace("2024", "2026");
        plan = plan.replace("2026-07-01", "2026-02-01").replace("2026-06-20", "2026-01-20");
        assertThat(plan(plan, monthly(5, "98")).standing()).isEqualTo(Agreement.Standing.RUNNING);
        assertThat(plan(plan, monthly(5, "90")).standing()).isEqualTo(Agreement.Standing.BROKEN);
        assertThat(plan(plan, monthly(4, "100")).standing()).isEqualTo(Agreement.Standing.BROKEN);
    }

    @Test
    void aPlanWrittenDownAfterItsFirstDueDayCountsWhatWasPaidOnThatDay() {
        String plan = "A,C,PLAN,100,12,,2026-02-01,%s,2026-02-05T12:00:00Z";
        String[] paid = monthly(5, "100");
        assertThat(plan(String.format(plan, "2026-02-05"), paid).standing()).isEqualTo(Agreement.Standing.RUNNING);
        // Without the first due day, what was paid before the agreement is not part of it.
        String open = "A,C,PLAN,100,12,,,2026-02-05,2026-02-05T12:00:00Z";
        assertThat(plan(open, monthly(4, "100")).standing()).isEqualTo(Agreement.Standing.BROKEN);
    }

    private static CaseView chargedAgain(String plan, String... entries) {
        return paid(
                        debtor("C")
                                .file(Feed.ARRANGEMENTS, List.of(PLANS, plan))
                                .file(
                                        Feed.CASE_EVENTS,
                                        List.of(
                                                EVENTS,
                                                "e,C,CHARGE_ADDED,COSTS,50,,,,2026-06-20,2026-06-20T20:00:00Z")),
                        entries)
                .view("C", AS_OF);
    }

    @Test
    void aDebtThatWasPaidHasFulfilledItsPlanWhateverIsChargedLater() {
        String lastIsSmaller = "A,C,PLAN,300,4,,2026-02-01,2026-01-20,2026-01-20T12:00:00Z";
        String untilPaid = "A,C,PLAN,500,,,2026-02-01,2026-01-20,2026-01-20T12:00:00Z";
        String[] thirds = {"p,C,900,2026-04-01,,,", "q,C,100,2026-05-01,,,"};
        String[] halves = {"p,C,500,2026-02-01,,,", "q,C,500,2026-03-01,,,"};
        for (CaseView view : List.of(chargedAgain(lastIsSmaller, thirds), chargedAgain(untilPaid, halves))) {
            Agreement plan = view.agreements().getFirst();
            assertThat(view.balance()).isEqualTo(50_000);
            assertThat(plan.standing()).isEqualTo(Agreement.Standing.FULFILLED);
            assertThat(plan.broken()).isFalse();
            assertThat(plan.behind(view.today())).isZero();
            assertThat(plan.keptShare(view.today())).isEqualTo(1);
        }
        CaseView bounced = chargedAgain(untilPaid, halves[0], halves[1], "r,C,500,2026-03-05,q,,");
        assertThat(bounced.agreements().getFirst().standing()).isEqualTo(Agreement.Standing.BROKEN);
        CaseView owing = chargedAgain(untilPaid, halves[0], "q,C,499,2026-03-01,,,");
        assertThat(owing.agreements().getFirst().standing()).isEqualTo(Agreement.Standing.BROKEN);
    }

    @Test
    void withoutAFirstDayTheDayOfTheAgreementIsTheDayOfEachMonth() {
        String plan = "A,C,PLAN,100,10,,,2026-01-31,2026-01-31T12:00:00Z";
        Schedule schedule = Schedule.of(plan(plan).arrangement());
        assertThat(List.of(0, 1, 2))
                .extracting(index -> LocalDate.ofEpochDay(schedule.due(index)))
                .containsExactly(
                        LocalDate.parse("2026-02-28"), LocalDate.parse("2026-03-31"), LocalDate.parse("2026-04-30"));
    }

    @ParameterizedTest
    @ValueSource(strings = {",MONTHS,2147483647", ",WEEKS,2147483647", ",DAYS,2147483647", "2147483647,,"})
    void noIntervalIsTooLong(String interval) {
        CaseView view = paid(
                        debtor("C")
                                .file(
                                        Feed.ARRANGEMENTS,
                                        List.of(
                                                "arrangement_id,case_id,kind,instalment,instalments,interval_days,"
                                                        + "interval_unit,interval_count,first_due,agreed_on,known_at",
                                                "A,C,PLAN,100,24," + interval
                                                        + ",2026-02-01,2026-01-20,2026-01-20T12:00:00Z")),
                        "p,C,100,2026-02-01,,,")
                .view("C", AS_OF);
        Agreement plan = view.agreements().getFirst();
        assertThat(plan.standing()).isEqualTo(Agreement.Standing.RUNNING);
        assertThat(plan.dueBefore(view.today())).isEqualTo(1);
        assertThat(view.waitsForYears()).isTrue();
    }

    @Test
    void aRefundedInstalmentIsMissing() {
        String plan = "A,C,PLAN,100,10,,2026-02-01,2026-01-20,2026-01-20T12:00:00Z";
        String[] paid = monthly(5, "100");
        assertThat(plan(plan, paid).standing()).isEqualTo(Agreement.Standing.RUNNING);
        String[] refunded = java.util.Arrays.copyOf(paid, 6);
        refunded[5] = "f,C,300,2026-06-15,,REFUND,";
        assertThat(plan(plan, refunded).standing()).isEqualTo(Agreement.Standing.BROKEN);
    }

    @Test
    void whatIsAboutThePersonHoldsForEveryCase() {
        PlainIngest ingest = debtor("C", "E")
                .file(
                        Feed.HOLDS,
                        List.of(
                                "hold_id,debtor_id,case_id,kind,opened_on,known_at",
                                "h,D,C,DECEASED,2026-03-01,2026-03-01T12:00:00Z",
                                "i,D,C,DISPUTE,2026-03-01,2026-03-01T12:00:00Z"));
        assertThat(ingest.view("C", AS_OF).holds()).containsExactlyInAnyOrder(HoldKind.DECEASED, HoldKind.DISPUTE);
        assertThat(ingest.view("E", AS_OF).holds()).containsExactly(HoldKind.DECEASED);
    }
}
