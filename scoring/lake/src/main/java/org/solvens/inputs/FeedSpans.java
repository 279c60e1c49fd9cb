package org.solvens.inputs;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.solvens.facts.FeedStarts;
import org.solvens.feed.Feed;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Exports;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;

/// The time span of the data of a lake.
///
/// @param starts since when it has each feed
/// @param records of each feed
/// @param knownUntil when its newest record became known, or the end of the day on which its data was
///     exported, if that is later; in milliseconds
/// @param protectedUntil when the newest refused record that protects a debtor became known, if that is later
///     than knownUntil; in milliseconds
public record FeedSpans(FeedStarts starts, Map<Feed, Long> records, long knownUntil, long protectedUntil) {
    private static final long DAY = 86_400_000L;

    /// A refused record with a `known_at` more than this after everything else may have a wrong time. It does
    /// not move the as-of date, and scoring stops because of it.
    private static final long TOO_LATE = 7 * DAY;

    /// The spans of a lake that must have cases.
    ///
    /// @throws Problem LAKE-EMPTY if it has none
    public static FeedSpans ofCases(Lake lake) {
        FeedSpans spans = of(lake);
        if (!spans.records.containsKey(Feed.CASES)) {
            throw new Problem(
                    "LAKE-EMPTY",
                    lake.root(),
                    "the lake has no case",
                    "nothing was ingested, or everything went into quarantine",
                    "ingest feeds first: ./solvens ingest --lake " + lake.root() + " FILES");
        }
        return spans;
    }

    /// The spans of whatever feeds a lake has.
    public static FeedSpans of(Lake lake) {
        Map<Feed, Long> starts = new EnumMap<>(Feed.class);
        Map<Feed, Long> records = new EnumMap<>(Feed.class);
        long knownUntil = Long.MIN_VALUE;
        for (Feed feed : Feed.values()) {
            String path = lake.feed(feed.label());
            DeltaTable.Span span = lake.tables().exists(path)
                    ? lake.tables().open(path).span("known_at").orElse(null)
                    : null;
            if (span != null) {
                starts.put(feed, span.first());
                records.put(feed, span.rows());
                knownUntil = feed == Feed.MANDATES ? knownUntil : Math.max(knownUntil, span.last());
            }
        }
        long exported = Exports.of(lake).knownUntil().orElse(Long.MIN_VALUE);
        knownUntil = Math.max(knownUntil, exported);
        return new FeedSpans(new FeedStarts(starts), Map.copyOf(records), knownUntil, protectedUntil(lake, knownUntil));
    }

    private static long protectedUntil(Lake lake, long knownUntil) {
        long[] until = {knownUntil};
        if (lake.tables().exists(lake.protections())) {
            lake.tables().open(lake.protections()).scan(List.of("known_at"), row -> {
                long known = row.isNull(0) ? knownUntil : Math.floorDiv(row.getTimestampMicros(0), 1_000);
                if (known <= knownUntil + TOO_LATE) {
                    until[0] = Math.max(until[0], known);
                }
            });
        }
        return until[0];
    }

    /// The first midnight after everything that was accepted, in milliseconds: the day of the quality checks.
    public long acceptedMidnight() {
        return Math.floorDiv(knownUntil, DAY) * DAY + DAY;
    }

    /// The first midnight after everything that is known, in milliseconds: the natural as-of for scoring.
    /// Refused records that protect a debtor count too: a protection that became known today applies today.
    public long nextMidnight() {
        return Math.floorDiv(protectedUntil, DAY) * DAY + DAY;
    }
}
