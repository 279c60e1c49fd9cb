package org.solvens.facts;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.solvens.history.HoldKind;

/// What was known of one debtor before an as-of instant: the newest version then known of every record,
/// payments settled against their reversals ({@link Entries}), and the state of each case. Entries with a
/// later value date are not included yet.
///
/// The cost grows with the number of records, not with records times cases, because the records of a case are
/// found by its position.
///
/// One view serves one thread.
public final class DebtorView {
    private final History history;
    private final long asOf;
    private final FeedStarts feeds;
    private final OtherCases otherCases;
    private final int feedBits;
    private final Records records;
    private final String country;
    private final CountryCalendar calendar;
    private final List<CaseView> cases;
    private final @Nullable CaseView[] caseAt;
    private @Nullable Map<CountryCalendar, ContactSummary> wideContacts;
    private @Nullable Map<CountryCalendar, HoldSummary> wideHolds;
    private @Nullable Set<HoldKind> personalHolds;
    private @Nullable Map<String, Income> incomes;
    private @Nullable Map<String, Long> debts;
    private @Nullable OwnPayments ownPayments;
    private @Nullable Registers registers;
    private @Nullable Calls calls;
    private @Nullable Object tally;
    private @Nullable Map<Object, Object> remembered;
    private @Nullable Set<Long> knownEntries;
    private final @Nullable DebtorView whole;

    /// Of all the debtor's cases.
    ///
    /// @param asOf milliseconds UTC; records known at or after it are not seen
    /// @param otherCases whether the cases of this view see those of other creditors
    public DebtorView(History history, long asOf, FeedStarts feeds, OtherCases otherCases) {
        this.whole = null;
        this.history = history;
        this.asOf = asOf;
        this.feeds = feeds;
        this.otherCases = otherCases;
        this.feedBits = feeds.bits(asOf);
        this.records = Records.known(history, asOf);
        this.country = records.country();
        this.calendar = country.isEmpty() ? CountryCalendar.utc() : CountryCalendar.of(country);
        this.caseAt = new CaseView[history.caseIds().size()];
        this.cases = new ArrayList<>(records.placed().size());
        Map<Integer, DebtorView> byCreditor =
                otherCases == OtherCases.LEFT_OUT && !ofOneCreditor() ? views(this) : Map.of();
        for (CasePlaced one : records.placed()) {
            DebtorView seenBy = byCreditor.isEmpty() ? this : byCreditor.getOrDefault(one.creditor(), this);
            CaseView view = seenBy == this ? new CaseView(this, one) : seenBy.caseAt(one.caseIndex());
            cases.add(view);
            caseAt[one.caseIndex()] = view;
        }
    }

    /// A view of what the cases of one creditor may see.
    private DebtorView(DebtorView whole, Records seen) {
        this.whole = whole;
        this.history = whole.history;
        this.asOf = whole.asOf;
        this.feeds = whole.feeds;
        this.otherCases = whole.otherCases;
        this.feedBits = whole.feedBits;
        this.records = seen;
        this.country = seen.country();
        this.calendar = country.isEmpty() ? CountryCalendar.utc() : CountryCalendar.of(country);
        this.caseAt = new CaseView[history.caseIds().size()];
        this.cases = new ArrayList<>(seen.placed().size());
        for (CasePlaced one : seen.placed()) {
            CaseView view = new CaseView(this, one);
            cases.add(view);
            caseAt[one.caseIndex()] = view;
        }
    }

    private static Map<Integer, DebtorView> views(DebtorView whole) {
        Map<Integer, DebtorView> views = new HashMap<>();
        whole.records.byCreditor().forEach((creditor, seen) -> views.put(creditor, new DebtorView(whole, seen)));
        return views;
    }

    private boolean ofOneCreditor() {
        List<CasePlaced> placed = records.placed();
        for (CasePlaced one : placed) {
            if (one.creditor() != placed.getFirst().creditor()) {
                return false;
            }
        }
        return history.caseIds().size() == placed.size();
    }

