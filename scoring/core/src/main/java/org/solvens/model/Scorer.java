package org.solvens.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;
import org.solvens.problem.Problem;

/// A model made ready for vectors of a fixed order: plain arrays, no allocation but for reasons.
/// Immutable, so that threads may share one.
public final class Scorer {
    private static final int NOWHERE = -1;

    private final Model model;
    private final int[] positions;
    private final LogOdds formula;
    private final double[] knots;
    private final double[] probabilities;
    private final boolean step;
    private final int periodAt;
    private final Band[] bands;

    /// A {@link CurveBand} over plain arrays.
    private record Band(int days, double[] value, double[] low, double[] high) {
        Curve.Point at(double expected) {
            return new Curve.Point(
                    days,
                    expected,
                    Math.min(expected, Calibration.at(false, value, low, expected)),
                    Math.max(expected, Calibration.at(false, value, high, expected)));
        }
    }

    /// @param periodAt position of the number of the period for a curve; unused for other models
    private Scorer(Model model, int[] positions, int periodAt) {
        this.model = model;
        this.positions = positions;
        this.periodAt = periodAt;
        formula = formula(model, positions);
        bands = model instanceof CurveModel curve
                ? curve.bands().stream()
                        .map(b -> new Band(b.days(), array(b.value()), array(b.low()), array(b.high())))
                        .toArray(Band[]::new)
                : new Band[0];
        knots = array(model.calibration().logOdds());
        probabilities = array(model.calibration().probability());
        step = model.calibration().interpolation() == Calibration.Interpolation.STEP;
    }

    private static LogOdds formula(Model model, int[] positions) {
        return switch (model) {
            case ScorecardModel scorecard -> new ScorecardLogOdds(scorecard, positions);
            case TreesModel trees -> new TreesLogOdds(trees, positions);
            case CurveModel curve -> formula(curve.hazard(), positions);
            case EffectModel _ -> throw new IllegalArgumentException("effects have a scorer of their own");
        };
    }

    /// Makes a model ready for vectors with values in the order of the given names.
    ///
    /// Vectors for {@link #curve} need not hold the number of the period. Vectors for any other method of a
    /// curve must.
    ///
    /// @throws Problem `MODEL-FEATURES` if the vectors lack a feature of the model
    public static Scorer of(Model model, List<String> vectorNames) {
        int[] positions = new int[model.features().size()];
        int periodAt = NOWHERE;
        String period = "";
        if (model instanceof CurveModel curve) {
            period = curve.period();
            int named = vectorNames.indexOf(period);
            periodAt = named < 0 ? vectorNames.size() : named;
        }
        for (int i = 0; i < positions.length; i++) {
            String feature = model.features().get(i);
            positions[i] = feature.equals(period) ? periodAt : vectorNames.indexOf(feature);
            if (positions[i] < 0) {
                throw new Problem(
                        "MODEL-FEATURES",
                        model.id(),
                        "the model needs the feature " + feature + ", which is not computed",
                        "it was trained on the features " + model.featuresVersion(),
                        "train a model on the features of today, or roll back to one that fits");
            }
        }
        return new Scorer(model, positions, periodAt);
    }

    /// Makes a model ready for the vectors of a catalogue.
    ///
    /// @throws Problem `MODEL-FEATURES` if the catalogue lacks a feature of the model, or treats the debtor's
    ///     other cases differently than the catalogue on which the model was trained
    public static Scorer of(Model model, FeatureCatalogue catalogue) {
        requireSameCases(model, catalogue);
        return of(model, catalogue.features().stream().map(Feature::name).toList());
    }

    /// @throws Problem `MODEL-FEATURES` if the model was trained on a catalogue that treats the
    ///     debtor's other cases
    ///     differently
    static void requireSameCases(Model model, FeatureCatalogue catalogue) {
        OtherCases learnt = OtherCases.ofVersion(model.featuresVersion());
        if (learnt != catalogue.otherCases()) {
            throw new Problem(
                    "MODEL-FEATURES",
                    model.id(),
                    "the model was trained with the debtor's cases of other creditors " + learnt.word()
                            + ", and they are " + catalogue.otherCases().word() + " now",
                    "with the other setting, the same feature name has a different value",
                    "write the snapshots and train under the setting of SOLVENS_OTHER_CASES that is to hold, or set it"
                            + " to "
                            + learnt.word());
        }
    }

    /// For vectors that hold the model's own features in their order.
    static Scorer own(Model model) {
        int[] positions = new int[model.features().size()];
        Arrays.setAll(positions, i -> i);
        int periodAt = NOWHERE;
        if (model instanceof CurveModel curve) {
            int named = model.features().indexOf(curve.period());
            periodAt = named < 0 ? positions.length : named;
        }
        return new Scorer(model, positions, periodAt);
    }

    public Model model() {
        return model;
    }

    /// Log-odds of the good outcome before calibration.
    ///
    /// @throws IllegalArgumentException for NaN, or for a value below every feature's range that is not a code
    public double logOdds(double[] vector) {
        return formula.of(vector);
    }

    /// Calibrated probability of the good outcome within the model's horizon.
    public double probability(double[] vector) {
        return probabilityAt(logOdds(vector));
    }

    /// Points, rounded to the nearest.
    public int points(double[] vector) {
        return pointsAt(logOdds(vector));
    }

    /// Points of a mean training row, not rounded.
    public double neutralPoints() {
        return model.scale().points(formula.neutral());
    }

