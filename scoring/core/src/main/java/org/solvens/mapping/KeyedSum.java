package org.solvens.mapping;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlException;
import org.jspecify.annotations.Nullable;
import org.solvens.mapping.Expressions.Expression;

/// A number summed over the rows of a file that have the same key. Keeps one number for each key.
final class KeyedSum {
    /// An expression of a sum.
    ///
    /// @param lets names of `let` that it reads, directly or by another
    record Part(Expression expression, Set<String> lets) {
        boolean lacks(Set<String> broken) {
            return lets.stream().anyMatch(broken::contains);
        }

        @Nullable
        Object of(JexlContext row) {
            return Expressions.value(expression.script(), row);
        }
    }

    private final String name;
    private final Part of;
    private final Part by;
    private final @Nullable Part where;
    private final Map<String, BigDecimal> totals = new HashMap<>();
    /// For each key, the first line with a number that could not be read.
    private final Map<String, Long> unread = new HashMap<>();

    KeyedSum(String name, Part of, Part by, @Nullable Part where) {
        this.name = name;
        this.of = of;
        this.by = by;
        this.where = where;
    }

    String name() {
        return name;
    }

    /// Adds a row. A row without key or number, or with a key that cannot be read, adds nothing. A row with a
    /// number that cannot be read makes the sum of its key unknown, because a sum without that amount would be
    /// silently wrong.
    ///
    /// @param broken names of `let` without a value for this row, because their expressions failed
    void add(JexlContext row, long line, Set<String> broken) {
        String key = by.lacks(broken) ? null : keyOrNone(row);
        if (key == null) {
            return;
        }
        try {
            if (where != null
                    && !where.lacks(broken)
                    && !RowMapper.holds(where.expression().script(), row)) {
                return;
            }
            if (of.lacks(broken) || where != null && where.lacks(broken)) {
                unread.putIfAbsent(key, line);
                return;
            }
            BigDecimal number = Functions.number(of.of(row));
            if (number != null) {
                totals.merge(key, number, BigDecimal::add);
            }
        } catch (JexlException | IllegalArgumentException e) {
            unread.putIfAbsent(key, line);
        }
    }

    /// The sum of the row's key; null if no row of the key has a number.
    ///
    /// @throws IllegalArgumentException where the number of a row of the key could not be read
    /// @throws JexlException where the key of this row cannot be read
    @Nullable
    BigDecimal total(JexlContext row) {
        String key = key(row);
        Long line = unread.get(key);
        if (line != null) {
            throw new IllegalArgumentException("the number in line " + line + " cannot be read, so there is no sum");
        }
        return totals.get(key);
    }

    private @Nullable String keyOrNone(JexlContext row) {
        try {
            return key(row);
        } catch (JexlException | IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable String key(JexlContext row) {
        Object value = by.of(row);
        String key = value == null ? "" : Functions.key(value);
        return key.isEmpty() ? null : key;
    }
}
