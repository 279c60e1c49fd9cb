package org.solvens.quality;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.Contradiction;
import org.solvens.feed.Feed;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;

/// A contradiction between the records of a debtor. Each is a check of level WARNING on the feed that causes
/// it: computations use the cautious reading, and someone should look at the records.
public enum FactCheck {
    REVERSED_MORE_THAN_PAID(Feed.PAYMENTS, "entries reversed by more than their amount"),
    REVERSED_IN_A_CIRCLE(Feed.PAYMENTS, "entries that reverse each other in a circle"),
    REVERSAL_WITHOUT_PAYMENT(Feed.PAYMENTS, "reversals without a payment to take back"),
    REFUNDED_MORE_THAN_PAID(Feed.PAYMENTS, "refunds beyond what was paid"),
    CLOSED_AS_PAID_BUT_OWING(Feed.CASE_EVENTS, "cases closed as paid that still have a balance"),
    CHARGED_BEFORE_PLACEMENT(Feed.CASE_EVENTS, "cases with a charge that is dated before the placement"),
    PAID_BEFORE_PLACEMENT(Feed.PAYMENTS, "cases with a payment that is dated before the placement"),
    WAITS_FOR_YEARS(Feed.ARRANGEMENTS, "cases with an arrangement under which nothing is due for two years"),
    HOLD_OF_UNKNOWN_DEBTOR(Feed.HOLDS, Of.UNKNOWN_DEBTOR),
    ADDRESS_HIT_OF_UNKNOWN_DEBTOR(Feed.ADDRESS_HITS, Of.UNKNOWN_DEBTOR),
    CONTACT_OF_UNKNOWN_DEBTOR(Feed.CONTACTS, Of.UNKNOWN_DEBTOR);

    private static final class Of {
        static final String UNKNOWN_DEBTOR = "refused records that protect a debtor without a known case";
    }

    private final Feed feed;
    private final String what;

    FactCheck(Feed feed, String what) {
        this.feed = feed;
        this.what = what;
    }

    /// The check of a kind of contradiction.
    public static FactCheck of(Contradiction.Kind kind) {
        return switch (kind) {
            case REVERSED_MORE_THAN_PAID -> REVERSED_MORE_THAN_PAID;
            case REVERSED_IN_A_CIRCLE -> REVERSED_IN_A_CIRCLE;
            case REVERSAL_WITHOUT_PAYMENT -> REVERSAL_WITHOUT_PAYMENT;
            case REFUNDED_MORE_THAN_PAID -> REFUNDED_MORE_THAN_PAID;
            case CLOSED_AS_PAID_BUT_OWING -> CLOSED_AS_PAID_BUT_OWING;
            case CHARGED_BEFORE_PLACEMENT -> CHARGED_BEFORE_PLACEMENT;
            case PAID_BEFORE_PLACEMENT -> PAID_BEFORE_PLACEMENT;
            case WAITS_FOR_YEARS -> WAITS_FOR_YEARS;
        };
    }

    /// The check of refused records of a feed that protect a debtor who is not known.
    ///
    /// @return null for a feed without protective records
    public static @Nullable FactCheck ofUnknownDebtor(Feed of) {
        return Stream.of(values())
                .filter(check -> check.ofDebtors() && check.feed == of)
                .findFirst()
                .orElse(null);
    }

    /// The feed that causes the contradiction.
    public Feed feed() {
        return feed;
    }

    /// Its name in results, such as `reversal_without_payment`.
    public String check() {
        return ofDebtors() ? "unknown_debtor" : name().toLowerCase(Locale.ROOT);
    }

    /// Whether it is counted on debtors, because they have no case.
    private boolean ofDebtors() {
        return what.equals(Of.UNKNOWN_DEBTOR);
    }

    /// The result of a count.
    ///
    /// @param count how often it was found
    /// @param on number of cases it was found on; of debtors if they have no case
    /// @param example id of one of them; null if nothing was found
    /// @param note what limits the count, such as histories that are behind; empty if there is no limit
    public Result judged(long count, long on, @Nullable String example, String note) {
        String unit = ofDebtors() ? (on == 1 ? "debtor" : "debtors") : (on == 1 ? "case" : "cases");
        String message = count == 0
                ? "no " + what
                : String.format(Locale.ROOT, "%s: %,d, on %,d %s such as %s", what, count, on, unit, example);
        return new Result(
                feed.label(),
                check(),
                null,
                CheckLevel.WARNING,
                count == 0 ? CheckStatus.PASSED : CheckStatus.FAILED,
                (double) count,
                0,
                0.0,
                message + note,
                null);
    }

    /// The result if nothing could be counted.
    public Result notJudged(String why) {
        return new Result(
                feed.label(), check(), null, CheckLevel.WARNING, CheckStatus.NOT_JUDGED, null, 0, null, why, null);
    }
}
