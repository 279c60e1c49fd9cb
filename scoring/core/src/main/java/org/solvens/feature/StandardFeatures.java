package org.solvens.feature;

import static org.solvens.feature.Axis.ABILITY;
import static org.solvens.feature.Axis.REACHABILITY;
import static org.solvens.feature.Axis.ROUTING;
import static org.solvens.feature.Axis.WILLINGNESS;
import static org.solvens.feature.Direction.FALLING;
import static org.solvens.feature.Direction.FREE;
import static org.solvens.feature.Direction.RISING;
import static org.solvens.feature.Feature.NO_WINDOW;
import static org.solvens.feature.Feature.Type.CODE;
import static org.solvens.feature.Feature.Type.DECIMAL;
import static org.solvens.feature.Feature.Type.FLAG;
import static org.solvens.feature.Feature.Type.WHOLE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.solvens.facts.Agreement;
import org.solvens.facts.CaseView;
import org.solvens.facts.ContactSummary;
import org.solvens.facts.Income;
import org.solvens.feed.Feed;
import org.solvens.feed.Money;
import org.solvens.history.Event;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.TaxAssessment;

/// The definitions of the standard catalogue. A window of n days holds the n days before the as-of day.
///
/// Willingness reads behaviour alone, ability reads capacity: income, wealth, the size of debts, arrangements
/// kept. The age, stage and kind of a claim and the course of the case are facts of the claim. Holds that touch on
/// health, and being under age, are read by no feature.
final class StandardFeatures {
    /// Age from which tax figures are flagged: too old to found a reduction on.
    private static final int OLD_TAX_FIGURES_DAYS = 2 * 365;

    private static final double NO_RECORD = Missing.NO_RECORD.code();
    private static final double TOO_OLD = Missing.TOO_OLD.code();
    private static final double NOT_APPLICABLE = Missing.NOT_APPLICABLE.code();

    private StandardFeatures() {}

    static List<Feature> all() {
        List<Feature> all = new ArrayList<>();
        all.addAll(payments());
        all.addAll(otherCases());
        all.addAll(contacts());
        all.addAll(promises());
        all.addAll(address());
        all.addAll(tax());
        all.addAll(arrangements());
        all.addAll(holds());
        all.addAll(claim());
        all.addAll(calendar());
        all.addAll(decisions());
        return List.copyOf(all);
    }