    /// Whether every feature of the model is missing; the number of a curve's period does not count as a
    /// feature.
    public boolean allMissing(double[] vector) {
        for (int position : positions) {
            if (position != periodAt && !Missing.is(vector[position])) {
                return false;
            }
        }
        return true;
    }

    /// What each feature adds or takes, strongest first; equal ones are in the order of the model's features.
    /// Features without effect are left out.
    ///
    /// @param most how many to give at most
    public List<Contribution> reasons(double[] vector, int most) {
        return most <= 0 ? List.of() : strongest(formula.effects(vector), vector, most);
    }

    /// What each feature adds to a curve or takes from it, strongest first: the mean over the periods until so many
    /// days have passed. The number of the period is none of them, because it says nothing of the case.
    ///
    /// @param vector its number of the period is ignored
    /// @param days more than 0
    /// @param most how many to give at most
    /// @throws IllegalStateException if the model is not a curve
    public List<Contribution> curveReasons(double[] vector, int days, int most) {
        if (most <= 0) {
            return List.of();
        }
        double[] effects = curveEffects(vector, days);
        for (int i = 0; i < effects.length; i++) {
            if (positions[i] == periodAt) {
                effects[i] = 0;
            }
        }
        return strongest(effects, vector, most);
    }

    /// What each of the model's features, the number of the period too, adds to the log-odds of a mean training row:
    /// the mean over the periods until so many days have passed.
    ///
    /// @throws IllegalStateException if the model is not a curve
    double[] curveEffects(double[] vector, int days) {
        CurveModel curve = asCurve();
        double[] at = withPeriod(vector);
        int periods = Math.ceilDiv(days, curve.periodDays());
        double[] mean = new double[positions.length];
        for (int period = 0; period < periods; period++) {
            at[periodAt] = period;
            double[] effects = formula.effects(at);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += effects[i] / periods;
            }
        }
        return mean;
    }

    /// @param effects of the model's features, in log-odds
    /// @param most at least 1
    private List<Contribution> strongest(double[] effects, double[] vector, int most) {
        double factor = model.scale().factor();
        int kept = 0;
        int[] strongest = new int[Math.min(most, positions.length)];
        double[] points = new double[strongest.length];
        for (int i = 0; i < positions.length; i++) {
            double own = effects[i] * factor;
            int at = kept;
            while (at > 0 && Math.abs(own) > Math.abs(points[at - 1])) {
                at--;
            }
            if (own != 0 && at < strongest.length) {
                kept = Math.min(kept + 1, strongest.length);
                for (int j = kept - 1; j > at; j--) {
                    strongest[j] = strongest[j - 1];
                    points[j] = points[j - 1];
                }
                strongest[at] = i;
                points[at] = own;
            }
        }
        Contribution[] reasons = new Contribution[kept];
        for (int r = 0; r < kept; r++) {
            int term = strongest[r];
            reasons[r] = new Contribution(model.axis(), model.features().get(term), vector[positions[term]], points[r]);
        }
        return List.of(reasons);
    }

    /// The score of a case, or why there is no score.
    ///
    /// @param ageDays days since the case was placed
    /// @param reasons most reasons to give
    public AxisScore score(double[] vector, int ageDays, int reasons) {
        if (ageDays > model.maxAgeDays()) {
            return new AxisScore.OutsidePopulation(model.id());
        }
        if (allMissing(vector)) {
            return new AxisScore.InsufficientData(model.id());
        }
        double logOdds = logOdds(vector);
        return new AxisScore.Scored(model.id(), probabilityAt(logOdds), pointsAt(logOdds), reasons(vector, reasons));
    }

    /// The curve of a case, at the days of the model's bands.
    ///
    /// @param vector its number of the period is ignored
    /// @throws IllegalStateException if the model is not a curve
    public Curve curve(double[] vector) {
        CurveModel curve = asCurve();
        double[] at = withPeriod(vector);
        List<Curve.Point> points = new ArrayList<>(bands.length);
        double open = 1;
        int periods = 0;
        for (Band band : bands) {
            for (; periods * curve.periodDays() < band.days(); periods++) {
                at[periodAt] = periods;
                open *= 1 - probability(at);
            }
            points.add(band.at(1 - open));
        }
        return new Curve(points);
    }

    /// The curve of a case, or why there is no curve.
    ///
    /// @param ageDays days since the case was placed
    /// @throws IllegalStateException if the model is not a curve
    public CurveEstimate estimate(double[] vector, int ageDays) {
        if (ageDays > model.maxAgeDays()) {
            return new CurveEstimate.Unknown(new AxisScore.OutsidePopulation(model.id()));
        }
        if (allMissing(vector)) {
            return new CurveEstimate.Unknown(new AxisScore.InsufficientData(model.id()));
        }
        return new CurveEstimate.Expected(model.id(), curve(vector));
    }

    private CurveModel asCurve() {
        if (model instanceof CurveModel curve) {
            return curve;
        }
        throw new IllegalStateException(model.id() + " is not a curve");
    }

    /// A copy with a place for the number of the period.
    private double[] withPeriod(double[] vector) {
        return Arrays.copyOf(vector, Math.max(vector.length, periodAt + 1));
    }

    private double probabilityAt(double logOdds) {
        return Calibration.at(step, knots, probabilities, logOdds);
    }

    private int pointsAt(double logOdds) {
        return Math.toIntExact(Math.round(model.scale().points(logOdds)));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
