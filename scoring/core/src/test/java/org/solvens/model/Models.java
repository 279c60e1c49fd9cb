package org.solvens.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;

/// Small models for tests.
public final class Models {
    private Models() {}

    public static ScorecardModel willingness() {
        return ModelFile.identified(draft(0.5));
    }

    /// A model whose first verification row expects the probability given, where 0.5 is right.
    public static ScorecardModel draft(double expected) {
        return of(Axis.WILLINGNESS, expected);
    }

    public static ScorecardModel of(Axis axis, double expected) {
        return new ScorecardModel(
                "",
                axis,
                "test",
                1,
                90,
                730,
                "f1",
                List.of(
                        new Term("broken", List.of(1.0, 2.0), List.of(0.5, 0.0, -0.7), zeros(), 0.1, 1.2),
                        new Term("kept", List.of(0.5), List.of(-0.9, 1.0), List.of(0.0, 0.0, 0.0, 0.1), 0.0, 0.8)),
                0.2,
                new PointsScale(600, 1.0, 40),
                new Calibration(Calibration.Interpolation.LINEAR, List.of(0.0, 0.4), List.of(0.4, 0.6)),
                List.of(new Verification(List.of(1.0, -3e18), expected)));
    }

    /// A scorecard in which each feature of the given ones adds to the log-odds, a missing value more than any
    /// other, and those that are named later less.
    public static ScorecardModel weighing(Axis axis, String... features) {
        List<Term> terms = new ArrayList<>();
        for (String feature : features) {
            terms.add(new Term(
                    feature,
                    List.of(0.0),
                    List.of(-0.5, 0.5),
                    Collections.nCopies(4, 3.0),
                    0.0,
                    1.0 / (terms.size() + 1)));
        }
        return ModelFile.identified(new ScorecardModel(
                "",
                axis,
                "test",
                1,
                180,
                730,
                FeatureCatalogue.standard(OtherCases.SEEN).version(),
                terms,
                0.0,
                new PointsScale(600, 1.0, 40),
                new Calibration(Calibration.Interpolation.LINEAR, List.of(0.0), List.of(0.3)),
                List.of(new Verification(Collections.nCopies(features.length, 1.0), 0.3))));
    }

    /// A curve of one period of 90 days by a hazard.
    public static CurveModel curve(Model hazard, String period) {
        List<Double> row = Collections.nCopies(hazard.features().size(), 1.0);
        return ModelFile.identified(new CurveModel(
                "",
                hazard,
                period,
                90,
                List.of(new CurveBand(90, List.of(0.5), List.of(0.0), List.of(1.0))),
                List.of(new CurveModel.CurveRow(row, List.of(new Curve.Point(90, 0.3, 0, 1))))));
    }

    /// A curve whose hazard is a scorecard of `kept` and the number of the period, or trees.
    public static CurveModel curve(boolean trees) {
        Model hazard = trees ? hazardOfTrees() : hazard();
        List<CurveBand> bands = List.of(
                new CurveBand(30, List.of(0.1, 0.5), List.of(0.05, 0.4), List.of(0.2, 0.6)),
                new CurveBand(90, List.of(0.3), List.of(0.0), List.of(1.0)));
        List<Double> row = Collections.nCopies(hazard.features().size(), 1.0);
        List<Curve.Point> none =
                bands.stream().map(b -> new Curve.Point(b.days(), 0, 0, 0)).toList();
        CurveModel draft = new CurveModel("", hazard, "period", 30, bands, List.of(new CurveModel.CurveRow(row, none)));
        Curve curve = Scorer.own(draft)
                .curve(row.stream().mapToDouble(Double::doubleValue).toArray());
        return ModelFile.identified(
                new CurveModel("", hazard, "period", 30, bands, List.of(new CurveModel.CurveRow(row, curve.points()))));
    }

    /// A curve of one feature whose hazard is the same in every period, given by 30, 90 and 180 days.
    ///
    /// @param axis one that {@link Axis#isCurve}
    public static CurveModel flat(Axis axis, String feature, double chance) {
        ScorecardModel hazard = ModelFile.identified(new ScorecardModel(
                "",
                axis,
                "test",
                1,
                180,
                730,
                "f1",
                List.of(new Term(feature, List.of(), List.of(0.0), zeros(), 0.0, 1.0)),
                0.0,
                new PointsScale(600, 1.0, 40),
                new Calibration(Calibration.Interpolation.LINEAR, List.of(0.0), List.of(chance)),
                List.of(new Verification(List.of(1.0), chance))));
        List<CurveBand> bands = Curve.DAYS.stream()
                .map(days -> new CurveBand(days, List.of(0.5), List.of(0.0), List.of(1.0)))
                .toList();
        List<Curve.Point> points = Curve.DAYS.stream()
                .map(days -> new Curve.Point(days, 1 - Math.pow(1 - chance, days / 30.0), 0, 1))
                .toList();
        return ModelFile.identified(new CurveModel(
                "", hazard, "period", 30, bands, List.of(new CurveModel.CurveRow(List.of(1.0), points))));
    }

