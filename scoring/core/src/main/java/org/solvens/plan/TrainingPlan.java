package org.solvens.plan;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;
import org.solvens.feature.Axis;
import org.solvens.outcome.Outcomes;

/// The whole of what training depends on beside the data: nothing is trained from flags outside it.
///
/// @param plan name
/// @param version of the plan, raised by who changes it
/// @param asOf which cases are looked at on which dates
/// @param horizonDays days after the as-of date in which the outcome may happen
/// @param lateDays days after the horizon until records of it are taken to be known: an outcome is
///     mature once both have passed
/// @param outcomes what counts as a good outcome; absent for {@link OutcomeShares#USUAL}
/// @param split which rows train and which test
/// @param seed of every draw
/// @param axes what each axis trains on; an axis that is absent is not trained
/// @param scorecard shape of binning and points
/// @param gate what a model must pass before it may become champion
public record TrainingPlan(
        String plan,
        int version,
        Grid asOf,
        int horizonDays,
        int lateDays,
        @Nullable OutcomeShares outcomes,
        Split split,
        long seed,
        Map<String, AxisPlan> axes,
        ScorecardShape scorecard,
        GateLimits gate) {

    public TrainingPlan {
        require(plan != null && !plan.isBlank(), "plan: a name is needed");
        require(asOf != null, "the section as_of is missing");
        require(split != null, "the section split is missing");
        require(axes != null && !axes.isEmpty(), "the section axes is missing or empty");
        require(scorecard != null, "the section scorecard is missing");
        require(gate != null, "the section gate is missing");
        require(horizonDays > 0, "horizon_days must be positive");
        require(lateDays >= 0, "late_days must not be negative");
        outcomes = outcomes == null ? OutcomeShares.USUAL : outcomes;
        require(
                split.testFrom == null || asOf.from == null || split.testFrom.isAfter(asOf.from),
                "split.test_from must lie after as_of.from");
        require(
                split.testFrom == null || asOf.until == null || split.testFrom.isBefore(asOf.until),
                "split.test_from must lie before as_of.until");
        for (Map.Entry<String, AxisPlan> axis : axes.entrySet()) {
            require(
                    List.of("willingness", "ability", "reachability").contains(axis.getKey()),
                    "axes: '" + axis.getKey() + "' is not one of willingness, ability, reachability");
            require(axis.getValue() != null, "axes: nothing stands under " + axis.getKey());
        }
        axes = Map.copyOf(axes);
    }

    /// A plan with the usual outcomes.
    public TrainingPlan(
            String plan,
            int version,
            Grid asOf,
            int horizonDays,
            int lateDays,
            Split split,
            long seed,
            Map<String, AxisPlan> axes,
            ScorecardShape scorecard,
            GateLimits gate) {
        this(plan, version, asOf, horizonDays, lateDays, OutcomeShares.USUAL, split, seed, axes, scorecard, gate);
    }

    /// The outcomes that the plan learns from.
    public Outcomes outcomeDefinition() {
        OutcomeShares shares = outcomes == null ? OutcomeShares.USUAL : outcomes;
        return new Outcomes(horizonDays, lateDays, shares.ableShare(), shares.keptShare());
    }

    /// What the plan says of an axis, or null where it is not trained.
    public @Nullable AxisPlan axis(Axis axis) {
        return axes.get(axis.label());
    }

    /// Monthly as-of dates, the first of each month at midnight UTC.
    ///
    /// @param from first month; null for the month after the first placement in the lake
    /// @param until dates before it; null for the last mature one
    /// @param maxAgeDays cases placed longer ago are outside the population, in training and in scoring
    public record Grid(@Nullable LocalDate from, @Nullable LocalDate until, int maxAgeDays) {
        public Grid {
            require(maxAgeDays > 0, "as_of.max_age_days must be positive");
            require(from == null || until == null || from.isBefore(until), "as_of.from must lie before as_of.until");
        }
    }

    /// What counts as a good outcome.
    ///
    /// @param ableShare share of the balance that one who engages must pay to count as able, in (0, 1]
    /// @param keptShare share of what fell due under an arrangement that must be paid to count as kept, in (0, 1]
    public record OutcomeShares(double ableShare, double keptShare) {
        /// Half of the balance, or an arrangement kept to 95 %.
        public static final OutcomeShares USUAL = new OutcomeShares(0.5, 0.95);

        public OutcomeShares {
            require(ableShare > 0 && ableShare <= 1, "outcomes.able_share must lie above 0 and not above 1");
            require(keptShare > 0 && keptShare <= 1, "outcomes.kept_share must lie above 0 and not above 1");
        }
    }

    /// Train and test, apart in time by one horizon, with each debtor on one side only.
    ///
    /// @param testFrom first as-of date of the test; null for the date that leaves `testShare` of the dates
    /// @param testShare share of the as-of dates that test, in (0, 1)
    public record Split(@Nullable LocalDate testFrom, double testShare) {
        public Split {
            require(testShare > 0 && testShare < 1, "split.test_share must lie between 0 and 1");
        }
    }

    /// One axis.
    ///
    /// @param feeds feeds without which the axis says "insufficient data"
    /// @param minimumOutcomes fewest rows of either outcome in training; below it "insufficient data"
    /// @param featuresOut names of features of the axis to leave out
    public record AxisPlan(List<String> feeds, int minimumOutcomes, List<String> featuresOut) {
        public AxisPlan {
            feeds = feeds == null ? List.of() : List.copyOf(feeds);
            featuresOut = featuresOut == null ? List.of() : List.copyOf(featuresOut);
            require(minimumOutcomes > 0, "minimum_outcomes must be positive");
        }
    }

    /// Binning and points.
    ///
    /// @param maxBins most bins of a feature beside those of missing values
    /// @param minBinShare smallest share of the rows in a bin, in (0, 0.5)
    /// @param basePoints points at the base odds
    /// @param baseOdds odds of the good outcome at the base points
    /// @param pointsToDouble points that double the odds
    public record ScorecardShape(int maxBins, double minBinShare, int basePoints, double baseOdds, int pointsToDouble) {
        public ScorecardShape {
            require(maxBins >= 2, "scorecard.max_bins must be at least 2");
            require(minBinShare > 0 && minBinShare < 0.5, "scorecard.min_bin_share must lie between 0 and 0.5");
            require(
                    baseOdds > 0 && Double.isFinite(baseOdds) && pointsToDouble > 0,
                    "scorecard.base_odds and scorecard.points_to_double must be positive");
        }
    }

    /// Limits of the gate, all out of time.
    ///
    /// @param minAuc lower end of the AUC's interval must exceed it
    /// @param maxAuc leak alarm
    /// @param maxKs leak alarm
    /// @param maxCalibrationError expected calibration error over ten equal groups
    public record GateLimits(double minAuc, double maxAuc, double maxKs, double maxCalibrationError) {
        public GateLimits {
            require(
                    minAuc >= 0 && minAuc < maxAuc && maxAuc <= 1,
                    "gate.min_auc must lie below gate.max_auc, both in 0 to 1");
            require(maxKs > 0 && maxKs <= 1, "gate.max_ks must lie between 0 and 1");
            require(
                    maxCalibrationError > 0 && maxCalibrationError <= 1,
                    "gate.max_calibration_error must lie between 0 and 1");
        }
    }

    /// Reads a plan, refusing what it does not understand.
    ///
    /// @throws org.solvens.problem.Problem PLAN naming the file and the place
    public static TrainingPlan read(Path file) {
        return StrictYaml.read(file, TrainingPlan.class, "PLAN");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
