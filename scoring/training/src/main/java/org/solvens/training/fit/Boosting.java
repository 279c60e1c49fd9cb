package org.solvens.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Feature;
import org.solvens.model.Calibration;
import org.solvens.model.Model;
import org.solvens.model.Tree;
import org.solvens.model.Verification;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.training.rows.AxisRows;

/// Features grouped into levels, and Smile's boosted trees over them, before calibration.
///
/// Features that contradict their expected direction on their own, by the scorecard's bins, are left out. The
/// trees keep the directions of the others among values (see {@link SmileTrees}); {@link Directions} measures
/// it.
public final class Boosting implements Learned {
    private static final int VERIFICATION_ROWS = 40;

    private final List<Column> columns;
    private final Map<String, String> fates;
    private final @Nullable SmileTrees trees;
    private final long seed;

    private Boosting(List<Column> columns, Map<String, String> fates, @Nullable SmileTrees trees, long seed) {
        this.columns = columns;
        this.fates = fates;
        this.trees = trees;
        this.seed = seed;
    }

    /// A feature in use.
    ///
    /// @param position in the rows
    /// @param sign of its direction
    /// @param held the level of a control, or -1
    private record Column(String feature, int position, int sign, Levels levels, int held) {}

    /// Fits on some rows.
    ///
    /// @param binnings of every feature, as the scorecard made them
    public static Boosting fit(
            AxisRows rows,
            int[] fit,
            List<Feature> features,
            Map<String, Binning> binnings,
            BoostingShape shape,
            long seed) {
        return fit(rows, fit, features, Set.of(), binnings, shape, seed);
    }

    /// Fits on some rows, with controls.
    ///
    /// @param controls names of the features that are fitted and then held at one value (see {@link Controls})
    public static Boosting fit(
            AxisRows rows,
            int[] fit,
            List<Feature> features,
            Set<String> controls,
            Map<String, Binning> binnings,
            BoostingShape shape,
            long seed) {
        Controls held = Controls.of(rows, fit, controls);
        Map<String, String> fates = new HashMap<>();
        List<Feature> informative = new ArrayList<>();
        for (Feature feature : features) {
            if (Binning.of(binnings, feature.name()).bins() < 2) {
                fates.put(feature.name(), Scorecard.ONE_BIN);
            } else {
                informative.add(feature);
            }
        }
        List<Column> columns = columns(rows, fit, informative, held, shape);
        if (columns.isEmpty()) {
            return new Boosting(columns, fates, null, seed);
        }
        SmileTrees trees = grow(rows, fit, columns, shape, seed, null);
        for (int i = 0; i < columns.size(); i++) {
            String kept = columns.get(i).held() < 0 ? "kept" : Controls.FATE;
            fates.put(columns.get(i).feature(), trees.gain(i) > 0 ? kept : "dropped: no tree uses it");
        }
        return new Boosting(columns, fates, trees, seed);
    }

    /// Fits on one part of some rows and scores the other, for a {@link Search}. Controls are not held: the
    /// search asks how well the trees predict.
    ///
    /// @param binnings of every feature, made from the rows to fit on
    public static Search.Trainer trainer(
            AxisRows rows, Search.Fold fold, List<Feature> features, Map<String, Binning> binnings, long seed) {
        List<Feature> informative = features.stream()
                .filter(f -> Binning.of(binnings, f.name()).bins() > 1)
                .toList();
        int[] outcomes = rows.outcomes(fold.held());
        return shape -> {
            List<Column> columns = columns(rows, fold.fit(), informative, Controls.NONE, shape);
            HeldOut heldOut = new HeldOut(levels(rows, fold.held(), columns), outcomes);
            if (columns.isEmpty()) {
                return new double[] {Search.logLoss(heldOut.logOdds(), outcomes)};
            }
            grow(rows, fold.fit(), columns, shape, seed, heldOut);
            return heldOut.losses();
        };
    }

