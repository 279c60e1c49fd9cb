package org.solvens.outcome;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.chance.Draws;
import org.solvens.facts.Agreement;
import org.solvens.facts.CaseView;
import org.solvens.facts.CountryCalendar;
import org.solvens.facts.DebtorView;
import org.solvens.facts.Exchange;
import org.solvens.facts.OwnPayments;
import org.solvens.facts.Promise;
import org.solvens.feature.Axis;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Payment;

/// What happened to a case after an as-of date: the outcomes that the three axes learn from.
///
/// An outcome covers the window of the horizon after the as-of date, with everything known by the end of the
/// window plus the days allowed for late records. Events that were known at the as-of date, or happened before
/// it, do not count.
///
/// | axis | who is observed | good outcome |
/// |---|---|---|
/// | willingness | open cases without a hold that stops, of debtors whom we contacted or who acted | one of these
/// contacts
/// and acts, drawn at random, is a voluntary act |
/// | ability | those who paid, not by enforcement, or agreed to an arrangement | the share of the balance asked for was
/// paid, or every instalment that fell
/// due in the window was, of an arrangement agreed in it or of the newest before it |
/// | reachability | debtors we called, or who sought contact | the right person was reached |
///
/// | promise kept | cases with a promise that is open, or is made in the window, and falls due in it; the one due
/// first | it is kept in full and in time |
/// | self-cure | open cases without a hold that stops | all that was owed is paid, not by enforcement, or the case
/// is closed as paid after a payment, and until that day the collector sent or called nothing |
///
/// Willingness is the share of voluntary acts in what passes between the debtor and us ({@link Exchange}), over all
/// cases. So neither a collector who writes often nor a large claim makes a debtor unwilling. The draw is a hash of the
/// case and the day: the same records give the same outcome. If the lake has no contacts, the outcome is whether the
/// case
/// engages: pays, not by enforcement, or agrees to an arrangement.
///
/// A self-cure requires that the agency did nothing before the payment. A case contacted before it paid does
/// not count as a self-cure, because we cannot know whether it would have been paid unprompted.
///
/// The outcome is neither good nor bad if it cannot be known: there are no payments in the lake, the claim was
/// withdrawn before the debtor engaged, nothing passed between the debtor and us, the first instalment of the
/// arrangement falls due after the window, or
/// the window is not over yet.
///
/// @param horizonDays length of the window
/// @param lateDays days after the window until its records are taken to be known
/// @param ableShare share of the balance that an engaged debtor must pay to count as able
/// @param keptShare share of what fell due under an arrangement that must be paid to count as kept
/// @param own outcomes that take the place of those of an axis
public record Outcomes(int horizonDays, int lateDays, double ableShare, double keptShare, Map<Axis, OwnOutcome> own)
        implements Serializable {
    /// Good, bad, or neither: not observed, or not known yet.
    public static final int GOOD = 1;
    public static final int BAD = 0;
    public static final int NONE = -1;

    private static final long DAY = 86_400_000L;
    private static final double USUAL_KEPT_SHARE = 0.95;
    /// Any fixed number: it sets this draw apart from others with the name of the same case.
    private static final long WILLING_DRAW = 7;

    public Outcomes {
        if (horizonDays <= 0 || lateDays < 0) {
            throw new IllegalArgumentException("a horizon is positive and late days are not negative");
        }
        if (!(ableShare > 0 && ableShare <= 1 && keptShare > 0 && keptShare <= 1)) {
            throw new IllegalArgumentException("shares must be above 0 and not above 1");
        }
        own = Map.copyOf(own);
    }

    /// The axes' own outcomes.
    public Outcomes(int horizonDays, int lateDays, double ableShare, double keptShare) {
        this(horizonDays, lateDays, ableShare, keptShare, Map.of());
    }

    /// Outcomes with arrangements kept to 95 %.
    public Outcomes(int horizonDays, int lateDays, double ableShare) {
        this(horizonDays, lateDays, ableShare, USUAL_KEPT_SHARE);
    }

    /// Whether every record of the window is known, given the time up to which the lake knows.
    public boolean mature(long asOf, long knownUntil) {
        return asOf + (horizonDays + (long) lateDays) * DAY <= knownUntil;
    }

    /// Like {@link #observe(CaseView, int[])}, but {@link #NONE} for every axis if the window and the late
    /// days are not over.
    ///
    /// @param knownUntil milliseconds UTC up to which the lake knows
    public void observe(CaseView before, long knownUntil, int[] target) {
        if (mature(before.debtor().asOf(), knownUntil)) {
            observe(before, target);
        } else {
            Arrays.fill(target, NONE);
        }
    }

    /// Fills in the outcome of each axis and estimate at its ordinal. The caller must make sure that the case
    /// is {@link #mature}.
    ///
    /// @param before the case as of the as-of date, in the population
    /// @param target receives {@link #GOOD}, {@link #BAD} or {@link #NONE}; of the length of {@link
    ///     Axis#scored()} for only the three axes, or of all of {@link Axis}
    public void observe(CaseView before, int[] target) {
        Arrays.fill(target, NONE);
        int from = before.today();
        int to = from + horizonDays;
        DebtorView debtor = before.debtor();
        Window window = debtor.remembered(this, one -> new Window(one, this));
        CaseView later = after(before, window.later);
        boolean asked = !own.containsKey(Axis.REACHABILITY);
        target[Axis.REACHABILITY.ordinal()] =
                asked && debtor.feeds().begun(Feed.CONTACTS, window.end) ? window.reached : NONE;
        if (!debtor.feeds().begun(Feed.PAYMENTS, window.end)) {
            return;
        }
        long paid = 0;
        boolean engaged = false;
        for (Payment payment : later.payments()) {
            if (voluntary(payment, before, to)) {
                paid += payment.amount();
                engaged = true;
            }
        }
        boolean able = engaged && (paid >= ableShare * before.balance() || keepsUp(before, from, to, paid));
        boolean open = false;
        for (Agreement agreement : later.agreements()) {
            Event.Arrangement agreed = agreement.arrangement();
            if (agreed.knownAt() >= debtor.asOf() && agreed.agreedOn() >= from && agreed.agreedOn() < to) {
                engaged = true;
                double kept = agreement.keptShareBefore(to);
                able |= kept >= keptShare;
                open |= Double.isNaN(kept);
            }
        }
        boolean withdrawn = later.closedAs() == Event.CaseChanged.ClosedAs.WITHDRAWN
                || later.closedAs() == Event.CaseChanged.ClosedAs.WRONGFUL;
        target[Axis.WILLINGNESS.ordinal()] = debtor.feeds().begun(Feed.CONTACTS, window.end)
                ? willing(before, window.exchange, withdrawn)
                : engaged ? GOOD : withdrawn ? NONE : BAD;
        target[Axis.ABILITY.ordinal()] = !engaged ? NONE : able ? GOOD : open ? NONE : BAD;
        if (target.length > Axis.SELF_CURE.ordinal() && debtor.feeds().begun(Feed.CONTACTS, window.end)) {
            int kept = promiseKept(before, later, window, to);
            target[Axis.PROMISE_KEPT.ordinal()] = kept == BAD && withdrawn ? NONE : kept;
            boolean cured = curesAlone(before, later, window, to);
            target[Axis.SELF_CURE.ordinal()] = cured ? GOOD : withdrawn ? NONE : BAD;
        }
        if (!own.isEmpty()) {
            double[] answers = Happened.of(before, later, to);
            own.forEach((axis, outcome) -> {
                if (axis.ordinal() < target.length) {
                    int found = outcome.of(answers);
                    target[axis.ordinal()] = found == BAD && withdrawn ? NONE : found;
                }
            });
        }
    }

    private static int willing(CaseView before, Exchange exchange, boolean withdrawn) {
        int all = exchange.acts() + exchange.contacts();
        if (all == 0 || withdrawn && exchange.acts() == 0) {
            return NONE;
        }
        long name = Draws.hash(before.caseId()) + before.today();
        return Draws.uniform(name, WILLING_DRAW, 0) * all < exchange.acts() ? GOOD : BAD;
    }

    /// What all cases of a debtor share in the window after an as-of date.
    private static final class Window {
        private final DebtorView later;
        private final long end;
        private final int horizonDays;
        private final int reached;
        private final Exchange exchange;
        private final Map<CountryCalendar, Wide> wide = new IdentityHashMap<>(2);

        Window(DebtorView before, Outcomes outcomes) {
            this.end = before.asOf() + (outcomes.horizonDays + (long) outcomes.lateDays) * DAY;
            this.later = before.at(end);
            this.horizonDays = outcomes.horizonDays;
            int from = before.today();
            // A case sees what the cases of its creditor see.
            DebtorView seen = after(before.cases().getFirst(), later).debtor();
            this.reached = reached(seen, before.asOf(), from, from + horizonDays);
            this.exchange = Exchange.in(seen, from, from + horizonDays, before);
        }

        /// Facts from contacts about the debtor as a whole, by the days of a case's country.
        Wide wide(CaseView caseBefore, CaseView caseLater) {
            return wide.computeIfAbsent(
                    caseBefore.calendar(), _ -> new Wide(caseBefore, caseLater, caseBefore.today() + horizonDays));
        }
    }

    /// @param promise about the debtor as a whole that falls due first in the window; null for none
    /// @param actedOn first day of the window on which the agency contacted the debtor about the debtor as a
    ///     whole
    private record Wide(@Nullable Contact promise, int actedOn) {
        Wide(CaseView before, CaseView later, int to) {
            this(
                    first(before, before.wideContacts(), later, later.wideContacts(), to),
                    firstOutbound(later, later.wideContacts(), before.today()));
        }
    }

    private static int promiseKept(CaseView before, CaseView later, Window window, int to) {
        Contact own = first(before, before.ownContacts(), later, later.ownContacts(), to);
        Contact promise = earlier(later, own, window.wide(before, later).promise());
        if (promise == null) {
            return NONE;
        }
        return switch (later.promise(promise)) {
            case KEPT -> GOOD;
            case PARTLY, BROKEN -> BAD;
            case OPEN -> NONE;
        };
    }

    /// The promise that falls due first in the window, among those open at the as-of date or made in the
    /// window; null if there is none.
    private static @Nullable Contact first(
            CaseView before, List<Contact> known, CaseView later, List<Contact> knownLater, int to) {
        Contact first = null;
        for (int i = 0, n = known.size(); i < n; i++) {
            Contact contact = known.get(i);
            if (contact.outcome() == Contact.Outcome.PROMISED && before.promise(contact) == Promise.OPEN) {
                first = inWindow(before, contact, to) ? earlier(before, first, contact) : first;
            }
        }
        for (int i = 0, n = knownLater.size(); i < n; i++) {
            Contact contact = knownLater.get(i);
            if (contact.outcome() == Contact.Outcome.PROMISED
                    && contact.knownAt() >= before.debtor().asOf()
                    && later.calendar().dayOf(contact.at()) >= before.today()) {
                first = inWindow(later, contact, to) ? earlier(later, first, contact) : first;
            }
        }
        return first;
    }

    private static boolean inWindow(CaseView view, Contact promise, int to) {
        return view.lastDay(promise) < to;
    }

    private static @Nullable Contact earlier(CaseView view, @Nullable Contact one, @Nullable Contact other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return view.lastDay(other) < view.lastDay(one) ? other : one;
    }

    /// Whether everything was paid before the agency did anything.
    private static boolean curesAlone(CaseView before, CaseView later, Window window, int to) {
        List<Payment> payments = new ArrayList<>(later.payments());
        payments.removeIf(payment -> !voluntary(payment, before, to));
        payments.sort(Comparator.comparingInt(Payment::paidOn));
        int cured = Event.NONE;
        long paid = 0;
        for (Payment payment : payments) {
            paid += payment.amount();
            if (cured == Event.NONE && paid >= before.balance()) {
                cured = payment.paidOn();
            }
        }
        boolean closedAsPaid = later.closedAs() == Event.CaseChanged.ClosedAs.PAID && later.closedOn() < to;
        if (cured == Event.NONE && !payments.isEmpty() && closedAsPaid) {
            cured = payments.getLast().paidOn();
        }
        return cured != Event.NONE && !actedOn(before, later, window, cured);
    }

    /// Whether the agency sent a message or called from the as-of day to a day, both included.
    private static boolean actedOn(CaseView before, CaseView later, Window window, int last) {
        int from = before.today();
        if (window.wide(before, later).actedOn() <= last || firstOutbound(later, later.ownContacts(), from) <= last) {
            return true;
        }
        for (Event.CaseChanged change : later.changes()) {
            if (change.kind() == Event.CaseChanged.Kind.LETTER_SENT
                    && change.happenedOn() >= from
                    && change.happenedOn() <= last) {
                return true;
            }
        }
        return false;
    }

    private static int firstOutbound(CaseView view, List<Contact> contacts, int from) {
        int first = Integer.MAX_VALUE;
        for (int i = 0, n = contacts.size(); i < n; i++) {
            Contact contact = contacts.get(i);
            int day = view.calendar().dayOf(contact.at());
            first = contact.direction() == Contact.Direction.OUTBOUND && day >= from ? Math.min(first, day) : first;
        }
        return first;
    }

    /// Whether a payment was made in the window, not by enforcement, and no version of it was known before.
    private static boolean voluntary(Payment payment, CaseView before, int to) {
        return OwnPayments.voluntary(payment) && cameIn(payment, before, to);
    }

    /// Whether a payment was made from the as-of day on and before a day, and no version of it was known before.
    static boolean cameIn(Payment payment, CaseView before, int to) {
        return payment.knownAt() >= before.debtor().asOf()
                && payment.paidOn() >= before.today()
                && payment.paidOn() < to
                && !before.debtor().knew(payment);
    }

    /// Whether payments in the window cover the instalments due in it under the newest arrangement agreed
    /// before it.
    private boolean keepsUp(CaseView before, int from, int to, long paid) {
        if (before.agreements().isEmpty()) {
            return false;
        }
        Agreement newest = before.agreements().getLast();
        if (!newest.hasInstalments()) {
            return false;
        }
        int due = newest.dueBefore(to) - newest.dueBefore(from);
        return due > 0 && paid >= keptShare * due * newest.arrangement().instalment();
    }

    private static int reached(DebtorView after, long asOf, int from, int to) {
        int outcome = NONE;
        for (Contact contact : after.contacts()) {
            int day = after.calendar().dayOf(contact.at());
            if (contact.knownAt() < asOf || day < from || day >= to) {
                continue;
            }
            if (contact.outcome().rightParty()) {
                return GOOD;
            }
            if (contact.callAttempt()) {
                outcome = BAD;
            }
        }
        return outcome;
    }

    /// The case in a later view of its debtor.
    static CaseView after(CaseView before, DebtorView later) {
        CaseView view = later.caseAt(before.placed().caseIndex());
        if (view == null) {
            throw new IllegalStateException("a case known before is not known after");
        }
        return view;
    }
}
