package org.solvens.training.report;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.report.SimulatedTruth.Point;
import org.solvens.training.report.TruthReport.Payment;

/// All decisions, and those with six months of history.
record Judges(Judge all, Judge known) {
    static Judges of(List<Judged> judged) {
        return new Judges(
                Judge.of(judged, _ -> true), Judge.of(judged, i -> judged.get(i).known()));
    }

    boolean tell() {
        return !Double.isNaN(all.best());
    }

    Payment of(String by, String family, double[] estimate) {
        double auc = all.auc(estimate);
        double aucKnown = known.auc(estimate);
        return new Payment(by, family, auc, all.share(auc), aucKnown, known.share(aucKnown));
    }

    /// @param known whether there were six months of history
    record Judged(double[] vector, Point point, boolean known) {}

    /// Decisions, and the AUC of the true chance on them.
    ///
    /// @param of positions among all
    record Judge(int[] of, int[] paid, double best) {
        static Judge of(List<Judged> judged, IntPredicate which) {
            int[] of = IntStream.range(0, judged.size()).filter(which).toArray();
            int[] paid = IntStream.of(of)
                    .map(i -> judged.get(i).point().paid() ? 1 : 0)
                    .toArray();
            double[] chance = IntStream.of(of)
                    .mapToDouble(i -> judged.get(i).point().chance())
                    .toArray();
            boolean both = IntStream.of(paid).distinct().count() == 2;
            return new Judge(of, paid, both ? Metrics.of(chance, paid).auc() : Double.NaN);
        }

        double auc(double[] estimate) {
            return Double.isNaN(best)
                    ? Double.NaN
                    : Metrics.of(IntStream.of(of).mapToDouble(i -> estimate[i]).toArray(), paid)
                            .auc();
        }

        double share(double auc) {
            return (auc - 0.5) / (best - 0.5);
        }
    }
}