    /// The calendar of a country, which is mostly the debtor's own.
    CountryCalendar calendarOf(String of) {
        return of.equals(country) ? calendar : CountryCalendar.of(of);
    }

    /// The as-of instant.
    public long asOf() {
        return asOf;
    }

    /// The as-of day in the debtor's country.
    public int today() {
        return calendar.dayOf(asOf);
    }

    /// The calendar of the debtor's country.
    public CountryCalendar calendar() {
        return calendar;
    }

    /// Whether a feed had begun.
    public boolean has(Feed feed) {
        return feeds.begun(feed, asOf);
    }

    /// The feeds that had begun, one bit each by the feed's ordinal.
    public int feedBits() {
        return feedBits;
    }

    /// The feeds of the lake.
    public FeedStarts feeds() {
        return feeds;
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

    /// The case at a position of the history; null if it was not known, or is not seen.
    public @Nullable CaseView caseAt(int caseIndex) {
        return caseAt[caseIndex];
    }

    public List<CaseChanged> changes() {
        return records.changes().all();
    }

    /// Payments, each with its amount after reversals.
    public List<Payment> payments() {
        return records.payments().all();
    }

    /// Sums of the voluntary payments.
    public OwnPayments ownPayments() {
        if (ownPayments == null) {
            ownPayments =
                    new OwnPayments(payments(), caseIndex -> records.payments().of(caseIndex));
        }
        return ownPayments;
    }

    /// Reversals, with the amounts that they took back.
    public List<Payment> reversals() {
        return records.reversals().all();
    }

    /// Money paid out to the debtor.
    public List<Payment> refunds() {
        return records.refunds().all();
    }

    public List<Contact> contacts() {
        return records.contacts().all();
    }

    public List<AddressHit> addressHits() {
        return records.addressHits();
    }

    /// Tax figures for every purpose, unsorted; {@link #income} decides which count.
    public List<TaxAssessment> taxAssessments() {
        return records.taxAssessments();
    }

    public List<Arrangement> arrangements() {
        return records.arrangements().all();
    }

    public List<Hold> holds() {
        return records.holds().all();
    }

    public List<Decision> decisions() {
        return records.decisions().all();
    }

    /// Contradictions in the debtor's records: those in the ledgers first, then by case. Computed at each
    /// call.
    public List<Contradiction> contradictions() {
        List<Contradiction> all = new ArrayList<>(records.contradictions());
        for (CaseView one : cases) {
            if (one.closedAsPaidButOwing()) {
                all.add(new Contradiction(
                        Contradiction.Kind.CLOSED_AS_PAID_BUT_OWING,
                        one.placed().caseIndex(),
                        one.balance()));
            }
            if (one.chargedBeforePlacement() > 0) {
                all.add(new Contradiction(
                        Contradiction.Kind.CHARGED_BEFORE_PLACEMENT,
                        one.placed().caseIndex(),
                        one.chargedBeforePlacement()));
            }
            if (one.paidBeforePlacement() > 0) {
                all.add(new Contradiction(
                        Contradiction.Kind.PAID_BEFORE_PLACEMENT, one.placed().caseIndex(), one.paidBeforePlacement()));
            }
            if (one.open() && one.waitsForYears()) {
                all.add(new Contradiction(
                        Contradiction.Kind.WAITS_FOR_YEARS, one.placed().caseIndex(), one.balance()));
            }
        }
        return List.copyOf(all);
    }

    Records records() {
        return records;
    }

    /// The answers of registers about the debtor.
    public Registers registers() {
        if (registers == null) {
            registers = new Registers(this);
        }
        return registers;
    }

    /// The calls to the debtor, about the cases of all creditors.
    public Calls calls() {
        if (whole != null) {
            return whole.calls();
        }
        if (calls == null) {
            calls = new Calls(this);
        }
        return calls;
    }

    /// The debtor's income in a currency.
    public Income income(String currency) {
        if (cases.size() == 1) {
            return Income.of(records.taxAssessments(), currency, today());
        }
        if (incomes == null) {
            incomes = new HashMap<>(4);
        }
        return incomes.computeIfAbsent(currency, one -> Income.of(records.taxAssessments(), one, today()));
    }

    /// What the debtor owes on all open cases of a currency, in thousandths.
    public long debt(String currency) {
        if (debts == null) {
            if (cases.size() == 1) {
                CaseView only = cases.getFirst();
                return only.open() && only.placed().currency().equals(currency) ? only.balance() : 0;
            }
            debts = new HashMap<>(4);
            for (CaseView one : cases) {
                debts.merge(one.placed().currency(), one.open() ? one.balance() : 0, Math::addExact);
            }
        }
        return debts.getOrDefault(currency, 0L);
    }

    /// Contacts that are about the debtor as a whole, counted by the days of a country.
    ContactSummary wideContacts(CaseView by) {
        if (wideContacts == null) {
            wideContacts = new IdentityHashMap<>(2);
        }
        ContactSummary known = wideContacts.get(by.calendar());
        if (known == null) {
            known = new ContactSummary(by, records.contacts().wide());
            wideContacts.put(by.calendar(), known);
        }
        return known;
    }

    /// Open holds that are about the person, on whichever case of whichever creditor they were recorded.
    Set<HoldKind> personalHolds(CaseView by) {
        if (whole != null) {
            return whole.personalHolds(by);
        }
        if (personalHolds == null) {
            Set<HoldKind> open = EnumSet.noneOf(HoldKind.class);
            for (Hold hold : records.holds().all()) {
                if (hold.kind().ofPerson() && by.open(hold)) {
                    open.add(hold.kind());
                }
            }
            personalHolds = open;
        }
        return personalHolds;
    }

    /// Holds on the debtor as a whole, by the as-of day of a country.
    HoldSummary wideHolds(CaseView by) {
        if (wideHolds == null) {
            wideHolds = new IdentityHashMap<>(2);
        }
        HoldSummary known = wideHolds.get(by.calendar());
        if (known == null) {
            known = new HoldSummary(by, records.holds().wide(), null);
            wideHolds.put(by.calendar(), known);
        }
        return known;
    }

    /// A result that a reader computes from this view; computed at the first call and kept.
    ///
    /// @param <T> one type a view
    @SuppressWarnings("unchecked")
    public <T> T counted(java.util.function.Function<DebtorView, T> count) {
        if (tally == null) {
            tally = count.apply(this);
        }
        return (T) tally;
    }

    /// A value that a reader computes from this view under a key; computed at the first call and kept.
    @SuppressWarnings("unchecked")
    public <T> T remembered(Object key, java.util.function.Function<DebtorView, T> work) {
        if (remembered == null) {
            remembered = new HashMap<>(4);
        }
        T known = (T) remembered.get(key);
        if (known == null) {
            known = work.apply(this);
            remembered.put(key, known);
        }
        return known;
    }

    /// The same debtor as of another instant, with the same feeds and the same setting for other creditors'
    /// cases. Kept, so that all cases of the debtor share one view.
    ///
    /// @param other milliseconds UTC
    public DebtorView at(long other) {
        return whole != null
                ? whole.at(other)
                : remembered(other, _ -> new DebtorView(history, other, feeds, otherCases));
    }

    /// Whether some version of an entry was known, on any case.
    public boolean knew(Payment entry) {
        if (knownEntries == null) {
            Set<Long> ids = new HashSet<>();
            for (Event event : history.events()) {
                if (event instanceof Payment known && known.knownAt() < asOf) {
                    ids.add(known.id());
                }
            }
            knownEntries = ids;
        }
        return knownEntries.contains(entry.id());
    }
}
