package org.solvens.training.effect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.solvens.chance.Draws;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.training.fit.Levels;

/// Logged decisions by column, ordered by day, debtor and case, whatever order they came in.
///
/// @param features names
/// @param vectors values of the features, by row
/// @param levels of each feature, cut over all rows
/// @param columns the same values as levels, by feature
/// @param routes taken
/// @param probabilities with which they were chosen
/// @param shares of the balance that came in
/// @param debtors hashes of their ids
/// @param stages of the cases
public record EffectRows(
        List<String> features,
        double[][] vectors,
        List<Levels> levels,
        byte[][] columns,
        Route[] routes,
        double[] probabilities,
        double[] shares,
        long[] debtors,
        Stage[] stages) {
    private static final int LEVELS = 32;
    /// Parts into which debtors are drawn.
    public static final int FOLDS = 5;

    private static final int SLICE = 11;

    int size() {
        return routes.length;
    }

    /// The part of a row's debtor, from 0.
    int fold(int row, long seed) {
        return fold(debtors[row], seed);
    }

    /// The part of a debtor, from 0.
    static int fold(long debtor, long seed) {
        return (int) (FOLDS * Draws.uniform(debtor, seed, SLICE));
    }

    /// Some columns of levels at some rows.
    byte[][] columns(int[] rows) {
        return Levels.rows(columns, rows);
    }

    /// Gathers rows.
    public static final class Gathering {
        private final FeatureCatalogue catalogue;
        private final List<String> names;
        private final int[] positions;
        private final int maxAgeDays;
        private final List<Row> rows = new ArrayList<>();
        private final double[] whole;

        /// @param features that are read
        /// @param maxAgeDays cases placed longer ago are outside the population
        public Gathering(FeatureCatalogue catalogue, List<Feature> features, int maxAgeDays) {
            this.catalogue = catalogue;
            this.maxAgeDays = maxAgeDays;
            names = features.stream().map(Feature::name).toList();
            List<String> all = catalogue.features().stream().map(Feature::name).toList();
            positions = names.stream().mapToInt(all::indexOf).toArray();
            whole = new double[all.size()];
        }

        private record Row(
                String order,
                int day,
                double[] vector,
                Route route,
                double probability,
                double share,
                long debtor,
                Stage stage) {}

        /// Adds a decision, if its case is in the population.
        public void add(LoggedDecision logged) {
            if (logged.view().ageDays() > maxAgeDays) {
                return;
            }
            catalogue.compute(logged.view(), whole);
            double[] vector = new double[positions.length];
            for (int f = 0; f < vector.length; f++) {
                vector[f] = whole[positions[f]];
            }
            rows.add(new Row(
                    logged.view().caseId(),
                    logged.view().today(),
                    vector,
                    logged.route(),
                    logged.probability(),
                    logged.share(),
                    logged.debtor(),
                    logged.view().stage()));
        }

        /// The rows added.
        public EffectRows rows() {
            List<Row> ordered = rows.stream()
                    .sorted(Comparator.comparingInt(Row::day).thenComparing(Row::order))
                    .toList();
            int size = ordered.size();
            double[][] vectors = ordered.stream().map(Row::vector).toArray(double[][]::new);
            List<Levels> levels = new ArrayList<>();
            byte[][] columns = new byte[names.size()][];
            for (int f = 0; f < columns.length; f++) {
                int at = f;
                double[] column = IntStream.range(0, size)
                        .mapToDouble(row -> vectors[row][at])
                        .toArray();
                levels.add(Levels.of(column, LEVELS));
                columns[f] = levels.get(f).of(column);
            }
            return new EffectRows(
                    names,
                    vectors,
                    List.copyOf(levels),
                    columns,
                    ordered.stream().map(Row::route).toArray(Route[]::new),
                    ordered.stream().mapToDouble(Row::probability).toArray(),
                    ordered.stream().mapToDouble(Row::share).toArray(),
                    ordered.stream().mapToLong(Row::debtor).toArray(),
                    ordered.stream().map(Row::stage).toArray(Stage[]::new));
        }
    }
}
