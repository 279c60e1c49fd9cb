package org.solvens.training.evaluate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.model.CurveModel;
import org.solvens.model.Model;
import org.solvens.model.Scorer;
import org.solvens.model.TreesModel;
import org.solvens.plan.TrainingPlan;
import org.solvens.stability.Shift;
import org.solvens.training.evaluate.CurveEvaluation.SliceCases;
import org.solvens.training.evaluate.Evaluation.Comparison;
import org.solvens.training.evaluate.Evaluation.FeatureFate;
import org.solvens.training.evaluate.Evaluation.GateCheck;
import org.solvens.training.evaluate.Evaluation.Severity;
import org.solvens.training.evaluate.Evaluation.Slice;
import org.solvens.training.evaluate.Resampling.Interval;
import org.solvens.training.evaluate.Resampling.Intervals;
import org.solvens.training.fit.Binning;
import org.solvens.training.fit.Directions;
import org.solvens.training.fit.Interactions;
import org.solvens.training.fit.Learned;
import org.solvens.training.fit.Scorecard;
import org.solvens.training.fit.Search;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;

/// Measures models on the test rows of a partition and checks them against the gate.
///
/// It stays one class: what is measured of one model on the same rows and draws.
public final class Evaluating {
    public static final double EXPORT_TOLERANCE = 1e-9;

    /// The check that the champion does not separate better: the upper end of the interval of the candidate's
    /// AUC minus the champion's is not below zero.
    public static final String AGAINST_CHAMPION = "auc_over_champion_high";
    private static final int SMALLEST_SLICE = 20;
    private static final int MOST_CREDITORS = 30;
    /// The feature of the balance.
    private static final String BALANCE = "balance";

    private final TrainingPlan plan;
    private final AxisRows rows;
    private final Partition partition;
    private final List<Feature> features;
    private final Map<String, Binning> binnings;
    private final int[] outcomes;
    private final Search.@Nullable Found search;
    private final Resampling resampling;
    private final Map<String, double[]> probabilities = new HashMap<>();

    /// @param features of the axis that the plan allows
    /// @param binnings of them
    public Evaluating(
            TrainingPlan plan,
            AxisRows rows,
            Partition partition,
            List<Feature> features,
            Map<String, Binning> binnings) {
        this(plan, rows, partition, features, binnings, null);
    }

    /// As above, for models whose shape was searched for.
    ///
    /// @param search what was tried; null for nothing
    public Evaluating(
            TrainingPlan plan,
            AxisRows rows,
            Partition partition,
            List<Feature> features,
            Map<String, Binning> binnings,
            Search.@Nullable Found search) {
        this.search = search;
        this.plan = plan;
        this.rows = rows;
        this.partition = partition;
        this.features = features;
        this.binnings = binnings;
        outcomes = rows.outcomes(partition.test());
        resampling = Resampling.of(
                Arrays.stream(partition.test()).mapToLong(rows::debtor).toArray(), plan.seed(), Separation.DRAWS);
    }