    private static List<Feature> payments() {
        return List.of(
                new Feature(
                        "payments_30d",
                        WHOLE,
                        "count",
                        30,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Payments of the debtor's own will on the case in 30 days",
                        v -> CaseTally.of(v).payments30),
                new Feature(
                        "payments_90d",
                        WHOLE,
                        "count",
                        90,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Payments of the debtor's own will on the case in 90 days",
                        v -> CaseTally.of(v).payments90),
                new Feature(
                        "payments_180d",
                        WHOLE,
                        "count",
                        180,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Payments of the debtor's own will on the case in 180 days",
                        v -> CaseTally.of(v).payments180),
                new Feature(
                        "payments_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Payments of the debtor's own will on the case in 365 days",
                        v -> CaseTally.of(v).payments365),
                new Feature(
                        "payments",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Payments of the debtor's own will on the case, ever",
                        v -> CaseTally.of(v).payments),
                new Feature(
                        "paid_share_30d",
                        DECIMAL,
                        "share",
                        30,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Share of all that was owed on the case which the debtor paid of own will in 30 days",
                        v -> ofOwed(v, CaseTally.of(v).paid30)),
                new Feature(
                        "paid_share_90d",
                        DECIMAL,
                        "share",
                        90,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Share of all that was owed on the case which the debtor paid of own will in 90 days",
                        v -> ofOwed(v, CaseTally.of(v).paid90)),
                new Feature(
                        "paid_share_180d",
                        DECIMAL,
                        "share",
                        180,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Share of all that was owed on the case which the debtor paid of own will in 180 days",
                        v -> ofOwed(v, CaseTally.of(v).paid180)),
                new Feature(
                        "paid_share_365d",
                        DECIMAL,
                        "share",
                        365,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Share of all that was owed on the case which the debtor paid of own will in 365 days",
                        v -> ofOwed(v, CaseTally.of(v).paid365)),
                new Feature(
                        "paid_share",
                        DECIMAL,
                        "share",
                        NO_WINDOW,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Share of all that was owed on the case which the debtor paid of own will, ever",
                        v -> ofOwed(v, CaseTally.of(v).ownPaid)),
                new Feature(
                        "days_since_payment",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        FALLING,
                        "Days since the debtor last paid on the case of own will",
                        v -> daysSince(v, CaseTally.of(v).lastPaid)),
                new Feature(
                        "months_with_payment_360d",
                        WHOLE,
                        "count",
                        360,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Of the last twelve spans of 30 days, those with a payment of the debtor's own will on the"
                                + " case",
                        v -> CaseTally.of(v).monthsWithPayment),
                new Feature(
                        "payment_gap_mean",
                        DECIMAL,
                        "days",
                        NO_WINDOW,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        FALLING,
                        "Mean days between the days on which the debtor paid on the case",
                        v -> CaseTally.of(v).gaps < 1 ? NOT_APPLICABLE : CaseTally.of(v).gapMean),
                new Feature(
                        "payment_gap_spread",
                        DECIMAL,
                        "ratio",
                        NO_WINDOW,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        FALLING,
                        "Standard deviation of the days between payments on the case over their mean: 0 is regular",
                        v -> CaseTally.of(v).gaps < 2 ? NOT_APPLICABLE : CaseTally.of(v).gapSpread),
                new Feature(
                        "payment_gap_widening",
                        DECIMAL,
                        "ratio",
                        NO_WINDOW,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        FALLING,
                        "The last gap between payments on the case over the mean of the gaps before it, at most 10",
                        v -> CaseTally.of(v).gaps < 2 ? NOT_APPLICABLE : CaseTally.of(v).gapWidening),
                new Feature(
                        "payment_silence",
                        DECIMAL,
                        "ratio",
                        NO_WINDOW,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        FALLING,
                        "Days since the last payment on the case over the mean gap between payments, at most 50",
                        StandardFeatures::silence),
                new Feature(
                        "partial_payments_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        FREE,
                        "Payments in 365 days below nine tenths of what was then left to pay of all charges known now",
                        v -> CaseTally.of(v).partial365),
                new Feature(
                        "paid_in_time_share",
                        DECIMAL,
                        "share",
                        NO_WINDOW,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        "Share of what the debtor paid of own will on the case that came by 30 days after the claim"
                                + " fell due",
                        v -> CaseTally.of(v).ownPaid == 0
                                ? NOT_APPLICABLE
                                : CaseTally.of(v).paidInTime / (double) CaseTally.of(v).ownPaid),
                new Feature(
                        "direct_payments_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        FREE,
                        "Payments on the case in 365 days that went straight to the creditor",
                        v -> CaseTally.of(v).direct365),
                new Feature(
                        "reversals_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        FALLING,
                        "Payments on the case that were taken back in 365 days",
                        v -> CaseTally.of(v).reversals365),
                new Feature(
                        "enforced_payments_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.PAYMENTS,
                        WILLINGNESS,
                        FALLING,
                        "Payments on the case by enforcement in 365 days",
                        v -> CaseTally.of(v).enforced365));
    }