    private static ScorecardModel hazard() {
        ScorecardModel draft = hazard(0.5);
        return ModelFile.identified(hazard(Scorer.own(draft).probability(new double[] {0.7, 2})));
    }

    private static ScorecardModel hazard(double expected) {
        return new ScorecardModel(
                "",
                Axis.EXPECTED_RECOVERY,
                "test",
                1,
                180,
                730,
                "f1",
                List.of(
                        new Term("kept", List.of(0.5), List.of(-0.9, 1.0), List.of(0.0, 0.0, 0.0, 0.1), 0.0, 0.8),
                        new Term("period", List.of(1.0, 2.0), List.of(0.4, 0.1, -0.3), zeros(), 0.1, 1.0)),
                -0.2,
                new PointsScale(600, 1.0, 40),
                new Calibration(Calibration.Interpolation.LINEAR, List.of(-2.0, 2.0), List.of(0.05, 0.45)),
                List.of(new Verification(List.of(0.7, 2.0), expected)));
    }

    private static TreesModel hazardOfTrees() {
        TreesModel like = trees(3, 5, 3);
        return ModelFile.identified(new TreesModel(
                "",
                Axis.EXPECTED_RECOVERY,
                "test",
                1,
                180,
                730,
                "f1",
                List.of("f0", "f1", "period", "f3", "f4"),
                like.base(),
                like.trees(),
                like.scale(),
                like.calibration(),
                like.verification()));
    }

    /// Trees over five features `f0` to `f4`, drawn from a seed.
    ///
    /// @param trees how many
    /// @param depth most splits from a root to a leaf
    public static TreesModel trees(long seed, int trees, int depth) {
        Random random = new Random(seed);
        List<Tree> forest = new ArrayList<>();
        for (int t = 0; t < trees; t++) {
            forest.add(new Growing(random).grow(depth));
        }
        TreesModel draft = trees(forest, List.of(new Verification(List.of(0.0, 0.0, 0.0, 0.0, 0.0), 0.5)));
        double[] row = {1, -2e18, 0.5, 3, -1e18};
        double expected = Scorer.own(draft).probability(row);
        return ModelFile.identified(trees(
                forest, List.of(new Verification(Arrays.stream(row).boxed().toList(), expected))));
    }

    private static TreesModel trees(List<Tree> forest, List<Verification> verification) {
        return new TreesModel(
                "",
                Axis.ABILITY,
                "test",
                1,
                90,
                730,
                "f1",
                List.of("f0", "f1", "f2", "f3", "f4"),
                -0.3,
                forest,
                new PointsScale(600, 1.0, 40),
                new Calibration(Calibration.Interpolation.LINEAR, List.of(-9.0, 9.0), List.of(0.01, 0.99)),
                verification);
    }

    /// Any value that a vector may hold, among them the thresholds of {@link #trees}.
    static double value(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Missing.values()[random.nextInt(4)].code();
            case 1 -> random.nextInt(5);
            default -> random.nextDouble(5);
        };
    }

    /// A tree while it grows.
    private static final class Growing {
        private final Random random;
        private final List<Integer> feature = new ArrayList<>();
        private final List<Double> threshold = new ArrayList<>();
        private final List<Integer> left = new ArrayList<>();
        private final List<Integer> right = new ArrayList<>();
        private final List<Double> value = new ArrayList<>();
        private final List<Integer> rows = new ArrayList<>();

        private Growing(Random random) {
            this.random = random;
        }

        Tree grow(int depth) {
            node(depth);
            return new Tree(feature, threshold, left, right, value, rows);
        }

        private int node(int depth) {
            int node = feature.size();
            boolean leaf = depth == 0 || random.nextInt(6) == 0;
            feature.add(leaf ? -1 : random.nextInt(5));
            threshold.add(leaf ? 0.0 : value(random));
            left.add(0);
            right.add(0);
            value.add(leaf ? random.nextGaussian() : 0.0);
            rows.add(1 + random.nextInt(100));
            if (!leaf) {
                left.set(node, node(depth - 1));
                right.set(node, node(depth - 1));
                rows.set(node, rows.get(left.get(node)) + rows.get(right.get(node)));
            }
            return node;
        }
    }

    private static List<Double> zeros() {
        return List.of(0.0, 0.0, 0.0, 0.0);
    }
}
