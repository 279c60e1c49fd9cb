package org.solvens.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.solvens.feature.Direction;
import org.solvens.feature.Missing;
import org.solvens.plan.StatedBins;
import org.solvens.plan.TrainingPlan.ScorecardShape;
import org.solvens.training.rows.Special;

/// Bins of one feature, with their weight of evidence.
///
/// Quantile classes, at readable edges if the plan rounds, are pooled until the share of goods
/// moves in the feature's direction, then merged until each has the smallest share and there
/// are no more than the plan allows. A quantity without a direction may also turn once, where
/// that describes the outcomes better by more than its bins cost (Schwarz 1978). Each reason
/// for a missing value has its own bin, and so has each special value of a table's column,
/// below the values and without a direction. Weight of evidence is `ln(share of goods / share
/// of bads)`, with ten rows of the training set's overall composition added to each bin, so
/// that small bins have little weight.
///
/// It stays one class: every way to bin one feature, over one private record of a bin.
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
    /// @param direction forced on the bins of values; FREE takes the direction, or one turn,
    ///     that describes them best
    public static Binning of(double[] values, int specials, int[] outcomes, Direction direction, ScorecardShape shape) {
        return of(
                values,
                specials,
                outcomes,
                rounded(shape),
                (classes, totals) -> found(classes, direction, totals, shape));
    }

    private static List<Bin> found(List<Bin> classes, Direction direction, Totals totals, ScorecardShape shape) {
        if (direction != Direction.FREE) {
            return directed(classes, Directions.sign(direction), totals, shape);
        }
        List<Bin> up = directed(classes, 1, totals, shape);
        List<Bin> down = directed(classes, -1, totals, shape);
        List<Bin> best = totals.value(up) >= totals.value(down) ? up : down;
        for (int sign : new int[] {1, -1}) {
            List<Bin> turned = turned(classes, sign, totals, shape);
            best = totals.described(turned) - totals.turn() > totals.described(best) ? turned : best;
        }
        return best;
    }

    /// Bins the rank of a category: the share of goods rises with it.
    ///
    /// @param values of the rows, missing ones as codes
    /// @param outcomes 1 for good, 0 for bad; both must occur
    static Binning ofRank(double[] values, int[] outcomes, ScorecardShape shape) {
        return of(values, 0, outcomes, false, (classes, totals) -> directed(classes, 1, totals, shape));
    }

    /// The bins that a plan states.
    ///
    /// @param values of the rows, missing and special ones as codes
    /// @param specials how many special values the feature has
    /// @param outcomes 1 for good, 0 for bad; both must occur
    /// @param direction of the feature; bins next to each other that contradict it have one
    ///     weight of evidence
    static Binning stated(double[] values, int specials, int[] outcomes, Direction direction, StatedBins bins) {
        return switch (bins) {
            case StatedBins.Cuts cuts ->
                of(
                        values,
                        specials,
                        outcomes,
                        cuts.at().stream().mapToDouble(Double::doubleValue).toArray(),
                        (classes, totals) -> pooled(classes, Directions.sign(direction), totals));
            case StatedBins.Groups groups -> {
                Map<Integer, Integer> group = new TreeMap<>();
                for (int g = 0; g < groups.values().size(); g++) {
                    for (String code : groups.values().get(g)) {
                        group.put(Integer.valueOf(code), g);
                    }
                }
                double[] cuts = group.keySet().stream()
                        .flatMap(code -> Stream.of(code, code + 1))
                        .distinct()
                        .mapToDouble(Integer::doubleValue)
                        .toArray();
                yield of(values, specials, outcomes, cuts, (classes, totals) -> grouped(classes, group, totals));
            }
        };
    }

    /// Bins a code, such as the stage of a case: its bins follow no direction.
    ///
    /// @param values of the rows, missing ones as codes
    /// @param outcomes 1 for good, 0 for bad; both must occur
    static Binning ofCode(double[] values, int[] outcomes, ScorecardShape shape) {
        return of(values, 0, outcomes, false, (classes, totals) -> {
            List<Bin> bins = new ArrayList<>(classes);
            coarse(bins, totals, shape);
            return bins;
        });
    }

    private static boolean rounded(ScorecardShape shape) {
        return Boolean.TRUE.equals(shape.rounded());
    }

    private static Binning of(
            double[] values,
            int specials,
            int[] outcomes,
            boolean rounded,
            BiFunction<List<Bin>, Totals, List<Bin>> coarsening) {
        return of(
                values,
                specials,
                outcomes,
                quantileCuts(present(values), QUANTILES, rounded),
                (classes, totals) -> weighed(
                        coarsening.apply(
                                classes.stream().filter(bin -> bin.rows() > 0).toList(), totals),
                        totals));
    }

    private static List<Weighed> weighed(List<Bin> bins, Totals totals) {
        return bins.stream().map(bin -> new Weighed(bin, totals.woe(bin))).toList();
    }

    /// Values that are neither missing nor special, sorted.
    private static double[] present(double[] values) {
        return Arrays.stream(values)
                .filter(v -> !Missing.is(v) && !Special.is(v))
                .sorted()
                .toArray();
    }

    /// @param cuts of the classes
    /// @param weighing makes bins of the classes
    private static Binning of(
            double[] values,
            int specials,
            int[] outcomes,
            double[] cuts,
            BiFunction<List<Bin>, Totals, List<Weighed>> weighing) {
        Totals totals = Totals.of(outcomes);
        Bin[] missing = new Bin[Missing.values().length];
        Arrays.fill(missing, new Bin(Double.NaN, 0, 0));
        Bin[] special = new Bin[specials];
        Arrays.setAll(special, i -> new Bin(i == 0 ? Double.NEGATIVE_INFINITY : Special.cuts(specials)[i - 1], 0, 0));
        for (int i = 0; i < values.length; i++) {
            if (Missing.is(values[i])) {
                int reason = Missing.of(values[i]).ordinal();
                missing[reason] = missing[reason].plus(outcomes[i]);
            } else if (Special.is(values[i])) {
                int at = specials - 1 - Special.position(values[i]);
                special[at] = special[at].plus(outcomes[i]);
            }
        }
        List<Weighed> bins = new ArrayList<>(weighed(List.of(special), totals));
        for (Weighed bin : weighing.apply(classes(values, outcomes, cuts), totals)) {
            bins.add(specials > 0 && bins.size() == specials ? bin.from(Special.FLOOR) : bin);
        }
        List<Weighed> unknown = weighed(List.of(missing), totals);
        return new Binning(
                bins.stream().skip(1).mapToDouble(b -> b.bin().from()).toArray(),
                bins.stream().mapToDouble(Weighed::woe).toArray(),
                unknown.stream().mapToDouble(Weighed::woe).toArray(),
                (int) Stream.concat(bins.stream(), unknown.stream())
                        .filter(b -> b.bin().rows() > 0)
                        .count(),
                Stream.concat(bins.stream(), unknown.stream())
                        .mapToDouble(totals::value)
                        .sum());
    }

    /// The same bins with other weights.
    Binning weighted(double[] woe, double[] missingWoe) {
        return new Binning(cuts, woe, missingWoe, bins, informationValue);
    }

    /// Counts rows by bin: the bins of values, then those of the reasons for missing ones.
    ///
    /// @param values of the rows, missing ones as codes
    /// @param outcomes 1 for good, 0 for bad
    /// @return of each bin the rows and the goods among them
    public int[][] counts(double[] values, int[] outcomes) {
        int[][] counts = new int[woe.length + missingWoe.length][2];
        for (int i = 0; i < values.length; i++) {
            int at = binOf(values[i]);
            counts[at][0]++;
            counts[at][1] += outcomes[i];
        }
        return counts;
    }

    /// The weight of evidence of a value or code.
    public double of(double value) {
        return weight(binOf(value));
    }

    /// The weight of evidence of some rows, drawn towards 0.
    ///
    /// @param goods good outcomes among the rows
    /// @param rows at least 1
    /// @param allGoods good outcomes of the training set
    /// @param allBads bad ones
    public static double woe(int goods, int rows, int allGoods, int allBads) {
        double prior = SHRINKAGE / (allGoods + allBads);
        return Math.log(((double) goods / allGoods + prior) / ((double) (rows - goods) / allBads + prior));
    }

    /// The bin of a value or code: the bins of values, then those of the reasons for missing
    /// ones.
    int binOf(double value) {
        return Missing.is(value) ? woe.length + Missing.of(value).ordinal() : classOf(cuts, value);
    }

    /// The weight of evidence of a bin.
    double weight(int bin) {
        return bin < woe.length ? woe[bin] : missingWoe[bin - woe.length];
    }

    /// The weights of evidence of many.
    public double[] of(double[] values) {
        return Arrays.stream(values).map(this::of).toArray();
    }

    /// Cuts that split sorted values into quantile classes, as many as there are distinct values but at most
    /// the given number.
    static double[] quantileCuts(double[] sorted, int most) {
        return quantileCuts(sorted, most, false);
    }

    /// @param rounded whether a cut is a readable number no further away than a quarter of a
    ///     class
    private static double[] quantileCuts(double[] sorted, int most, boolean rounded) {
        double[] edges = new double[most];
        int found = 0;
        for (int q = 1; q < most && sorted.length > 0; q++) {
            double edge = sorted[(int) ((long) q * sorted.length / most)];
            if (rounded) {
                edge = Readable.between(
                        sorted[(int) ((4L * q - 1) * sorted.length / (4L * most))],
                        edge,
                        sorted[(int) ((4L * q + 1) * sorted.length / (4L * most))]);
            }
            if (edge > sorted[0] && (found == 0 || edge > edges[found - 1])) {
                edges[found++] = edge;
            }
        }
        return Arrays.copyOf(edges, found);
    }

    private static List<Bin> classes(double[] values, int[] outcomes, double[] cuts) {
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

    /// Classes pooled until their share of goods moves in one direction (pool adjacent
    /// violators).
    ///
    /// @param sign 1 if the share of goods must rise with the value, -1 if it must fall
    private static List<Bin> monotone(List<Bin> classes, int sign) {
        List<Bin> bins = new ArrayList<>();
        for (Bin next : classes) {
            bins.add(next);
            while (bins.size() > 1
                    && sign * bins.getLast().share()
                            <= sign * bins.get(bins.size() - 2).share()) {
                merge(bins, bins.size() - 2);
            }
        }
        return bins;
    }

    /// Bins whose share of goods moves in one direction, turns at the class that describes the
    /// outcomes best, and moves in the other.
    ///
    /// @param sign 1 if it rises first, -1 if it falls first
    private static List<Bin> turned(List<Bin> classes, int sign, Totals totals, ScorecardShape shape) {
        List<Bin> best = List.of();
        double most = Double.NEGATIVE_INFINITY;
        for (int turn = 1; turn < classes.size(); turn++) {
            List<Bin> bins = monotone(classes.subList(0, turn), sign);
            bins.addAll(monotone(classes.subList(turn, classes.size()), -sign));
            double fit = bins.stream().mapToDouble(Bin::logLikelihood).sum();
            if (fit > most) {
                most = fit;
                best = bins;
            }
        }
        List<Bin> bins = new ArrayList<>(best);
        coarse(bins, totals, shape);
        for (int i = bins.size() - 2; i >= 0; i--) {
            if (totals.woe(bins.get(i)) == totals.woe(bins.get(i + 1))) {
                merge(bins, i);
            }
        }
        return bins;
    }

    /// Stated bins: those next to each other that contradict a direction, and empty ones, get
    /// one weight.
    ///
    /// @param sign 1 for rising, -1 for falling, 0 for none
    private static List<Weighed> pooled(List<Bin> classes, int sign, Totals totals) {
        List<List<Bin>> blocks = new ArrayList<>();
        for (Bin next : classes) {
            blocks.add(new ArrayList<>(List.of(next)));
            while (blocks.size() > 1) {
                Bin last = sum(blocks.getLast());
                Bin before = sum(blocks.get(blocks.size() - 2));
                boolean empty = last.rows() == 0 || before.rows() == 0;
                if (!empty && (sign == 0 || sign * totals.woe(last) >= sign * totals.woe(before))) {
                    break;
                }
                blocks.get(blocks.size() - 2).addAll(blocks.removeLast());
            }
        }
        return blocks.stream()
                .flatMap(block -> block.stream().map(bin -> new Weighed(bin, totals.woe(sum(block)))))
                .toList();
    }

    /// Bins of codes: those of one group get one weight, and so do those of codes that no
    /// group names.
    private static List<Weighed> grouped(List<Bin> classes, Map<Integer, Integer> group, Totals totals) {
        Function<Bin, Integer> groupOf =
                bin -> Double.isInfinite(bin.from()) ? -1 : group.getOrDefault((int) bin.from(), -1);
        Map<Integer, List<Bin>> members = classes.stream().collect(Collectors.groupingBy(groupOf));
        return classes.stream()
                .map(bin -> new Weighed(
                        bin, totals.woe(sum(Objects.requireNonNull(members.get(groupOf.apply(bin)), "it is one")))))
                .toList();
    }

    private static Bin sum(List<Bin> bins) {
        return bins.stream().reduce(Bin::plus).orElseThrow();
    }

    private static List<Bin> directed(List<Bin> classes, int sign, Totals totals, ScorecardShape shape) {
        List<Bin> bins = monotone(classes, sign);
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

        double logLikelihood() {
            return (goods == 0 ? 0 : goods * Math.log(share())) + (bads == 0 ? 0 : bads * Math.log(1 - share()));
        }

        Bin plus(Bin next) {
            return new Bin(from, goods + next.goods, bads + next.bads);
        }

        Bin plus(int outcome) {
            return new Bin(from, goods + outcome, bads + 1 - outcome);
        }
    }

    /// A bin with its weight of evidence.
    private record Weighed(Bin bin, double woe) {
        Weighed from(double edge) {
            return new Weighed(new Bin(edge, bin.goods(), bin.bads()), woe);
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
            return Binning.woe(bin.goods, bin.rows(), goods, bads);
        }

        double value(Bin bin) {
            return ((double) bin.goods / goods - (double) bin.bads / bads) * woe(bin);
        }

        double value(Weighed weighed) {
            Bin bin = weighed.bin();
            return ((double) bin.goods / goods - (double) bin.bads / bads) * weighed.woe();
        }

        /// How well bins describe the outcomes, less what their number costs (Schwarz 1978).
        double described(List<Bin> bins) {
            return bins.stream().mapToDouble(Bin::logLikelihood).sum() - bins.size() * Math.log(rows()) / 2;
        }

        /// What a turn costs beyond its bins: as much as four of them, because it is sought at
        /// every class and in both directions.
        double turn() {
            return 2 * Math.log(rows());
        }

        double value(List<Bin> bins) {
            return bins.stream().mapToDouble(this::value).sum();
        }
    }
}