    private static List<Feature> otherCases() {
        return List.of(
                new Feature(
                        "open_cases",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.OTHER_CASES,
                        ABILITY,
                        FALLING,
                        "Open cases of the debtor, this one among them",
                        v -> DebtorTally.of(v.debtor()).openCases),
                new Feature(
                        "total_balance",
                        DECIMAL,
                        "currency",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.OTHER_CASES,
                        ABILITY,
                        FALLING,
                        "What the debtor owes on all open cases of the same currency",
                        v -> Money.units(v.debt())),
                new Feature(
                        "other_creditors",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.OTHER_CASES,
                        ABILITY,
                        FALLING,
                        "Other creditors to whom the debtor owes on open cases",
                        v -> CaseTally.of(v).otherCreditors),
                new Feature(
                        "debt_to_income",
                        DECIMAL,
                        "ratio",
                        NO_WINDOW,
                        Feed.TAX_ASSESSMENTS,
                        Set.of(Feed.CASES),
                        Family.OTHER_CASES,
                        ABILITY,
                        FALLING,
                        "Open claims of the same currency and debts beyond all assets, over net income, at most 100",
                        v -> ofIncome(v, _ -> v.debts().toIncome())),
                new Feature(
                        "other_arrangements_kept_share",
                        DECIMAL,
                        "share",
                        NO_WINDOW,
                        Feed.ARRANGEMENTS,
                        Set.of(Feed.PAYMENTS),
                        Family.OTHER_CASES,
                        ABILITY,
                        RISING,
                        "Mean kept share of the arrangements on other cases that had instalments due",
                        v -> CaseTally.of(v).otherKept.mean()),
                new Feature(
                        "other_cases_paid_share",
                        DECIMAL,
                        "share",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.OTHER_CASES,
                        WILLINGNESS,
                        RISING,
                        "Share of the debtor's other ended cases that ended paid",
                        v -> share(CaseTally.of(v).otherEndedPaid, CaseTally.of(v).otherEnded)),
                new Feature(
                        "other_payments_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.PAYMENTS,
                        Set.of(),
                        Family.OTHER_CASES,
                        WILLINGNESS,
                        RISING,
                        "Payments of the debtor's own will on other cases in 365 days",
                        v -> CaseTally.of(v).otherPayments365),
                new Feature(
                        "engagement_rate",
                        DECIMAL,
                        "per 100 days",
                        NO_WINDOW,
                        Feed.PAYMENTS,
                        Set.of(Feed.CASES),
                        Family.OTHER_CASES,
                        WILLINGNESS,
                        RISING,
                        "Payments of the debtor's own will on all cases, and for two fifths of one each contact sought,"
                                + " promise and arrangement, for each hundred days in which a claim was open; days long"
                                + " past due count less, and few days are drawn to one engagement in a hundred",
                        v -> DebtorTally.of(v.debtor()).engagementRate),
                new Feature(
                        "engagements_per_contact",
                        DECIMAL,
                        "ratio",
                        NO_WINDOW,
                        Feed.CONTACTS,
                        Set.of(Feed.PAYMENTS, Feed.CASE_EVENTS),
                        Family.OTHER_CASES,
                        WILLINGNESS,
                        RISING,
                        "Payments of the debtor's own will, contacts sought, promises and arrangements on all cases,"
                                + " for each letter, message and talk of ours, less the letters that came back; few are"
                                + " drawn to one in four",
                        v -> DebtorTally.of(v.debtor()).engagementsPerContact),
                new Feature(
                        "other_promises_kept_share",
                        DECIMAL,
                        "share",
                        365,
                        Feed.CONTACTS,
                        Set.of(Feed.PAYMENTS),
                        Family.OTHER_CASES,
                        WILLINGNESS,
                        RISING,
                        "Share of the promises of 365 days on other cases that fell due and were kept",
                        v -> share(CaseTally.of(v).otherPromisesKept, CaseTally.of(v).otherPromisesDue)));
    }

