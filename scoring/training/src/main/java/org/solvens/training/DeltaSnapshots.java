package org.solvens.training;

import java.util.ArrayList;
import java.util.List;
import org.solvens.feature.Axis;
import org.solvens.lake.DeltaTable;
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
        List<String> columns = new ArrayList<>(KEYS);
        columns.add("outcome_" + axis.label());
        columns.addAll(features);
        double[] values = new double[features.size()];
        table.scan(columns, row -> {
            for (int i = 0; i < values.length; i++) {
                if (row.isNull(FEATURES + i)) {
                    throw new Problem(
                            "SNAPSHOT-VALUE",
                            path,
                            "the column " + features.get(i) + " holds null",
                            "a missing value has a code that says why it is missing",
                            "write the snapshots again with this version of Solvens");
                }
                values[i] = row.getDouble(FEATURES + i);
            }
            consumer.accept(new Row(
                    row.getString(0),
                    row.getString(1),
                    text(row, 2),
                    text(row, 3),
                    text(row, 4),
                    text(row, 5),
                    row.getDate(6),
                    row.getInt(7),
                    row.getInt(8),
                    row.isNull(OUTCOME) ? null : row.getInt(OUTCOME) == 1,
                    values));
        });
    }

    private static String text(DeltaTable.RowView row, int column) {
        return row.isNull(column) ? "" : row.getString(column);
    }
}
