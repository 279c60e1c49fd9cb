package org.solvens.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.command.TextTable;
import org.solvens.feature.Axis;
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

/// How two models of an axis differ: what they were made from, their features, and what was
/// measured.
///
/// @param settings what of plan, data, seed and programs differs; of the plan's axes only that
///     of the models
/// @param features those that only one of them has, and those with another weight
/// @param bins features whose edges of bins differ, for two scorecards, with the weight of
///     evidence between the edges
/// @param reweighed features with the same edges of bins, of which the weight of evidence of
///     some bin differs
/// @param metrics each on the test rows of its own evaluation; none for effects of routes
public record ModelDiff(
        String axis,
        String first,
        String second,
        List<Difference> settings,
        List<Difference> features,
        List<Difference> bins,
        List<String> reweighed,
        List<Difference> metrics) {

    /// Something that differs.
    ///
    /// @param first of the first model; null if it has none
    /// @param second of the second model; null if it has none
    public record Difference(
            String what, @Nullable String first, @Nullable String second) {}

    /// Compares two published models.
    ///
    /// @throws Problem `COMPARE` if they are of different axes, `REGISTRY-MODEL` if one does
    ///     not exist
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
        BinDifferences bins = bins(one, other);
        return new ModelDiff(
                one.axis().label(),
                first,
                second,
                differences(made(registry, first, one.axis()), made(registry, second, one.axis())),
                differences(used(one, weights), used(other, otherWeights)),
                bins.edges(),
                bins.reweighed(),
                metrics);
    }

    private static Difference measure(
            String what, Evaluation left, Evaluation right, ToDoubleFunction<Metrics> of, String format) {
        return new Difference(
                what,
                String.format(Locale.ROOT, format, of.applyAsDouble(left.overall())),
                String.format(Locale.ROOT, format, of.applyAsDouble(right.overall())));
    }

    private static SortedMap<String, String> made(ModelRegistry registry, String id, Axis axis) {
        SortedMap<String, String> made = Json.leaves(Json.readLeniently(registry.manifest(id), Manifest.class));
        made.remove("model");
        String axes = "plan.axes.";
        made.keySet().removeIf(key -> key.startsWith(axes) && !key.startsWith(axes + axis.label() + "."));
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

    /// How the bins of two models differ.
    ///
    /// @param edges features whose edges differ, or that one model lacks
    /// @param reweighed features with the same edges and another weight of evidence
    record BinDifferences(List<Difference> edges, List<String> reweighed) {}

    static BinDifferences bins(Model one, Model other) {
        Map<String, Term> terms = terms(one);
        Map<String, Term> otherTerms = terms(other);
        List<Difference> edges = new ArrayList<>();
        List<String> reweighed = new ArrayList<>();
        for (Difference each : differences(shown(terms), shown(otherTerms))) {
            Term left = terms.get(each.what());
            Term right = otherTerms.get(each.what());
            if (left != null && right != null && left.cuts().equals(right.cuts())) {
                reweighed.add(each.what());
            } else {
                edges.add(each);
            }
        }
        return new BinDifferences(edges, reweighed);
    }

    private static Map<String, Term> terms(Model model) {
        return switch (model) {
            case ScorecardModel scorecard ->
                scorecard.terms().stream().collect(Collectors.toMap(Term::feature, Function.identity()));
            case CurveModel curve -> terms(curve.hazard());
            case TreesModel _, EffectModel _ -> Map.of();
        };
    }

    /// The cuts of each feature of a scorecard, with the weight of evidence between them.
    private static Map<String, String> shown(Map<String, Term> terms) {
        Map<String, String> bins = new TreeMap<>();
        for (Term term : terms.values()) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < term.woe().size(); i++) {
                text.append(i == 0 ? "" : " |" + shown(term.cuts().get(i - 1)) + "| ")
                        .append(String.format(Locale.ROOT, "%+.2f", term.woe().get(i)));
            }
            bins.put(term.feature(), text.toString());
        }
        return bins;
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
        if (!reweighed.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%nsame bins, other points: %s%n", String.join(", ", reweighed)));
        }
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