    private static List<Feature> contacts() {
        return List.of(
                new Feature(
                        "inbound_contacts_30d",
                        WHOLE,
                        "count",
                        30,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        WILLINGNESS,
                        RISING,
                        "Times the debtor sought contact about the case in 30 days",
                        v -> v.contactSummary().inbound30()),
                new Feature(
                        "inbound_contacts_180d",
                        WHOLE,
                        "count",
                        180,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        WILLINGNESS,
                        RISING,
                        "Times the debtor sought contact about the case in 180 days",
                        v -> v.contactSummary().inbound180()),
                new Feature(
                        "days_since_inbound",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        WILLINGNESS,
                        FALLING,
                        "Days since the debtor last sought contact about the case",
                        v -> daysSince(v, v.contactSummary().lastInbound())),
                new Feature(
                        "refusals_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        WILLINGNESS,
                        FALLING,
                        "Times the debtor refused to pay the case in 365 days",
                        v -> v.contactSummary().refusals365()),
                new Feature(
                        "asked_for_solution_180d",
                        WHOLE,
                        "count",
                        180,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        WILLINGNESS,
                        RISING,
                        "Times the debtor asked for a plan, deferral or reduction on the case in 180 days",
                        v -> v.contactSummary().askedForSolution180()),
                new Feature(
                        "cannot_pay_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        ABILITY,
                        FALLING,
                        "Times the debtor said to be unable to pay the case in 365 days",
                        v -> v.contactSummary().cannotPay365()),
                new Feature(
                        "attempts_30d",
                        WHOLE,
                        "count",
                        30,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        REACHABILITY,
                        FREE,
                        "Times we sought contact with the debtor in 30 days",
                        v -> DebtorTally.of(v.debtor()).outbound30),
                new Feature(
                        "right_party_rate_180d",
                        DECIMAL,
                        "share",
                        180,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        REACHABILITY,
                        RISING,
                        "Share of our calls in 180 days that reached the right person",
                        v -> share(DebtorTally.of(v.debtor()).callsReached180, DebtorTally.of(v.debtor()).calls180)),
                new Feature(
                        "answered_rate_180d",
                        DECIMAL,
                        "share",
                        180,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        REACHABILITY,
                        RISING,
                        "Share of our calls in 180 days that someone answered",
                        v -> share(DebtorTally.of(v.debtor()).callsAnswered180, DebtorTally.of(v.debtor()).calls180)),
                new Feature(
                        "right_party_rate_visit_365d",
                        DECIMAL,
                        "share",
                        365,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        REACHABILITY,
                        RISING,
                        "Share of our visits in 365 days that reached the right person",
                        v -> share(DebtorTally.of(v.debtor()).visitsReached365, DebtorTally.of(v.debtor()).visits365)),
                new Feature(
                        "digital_bounced_share_180d",
                        DECIMAL,
                        "share",
                        180,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        REACHABILITY,
                        FALLING,
                        "Share of our e-mails, text messages and portal messages in 180 days that came back",
                        v -> share(
                                DebtorTally.of(v.debtor()).digitalBounced180, DebtorTally.of(v.debtor()).digital180)),
                new Feature(
                        "unanswered_calls",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        REACHABILITY,
                        FALLING,
                        "Calls since the right person was last reached",
                        v -> DebtorTally.of(v.debtor()).unansweredCalls),
                new Feature(
                        "attempts_since_response",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        REACHABILITY,
                        FALLING,
                        "Times we sought contact, by any channel, since the debtor last responded: contact fatigue",
                        v -> DebtorTally.of(v.debtor()).unansweredAttempts),
                new Feature(
                        "days_since_reached",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        REACHABILITY,
                        FALLING,
                        "Days since the right person was last reached",
                        v -> daysSince(v, DebtorTally.of(v.debtor()).lastReached)),
                new Feature(
                        "wrong_party_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        REACHABILITY,
                        FALLING,
                        "Contacts with a wrong person in 365 days",
                        v -> DebtorTally.of(v.debtor()).wrongParty365),
                new Feature(
                        "bounced_180d",
                        WHOLE,
                        "count",
                        180,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        REACHABILITY,
                        FALLING,
                        "Messages and letters that came back in 180 days",
                        v -> DebtorTally.of(v.debtor()).bounced180),
                new Feature(
                        "contacts_7d",
                        WHOLE,
                        "count",
                        7,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        ROUTING,
                        FREE,
                        "Contacts that we began in 7 days",
                        v -> DebtorTally.of(v.debtor()).outbound7),
                new Feature(
                        "best_channel",
                        CODE,
                        "code",
                        365,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        ROUTING,
                        FREE,
                        "Channel by which most of our attempts in 365 days reached the right person: 0 letter, 1"
                                + " e-mail, 2 text message, 3 call, 4 portal, 5 visit",
                        v -> known(DebtorTally.of(v.debtor()).bestChannel)),
                new Feature(
                        "best_call_hour",
                        CODE,
                        "hour",
                        365,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.CONTACTS,
                        ROUTING,
                        FREE,
                        "Hour of the day, in the debtor's country, in which most calls of 365 days reached the right"
                                + " person",
                        v -> known(DebtorTally.of(v.debtor()).bestCallHour)));
    }

    private static List<Feature> promises() {
        return List.of(
                new Feature(
                        "promises_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.CONTACTS,
                        Set.of(),
                        Family.PROMISES,
                        WILLINGNESS,
                        RISING,
                        "Promises to pay the case in 365 days",
                        v -> v.contactSummary().promises365()),
                new Feature(
                        "promises_kept_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.CONTACTS,
                        Set.of(Feed.PAYMENTS),
                        Family.PROMISES,
                        WILLINGNESS,
                        RISING,
                        "Promises of 365 days that were kept",
                        v -> v.contactSummary().promisesKept365()),
                new Feature(
                        "promises_partly_kept_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.CONTACTS,
                        Set.of(Feed.PAYMENTS),
                        Family.PROMISES,
                        WILLINGNESS,
                        FREE,
                        "Promises of 365 days that were kept in part",
                        v -> v.contactSummary().promisesPartly365()),
                new Feature(
                        "promises_broken_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.CONTACTS,
                        Set.of(Feed.PAYMENTS),
                        Family.PROMISES,
                        WILLINGNESS,
                        FALLING,
                        "Promises of 365 days that were broken",
                        v -> v.contactSummary().promisesBroken365()),
                new Feature(
                        "promises_kept_share",
                        DECIMAL,
                        "share",
                        365,
                        Feed.CONTACTS,
                        Set.of(Feed.PAYMENTS),
                        Family.PROMISES,
                        WILLINGNESS,
                        RISING,
                        "Share of the promises of 365 days that fell due and were kept in full",
                        StandardFeatures::promisesKeptShare),
                new Feature(
                        "promise_open",
                        FLAG,
                        "flag",
                        365,
                        Feed.CONTACTS,
                        Set.of(Feed.PAYMENTS),
                        Family.PROMISES,
                        WILLINGNESS,
                        RISING,
                        "Whether a promise is open",
                        v -> flag(v.contactSummary().promiseOpen())));
    }

