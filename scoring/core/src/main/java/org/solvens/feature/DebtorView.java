package org.solvens.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
public final class DebtorView {
    private final History history;
    private final long asOf;
    private final FeedStarts feeds;
    private final List<CasePlaced> placed = new ArrayList<>(2);
    private final List<CaseChanged> changes = new ArrayList<>();
    private final List<Payment> payments = new ArrayList<>();
    private final List<Contact> contacts = new ArrayList<>();
    private final List<AddressHit> addressHits = new ArrayList<>();
    private final List<TaxAssessment> taxAssessments = new ArrayList<>();
    private final List<Arrangement> arrangements = new ArrayList<>();
    private final List<Hold> holds = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<CaseView> cases;

    /// @param asOf milliseconds UTC; records known at or after it are not seen
    public DebtorView(History history, long asOf, FeedStarts feeds) {
        this.history = history;
        this.asOf = asOf;
        this.feeds = feeds;
        Set<Long> takenBack = null;
        for (Event event : history.events()) {
            if (event.knownAt() >= asOf) {
                break;
            }
            if (event.supersededAt() < asOf) {
                continue;
            }
            switch (event) {
                case CasePlaced e -> placed.add(e);
                case CaseChanged e -> changes.add(e);
                case Payment e -> {
                    if (e.reversalOf() != 0) {
                        takenBack = takenBack == null ? new HashSet<>() : takenBack;
                        takenBack.add(e.reversalOf());
                    } else {
                        payments.add(e);
                    }
                }
                case Contact e -> contacts.add(e);
                case AddressHit e -> addressHits.add(e);
                case TaxAssessment e -> taxAssessments.add(e);
                case Arrangement e -> arrangements.add(e);
                case Hold e -> holds.add(e);
                case Decision e -> decisions.add(e);
            }
        }
        if (takenBack != null) {
            Set<Long> gone = takenBack;
            payments.removeIf(payment -> gone.contains(payment.id()));
        }
        this.cases = new ArrayList<>(placed.size());
        for (CasePlaced one : placed) {
            cases.add(new CaseView(this, one));
        }
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

    /// Whether the lake ever had the feed, as of any later date.
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

    public List<Payment> payments() {
        return payments;
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
        usable.removeIf(figures -> figures.purpose() != TaxAssessment.Purpose.COLLECTION_SCORING);
        usable.sort(java.util.Comparator.comparingInt(TaxAssessment::incomeYear));
        return usable;
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
}
