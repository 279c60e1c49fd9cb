package org.solvens.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.Model;
import org.solvens.model.ModelFile;
import org.solvens.plan.SnapshotContent;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.report.TrainedAxis.Decision;
import org.solvens.training.evaluate.Evaluating;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Evaluation.GateCheck;
import org.solvens.training.evaluate.Resampling;
import org.solvens.training.evaluate.Separation;
import org.solvens.training.gate.Approval;
import org.solvens.training.gate.Promotion;
import org.solvens.training.manifest.Digest;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.report.ModelCard;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.SnapshotSource;

/// Trains the axes of a plan, publishes the models, and promotes those that pass and are approved.
///
/// One of an axis' models may become champion: the model of the champion's family, or the scorecard if there
/// is no champion. It becomes champion if it passes every check of the gate and is approved (see {@link
/// Approval}). Other models are published too, so that they can be reviewed, compared and promoted by hand.
public final class Training {
    private final TrainingPlan plan;
    private final FeatureCatalogue catalogue;
    private final SnapshotSource source;
    private final ModelRegistry registry;

    public Training(TrainingPlan plan, FeatureCatalogue catalogue, SnapshotSource source, ModelRegistry registry) {
        this.plan = plan;
        this.catalogue = catalogue;
        this.source = source;
        this.registry = registry;
    }

