package org.solvens.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.model.Model;
import org.solvens.model.ModelFile;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.report.TrainedAxis.Decision;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Evaluation.GateCheck;
import org.solvens.training.fit.BinRules;
import org.solvens.training.fit.Search;
import org.solvens.training.manifest.Digest;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.report.ModelCard;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;
import org.solvens.training.table.TableFile;
import org.solvens.training.table.TableFrame;
import org.solvens.training.table.TableGroups;
import org.solvens.training.table.TableRows;
import org.solvens.training.table.TableSpec;

/// Trains on an analyst's own table, as the axes are trained on snapshots.
public final class TableTraining {
    private final TrainingPlan plan;
    private final TableRows source;
    private final AxisRows rows;
    private final Partition partition;
    private final List<Feature> features;

    private TableTraining(
            TrainingPlan plan, TableRows source, AxisRows rows, Partition partition, List<Feature> features) {
        this.plan = plan;
        this.source = source;
        this.rows = rows;
        this.partition = partition;
        this.features = features;
    }

    /// The result of training on a table.
    ///
    /// @param search what was tried to find the shape of the trees; null if the plan states it
    public record Trained(TableFrame table, List<AxisResult> results, Search.@Nullable Found search) {}

    /// Reads the rows of a table.
    ///
    /// @param plan with the axis `table`
    /// @throws Problem `PLAN` if the plan lacks the axis; `TABLE-COLUMN`, `TABLE-TARGET` or `TABLE-SPLIT`
    public static TableTraining of(TableFile file, TableSpec spec, TrainingPlan plan) {
        TableRows source = TableRows.of(file, spec, plan);
        AxisPlan own = plan.axis(Axis.TABLE);
        if (own == null) {
            throw new Problem(
                    "PLAN",
                    plan.label(),
                    "the plan does not train a table",
                    "the axis table is absent from it",
                    "take data-samples/plans/table.yaml, or add the axis");
        }
        List<Feature> features = source.features().stream()
                .filter(f -> !own.featuresOut().contains(f.name()))
                .toList();
        AxisRows rows = source.rows();
        return new TableTraining(plan, source, rows, source.partition(rows, plan.seed()), features);
    }

    /// What was made of the table.
    public TableFrame frame() {
        return source.frame();
    }

    /// How the columns are binned: as the plan states, and each group of categories in a bin
    /// of its own.
    private BinRules rules() {
        return new BinRules(plan.scorecard(), TableGroups.of(plan).bins(source.frame()));
    }

    /// The rows, one family at a time, for benchmarks.
    public Trial trial() {
        return new Trial(rows, partition.train(), partition.test(), features, plan, Axis.TABLE, rules());
    }

    /// Trains, and publishes the models. None of them serves: a table has no champion.
    ///
    /// @param by the acting user
    /// @throws Problem `TABLE-TARGET` if there are too few outcomes, or no column separates them
    public Trained run(ModelRegistry registry, String by, Instant at) {
        AxisPlan own = Objects.requireNonNull(plan.axis(Axis.TABLE));
        int rarer = FamilyTraining.rarer(rows, partition.train());
        int tested = FamilyTraining.rarer(rows, partition.test());
        if (rarer < own.minimumOutcomes() || tested == 0 || partition.calibrate().length == 0) {
            throw tooFew("the rarer outcome occurs " + rarer + " times in training, where " + own.minimumOutcomes()
                    + " are needed, and " + tested + " times in the test");
        }
        String version = Digest.of(Json.of(source.frame()).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .substring(0, 12);
        AxisTraining.Outcome outcome =
                new FamilyTraining(plan, Axis.TABLE, version, rules()).train(rows, partition, features, Set.of(), null);
        return switch (outcome) {
            case AxisTraining.Outcome.Insufficient(String reason) -> throw tooFew(reason);
            case AxisTraining.Outcome.Uninformative(String reason) -> throw tooFew(reason);
            case AxisTraining.Outcome.Candidates(List<AxisTraining.Candidate> candidates) -> {
                List<AxisResult> results = new ArrayList<>();
                for (AxisTraining.Candidate candidate : candidates) {
                    results.add(published(candidate, version, registry, by, at));
                }
                yield new Trained(
                        source.frame(),
                        results,
                        candidates.getFirst().evaluation().search());
            }
        };
    }

    private AxisResult published(
            AxisTraining.Candidate candidate, String version, ModelRegistry registry, String by, Instant at) {
        Model model = candidate.model();
        Evaluation evaluation = candidate.evaluation();
        Manifest manifest = new Manifest(
                model.id(),
                model.family(),
                model.axis().label(),
                plan,
                0,
                version,
                plan.seed(),
                Manifest.Versions.running(),
                source.frame(),
                null);
        registry.publish(
                ModelFile.write(model),
                Json.of(manifest),
                Json.of(evaluation),
                ModelCard.html(model, evaluation, manifest, by, at),
                by,
                at);
        List<String> failed = evaluation.gate().stream()
                .filter(c -> !c.passed())
                .map(GateCheck::check)
                .toList();
        return failed.isEmpty()
                ? AxisResult.of(evaluation, Decision.CHALLENGER, "passed the gate; a model of a table serves nothing")
                : AxisResult.of(evaluation, Decision.REFUSED, "the gate: " + String.join(", ", failed));
    }

    private Problem tooFew(String why) {
        return new Problem(
                "TABLE-TARGET",
                source.frame().file() + ", column " + source.frame().target(),
                "the outcome cannot be learned",
                why,
                "give more rows, other columns, or another target");
    }
}
