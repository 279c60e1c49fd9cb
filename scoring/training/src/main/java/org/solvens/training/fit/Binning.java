package org.solvens.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.solvens.feature.Direction;
import org.solvens.feature.Missing;
import org.solvens.plan.TrainingPlan.ScorecardShape;
import org.solvens.training.rows.Special;

/// Bins of one feature, with their weight of evidence.
///
/// Quantile classes are pooled until the share of goods moves in the feature's direction, then merged until
/// each has the smallest share and there are no more than the plan allows. Each reason for a missing
/// value has
/// its own bin, and so has each special value of a table's column, below the values and without a direction.
/// Weight of evidence is `ln(share of goods / share of bads)`, with ten rows of the training
/// set's overall composition added to each bin, so that small bins have little weight.
///
/// @param cuts ascending; see {@link org.solvens.model.Term#cuts}
/// @param woe weight of evidence of each bin
/// @param missingWoe weight of evidence of each reason for a missing value, 0 if it did not occur
/// @param bins how many bins hold rows, those of missing included
/// @param informationValue sum over bins of (share of goods - share of bads) times weight of evidence
public record Binning(double[] cuts, double[] woe, double[] missingWoe, int bins, double informationValue) {
    private static final int QUANTILES = 64;
    private static final double SHRINKAGE = 10;

    /// The bins of a feature.
    ///
    /// @param binnings of every feature by its name, as {@link Scorecard#bin} makes them
    public static Binning of(Map<String, Binning> binnings, String feature) {
        return Objects.requireNonNull(binnings.get(feature), "every feature has bins");
    }

    /// Bins a feature.
    ///
    /// @param values of the rows, missing ones as codes
    /// @param outcomes 1 for good, 0 for bad; both must occur
    /// @param direction forced on the bins; FREE takes the direction with more information
    public static Binning of(double[] values, int[] outcomes, Direction direction, ScorecardShape shape) {
        return of(values, 0, outcomes, direction, shape);
    }

    /// Bins a feature with special values.
    ///
    /// @param values of the rows, missing and special ones as codes
    /// @param specials how many special values the feature has
    /// @param outcomes 1 for good, 0 for bad; both must occur
    /// @param direction forced on the bins of values; FREE takes the direction with more information
    public static Binning of(double[] values, int specials, int[] outcomes, Direction direction, ScorecardShape shape) {
        return of(values, specials, outcomes, (classes, totals) -> switch (direction) {
            case RISING -> directed(classes, 1, totals, shape);
            case FALLING -> directed(classes, -1, totals, shape);
            case FREE -> {
                List<Bin> up = directed(classes, 1, totals, shape);
                List<Bin> down = directed(classes, -1, totals, shape);
                yield totals.value(up) >= totals.value(down) ? up : down;
            }
        });
    }

    /// Bins a code, such as the stage of a case: its bins follow no direction.
    ///
    /// @param values of the rows, missing ones as codes
    /// @param outcomes 1 for good, 0 for bad; both must occur
    static Binning ofCode(double[] values, int[] outcomes, ScorecardShape shape) {
        return of(values, 0, outcomes, (classes, totals) -> {
            List<Bin> bins = new ArrayList<>(classes);
            coarse(bins, totals, shape);
            return bins;
        });
    }

