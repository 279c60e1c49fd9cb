package org.solvens.reports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rows of creditors, and their sums over all creditors, which are made once. A view of all creditors reads the
/// sums, and a view of one creditor reads its rows, so both read a small part of the rows.
///
/// @param <R> type of the rows
final class ByCreditor<R> {
    /// Instead of a creditor in the sums over all.
    static final String EVERY = "*";

    /// What rows are, to be added up.
    ///
    /// @param <R> type of the rows
    interface Kind<R> {
        String creditor(R row);

        /// First day of the period; null if the row has none.
        @Nullable
        LocalDate period(R row);

        /// The row without values, of the creditor {@link #EVERY}.
        R key(R row);

        /// The sum of two rows that have the same key, with the key of the first.
        R plus(R sum, R row);
    }

    private final Kind<R> kind;
    private final Map<String, List<R>> rows;
    private @Nullable List<R> together;
    private @Nullable NavigableMap<LocalDate, List<R>> periods;

    private ByCreditor(Kind<R> kind, Map<String, List<R>> rows) {
        this.kind = kind;
        this.rows = rows;
    }

    /// Without rows, to which {@link #add} adds.
    ByCreditor(Kind<R> kind) {
        this(kind, new TreeMap<>());
    }

    /// Adds a row, before anything is asked.
    void add(R row) {
        rows.computeIfAbsent(kind.creditor(row), _ -> new ArrayList<>()).add(row);
    }

    /// The part of some creditors.
    ByCreditor<R> only(Set<String> creditors) {
        Map<String, List<R>> part = new TreeMap<>(rows);
        part.keySet().retainAll(creditors);
        return new ByCreditor<>(kind, part);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// The rows of a creditor.
    List<R> of(String creditor) {
        return Collections.unmodifiableList(rows.getOrDefault(creditor, List.of()));
    }

    /// The rows of each creditor.
    List<R> each() {
        return rows.values().stream().flatMap(Collection::stream).toList();
    }

    /// The rows of each creditor in periods from a day to another, both included.
    List<R> each(LocalDate from, LocalDate to) {
        List<R> found = new ArrayList<>();
        periods().subMap(from, true, to, true).values().forEach(found::addAll);
        return found;
    }

    /// Finds the periods of the rows, before somebody asks for them.
    void index() {
        periods();
    }

    private synchronized NavigableMap<LocalDate, List<R>> periods() {
        NavigableMap<LocalDate, List<R>> known = periods;
        if (known == null) {
            known = new TreeMap<>();
            for (List<R> some : rows.values()) {
                for (R row : some) {
                    LocalDate period = kind.period(row);
                    if (period != null) {
                        known.computeIfAbsent(period, _ -> new ArrayList<>()).add(row);
                    }
                }
            }
            periods = known;
        }
        return known;
    }

    /// The sums over all creditors.
    synchronized List<R> together() {
        List<R> known = together;
        if (known == null) {
            known = rows.size() == 1 ? rows.values().iterator().next() : sums();
            together = known;
        }
        return Collections.unmodifiableList(known);
    }

    private List<R> sums() {
        Map<R, Integer> places = new HashMap<>();
        List<R> sums = new ArrayList<>();
        for (List<R> some : rows.values()) {
            for (R row : some) {
                R key = kind.key(row);
                Integer place = places.putIfAbsent(key, sums.size());
                if (place == null) {
                    sums.add(kind.plus(key, row));
                } else {
                    sums.set(place, kind.plus(sums.get(place), row));
                }
            }
        }
        return sums;
    }
}
