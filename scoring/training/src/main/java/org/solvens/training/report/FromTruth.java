package org.solvens.training.report;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.solvens.chance.Draws;
import org.solvens.history.Route;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.training.fit.Levels;
import org.solvens.training.fit.SmileTrees;

/// What the features can tell of a decision: what trees estimate that were trained on the true outcomes of other
/// debtors under every route.
///
/// No lake has such outcomes. The value of the routes that are best by them shows how much of the way to the best
/// route for each is in the features at all, and how much a policy leaves there.
///
/// @param route the best by the estimates, of those that are open and that the simulation allows
/// @param gains what each route brings beyond WAIT by the estimates, in the reference currency; WAIT is absent
record FromTruth(Route route, Map<Route, Double> gains) {
    /// What tables call these estimates.
    static final String LABEL = "as far as features tell";

    /// Fewest decisions from which trees are trained.
    static final int LEAST = 1_000;

    private static final int FOLDS = 5;
    private static final int SLICE = 17;
    private static final int LEVELS = 32;
    private static final BoostingShape SHAPE = new BoostingShape(100, 0.05, 8, 3, 60, 0.5, LEVELS);

    FromTruth {
        gains = Map.copyOf(gains);
    }

    /// What a route brings beyond WAIT.
    double gain(Route route) {
        return gains.getOrDefault(route, 0.0);
    }

    /// The estimates by decision.
    ///
    /// For each route, trees of five parts of the debtors, each without the part that it decides, estimate what
    /// the route brings beyond WAIT, in the reference currency. The largest estimate is taken; WAIT where none
    /// is above zero.
    ///
    /// @param decided with their features
    /// @return empty for fewer than {@link #LEAST} decisions
    static Map<String, FromTruth> of(List<Decided> decided, long seed) {
        int size = decided.size();
        if (size < LEAST) {
            return Map.of();
        }
        byte[][] columns = columns(decided);
        int[] folds = decided.stream()
                .mapToInt(d -> (int) (FOLDS * Draws.uniform(d.debtor(), seed, SLICE)))
                .toArray();
        Map<Route, double[]> gains = new EnumMap<>(Route.class);
        for (Route route : EnumSet.complementOf(EnumSet.of(Route.HOLD, Route.WAIT))) {
            double[] gain = new double[size];
            for (int fold = 0; fold < FOLDS; fold++) {
                int out = fold;
                int[] some = IntStream.range(0, size)
                        .filter(i ->
                                folds[i] != out && decided.get(i).outcome(route).allowed())
                        .toArray();
                if (some.length == 0) {
                    continue;
                }
                double[] brought = Arrays.stream(some)
                        .mapToDouble(i -> decided.get(i).gain(route))
                        .toArray();
                SmileTrees.Sum trees = SmileTrees.regress(Levels.rows(columns, some), brought, SHAPE, seed);
                IntStream.range(0, size)
                        .filter(i -> folds[i] == out)
                        .forEach(i -> gain[i] = trees.base() + trees.beyondBase(columns, i));
            }
            gains.put(route, gain);
        }
        Map<String, FromTruth> told = new HashMap<>();
        for (int i = 0; i < size; i++) {
            Map<Route, Double> own = new EnumMap<>(Route.class);
            for (Map.Entry<Route, double[]> each : gains.entrySet()) {
                own.put(each.getKey(), each.getValue()[i]);
            }
            told.put(decided.get(i).point(), new FromTruth(best(decided.get(i), own), own));
        }
        return told;
    }

    private static Route best(Decided one, Map<Route, Double> gains) {
        Route best = Route.WAIT;
        double most = 0;
        for (Map.Entry<Route, Double> each : gains.entrySet()) {
            Set<Route> open = one.open();
            if (open.contains(each.getKey()) && one.outcome(each.getKey()).allowed() && each.getValue() > most) {
                best = each.getKey();
                most = each.getValue();
            }
        }
        return best;
    }

    private static byte[][] columns(List<Decided> decided) {
        int features = decided.getFirst().features().length;
        byte[][] columns = new byte[features][];
        for (int f = 0; f < features; f++) {
            int at = f;
            double[] values =
                    decided.stream().mapToDouble(d -> d.features()[at]).toArray();
            columns[f] = Levels.of(values, LEVELS).of(values);
        }
        return columns;
    }
}
