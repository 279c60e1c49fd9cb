package org.solvens.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.solvens.command.TextTable;
import org.solvens.model.CurveModel;
import org.solvens.model.EffectModel;
import org.solvens.model.Model;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Term;
import org.solvens.model.TreesModel;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Evaluation.FeatureFate;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;

/// How two models of an axis differ: what they were made from, their features, and what was measured.
///
/// @param settings what of plan, data, seed and programs differs
/// @param features those that only one of them has, and those with another weight
/// @param bins features whose bins differ, for two scorecards
/// @param metrics each on the test rows of its own evaluation; none for effects of routes
public record ModelDiff(
        String axis,
        String first,
        String second,
        List<Difference> settings,
        List<Difference> features,
        List<Difference> bins,
        List<Difference> metrics) {

    /// Something that differs.
    ///
    /// @param first of the first model; null if it has none
    /// @param second of the second model; null if it has none
    public record Difference(
            String what, @Nullable String first, @Nullable String second) {}

    /// Compares two published models.
    ///
    /// @throws Problem `COMPARE` if they are of different axes, `REGISTRY-MODEL` if one does not exist
    public static ModelDiff of(ModelRegistry registry, String first, String second) {
        Model one = registry.load(first);
        Model other = registry.load(second);
        if (one.axis() != other.axis()) {
            throw new Problem(
                    "COMPARE",
                    first + ", " + second,
                    "the models are of different axes",
                    one.axis().label() + " and " + other.axis().label(),
                    "name two models of the same axis");
        }
        List<Difference> metrics = new ArrayList<>();
        Map<String, String> weights = Map.of();
        Map<String, String> otherWeights = Map.of();
        if (!(one instanceof EffectModel)) {
            Evaluation left = Evaluation.of(registry, first);
            Evaluation right = Evaluation.of(registry, second);
            metrics.add(new Difference("test from", String.valueOf(left.testFrom()), String.valueOf(right.testFrom())));
            metrics.add(measure("test rows", left, right, Metrics::rows, "%.0f"));
            metrics.add(measure("AUC", left, right, Metrics::auc, "%.4f"));
            metrics.add(measure("KS", left, right, Metrics::ks, "%.4f"));
            metrics.add(measure("Brier", left, right, Metrics::brier, "%.4f"));
            metrics.add(measure("calibration error", left, right, Metrics::calibrationError, "%.4f"));
            weights = weights(left);
            otherWeights = weights(right);
        }
        return new ModelDiff(
                one.axis().label(),
                first,
                second,
                differences(made(registry, first), made(registry, second)),
                differences(used(one, weights), used(other, otherWeights)),
                differences(bins(one), bins(other)),
                metrics);
    }

    private static Difference measure(
            String what, Evaluation left, Evaluation right, ToDoubleFunction<Metrics> of, String format) {
        return new Difference(
                what,
                String.format(Locale.ROOT, format, of.applyAsDouble(left.overall())),
                String.format(Locale.ROOT, format, of.applyAsDouble(right.overall())));
    }

    private static SortedMap<String, String> made(ModelRegistry registry, String id) {
        SortedMap<String, String> made = Json.leaves(Json.readLeniently(registry.manifest(id), Manifest.class));
        made.remove("model");
        return made;
    }

    private static Map<String, String> weights(Evaluation evaluation) {
        Map<String, String> weights = new TreeMap<>();
        for (FeatureFate fate : evaluation.features()) {
            if (fate.weight() != null) {
                weights.put(fate.feature(), String.format(Locale.ROOT, "%.3f", fate.weight()));
            }
        }
        return weights;
    }

    private static Map<String, String> used(Model model, Map<String, String> weights) {
        Map<String, String> used = new TreeMap<>();
        model.features().forEach(feature -> used.put(feature, weights.getOrDefault(feature, "used")));
        return used;
    }

    /// The cuts of each feature of a scorecard, with the weight of evidence between them.
    private static Map<String, String> bins(Model model) {
        return switch (model) {
            case ScorecardModel scorecard -> {
                Map<String, String> bins = new TreeMap<>();
                for (Term term : scorecard.terms()) {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < term.woe().size(); i++) {
                        text.append(i == 0 ? "" : " |" + shown(term.cuts().get(i - 1)) + "| ")
                                .append(String.format(
                                        Locale.ROOT, "%+.2f", term.woe().get(i)));
                    }
                    bins.put(term.feature(), text.toString());
                }
                yield bins;
            }
            case CurveModel curve -> bins(curve.hazard());
            case TreesModel _, EffectModel _ -> Map.of();
        };
    }

    private static String shown(double cut) {
        return cut == Math.rint(cut) && Math.abs(cut) < 1e9
                ? String.format(Locale.ROOT, "%.0f", cut)
                : String.format(Locale.ROOT, "%.4g", cut);
    }

    private static List<Difference> differences(Map<String, String> first, Map<String, String> second) {
        Set<String> names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            String left = first.get(name);
            String right = second.get(name);
            if (left == null || !left.equals(right)) {
                differences.add(new Difference(name, left, right));
            }
        }
        return differences;
    }

    /// The differences as tables.
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%s: %s and %s%n", axis, first, second));
        section(text, "made from", settings);
        section(text, "feature, weight", features);
        section(text, "measured", metrics);
        for (Difference each : bins) {
            text.append(String.format(
                    Locale.ROOT,
                    "%nbins of %s%n  %s  %s%n  %s  %s%n",
                    each.what(),
                    first,
                    orDash(each.first()),
                    second,
                    orDash(each.second())));
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String name, List<Difference> differences) {
        text.append(System.lineSeparator());
        if (differences.isEmpty()) {
            text.append(name).append(": no difference").append(System.lineSeparator());
            return;
        }
        TextTable table = new TextTable("%-44s %-20s %s", name, "first", "second");
        differences.forEach(each -> table.row(each.what(), orDash(each.first()), orDash(each.second())));
        text.append(table.text());
    }

    private static String orDash(@Nullable String value) {
        return value == null ? "-" : value;
    }
}
