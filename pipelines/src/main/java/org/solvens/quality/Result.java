package org.solvens.quality;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;
import org.solvens.report.QualityRow;

/// The result of a constraint on a feed.
///
/// @param feed label of the feed; `protection` for a refused row that would protect a debtor but names no
///     known one
/// @param check name of the check, such as `null_rate`
/// @param column the column concerned; null if the check is of the feed as a whole
/// @param value what was measured, the larger the worse; null if not judged
/// @param limit largest allowed value, without sampling noise
/// @param noise what chance alone may add to it; 0 for exact counts; null if not judged
/// @param message in words; names an example case if records contradict each other, but never a record
/// @param accepted reason for which a failure of the check is accepted; null if it is not accepted
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
    /// Whether the feed cannot be trusted: a failed error that is not accepted.
    public boolean error() {
        return failed() && level == CheckLevel.ERROR;
    }

    /// Whether it failed and the failure is not accepted.
    public boolean failed() {
        return status == CheckStatus.FAILED && accepted == null;
    }

    /// Whether it failed and the failure is accepted.
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

    /// This result with the reason for which it may fail.
    Result accepted(@Nullable String reason) {
        return new Result(feed, check, column, level, status, value, limit, noise, message, reason);
    }

    /// The row of the quality table.
    QualityRow row(LocalDate asOf) {
        return new QualityRow(asOf, feed, check, column, level, status, value, limit, noise, message, accepted);
    }
}
