package org.solvens.training;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.chance.Draws;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.Model;
import org.solvens.model.ModelFile;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Scorer;
import org.solvens.model.TreesModel;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.training.evaluate.Evaluating;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.fit.BinRules;
import org.solvens.training.fit.Learned;
import org.solvens.training.fit.Published;
import org.solvens.training.fit.Scorecard;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.report.ModelCard;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;
import org.solvens.training.rows.SnapshotSource;

/// Learns the probabilities of a published model again from recent outcomes. Its formula, and so the ranking
/// of cases, stays.
///
/// The recent rows are the test rows of the model's plan in the newest snapshots, as of the day from which the
/// model was tested or later: it was not fitted on them. The rows of half of their debtors calibrate, and
/// those of the other half test.
public final class Recalibration {
    private static final String CODE = "RECALIBRATE";
    private static final int FEWEST = 100;
    private static final int RARER = 30;
    private static final int HALF = 7;

    private final FeatureCatalogue catalogue;
    private final SnapshotSource source;
    private final ModelRegistry registry;

    /// @param source the newest snapshots
    public Recalibration(FeatureCatalogue catalogue, SnapshotSource source, ModelRegistry registry) {
        this.catalogue = catalogue;
        this.source = source;
        this.registry = registry;
    }

    /// The result.
    ///
    /// @param model id of the new model
    /// @param of id of the model whose formula it has
    /// @param calibrated rows that calibrated
    /// @param tested rows that tested
    /// @param errorBefore calibration error of the old probabilities on the tested rows
    /// @param errorAfter that of the new ones
    /// @param refused checks of the gate that failed
    public record Recalibrated(
            String model,
            String of,
            int calibrated,
            int tested,
            double errorBefore,
            double errorAfter,
            List<String> refused) {}

    /// Calibrates, evaluates and publishes a model. It serves once it is promoted, through the same
    /// gate and by a second person.
    ///
    /// @param id of a published scorecard or of trees
    /// @param by the acting user
    /// @throws Problem `RECALIBRATE` for a curve, effects or a model of a table, or if there are too
    ///     few recent outcomes
    public Recalibrated run(String id, String by, Instant at) {
        Model model = registry.load(id);
        Manifest manifest = Json.readLeniently(registry.manifest(id), Manifest.class);
        Axis axis = model.axis();
        TrainingPlan plan = manifest.plan();
        AxisPlan own = plan.axis(axis);
        if (!(model instanceof ScorecardModel || model instanceof TreesModel) || axis == Axis.TABLE || own == null) {
            throw new Problem(
                    CODE,
                    id,
                    "a model of " + axis.label() + " is not calibrated on its own",
                    "only the scores and estimates that are one number are",
                    "train it again with ./solvens train");
        }
        Evaluation before = Evaluation.of(registry, id);
        AxisRows rows = new AxisTraining(plan, own, axis, catalogue).read(source);
        if (rows.size() == 0) {
            throw tooFew(id, 0, before.testFrom());
        }
        Partition whole = Partition.of(rows, plan, own.mostRows());
        LocalDate from = before.testFrom();
        int first = from == null ? 0 : Math.toIntExact(from.toEpochDay());
        int[] recent = where(whole.test(), row -> rows.asOf(row) >= first);
        int[] calibrate = where(recent, row -> Draws.uniform(rows.debtor(row), plan.seed(), HALF) < 0.5);
        int[] test = where(recent, row -> Draws.uniform(rows.debtor(row), plan.seed(), HALF) >= 0.5);
        if (calibrate.length < FEWEST
                || FamilyTraining.rarer(rows, calibrate) < RARER
                || FamilyTraining.rarer(rows, test) < RARER) {
            throw tooFew(id, recent.length, from);
        }
        Learned learned = published(model, before, rows);
        Model changed = ModelFile.recalibrated(
                model, FamilyTraining.calibration(learned.logOdds(rows, calibrate), rows.outcomes(calibrate)));
        Evaluation after =
                evaluate(plan, rows, new Partition(whole.testFrom(), whole.fit(), calibrate, test), changed, learned);
        Manifest made = new Manifest(
                changed.id(),
                changed.family(),
                axis.label(),
                plan,
                source.version(),
                changed.featuresVersion(),
                plan.seed(),
                Manifest.Versions.running(),
                null,
                id);
        registry.publish(
                ModelFile.write(changed),
                Json.of(made),
                Json.of(after),
                ModelCard.html(changed, after, made, by, at),
                by,
                at);
        return new Recalibrated(
                changed.id(),
                id,
                calibrate.length,
                test.length,
                error(model, rows, test),
                after.overall().calibrationError(),
                after.gate().stream()
                        .filter(c -> !c.passed())
                        .map(Evaluation.GateCheck::check)
                        .toList());
    }

    private Evaluation evaluate(TrainingPlan plan, AxisRows rows, Partition partition, Model changed, Learned learned) {
        Axis axis = changed.axis();
        List<Feature> features = Stream.concat(
                        plan.inputs(catalogue, axis).stream(), plan.controls(catalogue, axis).stream())
                .toList();
        Model champion = registry.champion(axis)
                .map(RoleEntry::model)
                .map(registry::load)
                .filter(m -> rows.features().containsAll(m.features()))
                .orElse(null);
        return new Evaluating(
                        plan,
                        rows,
                        partition,
                        features,
                        Scorecard.bin(rows, partition.fit(), features, BinRules.of(plan, axis)))
                .of(
                        changed,
                        learned,
                        FamilyTraining.exportDifference(rows, partition.test(), learned, changed),
                        champion,
                        null);
    }

    private static Learned published(Model model, Evaluation before, AxisRows rows) {
        Map<String, String> fates = new HashMap<>();
        Map<String, Double> weights = new HashMap<>();
        for (Evaluation.FeatureFate fate : before.features()) {
            fates.put(fate.feature(), fate.fate());
            if (fate.weight() != null) {
                weights.put(fate.feature(), fate.weight());
            }
        }
        return new Published(Scorer.of(model, rows.features()), fates, weights);
    }

    private static double error(Model model, AxisRows rows, int[] test) {
        Scorer scorer = Scorer.of(model, rows.features());
        return Metrics.of(
                        Arrays.stream(test)
                                .mapToDouble(row -> scorer.probability(rows.vector(row)))
                                .toArray(),
                        rows.outcomes(test))
                .calibrationError();
    }

    private static int[] where(int[] rows, IntPredicate condition) {
        return Arrays.stream(rows).filter(condition).toArray();
    }

    private static Problem tooFew(String id, int rows, @Nullable LocalDate from) {
        return new Problem(
                CODE,
                id,
                "there are too few recent outcomes to calibrate on",
                rows + " rows as of " + from + " or later have a known outcome; " + FEWEST
                        + " of half of the debtors, with " + RARER + " of the rarer outcome, are needed",
                "write newer snapshots with ./solvens features, or wait until more outcomes are known");
    }
}
