package org.solvens.training;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.Model;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.problem.Problem;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.fit.BinRules;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;
import org.solvens.training.rows.SnapshotSource;

/// Trains one axis: rows, partition, scorecard and trees, calibration, export, evaluation, gate.
public final class AxisTraining {
    private static final int SMALLEST_TEST = 10;

    private final TrainingPlan plan;
    private final AxisPlan axisPlan;
    private final Axis axis;
    private final FeatureCatalogue catalogue;

    /// @throws Problem `PLAN` if the plan leaves out a feature that the axis does not have
    public AxisTraining(TrainingPlan plan, AxisPlan axisPlan, Axis axis, FeatureCatalogue catalogue) {
        this.plan = plan;
        this.axisPlan = axisPlan;
        this.axis = axis;
        this.catalogue = catalogue;
        for (String out : axisPlan.featuresOut()) {
            if (fitted().stream().noneMatch(f -> f.name().equals(out))) {
                throw new Problem(
                        "PLAN",
                        plan.plan(),
                        "features_out names " + out + ", which is not a feature of " + axis.label(),
                        "the spelling is wrong, or the feature belongs to another axis",
                        "correct the plan");
            }
        }
        for (String feed : axisPlan.feeds()) {
            if (org.solvens.feed.Feed.ofLabel(feed) == null) {
                throw new Problem(
                        "PLAN",
                        plan.plan(),
                        "feeds names " + feed + ", which is not a feed",
                        "the spelling is wrong",
                        "correct the plan");
            }
        }
    }

    /// The result of training.
    public sealed interface Outcome {
        /// There was too little data.
        record Insufficient(String reason) implements Outcome {}

        /// There were enough rows, but no feature separates goods from bads.
        record Uninformative(String reason) implements Outcome {}

        /// The models, the scorecard first if there is one.
        record Candidates(List<Candidate> candidates) implements Outcome {}
    }

    /// A model and its evaluation.
    public record Candidate(Model model, Evaluation evaluation) {}

    /// Trains the axis.
    ///
    /// @param champion the axis' champion, to be compared with; null if there is none
    /// @throws Problem `EXPORT` if a portable model does not score like Smile
    public Outcome train(SnapshotSource source, @Nullable Model champion) {
        AxisRows rows = read(source);
        LocalDate lastAsOf = LocalDate.ofEpochDay(rows.lastAsOf());
        List<String> counts = new ArrayList<>();
        for (String feed : axisPlan.feeds()) {
            Optional<SnapshotSource.FeedRecords> records = source.records(feed, lastAsOf);
            boolean late = records.isPresent() && records.get().before() == 0;
            if (rows.lastAsOf() >= 0 && late) {
                return new Outcome.Insufficient("no record of the feed " + feed + " is known before " + lastAsOf
                        + ", the last as-of date, and " + records.get().all() + " later");
            }
            if (records.isEmpty() && !fed(rows, feed)) {
                return new Outcome.Insufficient("the feed " + feed + " is missing");
            }
            records.ifPresent(some -> counts.add(some.before() + " of " + some.all() + " records of the feed " + feed));
        }
        if (rows.size() == 0) {
            return new Outcome.Insufficient("no case has a mature outcome"
                    + (rows.lastAsOf() < 0 || counts.isEmpty()
                            ? ""
                            : "; " + String.join(" and ", counts) + " are known before " + lastAsOf
                                    + ", the last as-of date"));
        }
        Partition partition = Partition.of(rows, plan, axisPlan.mostRows());
        int[] train = partition.train();
        int goods = Arrays.stream(rows.outcomes(train)).sum();
        int rarer = Math.min(goods, train.length - goods);
        if (rarer < axisPlan.minimumOutcomes()) {
            return new Outcome.Insufficient("before " + partition.testFrom() + " there are " + goods + " good and "
                    + (train.length - goods) + " bad outcomes, where " + axisPlan.minimumOutcomes()
                    + " of each are needed");
        }
        if (FamilyTraining.rarer(rows, partition.test()) < SMALLEST_TEST) {
            return new Outcome.Insufficient("from " + partition.testFrom() + " on there are too few outcomes to test");
        }
        if (FamilyTraining.rarer(rows, partition.fit()) == 0
                || partition.calibrate().length < FamilyTraining.SMALLEST_BLOCK) {
            return new Outcome.Insufficient("there are too few debtors to fit and calibrate apart");
        }
        List<Feature> features = new ArrayList<>(fitted());
        features.removeIf(f -> axisPlan.featuresOut().contains(f.name()));
        if (axis.isCurve()) {
            features.add(AxisRows.PERIOD);
        }
        Set<String> controls = features.stream()
                .filter(plan.controls(catalogue, axis)::contains)
                .map(Feature::name)
                .collect(Collectors.toSet());
        return new FamilyTraining(plan, axis, catalogue.version(), BinRules.of(plan, axis))
                .train(rows, partition, features, controls, champion);
    }

    /// The rows of the axis within the population.
    AxisRows read(SnapshotSource source) {
        int maxAgeDays = plan.asOf().maxAgeDays();
        return axis.isCurve()
                ? AxisRows.follow(source, axis, columns(), maxAgeDays, plan.seed())
                : AxisRows.read(source, axis, columns(), maxAgeDays);
    }

    /// The features that are read, and the controls.
    private List<Feature> fitted() {
        return Stream.concat(plan.inputs(catalogue, axis).stream(), plan.controls(catalogue, axis).stream())
                .toList();
    }

    /// The axis' features, and those of the feeds it needs.
    private List<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        fitted().forEach(f -> columns.add(f.name()));
        for (Feature feature : catalogue.features()) {
            if (axisPlan.feeds().contains(feature.source().label())) {
                columns.add(feature.name());
            }
        }
        return List.copyOf(columns);
    }

    private boolean fed(AxisRows rows, String feed) {
        return catalogue.features().stream()
                .filter(f -> f.source().label().equals(feed))
                .anyMatch(f -> rows.fed(rows.features().indexOf(f.name())));
    }
}
