package org.solvens.facts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event.Payment;

/// The entries of a debtor's ledger, settled: what each payment is worth after its reversals.
///
/// A reversal takes its amount from the entry that it names by its key or by the bank's own reference, in full
/// or in part; several add up. A reversal of a reversal gives the money back: a chargeback that was won. An
/// entry is worth its amount less what its reversals are worth, and never less than zero. A reversal that
/// names no known entry is placed on its case: on the latest payment before it of just its amount, else on the
/// latest payments before it, else on later ones, so that money which went back never counts as paid. Entries that
/// reverse each other in a
/// circle are worth zero. Refunds stay separate entries.
///
/// Entries of one day and amount are interchangeable; no result depends on an id or on the order of arrival.
///
/// @param payments that are worth something, or were logged without their sum, with what they are worth
/// @param reversals that took money back and were not won back, with what they took
/// @param refunds paid out to the debtor and not returned
/// @param takenBack what was taken back from the payments of each case, by its position, with the days
/// @param contradictions statements of the entries that cannot all be true
record Entries(
        List<Payment> payments,
        List<Payment> reversals,
        List<Payment> refunds,
        Map<Integer, List<Taken>> takenBack,
        List<Contradiction> contradictions) {
    /// Which entries were ever known, whether they count or not.
    interface Seen {
        /// Whether a hash is the key or the reference of an entry other than the one that names it.
        boolean test(long named, long by);
    }

    /// An amount that a reversal took from payments.
    ///
    /// @param on its day, in days since 1970-01-01
    record Taken(int on, long amount) {}

    private static final Comparator<Payment> LATEST_FIRST = Comparator.comparingInt(Payment::paidOn)
            .thenComparingLong(Payment::amount)
            .thenComparingLong(Payment::knownAt)
            // A debtor's bank takes payments back, not what was enforced.
            .thenComparing(OwnPayments::voluntary)
            .thenComparing(Payment::source)
            .reversed();

    /// Settles what was known.
    ///
    /// @param known every version then valid of every entry that counts by its day
    /// @param seen by which a reversal of an entry that was retracted, moved or is still to come takes back no
    ///     other entry
    static Entries settle(List<Payment> known, Seen seen) {
        for (int i = 0, n = known.size(); i < n; i++) {
            if (known.get(i).kind() != Payment.Kind.PAYMENT) {
                return new Settling(known, seen).settle();
            }
        }
        return new Entries(known, List.of(), List.of(), Map.of(), List.of());
    }

    /// The target of a reversal that names no entry that was ever known.
    private static final int UNKNOWN = -1;

    /// The target of a reversal that names an entry that was known and does not count.
    private static final int NOT_COUNTING = -2;

    private static final class Settling {
        private final Payment[] entries;
        private final long[] worth;
        private final int[] target;
        private final Seen seen;
        private final Map<Integer, List<Taken>> takenBack = new HashMap<>();
        private final List<Contradiction> contradictions = new ArrayList<>();

        Settling(List<Payment> known, Seen seen) {
            this.seen = seen;
            this.entries = known.toArray(Payment[]::new);
            this.worth = new long[entries.length];
            this.target = new int[entries.length];
        }

        Entries settle() {
            findTargets();
            boolean[] settled = takeBack();
            placeTheRest(settled);
            compareRefunds();
            List<Payment> payments = new ArrayList<>(entries.length);
            List<Payment> reversals = new ArrayList<>();
            List<Payment> refunds = new ArrayList<>();
            for (int i = 0; i < entries.length; i++) {
                Payment entry = entries[i];
                boolean counts = (worth[i] > 0 || entry.amount() == 0) && target[i] != NOT_COUNTING;
                if (counts) {
                    Payment net = worth[i] == entry.amount() ? entry : entry.of(worth[i]);
                    switch (entry.kind()) {
                        case PAYMENT -> payments.add(net);
                        case REVERSAL -> reversals.add(net);
                        case REFUND -> refunds.add(net);
                    }
                }
            }
            return new Entries(payments, reversals, refunds, takenBack, contradictions);
        }

        private void take(int reversal, int payment, long amount) {
            worth[payment] -= amount;
            if (amount > 0 && entries[payment].kind() == Payment.Kind.PAYMENT) {
                takenBack
                        .computeIfAbsent(entries[payment].caseIndex(), _ -> new ArrayList<>(1))
                        .add(new Taken(entries[reversal].paidOn(), amount));
            }
        }

        /// Finds the target of each reversal by key, else by the bank's reference.
        private void findTargets() {
            Map<Long, Integer> byId = new HashMap<>();
            Set<Long> references = new HashSet<>();
            for (int i = 0; i < entries.length; i++) {
                byId.put(entries[i].id(), i);
                if (entries[i].reference() != 0) {
                    references.add(entries[i].reference());
                }
            }
            List<Integer> byBank = new ArrayList<>();
            for (int i = 0; i < entries.length; i++) {
                target[i] = UNKNOWN;
                if (entries[i].kind() == Payment.Kind.REVERSAL) {
                    long of = entries[i].reversalOf();
                    Integer named = byId.get(of);
                    if (named != null) {
                        target[i] = named;
                    } else if (references.contains(of)) {
                        byBank.add(i);
                    } else if (seen.test(of, entries[i].id())) {
                        target[i] = NOT_COUNTING;
                    }
                }
            }
            if (!byBank.isEmpty()) {
                findByReference(byBank);
            }
        }

        /// Finds the targets of reversals that name a reference, in the order of their days. What the others take by
        /// their keys is taken first.
        private void findByReference(List<Integer> byBank) {
            long[] left = new long[entries.length];
            Arrays.setAll(left, i -> entries[i].amount());
            for (int i = 0; i < entries.length; i++) {
                book(left, i, entries[i].amount(), Map.of());
            }
            Map<Long, BankReference<Integer>> byReference = new HashMap<>();
            for (int reversal : byBank) {
                byReference.computeIfAbsent(entries[reversal].reversalOf(), _ -> new BankReference<>());
            }
            for (int i : latestFirst()) {
                put(i, left, byReference);
            }
            byBank.sort(Comparator.comparing((Integer i) -> entries[i], LATEST_FIRST.reversed()));
            for (int reversal : byBank) {
                Payment entry = entries[reversal];
                BankReference<Integer> sharing = Objects.requireNonNull(byReference.get(entry.reversalOf()));
                Integer taken = sharing.taken(reversal, entry.caseIndex(), entry.paidOn(), entry.amount());
                boolean counts = taken != null || !seen.test(entry.reversalOf(), entry.id());
                target[reversal] = taken != null ? taken : counts ? UNKNOWN : NOT_COUNTING;
                book(left, reversal, left[reversal], byReference);
            }
        }

        private void put(int i, long[] left, Map<Long, BankReference<Integer>> byReference) {
            BankReference<Integer> sharing = byReference.get(entries[i].reference());
            if (sharing != null) {
                boolean reversal = entries[i].kind() == Payment.Kind.REVERSAL;
                sharing.put(i, entries[i].caseIndex(), reversal, entries[i].paidOn(), entries[i].amount(), left[i]);
            }
        }

        /// Takes an amount from what is left of a reversal's target, gives it back to what that one takes back, and
        /// so on. A circle ends after as many steps as there are entries.
        private void book(long[] left, int reversal, long amount, Map<Long, BankReference<Integer>> byReference) {
            long more = -amount;
            int of = target[reversal];
            for (int steps = 0; of >= 0 && steps < entries.length; steps++) {
                left[of] += more;
                put(of, left, byReference);
                more = -more;
                of = target[of];
            }
        }

        private Integer[] latestFirst() {
            Integer[] latestFirst = new Integer[entries.length];
            Arrays.setAll(latestFirst, i -> i);
            Arrays.sort(
                    latestFirst,
                    Comparator.comparing((Integer i) -> entries[i], LATEST_FIRST)
                            .thenComparing(i -> entries[i].caseIndex()));
            return latestFirst;
        }

        /// Deducts each reversal from its target, starting with those that have no open reversals themselves.
        ///
        /// @return which entries are settled: all but those in circles
        private boolean[] takeBack() {
            int[] waiting = new int[entries.length];
            for (int i = 0; i < entries.length; i++) {
                worth[i] = entries[i].amount();
                if (target[i] >= 0) {
                    waiting[target[i]]++;
                }
            }
            Deque<Integer> ready = new ArrayDeque<>();
            for (int i = 0; i < entries.length; i++) {
                if (waiting[i] == 0) {
                    ready.add(i);
                }
            }
            boolean[] settled = new boolean[entries.length];
            while (!ready.isEmpty()) {
                int i = ready.remove();
                settled[i] = true;
                if (worth[i] < 0) {
                    contradictions.add(new Contradiction(
                            Contradiction.Kind.REVERSED_MORE_THAN_PAID, entries[i].caseIndex(), -worth[i]));
                    worth[i] = 0;
                }
                int of = target[i];
                if (of >= 0) {
                    take(i, of, worth[i]);
                    if (--waiting[of] == 0) {
                        ready.add(of);
                    }
                }
            }
            for (int i = 0; i < entries.length; i++) {
                if (!settled[i]) {
                    contradictions.add(new Contradiction(
                            Contradiction.Kind.REVERSED_IN_A_CIRCLE, entries[i].caseIndex(), entries[i].amount()));
                    worth[i] = 0;
                }
            }
            return settled;
        }

        /// Deducts reversals without a known target from the payments of their case.
        private void placeTheRest(boolean[] settled) {
            List<Integer> unplaced = new ArrayList<>();
            for (int i = 0; i < entries.length; i++) {
                if (settled[i] && entries[i].kind() == Payment.Kind.REVERSAL && target[i] == UNKNOWN && worth[i] > 0) {
                    unplaced.add(i);
                }
            }
            if (unplaced.isEmpty()) {
                return;
            }
            Map<Integer, List<Integer>> paymentsOf = new HashMap<>();
            for (int i : latestFirst()) {
                if (entries[i].kind() == Payment.Kind.PAYMENT) {
                    paymentsOf
                            .computeIfAbsent(entries[i].caseIndex(), _ -> new ArrayList<>())
                            .add(i);
                }
            }
            unplaced.sort(Comparator.comparing((Integer i) -> entries[i], LATEST_FIRST.reversed()));
            for (int reversal : unplaced) {
                place(reversal, paymentsOf.getOrDefault(entries[reversal].caseIndex(), List.of()));
            }
        }

        /// Reports cases with more refunds than their payments are worth. A case with a payment of unknown
        /// amount is not judged.
        private void compareRefunds() {
            Map<Integer, Long> left = new TreeMap<>();
            Set<Integer> unknown = new HashSet<>();
            for (int i = 0; i < entries.length; i++) {
                Payment entry = entries[i];
                switch (entry.kind()) {
                    case PAYMENT -> {
                        left.merge(entry.caseIndex(), worth[i], Math::addExact);
                        if (entry.amount() == 0) {
                            unknown.add(entry.caseIndex());
                        }
                    }
                    case REFUND -> left.merge(entry.caseIndex(), -worth[i], Math::addExact);
                    case REVERSAL -> {}
                }
            }
            left.forEach((caseIndex, amount) -> {
                if (amount < 0 && !unknown.contains(caseIndex)) {
                    contradictions.add(
                            new Contradiction(Contradiction.Kind.REFUNDED_MORE_THAN_PAID, caseIndex, -amount));
                }
            });
        }

        private void place(int reversal, List<Integer> latestFirst) {
            Integer same = ofItsAmount(reversal, latestFirst);
            long left = worth[reversal];
            if (same != null) {
                take(reversal, same, worth[same]);
                return;
            }
            for (boolean later : new boolean[] {false, true}) {
                for (int i = 0; i < latestFirst.size() && left > 0; i++) {
                    int payment = latestFirst.get(i);
                    if (entries[payment].paidOn() > entries[reversal].paidOn() == later) {
                        long taken = Math.min(left, worth[payment]);
                        take(reversal, payment, taken);
                        left -= taken;
                    }
                }
            }
            if (left > 0) {
                contradictions.add(new Contradiction(
                        Contradiction.Kind.REVERSAL_WITHOUT_PAYMENT, entries[reversal].caseIndex(), left));
                worth[reversal] -= left;
            }
        }

        private @Nullable Integer ofItsAmount(int reversal, List<Integer> latestFirst) {
            for (int payment : latestFirst) {
                if (worth[payment] == worth[reversal] && entries[payment].paidOn() <= entries[reversal].paidOn()) {
                    return payment;
                }
            }
            return null;
        }
    }
}
