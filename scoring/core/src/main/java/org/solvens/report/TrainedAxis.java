package org.solvens.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The result of training one axis. The main job runs training in a separate process and reads this from the
/// array that `train --json` prints. The objects there have more fields; the main job passes them on
/// unchanged.
///
/// @param axis label of the axis
/// @param family of the model; null if there is none
/// @param reason reason of the decision, in words
/// @param model id of the published model; null if there is none
/// @param metrics out of time; null if there is no model or no case to test it on
/// @param aucInterval 95 % interval of the AUC; null if there is none
/// @param curve expected and observed by days, of an estimate that is a curve; null for others
public record TrainedAxis(
        String axis,
        @Nullable String family,
        Decision decision,
        String reason,
        @Nullable String model,
        int trainRows,
        @Nullable Metrics metrics,
        @Nullable Interval aucInterval,
        @Nullable Curve curve) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /// The decision on a model.
    public enum Decision {
        /// The model serves the axis from now on.
        PROMOTED,
        /// The model was published and passed the gate, but does not serve: the champion separates better.
        KEPT,
        /// The model was published, failed the gate and does not serve.
        REFUSED,
        /// The model was published and passed the gate; it serves once a second person has approved it.
        AWAITING,
        /// The model was published next to the one that may become champion, to be compared with it.
        CHALLENGER,
        /// The model is the champion already.
        UNCHANGED,
        /// There was enough data but no signal in it: no model was made.
        UNINFORMATIVE,
        /// There was too little data.
        INSUFFICIENT_DATA;

        /// In lower case, with spaces.
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// @param rows cases of the test
    /// @param auc 0 to 1
    /// @param calibrationError mean distance of predicted and observed, 0 to 1
    public record Metrics(int rows, double auc, double calibrationError) {}

    /// A 95 % interval.
    public record Interval(double low, double high) {}

    /// An estimate by days, compared with the outcomes.
    public record Curve(List<Day> days) {}

    /// @param expected mean of the estimates
    /// @param observed mean of the outcomes
    /// @param agreeing share of the groups of cases with an observed mean that agrees with the band
    /// @param slicesAgreeing the same share for slices by stage, arrears and other facts
    public record Day(
            int days, double expected, double observed, Interval interval, double agreeing, double slicesAgreeing) {}

    /// Reads one object of the array that `train --json` prints.
    ///
    /// @throws IllegalArgumentException if it is not such an object
    public static TrainedAxis read(String json) {
        try {
            return JSON.readValue(json, TrainedAxis.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("training answered with something else: " + e.getOriginalMessage(), e);
        }
    }
}
