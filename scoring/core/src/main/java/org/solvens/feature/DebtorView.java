package org.solvens.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.Event.AddressHit;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.CasePlaced;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Decision;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.Payment;
import org.solvens.history.Event.TaxAssessment;
import org.solvens.history.History;

/// What was known of one debtor before an as-of instant: the newest version then known of every record,
/// in the order in which they became known. Payments that were taken back are left out.
///
/// One view serves one thread.
public final class DebtorView {
    private final History history;
    private final long asOf;
    private final FeedStarts feeds;
    private final OtherCases otherCases;
    private final int feedBits;
    private List<CasePlaced> placed = List.of();
    private List<CaseChanged> changes = List.of();
    private List<Payment> payments = List.of();
    private List<Payment> reversals = List.of();
    private List<Contact> contacts = List.of();
    private List<AddressHit> addressHits = List.of();
    private List<TaxAssessment> taxAssessments = List.of();
    private List<Arrangement> arrangements = List.of();
    private List<Hold> holds = List.of();
    private List<Decision> decisions = List.of();
    private final List<CaseView> cases;
    private @Nullable DebtorTally tally;
    private @Nullable OwnPayments ownPayments;

    /// Of all the debtor's cases, which see each other as {@link OtherCases#chosen()} says.
    ///
    /// @param asOf milliseconds UTC; records known at or after it are not seen
    public DebtorView(History history, long asOf, FeedStarts feeds) {
        this(history, asOf, feeds, OtherCases.chosen());
    }

    /// As above.
    ///
    /// @param otherCases whether the cases of this view see those of other creditors
    public DebtorView(History history, long asOf, FeedStarts feeds, OtherCases otherCases) {
        this.history = history;
        this.asOf = asOf;
        this.feeds = feeds;
        this.otherCases = otherCases;
        this.feedBits = feeds.bits(asOf);
        gather();
        this.cases = new ArrayList<>(placed.size());
        for (CasePlaced one : placed) {
            DebtorView seenBy =
                    otherCases == OtherCases.LEFT_OUT && !ofOneCreditor() ? new DebtorView(this, one.creditor()) : this;
            cases.add(new CaseView(seenBy, one));
        }
    }

    /// What the cases of one creditor may see of a debtor.
    private DebtorView(DebtorView whole, int creditor) {
        this.history = whole.history;
        this.asOf = whole.asOf;
        this.feeds = whole.feeds;
        this.otherCases = whole.otherCases;
        this.feedBits = whole.feedBits;
        boolean[] own = new boolean[history.caseIds().size()];
        for (CasePlaced one : whole.placed) {
            own[one.caseIndex()] |= one.creditor() == creditor;
        }
        Predicate<Event> seen = event -> event.caseIndex() == Event.NONE || own[event.caseIndex()];
        this.placed = only(whole.placed, seen);
        this.changes = only(whole.changes, seen);
        this.payments = only(whole.payments, seen);
        this.reversals = only(whole.reversals, seen);
        this.contacts = only(whole.contacts, seen);
        this.addressHits = whole.addressHits;
        this.taxAssessments = whole.taxAssessments;
        this.arrangements = only(whole.arrangements, seen);
        this.holds = only(whole.holds, seen);
        this.decisions = only(whole.decisions, seen);
        this.cases = new ArrayList<>(placed.size());
        for (CasePlaced one : placed) {
            cases.add(new CaseView(this, one));
        }
    }

    private static <E extends Event> List<E> only(List<E> events, Predicate<Event> seen) {
        List<E> found = new ArrayList<>(events);
        found.removeIf(seen.negate());
        return found;
    }

    private boolean ofOneCreditor() {
        for (CasePlaced one : placed) {
            if (one.creditor() != placed.getFirst().creditor()) {
                return false;
            }
        }
        return history.caseIds().size() == placed.size();
    }

