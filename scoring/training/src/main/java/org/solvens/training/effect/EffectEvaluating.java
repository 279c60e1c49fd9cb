package org.solvens.training.effect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.model.EffectModel;
import org.solvens.model.Scorer;
import org.solvens.training.evaluate.ClusteredMean;
import org.solvens.training.evaluate.Evaluation.GateCheck;
import org.solvens.training.evaluate.Evaluation.Severity;

/// Measures a model of the effects of routes on debtors that it was not trained on.
final class EffectEvaluating {
    private static final int STRONGEST = 5;

    private EffectEvaluating() {}

    /// @param trained how many decisions the model was trained on
    /// @param left routes whose effect is not known well enough
    /// @param champion to compare with; null for none
    static EffectEvaluation of(
            EffectRows rows,
            int trained,
            int[] test,
            double[][] expected,
            EffectModel model,
            List<LearntEffect> learnt,
            List<String> left,
            @Nullable EffectModel champion) {
        long[] debtors = Arrays.stream(test).mapToLong(r -> rows.debtors()[r]).toArray();
        Ranked ranked = ranked(rows, test, expected, model);
        List<EffectEvaluation.RouteResult> routes = new ArrayList<>();
        for (int i = 0; i < learnt.size(); i++) {
            LearntEffect one = learnt.get(i);
            Scorer scorer = Scorer.of(model.effects().get(i).trees(), rows.features());
            int[] some = Arrays.stream(test)
                    .filter(r -> one.stages().contains(rows.stages()[r]))
                    .toArray();
            routes.add(new EffectEvaluation.RouteResult(
                    EffectTraining.label(one.route()),
                    one.taken(),
                    one.mean(),
                    one.kept(),
                    ClusteredMean.of(
                            Arrays.stream(some)
                                    .mapToDouble(r -> LearntEffect.effect(rows, r, expected[r], one.route()))
                                    .toArray(),
                            Arrays.stream(some)
                                    .mapToLong(r -> rows.debtors()[r])
                                    .toArray()),
                    Arrays.stream(some)
                            .mapToDouble(r -> scorer.logOdds(rows.vectors()[r]))
                            .average()
                            .orElse(Double.NaN),
                    strongest(rows, one)));
        }
        ClusteredMean gain = ClusteredMean.of(ranked.gains(), debtors);
        double[] products = new double[test.length];
        double[] squares = new double[test.length];
        for (int i = 0; i < test.length; i++) {
            products[i] = ranked.gains()[i] * ranked.promised()[i];
            squares[i] = ranked.promised()[i] * ranked.promised()[i];
        }
        ClusteredMean slope = ClusteredMean.ratio(products, squares, debtors);
        List<GateCheck> gate = new ArrayList<>();
        gate.add(atLeast("gain_over_waiting", gain.low(), 0));
        gate.add(atLeast("slope", slope.high(), 0.5));
        if (champion != null && champion.features().equals(rows.features())) {
            double[] others = ranked(rows, test, expected, champion).gains();
            double[] more = new double[test.length];
            Arrays.setAll(more, i -> ranked.gains()[i] - others[i]);
            gate.add(atLeast("against_champion", ClusteredMean.of(more, debtors).high(), 0));
        }
        return new EffectEvaluation(
                model.id(),
                Axis.ROUTE_EFFECT.label(),
                model.family(),
                trained,
                test.length,
                gain,
                slope,
                routes,
                List.copyOf(left),
                List.copyOf(gate));
    }

    private static GateCheck atLeast(String check, double value, double limit) {
        return new GateCheck(check, value, limit, Severity.LIMIT, value >= limit);
    }

    /// What the best route by a model gains over doing nothing.
    ///
    /// @param gains doubly robust
    /// @param promised by the model
    private record Ranked(double[] gains, double[] promised) {}

    private static Ranked ranked(EffectRows rows, int[] test, double[][] expected, EffectModel model) {
        List<Scorer> scorers = model.effects().stream()
                .map(e -> Scorer.of(e.trees(), rows.features()))
                .toList();
        double[] gains = new double[test.length];
        double[] promised = new double[test.length];
        for (int i = 0; i < test.length; i++) {
            int row = test[i];
            for (int e = 0; e < scorers.size(); e++) {
                EffectModel.Effect effect = model.effects().get(e);
                double share = scorers.get(e).logOdds(rows.vectors()[row]);
                if (effect.stages().contains(rows.stages()[row]) && share > promised[i]) {
                    promised[i] = share;
                    gains[i] = LearntEffect.effect(rows, row, expected[row], effect.route());
                }
            }
        }
        return new Ranked(gains, promised);
    }

    private static List<String> strongest(EffectRows rows, LearntEffect one) {
        return IntStream.range(0, rows.features().size())
                .boxed()
                .filter(f -> one.kept() > 0 && one.gain(f) > 0)
                .sorted(Comparator.comparingDouble((Integer f) -> -one.gain(f)))
                .limit(STRONGEST)
                .map(f -> rows.features().get(f))
                .toList();
    }
}
