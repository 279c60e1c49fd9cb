package org.solvens.report;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.stability.Level;
import org.solvens.table.Labelled;
import org.solvens.table.Means;
import org.solvens.table.TableContract;

/// A row of the monitoring table: one measurement of one scoring month.
public record MonitoringRow(
        @Means(value = "As-of date of the scoring month", key = true)
        LocalDate asOf,

        @Means(value = "What was measured", key = true) Kind kind,

        @Means(value = "Axis concerned; empty for measurements without an axis", key = true) @Nullable
        String axis,

        @Means(value = "The feature, or the axis again", key = true)
        String subject,

        @Means(value = "Id of the model concerned; empty for measurements without a model", key = true) @Nullable
        String model,

        @Means("What was found") double value,

        @Means("What it would be if nothing had changed; of a challenger, the champion's value")
        double expected,

        @Means("Limit that chance alone exceeds in about one of a thousand months")
        double noise,

        @Means("Number of cases measured") long cases,
        @Means("Number of debtors measured") long debtors,
        @Means("The action that the value calls for") Level level) {

    /// The table of these rows.
    public static final TableContract<MonitoringRow> TABLE = TableContract.of("monitoring", MonitoringRow.class);

    /// What can be measured.
    public enum Kind implements Labelled {
        /// Stability index of today's champion's score, compared with training cases of like
        /// ages.
        SCORE,
        /// Stability index of a feature, compared with training cases of like ages; of the age
        /// itself, as it is.
        FEATURE,
        /// Share of cases with the feature missing; expected is the share in training at like
        /// ages.
        MISSING,
        /// Share of open cases without a score; expected is that of all earlier months.
        ABSTAINED,
        /// Mean outcome of the scored cases; expected is the mean score.
        CALIBRATION,
        /// Brier score of a challenger on matured outcomes; expected is the champion's on the
        /// same cases.
        CHALLENGER
    }
}
