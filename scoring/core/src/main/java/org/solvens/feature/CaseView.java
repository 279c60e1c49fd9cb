package org.solvens.feature;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.CasePlaced;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.Payment;

/// What was known of one case, and of its debtor, before an as-of instant, with what follows from it:
/// the claim's open amounts, promises kept, arrangements on track. Amounts are hundredths.
///
/// Payments go to costs, then interest, then principal. A change that does not say what it changes (a
/// charge without component or amount, a stage without name) changes nothing; one that closes without a
/// reason counts as withdrawn, of which nothing is learnt.
public final class CaseView {
    /// Days after the promised day within which a promise still counts as kept.
    public static final int PROMISE_TOLERANCE_DAYS = 3;

    /// Share of the promised amount that keeps a promise.
    public static final double PROMISE_KEPT_SHARE = 0.9;

    /// Days that a promise without a day is taken to be for.
    public static final int PROMISE_DEFAULT_DAYS = 14;

    private static final int DEFAULT_INTERVAL_DAYS = 30;

    private final DebtorView debtor;
    private final CasePlaced placed;
    private final List<CaseChanged> changes;
    private final List<Payment> payments;
    private final List<Arrangement> arrangements;
    private final Event.Stage stage;
    private final CaseChanged.@Nullable ClosedAs closedAs;
    private final long principalOwed;
    private final long interestOwed;
    private final long costsOwed;
    private final long paid;
    private @Nullable CaseTally tally;

    CaseView(DebtorView debtor, CasePlaced placed) {
        this.debtor = debtor;
        this.placed = placed;
        Event.Stage nowAt = placed.stage();
        CaseChanged.ClosedAs closed = null;
        long principal = placed.principal();
        long interest = placed.interest();
        long costs = placed.costs();
        changes = own(debtor.changes());
        for (int i = 0, n = changes.size(); i < n; i++) {
            CaseChanged change = changes.get(i);
            switch (change.kind()) {
                case CHARGE_ADDED, CHARGE_WAIVED, CHARGE_RESTATED -> {
                    switch (change.component()) {
                        case PRINCIPAL -> principal = charged(change, principal);
                        case INTEREST -> interest = charged(change, interest);
                        case COSTS -> costs = charged(change, costs);
                        case null -> {}
                    }
                }
                case STAGE_CHANGED -> nowAt = change.stage() == null ? nowAt : change.stage();
                case CLOSED -> closed = change.closedAs() == null ? CaseChanged.ClosedAs.WITHDRAWN : change.closedAs();
                case REOPENED -> closed = null;
                case LETTER_SENT, LETTER_RETURNED -> {}
            }
        }
        arrangements = own(debtor.arrangements());
        long sum = 0;
        payments = own(debtor.payments());
        for (int i = 0, n = payments.size(); i < n; i++) {
            sum += payments.get(i).amount();
        }
        this.stage = nowAt;
        this.closedAs = closed;
        this.principalOwed = principal;
        this.interestOwed = interest;
        this.costsOwed = costs;
        this.paid = sum;
    }

    /// Those of the events that are about this case; the same list where the debtor has no other.
    private <E extends Event> List<E> own(List<E> events) {
        if (debtor.history().caseIds().size() == 1) {
            return events;
        }
        List<E> own = new ArrayList<>(events.size());
        for (int i = 0, n = events.size(); i < n; i++) {
            if (events.get(i).caseIndex() == placed.caseIndex()) {
                own.add(events.get(i));
            }
        }
        return own;
    }

    private static long charged(CaseChanged change, long before) {
        if (change.amount() == Event.NO_AMOUNT) {
            return before;
        }
        return switch (change.kind()) {
            case CHARGE_ADDED -> before + change.amount();
            case CHARGE_WAIVED -> Math.max(0, before - change.amount());
            case CHARGE_RESTATED -> change.amount();
            default -> before;
        };
    }

    public DebtorView debtor() {
        return debtor;
    }

    public CasePlaced placed() {
        return placed;
    }

    public String caseId() {
        return debtor.history().caseIds().get(placed.caseIndex());
    }

    public String creditorId() {
        return debtor.history().creditorIds().get(placed.creditor());
    }

    /// Day that the as-of instant begins.
    public int today() {
        return debtor.today();
    }

    public Event.Stage stage() {
        return stage;
    }

    /// Why it is closed, or null while it is open.
    public CaseChanged.@Nullable ClosedAs closedAs() {
        return closedAs;
    }

    /// Whether it is not closed and something is owed.
    public boolean open() {
        return closedAs == null && balance() > 0;
    }

    public List<CaseChanged> changes() {
        return changes;
    }

    /// Payments on this case that were not taken back.
    public List<Payment> payments() {
        return payments;
    }

    public List<Arrangement> arrangements() {
        return arrangements;
    }

