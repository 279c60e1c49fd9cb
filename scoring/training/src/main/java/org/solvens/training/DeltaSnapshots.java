package org.solvens.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.lake.DeltaTable;
import org.solvens.outcome.Recovered;
import org.solvens.problem.Problem;

/// Snapshots of a lake, by Delta Kernel.
public final class DeltaSnapshots implements SnapshotSource {
    private static final List<String> KEYS = List.of(
            "case_id",
            "debtor_id",
            "creditor_id",
            "country",
            "claim_type",
            "stage",
            "as_of",
            "days_past_due",
            "age_days");
    private static final int OUTCOME = KEYS.size();
    private static final int FEATURES = OUTCOME + 1;

    private final String path;
    private final DeltaTable table;

    /// Opens the newest version.
    ///
    /// @throws Problem `LAKE-TABLE` if there is none
    public DeltaSnapshots(String path) {
        this(path, DeltaTable.open(path));
    }

    /// Opens a named version.
    ///
    /// @throws Problem `LAKE-TABLE` if there is no table, `LAKE-VERSION` if that version is not kept
    public DeltaSnapshots(String path, long version) {
        this(path, DeltaTable.open(path, version));
    }

    private DeltaSnapshots(String path, DeltaTable table) {
        this.path = path;
        this.table = table;
    }

    @Override
    public long version() {
        return table.version();
    }

    @Override
    public void read(Axis axis, List<String> features, RowConsumer consumer) {
        String outcome = "outcome_" + axis.label();
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
        List<String> periods = IntStream.rangeClosed(1, Recovered.PERIODS)
                .mapToObj(period -> "recovered_" + period * Recovered.PERIOD_DAYS + "d")
                .toList();
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

    private static List<String> columns(List<String> outcomes, List<String> features) {
        List<String> columns = new ArrayList<>(KEYS);
        columns.addAll(outcomes);
        columns.addAll(features);
        return columns;
    }

    private void values(DeltaTable.RowView row, int first, List<String> features, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (row.isNull(first + i)) {
                throw new Problem(
                        "SNAPSHOT-VALUE",
                        path,
                        "the column " + features.get(i) + " holds null",
                        "a missing value has a code that says why it is missing",
                        "write the snapshots again with this version of Solvens");
            }
            values[i] = row.getDouble(first + i);
        }
    }

    private static Row row(DeltaTable.RowView row, @Nullable Boolean outcome, double[] values) {
        return new Row(
                row.getString(0),
                row.getString(1),
                text(row, 2),
                text(row, 3),
                text(row, 4),
                text(row, 5),
                row.getDate(6),
                row.getInt(7),
                row.getInt(8),
                outcome,
                values);
    }

    private static String text(DeltaTable.RowView row, int column) {
        return row.isNull(column) ? "" : row.getString(column);
    }
}
