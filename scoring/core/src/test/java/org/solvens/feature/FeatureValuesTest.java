package org.solvens.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.facts.Promise;
import org.solvens.feed.Feed;

/// Every feature of the standard catalogue over lives written by hand, against values computed by hand. The
/// as-of date is 2026-01-01, a Thursday.
class FeatureValuesTest {
    private static final double NO_RECORD = Missing.NO_RECORD.code();
    private static final double TOO_OLD = Missing.TOO_OLD.code();
    private static final double NOT_APPLICABLE = Missing.NOT_APPLICABLE.code();

    /// An invoice of 8,000.00 with 1,000.00 of interest and 1,000.00 of costs, due 200 days ago and placed
    /// 180 days ago, of a debtor with two other cases.
    private static Life life() {
        return new Life()
                .claim("C", "K1", 180, 200, 800_000, 100_000, 100_000, "UTILITY", "SOLE_TRADER", "REMINDER")
                // payments on the case: gaps of 30, 30, 60, 30 days
                .paid("C", 175, 50_000)
                .paid("C", 145, 50_000)
                .paid("P3", "C", 115, 100_000, "DIRECT_TO_CREDITOR")
                .paid("C", 55, 100_000)
                .paid("C", 25, 50_000)
                .paid("E1", "C", 20, 40_000, "ENFORCEMENT")
                .paid("R1", "C", 15, 70_000, "DEBTOR")
                .reversed("R1", "C", 12, 70_000)
                // other cases: one open of another creditor, one paid of the same creditor
                .invoice("O1", "K2", 300, 330, 500_000)
                .invoice("O2", "K1", 500, 520, 20_000)
                .paid("O2", 400, 20_000)
                .paid("O1", 100, 100_000)
                .promised("O1", 110, 100_000, 99)
                .promised("O1", 60, 100_000, 50)
                .arranged("O1", 120, "PLAN", 50_000, 4, 100)
                // contacts on the case
                .contact("C", 170, 9, "OUTBOUND", "CALL", "NO_ANSWER")
                .contact("C", 160, 16, "OUTBOUND", "CALL", "REACHED")
                .contact("C", 150, 16, "OUTBOUND", "CALL", "REFUSED")
                .contact("C", 140, 10, "OUTBOUND", "CALL", "WRONG_PARTY")
                .contact("C", 130, 11, "OUTBOUND", "EMAIL", "BOUNCED")
                .contact(null, 90, 12, "OUTBOUND", "SMS", "DELIVERED")
                .contact("C", 80, 12, "OUTBOUND", "VISIT", "CANNOT_PAY")
                .contact("C", 70, 12, "INBOUND", "CALL", "ASKS_PLAN")
                .contact("C", 28, 13, "INBOUND", "EMAIL", "REACHED")
                .contact("C", 10, 9, "OUTBOUND", "CALL", "NO_ANSWER")
                .contact("C", 6, 9, "OUTBOUND", "CALL", "NO_ANSWER")
                .contact("C", 5, 9, "OUTBOUND", "LETTER", "SENT")
                // promises on the case: kept, in part, broken, open
                .promised("C", 148, 50_000, 145)
                .promised("C", 117, 200_000, 114)
                .promised("C", 50, 100_000, 40)
                .promised("C", 26, 300_000, -2)
                // registers
                .register(300, "POPULATION", "CONFIRMED", "SCHEDULED")
                .register(290, "POSTAL", "CONFIRMED", "SCHEDULED")
                .register(280, "POPULATION", "MOVED", "RETURNED_MAIL")
                .register(200, "PHONE", "PHONE_FOUND", "MANUAL")
                .register(60, "POSTAL", "UNKNOWN", "RETURNED_MAIL")
                // tax figures
                .tax(400, 2023, 20_000_000, 5_000_000L)
                .tax(40, 2024, 24_000_000, -1_000_000L)
                // arrangement on the case
                .arranged("C", 60, "TRIAL_PLAN", 50_000, 3, 55)
                // holds
                .heldUntil("H1", "C", 165, 155, "DISPUTE", "REJECTED")
                .held("H2", "C", 3, "DISPUTE")
                .held("H3", null, 30, "NO_CALLS")
                .held("H4", "O1", 30, "DIRECT_PAYMENT")
                // course
                .changed("C", 178, "LETTER_SENT", "letter", "REMINDER")
                .changed("C", 100, "STAGE_CHANGED", "stage", "COLLECTION")
                .changed("C", 95, "CHARGE_ADDED", "component", "COSTS", "amount", 50_000L)
                .changed("C", 94, "LETTER_SENT", "letter", "COLLECTION_DEMAND")
                .changed("O1", 85, "LETTER_RETURNED", "letter", "OTHER")
                .decided("C", 8, "CALL")
                .decided("O1", 2, "REMINDER");
    }