    /// Contacts about this case or about the debtor as a whole.
    public List<Contact> contacts() {
        List<Contact> about = new ArrayList<>();
        for (Contact contact : debtor.contacts()) {
            if (concerns(contact)) {
                about.add(contact);
            }
        }
        return about;
    }

    /// Whether an event is about this case or about the debtor as a whole.
    boolean concerns(Event event) {
        return event.caseIndex() == Event.NONE || event.caseIndex() == placed.caseIndex();
    }

    /// What features count over this case and the debtor's others, gathered at the first call.
    CaseTally tally() {
        if (tally == null) {
            tally = new CaseTally(this);
        }
        return tally;
    }

    /// Everything owed so far: placed amounts and charges since, less what was waived.
    public long owed() {
        return principalOwed + interestOwed + costsOwed;
    }

    /// Everything paid so far.
    public long paid() {
        return paid;
    }

    /// What is still owed; never negative.
    public long balance() {
        return Math.max(0, owed() - paid);
    }

    public long costsOpen() {
        return Math.max(0, costsOwed - paid);
    }

    public long interestOpen() {
        return Math.max(0, interestOwed - Math.max(0, paid - costsOwed));
    }

    public long principalOpen() {
        return Math.max(0, principalOwed - Math.max(0, paid - costsOwed - interestOwed));
    }

    /// Days past due; negative before the due day.
    public int daysPastDue() {
        return today() - placed.dueOn();
    }

    /// Days since placement.
    public int ageDays() {
        return today() - placed.placedOn();
    }

    /// Holds that are open, of this case or of the debtor as a whole.
    public List<Hold> openHolds() {
        List<Hold> open = new ArrayList<>();
        for (Hold hold : debtor.holds()) {
            if (concerns(hold) && open(hold)) {
                open.add(hold);
            }
        }
        return open;
    }

    /// Whether a hold is open on the as-of day.
    boolean open(Hold hold) {
        return hold.closedOn() == Event.NONE || hold.closedOn() >= today();
    }

    /// How a promise stands.
    public enum Promise {
        OPEN,
        KEPT,
        PARTLY,
        BROKEN
    }

    /// How a promise stands: kept where at least nine tenths of the promised sum came in of the debtor's own
    /// will by three days after the promised day; partly where something did; open until those days are
    /// over. A promise that names no day is for fourteen days; one that names no sum is kept by any.
    ///
    /// @param contact with the outcome PROMISED
    public Promise promise(Contact contact) {
        int last = lastDay(contact);
        long came = debtor.ownPayments().between(contact.caseIndex(), contact.day(), last);
        long promised = contact.promised() == Event.NO_AMOUNT ? 1 : contact.promised();
        if (came >= PROMISE_KEPT_SHARE * promised) {
            return Promise.KEPT;
        }
        if (today() <= last) {
            return Promise.OPEN;
        }
        return came > 0 ? Promise.PARTLY : Promise.BROKEN;
    }

    /// The last day on which a payment still keeps a promise.
    public static int lastDay(Contact promise) {
        int promisedFor =
                promise.promisedFor() == Event.NONE ? promise.day() + PROMISE_DEFAULT_DAYS : promise.promisedFor();
        return promisedFor + PROMISE_TOLERANCE_DAYS;
    }

    /// Instalments of an arrangement that have fallen due, three days of grace included.
    public int instalmentsDue(Arrangement arrangement) {
        return instalmentsDue(arrangement, today());
    }

    /// Share of the sum due under an arrangement that was paid since it was agreed, at most 1; missing
    /// where nothing has fallen due.
    public double keptShare(Arrangement arrangement) {
        return keptShare(arrangement, today());
    }

    /// Instalments that have fallen due, with their grace, before a day.
    public static int instalmentsDue(Arrangement arrangement, int day) {
        if (arrangement.instalments() == Event.NONE || arrangement.firstDue() == Event.NONE) {
            return 0;
        }
        int since = day - PROMISE_TOLERANCE_DAYS - 1 - arrangement.firstDue();
        if (since < 0) {
            return 0;
        }
        return Math.min(arrangement.instalments(), 1 + since / interval(arrangement));
    }

    /// Days from one instalment to the next.
    static int interval(Arrangement arrangement) {
        return arrangement.intervalDays() == Event.NONE ? DEFAULT_INTERVAL_DAYS : arrangement.intervalDays();
    }

    /// As {@link #keptShare(Arrangement)}, by the payments made before a day and the instalments due by it.
    public double keptShare(Arrangement arrangement, int day) {
        int due = instalmentsDue(arrangement, day);
        if (due == 0 || arrangement.instalment() == Event.NO_AMOUNT) {
            return Missing.NOT_APPLICABLE.code();
        }
        long came = debtor.ownPayments().between(arrangement.caseIndex(), arrangement.agreedOn(), day - 1);
        return Math.min(1.0, came / (double) (due * arrangement.instalment()));
    }
}
