package org.solvens.table;

import java.math.BigDecimal;
import java.util.List;

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
}