    private static Map<String, Double> expected() {
        Map<String, Double> e = new LinkedHashMap<>();
        // Owed in all: 10,000.00 placed and 500.00 charged. Own will: 5 payments of 3,500.00; enforced 400.00.
        e.put("payments_30d", 1.0);
        e.put("payments_90d", 2.0);
        e.put("payments_180d", 5.0);
        e.put("payments_365d", 5.0);
        e.put("payments", 5.0);
        e.put("paid_share_30d", 500.0 / 10_500);
        e.put("paid_share_90d", 1_500.0 / 10_500);
        e.put("paid_share_180d", 3_500.0 / 10_500);
        e.put("paid_share_365d", 3_500.0 / 10_500);
        e.put("paid_share", 3_500.0 / 10_500);
        e.put("days_since_payment", 25.0);
        // spans of 30 days back from the as-of day: 25, 55, 115, 145, 175 lie in five of them
        e.put("months_with_payment_360d", 5.0);
        e.put("payment_gap_mean", 37.5);
        // squares 900 + 900 + 3600 + 900 = 6300; 6300 / 4 - 37.5^2 = 168.75
        e.put("payment_gap_spread", Math.sqrt(168.75) / 37.5);
        // 30 over the mean of 30, 30 and 60
        e.put("payment_gap_widening", 0.75);
        e.put("payment_silence", 25 / 37.5);
        e.put("partial_payments_365d", 5.0);
        // due 200 days ago: in time until 170 days ago
        e.put("paid_in_time_share", 500.0 / 3_500);
        e.put("direct_payments_365d", 1.0);
        e.put("reversals_365d", 1.0);
        e.put("enforced_payments_365d", 1.0);
        // this case 6,600.00 and the other 4,000.00 open
        e.put("open_cases", 2.0);
        e.put("total_balance", 10_600.0);
        e.put("other_creditors", 1.0);
        // and debts of 10,000.00 beyond all assets by the tax figures
        e.put("debt_to_income", 20_600.0 / 240_000);
        // due 100, 70, 40 and 10 days ago: 2,000.00, of which 1,000.00 came
        e.put("other_arrangements_kept_share", 0.5);
        e.put("other_cases_paid_share", 1.0);
        // O2 was due 520 days ago and paid 400 days ago; O1 is due for 330 days and open
        e.put("other_days_late_mean", 120.0);
        e.put("other_days_late_worst", 330.0);
        e.put("other_days_late_trend", NOT_APPLICABLE);
        e.put("other_paid_in_time_share", 0.0);
        e.put("other_payments_365d", 1.0);
        // seven payments, two contacts sought, six promises, two arrangements; three cases open for their days
        e.put(
                "engagement_rate",
                100
                        * (0.7 + 7 + 0.4 * (2 + 6 + 2))
                        / (70
                                + 150 * (Math.exp(-20 / 150.0) - Math.exp(-200 / 150.0))
                                + 150 * (Math.exp(-30 / 150.0) - Math.exp(-330 / 150.0))
                                + 150 * (Math.exp(-20 / 150.0) - Math.exp(-120 / 150.0))));
        // the same acts, less the six instalments that fell due, on five talks, visits, messages and letters, and six
        // promises, less the letter that came back; no look at the portal
        e.put("engagements_per_contact", (1 + 7 - 6 + 2 + 6 + 2) / (4 + 5 + 6 - 1.0));
        e.put("looks_per_contact", 1 / (4 + 5 + 6 - 1.0));
        e.put("other_promises_kept_share", 0.5);
        e.put("inbound_contacts_30d", 1.0);
        e.put("inbound_contacts_180d", 2.0);
        e.put("days_since_inbound", 28.0);
        e.put("refusals_365d", 1.0);
        e.put("asked_for_solution_180d", 1.0);
        e.put("cannot_pay_365d", 1.0);
        // the promise of 26 days ago, and the three attempts of 10, 6 and 5 days ago
        e.put("attempts_30d", 4.0);
        // calls of 180 days: 6 on the case without a promise, 4 promises on the case, 2 on the other
        e.put("right_party_rate_180d", 8.0 / 12);
        e.put("answered_rate_180d", 9.0 / 12);
        e.put("right_party_rate_visit_365d", 1.0);
        e.put("digital_bounced_share_180d", 0.5);
        e.put("unanswered_calls", 2.0);
        e.put("attempts_since_response", 3.0);
        e.put("days_since_reached", 26.0);
        e.put("wrong_party_365d", 1.0);
        e.put("bounced_180d", 1.0);
        e.put("contacts_7d", 2.0);
        // visits reached each time
        e.put("best_channel", 5.0);
        // Noon in UTC is one in Stockholm.
        e.put("best_call_hour", 13.0);
        e.put("promises_365d", 4.0);
        e.put("promises_kept_365d", 1.0);
        e.put("promises_partly_kept_365d", 1.0);
        e.put("promises_broken_365d", 1.0);
        e.put("promises_kept_share", 1.0 / 3);
        e.put("promise_open", 1.0);
        e.put("days_since_address_confirmed", 280.0);
        // both confirmed before the move that the population register reported
        e.put("registers_agreeing_365d", 1.0);
        e.put("returned_letters", 1.0);
        e.put("moves_730d", 1.0);
        e.put("address_unknown", 1.0);
        e.put("phone_found_365d", 1.0);
        e.put("identity_protected", 0.0);
        e.put("reported_deceased", 0.0);
        e.put("net_income", 240_000.0);
        e.put("net_wealth", -10_000.0);
        e.put("balance_to_income", 6_600.0 / 240_000);
        e.put("income_trend", 1.2);
        // from 2024-12-31 to 2026-01-01
        e.put("tax_figures_age_days", 366.0);
        e.put("tax_figures_over_24_months", 0.0);
        e.put("arrangements_agreed_365d", 1.0);
        // due 55 and 25 days ago: 1,000.00, of which 1,500.00 came
        e.put("arrangement_kept_share", 1.0);
        e.put("instalments_on_time_share", 1.0);
        e.put("instalments_kept_in_a_row", 2.0);
        e.put("instalments_behind", 0.0);
        e.put("trial_plan_kept_share", 1.0);
        // 500.00 every 30 days is 6,083.33 a year
        e.put("instalment_to_income", 500.0 * 12 / 240_000);
        e.put("disputes_365d", 2.0);
        e.put("disputes_rejected", 1.0);
        e.put("dispute_open", 1.0);
        e.put("direct_payment_open", 0.0);
        e.put("calls_forbidden", 1.0);
        e.put("balance", 6_600.0);
        // costs and interest of 2,500.00 are paid by the 3,900.00 that came
        e.put("costs_share", 0.0);
        e.put("growth_since_placement", 1.05);
        e.put("days_overdue", 200.0);
        e.put("days_past_due_bucket", 7.0);
        e.put("case_age_days", 180.0);
        e.put("stage_reached", 2.0);
        e.put("claim_type_code", 4.0);
        e.put("debtor_is_business", 1.0);
        e.put("letters_sent", 2.0);
        e.put("days_since_letter", 94.0);
        e.put("reminder_lag_days", 22.0);
        e.put("days_since_stage_change", 100.0);
        e.put("charges_added", 1.0);
        e.put("season", 0.0);
        // the 25th of January 2026 is a Sunday
        e.put("days_to_payday", 22.0);
        e.put("days_since_decision", 8.0);
        return e;
    }

