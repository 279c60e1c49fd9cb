package org.solvens.facts;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The entries that have one reference of the bank, and which of them a reversal by the reference takes back.
/// Regular payments may all have the same reference, so the reference is not enough. Ingest, which refuses
/// reversals that cannot be placed, and the facts both use this rule.
///
/// Entries are kept in order, so that a reversal does not look through all of them.
///
/// @param <T> identifies an entry
final class BankReference<T> {
    private final Map<T, Entry<T>> entries = new HashMap<>();
    private final Map<T, Integer> order = new HashMap<>();
    private final Map<Place, Group<T>> groups = new HashMap<>();

    private record Entry<T>(T key, Object ofCase, boolean reversal, int paidOn, long amount, long left, int order) {}

    /// The entries of one case, or of all cases, that are reversals or are none.
    ///
    /// @param ofCase null for all cases
    private record Place(@Nullable Object ofCase, boolean reversal) {}

    /// Adds an entry, or replaces it by its present state.
    ///
    /// @param ofCase identifies its case
    /// @param reversal whether it is a reversal itself
    /// @param paidOn days since 1970-01-01
    /// @param amount thousandths of the currency unit
    /// @param left the part of the amount that was not taken back
    void put(T key, Object ofCase, boolean reversal, int paidOn, long amount, long left) {
        remove(key);
        Entry<T> entry =
                new Entry<>(key, ofCase, reversal, paidOn, amount, left, order.computeIfAbsent(key, _ -> order.size()));
        entries.put(key, entry);
        group(ofCase, reversal).add(entry);
        group(null, reversal).add(entry);
    }

    void remove(T key) {
        Entry<T> entry = entries.remove(key);
        if (entry != null) {
            group(entry.ofCase, entry.reversal).remove(entry);
            group(null, entry.reversal).remove(entry);
        }
    }

    private Group<T> group(@Nullable Object ofCase, boolean reversal) {
        return groups.computeIfAbsent(new Place(ofCase, reversal), _ -> new Group<>());
    }

    /// The entry that is taken back: one on the same case first; then a payment or refund before a reversal,
    /// because a bank's return often has the reference of the payment; then one that counts by the day of the
    /// reversal; then one with exactly the amount left; then one with enough left; then the latest; then the
    /// largest; then the one that was added first.
    ///
    /// @param reversal which is not taken back by itself
    /// @param ofCase of the reversal
    /// @param day of the reversal
    /// @param amount of the reversal
    /// @return null if there is none
    @Nullable
    T taken(T reversal, Object ofCase, int day, long amount) {
        for (Place place : new Place[] {
            new Place(ofCase, false), new Place(ofCase, true), new Place(null, false), new Place(null, true)
        }) {
            Group<T> group = groups.get(place);
            Entry<T> found = group == null ? null : group.best(reversal, day, amount);
            if (found != null) {
                return found.key;
            }
        }
        return null;
    }

    private static final class Group<T> {
        private final NavigableSet<Entry<T>> all = latestFirst();
        private final NavigableSet<Entry<T>> open = latestFirst();
        private final Map<Long, NavigableSet<Entry<T>>> byLeft = new HashMap<>();

        private static <T> NavigableSet<Entry<T>> latestFirst() {
            return new TreeSet<>(Comparator.<Entry<T>>comparingInt(Entry::paidOn)
                    .thenComparingLong(Entry::amount)
                    .reversed()
                    .thenComparingInt(Entry::order));
        }

        void add(Entry<T> entry) {
            all.add(entry);
            byLeft.computeIfAbsent(entry.left, _ -> latestFirst()).add(entry);
            if (entry.left > 0) {
                open.add(entry);
            }
        }

        void remove(Entry<T> entry) {
            all.remove(entry);
            open.remove(entry);
            NavigableSet<Entry<T>> same = byLeft.get(entry.left);
            if (same != null && same.remove(entry) && same.isEmpty()) {
                byLeft.remove(entry.left);
            }
        }

        @Nullable
        Entry<T> best(T reversal, int day, long amount) {
            for (boolean later : new boolean[] {false, true}) {
                Entry<T> found = first(byLeft.get(amount), reversal, day, later, amount);
                found = found == null ? first(open, reversal, day, later, amount) : found;
                found = found == null ? first(all, reversal, day, later, Long.MIN_VALUE) : found;
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        /// The first of a set that is no later than a day, or is later, and has enough left.
        private @Nullable Entry<T> first(
                @Nullable NavigableSet<Entry<T>> set, T but, int day, boolean later, long enough) {
            if (set == null) {
                return null;
            }
            Entry<T> bound = new Entry<>(but, "", false, day, Long.MAX_VALUE, 0, -1);
            for (Entry<T> entry : later ? set.headSet(bound, false) : set.tailSet(bound, true)) {
                if (entry.left >= enough && !entry.key.equals(but)) {
                    return entry;
                }
            }
            return null;
        }
    }
}
