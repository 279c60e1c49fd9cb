package org.solvens.training.effect;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.training.fit.SmileTrees;

/// The share of the balance that is expected under each route: trees over all routes, and for each route what
/// its decisions brought beyond them.
///
/// It need not be right: the doubly robust estimates that use it are right if either it or the logged
/// probabilities are. The better it is, the narrower are their intervals.
public final class RouteOutcomes {
    private static final BoostingShape POOLED = new BoostingShape(80, 0.1, 8, 3, 100, 0.5, 32);
    private static final int LEAST_FOR_TREES = 300;
    /// Decisions without a difference that weigh against those of a route.
    private static final double PRIOR = 100;

    private final SmileTrees.Sum pooled;
    private final Map<Route, SmileTrees.Sum> beyond = new EnumMap<>(Route.class);
    private final Map<Route, Double> means = new EnumMap<>(Route.class);

    private RouteOutcomes(SmileTrees.Sum pooled) {
        this.pooled = pooled;
    }

    /// Fits on some rows.
    static RouteOutcomes fit(EffectRows rows, int[] some, long seed) {
        double[] shares = Arrays.stream(some).mapToDouble(r -> rows.shares()[r]).toArray();
        RouteOutcomes outcomes = new RouteOutcomes(SmileTrees.regress(rows.columns(some), shares, POOLED, seed));
        for (Route route : Route.values()) {
            int[] taken =
                    Arrays.stream(some).filter(r -> rows.routes()[r] == route).toArray();
            double[] rest = Arrays.stream(taken)
                    .mapToDouble(r -> rows.shares()[r] - outcomes.pooled(rows, r))
                    .toArray();
            double mean = Arrays.stream(rest).sum() / (taken.length + PRIOR);
            outcomes.means.put(route, mean);
            if (taken.length >= LEAST_FOR_TREES) {
                BoostingShape shape = new BoostingShape(40, 0.1, 4, 2, Math.max(40, taken.length / 40), 0.5, 32);
                outcomes.beyond.put(route, SmileTrees.regress(rows.columns(taken), rest, shape, seed));
            }
        }
        return outcomes;
    }

    /// What the decisions for a route brought beyond the trees over all routes; null if they are too few to
    /// tell cases apart.
    SmileTrees.@Nullable Sum beyond(Route route) {
        return beyond.get(route);
    }

    private double pooled(EffectRows rows, int row) {
        return pooled.base() + pooled.beyondBase(rows.columns(), row);
    }

    /// The expected share of a row under every route, by the route's ordinal.
    double[] of(EffectRows rows, int row) {
        double common = pooled(rows, row);
        double[] expected = new double[Route.values().length];
        for (Route route : Route.values()) {
            SmileTrees.Sum trees = beyond.get(route);
            double more = Objects.requireNonNull(means.get(route))
                    + (trees == null ? 0 : trees.beyondBase(rows.columns(), row));
            expected[route.ordinal()] = Math.clamp(common + more, 0, 1);
        }
        return expected;
    }

    /// The expected shares of all rows by the route's ordinal, each from a fit without its debtor.
    public static double[][] crossFitted(EffectRows rows, long seed) {
        return crossFitted(rows, IntStream.range(0, rows.size()).toArray(), seed);
    }

    /// The expected shares of all rows, each from a fit without its debtor.
    ///
    /// @param some rows that are fitted on; other rows get the mean of all fits
    static double[][] crossFitted(EffectRows rows, int[] some, long seed) {
        double[][] expected = new double[rows.size()][Route.values().length];
        int[] fits = new int[rows.size()];
        boolean[] fitted = new boolean[rows.size()];
        Arrays.stream(some).forEach(r -> fitted[r] = true);
        for (int fold = 0; fold < EffectRows.FOLDS; fold++) {
            int out = fold;
            RouteOutcomes outcomes = fit(
                    rows,
                    Arrays.stream(some).filter(r -> rows.fold(r, seed) != out).toArray(),
                    seed);
            IntStream.range(0, rows.size())
                    .parallel()
                    .filter(r -> !fitted[r] || rows.fold(r, seed) == out)
                    .forEach(r -> {
                        double[] one = outcomes.of(rows, r);
                        for (int i = 0; i < one.length; i++) {
                            expected[r][i] += one[i];
                        }
                        fits[r]++;
                    });
        }
        for (int r = 0; r < expected.length; r++) {
            for (int i = 0; i < expected[r].length; i++) {
                expected[r][i] /= Math.max(1, fits[r]);
            }
        }
        return expected;
    }
}
