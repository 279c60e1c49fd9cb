package org.solvens.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

/// The records of a debtor that were known before an instant, by kind and by case, payments settled.
record Records(
        List<CasePlaced> placed,
        ByCase<CaseChanged> changes,
        ByCase<Payment> payments,
        ByCase<Payment> reversals,
        ByCase<Payment> refunds,
        ByCase<Contact> contacts,
        List<AddressHit> addressHits,
        List<TaxAssessment> taxAssessments,
        ByCase<Arrangement> arrangements,
        ByCase<Hold> holds,
        ByCase<Decision> decisions,
        Map<Integer, List<Entries.Taken>> takenBack,
        List<Contradiction> contradictions) {

    /// What was known before an instant.
    static Records known(History history, long asOf) {
        return new Gathering(history, asOf).records();
    }

    /// The records that the cases of each creditor may see: those of its cases, and those of the debtor as a
    /// whole.
    Map<Integer, Records> byCreditor() {
        Map<Integer, List<CasePlaced>> cases = new HashMap<>();
        for (CasePlaced one : placed) {
            cases.computeIfAbsent(one.creditor(), _ -> new ArrayList<>()).add(one);
        }
        Map<Integer, Records> seen = new HashMap<>();
        cases.forEach((creditor, own) -> seen.put(
                creditor,
                new Records(
                        own,
                        changes.only(own),
                        payments.only(own),
                        reversals.only(own),
                        refunds.only(own),
                        contacts.only(own),
                        addressHits,
                        taxAssessments,
                        arrangements.only(own),
                        holds.only(own),
                        decisions.only(own),
                        takenBack,
                        contradictions.stream()
                                .filter(one -> own.stream().anyMatch(placed -> placed.caseIndex() == one.caseIndex()))
                                .toList())));
        return seen;
    }

    /// The country of the debtor is that of the case placed first; among cases of one day, the first by its
    /// code.
    String country() {
        CasePlaced first = null;
        for (int i = 0, n = placed.size(); i < n; i++) {
            CasePlaced one = placed.get(i);
            if (first == null
                    || one.placedOn() < first.placedOn()
                    || one.placedOn() == first.placedOn() && one.country().compareTo(first.country()) < 0) {
                first = one;
            }
        }
        return first == null ? "" : first.country();
    }

    /// Records of one kind, all of them and by the position of their case.
    static final class ByCase<E extends Event> {
        private final List<E> all;
        private final int cases;
        private final boolean ofOneCase;
        private @Nullable List<List<E>> lists;

        /// @param cases of the debtor
        /// @param wide whether any record may be about the debtor as a whole
        ByCase(List<E> all, int cases, boolean wide) {
            this.all = all;
            this.cases = cases;
            // Most debtors have one case, so their records need no splitting.
            this.ofOneCase = cases == 1 && !wide || all.isEmpty();
        }

        /// In the order in which they became known.
        List<E> all() {
            return all;
        }

        /// The records of one case, without those of the debtor as a whole.
        List<E> of(int caseIndex) {
            return ofOneCase ? all : lists().get(caseIndex + 1);
        }

        /// The records of the debtor as a whole.
        List<E> wide() {
            return ofOneCase ? List.of() : lists().getFirst();
        }

        private List<List<E>> lists() {
            if (lists == null) {
                List<List<E>> split = new ArrayList<>(cases + 1);
                for (int i = 0; i <= cases; i++) {
                    split.add(List.of());
                }
                for (int i = 0, n = all.size(); i < n; i++) {
                    E event = all.get(i);
                    int at = event.caseIndex() == Event.NONE ? 0 : event.caseIndex() + 1;
                    List<E> list = split.get(at);
                    if (list.isEmpty()) {
                        list = cases == 1 ? new ArrayList<>(n) : new ArrayList<>();
                        split.set(at, list);
                    }
                    list.add(event);
                }
                lists = split;
            }
            return lists;
        }

        ByCase<E> only(List<CasePlaced> cases) {
            List<E> seen = new ArrayList<>(wide());
            for (CasePlaced one : cases) {
                seen.addAll(of(one.caseIndex()));
            }
            seen.sort(java.util.Comparator.comparingLong(Event::knownAt));
            return new ByCase<>(seen, this.cases, true);
        }
    }

    private static final class Gathering {
        /// Up to this many events, checking each is faster than searching for the first that was not known.
        private static final int FEW = 128;

        /// No hash of a key is 0.
        private static final Long SEVERAL = 0L;

        private final History history;
        private final long asOf;
        private List<CasePlaced> placed = List.of();
        private List<CaseChanged> changes = List.of();
        private List<Payment> entries = List.of();
        private List<Contact> contacts = List.of();
        private List<AddressHit> addressHits = List.of();
        private List<TaxAssessment> taxAssessments = List.of();
        private List<Arrangement> arrangements = List.of();
        private List<Hold> holds = List.of();
        private List<Decision> decisions = List.of();
        private boolean wideContacts;
        private boolean wideHolds;

        /// The entry that has a reference, or {@link #SEVERAL} where others have it too or it is a key.
        private @Nullable Map<Long, Long> everKnown;

        Gathering(History history, long asOf) {
            this.history = history;
            this.asOf = asOf;
        }

        Records records() {
            List<Event> events = history.events();
            for (int i = 0, n = known(events); i < n; i++) {
                // Fields are read after the type is known, because calls through the interface are far slower.
                switch (events.get(i)) {
                    case CasePlaced e -> placed = with(e, placed, 2);
                    case CaseChanged e -> changes = with(e, changes, 8);
                    case Payment e -> entries = with(e, entries, 8);
                    case Contact e -> {
                        contacts = with(e, contacts, 16);
                        wideContacts |= e.caseIndex() == Event.NONE;
                    }
                    case AddressHit e -> addressHits = with(e, addressHits, 4);
                    case TaxAssessment e -> taxAssessments = with(e, taxAssessments, 4);
                    case Arrangement e -> arrangements = with(e, arrangements, 2);
                    case Hold e -> {
                        holds = with(e, holds, 2);
                        wideHolds |= e.caseIndex() == Event.NONE;
                    }
                    case Decision e -> decisions = with(e, decisions, 8);
                    case Event.Retracted _ -> {}
                }
            }
            int cases = history.caseIds().size();
            Entries settled = Entries.settle(counting(), this::seen);
            return new Records(
                    placed,
                    new ByCase<>(changes, cases, false),
                    new ByCase<>(settled.payments(), cases, false),
                    new ByCase<>(settled.reversals(), cases, false),
                    new ByCase<>(settled.refunds(), cases, false),
                    new ByCase<>(contacts, cases, wideContacts),
                    addressHits,
                    taxAssessments,
                    new ByCase<>(arrangements, cases, false),
                    new ByCase<>(holds, cases, wideHolds),
                    new ByCase<>(decisions, cases, false),
                    settled.takenBack(),
                    settled.contradictions());
        }

        /// How many of the events to check: those that had become known, or all if they are few.
        private int known(List<Event> events) {
            int low = 0;
            int high = events.size();
            if (high <= FEW) {
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
            if (event.knownAt() >= asOf || event.supersededAt() < asOf) {
                return list;
            }
            List<E> longer = list.isEmpty() ? new ArrayList<>(expected) : list;
            longer.add(event);
            return longer;
        }

        /// Whether some version of another entry with that key or reference was known, whether it counts or not.
        private boolean seen(long named, long by) {
            if (everKnown == null) {
                Map<Long, Long> known = new HashMap<>();
                for (Event event : history.events()) {
                    if (event instanceof Payment entry && entry.knownAt() < asOf) {
                        known.put(entry.id(), SEVERAL);
                        known.merge(entry.reference(), entry.id(), (a, b) -> a.equals(b) ? a : SEVERAL);
                    }
                }
                everKnown = known;
            }
            Long has = everKnown.get(named);
            return has != null && has != by;
        }

        /// The entries that count by the as-of day in the country of their case.
        private List<Payment> counting() {
            // No country is more than a day ahead of UTC or behind it, so only the last days need a check.
            int surely = Event.dayOf(asOf) - 2;
            for (int i = 0, n = entries.size(); i < n; i++) {
                if (entries.get(i).paidOn() > surely) {
                    return without(entries);
                }
            }
            return entries;
        }

        private List<Payment> without(List<Payment> entries) {
            int[] today = new int[history.caseIds().size()];
            java.util.Arrays.fill(today, Event.dayOf(asOf));
            for (CasePlaced one : placed) {
                today[one.caseIndex()] = CountryCalendar.of(one.country()).dayOf(asOf);
            }
            List<Payment> counting = new ArrayList<>(entries);
            counting.removeIf(entry -> entry.paidOn() > today[entry.caseIndex()]);
            return counting;
        }
    }
}
