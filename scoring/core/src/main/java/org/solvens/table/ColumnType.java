package org.solvens.table;

/// Type of a column, with the Java class of its stored values.
public enum ColumnType {
    /// `String`.
    TEXT,
    /// `List` of `String`, no element null.
    TEXTS,
    /// `List` of `Double`, never NaN; an element is null where there is no number.
    NUMBERS,
    /// `Integer`.
    INT,
    /// `Long`.
    LONG,
    /// `Double`, never NaN.
    DOUBLE,
    /// `Boolean`.
    BOOLEAN,
    /// `LocalDate`.
    DAY,
    /// `Instant`, to the microsecond.
    INSTANT,
    /// `BigDecimal` of {@link org.solvens.feed.Money#PRECISION} digits, {@link org.solvens.feed.Money#SCALE} of them
    /// decimals: an amount of one record or case.
    AMOUNT,
    /// `BigDecimal` of {@value #SUM_PRECISION} digits, {@link org.solvens.feed.Money#SCALE} of them decimals: wider
    /// than any sum of amounts.
    SUM;

    /// Digits of a sum, decimals included.
    public static final int SUM_PRECISION = 28;
}