    private static List<Feature> address() {
        return List.of(
                new Feature(
                        "days_since_address_confirmed",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.ADDRESS_HITS,
                        Set.of(),
                        Family.ADDRESS,
                        REACHABILITY,
                        FALLING,
                        "Days since a register last confirmed or gave an address",
                        v -> daysSince(v, DebtorTally.of(v.debtor()).lastConfirmed)),
                new Feature(
                        "registers_agreeing_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.ADDRESS_HITS,
                        Set.of(),
                        Family.ADDRESS,
                        REACHABILITY,
                        RISING,
                        "Registers of addresses that gave or confirmed the address in 365 days, none from before the"
                                + " last move",
                        v -> DebtorTally.of(v.debtor()).registersAgreeing365),
                new Feature(
                        "returned_letters",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.CASE_EVENTS,
                        Set.of(),
                        Family.ADDRESS,
                        REACHABILITY,
                        FALLING,
                        "Letters returned since an address was last confirmed",
                        v -> DebtorTally.of(v.debtor()).returnedLetters),
                new Feature(
                        "moves_730d",
                        WHOLE,
                        "count",
                        730,
                        Feed.ADDRESS_HITS,
                        Set.of(),
                        Family.ADDRESS,
                        REACHABILITY,
                        FREE,
                        "Moves told by registers in 730 days",
                        v -> DebtorTally.of(v.debtor()).moves730),
                new Feature(
                        "address_unknown",
                        FLAG,
                        "flag",
                        NO_WINDOW,
                        Feed.ADDRESS_HITS,
                        Set.of(),
                        Family.ADDRESS,
                        REACHABILITY,
                        FALLING,
                        "Whether the newest answer of a register of addresses was unknown or emigrated",
                        v -> DebtorTally.of(v.debtor()).anyRegisterAnswer
                                ? flag(DebtorTally.of(v.debtor()).addressUnknown)
                                : NO_RECORD),
                new Feature(
                        "phone_found_365d",
                        FLAG,
                        "flag",
                        365,
                        Feed.ADDRESS_HITS,
                        Set.of(),
                        Family.ADDRESS,
                        REACHABILITY,
                        RISING,
                        "Whether a telephone number was found in 365 days",
                        v -> flag(DebtorTally.of(v.debtor()).phoneFound365)),
                new Feature(
                        "identity_protected",
                        FLAG,
                        "flag",
                        NO_WINDOW,
                        Feed.ADDRESS_HITS,
                        Set.of(),
                        Family.ADDRESS,
                        ROUTING,
                        FREE,
                        "Whether a register said that the identity is protected",
                        v -> flag(DebtorTally.of(v.debtor()).protectedIdentity)),
                new Feature(
                        "reported_deceased",
                        FLAG,
                        "flag",
                        NO_WINDOW,
                        Feed.ADDRESS_HITS,
                        Set.of(),
                        Family.ADDRESS,
                        ROUTING,
                        FREE,
                        "Whether a register said that the debtor is dead",
                        v -> flag(DebtorTally.of(v.debtor()).deceased)));
    }

    private static List<Feature> tax() {
        return List.of(
                new Feature(
                        "net_income",
                        DECIMAL,
                        "currency",
                        NO_WINDOW,
                        Feed.TAX_ASSESSMENTS,
                        Set.of(),
                        Family.TAX,
                        ABILITY,
                        RISING,
                        "Net income by the newest usable tax figures",
                        v -> ofIncome(v, income -> units(income.net()))),
                new Feature(
                        "net_wealth",
                        DECIMAL,
                        "currency",
                        NO_WINDOW,
                        Feed.TAX_ASSESSMENTS,
                        Set.of(),
                        Family.TAX,
                        ABILITY,
                        RISING,
                        "Net wealth by the newest usable tax figures",
                        v -> ofIncome(v, income -> units(income.newest().netWealth()))),
                new Feature(
                        "balance_to_income",
                        DECIMAL,
                        "ratio",
                        NO_WINDOW,
                        Feed.TAX_ASSESSMENTS,
                        Set.of(Feed.CASES),
                        Family.TAX,
                        ABILITY,
                        FALLING,
                        "What is owed on the case over net income, at most 100",
                        v -> ofIncome(v, income -> income.share(v.balance()))),
                new Feature(
                        "income_trend",
                        DECIMAL,
                        "ratio",
                        NO_WINDOW,
                        Feed.TAX_ASSESSMENTS,
                        Set.of(),
                        Family.TAX,
                        ABILITY,
                        RISING,
                        "Net income of the newest over that of the second newest year, between 0 and 10",
                        v -> ofIncome(v, StandardFeatures::incomeTrend)),
                new Feature(
                        "tax_figures_age_days",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.TAX_ASSESSMENTS,
                        Set.of(),
                        Family.TAX,
                        ROUTING,
                        FREE,
                        "Days since the end of the newest usable income year",
                        v -> ageOfIncome(v, age -> age)),
                new Feature(
                        "tax_figures_over_24_months",
                        FLAG,
                        "flag",
                        NO_WINDOW,
                        Feed.TAX_ASSESSMENTS,
                        Set.of(),
                        Family.TAX,
                        ROUTING,
                        FREE,
                        "Whether the newest usable tax figures are of a year that ended more than 24 months ago",
                        v -> ageOfIncome(v, age -> flag(age > OLD_TAX_FIGURES_DAYS))));
    }

