package org.solvens.training.rows;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feed.Feed;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.lake.RowView;
import org.solvens.lake.Stamp;
import org.solvens.outcome.Recovered;
import org.solvens.plan.SnapshotColumn;
import org.solvens.plan.SnapshotContent;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;

/// Snapshots of a lake, read with Delta Kernel.
public final class DeltaSnapshots implements SnapshotSource {
    private static final int OUTCOME = SnapshotColumn.values().length;
    private static final int FEATURES = OUTCOME + 1;

    private static final String KNOWN_AT = "known_at";
    private static final long DAY = 86_400_000L;

    private final Lake lake;
    private final String path;
    private final DeltaTable table;

    /// Opens the newest version.
    ///
    /// @throws Problem `LAKE-TABLE` if there is none
    public DeltaSnapshots(Lake lake) {
        this(lake, lake.tables().open(lake.snapshots()));
    }

    /// Opens a named version.
    ///
    /// @throws Problem `LAKE-TABLE` if there is no table, `LAKE-VERSION` if that version is not kept
    public DeltaSnapshots(Lake lake, long version) {
        this(lake, lake.tables().open(lake.snapshots(), version));
    }

    private DeltaSnapshots(Lake lake, DeltaTable table) {
        this.lake = lake;
        this.path = lake.snapshots();
        this.table = table;
    }

    /// These snapshots, after a check that they fit a plan.
    ///
    /// @param features version of the catalogue that training reads them with
    /// @throws Problem `SNAPSHOTS-PLAN` if they were written for other outcomes, another population, other dates or
    ///     other features
    public DeltaSnapshots require(TrainingPlan plan, String features) {
        SnapshotContent wanted = SnapshotContent.of(plan, features);
        List<String> differences = table.userMetadata()
                .flatMap(SnapshotContent::parse)
                .map(content -> content.differences(wanted))
                .orElse(List.of("they do not state for which plan they were written"));
        if (!differences.isEmpty()) {
            throw new Problem(
                    "SNAPSHOTS-PLAN",
                    path,
                    "the snapshots are not those of plan " + plan.label(),
                    String.join("; ", differences),
                    "write them again: ./solvens features --lake " + lake.root() + " --plan FILE");
        }
        return this;
    }

    /// How old the snapshots are, compared with the feeds of the lake.
    ///
    /// @param recorded whether the snapshots record what they were made from; those of an earlier Solvens do
    ///     not
    /// @param feeds with records that are not in the snapshots, by name
    public record Age(boolean recorded, List<String> feeds) {
        /// A line for people; empty if the snapshots have every record.
        public Optional<String> line(Lake lake) {
            String remedy = " Write them again and train on them to have all records in: ./solvens features and"
                    + " ./solvens train, with --lake " + lake.root() + ".";
            if (!recorded) {
                return Optional.of("The snapshots do not state which records they were made from." + remedy);
            }
            return feeds.isEmpty()
                    ? Optional.empty()
                    : Optional.of("The snapshots are older than the feeds: newer records of " + String.join(", ", feeds)
                            + " are not in these figures." + remedy);
        }
    }

    /// Finds the feeds with records that came after the snapshots were written. Snapshots do not use mandates.
    public Age age() {
        Map<String, String> feeds = new TreeMap<>();
        for (Feed feed : Feed.values()) {
            if (feed != Feed.MANDATES) {
                feeds.put(feed.label(), lake.feed(feed.label()));
            }
        }
        return table.userMetadata()
                .flatMap(Stamp::parse)
                .map(made -> new Age(true, made.newer(lake.tables(), feeds)))
                .orElse(new Age(false, List.of()));
    }

    @Override
    public long version() {
        return table.version();
    }

    @Override
    public void read(Axis axis, List<String> features, RowConsumer consumer) {
        String outcome = SnapshotColumn.outcome(axis);
        if (!table.columns().contains(outcome)) {
            return;
        }
        double[] values = new double[features.size()];
        table.scan(columns(List.of(outcome), features), row -> {
            values(row, FEATURES, features, values);
            consumer.accept(row(row, row.isNull(OUTCOME) ? null : row.getInt(OUTCOME) == 1, values));
        });
    }

    @Override
    public void follow(List<String> features, FollowedConsumer consumer) {
        List<String> periods = SnapshotColumn.recovered();
        if (!table.columns().containsAll(periods)) {
            return;
        }
        double[] values = new double[features.size()];
        table.scan(columns(periods, features), row -> {
            double[] recovered = IntStream.range(0, Recovered.PERIODS)
                    .map(period -> OUTCOME + period)
                    .takeWhile(column -> !row.isNull(column))
                    .mapToDouble(row::getDouble)
                    .toArray();
            if (recovered.length > 0) {
                values(row, OUTCOME + Recovered.PERIODS, features, values);
                consumer.accept(row(row, null, values), recovered);
            }
        });
    }

    /// Reads the statistics of the feed's files, or its rows if some are known before the day and some are
    /// not.
    @Override
    public Optional<FeedRecords> records(String feed, LocalDate day) {
        if (!lake.tables().exists(lake.feed(feed))) {
            return Optional.empty();
        }
        DeltaTable records = lake.tables().open(lake.feed(feed));
        long end = day.toEpochDay() * DAY;
        return records.span(KNOWN_AT).map(span -> {
            if (span.first() >= end || span.last() < end) {
                return new FeedRecords(span.rows(), span.last() < end ? span.rows() : 0);
            }
            long[] before = {0};
            records.scan(List.of(KNOWN_AT), row -> {
                if (!row.isNull(0) && Math.floorDiv(row.getTimestampMicros(0), 1_000L) < end) {
                    before[0]++;
                }
            });
            return new FeedRecords(span.rows(), before[0]);
        });
    }

    private static List<String> columns(List<String> outcomes, List<String> features) {
        List<String> columns = new ArrayList<>(SnapshotColumn.labels());
        columns.addAll(outcomes);
        columns.addAll(features);
        return columns;
    }

    private void values(RowView row, int first, List<String> features, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (row.isNull(first + i)) {
                throw new Problem(
                        "SNAPSHOT-VALUE",
                        path,
                        "the column " + features.get(i) + " holds null",
                        "a missing value needs a code for the reason",
                        "write the snapshots again with this version of Solvens");
            }
            values[i] = row.getDouble(first + i);
        }
    }

    private static Row row(RowView row, @Nullable Boolean outcome, double[] values) {
        return new Row(
                row.getString(SnapshotColumn.CASE_ID.ordinal()),
                row.getString(SnapshotColumn.DEBTOR_ID.ordinal()),
                text(row, SnapshotColumn.CREDITOR_ID),
                text(row, SnapshotColumn.COUNTRY),
                text(row, SnapshotColumn.CLAIM_TYPE),
                text(row, SnapshotColumn.STAGE),
                row.getDate(SnapshotColumn.AS_OF.ordinal()),
                row.getInt(SnapshotColumn.DAYS_PAST_DUE.ordinal()),
                row.getInt(SnapshotColumn.AGE_DAYS.ordinal()),
                outcome,
                values);
    }

    private static String text(RowView row, SnapshotColumn column) {
        return row.isNull(column.ordinal()) ? "" : row.getString(column.ordinal());
    }
}
