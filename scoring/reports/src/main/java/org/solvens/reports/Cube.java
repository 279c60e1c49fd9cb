package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.solvens.report.metric.FigureRow;

/// Figures of one metric and grain, to be added up.
///
/// @param rows of one currency
record Cube(List<FigureRow> rows) {
    Cube where(Predicate<FigureRow> which) {
        return new Cube(rows.stream().filter(which).toList());
    }

    /// The figures of periods from a day to another, both included.
    Cube between(LocalDate from, LocalDate to) {
        return where(row -> row.period() != null
                && !row.period().isBefore(from)
                && !row.period().isAfter(to));
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