    private static List<Feature> arrangements() {
        return List.of(
                new Feature(
                        "arrangements_agreed_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.ARRANGEMENTS,
                        Set.of(),
                        Family.ARRANGEMENTS,
                        WILLINGNESS,
                        RISING,
                        "Arrangements that the debtor agreed to on the case in 365 days",
                        v -> CaseTally.of(v).arrangementsAgreed365),
                new Feature(
                        "arrangement_kept_share",
                        DECIMAL,
                        "share",
                        NO_WINDOW,
                        Feed.ARRANGEMENTS,
                        Set.of(Feed.PAYMENTS),
                        Family.ARRANGEMENTS,
                        ABILITY,
                        RISING,
                        "Mean kept share of the arrangements on the case that had instalments due",
                        v -> CaseTally.of(v).keptShare),
                new Feature(
                        "instalments_on_time_share",
                        DECIMAL,
                        "share",
                        NO_WINDOW,
                        Feed.ARRANGEMENTS,
                        Set.of(Feed.PAYMENTS),
                        Family.ARRANGEMENTS,
                        ABILITY,
                        RISING,
                        "Share of the instalments due of the newest arrangement on the case that were covered on their"
                                + " day, three days of grace included",
                        v -> share(CaseTally.of(v).instalmentsOnTime, CaseTally.of(v).instalmentsDue)),
                new Feature(
                        "instalments_kept_in_a_row",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.ARRANGEMENTS,
                        Set.of(Feed.PAYMENTS),
                        Family.ARRANGEMENTS,
                        ABILITY,
                        RISING,
                        "Instalments of the newest arrangement on the case kept on time from the first on, before one"
                                + " was not",
                        v -> CaseTally.of(v).instalmentsDue == 0 ? NOT_APPLICABLE : CaseTally.of(v).instalmentsInARow),
                new Feature(
                        "instalments_behind",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.ARRANGEMENTS,
                        Set.of(Feed.PAYMENTS),
                        Family.ARRANGEMENTS,
                        ABILITY,
                        FALLING,
                        "Instalments due of the newest arrangement on the case that are not covered by now",
                        v -> CaseTally.of(v).instalmentsDue == 0 ? NOT_APPLICABLE : CaseTally.of(v).instalmentsBehind),
                new Feature(
                        "trial_plan_kept_share",
                        DECIMAL,
                        "share",
                        NO_WINDOW,
                        Feed.ARRANGEMENTS,
                        Set.of(Feed.PAYMENTS),
                        Family.ARRANGEMENTS,
                        ABILITY,
                        RISING,
                        "Kept share of the newest trial plan on the case",
                        v -> CaseTally.of(v).trialPlan),
                new Feature(
                        "instalment_to_income",
                        DECIMAL,
                        "ratio",
                        NO_WINDOW,
                        Feed.ARRANGEMENTS,
                        Set.of(Feed.TAX_ASSESSMENTS),
                        Family.ARRANGEMENTS,
                        ABILITY,
                        FALLING,
                        "Instalment a month of the newest arrangement on the case over net income a month, at most 10",
                        StandardFeatures::instalmentToIncome));
    }

