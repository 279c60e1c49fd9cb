package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A cell of a report's table: its value, apart from how a language writes it.
///
/// @param raw text, count, amount, share, day or month; null if there is none to show
/// @param mark what must be known about it
/// @param heat 0 to 9 for the depth of its ground; -1 for none
/// @param cases the open cases that it counts; null if nobody can list them
public record Value(
        @Nullable Object raw,
        Kind kind,
        Mark mark,
        int heat,
        @Nullable CaseFilter cases) {
    /// Fewer cases than this give no share: it would say more about chance, or about persons, than about collection.
    public static final int FEWEST = 20;

    Value(@Nullable Object raw, Kind kind, Mark mark, int heat) {
        this(raw, kind, mark, heat, null);
    }

    /// How it is written.
    public enum Kind {
        TEXT,
        COUNT,
        AMOUNT,
        SHARE,
        RATIO,
        /// A number with three decimals.
        THOUSANDTHS,
        /// A difference of shares, written in percentage points.
        POINTS,
        DAY,
        MONTH
    }

    /// What must be known about a value.
    public enum Mark {
        NONE,
        /// It may still change, because time is not over.
        IMMATURE,
        /// It is left out, because there are too few cases.
        SMALL
    }

    static Value text(String text) {
        return new Value(text, Kind.TEXT, Mark.NONE, -1);
    }

    static Value count(BigDecimal value) {
        return new Value(value.longValue(), Kind.COUNT, Mark.NONE, -1);
    }

    static Value count(long value) {
        return new Value(value, Kind.COUNT, Mark.NONE, -1);
    }

    static Value amount(BigDecimal value) {
        return new Value(value, Kind.AMOUNT, Mark.NONE, -1);
    }

    static Value month(LocalDate month) {
        return new Value(month, Kind.MONTH, Mark.NONE, -1);
    }

    static Value day(LocalDate day) {
        return new Value(day, Kind.DAY, Mark.NONE, -1);
    }

    static Value ratio(double value) {
        return new Value(Double.isNaN(value) ? null : value, Kind.RATIO, Mark.NONE, -1);
    }

    static Value share(double value) {
        return new Value(Double.isFinite(value) ? value : null, Kind.SHARE, Mark.NONE, -1);
    }

    static Value thousandths(double value) {
        return new Value(Double.isFinite(value) ? value : null, Kind.THOUSANDTHS, Mark.NONE, -1);
    }

    static Value points(double value) {
        return new Value(value, Kind.POINTS, Mark.NONE, -1);
    }

    /// Left out because it is of too few cases.
    static Value small() {
        return new Value(null, Kind.AMOUNT, Mark.SMALL, -1);
    }

    static Value none() {
        return new Value(null, Kind.TEXT, Mark.NONE, -1);
    }

    /// A share of cases or records; left out if there are too few of them.
    static Value share(BigDecimal part, BigDecimal whole) {
        return whole.compareTo(BigDecimal.valueOf(FEWEST)) < 0
                ? new Value(null, Kind.SHARE, Mark.SMALL, -1)
                : new Value(part.doubleValue() / whole.doubleValue(), Kind.SHARE, Mark.NONE, -1);
    }

    /// A share of money; left out if it is of too few cases.
    static Value share(BigDecimal part, BigDecimal whole, BigDecimal cases) {
        if (cases.compareTo(BigDecimal.valueOf(FEWEST)) < 0) {
            return new Value(null, Kind.SHARE, Mark.SMALL, -1);
        }
        return new Value(
                whole.signum() == 0 ? null : part.doubleValue() / whole.doubleValue(), Kind.SHARE, Mark.NONE, -1);
    }

    /// An amount for each of a number of cases or records; left out if there are too few of them.
    static Value each(BigDecimal amount, BigDecimal count) {
        return count.compareTo(BigDecimal.valueOf(FEWEST)) < 0
                ? new Value(null, Kind.AMOUNT, Mark.SMALL, -1)
                : amount(amount.divide(count, 2, java.math.RoundingMode.HALF_EVEN));
    }

    Value immature(boolean still) {
        return still && raw != null ? new Value(raw, kind, Mark.IMMATURE, heat, cases) : this;
    }

    /// With a ground as deep as the value is large.
    ///
    /// @param most the value of the deepest ground
    Value shaded(double most) {
        return raw instanceof Number number && most > 0
                ? new Value(raw, kind, mark, Math.clamp(Math.round(number.doubleValue() / most * 9), 0, 9), cases)
                : this;
    }

    /// With a ground that says how much it matters, from 0 to 9.
    Value ground(double depth) {
        return new Value(raw, kind, mark, (int) depth, cases);
    }

    /// With the cases that it counts, if it counts any.
    Value of(CaseFilter which) {
        return raw instanceof Number number && number.doubleValue() != 0
                ? new Value(raw, kind, mark, heat, which)
                : this;
    }

    String written(Wordings words) {
        return switch (raw) {
            case null -> mark == Mark.SMALL ? "–" : "";
            case Long count -> words.count(count);
            case BigDecimal amount -> words.amount(amount);
            case Double share when kind == Kind.RATIO -> words.ratio(share);
            case Double number when kind == Kind.THOUSANDTHS -> words.thousandths(number);
            case Double difference when kind == Kind.POINTS -> words.points(difference);
            case Double share -> words.share(share);
            case LocalDate day when kind == Kind.MONTH -> words.month(day);
            case LocalDate day -> words.day(day);
            default -> raw.toString();
        };
    }

    /// As exports have it: numbers with a point, days as ISO, nothing where there is no value.
    public String plain() {
        return switch (raw) {
            case null -> "";
            case BigDecimal amount -> amount.toPlainString();
            default -> raw.toString();
        };
    }
}
