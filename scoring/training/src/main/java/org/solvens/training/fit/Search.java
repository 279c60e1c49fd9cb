package org.solvens.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.solvens.chance.Draws;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.training.rows.AxisRows;

/// The search for the shape of boosted trees: a small grid of depths and rates, tried by cross-validation
/// inside the training rows. The number of trees of each comes from early stopping.
///
/// The folds follow time where it can be split: each is scored by trees that were fitted on earlier rows of
/// other debtors, whose outcomes were known by then. Elsewhere debtors are drawn into folds. No test row is
/// looked at.
public final class Search {
    /// After how many trees the held-out rows are scored.
    public static final int STEP = 10;

    /// Growth ends after this many steps without a lower log loss.
    static final int PATIENCE = 5;

    /// Most trees of a try.
    public static final int MOST_TREES = 600;

    /// Most rows that a search fits on and scores.
    public static final int MOST_ROWS = 60_000;

    private static final int[] DEPTHS = {2, 4, 6};
    private static final double[] RATES = {0.05, 0.1};
    private static final int MOST_LEAVES = 32;

    /// Shares of the training rows at which the folds begin in time; the last fold ends with the rows.
    private static final double[] FOLDS = {0.4, 0.6, 0.8};

    private static final int SMALLEST_FOLD = 30;
    private static final int SAMPLE = 4;
    private static final int FOLD = 5;

    private Search() {}

    /// How the folds of a search are made.
    public enum Split {
        /// Each fold is later than the rows it is scored by.
        TIME,
        /// Debtors are drawn.
        DEBTOR
    }

    /// Rows to fit on and rows to score.
    public record Fold(int[] fit, int[] held) {}

    /// The folds of a search.
    public record Folds(Split split, List<Fold> folds) {
        /// Rows that are scored.
        public int rows() {
            return folds.stream().mapToInt(fold -> fold.held().length).sum();
        }
    }

    /// A tried shape.
    ///
    /// @param trees number with the lowest log loss
    /// @param logLoss mean of the held-out rows of all folds with that number
    public record Tried(int depth, double rate, int trees, double logLoss) {}

    /// What a search tried and found.
    ///
    /// @param rows that were scored
    /// @param tried in the order of the grid
    /// @param chosen the shape with the lowest log loss
    public record Found(Split split, int folds, int rows, List<Tried> tried, BoostingShape chosen) {}

    /// Fits on rows of one fold, for every shape of the grid.
    public interface Trainer {
        /// @return log loss of the held-out rows after each {@link #STEP} trees, up to {@link #MOST_TREES} of
        ///     them
        double[] losses(BoostingShape shape);
    }

    /// Makes the trainer of a fold.
    public interface Trainers {
        Trainer of(Fold fold);
    }

    /// Searches the grid.
    ///
    /// @param base what the grid leaves as it is: rows of a leaf, share of rows, levels
    public static Found search(Folds folds, BoostingShape base, Trainers trainers) {
        List<Trainer> each = folds.folds().stream().map(trainers::of).toList();
        List<Tried> tried = new ArrayList<>();
        for (int depth : DEPTHS) {
            for (double rate : RATES) {
                BoostingShape shape = shape(base, depth, rate, MOST_TREES);
                tried.add(tried(folds, each.stream().map(t -> t.losses(shape)).toList(), depth, rate));
            }
        }
        Tried best = tried.getFirst();
        for (Tried one : tried) {
            best = one.logLoss() < best.logLoss() ? one : best;
        }
        return new Found(
                folds.split(),
                folds.folds().size(),
                folds.rows(),
                List.copyOf(tried),
                shape(base, best.depth(), best.rate(), best.trees()));
    }

