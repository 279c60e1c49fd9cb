package org.solvens.training.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.solvens.chance.Draws;
import org.solvens.command.TextTable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.Lake;
import org.solvens.model.EffectModel;
import org.solvens.model.Model;
import org.solvens.model.Scorer;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.manifest.PublishedModel;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.DeltaSnapshots;
import org.solvens.training.rows.HistoryScan;
import org.solvens.training.rows.Partition;
import org.solvens.training.rows.SnapshotSource;

/// Compares models with the truth of a simulation, on debtors that no model was trained on.
///
/// There is one observation per debtor: the newest first of a month on which one of the debtor's cases is
/// open, at least `historyDays` after the first case. The score is the mean log-odds of the open cases. True
/// willingness is the latent trait that day. True ability is the logarithm of what the debtor could raise
/// within three months, divided by the debt on all open cases: `ln((readily_available + 3 monthly_free) /
/// balance)`; `money` leaves the debt out. Correlations are Spearman's.
///
/// @param historyDays least days since the first case
/// @param heldOut debtors measured
/// @param models one line for each model
/// @param ceilings correlations of trees that are trained on the trait itself, from the same features
/// @param points decisions for which the chance of a payment is judged
/// @param chanceAuc AUC of the true chance of a payment within 90 days, which knows the hidden traits
/// @param pointsKnown those of the decisions that were taken at least `historyDays` after the debtor's first case
/// @param chanceAucKnown AUC of the true chance on them
/// @param payments how close models come to it
public record TruthReport(
        int historyDays,
        int heldOut,
        List<Line> models,
        List<Ceiling> ceilings,
        int points,
        double chanceAuc,
        int pointsKnown,
        double chanceAucKnown,
        List<Payment> payments) {
    /// Six months.
    static final int HISTORY_DAYS = 180;

    /// A model's correlations.
    ///
    /// @param axis of the model; `means` for ability on the same claim for everybody
    /// @param willingness with true willingness
    /// @param ability with true ability
    /// @param money with what could be raised, whatever is owed
    record Line(String axis, String family, String model, double willingness, double ability, double money) {}

    /// The attainable correlation.
    ///
    /// @param trait `willingness`, `ability`, or `means`: what could be raised, whatever is owed
    /// @param features `own` of the axis, or `all` of the three axes
    record Ceiling(String trait, String features, int trainRows, double correlation) {}

    /// A probability of payment.
    ///
    /// @param by the source of the estimate
    /// @param share of the way from 0.5 to the true chance's AUC
    /// @param aucKnown on the decisions on debtors with six months of history
    /// @param shareKnown of the way to the true chance's AUC on them
    record Payment(String by, String family, double auc, double share, double aucKnown, double shareKnown) {}

    /// Measures every model that was trained on the lake's newest snapshots.
    ///
    /// @throws Problem `TRUTH` if there is no such model, or too few debtors are left
    public static TruthReport of(Lake lake, ModelRegistry registry, FeatureCatalogue catalogue, SimulatedTruth truth) {
        SnapshotSource source = new DeltaSnapshots(lake);
        List<TruthMeasures.Known> models = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        List<String> names =
                new ArrayList<>(catalogue.features().stream().map(Feature::name).toList());
        names.add(AxisRows.PERIOD.name());
        TrainingPlan plan = null;
        Map<Axis, Set<Long>> trained = new HashMap<>();
        for (PublishedModel published : PublishedModel.on(registry, source.version())) {
            Model model = published.model();
            // Effects of routes are measured by what a policy that reads them is worth.
            if (!(model instanceof EffectModel) && names.containsAll(model.features())) {
                plan = published.manifest().plan();
                models.add(new TruthMeasures.Known(model, Scorer.of(model, names)));
                seen.addAll(trained.computeIfAbsent(model.axis(), axis -> debtors(source, axis, published.manifest())));
            }
        }
        if (plan == null) {
            throw problem("no model was trained on the lake's newest snapshots", "train: ./solvens train --by NAME");
        }
        TruthMeasures measures = new TruthMeasures(truth, catalogue, seen, plan, new HistoryScan(lake).spans());
        new HistoryScan(lake).each(measures::take);
        return measures.report(models, catalogue, plan);
    }

    /// The debtors that a model was trained on, each as {@link Draws#hash}.
    ///
    /// @param source the snapshots that its manifest names
    static Set<Long> debtors(SnapshotSource source, Axis axis, Manifest manifest) {
        int maxAgeDays = manifest.plan().asOf().maxAgeDays();
        AxisRows rows = axis.isCurve()
                ? AxisRows.follow(
                        source, axis, List.of(), maxAgeDays, manifest.plan().seed())
                : AxisRows.read(source, axis, List.of(), maxAgeDays);
        Set<Long> debtors = new HashSet<>();
        for (int row : Partition.of(rows, manifest.plan()).train()) {
            debtors.add(rows.debtor(row));
        }
        return debtors;
    }

    static Problem problem(String what, String remedy) {
        return new Problem(
                "TRUTH", "the lake", what, "scores are judged on debtors that no model was trained on", remedy);
    }

    /// The report as a table.
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%,d debtors that no model was trained on, with at least %d days of history%n%n",
                heldOut,
                historyDays));
        TextTable table = new TextTable(
                "%-13s %-10s %-16s %12.3f %12.3f %12.3f",
                "score", "family", "model", "willingness", "ability", "money");
        for (Line line : models) {
            table.row(line.axis(), line.family(), line.model(), line.willingness(), line.ability(), line.money());
        }
        text.append(table.text());
        for (Ceiling ceiling : ceilings) {
            text.append(String.format(
                    Locale.ROOT,
                    "attainable: trees trained on true %s itself, %s features: %.3f%n",
                    ceiling.trait(),
                    ceiling.features(),
                    ceiling.correlation()));
        }
        text.append(String.format(
                Locale.ROOT,
                "%n%,d decisions; the true chance of a payment within 90 days has AUC %.3f%n",
                points,
                chanceAuc));
        text.append(String.format(
                Locale.ROOT,
                "%,d of them on debtors with at least %d days of history; on these %.3f%n",
                pointsKnown,
                historyDays,
                chanceAucKnown));
        for (Payment payment : payments) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-34s %-10s AUC %.3f, %.0f %% of the way; with history %.3f, %.0f %%%n",
                    payment.by(),
                    payment.family(),
                    payment.auc(),
                    100 * payment.share(),
                    payment.aucKnown(),
                    100 * payment.shareKnown()));
        }
        return text.toString();
    }
}
