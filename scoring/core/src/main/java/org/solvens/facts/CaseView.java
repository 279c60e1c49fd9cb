package org.solvens.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.CasePlaced;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Decision;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.Payment;
import org.solvens.history.HoldKind;
import org.solvens.history.Stage;

/// The state of one case before an as-of instant: what is owed by component, its stage, whether it is open,
/// the state of its promises and arrangements, and the holds that protect the debtor. Amounts are thousandths
/// of the currency unit.
///
/// Changes are replayed by the day on which they happened. Changes of one day are replayed by `known_at`;
/// those with the same `known_at` in the order restated, added and waived charges, stage, letters, closing and
/// reopening; then by the line in their file. So a first load, in which everything becomes known at once,
/// gives the same state as records that arrived in time, and a late record of an earlier day undoes nothing
/// later. The placement states what is owed, the stage, and that the case is open on that day. A restated
/// charge, a stage or a closing of an earlier day is already part of the placement.
///
/// Payments go to costs, then interest, then principal. A waiver takes no component below zero. A case that
/// was closed as paid is open again if money that it was closed for went back: by a reversal, or by a refund
/// where the payments had covered the claim. A change without the value that it changes has no effect. A closing
/// without a reason counts as withdrawn.
///
/// It stays one class: one replay, and questions about the state that it leaves.
public final class CaseView {
    /// Share of the promised amount that keeps a promise.
    private static final double PROMISE_KEPT_SHARE = 0.9;

    /// Two years: short-term forbearance lasts no longer (EBA/GL/2018/06).
    private static final int LONGEST_DEFERRAL_DAYS = 731;

    /// Days that a promise without a day is given.
    private static final int PROMISE_DEFAULT_DAYS = 14;

