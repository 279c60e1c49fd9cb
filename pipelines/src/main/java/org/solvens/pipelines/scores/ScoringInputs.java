package org.solvens.pipelines.scores;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.inputs.MandatesFeed;
import org.solvens.lake.Lake;
import org.solvens.model.AxisScorer;
import org.solvens.model.ModelFile;
import org.solvens.policy.Capacity;
import org.solvens.policy.Challenger;
import org.solvens.policy.Deciders;
import org.solvens.policy.PolicyText;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.scoring.CaseScoring;
import org.solvens.scoring.Mandates;

/// The inputs of scoring other than the histories, in serializable form for executors: champions as model
/// files, the policy as text, and the mandates.
///
/// @param models of each axis and estimate, as {@link Served}
/// @param challenger a policy that decides on a share of the debtors; null if there is no trial
/// @param capacity calls and reviews of the teams; null if they are not scarce
/// @param otherCases whether a case may see the debtor's cases of other creditors
public record ScoringInputs(
        Map<Axis, Served> models,
        PolicyText policy,
        @Nullable Challenger challenger,
        @Nullable Capacity capacity,
        Mandates mandates,
        OtherCases otherCases)
        implements Serializable {
    private static final int REASONS = 4;

    /// What serves an axis.
    sealed interface Served extends Serializable {
        /// A model file.
        record ByModel(byte[] file) implements Served {}

        /// Training had too little data.
        record InsufficientData() implements Served {}

        /// The axis was never trained.
        record Nothing() implements Served {}
    }

    /// Reads the champions of the registry, and the mandates.
    public static ScoringInputs of(Lake lake, PolicyText policy) {
        ModelRegistry registry = new ModelRegistry(lake.registry());
        Map<Axis, Served> models = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.modelled()) {
            Optional<RoleEntry> champion = registry.champion(axis);
            String model = champion.map(RoleEntry::model).orElse(null);
            if (model != null) {
                models.put(axis, new Served.ByModel(ModelFile.write(registry.load(model))));
            } else {
                models.put(axis, champion.isPresent() ? new Served.InsufficientData() : new Served.Nothing());
            }
        }
        return new ScoringInputs(
                models,
                policy,
                null,
                null,
                MandatesFeed.of(lake),
                lake.settings().otherCases());
    }

    /// The same without the models of the estimates, for decisions only.
    public ScoringInputs deciding() {
        Map<Axis, Served> axes = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.scored()) {
            axes.put(axis, models.get(axis));
        }
        axes.put(Axis.ROUTE_EFFECT, models.get(Axis.ROUTE_EFFECT));
        return new ScoringInputs(axes, policy, challenger, capacity, mandates, otherCases);
    }

    /// The same with a policy on trial.
    ///
    /// @param on null if there is no trial
    public ScoringInputs with(@Nullable Challenger on) {
        return new ScoringInputs(models, policy, on, capacity, mandates, otherCases);
    }

    /// The same where calls and reviews are scarce.
    ///
    /// @param teams null if they are not
    public ScoringInputs within(@Nullable Capacity teams) {
        return new ScoringInputs(models, policy, challenger, teams, mandates, otherCases);
    }

    /// Who decides.
    Deciders deciders() {
        return Deciders.of(policy, challenger);
    }

    /// A new scoring for the calling thread.
    public CaseScoring scoring() {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(otherCases);
        Map<Axis, AxisScorer> scorers = new EnumMap<>(Axis.class);
        models.forEach((axis, served) -> scorers.put(
                axis,
                switch (served) {
                    case Served.ByModel(byte[] file) -> AxisScorer.of(ModelFile.read(file, axis.label()), catalogue);
                    case Served.InsufficientData() -> new AxisScorer.WithoutData();
                    case Served.Nothing() -> new AxisScorer.WithoutModel();
                }));
        return new CaseScoring(catalogue, scorers, deciders(), mandates, REASONS);
    }
}
