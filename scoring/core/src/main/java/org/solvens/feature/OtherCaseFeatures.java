package org.solvens.feature;

import static org.solvens.feature.Values.NOT_APPLICABLE;
import static org.solvens.feature.Values.share;

import java.util.BitSet;
import java.util.List;
import org.solvens.facts.Agreement;
import org.solvens.facts.CaseView;
import org.solvens.facts.ContactSummary;
import org.solvens.facts.DebtorView;
import org.solvens.facts.Exchange;
import org.solvens.facts.OwnPayments;
import org.solvens.feed.Feed;
import org.solvens.feed.Money;
import org.solvens.history.Event;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Payment;

/// Aggregates over the debtor's cases, of whichever creditor: those of all cases, or of all less the one that
/// is looked at.
final class OtherCaseFeatures {
    private static final DebtorTally<AllCases> ALL =
            new DebtorTally<>(Family.OTHER_CASES, AllCases.class, AllCases::new);

    private OtherCaseFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.OTHER_CASES);
        features.feature("open_cases")
                .whole("count")
                .description("Open cases of the debtor, including this one")
                .source(Feed.CASES)
                .axis(Axis.ABILITY, Direction.FALLING)
                .value(v -> ALL.of(v.debtor()).openCases);
        features.feature("total_balance")
                .decimal("currency")
                .description("What the debtor owes on all open cases of the same currency")
                .source(Feed.CASES)
                .axis(Axis.ABILITY, Direction.FALLING)
                .value(v -> Money.units(v.debt()));
        features.feature("other_creditors")
                .whole("count")
                .description("Other creditors to whom the debtor owes on open cases")
                .source(Feed.CASES)
                .axis(Axis.ABILITY, Direction.FALLING)
                .value(v -> ALL.of(v.debtor()).creditorsOtherThan(v.placed().creditor()));
        features.feature("debt_to_income")
                .decimal("ratio")
                .description(
                        "Open claims of the same currency and debts beyond all assets, over net income, at most 100")
                .source(Feed.TAX_ASSESSMENTS)
                .needs(Feed.CASES)
                .axis(Axis.ABILITY, Direction.FALLING)
                .value(v -> TaxFeatures.ofIncome(v, _ -> v.debts().toIncome()));
        features.feature("other_arrangements_kept_share")
                .decimal("share")
                .description("Mean kept share of the arrangements on other cases that had instalments due")
                .source(Feed.ARRANGEMENTS)
                .needs(Feed.PAYMENTS)
                .axis(Axis.ABILITY, Direction.RISING)
                .value(v -> ALL.of(v.debtor()).kept.less(KeptShares.of(v)).mean());
        features.feature("other_cases_paid_share")
                .decimal("share")
                .description("Share of the debtor's other closed cases that were closed as paid")
                .source(Feed.CASES)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(OtherCaseFeatures::endedPaidShare);
        features.feature("other_days_late_mean")
                .decimal("days")
                .description(
                        "Mean days from the due date to the last payment, of the debtor's other cases paid in full")
                .source(Feed.CASES)
                .needs(Feed.PAYMENTS, Feed.CASE_EVENTS)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> ALL.of(v.debtor()).lateness.mean(v));
        features.feature("other_days_late_worst")
                .whole("days")
                .description("Most days past due of the debtor's other cases, until they were paid or until today")
                .source(Feed.CASES)
                .needs(Feed.PAYMENTS, Feed.CASE_EVENTS)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> ALL.of(v.debtor()).lateness.worst(v));
        features.feature("other_days_late_trend")
                .decimal("days")
                .description("Days late of the other case paid last, less the mean of those paid before it")
                .source(Feed.CASES)
                .needs(Feed.PAYMENTS, Feed.CASE_EVENTS)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> ALL.of(v.debtor()).lateness.trend(v));
        features.feature("other_paid_in_time_share")
                .decimal("share")
                .description("Share of the debtor's other cases paid in full within 30 days of the due date, of those"
                        + " paid or due for longer")
                .source(Feed.CASES)
                .needs(Feed.PAYMENTS, Feed.CASE_EVENTS)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> ALL.of(v.debtor()).lateness.inTime(v));
        features.feature("other_payments_365d")
                .whole("count")
                .description("Voluntary payments on other cases in 365 days")
                .source(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> ALL.of(v.debtor()).payments365
                        - payments365(v, v.debtor().today()));
        features.feature("engagement_rate")
                .decimal("per 100 days")
                .description("Voluntary payments on all cases, plus two fifths of the inbound contacts, promises and"
                        + " arrangements, for each hundred days in which a claim was open; days long past due"
                        + " count less, and a short exposure is shrunk towards one engagement in a hundred days")
                .source(Feed.PAYMENTS)
                .needs(Feed.CASES)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> ALL.of(v.debtor()).engagementRate);
        features.feature("engagements_per_contact")
                .decimal("ratio")
                .description("What the debtor did voluntarily on all cases (payments beyond the instalments due,"
                        + " inbound contacts, promises, arrangements), for each letter, message and"
                        + " conversation of ours that was not returned; few contacts are shrunk towards one in four")
                .source(Feed.CONTACTS)
                .needs(Feed.PAYMENTS, Feed.CASE_EVENTS)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> ALL.of(v.debtor()).engagementsPerContact);
        features.feature("looks_per_contact")
                .decimal("ratio")
                .description("Visits of the debtor to the portal without anything more, for each letter, message and"
                        + " conversation of ours that was not returned; few contacts are shrunk towards one in four")
                .source(Feed.CONTACTS)
                .needs(Feed.CASE_EVENTS)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> ALL.of(v.debtor()).looksPerContact);
        features.feature("other_promises_kept_share")
                .decimal("share")
                .description("Share of the promises of 365 days on other cases that fell due and were kept")
                .source(Feed.CONTACTS)
                .needs(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(OtherCaseFeatures::promisesKeptShare);
        return features.list();
    }

    private static double endedPaidShare(CaseView v) {
        AllCases all = ALL.of(v.debtor());
        boolean open = v.open();
        return share(all.endedPaid - (!open && endedPaid(v) ? 1 : 0), all.ended - (open ? 0 : 1));
    }

    private static double promisesKeptShare(CaseView v) {
        AllCases all = ALL.of(v.debtor());
        ContactSummary own = v.ownContactSummary();
        return share(all.promisesKept - own.promisesKept365(), all.promisesDue - PromiseFeatures.due(own));
    }

    /// Voluntary payments on a case in a year before a day.
    private static int payments365(CaseView view, int today) {
        int count = 0;
        List<Payment> paid = view.payments();
        for (int i = 0, n = paid.size(); i < n; i++) {
            count += OwnPayments.voluntary(paid.get(i)) && today - paid.get(i).paidOn() <= 365 ? 1 : 0;
        }
        return count;
    }

    /// Whether a case that is not open ended paid.
    private static boolean endedPaid(CaseView view) {
        return view.balance() == 0 || view.closedAs() == CaseChanged.ClosedAs.PAID;
    }

    /// What is counted over all cases of a debtor.
    private static final class AllCases {
        int openCases;
        int ended;
        int endedPaid;
        int payments365;
        int promisesDue;
        int promisesKept;
        KeptShares kept = new KeptShares(0, 0);

        /// Voluntary engagements over all cases, for each hundred days in which a fresh claim was open.
        final double engagementRate;

        /// Voluntary acts over all cases, for each contact of ours that arrived.
        final double engagementsPerContact;

        /// Visits to the portal without anything more, for each contact of ours that arrived.
        final double looksPerContact;

        /// How late the debtor paid.
        final Lateness lateness;

        private final BitSet creditors = new BitSet();
        private final int creditorsOfOpen;

        AllCases(DebtorView debtor) {
            int today = debtor.today();
            List<CaseView> cases = debtor.cases();
            for (int i = 0, n = cases.size(); i < n; i++) {
                CaseView one = cases.get(i);
                if (one.open()) {
                    openCases++;
                    creditors.set(one.placed().creditor());
                } else {
                    ended++;
                    endedPaid += endedPaid(one) ? 1 : 0;
                }
                payments365 += payments365(one, today);
                promisesDue += PromiseFeatures.due(one.ownContactSummary());
                promisesKept += one.ownContactSummary().promisesKept365();
                kept = kept.plus(KeptShares.of(one));
            }
            creditorsOfOpen = creditors.cardinality();
            lateness = new Lateness(debtor);
            engagementRate = Engagement.rate(debtor, today);
            Exchange exchange = Exchange.until(debtor);
            engagementsPerContact = Engagement.perContact(exchange.acts(), exchange);
            looksPerContact = Engagement.perContact(exchange.looks(), exchange);
        }

        /// Creditors of open cases, other than one.
        int creditorsOtherThan(int creditor) {
            return creditorsOfOpen - (creditors.get(creditor) ? 1 : 0);
        }
    }

    /// Kept shares of arrangements, summed as whole numbers, so that those of other cases are exactly the sum
    /// over all less those of one.
    ///
    /// @param sum in thousand millionths
    /// @param due arrangements that had instalments due
    private record KeptShares(long sum, int due) {
        private static final double PARTS = 1e9;

        /// Those of a case.
        static KeptShares of(CaseView view) {
            long sum = 0;
            int due = 0;
            List<Agreement> agreements = view.agreements();
            for (int i = 0, n = agreements.size(); i < n; i++) {
                double share = agreements.get(i).keptShare(view.today());
                if (!Double.isNaN(share)) {
                    sum += Math.round(share * PARTS);
                    due++;
                }
            }
            return new KeptShares(sum, due);
        }

        KeptShares plus(KeptShares other) {
            return new KeptShares(sum + other.sum, due + other.due);
        }

        KeptShares less(KeptShares other) {
            return new KeptShares(sum - other.sum, due - other.due);
        }

        /// The mean; not applicable where nothing was due.
        double mean() {
            return due == 0 ? NOT_APPLICABLE : sum / PARTS / due;
        }
    }

    /// How much a debtor does voluntarily, over all cases.
    private static final class Engagement {
        /// What a word is worth compared with a payment.
        private static final double WORD = 0.4;

        private static final double ENGAGED_BEFOREHAND = 0.7;
        private static final double DAYS_BEFOREHAND = 70;

        /// Days past due in which a day's weight falls to a third.
        private static final double FADING_DAYS = 150;

        private static final double ACTS_BEFOREHAND = 1;
        private static final double CONTACTS_BEFOREHAND = 4;

        private Engagement() {}

        /// A voluntary payment counts one; a contact sought, a promise and an arrangement count a part of it.
        /// A day on which a claim is open counts less the longer it is past due, because few pay old claims. A
        /// little of either is added beforehand, so that few days change little: the mean of a gamma prior for
        /// a Poisson rate.
        private static double rate(DebtorView debtor, int today) {
            double engaged = ENGAGED_BEFOREHAND;
            List<Payment> paid = debtor.payments();
            for (int i = 0, n = paid.size(); i < n; i++) {
                engaged += OwnPayments.voluntary(paid.get(i)) ? 1 : 0;
            }
            List<Contact> contacts = debtor.contacts();
            for (int i = 0, n = contacts.size(); i < n; i++) {
                Contact contact = contacts.get(i);
                engaged += contact.voluntary() ? WORD : 0;
            }
            engaged += WORD * debtor.arrangements().size();
            double days = DAYS_BEFOREHAND;
            List<CaseView> cases = debtor.cases();
            for (int i = 0, n = cases.size(); i < n; i++) {
                days += freshDays(cases.get(i), today);
            }
            return 100 * engaged / days;
        }

        /// Voluntary acts for each contact of ours that arrived. A little of either is added beforehand, so that few
        /// contacts change little.
        private static double perContact(int acts, Exchange exchange) {
            return exchange.contacts() == 0
                    ? NOT_APPLICABLE
                    : (acts + ACTS_BEFOREHAND) / (exchange.contacts() + CONTACTS_BEFOREHAND);
        }

        /// Days from placement until today or the end of the case, faded by the days past due.
        private static double freshDays(CaseView one, int today) {
            int due = one.placed().dueOn();
            int from = one.placed().placedOn();
            int end = one.open() ? today : Math.max(from, ended(one, today));
            int fading = Math.clamp(due, from, end);
            double faded = end > fading
                    ? StrictMath.exp((due - fading) / FADING_DAYS) - StrictMath.exp((due - end) / FADING_DAYS)
                    : 0;
            return fading - from + FADING_DAYS * faded;
        }

        /// The day on which a case was closed, or else the last payment came.
        private static int ended(CaseView one, int today) {
            int paid = Event.NONE;
            List<Payment> payments = one.payments();
            for (int i = 0, n = payments.size(); i < n; i++) {
                paid = Math.max(paid, payments.get(i).paidOn());
            }
            int end = one.closedOn() == Event.NONE ? paid : one.closedOn();
            return end == Event.NONE ? today : Math.min(end, today);
        }
    }
}
