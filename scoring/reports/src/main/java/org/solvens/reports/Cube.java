package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.solvens.report.metric.FigureRow;

/// Figures of one metric and grain, to be added up. It serves one thread.
final class Cube {
    private final List<FigureRow> rows;
    /// The rows by period, once somebody asks for periods: a page asks for dozens of days of a million rows.
    private @Nullable NavigableMap<LocalDate, List<FigureRow>> periods;

    /// @param rows of one currency
    Cube(List<FigureRow> rows) {
        this.rows = rows;
    }

    List<FigureRow> rows() {
        return rows;
    }

    Cube where(Predicate<FigureRow> which) {
        return new Cube(rows.stream().filter(which).toList());
    }

    /// The figures of periods from a day to another, both included.
    Cube between(LocalDate from, LocalDate to) {
        if (from.isAfter(to)) {
            return new Cube(List.of());
        }
        List<FigureRow> found = new ArrayList<>();
        periods().subMap(from, true, to, true).values().forEach(found::addAll);
        return new Cube(found);
    }

    private NavigableMap<LocalDate, List<FigureRow>> periods() {
        NavigableMap<LocalDate, List<FigureRow>> known = periods;
        if (known == null) {
            known = new TreeMap<>();
            for (FigureRow row : rows) {
                LocalDate period = row.period();
                if (period != null) {
                    known.computeIfAbsent(period, _ -> new ArrayList<>()).add(row);
                }
            }
            periods = known;
        }
        return known;
    }

    Cube on(LocalDate day) {
        return between(day, day);
    }

    Cube state(String... states) {
        List<String> wanted = List.of(states);
        return where(row -> row.state() != null && wanted.contains(row.state()));
    }

    BigDecimal sum() {
        BigDecimal sum = BigDecimal.ZERO;
        for (FigureRow row : rows) {
            sum = sum.add(row.value());
        }
        return sum;
    }

    /// Sums by a key; figures without one are left out.
    <K extends Comparable<K>> Map<K, BigDecimal> by(Function<FigureRow, @Nullable K> key) {
        Map<K, BigDecimal> sums = new TreeMap<>();
        for (FigureRow row : rows) {
            K one = key.apply(row);
            if (one != null) {
                sums.merge(one, row.value(), BigDecimal::add);
            }
        }
        return sums;
    }
}
