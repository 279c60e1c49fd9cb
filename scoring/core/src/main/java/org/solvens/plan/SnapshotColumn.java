package org.solvens.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.solvens.feature.Axis;
import org.solvens.outcome.Recovered;

/// The columns that the snapshots have next to one per feature: those that say which case a row is about, in
/// the order in which they are written and read, and the outcomes. The table of features has the first ones
/// that it needs.
public enum SnapshotColumn {
    /// Id of the case; text.
    CASE_ID,
    /// Id of the debtor; text.
    DEBTOR_ID,
    /// Id of the creditor; text.
    CREDITOR_ID,
    /// Country, such as SE; text.
    COUNTRY,
    /// Claim type, in lower case; text.
    CLAIM_TYPE,
    /// Stage of the case, in lower case; text.
    STAGE,
    /// The row has what was known before this day, UTC; day.
    AS_OF,
    /// Days since the debt fell due; int.
    DAYS_PAST_DUE,
    /// Days since placement; int.
    AGE_DAYS;

    /// Name in the table.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The names of all, in order.
    public static List<String> labels() {
        return Stream.of(values()).map(SnapshotColumn::label).toList();
    }

    /// The column of an axis' outcome: 1, 0, or null if the case is not in its population or not mature; int.
    public static String outcome(Axis axis) {
        return "outcome_" + axis.label();
    }

    /// The columns of the share of the balance recovered by the end of each period, null once censored; double.
    public static List<String> recovered() {
        return IntStream.rangeClosed(1, Recovered.PERIODS)
                .mapToObj(period -> "recovered_" + period * Recovered.PERIOD_DAYS + "d")
                .toList();
    }
}
