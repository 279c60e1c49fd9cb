package org.solvens.training.evaluate;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Direction;
import org.solvens.registry.ModelRegistry;
import org.solvens.stability.Shift;
import org.solvens.training.evaluate.Resampling.Interval;
import org.solvens.training.evaluate.Resampling.Intervals;
import org.solvens.training.fit.Directions;
import org.solvens.training.fit.Interactions;
import org.solvens.training.fit.Search;
import org.solvens.training.manifest.Json;

/// Everything measured for a model on the out-of-time test, the content of `evaluation.json`.
///
/// @param model id
/// @param family `scorecard` or `trees`
/// @param axis label
/// @param trainRows rows that were fitted or calibrated
/// @param trainGoods good outcomes among them
/// @param testFrom first as-of date of the test; null where the rows of a table are not split by time
/// @param overall metrics of the calibrated probability on the test rows
/// @param intervals 95 % intervals of them, by debtor
/// @param slices metrics by stage, arrears, age, claim type, country and creditor
/// @param reliability predicted and observed in ten groups
/// @param lift goods among the rows with the highest probability
/// @param stability of the scores from training to test
/// @param features the result for each feature
/// @param directions in which direction the features move the model
/// @param changedDirections features that the plan lets move the model otherwise than the field
///     expects; null in
///     evaluations of an earlier Solvens
/// @param gate the checks, in order
/// @param champion the champion of that time on the same rows; null if there was none
/// @param otherFamily the model of the other family, trained on the same rows; null if there was none
/// @param curve the evaluation of a curve, while all other fields measure its hazard; null for other models
/// @param bins of a scorecard's features, counted on the training rows; null for trees
/// @param search what was tried to find the shape of the trees; null if the plan states it
/// @param trained days of the rows that were fitted or calibrated; null where the rows of a
///     table are not split by time, and in evaluations of an earlier Solvens
/// @param interactions of the features that move trees most; null for scorecards, whose
///     effects add up, and in evaluations of an earlier Solvens
public record Evaluation(
        String model,
        String family,
        String axis,
        int trainRows,
        int trainGoods,
        @Nullable LocalDate testFrom,
        Metrics overall,
        Intervals intervals,
        List<Slice> slices,
        List<Metrics.Group> reliability,
        List<Metrics.Lift> lift,
        Shift stability,
        List<FeatureFate> features,
        List<Directions.Measured> directions,
        @Nullable List<ChangedDirection> changedDirections,
        List<GateCheck> gate,
        @Nullable Comparison champion,
        @Nullable Comparison otherFamily,
        @Nullable CurveEvaluation curve,
        @Nullable List<FeatureBins> bins,
        Search.@Nullable Found search,
        @Nullable Trained trained,
        @Nullable List<Interactions.Pair> interactions) {

    /// The first and the last as-of date of training rows.
    public record Trained(LocalDate from, LocalDate until) {}

    /// Features of the model for which it only matters whether they have a value.
    public List<String> presenceAlone() {
        return bins == null
                ? List.of()
                : bins.stream()
                        .filter(FeatureBins::presenceAlone)
                        .map(FeatureBins::feature)
                        .toList();
    }

    /// The bins of a feature in a scorecard.
    ///
    /// @param values in the order of the term's bins
    /// @param missing in the order of {@link org.solvens.feature.Missing}
    public record FeatureBins(String feature, List<BinCount> values, List<BinCount> missing) {
        /// Whether it only matters that there is a value, and not which.
        public boolean presenceAlone() {
            return values.stream().filter(bin -> bin.rows() > 0).count() == 1;
        }
    }

    /// Training rows in a bin.
    public record BinCount(int rows, int goods) {}

    /// A feature that the plan lets move the model otherwise than the field expects.
    ///
    /// @param expected by the field
    /// @param allowed by the plan
    public record ChangedDirection(String feature, Direction expected, Direction allowed, String reason) {}

    /// The evaluation that was stored with a published model.
    ///
    /// @throws org.solvens.problem.Problem `REGISTRY-MODEL` if there is no such model
    public static Evaluation of(ModelRegistry registry, String model) {
        return Json.readLeniently(registry.evaluation(model), Evaluation.class);
    }

    /// Whether every check of the gate passed.
    public boolean passed() {
        return gate.stream().allMatch(GateCheck::passed);
    }

    /// What a failed check means.
    public enum Severity {
        /// The model is not good enough; an override needs a reason.
        LIMIT,
        /// Something is wrong with the data or the program; it cannot be overridden.
        ERROR
    }

    /// One check of the gate.
    ///
    /// @param check name
    /// @param value found
    /// @param limit for the value
    /// @param severity of a failure
    /// @param passed whether the value keeps the limit
    public record GateCheck(String check, double value, double limit, Severity severity, boolean passed) {
        static GateCheck atLeast(String check, double value, double limit) {
            return new GateCheck(check, value, limit, Severity.LIMIT, value >= limit);
        }

        static GateCheck atMost(String check, double value, double limit) {
            return new GateCheck(check, value, limit, Severity.LIMIT, value <= limit);
        }

        /// An alarm that is raised above a limit.
        static GateCheck alarm(String check, double value, double limit) {
            return new GateCheck(check, value, limit, Severity.ERROR, value <= limit);
        }

        /// The checks that failed, by severity.
        public static List<GateCheck> failed(List<GateCheck> gate, Severity severity) {
            return gate.stream()
                    .filter(Predicate.not(GateCheck::passed))
                    .filter(c -> c.severity() == severity)
                    .toList();
        }
    }

    /// The result for a feature.
    ///
    /// @param bins those of missing values included
    /// @param weight coefficient in a scorecard, share of the gain in trees; null if it is not in the model
    /// @param aucAlone AUC of only its weight of evidence on the test rows; null if it is not in the model
    /// @param fate `kept`, or why it was dropped
    /// @param leakSuspect whether it separates on its own better than the leak alarm allows
    public record FeatureFate(
            String feature,
            String direction,
            int bins,
            double informationValue,
            @Nullable Double weight,
            @Nullable Double aucAlone,
            String fate,
            boolean leakSuspect) {}

    /// Metrics of some of the test rows.
    ///
    /// @param metrics null if either outcome occurs too rarely
    /// @param intervals of them; null if the metrics are null
    public record Slice(
            String dimension,
            String value,
            int rows,
            int goods,
            double predicted,
            double observed,
            @Nullable Metrics metrics,
            @Nullable Intervals intervals) {}

    /// Another model on the candidate's test rows.
    ///
    /// @param aucInterval of the other model
    /// @param difference intervals of how much larger the candidate's metrics are, on the same draws
    public record Comparison(
            String model,
            String family,
            Metrics overall,
            Interval aucInterval,
            double aucDifference,
            Intervals difference) {}
}