    private static final Comparator<CaseChanged> AS_THEY_HAPPENED = Comparator.comparingInt(CaseChanged::happenedOn)
            .thenComparingLong(CaseChanged::knownAt)
            .thenComparingInt(CaseView::rank)
            .thenComparingInt(CaseChanged::line)
            // Changes that are equal in all of the above may come in any order, but always the same one.
            .thenComparing(CaseChanged::kind)
            .thenComparing(CaseChanged::stage, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingLong(CaseChanged::amount);

    private final DebtorView debtor;
    private final CasePlaced placed;
    private final CountryCalendar calendar;
    private final int today;
    private final List<CaseChanged> changes;
    private final Stage stage;
    private final CaseChanged.@Nullable ClosedAs closedAs;
    private final int closedOn;
    private final boolean closedAsPaidButOwing;
    private final Claim claim;
    private final long paid;
    private @Nullable List<Agreement> agreements;
    private @Nullable PaidInFull paidInFull;
    private @Nullable ContactSummary ownContacts;
    private @Nullable ContactSummary contacts;
    private @Nullable HoldSummary holdSummary;
    private @Nullable Set<HoldKind> holds;
    private @Nullable Income income;
    private @Nullable Object tally;

    CaseView(DebtorView debtor, CasePlaced placed) {
        this.debtor = debtor;
        this.placed = placed;
        this.calendar = debtor.calendarOf(placed.country());
        this.today = calendar.dayOf(debtor.asOf());
        this.changes = inOrder(debtor.records().changes().of(placed.caseIndex()));
        Stage nowAt = placed.stage();
        CaseChanged.ClosedAs closed = null;
        int closedDay = Event.NONE;
        int reopenedDay = Integer.MIN_VALUE;
        Claim claim = new Claim(placed);
        long owedAtClosing = 0;
        for (int i = 0, n = changes.size(); i < n; i++) {
            CaseChanged change = changes.get(i);
            boolean sincePlaced = change.happenedOn() >= placed.placedOn();
            switch (change.kind()) {
                case CHARGE_ADDED, CHARGE_WAIVED, CHARGE_RESTATED -> claim.apply(change);
                case STAGE_CHANGED -> nowAt = change.stage() == null || !sincePlaced ? nowAt : change.stage();
                case CLOSED -> {
                    if (sincePlaced) {
                        closed = change.closedAs() == null ? CaseChanged.ClosedAs.WITHDRAWN : change.closedAs();
                        closedDay = change.happenedOn();
                        owedAtClosing = claim.total();
                    }
                }
                case REOPENED -> {
                    closed = sincePlaced ? null : closed;
                    closedDay = sincePlaced ? Event.NONE : closedDay;
                    reopenedDay = change.happenedOn();
                }
                case LETTER_SENT, LETTER_RETURNED -> {}
            }
        }
        this.stage = nowAt;
        this.claim = claim;
        this.paid = Math.max(0, sum(payments()) - sum(refunds()));
        boolean owing = closed == CaseChanged.ClosedAs.PAID && owed() > paid;
        boolean bounced = owing && bounced(closedDay, reopenedDay, Math.min(owedAtClosing, owed()));
        this.closedAs = bounced ? null : closed;
        this.closedOn = bounced ? Event.NONE : closedDay;
        this.closedAsPaidButOwing = owing && !bounced;
    }

    private static List<CaseChanged> inOrder(List<CaseChanged> changes) {
        for (int i = 1, n = changes.size(); i < n; i++) {
            if (compare(changes.get(i - 1), changes.get(i)) > 0) {
                List<CaseChanged> sorted = new ArrayList<>(changes);
                sorted.sort(CaseView::compare);
                return sorted;
            }
        }
        return changes;
    }

    /// Compares by {@link #AS_THEY_HAPPENED}. The day and `known_at` mostly decide, so they are compared
    /// first.
    private static int compare(CaseChanged one, CaseChanged other) {
        if (one.happenedOn() != other.happenedOn()) {
            return Integer.compare(one.happenedOn(), other.happenedOn());
        }
        return one.knownAt() != other.knownAt()
                ? Long.compare(one.knownAt(), other.knownAt())
                : AS_THEY_HAPPENED.compare(one, other);
    }

    /// The order of changes that happened on one day and became known at one time. Closing and reopening share
    /// a rank, because the line in the file decides which came last.
    private static int rank(CaseChanged change) {
        return switch (change.kind()) {
            case CHARGE_RESTATED -> 0;
            case CHARGE_ADDED -> 1;
            case CHARGE_WAIVED -> 2;
            case STAGE_CHANGED -> 3;
            case LETTER_SENT -> 4;
            case LETTER_RETURNED -> 5;
            case CLOSED, REOPENED -> 6;
        };
    }

    private static long sum(List<Payment> entries) {
        long sum = 0;
        for (int i = 0, n = entries.size(); i < n; i++) {
            sum = Math.addExact(sum, entries.get(i).amount());
        }
        return sum;
    }

    /// Whether less is there than a case was closed as paid for, because money went back. Charges made after the
    /// closing do not count here: a case with a bounced payment is charged for it, but it was paid before. A
    /// case may be closed as paid for less than its claim: a settlement. It comes undone if its money is taken
    /// back, not by a refund, which the collector decides.
    private boolean bounced(int closed, int reopened, long closedClaim) {
        int lastPaid = Integer.MIN_VALUE;
        for (Payment payment : payments()) {
            lastPaid = payment.paidOn() < closed ? Math.max(lastPaid, payment.paidOn()) : lastPaid;
        }
        long taken = 0;
        for (Entries.Taken one : debtor.records().takenBack().getOrDefault(placed.caseIndex(), List.of())) {
            // Money may be taken back with an earlier value date than the closing, which did not know of it. What
            // was paid, or the case reopened, in answer to it was known to the closing.
            boolean unknown = one.on() > reopened && one.on() >= lastPaid;
            taken = one.on() >= closed || unknown ? Math.addExact(taken, one.amount()) : taken;
        }
        long refunded = 0;
        for (Payment refund : refunds()) {
            refunded = refund.paidOn() >= closed ? Math.addExact(refunded, refund.amount()) : refunded;
        }
        long left = sum(payments()) - sum(refunds());
        long closedFor = left + taken + refunded;
        return closedFor >= closedClaim ? left < closedClaim && taken + refunded > 0 : taken > 0;
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

    /// The calendar of the case's country.
    public CountryCalendar calendar() {
        return calendar;
    }

    /// The as-of day in the case's country.
    public int today() {
        return today;
    }

    public Stage stage() {
        return stage;
    }

    /// The reason for closing; null while the case is open or open again.
    public CaseChanged.@Nullable ClosedAs closedAs() {
        return closedAs;
    }

    /// The day on which it was closed; {@link Event#NONE} while it is open or is open again.
    public int closedOn() {
        return closedOn;
    }

    /// The day of the first closing for a reason other than paid that became known at an instant or later;
    /// {@link Integer#MAX_VALUE} if there is none.
    public int closedUnpaidSince(long instant) {
        for (CaseChanged change : changes) {
            if (change.kind() == CaseChanged.Kind.CLOSED
                    && change.closedAs() != CaseChanged.ClosedAs.PAID
                    && change.knownAt() >= instant) {
                return change.happenedOn();
            }
        }
        return Integer.MAX_VALUE;
    }

    /// Costs charged for collection out of court, in thousandths of the currency unit: those at
    /// placement and those added before the day of the first legal step, less what was waived.
    /// {@link Event#NO_AMOUNT} if the case was placed after a legal step.
    public long costsOutOfCourt() {
        if (placed.stage() == Stage.LEGAL || placed.stage() == Stage.SURVEILLANCE) {
            return Event.NO_AMOUNT;
        }
        int legalOn = Integer.MAX_VALUE;
        for (CaseChanged change : changes) {
            if (change.kind() == CaseChanged.Kind.STAGE_CHANGED && change.stage() == Stage.LEGAL) {
                legalOn = Math.min(legalOn, change.happenedOn());
            }
        }
        Claim charged = new Claim(placed);
        for (CaseChanged change : changes) {
            if (change.happenedOn() < legalOn || change.kind() == CaseChanged.Kind.CHARGE_WAIVED) {
                charged.apply(change);
            }
        }
        return charged.costs();
    }

    /// Whether it is not closed and something is owed.
    public boolean open() {
        return closedAs == null && balance() > 0;
    }

    /// Whether it belongs to what is scored and trained on: open, and no hold that stops collection.
    public boolean inPopulation() {
        if (!open()) {
            return false;
        }
        for (HoldKind kind : holds()) {
            if (kind.stops()) {
                return false;
            }
        }
        return true;
    }

    /// What happened to the case, in the order in which it happened.
    public List<CaseChanged> changes() {
        return changes;
    }

    /// Payments on this case, each with its amount after reversals.
    public List<Payment> payments() {
        return debtor.records().payments().of(placed.caseIndex());
    }

    /// Entries of this case that took money back.
    public List<Payment> reversals() {
        return debtor.records().reversals().of(placed.caseIndex());
    }

    /// Money paid out to the debtor on this case.
    public List<Payment> refunds() {
        return debtor.records().refunds().of(placed.caseIndex());
    }

    /// Decisions on this case.
    public List<Decision> decisions() {
        return debtor.records().decisions().of(placed.caseIndex());
    }

    /// The arrangements on this case and their state, in the order in which they were agreed.
    public List<Agreement> agreements() {
        if (agreements == null) {
            agreements = Agreement.of(this, debtor.records().arrangements().of(placed.caseIndex()));
        }
        return agreements;
    }

    /// An arrangement on this case and its state.
    ///
    /// @throws IllegalArgumentException if it is on another case
    public Agreement agreement(Arrangement arrangement) {
        for (Agreement one : agreements()) {
            if (one.arrangement().equals(arrangement)) {
                return one;
            }
        }
        throw new IllegalArgumentException("an arrangement of another case");
    }

    /// Contacts about this case or about the debtor as a whole. A call may copy and sort
    /// them; for counts use {@link #contactSummary()}.
    public List<Contact> contacts() {
        List<Contact> own = ownContacts();
        List<Contact> wide = wideContacts();
        if (wide.isEmpty()) {
            return own;
        }
        List<Contact> about = new ArrayList<>(own.size() + wide.size());
        about.addAll(own);
        about.addAll(wide);
        about.sort(Comparator.comparingLong(Contact::knownAt));
        return about;
    }

    /// Contacts about this case only.
    public List<Contact> ownContacts() {
        return debtor.records().contacts().of(placed.caseIndex());
    }

    /// Contacts about the debtor as a whole.
    public List<Contact> wideContacts() {
        return debtor.records().contacts().wide();
    }

    /// Counts over the contacts about this case or about the debtor as a whole.
    public ContactSummary contactSummary() {
        if (contacts == null) {
            ContactSummary own = ownContactSummary();
            contacts = wideContacts().isEmpty() ? own : own.plus(debtor.wideContacts(this));
        }
        return contacts;
    }

    /// Counts over the contacts about this case only.
    public ContactSummary ownContactSummary() {
        if (ownContacts == null) {
            ownContacts = new ContactSummary(this, ownContacts());
        }
        return ownContacts;
    }

    /// A result that a reader computes from this view; computed at the first call and kept.
    ///
    /// @param <T> one type a view
    @SuppressWarnings("unchecked")
    public <T> T counted(Function<CaseView, T> count) {
        if (tally == null) {
            tally = count.apply(this);
        }
        return (T) tally;
    }

    /// Everything owed so far: placed amounts and charges since, less what was waived.
    public long owed() {
        return claim.total();
    }

    /// The first day on or after another on which the debt became paid in full, although something is owed now,
    /// because the case was charged again; {@link Event#NONE} if there is none.
    int paidInFullSince(int day) {
        if (balance() == 0 || changes.isEmpty() && refunds().isEmpty()) {
            return Event.NONE;
        }
        if (paidInFull == null) {
            paidInFull = PaidInFull.of(this);
        }
        return paidInFull.since(day);
    }

    /// The amount owed when the case was placed.
    public long placedAmount() {
        return placed.principal() + placed.interest() + placed.costs();
    }

    /// Everything paid so far from any source, less what was taken back or refunded.
    public long paid() {
        return paid;
    }

    /// The amount paid beyond what is owed.
    public long overpaid() {
        return Math.max(0, paid - owed());
    }

    /// The amount still owed; never negative.
    public long balance() {
        return Math.max(0, owed() - paid);
    }

    public long costsOpen() {
        return Math.max(0, claim.costs() - paid);
    }

    public long interestOpen() {
        return Math.max(0, claim.interest() - Math.max(0, paid - claim.costs()));
    }

    public long principalOpen() {
        return Math.max(0, claim.principal() - Math.max(0, paid - claim.costs() - claim.interest()));
    }

    /// Days past due; negative before the due day.
    public int daysPastDue() {
        return today - placed.dueOn();
    }

    /// Days since placement.
    public int ageDays() {
        return today - placed.placedOn();
    }

    /// The debtor's income in the currency of the case.
    public Income income() {
        if (income == null) {
            income = debtor.income(placed.currency());
        }
        return income;
    }

    /// What the debtor owes on all open cases of this currency.
    public long debt() {
        return debtor.debt(placed.currency());
    }

    /// All known debts of the debtor in the currency of the case.
    public Debts debts() {
        return Debts.of(debt(), income());
    }

    /// Records of holds on this case only, open or closed.
    public List<Hold> ownHolds() {
        return debtor.records().holds().of(placed.caseIndex());
    }

    /// Records of holds on the debtor as a whole, open or closed.
    public List<Hold> wideHolds() {
        return debtor.records().holds().wide();
    }

    /// Days for which a hold was open, or has been open so far; never negative.
    public int daysOpen(Hold hold) {
        return Math.max(0, (open(hold) ? today : hold.closedOn()) - hold.openedOn());
    }

    /// Records of holds on this case or the debtor as a whole, open or closed.
    public List<Hold> holdRecords() {
        List<Hold> own = debtor.records().holds().of(placed.caseIndex());
        List<Hold> wide = debtor.records().holds().wide();
        if (wide.isEmpty()) {
            return own;
        }
        List<Hold> about = new ArrayList<>(own.size() + wide.size());
        about.addAll(own);
        about.addAll(wide);
        return about;
    }

    /// A summary of the holds on this case and on the debtor as a whole.
    public HoldSummary holdSummary() {
        if (holdSummary == null) {
            List<Hold> own = debtor.records().holds().of(placed.caseIndex());
            HoldSummary wide = debtor.records().holds().wide().isEmpty() ? null : debtor.wideHolds(this);
            holdSummary = own.isEmpty() && wide != null ? wide : new HoldSummary(this, own, wide);
        }
        return holdSummary;
    }

    /// The kinds of holds that are open on this case or on the debtor as a whole: by a record, by a register's
    /// answer, or because the debtor refused calls and no such hold was closed since.
    public Set<HoldKind> holds() {
        if (holds == null) {
            Set<HoldKind> open = EnumSet.noneOf(HoldKind.class);
            open.addAll(debtor.registers().protections());
            open.addAll(holdSummary().open());
            open.addAll(debtor.personalHolds(this));
            if (debtor.calls().refused()) {
                open.add(HoldKind.NO_CALLS);
            }
            holds = open;
        }
        return holds;
    }

    /// Whether the record of a hold is open on the as-of day.
    public boolean open(Hold hold) {
        return hold.closedOn() == Event.NONE || hold.closedOn() >= today;
    }

    /// Whether the case is closed as paid although something is owed, and nothing was taken back since.
    public boolean closedAsPaidButOwing() {
        return closedAsPaidButOwing;
    }

    /// Whether an arrangement keeps the case waiting for years: it runs, and nothing is due under it for longer than
    /// any creditor defers.
    public boolean waitsForYears() {
        for (Agreement each : agreements()) {
            if (each.nextDue() - (long) today > LONGEST_DEFERRAL_DAYS) {
                return true;
            }
        }
        return false;
    }

    /// Charges that are dated before the placement, and are taken as included in it, in thousandths.
    public long chargedBeforePlacement() {
        return claim.beforePlacement();
    }

    /// Payments that are dated before the placement, after reversals, in thousandths. They count as paid.
    public long paidBeforePlacement() {
        long sum = 0;
        for (Payment each : payments()) {
            if (each.paidOn() < placed.placedOn()) {
                sum += each.amount();
            }
        }
        return sum;
    }

    /// The state of a promise. It is kept if at least nine tenths of the promised sum was paid voluntarily by
    /// the last day in time, partly kept if something was paid, and open until that day is over. A promise
    /// without a sum is kept by any payment.
    ///
    /// @param contact with the outcome PROMISED
    public Promise promise(Contact contact) {
        int last = lastDay(contact);
        long came = debtor.ownPayments().between(contact.caseIndex(), calendar.dayOf(contact.at()), last);
        long promised = contact.promised() == Event.NO_AMOUNT ? 1 : contact.promised();
        if (came >= PROMISE_KEPT_SHARE * promised) {
            return Promise.KEPT;
        }
        if (today <= last) {
            return Promise.OPEN;
        }
        return came > 0 ? Promise.PARTLY : Promise.BROKEN;
    }

    /// The last day on which a payment still keeps a promise, including the country's days of grace. A promise
    /// without a day runs for fourteen days.
    public int lastDay(Contact promise) {
        return calendar.lastDayInTime(promisedDay(promise));
    }

    /// The day for which payment was promised, without days of grace. A promise without a day runs for fourteen
    /// days.
    public int promisedDay(Contact promise) {
        return promise.promisedFor() == Event.NONE
                ? calendar.dayOf(promise.at()) + PROMISE_DEFAULT_DAYS
                : promise.promisedFor();
    }

    /// The amount that was promised, in thousandths; {@link Event#NO_AMOUNT} if none was stated.
    public long promisedAmount(Contact promise) {
        return promise.promised();
    }
}
