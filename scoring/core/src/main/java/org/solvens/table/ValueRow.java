package org.solvens.table;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A row in memory, as it would be read from a file.
///
/// @param values in the order of the columns and of the classes that {@link ColumnType} names
record ValueRow(List<@Nullable Object> values) implements StoredRow {
    @Override
    public boolean isNull(int column) {
        return values.get(column) == null;
    }

    private Object value(int column) {
        return Objects.requireNonNull(values.get(column), "a getter is called for a value that is not null");
    }

    @Override
    public String getString(int column) {
        return (String) value(column);
    }

    @Override
    public List<String> getStrings(int column) {
        return ((List<?>) value(column)).stream().map(String.class::cast).toList();
    }

    @Override
    public List<Double> getNumbers(int column) {
        return ((List<?>) value(column))
                .stream()
                        .map(each -> each == null ? Double.valueOf(Double.NaN) : (Double) each)
                        .toList();
    }

    @Override
    public int getInt(int column) {
        return (Integer) value(column);
    }

    @Override
    public long getLong(int column) {
        return (Long) value(column);
    }

    @Override
    public double getDouble(int column) {
        return (Double) value(column);
    }

    @Override
    public boolean getBoolean(int column) {
        return (Boolean) value(column);
    }

    @Override
    public int getDate(int column) {
        return Math.toIntExact(((LocalDate) value(column)).toEpochDay());
    }

    @Override
    public long getTimestampMicros(int column) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value(column));
    }

    @Override
    public BigDecimal getDecimal(int column) {
        return (BigDecimal) value(column);
    }
}
