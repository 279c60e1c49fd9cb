package org.solvens.ingest;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.solvens.feed.Feed;

/// The result of an ingest for each feed.
///
/// @param feeds the feeds with a file, in the contract's order
public record IngestResult(List<FeedCount> feeds) {
    public IngestResult {
        feeds = List.copyOf(feeds);
    }

    /// Rows of one feed.
    ///
    /// @param rows that the files gave
    /// @param added to the lake
    /// @param known rows that the lake already has; skipped
    /// @param replaced by a later line of the same file
    /// @param waited records of earlier files that were refused then, and added now that what they refer to is
    ///     known; they are not among `rows` and `added`
    /// @param refused by code: rows in quarantine, put there now or by an earlier run
    /// @param files the counts of each file
    /// @param examples the first refused rows: file, line, code and reason
    public record FeedCount(
            Feed feed,
            long rows,
            long added,
            long known,
            long replaced,
            long waited,
            Map<String, Long> refused,
            List<FileCount> files,
            List<String> examples) {
        public FeedCount {
            refused = Collections.unmodifiableMap(new TreeMap<>(refused));
            files = List.copyOf(files);
            examples = List.copyOf(examples);
        }

        /// Rows in quarantine.
        public long quarantined() {
            return refused.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// Rows of one feed in one file.
    ///
    /// @param path of the file
    /// @param rows that the file gave of the feed
    /// @param quarantined how many of them went to quarantine
    public record FileCount(String path, long rows, long quarantined) {}

    /// The paths of the files that had rows but no accepted one.
    public List<String> refusedWhole() {
        Map<String, long[]> byPath = new TreeMap<>();
        for (FeedCount feed : feeds) {
            for (FileCount file : feed.files()) {
                long[] sums = byPath.computeIfAbsent(file.path(), _ -> new long[2]);
                sums[0] += file.rows();
                sums[1] += file.quarantined();
            }
        }
        return byPath.entrySet().stream()
                .filter(file -> file.getValue()[0] > 0 && file.getValue()[0] == file.getValue()[1])
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Share of the rows that went to quarantine, 0 to 1; 0 if there are no rows.
    public double quarantinedShare() {
        return rows() == 0 ? 0 : (double) quarantined() / rows();
    }

    /// Rows that all files gave.
    public long rows() {
        return feeds.stream().mapToLong(FeedCount::rows).sum();
    }

    /// Records added over all feeds.
    public long added() {
        return feeds.stream().mapToLong(FeedCount::added).sum();
    }

    /// Records over all feeds that a later line of the same file replaces.
    public long replaced() {
        return feeds.stream().mapToLong(FeedCount::replaced).sum();
    }

    /// Records over all feeds that had waited for what they refer to.
    public long waited() {
        return feeds.stream().mapToLong(FeedCount::waited).sum();
    }

    /// Rows in quarantine over all feeds.
    public long quarantined() {
        return feeds.stream().mapToLong(FeedCount::quarantined).sum();
    }
}