    @Test
    void everyFeatureOfALife() {
        Life life = life();
        Map<String, Double> expected = expected();
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        assertThat(expected.keySet())
                .as("a literal for every feature")
                .containsExactlyInAnyOrderElementsOf(
                        catalogue.features().stream().map(Feature::name).toList());
        double[] vector = Life.vector(life.view("C"));
        List<String> wrong = new ArrayList<>();
        expected.forEach((name, value) -> {
            double is = vector[catalogue.indexOf(name)];
            if (Math.abs(is - value) > 1e-9) {
                wrong.add(name + " is " + is + ", not " + value);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void aNewDebtorHasWhatTheCaseSaysAndReasonsForTheRest() {
        Life life = new Life().invoice("C", "K1", 10, 40, 100_000);
        Map<Missing, TreeSet<String>> missing = new LinkedHashMap<>();
        double[] vector = Life.vector(life.view("C"));
        List<Feature> features = FeatureCatalogue.standard(OtherCases.SEEN).features();
        for (int i = 0; i < vector.length; i++) {
            if (Missing.is(vector[i])) {
                missing.computeIfAbsent(Missing.of(vector[i]), _ -> new TreeSet<>())
                        .add(features.get(i).name());
            }
        }
        assertThat(missing.keySet()).containsExactlyInAnyOrder(Missing.NO_RECORD, Missing.NOT_APPLICABLE);
        assertThat(missing.get(Missing.NO_RECORD))
                .containsExactly(
                        "address_unknown",
                        "balance_to_income",
                        "best_call_hour",
                        "best_channel",
                        "days_since_address_confirmed",
                        "days_since_decision",
                        "days_since_inbound",
                        "days_since_letter",
                        "days_since_payment",
                        "days_since_reached",
                        "days_since_stage_change",
                        "debt_to_income",
                        "income_trend",
                        "net_income",
                        "net_wealth",
                        "reminder_lag_days",
                        "tax_figures_age_days",
                        "tax_figures_over_24_months");
        assertThat(missing.get(Missing.NOT_APPLICABLE))
                .containsExactly(
                        "answered_rate_180d",
                        "arrangement_kept_share",
                        "digital_bounced_share_180d",
                        "engagements_per_contact",
                        "instalment_to_income",
                        "instalments_behind",
                        "instalments_kept_in_a_row",
                        "instalments_on_time_share",
                        "looks_per_contact",
                        "other_arrangements_kept_share",
                        "other_cases_paid_share",
                        "other_days_late_mean",
                        "other_days_late_trend",
                        "other_days_late_worst",
                        "other_paid_in_time_share",
                        "other_promises_kept_share",
                        "paid_in_time_share",
                        "payment_gap_mean",
                        "payment_gap_spread",
                        "payment_gap_widening",
                        "payment_silence",
                        "promises_kept_share",
                        "right_party_rate_180d",
                        "right_party_rate_visit_365d",
                        "trial_plan_kept_share");
    }

    @Test
    void withoutAFeedItsFeaturesSaySo() {
        for (Feed feed : List.of(Feed.PAYMENTS, Feed.CONTACTS, Feed.TAX_ASSESSMENTS, Feed.CASE_EVENTS)) {
            double[] vector = Life.vector(life().without(feed).view("C"));
            List<Feature> features = FeatureCatalogue.standard(OtherCases.SEEN).features();
            for (int i = 0; i < vector.length; i++) {
                boolean reads = features.get(i).source() == feed
                        || features.get(i).needs().contains(feed);
                assertThat(vector[i] == Missing.NO_FEED.code())
                        .as(features.get(i).name())
                        .isEqualTo(reads);
            }
        }
        assertThat(life().without(Feed.PAYMENTS).value("promises_kept_share")).isEqualTo(Missing.NO_FEED.code());
    }

    @Test
    void aFeedThatHadNotBegunIsNone() {
        Life life = new Life().invoice("C", "K1", 10, 40, 100_000);
        FeedStarts feeds = new FeedStarts(Map.of(Feed.CASES, 0L, Feed.PAYMENTS, Life.asOf()));
        CaseView view = new DebtorView(life.history(), Life.asOf(), feeds, OtherCases.SEEN)
                .cases()
                .getFirst();
        int payments = FeatureCatalogue.standard(OtherCases.SEEN).indexOf("payments");
        assertThat(Life.vector(view)[payments]).isEqualTo(Missing.NO_FEED.code());
        CaseView later = new DebtorView(life.history(), Life.asOf() + 1, feeds, OtherCases.SEEN)
                .cases()
                .getFirst();
        assertThat(Life.vector(later)[payments]).isZero();
    }

    @Test
    void taxFiguresAreFlaggedAt24MonthsAndGoneAt36() {
        Life fresh = invoice().tax(10, 2024, 10_000_000, null);
        assertThat(fresh.value("tax_figures_over_24_months")).isZero();
        assertThat(fresh.value("net_wealth")).isEqualTo(NOT_APPLICABLE);
        // 2023-12-31 lies 732 days back
        Life old = invoice().tax(10, 2023, 10_000_000, 0L);
        assertThat(old.value("tax_figures_over_24_months")).isEqualTo(1);
        assertThat(old.value("net_income")).isEqualTo(100_000);
        // 2022-12-31 lies 1097 days back, more than three years of 365 days
        Life tooOld = invoice().tax(10, 2022, 10_000_000, 0L).tax(9, 2021, 9_000_000, 0L);
        assertThat(tooOld.value("net_income")).isEqualTo(TOO_OLD);
        assertThat(tooOld.value("debt_to_income")).isEqualTo(TOO_OLD);
        assertThat(tooOld.value("income_trend")).isEqualTo(TOO_OLD);
        assertThat(tooOld.value("tax_figures_age_days")).isEqualTo(1097);
    }

    @Test
    void taxFiguresOfAnotherPurposeOrCurrencyAreNotRead() {
        Life advice = invoice().tax(10, 2024, 10_000_000, 0L, "SEK", "LENDING_ADVICE");
        assertThat(advice.value("net_income")).isEqualTo(NO_RECORD);
        Life kroner = invoice().tax(10, 2024, 10_000_000, 0L, "NOK", "COLLECTION_SCORING");
        assertThat(kroner.value("net_income")).isEqualTo(NOT_APPLICABLE);
        assertThat(kroner.value("balance_to_income")).isEqualTo(NOT_APPLICABLE);
        Life none = invoice().tax(10, 2024, 0, 0L);
        assertThat(none.value("balance_to_income")).isEqualTo(100);
    }

    @Test
    void aPromiseIsKeptByNineTenthsWithinThreeDays() {
        assertThat(promise(7, 90_000)).isEqualTo(Promise.KEPT);
        assertThat(promise(7, 89_999)).isEqualTo(Promise.PARTLY);
        assertThat(promise(6, 90_000)).isEqualTo(Promise.BROKEN);
        Life enforced = invoice().promised("C", 20, 100_000, 10).paid("E", "C", 12, 100_000, "ENFORCEMENT");
        assertThat(enforced.value("promises_broken_365d")).isEqualTo(1);
        // three days of grace are not over
        assertThat(invoice().promised("C", 20, 100_000, 3).value("promise_open"))
                .isEqualTo(1);
        assertThat(invoice().promised("C", 20, 100_000, 14).value("promise_open"))
                .isZero();
    }

    private static Promise promise(int paidAgo, long amount) {
        CaseView view = invoice()
                .promised("C", 20, 100_000, 10)
                .paid("C", paidAgo, amount)
                .view("C");
        return view.promise(view.contacts().getFirst());
    }

    @Test
    void gapsThatWidenAndInstalmentsMissed() {
        Life widening = invoice()
                .paid("C", 150, 1_000)
                .paid("C", 140, 1_000)
                .paid("C", 130, 1_000)
                .paid("C", 90, 1_000);
        assertThat(widening.value("payment_gap_widening")).isEqualTo(4);
        assertThat(widening.value("payment_silence")).isEqualTo(90 / 20.0);
        // instalments due 90, 60 and 30 days ago; the first on time, the second late, the third open
        Life missed = invoice()
                .arranged("C", 100, "PLAN", 10_000, 6, 90)
                .paid("C", 90, 10_000)
                .paid("C", 50, 10_000);
        assertThat(missed.value("instalments_on_time_share")).isEqualTo(1 / 3.0);
        assertThat(missed.value("instalments_kept_in_a_row")).isEqualTo(1);
        assertThat(missed.value("instalments_behind")).isEqualTo(1);
        assertThat(missed.value("arrangement_kept_share")).isEqualTo(2 / 3.0);
        assertThat(missed.value("trial_plan_kept_share")).isEqualTo(NOT_APPLICABLE);
    }

    @Test
    void aWindowHoldsItsLastDayAndNotTheOneBefore() {
        for (int days : new int[] {30, 90, 180, 365}) {
            Life inside = invoice().paid("C", days, 250_000);
            assertThat(inside.value("payments_" + days + "d")).isEqualTo(1);
            assertThat(inside.value("paid_share_" + days + "d")).isEqualTo(0.25);
            Life outside = invoice().paid("C", days + 1, 250_000);
            assertThat(outside.value("payments_" + days + "d")).isZero();
            assertThat(outside.value("paid_share_" + days + "d")).isZero();
            assertThat(outside.value("payments")).isEqualTo(1);
            assertThat(outside.value("paid_share")).isEqualTo(0.25);
        }
    }

    @Test
    void holdsRegistersAndChargesThatTheLifeLacks() {
        assertThat(invoice().held("H", "C", 5, "DIRECT_PAYMENT").value("direct_payment_open"))
                .isEqualTo(1);
        assertThat(invoice().register(5, "POPULATION", "PROTECTED", "MANUAL").value("identity_protected"))
                .isEqualTo(1);
        assertThat(invoice().register(5, "POPULATION", "DECEASED", "MANUAL").value("reported_deceased"))
                .isEqualTo(1);
        assertThat(invoice().register(5, "POPULATION", "CONFIRMED", "MANUAL").value("address_unknown"))
                .isZero();
        Life agreeing = invoice()
                .register(50, "POPULATION", "MOVED", "MANUAL")
                .register(40, "POSTAL", "CONFIRMED", "MANUAL")
                .register(30, "OWN", "CONFIRMED", "MANUAL")
                .register(20, "PHONE", "CONFIRMED", "MANUAL");
        assertThat(agreeing.value("registers_agreeing_365d")).isEqualTo(3);
        Life costly = new Life()
                .claim("C", "K1", 180, 200, 600_000, 100_000, 100_000, "LOAN", "PERSON", "LEGAL")
                .changed("C", 90, "CHARGE_ADDED", "component", "COSTS", "amount", 200_000L)
                .changed("C", 80, "CHARGE_WAIVED", "component", "INTEREST", "amount", 100_000L)
                .paid("C", 70, 100_000);
        // costs of 3,000.00 less the 1,000.00 paid, over 8,000.00
        assertThat(costly.value("costs_share")).isEqualTo(0.25);
        assertThat(costly.value("growth_since_placement")).isEqualTo(9 / 8.0);
    }

    @Test
    void latenessIsThatOfTheOtherCasesFromTheirDueDates() {
        Life life = new Life()
                .invoice("C", "K1", 20, 30, 10_000)
                // paid 50, 10 and 0 days late, in this order; and one that is due for 5 days and open
                .invoice("A", "K1", 400, 420, 10_000)
                .paid("A", 370, 10_000)
                .invoice("B", "K1", 300, 310, 10_000)
                .paid("B", 300, 10_000)
                .invoice("D", "K2", 200, 150, 10_000)
                .paid("D", 160, 10_000)
                .invoice("E", "K2", 20, 5, 10_000);
        assertThat(Map.of(
                        "mean", life.value("other_days_late_mean"),
                        "worst", life.value("other_days_late_worst"),
                        "trend", life.value("other_days_late_trend"),
                        "in time", life.value("other_paid_in_time_share")))
                .isEqualTo(Map.of("mean", 20.0, "worst", 50.0, "trend", -30.0, "in time", 2.0 / 3));
    }

    @Test
    void otherCreditorsMayBeLeftOut() {
        CaseView apart = life().view("C", Life.asOf(), OtherCases.LEFT_OUT);
        double[] vector = Life.vector(apart);
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.LEFT_OUT);
        assertThat(vector[catalogue.indexOf("open_cases")]).isEqualTo(1);
        assertThat(vector[catalogue.indexOf("total_balance")]).isEqualTo(6_600);
        assertThat(vector[catalogue.indexOf("other_creditors")]).isZero();
        assertThat(vector[catalogue.indexOf("other_payments_365d")]).isZero();
        assertThat(vector[catalogue.indexOf("other_promises_kept_share")]).isEqualTo(NOT_APPLICABLE);
        // calls about the other creditor's case reached the debtor twice
        assertThat(vector[catalogue.indexOf("right_party_rate_180d")]).isEqualTo(6.0 / 10);
        // the paid case is of the same creditor
        assertThat(vector[catalogue.indexOf("other_cases_paid_share")]).isEqualTo(1);
    }

    @Test
    void recordsThatSayTooLittleOrTooMuchStopNothing() {
        Life life = invoice()
                .changed("C", 50, "CHARGE_ADDED")
                .changed("C", 49, "CHARGE_ADDED", "component", "COSTS")
                .changed("C", 48, "STAGE_CHANGED")
                .tax(10, 2024, 10_000_000, 0L)
                .tax(9, Integer.MAX_VALUE, 20_000_000, 0L);
        assertThat(life.value("balance")).isEqualTo(10_000);
        assertThat(life.value("stage_reached")).isZero();
        assertThat(life.value("net_income")).isEqualTo(100_000);
        assertThat(invoice().changed("C", 50, "CLOSED").view("C").open()).isFalse();
        CaseView asked = invoice()
                .contact("C", 20, "OUTBOUND", "CALL", "PROMISED")
                .paid("C", 5, 1)
                .view("C");
        assertThat(asked.promise(asked.contacts().getFirst())).isEqualTo(Promise.KEPT);
    }

    @Test
    void daysPastDueInSteps() {
        int[] days = {-5, 0, 1, 7, 8, 14, 15, 30, 31, 60, 61, 90, 91, 180, 181, 365, 366};
        double[] steps = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8};
        for (int i = 0; i < days.length; i++) {
            assertThat(new Life().invoice("C", "K1", 1, days[i], 1_000).value("days_past_due_bucket"))
                    .as(days[i] + " days")
                    .isEqualTo(steps[i]);
        }
    }

    @Test
    void paydaysAndSeasons() {
        int christmas = (int) java.time.LocalDate.of(2025, 12, 24).toEpochDay();
        assertThat(CalendarFeatures.daysToPayday("SE", christmas)).isEqualTo(1);
        assertThat(CalendarFeatures.daysToPayday("SE", christmas + 2)).isEqualTo(28);
        assertThat(CalendarFeatures.daysToPayday("DK", christmas)).isEqualTo(7);
        assertThat(CalendarFeatures.daysToPayday("NO", christmas)).isEqualTo(22);
        assertThat(CalendarFeatures.daysToPayday("IT", christmas)).isEqualTo(NOT_APPLICABLE);
        // Saturday the 31st of January 2026 is paid on Friday the 30th
        assertThat(CalendarFeatures.daysToPayday(
                        "DK", (int) java.time.LocalDate.of(2026, 1, 29).toEpochDay()))
                .isEqualTo(1);
        assertThat(CalendarFeatures.season(christmas)).isZero();
        assertThat(CalendarFeatures.season(
                        (int) java.time.LocalDate.of(2025, 3, 1).toEpochDay()))
                .isEqualTo(1);
        assertThat(CalendarFeatures.season(
                        (int) java.time.LocalDate.of(2025, 11, 30).toEpochDay()))
                .isEqualTo(3);
    }

    private static Life invoice() {
        return new Life().invoice("C", "K1", 180, 200, 1_000_000);
    }
}