    /// The number of trees with the lowest mean. A fold that stopped early keeps its last loss.
    private static Tried tried(Folds folds, List<double[]> losses, int depth, double rate) {
        int longest = losses.stream().mapToInt(l -> l.length).max().orElseThrow();
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step < longest; step++) {
            double sum = 0;
            for (int f = 0; f < losses.size(); f++) {
                double[] own = losses.get(f);
                sum += own[Math.min(step, own.length - 1)]
                        * folds.folds().get(f).held().length;
            }
            double mean = sum / folds.rows();
            if (mean < least) {
                least = mean;
                best = step;
            }
        }
        return new Tried(depth, rate, (best + 1) * STEP, least);
    }

    private static BoostingShape shape(BoostingShape base, int depth, double rate, int trees) {
        return new BoostingShape(
                trees, rate, Math.min(MOST_LEAVES, 1 << depth), depth, base.leafRows(), base.rowShare(), base.levels());
    }

    /// The folds of training rows; of many, those of randomly drawn debtors.
    ///
    /// @param train positions of the training rows
    public static Folds folds(AxisRows rows, int[] train, TrainingPlan plan) {
        double share = (double) MOST_ROWS / train.length;
        int[] some = where(train, row -> Draws.uniform(rows.debtor(row), plan.seed(), SAMPLE) < share);
        List<Fold> byTime = byTime(rows, some, plan);
        if (byTime.size() == FOLDS.length && byTime.stream().allMatch(fold -> large(rows, fold))) {
            return new Folds(Split.TIME, byTime);
        }
        return new Folds(
                Split.DEBTOR,
                IntStream.range(0, FOLDS.length)
                        .mapToObj(f -> new Fold(
                                where(some, row -> fold(rows, row, plan) != f),
                                where(some, row -> fold(rows, row, plan) == f)))
                        .filter(fold -> rarer(rows, fold.fit()) > 0 && fold.held().length > 0)
                        .toList());
    }

    private static int fold(AxisRows rows, int row, TrainingPlan plan) {
        return (int) (FOLDS.length * Draws.uniform(rows.debtor(row), plan.seed(), FOLD));
    }

    private static List<Fold> byTime(AxisRows rows, int[] some, TrainingPlan plan) {
        int[] dates = Arrays.stream(some).map(rows::asOf).sorted().toArray();
        List<Fold> folds = new ArrayList<>();
        for (int f = 0; f < FOLDS.length && dates.length > 0; f++) {
            int from = dates[(int) (FOLDS[f] * dates.length)];
            int before =
                    f + 1 < FOLDS.length ? dates[(int) (FOLDS[f + 1] * dates.length)] : dates[dates.length - 1] + 1;
            int[] held = where(some, row -> rows.asOf(row) >= from && rows.asOf(row) < before);
            Set<Long> debtors = new HashSet<>();
            Arrays.stream(held).forEach(row -> debtors.add(rows.debtor(row)));
            folds.add(new Fold(
                    where(
                            some,
                            row -> rows.asOf(row) + rows.days(row, plan.horizonDays()) <= from
                                    && !debtors.contains(rows.debtor(row))),
                    held));
        }
        return folds;
    }

    private static boolean large(AxisRows rows, Fold fold) {
        return rarer(rows, fold.fit()) >= SMALLEST_FOLD && rarer(rows, fold.held()) >= SMALLEST_FOLD;
    }

    private static int rarer(AxisRows rows, int[] some) {
        int goods = Arrays.stream(rows.outcomes(some)).sum();
        return Math.min(goods, some.length - goods);
    }

    private static int[] where(int[] rows, IntPredicate condition) {
        return Arrays.stream(rows).filter(condition).toArray();
    }

    /// Mean log loss of log-odds.
    ///
    /// @param outcomes 1 for good, 0 for bad
    public static double logLoss(double[] logOdds, int[] outcomes) {
        double sum = 0;
        for (int i = 0; i < outcomes.length; i++) {
            double wrong = outcomes[i] == 1 ? -logOdds[i] : logOdds[i];
            sum += wrong > 0 ? wrong + Math.log1p(Math.exp(-wrong)) : Math.log1p(Math.exp(wrong));
        }
        return sum / outcomes.length;
    }
}
