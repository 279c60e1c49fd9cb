package org.solvens.quality;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.quality.Count.Kind;

/// A summary of a feed's rows as of a date, with everything that checks need.
public final class FeedProfile {
    /// Days without a new case after which a portfolio counts as closed.
    private static final int TWO_MONTHS = 61;

    private final Feed feed;
    private final Calendar calendar;
    private final Map<Count, Long> counts;
    private final SortedMap<Integer, Long> daily = new TreeMap<>();
    private final int newestOfLake;
    private final boolean closedPortfolio;

    /// @param newestOfLake days before the as-of date on which the newest record of any feed became known
    /// @param closedPortfolio whether the lake's cases are a cohort without new cases: its feeds become sparse
    ///     as the debtors pay
    FeedProfile(Feed feed, Calendar calendar, Map<Count, Long> counts, int newestOfLake, boolean closedPortfolio) {
        this.feed = feed;
        this.calendar = calendar;
        this.counts = Map.copyOf(counts);
        this.newestOfLake = newestOfLake;
        this.closedPortfolio = closedPortfolio;
        counts.forEach((count, rows) -> {
            if (count.kind() == Kind.KNOWN) {
                daily.merge(count.slot(), rows, Long::sum);
            }
        });
    }

    Feed feed() {
        return feed;
    }

    /// The number of all rows, older than thirteen months too.
    long rows() {
        return days(0, Integer.MAX_VALUE) + of(Count.older());
    }

    /// Rows by the day on which they became known, counted back from the as-of date; thirteen months at most.
    SortedMap<Integer, Long> daily() {
        return daily;
    }

    /// Days from the feed's newest record of the last thirteen months to the newest of the lake; there must be
    /// one.
    int silence() {
        return daily.firstKey() - newestOfLake;
    }

    /// Days from the feed's first record to its newest; the largest number if the first record is older than
    /// thirteen months.
    int covered() {
        return of(Count.older()) > 0 ? Integer.MAX_VALUE : daily.isEmpty() ? 0 : daily.lastKey() - daily.firstKey();
    }

    boolean closedPortfolio() {
        return closedPortfolio;
    }

    /// Whether a feed of cases ended: no case came for two months, or for longer than the time from the first
    /// case to the last.
    boolean ended() {
        return rows() > 0 && (daily.isEmpty() || silence() > Math.min(TWO_MONTHS, covered()));
    }

    /// Rows of the last period, then of the periods before it within the feed's time.
    long[] periods(Grain grain) {
        long first = of(Count.older()) > 0 ? Long.MAX_VALUE : daily.isEmpty() ? -1 : daily.lastKey();
        return switch (grain) {
            case DAY -> {
                long[] rows = new long[9];
                int found = 0;
                for (int day = 0; found < rows.length && day <= first; day += 7) {
                    rows[found++] = days(day, day + 1);
                }
                yield Arrays.copyOf(rows, found);
            }
            case MONTH -> {
                long[] rows = new long[Calendar.MONTHS];
                int found = 0;
                while (found < rows.length && calendar.days(found + 1) - 1 <= first) {
                    rows[found] = days(calendar.days(found), calendar.days(found + 1));
                    found++;
                }
                yield Arrays.copyOf(rows, found);
            }
        };
    }

    /// Rows that became known in the last month.
    long lastMonth() {
        return days(0, calendar.days(1));
    }

    /// Rows of the twelve months before that.
    long monthsBefore() {
        return days(calendar.days(1), Integer.MAX_VALUE);
    }

    /// Rows that the contract refuses, by reason.
    SortedMap<String, Long> refused() {
        SortedMap<String, Long> refused = new TreeMap<>();
        counts.forEach((count, rows) -> {
            if (count.kind() == Kind.REFUSED) {
                refused.put(count.bucket(), rows);
            }
        });
        return refused;
    }

    long repeated() {
        return of(Count.repeated());
    }

    long broken(String column) {
        return of(Count.broken(column));
    }

    /// Whether some id of a column has white space or a leading zero.
    boolean odd(String column) {
        return of(Count.odd(column)) > 0;
    }

    /// Ids of a column that equal another except for white space or zeros.
    ///
    /// @param by {@link Count#SPACE} or {@link Count#ZEROS}
    long similar(String column, String by) {
        return of(Count.similar(column, by));
    }

    long emptyLastMonth(String column) {
        return of(Count.empty(column, 0));
    }

    long emptyMonthsBefore(String column) {
        return of(Count.empty(column, 1));
    }

    Map<String, Long> valuesLastMonth(String column) {
        return values(column, 0);
    }

    Map<String, Long> valuesMonthsBefore(String column) {
        return values(column, 1);
    }

    /// Whether a column's buckets are numbers of bins, which have an order.
    boolean ordered(String column) {
        FeedContract contract = FeedContract.of(feed);
        return contract.fields().get(contract.position(column)).type() == FieldType.DECIMAL;
    }

    private Map<String, Long> values(String column, int slot) {
        Map<String, Long> values = new HashMap<>();
        counts.forEach((count, rows) -> {
            if (count.kind() == Kind.VALUE
                    && count.slot() == slot
                    && count.column().equals(column)) {
                values.put(count.bucket(), rows);
            }
        });
        return values;
    }

    private long of(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    private long days(int from, int to) {
        return daily.subMap(from, to).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