    private static Binning of(
            double[] values, int specials, int[] outcomes, BiFunction<List<Bin>, Totals, List<Bin>> coarsening) {
        Totals totals = Totals.of(outcomes);
        Bin[] missing = new Bin[Missing.values().length];
        Arrays.fill(missing, new Bin(Double.NaN, 0, 0));
        Bin[] special = new Bin[specials];
        Arrays.setAll(special, i -> new Bin(i == 0 ? Double.NEGATIVE_INFINITY : Special.cuts(specials)[i - 1], 0, 0));
        double[] present = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (Missing.is(values[i])) {
                int reason = Missing.of(values[i]).ordinal();
                missing[reason] = missing[reason].plus(outcomes[i]);
            } else if (Special.is(values[i])) {
                int at = specials - 1 - Special.position(values[i]);
                special[at] = special[at].plus(outcomes[i]);
            } else {
                present[count++] = values[i];
            }
        }
        List<Bin> classes = classes(values, outcomes, Arrays.copyOf(present, count));
        List<Bin> coarse = new ArrayList<>(List.of(special));
        for (Bin bin : coarsening.apply(classes, totals)) {
            coarse.add(specials > 0 && coarse.size() == specials ? bin.from(Special.FLOOR) : bin);
        }
        double[] missingWoe = Arrays.stream(missing).mapToDouble(totals::woe).toArray();
        int bins = (int) Stream.concat(coarse.stream(), Arrays.stream(missing))
                .filter(b -> b.rows() > 0)
                .count();
        return new Binning(
                coarse.stream().skip(1).mapToDouble(Bin::from).toArray(),
                coarse.stream().mapToDouble(totals::woe).toArray(),
                missingWoe,
                bins,
                totals.value(coarse) + totals.value(List.of(missing)));
    }

    /// Counts rows by bin: the bins of values, then those of the reasons for missing ones.
    ///
    /// @param values of the rows, missing ones as codes
    /// @param outcomes 1 for good, 0 for bad
    /// @return of each bin the rows and the goods among them
    public int[][] counts(double[] values, int[] outcomes) {
        int[][] counts = new int[woe.length + missingWoe.length][2];
        for (int i = 0; i < values.length; i++) {
            int at = Missing.is(values[i]) ? woe.length + Missing.of(values[i]).ordinal() : classOf(cuts, values[i]);
            counts[at][0]++;
            counts[at][1] += outcomes[i];
        }
        return counts;
    }

    /// The weight of evidence of a value or code.
    public double of(double value) {
        if (Missing.is(value)) {
            return missingWoe[Missing.of(value).ordinal()];
        }
        return woe[classOf(cuts, value)];
    }

    /// The weights of evidence of many.
    public double[] of(double[] values) {
        return Arrays.stream(values).map(this::of).toArray();
    }

    /// Cuts that split sorted values into quantile classes, as many as there are distinct values but at most
    /// the given number.
    static double[] quantileCuts(double[] sorted, int most) {
        double[] edges = new double[most];
        int found = 0;
        for (int q = 1; q < most && sorted.length > 0; q++) {
            double edge = sorted[(int) ((long) q * sorted.length / most)];
            if (edge > sorted[0] && (found == 0 || edge > edges[found - 1])) {
                edges[found++] = edge;
            }
        }
        return Arrays.copyOf(edges, found);
    }

    private static List<Bin> classes(double[] values, int[] outcomes, double[] present) {
        Arrays.sort(present);
        double[] cuts = quantileCuts(present, QUANTILES);
        int found = cuts.length;
        int[] goods = new int[found + 1];
        int[] bads = new int[found + 1];
        for (int i = 0; i < values.length; i++) {
            if (!Missing.is(values[i]) && !Special.is(values[i])) {
                int bin = classOf(cuts, values[i]);
                goods[bin] += outcomes[i];
                bads[bin] += 1 - outcomes[i];
            }
        }
        List<Bin> classes = new ArrayList<>();
        for (int i = 0; i <= found; i++) {
            classes.add(new Bin(i == 0 ? Double.NEGATIVE_INFINITY : cuts[i - 1], goods[i], bads[i]));
        }
        return classes;
    }

    /// How many cuts the value reaches.
    static int classOf(double[] cuts, double value) {
        int at = Arrays.binarySearch(cuts, value);
        return at >= 0 ? at + 1 : -at - 1;
    }

    /// @param sign 1 if the share of goods must rise with the value, -1 if it must fall
    private static List<Bin> directed(List<Bin> classes, int sign, Totals totals, ScorecardShape shape) {
        List<Bin> bins = new ArrayList<>();
        for (Bin next : classes) {
            bins.add(next);
            while (bins.size() > 1
                    && sign * bins.getLast().share()
                            <= sign * bins.get(bins.size() - 2).share()) {
                merge(bins, bins.size() - 2);
            }
        }
        coarse(bins, totals, shape);
        int i = 0;
        while (i + 1 < bins.size()) {
            if (sign * totals.woe(bins.get(i + 1)) <= sign * totals.woe(bins.get(i))) {
                merge(bins, i);
                i = Math.max(0, i - 1);
            } else {
                i++;
            }
        }
        return bins;
    }

    /// Merges bins until each has the smallest share and there are no more than the plan allows.
    private static void coarse(List<Bin> bins, Totals totals, ScorecardShape shape) {
        double smallest = shape.minBinShare() * totals.rows();
        for (int small = smallest(bins); bins.size() > 1 && bins.get(small).rows() < smallest; small = smallest(bins)) {
            merge(bins, nearerNeighbour(bins, small));
        }
        while (bins.size() > shape.maxBins()) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i + 1 < bins.size(); i++) {
                Bin a = bins.get(i);
                Bin b = bins.get(i + 1);
                double loss = totals.value(a) + totals.value(b) - totals.value(a.plus(b));
                if (loss < least) {
                    least = loss;
                    best = i;
                }
            }
            merge(bins, best);
        }
    }

    private static int smallest(List<Bin> bins) {
        int found = 0;
        for (int i = 1; i < bins.size(); i++) {
            if (bins.get(i).rows() < bins.get(found).rows()) {
                found = i;
            }
        }
        return found;
    }

    /// The first of the pair to merge: the bin and the neighbour with the nearer share of goods.
    private static int nearerNeighbour(List<Bin> bins, int bin) {
        if (bin == 0) {
            return 0;
        }
        if (bin == bins.size() - 1) {
            return bin - 1;
        }
        double share = bins.get(bin).share();
        double below = Math.abs(bins.get(bin - 1).share() - share);
        double above = Math.abs(bins.get(bin + 1).share() - share);
        return below <= above ? bin - 1 : bin;
    }

    private static void merge(List<Bin> bins, int first) {
        bins.set(first, bins.get(first).plus(bins.remove(first + 1)));
    }

    private record Bin(double from, int goods, int bads) {
        int rows() {
            return goods + bads;
        }

        double share() {
            return (double) goods / rows();
        }

        Bin from(double edge) {
            return new Bin(edge, goods, bads);
        }

        Bin plus(Bin next) {
            return new Bin(from, goods + next.goods, bads + next.bads);
        }

        Bin plus(int outcome) {
            return new Bin(from, goods + outcome, bads + 1 - outcome);
        }
    }

    private record Totals(int goods, int bads) {
        static Totals of(int[] outcomes) {
            int goods = Arrays.stream(outcomes).sum();
            if (goods == 0 || goods == outcomes.length) {
                throw new IllegalArgumentException("both outcomes must occur");
            }
            return new Totals(goods, outcomes.length - goods);
        }

        int rows() {
            return goods + bads;
        }

        double woe(Bin bin) {
            if (bin.rows() == 0) {
                return 0;
            }
            double prior = SHRINKAGE / rows();
            return Math.log(((double) bin.goods / goods + prior) / ((double) bin.bads / bads + prior));
        }

        double value(Bin bin) {
            return ((double) bin.goods / goods - (double) bin.bads / bads) * woe(bin);
        }

        double value(List<Bin> bins) {
            return bins.stream().mapToDouble(this::value).sum();
        }
    }
}
