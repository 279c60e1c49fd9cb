package org.solvens.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.Missing;
import org.solvens.model.Calibration;
import org.solvens.model.Model;
import org.solvens.model.PointsScale;
import org.solvens.model.Term;
import org.solvens.model.Verification;
import org.solvens.outcome.Recovered;
import org.solvens.plan.StatedBins;
import org.solvens.plan.TrainingPlan.ScorecardShape;
import org.solvens.training.rows.AxisRows;

/// Binned and selected features with coefficients: a scorecard before calibration.
///
/// It stays one class: the steps of one fit, and what is read of its result.
public final class Scorecard implements Learned {
    static final String ONE_BIN = "dropped: one bin, no difference in the expected direction";
    private static final double LEAST_VALUE = 0.005;
    private static final double MOST_CORRELATION = 0.9;

    private final List<Column> columns;
    private final Map<String, String> fates;
    private final Map<String, Binning> binnings;
    private final @Nullable Regression regression;
    private final Controls controls;

    private Scorecard(
            List<Column> columns,
            Map<String, String> fates,
            Map<String, Binning> binnings,
            @Nullable Regression regression,
            Controls controls) {
        this.controls = controls;
        this.columns = columns;
        this.fates = fates;
        this.binnings = binnings;
        this.regression = regression;
    }

    /// A feature in use.
    ///
    /// @param position in the rows
    private record Column(String feature, int position, Binning binning, double[] woe) {}

    /// Fits on some rows.
    ///
    /// It drops features with one bin, with an information value below 0.005, with a correlation above 0.9
    /// with a more informative one, and step by step those with a coefficient that would reverse the
    /// direction. Then it adjusts the weight of each bin for the other features (see {@link
    /// Adjusted}).
    public static Scorecard fit(AxisRows rows, int[] fit, List<Feature> features, BinRules rules) {
        return fit(rows, fit, features, Set.of(), rules);
    }

    /// Fits on some rows, with controls.
    ///
    /// @param controls names of the features that are fitted and then held at one value (see {@link Controls})
    public static Scorecard fit(
            AxisRows rows, int[] fit, List<Feature> features, Set<String> controls, BinRules rules) {
        return fit(
                rows, fit, features, Controls.of(rows, fit, controls), bin(rows, fit, features, rules), rules.shape());
    }

    /// The bins of every feature, by its name.
    ///
    /// The probability of payment is calibrated for each stage and kind of claim, so there the bins of a code
    /// follow no direction: a payment is most likely at the legal stage and least likely in surveillance after
    /// it. The bins may also be smaller, because a case has up to six rows, and fewer the sooner it pays. All
    /// other models keep one direction.
    public static Map<String, Binning> bin(AxisRows rows, int[] fit, List<Feature> features, BinRules rules) {
        int[] outcomes = rows.outcomes(fit);
        ScorecardShape shape = rules.shape();
        ScorecardShape codes = new ScorecardShape(
                shape.maxBins(),
                shape.minBinShare() / Recovered.PERIODS,
                shape.basePoints(),
                shape.baseOdds(),
                shape.pointsToDouble(),
                shape.rounded());
        List<Binning> all = IntStream.range(0, features.size())
                .parallel()
                .mapToObj(i -> {
                    Feature feature = features.get(i);
                    int position = rows.features().indexOf(feature.name());
                    double[] values = rows.column(position, fit);
                    int specials = rows.specials(position);
                    StatedBins stated = rules.stated().get(feature.name());
                    if (stated != null) {
                        return Binning.stated(values, specials, outcomes, feature.direction(), stated);
                    }
                    boolean code = feature.type() == Feature.Type.CODE && feature.direction() == Direction.FREE;
                    if (rows.axis() == Axis.PAYMENT_PROBABILITY && code) {
                        return Binning.ofCode(values, outcomes, codes);
                    }
                    return rows.axis() == Axis.TABLE && code
                            ? Binning.ofRank(values, outcomes, shape)
                            : Binning.of(values, specials, outcomes, feature.direction(), shape);
                })
                .toList();
        Map<String, Binning> binnings = new HashMap<>();
        for (int i = 0; i < features.size(); i++) {
            binnings.put(features.get(i).name(), all.get(i));
        }
        return binnings;
    }

