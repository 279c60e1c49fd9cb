package org.solvens.training;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything measured of a model, out of time: what `evaluation.json` holds.
///
/// @param model id
/// @param axis label
/// @param trainRows rows that were fitted or calibrated
/// @param trainGoods good outcomes among them
/// @param testFrom first as-of date of the test
/// @param overall metrics of the calibrated probability on the test rows
/// @param aucInterval 95 % interval of the AUC, by debtor
/// @param slices metrics by stage, age band, country and claim type
/// @param reliability predicted against observed in ten groups
/// @param stability of the scores from training to test
/// @param features what became of each feature
/// @param gate the checks, in order
/// @param champion how the champion of then did on the same rows; null where there was none
public record Evaluation(
        String model,
        String axis,
        int trainRows,
        int trainGoods,
        LocalDate testFrom,
        Metrics overall,
        Metrics.Interval aucInterval,
        List<Slice> slices,
        List<Metrics.Group> reliability,
        Metrics.Stability stability,
        List<FeatureFate> features,
        List<GateCheck> gate,
        @Nullable Comparison champion) {

    /// Whether every check of the gate passed.
    public boolean passed() {
        return gate.stream().allMatch(GateCheck::passed);
    }

    /// One check of the gate.
    ///
    /// @param check name
    /// @param value found
    /// @param limit that it was held against
    /// @param passed whether it held
    public record GateCheck(String check, double value, double limit, boolean passed) {}

    /// What became of a feature.
    ///
    /// @param bins those of missing values included
    /// @param coefficient null where it is not in the model
    /// @param aucAlone of its weight of evidence alone on the test rows; null where it is not in the model
    /// @param fate `kept`, or why it was dropped
    /// @param leakSuspect whether it alone separates better than the leak alarm allows
    public record FeatureFate(
            String feature,
            String direction,
            int bins,
            double informationValue,
            @Nullable Double coefficient,
            @Nullable Double aucAlone,
            String fate,
            boolean leakSuspect) {}

    /// Metrics of some of the test rows.
    ///
    /// @param auc null where either outcome occurs too seldom to say
    public record Slice(
            String dimension,
            String value,
            int rows,
            int goods,
            double predicted,
            double observed,
            double brier,
            @Nullable Double auc) {}

    /// The champion on the candidate's test rows.
    ///
    /// @param passed whether the candidate's AUC does not fall below the champion's interval
    public record Comparison(
            String model, double auc, Metrics.Interval aucInterval, double candidateAuc, boolean passed) {}
}
