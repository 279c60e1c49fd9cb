package org.solvens.training.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.command.TextTable;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.EffectModel;
import org.solvens.model.Scorer;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.manifest.PublishedModel;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;
import org.solvens.training.rows.SnapshotSource;

/// How models treat groups of people, on their test rows.
///
/// A case counts as predicted good if its probability reaches the cut. The cut is chosen so that as many test
/// rows reach it as had the good outcome. A group with fewer debtors than the smallest is suppressed: not even
/// its size is shown, and the line `all shown` leaves it out. If the suppressed groups together are still too
/// small, the next larger one is suppressed too, so that they cannot be derived.
///
/// @param smallest fewest debtors of a group that is shown
/// @param models one entry for each model
public record Fairness(int smallest, List<OfModel> models) {
    /// Fewest debtors of a group by default.
    public static final int SMALLEST = 50;

    static final String ALL_SHOWN = "all shown";

    /// A model's groups.
    ///
    /// @param cut probability from which a case counts as predicted good
    record OfModel(String axis, String family, String model, double cut, List<Dimension> dimensions) {}

    /// Groups by one attribute.
    ///
    /// @param attribute `age_band` or `sex`
    record Dimension(String attribute, List<Group> groups) {}

    /// A group; its measures are null if it is suppressed.
    record Group(String name, @Nullable Measures measures) {}

    /// The measures of a group.
    ///
    /// @param predicted mean probability
    /// @param observed share of good outcomes
    /// @param p10 tenth percentile of the probability
    /// @param p50 median
    /// @param p90 ninetieth percentile
    /// @param falseGood share predicted good among those that were bad; NaN if there were none
    /// @param falseBad share predicted bad among those that were good; NaN if there were none
    /// @param auc within the group; NaN if one outcome is missing
    record Measures(
            int rows,
            int debtors,
            double predicted,
            double observed,
            double p10,
            double p50,
            double p90,
            double falseGood,
            double falseBad,
            double auc) {

        static Measures of(double[] probabilities, int[] outcomes, long[] debtors, double cut) {
            double[] sorted = probabilities.clone();
            Arrays.sort(sorted);
            int goods = Arrays.stream(outcomes).sum();
            int bads = outcomes.length - goods;
            int falseGood = 0;
            int falseBad = 0;
            for (int i = 0; i < outcomes.length; i++) {
                boolean good = probabilities[i] >= cut;
                falseGood += good && outcomes[i] == 0 ? 1 : 0;
                falseBad += !good && outcomes[i] == 1 ? 1 : 0;
            }
            return new Measures(
                    outcomes.length,
                    Math.toIntExact(Arrays.stream(debtors).distinct().count()),
                    Arrays.stream(probabilities).average().orElse(Double.NaN),
                    (double) goods / outcomes.length,
                    percentile(sorted, 0.1),
                    percentile(sorted, 0.5),
                    percentile(sorted, 0.9),
                    bads == 0 ? Double.NaN : (double) falseGood / bads,
                    goods == 0 ? Double.NaN : (double) falseBad / goods,
                    goods == 0 || bads == 0
                            ? Double.NaN
                            : Metrics.of(probabilities, outcomes).auc());
        }

        private static double percentile(double[] sorted, double p) {
            return sorted[(int) Math.round(p * (sorted.length - 1))];
        }
    }

    /// Measures every model that was trained on a source's version of the snapshots.
    ///
    /// @throws Problem `FAIRNESS` if there is none
    public static Fairness of(
            ModelRegistry registry,
            FeatureCatalogue catalogue,
            SnapshotSource source,
            Attributes attributes,
            int smallest) {
        List<OfModel> models = new ArrayList<>();
        for (PublishedModel published : PublishedModel.on(registry, source.version())) {
            List<String> features = published.model().features();
            Set<String> known = catalogue.features().stream().map(Feature::name).collect(Collectors.toSet());
            // Effects of routes are no score of a debtor.
            if (!(published.model() instanceof EffectModel) && known.containsAll(features)) {
                models.add(model(published, source, attributes, smallest));
            }
        }
        if (models.isEmpty()) {
            throw new Problem(
                    "FAIRNESS",
                    "the registry",
                    "no model was trained on the lake's newest snapshots",
                    "groups are compared on a model's test rows",
                    "train: ./solvens train --by NAME");
        }
        return new Fairness(smallest, List.copyOf(models));
    }