    private static List<Feature> holds() {
        return List.of(
                new Feature(
                        "disputes_365d",
                        WHOLE,
                        "count",
                        365,
                        Feed.HOLDS,
                        Set.of(),
                        Family.HOLDS,
                        WILLINGNESS,
                        FREE,
                        "Disputes about the case opened in 365 days",
                        v -> CaseTally.of(v).disputes365),
                new Feature(
                        "disputes_rejected",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.HOLDS,
                        Set.of(),
                        Family.HOLDS,
                        WILLINGNESS,
                        FREE,
                        "Disputes about the case that were rejected",
                        v -> CaseTally.of(v).disputesRejected),
                new Feature(
                        "dispute_open",
                        FLAG,
                        "flag",
                        NO_WINDOW,
                        Feed.HOLDS,
                        Set.of(),
                        Family.HOLDS,
                        ROUTING,
                        FREE,
                        "Whether a dispute about the case is open",
                        v -> flag(v.holds().contains(Hold.Kind.DISPUTE))),
                new Feature(
                        "direct_payment_open",
                        FLAG,
                        "flag",
                        NO_WINDOW,
                        Feed.HOLDS,
                        Set.of(),
                        Family.HOLDS,
                        ROUTING,
                        FREE,
                        "Whether a payment straight to the creditor is being looked into",
                        v -> flag(v.holds().contains(Hold.Kind.DIRECT_PAYMENT))),
                new Feature(
                        "calls_forbidden",
                        FLAG,
                        "flag",
                        NO_WINDOW,
                        Feed.HOLDS,
                        Set.of(),
                        Family.HOLDS,
                        ROUTING,
                        FREE,
                        "Whether the debtor must not be called",
                        v -> flag(v.holds().contains(Hold.Kind.NO_CALLS))));
    }

    private static List<Feature> claim() {
        return List.of(
                new Feature(
                        "balance",
                        DECIMAL,
                        "currency",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.CLAIM,
                        ABILITY,
                        FALLING,
                        "What is owed on the case",
                        v -> Money.units(v.balance())),
                new Feature(
                        "costs_share",
                        DECIMAL,
                        "share",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.CLAIM,
                        ABILITY,
                        FREE,
                        "Share of interest and costs in what is owed on the case",
                        StandardFeatures::costsShare),
                new Feature(
                        "growth_since_placement",
                        DECIMAL,
                        "ratio",
                        NO_WINDOW,
                        Feed.CASE_EVENTS,
                        Set.of(),
                        Family.CLAIM,
                        ABILITY,
                        FALLING,
                        "All that was owed on the case over what was placed",
                        StandardFeatures::growth),
                new Feature(
                        "days_overdue",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FALLING,
                        "Days since the claim fell due",
                        CaseView::daysPastDue),
                new Feature(
                        "days_past_due_bucket",
                        CODE,
                        "rank",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FALLING,
                        "Days past due in steps: 0 none, 1 to 7, 2 to 14, 3 to 30, 4 to 60, 5 to 90, 6 to 180, 7 to"
                                + " 365, 8 more",
                        v -> bucket(v.daysPastDue())),
                new Feature(
                        "case_age_days",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FALLING,
                        "Days since the case was placed",
                        CaseView::ageDays),
                new Feature(
                        "stage_reached",
                        CODE,
                        "rank",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FREE,
                        "Stage of the case: 0 reminder, 1 before collection, 2 collection, 3 legal, 4 surveillance",
                        v -> v.stage().ordinal()),
                new Feature(
                        "claim_type_code",
                        CODE,
                        "code",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FREE,
                        "What the claim is for: 0 invoice, 1 loan, 2 credit card, 3 rent, 4 utility, 5 parking, 6"
                                + " subscription, 7 damages, 8 public, 9 other",
                        v -> v.placed().claimType().ordinal()),
                new Feature(
                        "debtor_is_business",
                        FLAG,
                        "flag",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FREE,
                        "Whether the debtor is a company or a sole trader",
                        v -> flag(v.placed().debtorKind() != Event.DebtorKind.PERSON)),
                new Feature(
                        "letters_sent",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.CASE_EVENTS,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FREE,
                        "Letters sent on the case",
                        v -> CaseTally.of(v).lettersSent),
                new Feature(
                        "days_since_letter",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.CASE_EVENTS,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FREE,
                        "Days since the last letter on the case",
                        v -> daysSince(v, CaseTally.of(v).lastLetter)),
                new Feature(
                        "reminder_lag_days",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.CASE_EVENTS,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FREE,
                        "Days from the due day to the first letter on the case",
                        v -> CaseTally.of(v).firstLetter == Event.NONE
                                ? NO_RECORD
                                : CaseTally.of(v).firstLetter - v.placed().dueOn()),
                new Feature(
                        "days_since_stage_change",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.CASE_EVENTS,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FREE,
                        "Days since the stage of the case last changed",
                        v -> daysSince(v, CaseTally.of(v).lastStageChange)),
                new Feature(
                        "charges_added",
                        WHOLE,
                        "count",
                        NO_WINDOW,
                        Feed.CASE_EVENTS,
                        Set.of(),
                        Family.CLAIM,
                        Axis.CLAIM,
                        FREE,
                        "Charges added to the case since placement",
                        v -> CaseTally.of(v).chargesAdded));
    }