    private static Scorecard fit(
            AxisRows rows,
            int[] fit,
            List<Feature> features,
            Controls controls,
            Map<String, Binning> binnings,
            ScorecardShape shape) {
        int[] outcomes = rows.outcomes(fit);
        Map<String, String> fates = new HashMap<>();
        List<Feature> telling = new ArrayList<>();
        for (Feature feature : features) {
            Binning binning = Binning.of(binnings, feature.name());
            if (binning.bins() < 2) {
                fates.put(feature.name(), ONE_BIN);
            } else if (binning.informationValue() < LEAST_VALUE) {
                fates.put(feature.name(), "dropped: information value below " + LEAST_VALUE);
            } else {
                telling.add(feature);
            }
        }
        List<Column> informative = telling.stream()
                .parallel()
                .map(feature -> {
                    int position = rows.features().indexOf(feature.name());
                    Binning binning = Binning.of(binnings, feature.name());
                    return new Column(feature.name(), position, binning, binning.of(rows.column(position, fit)));
                })
                .toList();
        List<Column> columns = uncorrelated(informative, fates);
        Regression last = null;
        List<Column> before = columns;
        while (!columns.isEmpty()) {
            Regression regression = Regression.fit(matrix(columns, fit.length), outcomes, start(columns, before, last));
            last = regression;
            before = columns;
            List<Column> kept = rightSigned(columns, regression, fates);
            if (kept.size() == columns.size()) {
                columns.forEach(c -> fates.put(c.feature(), controls.hold(c.feature()) ? Controls.FATE : "kept"));
                return adjusted(rows, fit, columns, regression, shape, fates, binnings, controls);
            }
            columns = kept;
        }
        return new Scorecard(List.of(), fates, binnings, null, controls);
    }