    private static OfModel model(PublishedModel published, SnapshotSource source, Attributes attributes, int smallest) {
        AxisRows rows = AxisRows.read(
                source,
                published.model().axis(),
                published.model().features(),
                published.manifest().plan().asOf().maxAgeDays());
        int[] test = Partition.of(rows, published.manifest().plan()).test();
        Scorer scorer = Scorer.of(published.model(), rows.features());
        double[] probabilities = Arrays.stream(test)
                .mapToDouble(row -> scorer.probability(rows.vector(row)))
                .toArray();
        int[] outcomes = rows.outcomes(test);
        long[] debtors = Arrays.stream(test).mapToLong(rows::debtor).toArray();
        double cut = cut(probabilities, Arrays.stream(outcomes).sum());
        return new OfModel(
                published.model().axis().label(),
                published.model().family(),
                published.model().id(),
                cut,
                List.of(
                        dimension(
                                "age_band",
                                i -> attributes.ageBand(debtors[i], rows.asOf(test[i])),
                                probabilities,
                                outcomes,
                                debtors,
                                cut,
                                smallest),
                        dimension(
                                "sex",
                                i -> attributes.sex(debtors[i]),
                                probabilities,
                                outcomes,
                                debtors,
                                cut,
                                smallest)));
    }

    /// The probability that a given number of rows reach.
    static double cut(double[] probabilities, int goods) {
        double[] sorted = probabilities.clone();
        Arrays.sort(sorted);
        return goods == 0 ? 1 : sorted[sorted.length - goods];
    }

    /// Puts rows into groups and measures those that are large enough.
    static Dimension dimension(
            String attribute,
            IntFunction<String> group,
            double[] probabilities,
            int[] outcomes,
            long[] debtors,
            double cut,
            int smallest) {
        Map<String, List<Integer>> cells = IntStream.range(0, outcomes.length)
                .boxed()
                .collect(Collectors.groupingBy(group::apply, TreeMap::new, Collectors.toList()));
        Set<String> suppressed = suppressed(cells, debtors, smallest);
        List<Group> groups = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        cells.forEach((name, cell) -> {
            boolean large = !suppressed.contains(name);
            if (large) {
                shown.addAll(cell);
            }
            groups.add(new Group(name, large ? measures(cell, probabilities, outcomes, debtors, cut) : null));
        });
        if (!shown.isEmpty()) {
            groups.add(new Group(ALL_SHOWN, measures(shown, probabilities, outcomes, debtors, cut)));
        }
        return new Dimension(attribute, List.copyOf(groups));
    }

    /// Groups that are too small, and enough of the next larger ones that the hidden total is not too small
    /// either, because the total of all rows may be known and allows subtraction. The group of unknown debtors
    /// needs no protection, but can cover others.
    private static Set<String> suppressed(Map<String, List<Integer>> cells, long[] debtors, int smallest) {
        Map<String, Integer> sizes = new TreeMap<>();
        cells.forEach((name, cell) -> sizes.put(
                name,
                Math.toIntExact(
                        cell.stream().mapToLong(i -> debtors[i]).distinct().count())));
        List<Map.Entry<String, Integer>> bySize =
                sizes.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
        Set<String> suppressed = new HashSet<>();
        boolean named = false;
        int hidden = 0;
        for (Map.Entry<String, Integer> group : bySize) {
            String name = group.getKey();
            int size = group.getValue();
            if (size < smallest || named && hidden < smallest) {
                suppressed.add(name);
                hidden += size;
                named |= !name.equals(Attributes.UNKNOWN);
            }
        }
        return suppressed;
    }

    private static Measures measures(
            List<Integer> cell, double[] probabilities, int[] outcomes, long[] debtors, double cut) {
        return Measures.of(
                cell.stream().mapToDouble(i -> probabilities[i]).toArray(),
                cell.stream().mapToInt(i -> outcomes[i]).toArray(),
                cell.stream().mapToLong(i -> debtors[i]).toArray(),
                cut);
    }

    /// The report as a table.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (OfModel model : models) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s, %s %s; good from %.3f on%n",
                    model.axis(),
                    model.family(),
                    model.model(),
                    model.cut()));
            TextTable table = new TextTable(
                    "%-9s %-14s %,7d %,7d %9.3f %8.3f %6.3f %6.3f %6.3f %10.3f %9.3f %6.3f",
                    "by",
                    "group",
                    "cases",
                    "debtors",
                    "predicted",
                    "observed",
                    "p10",
                    "p50",
                    "p90",
                    "false good",
                    "false bad",
                    "AUC");
            for (Dimension dimension : model.dimensions()) {
                for (Group group : dimension.groups()) {
                    row(table, dimension.attribute(), group);
                }
            }
            text.append(table.text()).append(System.lineSeparator());
        }
        return text.toString();
    }

    private void row(TextTable table, String attribute, Group group) {
        Measures m = group.measures();
        if (m == null) {
            table.line(
                    "%-9s %-14s suppressed: fewer than %d debtors, or hides such a group",
                    attribute, group.name(), smallest);
            return;
        }
        table.row(
                attribute,
                group.name(),
                m.rows(),
                m.debtors(),
                m.predicted(),
                m.observed(),
                m.p10(),
                m.p50(),
                m.p90(),
                m.falseGood(),
                m.falseBad(),
                m.auc());
    }
}