    /// Measures a model.
    ///
    /// @param exportDifference largest difference to Smile's own probabilities
    /// @param champion to be compared with; null for none
    /// @param otherFamily the other family's model; null for none
    public Evaluation of(
            Model model,
            Learned learned,
            double exportDifference,
            @Nullable Model champion,
            @Nullable Model otherFamily) {
        int[] train = partition.train();
        double[] own = probabilities(model);
        Metrics overall = Metrics.of(own, outcomes);
        Intervals intervals = resampling.intervals(own, outcomes);
        List<Slice> slices = slices(own);
        Shift stability =
                Shift.between(learned.logOdds(rows, train), learned.logOdds(rows, partition.test()), Ranking.GROUPS);
        List<Directions.Measured> directions =
                Directions.of(rows, partition.test(), Scorer.of(model, rows.features()), features);
        Comparison against = champion == null || champion.id().equals(model.id()) ? null : comparison(own, champion);
        CurveEvaluation curve = model instanceof CurveModel fitted ? curve(fitted) : null;
        List<GateCheck> gate = gate(overall, intervals, slices, stability, directions, exportDifference, against);
        if (curve != null) {
            gate.add(GateCheck.atMost("curve_error", curve.error(), plan.gate().maxCalibrationError()));
            gate.add(GateCheck.atLeast(
                    "curve_agreeing", curve.agreeing(), plan.gate().minCurveAgreeing()));
            gate.add(GateCheck.atLeast(
                    "curve_slices_agreeing", curve.slicesAgreeing(), plan.gate().minCurveAgreeing()));
        }
        return new Evaluation(
                model.id(),
                model.family(),
                model.axis().label(),
                train.length,
                Arrays.stream(rows.outcomes(train)).sum(),
                partition.testFrom(),
                overall,
                intervals,
                slices,
                Metrics.reliability(own, outcomes),
                Metrics.lift(own, outcomes),
                stability,
                fates(learned),
                directions,
                changedDirections(model.axis()),
                gate,
                against,
                otherFamily == null ? null : comparison(own, otherFamily),
                curve,
                learned instanceof Scorecard ? bins(learned, train) : null,
                search,
                partition.testFrom() == null ? null : trained(train),
                interactions(model, directions));
    }

    private Evaluation.Trained trained(int[] train) {
        int[] days = Arrays.stream(train).map(rows::asOf).sorted().toArray();
        return new Evaluation.Trained(LocalDate.ofEpochDay(days[0]), LocalDate.ofEpochDay(days[days.length - 1]));
    }

    private @Nullable List<Interactions.Pair> interactions(Model model, List<Directions.Measured> directions) {
        Model asked = model instanceof CurveModel curve ? curve.hazard() : model;
        return asked instanceof TreesModel
                ? Interactions.of(rows, partition.test(), Scorer.of(asked, rows.features()), directions)
                : null;
    }

    private List<Evaluation.FeatureBins> bins(Learned learned, int[] train) {
        int[] trained = rows.outcomes(train);
        List<Evaluation.FeatureBins> bins = new ArrayList<>();
        for (Feature feature : features) {
            if (learned.weight(feature.name()) != null) {
                Binning binning = Binning.of(binnings, feature.name());
                List<Evaluation.BinCount> counts = Arrays.stream(
                                binning.counts(rows.column(rows.features().indexOf(feature.name()), train), trained))
                        .map(count -> new Evaluation.BinCount(count[0], count[1]))
                        .toList();
                int values = binning.woe().length;
                bins.add(new Evaluation.FeatureBins(
                        feature.name(), counts.subList(0, values), counts.subList(values, counts.size())));
            }
        }
        return bins;
    }

    private CurveEvaluation curve(CurveModel model) {
        Scorer hazard = Scorer.of(model, rows.features());
        int[] first = rows.followed(partition.test());
        List<Followed> cases = Arrays.stream(first)
                .parallel()
                .mapToObj(row -> Followed.of(rows, row, hazard, Integer.MAX_VALUE))
                .toList();
        Map<String, IntFunction<String>> dimensions = dimensions();
        int balance = rows.features().indexOf(BALANCE);
        if (balance >= 0) {
            dimensions.put(BALANCE, quarters(balance, first));
        }
        List<SliceCases> slices = new ArrayList<>();
        dimensions.forEach((dimension, value) -> cells(first, value)
                .forEach((name, cell) -> slices.add(new SliceCases(
                        dimension, name, cell.stream().map(cases::get).toList()))));
        return CurveEvaluation.of(model, cases, slices, plan.seed());
    }