    /// Trains the axes of the plan in parallel, but for the effects of routes, which learn from
    /// the log, and decides on them in the order of {@link Axis#modelled}.
    ///
    /// @param by the acting user
    /// @param at when
    /// @throws Problem `APPROVAL` if the second person is the first
    public List<AxisResult> run(String by, Approval approval, Instant at) {
        if (approval instanceof Approval.SecondPerson(String name)) {
            Promotion.requireTwo(by, name, plan.plan());
        }
        List<Axis> axes = Arrays.stream(Axis.modelled())
                .filter(a -> a != Axis.ROUTE_EFFECT && plan.axis(a) != null)
                .toList();
        List<AxisTraining> trainings = axes.stream().map(this::training).toList();
        List<AxisTraining.Outcome> outcomes = axes.parallelStream()
                .map(axis -> trainings.get(axes.indexOf(axis)).train(source, comparable(axis)))
                .toList();
        List<AxisResult> results = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            results.addAll(conclude(axes.get(i), outcomes.get(i), by, approval, at));
        }
        return results;
    }

    /// Trains a published model again from its manifest, with this plan and source.
    ///
    /// @param id of a model that this plan made from this source
    /// @return whether the bytes are the same, and both digests
    public Reproduction reproduce(String id) {
        Model model = registry.load(id);
        byte[] expected = ModelFile.write(model);
        byte[] found = new byte[0];
        if (training(model.axis()).train(source, null) instanceof AxisTraining.Outcome.Candidates(var candidates)) {
            found = candidates.stream()
                    .map(AxisTraining.Candidate::model)
                    .filter(m -> m.family().equals(model.family()))
                    .findFirst()
                    .map(ModelFile::write)
                    .orElse(found);
        }
        return new Reproduction(
                id, model.axis().label(), Arrays.equals(expected, found), Digest.of(expected), Digest.of(found));
    }

    /// The result of training again.
    ///
    /// @param same whether every byte is the same
    /// @param published SHA-256 of the published file
    /// @param trained SHA-256 of the file trained now
    public record Reproduction(String model, String axis, boolean same, String published, String trained) {}

    private AxisTraining training(Axis axis) {
        AxisPlan axisPlan = plan.axis(axis);
        if (axisPlan == null) {
            throw new Problem(
                    "PLAN",
                    plan.plan(),
                    "the plan does not train " + axis.label(),
                    "the axis is absent from it",
                    "name another plan or model");
        }
        return new AxisTraining(plan, axisPlan, axis, catalogue);
    }

    private List<AxisResult> conclude(
            Axis axis, AxisTraining.Outcome outcome, String by, Approval approval, Instant at) {
        return switch (outcome) {
            case AxisTraining.Outcome.Insufficient(String reason) -> {
                boolean said = registry.champion(axis)
                        .map(r -> r.status() == RoleEntry.Status.INSUFFICIENT_DATA
                                && r.reason().equals(reason))
                        .orElse(false);
                if (!said) {
                    registry.declareInsufficient(axis, by, reason, at, registry.sequence());
                }
                yield List.of(AxisResult.without(axis.label(), Decision.INSUFFICIENT_DATA, reason));
            }
            case AxisTraining.Outcome.Uninformative(String reason) ->
                List.of(AxisResult.without(axis.label(), Decision.UNINFORMATIVE, reason));
            case AxisTraining.Outcome.Candidates(List<AxisTraining.Candidate> candidates) ->
                candidates(axis, candidates, by, approval, at);
        };
    }

    private List<AxisResult> candidates(
            Axis axis, List<AxisTraining.Candidate> candidates, String by, Approval approval, Instant at) {
        for (AxisTraining.Candidate candidate : candidates) {
            Manifest manifest = manifest(candidate.model());
            registry.publish(
                    ModelFile.write(candidate.model()),
                    Json.of(manifest),
                    Json.of(candidate.evaluation()),
                    ModelCard.html(candidate.model(), candidate.evaluation(), manifest, by, at),
                    by,
                    at);
        }
        Model champion = champion(axis);
        String family = champion == null ? "scorecard" : champion.family();
        AxisTraining.Candidate eligible = candidates.stream()
                .filter(c -> c.model().family().equals(family))
                .findFirst()
                .orElse(candidates.getFirst());
        List<AxisResult> results = new ArrayList<>();
        for (AxisTraining.Candidate candidate : candidates) {
            Evaluation evaluation = candidate.evaluation();
            results.add(
                    candidate == eligible
                            ? decide(evaluation, champion, axis, by, approval, at)
                            : AxisResult.of(
                                    evaluation,
                                    Decision.CHALLENGER,
                                    "published next to the " + eligible.model().family()));
        }
        return results;
    }

    private AxisResult decide(
            Evaluation evaluation, @Nullable Model champion, Axis axis, String by, Approval approval, Instant at) {
        String id = evaluation.model();
        if (champion != null && champion.id().equals(id)) {
            return AxisResult.of(evaluation, Decision.UNCHANGED, "it is the champion already");
        }
        List<String> failed = evaluation.gate().stream()
                .filter(c -> !c.passed())
                .map(GateCheck::check)
                .toList();
        if (evaluation.champion() != null && failed.equals(List.of(Evaluating.AGAINST_CHAMPION))) {
            return AxisResult.of(evaluation, Decision.KEPT, againstChampion(evaluation.champion()));
        }
        if (!failed.isEmpty()) {
            return AxisResult.of(evaluation, Decision.REFUSED, "the gate: " + String.join(", ", failed));
        }
        String reason;
        if (champion == null) {
            reason = "passed the gate, no champion before";
        } else if (evaluation.champion() == null) {
            reason = "passed the gate; the champion " + champion.id()
                    + " cannot be compared: it learned other outcomes, or needs features that no longer exist";
        } else {
            reason = "passed the gate; " + againstChampion(evaluation.champion());
        }
        return switch (approval) {
            case Approval.SecondPerson(String name) -> {
                registry.promote(id, by, reason, name, null, at, registry.sequence());
                yield AxisResult.of(evaluation, Decision.PROMOTED, reason + "; approved by " + name);
            }
            case Approval.FirstByTheGate _
            when Promotion.neverHadAChampion(registry, axis) -> {
                registry.promote(id, by, reason, at, registry.sequence());
                yield AxisResult.of(evaluation, Decision.PROMOTED, reason);
            }
            case Approval.FirstByTheGate _, Approval.None _ ->
                AxisResult.of(evaluation, Decision.AWAITING, reason + "; a second person must approve it");
        };
    }

    private static String againstChampion(Evaluation.Comparison champion) {
        Resampling.Interval difference = champion.difference().auc();
        String found = switch (Separation.of(difference)) {
            case FIRST -> "separates better than the champion " + champion.model();
            case SECOND -> "the champion " + champion.model() + " separates better";
            case NEITHER -> "the test shows no difference from the champion " + champion.model();
        };
        return String.format(
                Locale.ROOT,
                "%s (AUC %+.3f [%+.3f, %+.3f])",
                found,
                champion.aucDifference(),
                difference.low(),
                difference.high());
    }

    private @Nullable Model champion(Axis axis) {
        return registry.champion(axis).map(RoleEntry::model).map(registry::load).orElse(null);
    }

    /// The champion; null if there is none, if it learned other outcomes or on another population, or if its
    /// features are no longer computed.
    private @Nullable Model comparable(Axis axis) {
        Model champion = champion(axis);
        if (champion != null) {
            TrainingPlan learned = Json.readLeniently(registry.manifest(champion.id()), Manifest.class)
                    .plan();
            champion = SnapshotContent.unlike(learned, plan).isEmpty() ? champion : null;
        }
        Set<String> names =
                plan.inputs(catalogue, axis).stream().map(Feature::name).collect(Collectors.toSet());
        names.add(AxisRows.PERIOD.name());
        return champion != null && names.containsAll(champion.features()) ? champion : null;
    }

    private Manifest manifest(Model model) {
        return new Manifest(
                model.id(),
                model.family(),
                model.axis().label(),
                plan,
                source.version(),
                model.featuresVersion(),
                plan.seed(),
                Manifest.Versions.running());
    }
}
