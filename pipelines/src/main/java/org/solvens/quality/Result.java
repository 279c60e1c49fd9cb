package org.solvens.quality;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;
import org.solvens.report.QualityRow;

/// What came of a constraint on a feed.
///
/// @param feed label of the feed; `protection` for a refused row that would protect somebody and names nobody
/// @param check name of the check, such as `null_rate`
/// @param column the column concerned; null where the check is of the feed as a whole
/// @param value what was measured, the larger the worse; null where it was not judged
/// @param limit what it may be at most, sampling noise apart
/// @param noise what chance alone may add to it; 0 for exact counts; null where it was not judged
/// @param message in words; an example case where records contradict each other, else no record
/// @param accepted why somebody accepts that the check may fail; null where nobody does
public record Result(
        String feed,
        String check,
        @Nullable String column,
        CheckLevel level,
        CheckStatus status,
        @Nullable Double value,
        double limit,
        @Nullable Double noise,
        String message,
        @Nullable String accepted) {
    /// Whether the feed cannot be trusted for it: an error that nobody accepts.
    public boolean error() {
        return failed() && level == CheckLevel.ERROR;
    }

    /// Whether it failed and nobody accepts that.
    public boolean failed() {
        return status == CheckStatus.FAILED && accepted == null;
    }

    /// Whether it failed and somebody accepts that.
    public boolean failedAndAccepted() {
        return status == CheckStatus.FAILED && accepted != null;
    }

    /// The name by which the check can be accepted, such as `payments/freshness`,
    /// `cases/shift/principal` or `protection/holds.csv@3f6a01c2:7`.
    public String name() {
        return name(feed, check, column);
    }

    static String name(String feed, String check, @Nullable String column) {
        return feed + "/" + check + (column == null ? "" : "/" + column);
    }

    /// The same with the reason for which it may fail.
    Result accepted(@Nullable String reason) {
        return new Result(feed, check, column, level, status, value, limit, noise, message, reason);
    }

    /// The row of the quality table.
    QualityRow row(LocalDate asOf) {
        return new QualityRow(asOf, feed, check, column, level, status, value, limit, noise, message, accepted);
    }
}
