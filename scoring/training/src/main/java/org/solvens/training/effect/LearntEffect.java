package org.solvens.training.effect;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.training.evaluate.ClusteredMean;
import org.solvens.training.fit.SmileTrees;

/// The effect of a route before it is exported: its mean, and how the cases differ.
///
/// @param mean doubly robust, over the rows of its stages, with weights that are bounded
/// @param unbounded the same with the full weights, relative to their sum
/// @param more trees of what its decisions brought beyond the trees over all routes; null for too
///     few decisions
/// @param idle the same of WAIT
/// @param middle mean difference of the two over the rows
/// @param kept share of the differences between cases that held on other debtors
record LearntEffect(
        Route route,
        int taken,
        Set<Stage> stages,
        ClusteredMean mean,
        ClusteredMean unbounded,
        SmileTrees.@Nullable Sum more,
        SmileTrees.@Nullable Sum idle,
        double middle,
        double kept) {
    /// No decision counts more often than this in an estimate: rarer ones make it noisier than biased.
    private static final double MOST_WEIGHT = 25;
    private static final double Z = 1.959964;

    /// Of the balance: the effects of routes differ by a few hundredths.
    private static final double MOST_ERROR = 0.02;

    /// Standard errors from zero. The signs of ten routes are judged at once (Bonferroni, 5 %).
    private static final double SURE = 2.81;

    double error() {
        return Double.isNaN(mean.high()) ? Math.abs(mean.value()) : (mean.high() - mean.low()) / (2 * Z);
    }

    /// Whether routes can be ranked by it: it is known to a few hundredths of the balance, or its
    /// sign is certain.
    ///
    /// This is judged with the full weights. Bounded weights hide how few decisions an effect comes
    /// from: a route that was drawn once in 333 decisions would seem as certain as a common one.
    boolean known() {
        double error = (unbounded.high() - unbounded.low()) / (2 * Z);
        return error <= MOST_ERROR || Math.abs(unbounded.value()) > SURE * error;
    }

    /// How much more a row gains by the route than by WAIT, before it is shrunk.
    double contrast(EffectRows rows, int row) {
        return (more == null ? 0 : more.beyondBase(rows.columns(), row))
                - (idle == null ? 0 : idle.beyondBase(rows.columns(), row));
    }

    double smile(EffectRows rows, int row) {
        return (more == null ? 0 : more.smile(rows.columns(), row) - more.base())
                - (idle == null ? 0 : idle.smile(rows.columns(), row) - idle.base())
                - middle;
    }

    double gain(int feature) {
        return (more == null ? 0 : more.gain(feature)) + (idle == null ? 0 : idle.gain(feature));
    }

    /// Learns the effect of a route from the decisions in the stages where it was taken often enough.
    static LearntEffect learn(
            EffectRows rows,
            int[] train,
            double[][] expected,
            RouteOutcomes outcomes,
            Route route,
            int taken,
            Set<Stage> stages) {
        int[] some = Arrays.stream(train)
                .filter(r -> stages.contains(rows.stages()[r]))
                .toArray();
        double[] effects = Arrays.stream(some)
                .mapToDouble(r -> effect(rows, r, expected[r], route))
                .toArray();
        long[] debtors = Arrays.stream(some).mapToLong(r -> rows.debtors()[r]).toArray();
        LearntEffect whole = new LearntEffect(
                route,
                taken,
                stages,
                ClusteredMean.of(effects, debtors),
                unbounded(rows, some, expected, route, debtors),
                outcomes.beyond(route),
                outcomes.beyond(Route.WAIT),
                0,
                0);
        double middle = Arrays.stream(some)
                .mapToDouble(r -> whole.contrast(rows, r))
                .average()
                .orElse(0);
        return new LearntEffect(
                route,
                taken,
                stages,
                whole.mean(),
                whole.unbounded(),
                whole.more(),
                whole.idle(),
                middle,
                kept(some, expected, effects, route));
    }

    /// The slope of the doubly robust effects on differences that were fitted on other debtors, between 0 and
    /// 1: the best linear predictor of Chernozhukov, Demirer, Duflo and Fernandez-Val, 2018.
    private static double kept(int[] some, double[][] expected, double[] effects, Route route) {
        double[] differences = Arrays.stream(some)
                .mapToDouble(r -> expected[r][route.ordinal()] - expected[r][Route.WAIT.ordinal()])
                .toArray();
        double meanEffect = Arrays.stream(effects).average().orElse(0);
        double meanDifference = Arrays.stream(differences).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < some.length; i++) {
            above += (differences[i] - meanDifference) * (effects[i] - meanEffect);
            below += (differences[i] - meanDifference) * (differences[i] - meanDifference);
        }
        return below > 0 ? Math.clamp(above / below, 0, 1) : 0;
    }

    private static ClusteredMean unbounded(
            EffectRows rows, int[] some, double[][] expected, Route route, long[] debtors) {
        double scale = scale(rows, some, route);
        double idle = scale(rows, some, Route.WAIT);
        double[] effects = Arrays.stream(some)
                .mapToDouble(r -> level(rows, r, expected[r], route, scale / rows.probabilities()[r])
                        - level(rows, r, expected[r], Route.WAIT, idle / rows.probabilities()[r]))
                .toArray();
        return ClusteredMean.of(effects, debtors);
    }

    /// The factor that makes the weights of a route's decisions add up to the number of all.
    private static double scale(EffectRows rows, int[] some, Route route) {
        return some.length
                / Arrays.stream(some)
                        .filter(r -> rows.routes()[r] == route)
                        .mapToDouble(r -> 1 / rows.probabilities()[r])
                        .sum();
    }

    /// The doubly robust estimate of a route's effect on one decision.
    static double effect(EffectRows rows, int row, double[] expected, Route route) {
        return level(rows, row, expected, route) - level(rows, row, expected, Route.WAIT);
    }

    /// The doubly robust estimate of the share that comes in under a route.
    static double level(EffectRows rows, int row, double[] expected, Route route) {
        return level(rows, row, expected, route, Math.min(MOST_WEIGHT, 1 / rows.probabilities()[row]));
    }

    private static double level(EffectRows rows, int row, double[] expected, Route route, double weight) {
        double mean = expected[route.ordinal()];
        return rows.routes()[row] == route ? mean + weight * (rows.shares()[row] - mean) : mean;
    }
}
