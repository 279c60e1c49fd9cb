package org.solvens.table;

import java.math.BigDecimal;
import java.util.List;
import org.solvens.feed.Money;

/// A row of a table, as read from a file. Positions are those of {@link TableContract#columns}; a getter is
/// called for a column of its type that is not null.
public interface StoredRow {
    boolean isNull(int column);

    String getString(int column);

    List<String> getStrings(int column);

    /// Numbers, NaN where an element is null.
    List<Double> getNumbers(int column);

    int getInt(int column);

    long getLong(int column);

    double getDouble(int column);

    boolean getBoolean(int column);

    /// Days since 1970-01-01.
    int getDate(int column);

    /// Microseconds since 1970-01-01T00:00Z.
    long getTimestampMicros(int column);

    BigDecimal getDecimal(int column);

    /// An amount in thousandths of the currency's unit.
    ///
    /// @throws ArithmeticException if it has more decimals
    default long getAmount(int column) {
        return getDecimal(column).movePointRight(Money.SCALE).longValueExact();
    }
}