    private static List<Feature> calendar() {
        return List.of(
                new Feature(
                        "season",
                        CODE,
                        "code",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.CALENDAR,
                        Axis.CLAIM,
                        FREE,
                        "Season of the as-of day: 0 December to February, 1 to May, 2 to August, 3 to November",
                        v -> Calendar.season(v.today())),
                new Feature(
                        "days_to_payday",
                        WHOLE,
                        "days",
                        NO_WINDOW,
                        Feed.CASES,
                        Set.of(),
                        Family.CALENDAR,
                        ROUTING,
                        FREE,
                        "Days from the as-of day to the next usual payday of the claim's country",
                        v -> Calendar.daysToPayday(v.placed().country(), v.today())));
    }

    private static List<Feature> decisions() {
        return List.of(new Feature(
                "days_since_decision",
                WHOLE,
                "days",
                NO_WINDOW,
                Feed.DECISIONS,
                Set.of(),
                Family.DECISIONS,
                ROUTING,
                FREE,
                "Days since a route was last taken for the case",
                v -> daysSince(v, CaseTally.of(v).lastDecided)));
    }

    private static double flag(boolean yes) {
        return yes ? 1 : 0;
    }

    private static double known(int value) {
        return value == Event.NONE ? NO_RECORD : value;
    }

    private static double daysSince(CaseView v, int day) {
        return day == Event.NONE ? NO_RECORD : Math.max(0, v.today() - day);
    }

    private static double share(double part, int whole) {
        return whole == 0 ? NOT_APPLICABLE : part / whole;
    }

    private static double ofOwed(CaseView v, long amount) {
        return v.owed() == 0 ? NOT_APPLICABLE : Math.min(1.0, amount / (double) v.owed());
    }

    private static double silence(CaseView v) {
        CaseTally tally = CaseTally.of(v);
        return tally.gaps < 1
                ? NOT_APPLICABLE
                : Math.min(50.0, Math.max(0, v.today() - tally.lastPaid) / tally.gapMean);
    }

    private static double promisesKeptShare(CaseView v) {
        ContactSummary contacts = v.contactSummary();
        return share(
                contacts.promisesKept365(),
                contacts.promisesKept365() + contacts.promisesPartly365() + contacts.promisesBroken365());
    }

    /// A figure of the income that counts for a case, or why there is none.
    private static double ofIncome(CaseView v, ToDoubleFunction<Income.Known> figure) {
        return switch (v.income()) {
            case Income.Known known -> figure.applyAsDouble(known);
            case Income.None _ -> NO_RECORD;
            case Income.TooOld _ -> TOO_OLD;
            case Income.OtherCurrency _ -> NOT_APPLICABLE;
        };
    }

    private static double ageOfIncome(CaseView v, IntToDoubleFunction of) {
        return switch (v.income()) {
            case Income.Known known -> of.applyAsDouble(known.ageDays());
            case Income.TooOld old -> of.applyAsDouble(old.ageDays());
            case Income.None _ -> NO_RECORD;
            case Income.OtherCurrency _ -> NOT_APPLICABLE;
        };
    }

    private static double units(long amount) {
        return amount == Event.NO_AMOUNT ? NOT_APPLICABLE : Money.units(amount);
    }

    private static double incomeTrend(Income.Known income) {
        TaxAssessment earlier = income.earlier();
        if (earlier == null) {
            return NO_RECORD;
        }
        return earlier.netIncome() <= 0
                ? NOT_APPLICABLE
                : Math.clamp(income.net() / (double) earlier.netIncome(), 0, 10);
    }

    private static double instalmentToIncome(CaseView v) {
        Agreement newest = CaseTally.of(v).newest;
        if (newest == null || !newest.hasInstalments()) {
            return NOT_APPLICABLE;
        }
        return ofIncome(v, income -> income.net() <= 0 ? 10.0 : Math.min(10.0, newest.yearly() / income.net()));
    }

    private static double costsShare(CaseView v) {
        long balance = v.balance();
        return balance == 0 ? NOT_APPLICABLE : (v.costsOpen() + v.interestOpen()) / (double) balance;
    }

    private static double growth(CaseView v) {
        return v.placedAmount() == 0 ? NOT_APPLICABLE : v.owed() / (double) v.placedAmount();
    }

    private static double bucket(int daysPastDue) {
        if (daysPastDue <= 0) {
            return 0;
        }
        if (daysPastDue <= 30) {
            return daysPastDue <= 7 ? 1 : daysPastDue <= 14 ? 2 : 3;
        }
        if (daysPastDue <= 90) {
            return daysPastDue <= 60 ? 4 : 5;
        }
        return daysPastDue <= 180 ? 6 : daysPastDue <= 365 ? 7 : 8;
    }
}
