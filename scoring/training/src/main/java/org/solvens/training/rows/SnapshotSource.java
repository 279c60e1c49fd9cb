package org.solvens.training.rows;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;

/// The source of training rows.
public interface SnapshotSource {
    /// Version of the table, pinned in every manifest.
    long version();

    /// Gives every row in any order, including rows without an outcome on the axis.
    ///
    /// @param axis of the outcome to read
    /// @param features to read, in the order of {@link Row#features}
    void read(Axis axis, List<String> features, RowConsumer consumer);

    /// Gives every row with a followed balance, in any order; no row if the snapshots do not follow it.
    ///
    /// @param features to read, in the order of {@link Row#features}
    default void follow(List<String> features, FollowedConsumer consumer) {}

    /// How many special values a feature has; see {@link Special}.
    default int specials(String feature) {
        return 0;
    }

    /// Counts the records of a feed, to explain why an axis cannot be trained.
    ///
    /// @param feed label of the feed
    /// @param day a day, UTC; records of this day and later are not known before it
    /// @return empty if the feed is missing: it was never ingested
    default Optional<FeedRecords> records(String feed, LocalDate day) {
        return Optional.empty();
    }

    /// Records of a feed.
    ///
    /// @param all of them
    /// @param before those known before the requested day
    record FeedRecords(long all, long before) {}

    /// Takes followed rows one at a time.
    @FunctionalInterface
    interface FollowedConsumer {
        /// @param row its outcome is null
        /// @param recovered share of the balance recovered by the end of each period that is not censored; at
        ///     least one, never falling; the array may be reused after the call
        void accept(Row row, double[] recovered);
    }

    /// Takes rows one at a time.
    @FunctionalInterface
    interface RowConsumer {
        void accept(Row row);
    }

    /// A case at an as-of date.
    ///
    /// @param asOf days since 1970-01-01
    /// @param daysPastDue days since the debt fell due
    /// @param ageDays days since placement
    /// @param outcome true, false, or null if the case is not in the axis' population or not mature
    /// @param features values or codes of missing; the array may be reused after the call
    record Row(
            String caseId,
            String debtorId,
            String creditorId,
            String country,
            String claimType,
            String stage,
            int asOf,
            int daysPastDue,
            int ageDays,
            @Nullable Boolean outcome,
            double[] features) {}
}