    /// The quarter of a row's balance among some rows of its country, because amounts in different currencies
    /// cannot be compared. The first has the smallest balances.
    private IntFunction<String> quarters(int feature, int[] some) {
        Map<String, double[]> cuts = new HashMap<>();
        cells(some, rows::country).forEach((country, cell) -> {
            double[] sorted = cell.stream()
                    .mapToDouble(i -> rows.value(feature, some[i]))
                    .sorted()
                    .toArray();
            cuts.put(
                    country,
                    new double[] {sorted[sorted.length / 4], sorted[sorted.length / 2], sorted[3 * sorted.length / 4]});
        });
        return row -> {
            double balance = rows.value(feature, row);
            long reached = Arrays.stream(cuts.get(rows.country(row)))
                    .filter(cut -> cut <= balance)
                    .count();
            return "quarter " + (1 + reached);
        };
    }

    private List<GateCheck> gate(
            Metrics overall,
            Intervals intervals,
            List<Slice> slices,
            Shift stability,
            List<Directions.Measured> directions,
            double exportDifference,
            @Nullable Comparison champion) {
        TrainingPlan.GateLimits limits = plan.gate();
        double low = intervals.auc().low();
        List<GateCheck> gate = new ArrayList<>();
        gate.add(GateCheck.alarm("export_difference", exportDifference, EXPORT_TOLERANCE));
        gate.add(GateCheck.alarm("leak_auc", overall.auc(), limits.maxAuc()));
        gate.add(GateCheck.alarm("leak_ks", overall.ks(), limits.maxKs()));
        gate.add(new GateCheck("auc_interval_low", low, limits.minAuc(), Severity.LIMIT, low > limits.minAuc()));
        gate.add(GateCheck.atMost("calibration_error", overall.calibrationError(), limits.maxCalibrationError()));
        gate.add(GateCheck.atMost("stability", stability.value(), limits.maxStability()));
        gate.add(GateCheck.atLeast("slice_auc_high", worst(slices), limits.minSliceAuc()));
        gate.add(GateCheck.atMost(
                "against_direction",
                directions.stream()
                        .mapToDouble(Directions.Measured::against)
                        .max()
                        .orElse(0),
                limits.maxAgainst()));
        if (champion != null) {
            Interval difference = champion.difference().auc();
            gate.add(new GateCheck(
                    AGAINST_CHAMPION,
                    difference.high(),
                    0,
                    Severity.LIMIT,
                    Separation.of(difference) != Separation.SECOND));
        }
        return gate;
    }

    /// The upper end of the AUC's interval in the slice where it is lowest; 1 if there is no slice with
    /// metrics.
    private static double worst(List<Slice> slices) {
        double worst = 1;
        for (Slice slice : slices) {
            Intervals intervals = slice.intervals();
            worst = intervals == null ? worst : Math.min(worst, intervals.auc().high());
        }
        return worst;
    }

    private Comparison comparison(double[] own, Model other) {
        double[] theirs = probabilities(other);
        Metrics overall = Metrics.of(theirs, outcomes);
        return new Comparison(
                other.id(),
                other.family(),
                overall,
                resampling.intervals(theirs, outcomes).auc(),
                Metrics.of(own, outcomes).auc() - overall.auc(),
                resampling.differences(own, theirs, outcomes));
    }

    private double[] probabilities(Model model) {
        return probabilities.computeIfAbsent(model.id(), _ -> {
            Scorer scorer = Scorer.of(model, rows.features());
            return Arrays.stream(partition.test())
                    .parallel()
                    .mapToDouble(row -> scorer.probability(rows.vector(row)))
                    .toArray();
        });
    }

    private List<Evaluation.ChangedDirection> changedDirections(Axis axis) {
        TrainingPlan.AxisPlan own = plan.axis(axis);
        return own == null
                ? List.of()
                : own.changes().stream()
                        .flatMap(change -> features.stream()
                                .filter(f -> f.name().equals(change.feature()))
                                .map(f -> new Evaluation.ChangedDirection(
                                        f.name(), f.expected(), f.direction(), change.reason())))
                        .toList();
    }

