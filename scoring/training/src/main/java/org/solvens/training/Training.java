package org.solvens.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.ModelFile;
import org.solvens.model.ScorecardModel;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;

/// Trains the axes of a plan, publishes what comes of it, and promotes what passes.
///
/// A model becomes champion if it passes every check of the gate and there is no champion, or its AUC does
/// not fall below the champion's interval on the same test rows. A model that does not is published all the
/// same, so that it can be looked at and promoted by hand.
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

    /// Trains each axis of the plan, in the order of {@link Axis#scored}.
    ///
    /// @param actor on whose behalf
    /// @param at when
    public List<AxisResult> run(String actor, Instant at) {
        List<AxisResult> results = new ArrayList<>();
        for (Axis axis : Axis.scored()) {
            AxisPlan axisPlan = plan.axis(axis);
            if (axisPlan != null) {
                results.add(run(axis, new AxisTraining(plan, axisPlan, axis, catalogue), actor, at));
            }
        }
        return results;
    }

    private AxisResult run(Axis axis, AxisTraining training, String actor, Instant at) {
        int sequence = registry.sequence();
        Optional<RoleEntry> role = registry.champion(axis);
        ScorecardModel champion = role.map(RoleEntry::model).map(registry::load).orElse(null);
        return switch (training.train(source, fitting(champion))) {
            case AxisTraining.Outcome.Insufficient(String reason) -> {
                boolean said = role.map(r -> r.status() == RoleEntry.Status.INSUFFICIENT_DATA
                                && r.reason().equals(reason))
                        .orElse(false);
                if (!said) {
                    registry.declareInsufficient(axis, actor, reason, at, sequence);
                }
                yield AxisResult.without(axis.label(), AxisResult.Decision.INSUFFICIENT_DATA, reason);
            }
            case AxisTraining.Outcome.Uninformative(String reason) ->
                AxisResult.without(axis.label(), AxisResult.Decision.UNINFORMATIVE, reason);
            case AxisTraining.Outcome.Candidate(ScorecardModel model, Evaluation evaluation) -> {
                registry.publish(ModelFile.write(model), manifest(model), Json.of(evaluation));
                yield decide(model, evaluation, champion, actor, at, sequence);
            }
        };
    }

    private AxisResult decide(
            ScorecardModel model,
            Evaluation evaluation,
            @Nullable ScorecardModel champion,
            String actor,
            Instant at,
            int sequence) {
        if (champion != null && champion.id().equals(model.id())) {
            return AxisResult.of(evaluation, AxisResult.Decision.UNCHANGED, "it is the champion already");
        }
        if (!evaluation.passed()) {
            String failed = evaluation.gate().stream()
                    .filter(c -> !c.passed())
                    .map(Evaluation.GateCheck::check)
                    .collect(Collectors.joining(", "));
            return AxisResult.of(evaluation, AxisResult.Decision.REFUSED, "the gate: " + failed);
        }
        Evaluation.Comparison comparison = evaluation.champion();
        if (comparison != null && !comparison.passed()) {
            return AxisResult.of(
                    evaluation, AxisResult.Decision.KEPT, "the champion " + comparison.model() + " is better");
        }
        String reason;
        if (champion == null) {
            reason = "passed the gate, no champion before";
        } else if (comparison == null) {
            reason = "passed the gate; the champion before needs features that are gone";
        } else {
            reason = "passed the gate, no worse than " + champion.id();
        }
        registry.promote(model.id(), actor, reason, at, sequence);
        return AxisResult.of(evaluation, AxisResult.Decision.PROMOTED, reason);
    }

    /// The champion, or null where there is none or its features are computed no more.
    private @Nullable ScorecardModel fitting(@Nullable ScorecardModel champion) {
        return champion != null && names(champion.axis()).containsAll(champion.features()) ? champion : null;
    }

    private Set<String> names(Axis axis) {
        return catalogue.of(axis).stream().map(Feature::name).collect(Collectors.toSet());
    }

    private String manifest(ScorecardModel model) {
        return Json.of(new Manifest(
                model.id(),
                model.axis().label(),
                plan,
                source.version(),
                model.featuresVersion(),
                plan.seed(),
                Manifest.Versions.running()));
    }
}