    private static Scorecard adjusted(
            AxisRows rows,
            int[] fit,
            List<Column> columns,
            Regression regression,
            ScorecardShape shape,
            Map<String, String> fates,
            Map<String, Binning> binnings,
            Controls controls) {
        Adjusted adjusted = Adjusted.of(
                columns.stream().map(Column::binning).toList(),
                columns.stream().map(c -> rows.column(c.position(), fit)).toArray(double[][]::new),
                rows.outcomes(fit),
                regression);
        if (Boolean.TRUE.equals(shape.rounded())) {
            adjusted = adjusted.rounded(new PointsScale(shape.basePoints(), shape.baseOdds(), shape.pointsToDouble()));
        }
        List<Column> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Binning binning = adjusted.binnings().get(i);
            all.add(new Column(
                    column.feature(), column.position(), binning, binning.of(rows.column(column.position(), fit))));
        }
        return new Scorecard(all, fates, binnings, adjusted.regression(), controls);
    }

    @Override
    public boolean isEmpty() {
        return columns.stream().allMatch(c -> controls.hold(c.feature()));
    }

    @Override
    public String fate(String feature) {
        return Objects.requireNonNull(fates.get(feature), "the fit decides on every feature");
    }

    @Override
    public @Nullable Double weight(String feature) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).feature().equals(feature) && !controls.hold(feature)) {
                return regression().coefficient(i);
            }
        }
        return null;
    }

    @Override
    public Model export(Common common, Calibration calibration) {
        return common.scorecard(terms(), intercept(), calibration, verification(calibration));
    }

    /// The bins of every feature, by its name.
    public Map<String, Binning> binnings() {
        return Map.copyOf(binnings);
    }

    Binning binning(String feature) {
        return Binning.of(binnings, feature);
    }

    private Regression regression() {
        return Objects.requireNonNull(regression, "a scorecard without features scores nothing");
    }

    /// The terms of the portable model.
    private List<Term> terms() {
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (controls.hold(column.feature())) {
                continue;
            }
            terms.add(new Term(
                    column.feature(),
                    list(column.binning().cuts()),
                    list(column.binning().woe()),
                    list(column.binning().missingWoe()),
                    Arrays.stream(column.woe()).average().orElseThrow(),
                    regression().coefficient(i)));
        }
        return terms;
    }

    /// The intercept, including the effect of the controls.
    private double intercept() {
        double sum = regression().intercept();
        for (int i = 0; i < columns.size(); i++) {
            Double at = controls.held().get(columns.get(i).feature());
            sum += at == null
                    ? 0
                    : regression().coefficient(i) * columns.get(i).binning().of(at);
        }
        return sum;
    }

    @Override
    public double[] logOdds(AxisRows rows, int[] which) {
        double[] logOdds = new double[which.length];
        Arrays.fill(logOdds, intercept());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            for (int r = 0; r < which.length && !controls.hold(column.feature()); r++) {
                logOdds[r] +=
                        regression().coefficient(i) * column.binning().of(rows.value(column.position(), which[r]));
            }
        }
        return logOdds;
    }

    @Override
    public double smileProbability(AxisRows rows, int row) {
        return regression()
                .probability(columns.stream()
                        .mapToDouble(c -> c.binning().of(controls.value(c.feature(), rows, c.position(), row)))
                        .toArray());
    }

    /// Artificial rows that cover every bin of every feature, on its lower edge, and every reason for a
    /// missing value, with their expected probability.
    private List<Verification> verification(Calibration calibration) {
        Missing[] reasons = Missing.values();
        int bins =
                columns.stream().mapToInt(c -> c.binning().woe().length).max().orElseThrow();
        List<Verification> rows = new ArrayList<>();
        for (int r = 0; r < bins + reasons.length; r++) {
            List<Double> values = new ArrayList<>();
            double logOdds = intercept();
            for (int i = 0; i < columns.size(); i++) {
                if (controls.hold(columns.get(i).feature())) {
                    continue;
                }
                Binning binning = columns.get(i).binning();
                double[] cuts = binning.cuts();
                int bin = r % (cuts.length + 1 + reasons.length);
                double value;
                if (bin > cuts.length) {
                    value = reasons[bin - cuts.length - 1].code();
                } else if (bin > 0) {
                    value = cuts[bin - 1];
                } else {
                    value = cuts.length == 0 ? 0 : Math.nextDown(cuts[0]);
                }
                values.add(value);
                logOdds += regression().coefficient(i) * binning.of(value);
            }
            rows.add(new Verification(values, calibration.of(logOdds)));
        }
        return rows;
    }

    private static List<Column> uncorrelated(List<Column> informative, Map<String, String> fates) {
        List<Column> byValue = new ArrayList<>(informative);
        byValue.sort(Comparator.comparingDouble((Column c) -> -c.binning().informationValue())
                .thenComparing(Column::feature));
        List<Column> kept = new ArrayList<>();
        List<double[]> standardised = new ArrayList<>();
        for (Column column : byValue) {
            double[] z = standardised(column.woe());
            int twin = -1;
            for (int i = 0; i < kept.size() && twin < 0; i++) {
                if (Math.abs(dot(z, standardised.get(i))) > MOST_CORRELATION) {
                    twin = i;
                }
            }
            if (twin < 0) {
                kept.add(column);
                standardised.add(z);
            } else {
                fates.put(
                        column.feature(),
                        "dropped: correlated with " + kept.get(twin).feature());
            }
        }
        kept.sort(Comparator.comparingInt(Column::position));
        return kept;
    }

    /// Where a regression begins: at the coefficients of the last one, or at 0.
    private static double[] start(List<Column> columns, List<Column> before, @Nullable Regression last) {
        double[] start = new double[columns.size() + 1];
        if (last != null) {
            for (int i = 0; i < columns.size(); i++) {
                start[i] = last.coefficient(before.indexOf(columns.get(i)));
            }
            start[columns.size()] = last.intercept();
        }
        return start;
    }

    /// The columns without the worse half of those with a coefficient that is not positive.
    private static List<Column> rightSigned(List<Column> columns, Regression regression, Map<String, String> fates) {
        List<Integer> wrong = IntStream.range(0, columns.size())
                .filter(i -> !(regression.coefficient(i) > 0))
                .boxed()
                .sorted(Comparator.comparingDouble(regression::coefficient))
                .toList();
        List<Integer> out = wrong.subList(0, (wrong.size() + 1) / 2);
        List<Column> kept = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (out.contains(i)) {
                fates.put(columns.get(i).feature(), "dropped: with the others its direction would be wrong");
            } else {
                kept.add(columns.get(i));
            }
        }
        return kept;
    }

    private static double[][] matrix(List<Column> columns, int rows) {
        double[][] matrix = new double[rows][columns.size()];
        for (int c = 0; c < columns.size(); c++) {
            double[] woe = columns.get(c).woe();
            for (int r = 0; r < rows; r++) {
                matrix[r][c] = woe[r];
            }
        }
        return matrix;
    }

    private static double[] standardised(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double[] z = new double[values.length];
        double squares = 0;
        for (int i = 0; i < z.length; i++) {
            z[i] = values[i] - mean;
            squares += z[i] * z[i];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < z.length && length > 0; i++) {
            z[i] /= length;
        }
        return z;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