    private static List<Column> columns(
            AxisRows rows, int[] fit, List<Feature> informative, Controls held, BoostingShape shape) {
        return informative.stream()
                .parallel()
                .map(feature -> {
                    int position = rows.features().indexOf(feature.name());
                    Levels levels = Levels.of(rows.column(position, fit), rows.specials(position), shape.levels());
                    Double at = held.held().get(feature.name());
                    return new Column(
                            feature.name(),
                            position,
                            Directions.sign(feature.direction()),
                            levels,
                            at == null ? -1 : levels.of(at));
                })
                .toList();
    }

    private static byte[][] levels(AxisRows rows, int[] which, List<Column> columns) {
        return columns.stream()
                .parallel()
                .map(c -> c.levels().of(rows.column(c.position(), which)))
                .toArray(byte[][]::new);
    }

    private static SmileTrees grow(
            AxisRows rows, int[] fit, List<Column> columns, BoostingShape shape, long seed, @Nullable HeldOut heldOut) {
        return SmileTrees.fit(
                levels(rows, fit, columns),
                columns.stream().mapToInt(Column::sign).toArray(),
                columns.stream().mapToInt(c -> c.levels().firstValue()).toArray(),
                rows.outcomes(fit),
                shape,
                seed,
                heldOut);
    }

    @Override
    public boolean isEmpty() {
        return used().length == 0;
    }

    @Override
    public String fate(String feature) {
        return Objects.requireNonNull(fates.get(feature), "the fit decides on every feature");
    }

    private SmileTrees trees() {
        return Objects.requireNonNull(trees, "boosting without features has no trees");
    }

    @Override
    public @Nullable Double weight(String feature) {
        double all = 0;
        Double own = null;
        for (int i : used()) {
            all += trees().gain(i);
            if (columns.get(i).feature().equals(feature)) {
                own = trees().gain(i);
            }
        }
        return own == null ? null : Double.valueOf(own / all);
    }

    @Override
    public double[] logOdds(AxisRows rows, int[] which) {
        return Arrays.stream(which)
                .parallel()
                .mapToDouble(row -> trees().logOdds(levels(rows, row)))
                .toArray();
    }

    @Override
    public double smileProbability(AxisRows rows, int row) {
        return trees().probability(levels(rows, row));
    }

    @Override
    public Model export(Common common, Calibration calibration) {
        int[] used = used();
        int[] position = new int[columns.size()];
        for (int i = 0; i < used.length; i++) {
            position[used[i]] = i;
        }
        List<Levels> levels = columns.stream().map(Column::levels).toList();
        int[] held = columns.stream().mapToInt(Column::held).toArray();
        List<Tree> exported = IntStream.range(0, trees().size())
                .mapToObj(t -> trees().tree(t, levels, position, held))
                .toList();
        return common.trees(
                Arrays.stream(used).mapToObj(i -> columns.get(i).feature()).toList(),
                trees().base(),
                exported,
                calibration,
                verification(used, calibration));
    }

    /// Artificial rows over the levels of the features in use, on their lower edges, with their expected
    /// probability.
    private List<Verification> verification(int[] used, Calibration calibration) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Verification> rows = new ArrayList<>();
        for (int r = 0; r < VERIFICATION_ROWS; r++) {
            byte[] row = new byte[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = (byte) Math.max(0, columns.get(i).held());
            }
            List<Double> values = new ArrayList<>();
            for (int i : used) {
                Levels levels = columns.get(i).levels();
                row[i] = (byte) random.nextInt(levels.count());
                values.add(levels.example(row[i]));
            }
            rows.add(new Verification(values, calibration.of(trees().logOdds(row))));
        }
        return rows;
    }

    private int[] used() {
        return IntStream.range(0, columns.size())
                .filter(i -> trees().gain(i) > 0 && columns.get(i).held() < 0)
                .toArray();
    }

    private byte[] levels(AxisRows rows, int row) {
        byte[] levels = new byte[columns.size()];
        for (int i = 0; i < levels.length; i++) {
            Column column = columns.get(i);
            levels[i] =
                    (byte) (column.held() < 0 ? column.levels().of(rows.value(column.position(), row)) : column.held());
        }
        return levels;
    }
}