    private void gather() {
        List<Event> events = history.events();
        for (int i = 0, n = known(events); i < n; i++) {
            // What an event tells is asked for once its type is known, which is far cheaper than to ask any event.
            switch (events.get(i)) {
                case CasePlaced e -> placed = with(e, placed, 2);
                case CaseChanged e -> changes = with(e, changes, 8);
                case Payment e -> {
                    if (e.reversalOf() == 0) {
                        payments = with(e, payments, 8);
                    } else {
                        reversals = with(e, reversals, 2);
                    }
                }
                case Contact e -> contacts = with(e, contacts, 16);
                case AddressHit e -> addressHits = with(e, addressHits, 4);
                case TaxAssessment e -> taxAssessments = with(e, taxAssessments, 4);
                case Arrangement e -> arrangements = with(e, arrangements, 2);
                case Hold e -> holds = with(e, holds, 2);
                case Decision e -> decisions = with(e, decisions, 8);
            }
        }
        if (!reversals.isEmpty() && !payments.isEmpty()) {
            removeTakenBack();
        }
    }

    /// How many of the events had become known.
    private int known(List<Event> events) {
        int low = 0;
        int high = events.size();
        if (high > 0 && events.get(high - 1).knownAt() < asOf) {
            return high;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).knownAt() < asOf) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private <E extends Event> List<E> with(E event, List<E> list, int expected) {
        if (event.supersededAt() < asOf) {
            return list;
        }
        List<E> longer = list.isEmpty() ? new ArrayList<>(expected) : list;
        longer.add(event);
        return longer;
    }

    private void removeTakenBack() {
        Set<Long> takenBack = new HashSet<>();
        for (int i = 0; i < reversals.size(); i++) {
            takenBack.add(reversals.get(i).reversalOf());
        }
        payments.removeIf(payment -> takenBack.contains(payment.id()));
    }

    /// The as-of instant.
    public long asOf() {
        return asOf;
    }

    /// Day that the as-of instant begins.
    public int today() {
        return Event.dayOf(asOf);
    }

    /// Whether a feed had begun.
    public boolean has(Feed feed) {
        return feeds.begun(feed, asOf);
    }

    /// The feeds that had begun, one bit each by the feed's ordinal.
    int feedBits() {
        return feedBits;
    }

    /// Whether the cases of this view see those of other creditors.
    public OtherCases otherCases() {
        return otherCases;
    }

    /// Everything that is known of the debtor, as of any later date.
    public History history() {
        return history;
    }

    /// The debtor's cases that were known.
    public List<CaseView> cases() {
        return cases;
    }

    public List<CaseChanged> changes() {
        return changes;
    }

    /// Payments that were not taken back.
    public List<Payment> payments() {
        return payments;
    }

    /// Sums of those of the debtor's own will.
    OwnPayments ownPayments() {
        if (ownPayments == null) {
            ownPayments = new OwnPayments(payments);
        }
        return ownPayments;
    }

    /// Records that took a payment back.
    public List<Payment> reversals() {
        return reversals;
    }

    public List<Contact> contacts() {
        return contacts;
    }

    public List<AddressHit> addressHits() {
        return addressHits;
    }

    /// Tax figures that may be used for scoring collections, the newest income year last.
    public List<TaxAssessment> taxAssessments() {
        List<TaxAssessment> usable = new ArrayList<>(taxAssessments);
        usable.removeIf(figures -> !usable(figures));
        usable.sort(java.util.Comparator.comparingInt(TaxAssessment::incomeYear));
        return usable;
    }

    /// Tax figures of every purpose, unsorted.
    List<TaxAssessment> allTaxAssessments() {
        return taxAssessments;
    }

    static boolean usable(TaxAssessment figures) {
        return figures.purpose() == TaxAssessment.Purpose.COLLECTION_SCORING;
    }

    public List<Arrangement> arrangements() {
        return arrangements;
    }

    public List<Hold> holds() {
        return holds;
    }

    public List<Decision> decisions() {
        return decisions;
    }

    /// What features count over the debtor as a whole, gathered at the first call.
    DebtorTally tally() {
        if (tally == null) {
            tally = new DebtorTally(this);
        }
        return tally;
    }
}
