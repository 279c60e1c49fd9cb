package org.solvens.monitor;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.stability.Level;

/// One thing measured of one scoring month.
///
/// @param asOf the month's as-of date
/// @param kind what was measured
/// @param axis label of the axis concerned; null where none is
/// @param subject the feature, or the axis again
/// @param model id of the model concerned; null where none is
/// @param value what was found: see {@link Kind}
/// @param expected what it would be were nothing changed; of a challenger, the champion's
/// @param noise what it exceeds by chance in about one of a thousand such months
/// @param cases behind it
/// @param debtors behind it
public record Finding(
        LocalDate asOf,
        Kind kind,
        @Nullable String axis,
        String subject,
        @Nullable String model,
        double value,
        double expected,
        double noise,
        long cases,
        long debtors,
        Level level) {

    /// What can be measured.
    public enum Kind {
        /// Stability index of today's champion's score against its training.
        SCORE,
        /// Stability index of a feature against training.
        FEATURE,
        /// Share in which a feature is missing; expected is training's.
        MISSING,
        /// Share of open cases without a score; expected is that of all earlier months.
        ABSTAINED,
        /// Mean outcome of the cases that were given a score; expected is the mean score.
        CALIBRATION,
        /// Brier score of a challenger on matured outcomes; expected is the champion's on the same cases.
        CHALLENGER
    }
}