    private List<FeatureFate> fates(Learned learned) {
        return features.stream().map(f -> fate(f, learned)).toList();
    }

    private FeatureFate fate(Feature feature, Learned learned) {
        Binning binning = Binning.of(binnings, feature.name());
        Double weight = learned.weight(feature.name());
        Double alone = null;
        if (weight != null) {
            double[] woe = binning.of(rows.column(rows.features().indexOf(feature.name()), partition.test()));
            alone = Metrics.of(woe, outcomes).auc();
        }
        return new FeatureFate(
                feature.name(),
                feature.direction().name().toLowerCase(Locale.ROOT),
                binning.bins(),
                binning.informationValue(),
                weight,
                alone,
                learned.fate(feature.name()),
                alone != null && alone > plan.gate().maxAuc());
    }

    private List<Slice> slices(double[] own) {
        int[] test = partition.test();
        List<Slice> slices = new ArrayList<>();
        dimensions()
                .forEach((dimension, value) -> cells(test, value).forEach((name, cell) -> {
                    int[] at = cell.stream().mapToInt(Integer::intValue).toArray();
                    slices.add(slice(dimension, name, at, own));
                }));
        return slices;
    }

    /// The dimensions by which rows are sliced, in the order of the card.
    private Map<String, IntFunction<String>> dimensions() {
        Set<String> large = largest(rows::creditor);
        Map<String, IntFunction<String>> dimensions = new LinkedHashMap<>();
        if (rows.axis() == Axis.TABLE) {
            if (large.size() > 1) {
                dimensions.put("slice", row -> large.contains(rows.creditor(row)) ? rows.creditor(row) : "(others)");
            }
            return dimensions;
        }
        dimensions.put("stage", rows::stage);
        dimensions.put("arrears", row -> band(rows.arrears(row)));
        dimensions.put("age", row -> band(rows.age(row)));
        dimensions.put("claim_type", rows::claimType);
        dimensions.put("country", rows::country);
        dimensions.put("creditor", row -> large.contains(rows.creditor(row)) ? rows.creditor(row) : "(others)");
        return dimensions;
    }

    private Set<String> largest(IntFunction<String> value) {
        Map<String, Long> counts = Arrays.stream(partition.test())
                .mapToObj(value)
                .collect(Collectors.groupingBy(v -> v, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Long> e) -> -e.getValue()))
                .limit(MOST_CREDITORS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// Positions in an array of rows, grouped by a common value.
    private static Map<String, List<Integer>> cells(int[] some, IntFunction<String> value) {
        return IntStream.range(0, some.length)
                .boxed()
                .collect(Collectors.groupingBy(i -> value.apply(some[i]), TreeMap::new, Collectors.toList()));
    }

    private Slice slice(String dimension, String value, int[] at, double[] own) {
        double[] p = Arrays.stream(at).mapToDouble(i -> own[i]).toArray();
        int[] y = Arrays.stream(at).map(i -> outcomes[i]).toArray();
        int goods = Arrays.stream(y).sum();
        Metrics metrics = null;
        Intervals intervals = null;
        if (Math.min(goods, y.length - goods) >= SMALLEST_SLICE) {
            long[] debtors = Arrays.stream(at)
                    .mapToLong(i -> rows.debtor(partition.test()[i]))
                    .toArray();
            metrics = Metrics.of(p, y);
            intervals = Resampling.of(debtors, plan.seed(), Separation.DRAWS).intervals(p, y);
        }
        return new Slice(
                dimension,
                value,
                y.length,
                goods,
                Arrays.stream(p).average().orElseThrow(),
                (double) goods / y.length,
                metrics,
                intervals);
    }

    private static String band(int days) {
        if (days <= 30) {
            return "000-030";
        }
        if (days <= 90) {
            return "031-090";
        }
        if (days <= 180) {
            return "091-180";
        }
        return days <= 365 ? "181-365" : "366+";
    }
}
