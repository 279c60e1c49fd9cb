package org.solvens.plan;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.config.Setting;
import org.solvens.config.SettingsReference;
import org.solvens.config.StrictYaml;
import org.solvens.config.WrongSetting;
import org.solvens.config.YamlPlaces;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.outcome.Outcomes;
import org.solvens.outcome.OwnOutcome;
import org.solvens.problem.Problem;

/// Everything that training depends on except the data: no flag outside the plan changes what is trained.
///
/// It stays one class: the mirror of one file, with a record for each section of it.
///
/// @param plan name
/// @param version of the plan, raised with each change; 1 to 1,000,000
/// @param asOf which cases are observed on which dates
/// @param horizonDays days after the as-of date in which the outcome may happen; 1 to 1,825
/// @param lateDays days after the horizon until records of it are taken to be known: an outcome is
///     mature once both have passed; 0 to 365
/// @param outcomes what counts as a good outcome; absent for {@link OutcomeShares#USUAL}
/// @param split which rows train and which test
/// @param seed of every draw
/// @param axes what each axis and estimate trains on; an absent one is not trained
/// @param scorecard shape of binning and points
/// @param boosting shape of the boosted trees that are trained next to the scorecard; null for none
/// @param families whether the shape of the trees is the plan's or searched for; {@link Families#PLANNED} if the
///     plan does not state it
/// @param gate what a model must pass before it may become champion
public record TrainingPlan(
        @Setting("Name, at most 100 characters") String plan,

        @Setting(value = "Version of the plan, raised with each change", min = 1, max = LARGEST_VERSION)
        int version,

        @Setting("Which cases are observed on which dates") Grid asOf,

        @Setting(value = "Days after the as-of date in which the outcome may happen", min = 1, max = MOST_HORIZON)
        int horizonDays,

        @Setting(value = "Days after the horizon until its records are taken to be known", min = 0, max = MOST_LATE)
        int lateDays,

        @Setting(value = "What counts as a good outcome", usual = "{able_share: 0.5, kept_share: 0.95}") @Nullable
        OutcomeShares outcomes,

        @Setting("Which rows train and which test") Split split,
        @Setting("Seed of every draw") long seed,

        @Setting("What each axis and estimate trains on; one that is left out is not trained")
        Map<String, AxisPlan> axes,

        @Setting("Binning and points") ScorecardShape scorecard,

        @Setting("Shape of the boosted trees; left out, none are trained") @Nullable
        BoostingShape boosting,

        @Setting(
                value = "Whether the shape of the trees is the one stated, or is searched for inside the training rows"
                        + " (auto)",
                usual = "planned")
        @Nullable
        Families families,

        @Setting("What a model must pass before it may become champion")
        GateLimits gate) {
    /// The days that a plan may name are those that feeds may name.
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

    private static final LocalDate LAST_DAY = LocalDate.of(2200, 12, 31);
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_REASON = StatedBins.LONGEST_REASON;
    private static final int LARGEST_VERSION = 1_000_000;
    /// Five years.
    private static final int MOST_HORIZON = 1_825;
    private static final int MOST_LATE = 365;
    /// A century.
    private static final int OLDEST = 36_525;
    private static final int MOST_STEP = 366;
    private static final int MOST_ROWS = 1_000_000_000;
    private static final int MOST_BINS = StatedBins.MOST_BINS;
    private static final int MOST_POINTS = 100_000;
    private static final double MOST_ODDS = 1e6;
    private static final int MOST_TREES = 10_000;
    private static final int MOST_LEAVES = 4_096;
    private static final int MOST_DEPTH = 32;
    private static final int MOST_LEVELS = 120;
    private static final double MOST_STABILITY = 100;
    private static final List<String> NAMES = Stream.concat(Stream.of(Axis.modelled()), Stream.of(Axis.TABLE))
            .map(Axis::label)
            .toList();
    /// Axes with an outcome that a plan may replace.
    private static final List<String> OWN_OUTCOMES = Stream.of(
                    Axis.WILLINGNESS, Axis.ABILITY, Axis.REACHABILITY, Axis.PROMISE_KEPT, Axis.SELF_CURE)
            .map(Axis::label)
            .toList();
    private static final List<String> FEEDS =
            Stream.of(Feed.values()).map(Feed::label).toList();

    public TrainingPlan {
        require("plan", plan != null && !plan.isBlank(), "plan: a name is needed");
        require("plan", plan.length() <= LONGEST_NAME, "plan: a name has at most " + LONGEST_NAME + " characters");
        require("plan", plan.chars().noneMatch(Character::isISOControl), "plan: a name is on one line");
        within("version", version, 1, LARGEST_VERSION);
        require(asOf != null, "the section as_of is missing");
        require(split != null, "the section split is missing");
        require(axes != null && !axes.isEmpty(), "the section axes is missing or empty");
        require(scorecard != null, "the section scorecard is missing");
        require(gate != null, "the section gate is missing");
        require("horizon_days", horizonDays > 0, "horizon_days must be positive");
        within("horizon_days", horizonDays, 1, MOST_HORIZON);
        require("late_days", lateDays >= 0, "late_days must not be negative");
        within("late_days", lateDays, 0, MOST_LATE);
        outcomes = outcomes == null ? OutcomeShares.USUAL : outcomes;
        families = families == null ? Families.PLANNED : families;
        require(
                "families",
                families == Families.PLANNED || boosting != null,
                "families: auto needs the section boosting, whose leaf_rows, row_share and levels it keeps");
        require(
                "split.test_from",
                split.testFrom == null || asOf.from == null || split.testFrom.isAfter(asOf.from),
                "split.test_from must be after as_of.from");
        require(
                "split.test_from",
                split.testFrom == null || asOf.until == null || split.testFrom.isBefore(asOf.until),
                "split.test_from must be before as_of.until");
        for (Map.Entry<String, AxisPlan> axis : axes.entrySet()) {
            List<String> known = NAMES;
            require(
                    "axes." + axis.getKey(),
                    known.contains(axis.getKey()),
                    "axes: '" + axis.getKey() + "' is not one of " + String.join(", ", known));
            require("axes." + axis.getKey(), axis.getValue() != null, "axes: there is nothing under " + axis.getKey());
            require(
                    "axes." + axis.getKey() + ".outcome",
                    axis.getValue().outcome() == null || OWN_OUTCOMES.contains(axis.getKey()),
                    "axes: an own outcome can take the place of those of " + String.join(", ", OWN_OUTCOMES)
                            + ", which happen or do not");
        }
        axes = Map.copyOf(axes);
    }

    /// A plan with the usual outcomes and without boosted trees.
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
        this(
                plan,
                version,
                asOf,
                horizonDays,
                lateDays,
                OutcomeShares.USUAL,
                split,
                seed,
                axes,
                scorecard,
                null,
                Families.PLANNED,
                gate);
    }

    /// The same plan with boosted trees of this shape.
    public TrainingPlan boosted(BoostingShape shape) {
        return changed(axes, shape, gate);
    }

    /// The same plan with other limits of the gate.
    public TrainingPlan gated(GateLimits limits) {
        return changed(axes, boosting, limits);
    }

    private TrainingPlan changed(Map<String, AxisPlan> others, @Nullable BoostingShape shape, GateLimits limits) {
        return new TrainingPlan(
                plan,
                version,
                asOf,
                horizonDays,
                lateDays,
                outcomes,
                split,
                seed,
                others,
                scorecard,
                shape,
                families,
                limits);
    }

    /// The same plan with boosted trees of this shape, and no search.
    public TrainingPlan planned(BoostingShape shape) {
        return new TrainingPlan(
                plan,
                version,
                asOf,
                horizonDays,
                lateDays,
                outcomes,
                split,
                seed,
                axes,
                scorecard,
                shape,
                Families.PLANNED,
                gate);
    }

    /// Whether the shape of the trees is searched for.
    public boolean searches() {
        return families == Families.AUTO;
    }

    /// Where the shape of the boosted trees comes from.
    public enum Families {
        /// The plan states it.
        PLANNED,
        /// A search over a small grid finds it.
        AUTO
    }

    /// Name and version, such as `default@1`.
    public String label() {
        return plan + "@" + version;
    }

    /// The outcomes that the plan learns from.
    public Outcomes outcomeDefinition() {
        OutcomeShares shares = outcomes == null ? OutcomeShares.USUAL : outcomes;
        return new Outcomes(horizonDays, lateDays, shares.ableShare(), shares.keptShare(), ownOutcomes());
    }

    /// The outcomes that the plan defines itself, by axis.
    public Map<Axis, OwnOutcome> ownOutcomes() {
        Map<Axis, OwnOutcome> own = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.modelled()) {
            AxisPlan plan = axis(axis);
            if (plan != null && plan.outcome() != null) {
                own.put(axis, plan.outcome());
            }
        }
        return own;
    }

    /// The plan of an axis, or null if the axis is not trained.
    public @Nullable AxisPlan axis(Axis axis) {
        return axes.get(axis.label());
    }

    /// Whether recovery of the cases' balance is followed period by period. Every curve is learned from it.
    public boolean followsRecovery() {
        return Stream.of(Axis.modelled()).anyMatch(axis -> axis.isCurve() && axis(axis) != null);
    }

    /// As-of dates, at midnight UTC: the same for all cases, or an event of each case.
    ///
    /// @param from first day; null for the first one after the first placement in the lake
    /// @param until dates before it; null for up to the last mature one, or if recovery is followed, up to the
    ///     last with its first period over
    /// @param maxAgeDays cases placed longer ago are outside the population, in training and in scoring; 1 to
    ///     36,525
    /// @param every what the dates follow; {@link Every#MONTH} if the plan does not state it
    /// @param step every so many of them, 1 to 366; 1 if the plan does not state it
    public record Grid(
            @Setting(value = "First day, from 1900", without = "the first one after the first placement in the lake")
            @Nullable
            LocalDate from,

            @Setting(value = "Dates before this day, until 2200", without = "up to the last mature date") @Nullable
            LocalDate until,

            @Setting(value = "Cases placed longer ago, in days, are outside the population", min = 1, max = OLDEST)
            int maxAgeDays,

            @Setting(
                    value = "What as-of dates follow: the first of each month, each Monday, each day, or of each case"
                            + " the first midnight at which it is known after it was placed or fell due",
                    usual = "month")
            @Nullable
            Every every,

            @Setting(value = "Every so many months, weeks or days; 1 for events", usual = "1", min = 1, max = MOST_STEP)
            @Nullable
            Integer step) {
        /// Monthly dates.
        public Grid(@Nullable LocalDate from, @Nullable LocalDate until, int maxAgeDays) {
            this(from, until, maxAgeDays, null, null);
        }

        public Grid {
            every = every == null ? Every.MONTH : every;
            step = step == null ? Integer.valueOf(1) : step;
            within("step", step, 1, MOST_STEP);
            require("step", step == 1 || !every.event(), "as_of.step is 1 where dates follow an event of the case");
            require("max_age_days", maxAgeDays > 0, "as_of.max_age_days must be positive");
            within("max_age_days", maxAgeDays, 1, OLDEST);
            inTime("from", from);
            inTime("until", until);
            require(
                    "from",
                    from == null || until == null || from.isBefore(until),
                    "as_of.from must be before as_of.until");
        }

        @Override
        public Every every() {
            return Objects.requireNonNull(every, "the constructor replaces null");
        }

        @Override
        public Integer step() {
            return Objects.requireNonNull(step, "the constructor replaces null");
        }

        /// The first date on or after a day, where dates are the same for all cases.
        public LocalDate first(LocalDate day) {
            return switch (every()) {
                case MONTH ->
                    day.getDayOfMonth() == 1 ? day : day.withDayOfMonth(1).plusMonths(1);
                case WEEK -> day.with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
                case DAY, PLACEMENT, DUE_DATE -> day;
            };
        }

        /// The date after another one.
        public LocalDate after(LocalDate date) {
            return switch (every()) {
                case MONTH -> date.plusMonths(step());
                case WEEK -> date.plusWeeks(step());
                case DAY, PLACEMENT, DUE_DATE -> date.plusDays(step());
            };
        }
    }

    /// What as-of dates follow.
    public enum Every {
        /// The first of each month.
        MONTH,
        /// Each Monday.
        WEEK,
        /// Each day.
        DAY,
        /// Of each case the day after it was placed.
        PLACEMENT,
        /// Of each case the day after it fell due.
        DUE_DATE;

        /// Whether each case has its own date.
        public boolean event() {
            return this == PLACEMENT || this == DUE_DATE;
        }
    }

    /// The definition of a good outcome.
    ///
    /// @param ableShare share of the balance that an engaged debtor must pay to count as able, in (0, 1]
    /// @param keptShare share of what fell due under an arrangement that must be paid to count as kept, in (0, 1]
    public record OutcomeShares(
            @Setting(
                    value = "Share of the balance that an engaged debtor must pay to count as able",
                    min = 0,
                    aboveMin = true,
                    max = 1)
            double ableShare,

            @Setting(
                    value = "Share of what fell due under an arrangement that must be paid to count as kept",
                    min = 0,
                    aboveMin = true,
                    max = 1)
            double keptShare) {
        /// Half of the balance, or an arrangement kept to 95 %.
        public static final OutcomeShares USUAL = new OutcomeShares(0.5, 0.95);

        public OutcomeShares {
            require(
                    "able_share",
                    ableShare > 0 && ableShare <= 1,
                    "outcomes.able_share must be above 0 and not above 1");
            require(
                    "kept_share",
                    keptShare > 0 && keptShare <= 1,
                    "outcomes.kept_share must be above 0 and not above 1");
        }
    }

    /// Train and test rows, one horizon apart in time, with each debtor on one side only.
    ///
    /// @param testFrom first as-of date of the test; null for the date that leaves `testShare` of the dates
    /// @param testShare share of the as-of dates that test, in (0, 1)
    public record Split(
            @Setting(value = "First as-of date of the test", without = "the date that leaves test_share of the dates")
            @Nullable
            LocalDate testFrom,

            @Setting(value = "Share of the as-of dates that test", min = 0, aboveMin = true, max = 1, belowMax = true)
            double testShare) {
        public Split {
            inTime("test_from", testFrom);
            require("test_share", testShare > 0 && testShare < 1, "split.test_share must be between 0 and 1");
        }
    }

    /// The plan of one axis.
    ///
    /// @param feeds feeds that must be present; without one the axis is declared "insufficient data"
    /// @param minimumOutcomes fewest rows of either outcome in training; with fewer the axis is declared
    ///     "insufficient data"
    /// @param featuresOut names of features of the axis to leave out
    /// @param mostRows about this many rows of randomly drawn debtors train, and at most as many test; null
    ///     for all
    /// @param claimFacts whether a score also reads the facts of the claim, such as its age and stage, for
    ///     histories with little behaviour; the score then ranks cases and not people. False if the plan does
    ///     not state it; an estimate always reads them
    /// @param directions features that may move the axis otherwise than the field expects
    /// @param cuts bins of features that the plan states by their edges
    /// @param groups bins of features that the plan states by their codes or categories
    /// @param outcome that the plan defines in place of the axis' own; null for that one
    public record AxisPlan(
            @Setting(value = "Feeds that must be present", usual = "[]")
            List<String> feeds,

            @Setting(value = "Fewest rows of either outcome in training", min = 1, max = MOST_ROWS)
            int minimumOutcomes,

            @Setting(value = "Features of the axis to leave out", usual = "[]")
            List<String> featuresOut,

            @Setting(
                    value = "About this many rows of randomly drawn debtors train, and at most as many test",
                    without = "all rows",
                    min = 1,
                    max = MOST_ROWS)
            @Nullable
            Integer mostRows,

            @Setting(
                    value = "Whether a score also reads the facts of the claim; it then ranks cases and not people",
                    usual = "false")
            @Nullable
            Boolean claimFacts,

            @Setting(value = "Features that may move the axis otherwise than the field expects", usual = "[]") @Nullable
            List<DirectionChange> directions,

            @Setting(value = "Features whose bins the plan states by their edges", usual = "[]") @Nullable
            List<StatedBins.Cuts> cuts,

            @Setting(value = "Features whose bins the plan states by their codes or categories", usual = "[]") @Nullable
            List<StatedBins.Groups> groups,

            @Setting("Outcome that takes the place of the axis' own") @Nullable
            OwnOutcome outcome) {
        /// An axis that trains on all rows.
        public AxisPlan(List<String> feeds, int minimumOutcomes, List<String> featuresOut) {
            this(feeds, minimumOutcomes, featuresOut, null, null, null, null, null, null);
        }

        public AxisPlan {
            feeds = names("feeds", feeds);
            featuresOut = names("features_out", featuresOut);
            claimFacts = claimFacts == null ? Boolean.FALSE : claimFacts;
            directions = directions == null ? List.of() : List.copyOf(directions);
            names(
                    "directions",
                    directions.stream().map(DirectionChange::feature).toList());
            cuts = cuts == null ? List.of() : List.copyOf(cuts);
            groups = groups == null ? List.of() : List.copyOf(groups);
            names("cuts", cuts.stream().map(StatedBins.Cuts::feature).toList());
            names(
                    "groups",
                    Stream.concat(
                                    groups.stream().map(StatedBins.Groups::feature),
                                    cuts.stream().map(StatedBins.Cuts::feature))
                            .toList());
            require("minimum_outcomes", minimumOutcomes > 0, "minimum_outcomes must be positive");
            within("minimum_outcomes", minimumOutcomes, 1, MOST_ROWS);
            require("most_rows", mostRows == null || mostRows > 0, "most_rows must be positive");
            within("most_rows", mostRows == null ? 1 : mostRows, 1, MOST_ROWS);
        }

        /// The changed directions; empty if there are none.
        public List<DirectionChange> changes() {
            return Objects.requireNonNull(directions, "the constructor replaces null");
        }

        /// The bins that the plan states, by edges and then by groups; empty if there are
        /// none.
        public List<StatedBins> statedBins() {
            return Stream.<StatedBins>concat(
                            Objects.requireNonNull(cuts, "the constructor replaces null").stream(),
                            Objects.requireNonNull(groups, "the constructor replaces null").stream())
                    .toList();
        }
    }

    /// A feature that may move an axis otherwise than the field expects. The card of the model shows it.
    ///
    /// @param feature name
    /// @param direction in which the model may move with it
    /// @param reason in words, at most 300 characters
    public record DirectionChange(
            @Setting("Name of the feature") String feature,

            @Setting("Direction in which models may move with it; free lets the data decide")
            Direction direction,

            @Setting("Why, in words, at most 300 characters")
            String reason) {
        public DirectionChange {
            require("feature", feature != null && !feature.isBlank(), "directions: a feature is needed");
            require("direction", direction != null, "directions: a direction is needed");
            require("reason", reason != null && !reason.isBlank(), "directions: a reason is needed");
            require(
                    "reason",
                    reason.length() <= LONGEST_REASON,
                    "directions: a reason has at most " + LONGEST_REASON + " characters");
        }
    }

    /// Binning and points.
    ///
    /// @param maxBins most bins of a feature, without those of missing values, 2 to 100
    /// @param minBinShare smallest share of the rows in a bin, in (0, 0.5)
    /// @param basePoints points at the base odds
    /// @param baseOdds odds of the good outcome at the base points
    /// @param pointsToDouble points that double the odds
    /// @param rounded whether edges of bins are readable numbers and points are whole
    public record ScorecardShape(
            @Setting(value = "Most bins of a feature, without those of missing values", min = 2, max = MOST_BINS)
            int maxBins,

            @Setting(
                    value = "Smallest share of the rows in a bin",
                    min = 0,
                    aboveMin = true,
                    max = 0.5,
                    belowMax = true)
            double minBinShare,

            @Setting(value = "Points at the base odds", min = -MOST_POINTS, max = MOST_POINTS)
            int basePoints,

            @Setting(value = "Odds of the good outcome at the base points", min = 0, aboveMin = true, max = MOST_ODDS)
            double baseOdds,

            @Setting(value = "Points that double the odds", min = 1, max = MOST_POINTS)
            int pointsToDouble,

            @Setting(value = "Whether edges of bins are readable numbers and points are whole", usual = "true")
            @Nullable
            Boolean rounded) {
        /// The shape with rounded edges and points.
        public ScorecardShape(int maxBins, double minBinShare, int basePoints, double baseOdds, int pointsToDouble) {
            this(maxBins, minBinShare, basePoints, baseOdds, pointsToDouble, null);
        }

        /// The same with edges and points as they are found.
        public ScorecardShape exact() {
            return new ScorecardShape(maxBins, minBinShare, basePoints, baseOdds, pointsToDouble, false);
        }

        public ScorecardShape {
            rounded = rounded == null ? Boolean.TRUE : rounded;
            require("max_bins", maxBins >= 2, "scorecard.max_bins must be at least 2");
            within("max_bins", maxBins, 2, MOST_BINS);
            within("base_points", basePoints, -MOST_POINTS, MOST_POINTS);
            within("points_to_double", pointsToDouble, Integer.MIN_VALUE, MOST_POINTS);
            require("base_odds", !(baseOdds > MOST_ODDS), "scorecard.base_odds must be at most 1000000");
            require(
                    "min_bin_share",
                    minBinShare > 0 && minBinShare < 0.5,
                    "scorecard.min_bin_share must be between 0 and 0.5");
            require(
                    pointsToDouble > 0 ? "base_odds" : "points_to_double",
                    baseOdds > 0 && Double.isFinite(baseOdds) && pointsToDouble > 0,
                    "scorecard.base_odds and scorecard.points_to_double must be positive");
        }
    }

    /// Boosted trees.
    ///
    /// @param trees how many, 1 to 10,000
    /// @param rate of learning, in (0, 1]
    /// @param leaves most leaves of a tree, 2 to 4,096
    /// @param depth most splits from a root to a leaf, at most 32
    /// @param leafRows fewest of the rows drawn in a leaf
    /// @param rowShare share of the rows that are drawn for each tree, in (0, 1]
    /// @param levels most levels of a feature's values, without those of missing, 2 to 120
    public record BoostingShape(
            @Setting(value = "How many trees", min = 1, max = MOST_TREES)
            int trees,

            @Setting(value = "Rate of learning", min = 0, aboveMin = true, max = 1)
            double rate,

            @Setting(value = "Most leaves of a tree", min = 2, max = MOST_LEAVES)
            int leaves,

            @Setting(value = "Most splits from a root to a leaf", min = 2, max = MOST_DEPTH)
            int depth,

            @Setting(value = "Fewest of the rows drawn in a leaf", min = 1, max = MOST_ROWS)
            int leafRows,

            @Setting(value = "Share of the rows that are drawn for each tree", min = 0, aboveMin = true, max = 1)
            double rowShare,

            @Setting(value = "Most levels of a feature's values, without those of missing", min = 2, max = MOST_LEVELS)
            int levels) {
        public BoostingShape {
            within("trees", trees, 1, MOST_TREES);
            within("leaves", leaves, 2, MOST_LEAVES);
            within("leaf_rows", leafRows, 1, MOST_ROWS);
            require("rate", rate > 0 && rate <= 1, "boosting.rate must be in (0, 1]");
            require("depth", depth >= 2 && depth <= MOST_DEPTH, "boosting.depth must be between 2 and 32");
            require("row_share", rowShare > 0 && rowShare <= 1, "boosting.row_share must be in (0, 1]");
            require("levels", levels >= 2 && levels <= MOST_LEVELS, "boosting.levels must be between 2 and 120");
        }
    }

    /// Limits of the gate, all measured on the out-of-time test.
    ///
    /// @param minAuc lower end of the AUC's interval must exceed it
    /// @param maxAuc leak alarm
    /// @param maxKs leak alarm
    /// @param maxCalibrationError expected calibration error over ten equal groups
    /// @param maxStability most population stability index of the scores from training to test; 0.5 if the
    ///     plan does not state it
    /// @param minSliceAuc upper end of the AUC's interval must reach it in every slice that is large enough;
    ///     0.5 if the plan does not state it
    /// @param maxAgainst most that the mean probability may move against a feature's direction; 0.03 if the
    ///     plan does not state it
    /// @param minCurveAgreeing least share of the groups of cases, and of the slices, with an observed
    ///     interval that overlaps the model's, on every day of a curve; 0.5 if the plan does not state it
    public record GateLimits(
            @Setting(value = "The lower end of the AUC's interval must exceed it; below max_auc", min = 0, max = 1)
            double minAuc,

            @Setting(value = "Leak alarm: most AUC; above min_auc", min = 0, max = 1)
            double maxAuc,

            @Setting(value = "Leak alarm: most Kolmogorov-Smirnov distance", min = 0, aboveMin = true, max = 1)
            double maxKs,

            @Setting(value = "Most expected calibration error over ten equal groups", min = 0, aboveMin = true, max = 1)
            double maxCalibrationError,

            @Setting(
                    value = "Most population stability index of the scores from training to test",
                    usual = "0.5",
                    min = 0,
                    aboveMin = true,
                    max = MOST_STABILITY)
            @Nullable
            Double maxStability,

            @Setting(
                    value = "The upper end of the AUC's interval must reach it in every slice that is large enough",
                    usual = "0.5",
                    min = 0,
                    max = 1,
                    belowMax = true)
            @Nullable
            Double minSliceAuc,

            @Setting(
                    value = "Most that the mean probability may move against a feature's direction",
                    usual = "0.03",
                    min = 0,
                    aboveMin = true,
                    max = 1)
            @Nullable
            Double maxAgainst,

            @Setting(
                    value = "Least share of groups and slices whose observed interval overlaps the model's, on each day"
                            + " of a curve",
                    usual = "0.5",
                    min = 0,
                    max = 1)
            @Nullable
            Double minCurveAgreeing) {
        public GateLimits {
            maxStability = maxStability == null ? Double.valueOf(0.5) : maxStability;
            minSliceAuc = minSliceAuc == null ? Double.valueOf(0.5) : minSliceAuc;
            maxAgainst = maxAgainst == null ? Double.valueOf(0.03) : maxAgainst;
            minCurveAgreeing = minCurveAgreeing == null ? Double.valueOf(0.5) : minCurveAgreeing;
            require(
                    "max_stability",
                    maxStability > 0 && maxStability <= MOST_STABILITY,
                    "gate.max_stability must be above 0 and not above 100");
            require(
                    "max_against",
                    maxAgainst > 0 && maxAgainst <= 1,
                    "gate.max_against must be above 0 and not above 1");
            require(
                    "min_slice_auc",
                    minSliceAuc >= 0 && minSliceAuc < 1,
                    "gate.min_slice_auc must be from 0 to below 1");
            require(
                    "min_curve_agreeing",
                    minCurveAgreeing >= 0 && minCurveAgreeing <= 1,
                    "gate.min_curve_agreeing must be between 0 and 1");
            require(
                    "min_auc",
                    minAuc >= 0 && minAuc < maxAuc && maxAuc <= 1,
                    "gate.min_auc must be below gate.max_auc, both in 0 to 1");
            require("max_ks", maxKs > 0 && maxKs <= 1, "gate.max_ks must be between 0 and 1");
            require(
                    "max_calibration_error",
                    maxCalibrationError > 0 && maxCalibrationError <= 1,
                    "gate.max_calibration_error must be between 0 and 1");
        }

        @Override
        public Double maxStability() {
            return Objects.requireNonNull(maxStability, "the constructor replaces null");
        }

        @Override
        public Double minSliceAuc() {
            return Objects.requireNonNull(minSliceAuc, "the constructor replaces null");
        }

        @Override
        public Double maxAgainst() {
            return Objects.requireNonNull(maxAgainst, "the constructor replaces null");
        }

        @Override
        public Double minCurveAgreeing() {
            return Objects.requireNonNull(minCurveAgreeing, "the constructor replaces null");
        }

        /// Limits with defaults for what a plan may leave out.
        public GateLimits(double minAuc, double maxAuc, double maxKs, double maxCalibrationError) {
            this(minAuc, maxAuc, maxKs, maxCalibrationError, null, null, null, null);
        }
    }

    /// The keys of a plan.
    public static SettingsReference reference() {
        return new SettingsReference(
                "Training plan of Solvens", TrainingPlan.class, Map.of("axes", NAMES, "axes.*.feeds", FEEDS));
    }

    /// The same plan for some of its axes.
    ///
    /// @param some at least one
    /// @throws Problem `PLAN` if the plan does not train one of them
    public TrainingPlan only(Set<Axis> some) {
        Map<String, AxisPlan> kept = new HashMap<>();
        for (Axis axis : some) {
            AxisPlan own = axis(axis);
            if (own == null) {
                throw new Problem(
                        "PLAN",
                        label(),
                        "the plan does not train " + axis.label(),
                        "it trains " + String.join(", ", new TreeSet<>(axes.keySet())),
                        "name one of these, or another plan");
            }
            kept.put(axis.label(), own);
        }
        return changed(kept, boosting, gate);
    }

    /// The features that a model of an axis or estimate may read by this plan, in catalogue order, including
    /// those that the plan leaves out.
    public List<Feature> inputs(FeatureCatalogue catalogue, Axis axis) {
        AxisPlan own = axis(axis);
        boolean claimFacts = own != null && Boolean.TRUE.equals(own.claimFacts());
        return catalogue.features().stream()
                .filter(f -> axis.inputs().contains(f.axis()) || claimFacts && f.axis() == Axis.CLAIM)
                .map(f -> directed(f, own))
                .toList();
    }

    private static Feature directed(Feature feature, @Nullable AxisPlan own) {
        return own == null
                ? feature
                : own.changes().stream()
                        .filter(change -> change.feature().equals(feature.name()))
                        .findFirst()
                        .map(change -> feature.directed(change.direction()))
                        .orElse(feature);
    }

    /// The features that a model of an axis is fitted with and then holds at one value: those of the claim for
    /// willingness, unless the plan lets it read them. So effects of a claim's age are not attributed to the
    /// debtor.
    public List<Feature> controls(FeatureCatalogue catalogue, Axis axis) {
        List<Feature> read = inputs(catalogue, axis);
        return axis != Axis.WILLINGNESS
                ? List.of()
                : catalogue.of(Axis.CLAIM).stream()
                        .filter(f -> read.stream().noneMatch(own -> own.name().equals(f.name())))
                        .toList();
    }

    /// The plan where none is named.
    ///
    /// @param home folder of the project
    public static Path standard(Path home) {
        return home.resolve("data-samples/plans/default.yaml");
    }

    /// Reads a plan. Refuses unknown keys, numbers and dates out of their ranges, and names of feeds and
    /// features that do not exist.
    ///
    /// @throws Problem PLAN naming the file, the place, the line and the column
    public static TrainingPlan read(Path file) {
        StrictYaml.Document<TrainingPlan> document = StrictYaml.document(file, TrainingPlan.class, "PLAN");
        TrainingPlan plan = document.value();
        Unknown unknown = new Unknown(file, document.places());
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        for (Axis axis : Axis.modelled()) {
            AxisPlan own = plan.axis(axis);
            if (own != null) {
                String at = "axes." + axis.label();
                unknown.refuse(at + ".feeds", own.feeds, "feed", FEEDS);
                unknown.refuse(
                        at + ".features_out",
                        own.featuresOut,
                        "feature of " + axis.label(),
                        plan.fitted(catalogue, axis));
                unknown.refuseDirections(at + ".directions", own, plan.inputs(catalogue, axis));
                unknown.refuseBins(at, own, plan.inputs(catalogue, axis), plan.controls(catalogue, axis));
            }
        }
        return plan;
    }

    /// Refuses names in a file that are not known.
    private record Unknown(Path file, YamlPlaces places) {
        void refuse(String at, List<String> names, String kind, List<String> known) {
            for (int i = 0; i < names.size(); i++) {
                if (!known.contains(names.get(i))) {
                    String place = at + "[" + i + "]";
                    throw new Problem(
                            "PLAN",
                            file + " at " + place + places.of(place),
                            "'" + names.get(i) + "' is not a " + kind,
                            "the known names are " + String.join(", ", known),
                            "correct the spelling, or remove the name");
                }
            }
        }

        /// Refuses bins of features that the axis does not have, edges of codes, and groups of
        /// quantities.
        void refuseBins(String at, AxisPlan own, List<Feature> inputs, List<Feature> controls) {
            List<Feature> known =
                    Stream.concat(inputs.stream(), controls.stream()).toList();
            Map<String, Feature> byName = new HashMap<>();
            known.forEach(f -> byName.put(f.name(), f));
            for (String key : List.of("cuts", "groups")) {
                List<StatedBins> stated = own.statedBins().stream()
                        .filter(bins -> key.equals("groups") == bins instanceof StatedBins.Groups)
                        .toList();
                refuse(
                        at + "." + key,
                        stated.stream().map(StatedBins::feature).toList(),
                        "feature that models of the axis are fitted with",
                        known.stream().map(Feature::name).toList());
                for (int i = 0; i < stated.size(); i++) {
                    StatedBins bins = stated.get(i);
                    Feature feature = Objects.requireNonNull(byName.get(bins.feature()), "it was looked up");
                    String place = at + "." + key + "[" + i + "]";
                    if (own.featuresOut().contains(feature.name())) {
                        throw new Problem(
                                "PLAN",
                                file + " at " + place + places.of(place),
                                "the plan states bins of '" + feature.name() + "' and leaves the feature out",
                                "features_out names it",
                                "remove one of the two");
                    }
                    if (bins instanceof StatedBins.Groups groups) {
                        refuseGroups(place, groups, feature);
                    }
                }
            }
        }

        private void refuseGroups(String place, StatedBins.Groups groups, Feature feature) {
            if (feature.type() != Feature.Type.CODE) {
                throw new Problem(
                        "PLAN",
                        file + " at " + place + places.of(place),
                        "'" + feature.name() + "' has no codes to group",
                        "it is a quantity: " + feature.description(),
                        "state the edges of its bins under cuts");
            }
            for (String code : groups.values().stream().flatMap(List::stream).toList()) {
                if (!code.matches("\\d{1,6}")) {
                    throw new Problem(
                            "PLAN",
                            file + " at " + place + places.of(place),
                            "'" + code + "' is not a code of '" + feature.name() + "'",
                            "codes are whole numbers: " + feature.description(),
                            "write the codes as numbers");
                }
            }
        }

        void refuseDirections(String at, AxisPlan own, List<Feature> inputs) {
            for (int i = 0; i < own.changes().size(); i++) {
                DirectionChange change = own.changes().get(i);
                String place = at + "[" + i + "]";
                Feature feature = inputs.stream()
                        .filter(f -> f.name().equals(change.feature()))
                        .findFirst()
                        .orElse(null);
                if (feature == null) {
                    refuse(
                            at,
                            own.changes().stream().map(DirectionChange::feature).toList(),
                            "feature that models of the axis read",
                            inputs.stream().map(Feature::name).toList());
                } else if (feature.expected() == change.direction()) {
                    throw new Problem(
                            "PLAN",
                            file + " at " + place + places.of(place),
                            "the direction of '" + change.feature() + "' is no other than the field's",
                            "the field expects it to be "
                                    + feature.expected().name().toLowerCase(Locale.ROOT),
                            "remove the change, or name another direction");
                }
            }
        }
    }

    /// The names of the features that a model of an axis is fitted with.
    private List<String> fitted(FeatureCatalogue catalogue, Axis axis) {
        return Stream.concat(inputs(catalogue, axis).stream(), controls(catalogue, axis).stream())
                .map(Feature::name)
                .toList();
    }

    private static List<String> names(String key, @Nullable List<String> names) {
        if (names == null) {
            return List.of();
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            require(key + "[" + i + "]", name != null && !name.isBlank(), key + ": a name is empty");
            require(key + "[" + i + "]", seen.add(name), key + ": '" + name + "' is given twice");
        }
        return List.copyOf(names);
    }

    private static void inTime(String key, @Nullable LocalDate day) {
        require(
                key,
                day == null || !day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY),
                key + " must be between " + FIRST_DAY + " and " + LAST_DAY);
    }

    private static void within(String key, int value, int least, int most) {
        require(key, value >= least && value <= most, key + " must be between " + least + " and " + most);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static void require(String key, boolean condition, String message) {
        WrongSetting.require(condition, key, message);
    }
}
