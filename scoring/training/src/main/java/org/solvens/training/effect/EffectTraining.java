package org.solvens.training.effect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.lake.Lake;
import org.solvens.model.Calibration;
import org.solvens.model.EffectModel;
import org.solvens.model.ModelFile;
import org.solvens.model.PointsScale;
import org.solvens.model.Scorer;
import org.solvens.model.Tree;
import org.solvens.model.TreesModel;
import org.solvens.model.Verification;
import org.solvens.outcome.Recovered;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.report.TrainedAxis.Decision;
import org.solvens.training.evaluate.Evaluation.GateCheck;
import org.solvens.training.gate.Promotion;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;

/// Learns what each route brings beyond doing nothing, from the decisions of the log and the probabilities with
/// which they were taken.
///
/// For each decision and route the doubly robust estimate of the effect is `m_r - m_w + 1[A = r] (y - m_r) / p
/// - 1[A = w] (y - m_w) / p`, where y is the share of the balance that came in, p the logged probability of the
/// route taken, A, and m the expected share by {@link RouteOutcomes}, fitted without the debtor. Its mean is
/// right if either p or m is. How cases differ from the mean is learnt by trees of what each route brought, and
/// shrunk by what of it holds in the doubly robust estimates of debtors that they were not fitted on. Kennedy,
/// Towards optimal doubly robust estimation of heterogeneous causal effects, 2023.
public final class EffectTraining {
    /// Fewest decisions for a route in a stage.
    private static final int LEAST_IN_STAGE = 20;

    private static final int VERIFICATION_ROWS = 40;
    private static final double TOLERANCE = 1e-9;
    private static final int TEST_FOLD = 0;

    private final TrainingPlan plan;
    private final AxisPlan axisPlan;
    private final FeatureCatalogue catalogue;

    /// @throws Problem `PLAN` if the plan does not train the axis
    public EffectTraining(TrainingPlan plan, FeatureCatalogue catalogue) {
        AxisPlan own = plan.axis(Axis.ROUTE_EFFECT);
        if (own == null) {
            throw new Problem(
                    "PLAN",
                    plan.plan(),
                    "the plan does not train " + Axis.ROUTE_EFFECT.label(),
                    "the axis is absent from it",
                    "name another plan");
        }
        this.plan = plan;
        this.axisPlan = own;
        this.catalogue = catalogue;
    }

    /// What training came to.
    ///
    /// @param evaluation of the model that was published; null if there is none
    public record Result(
            Decision decision, String reason, @Nullable EffectEvaluation evaluation) {}

    /// A model and its evaluation.
    public record Candidate(EffectModel model, EffectEvaluation evaluation) {}

    /// The logged decisions of a lake.
    public EffectRows rows(Lake lake) {
        List<Feature> features = plan.inputs(catalogue, Axis.ROUTE_EFFECT).stream()
                .filter(f -> !axisPlan.featuresOut().contains(f.name()))
                .toList();
        EffectRows.Gathering gathering =
                new EffectRows.Gathering(catalogue, features, plan.asOf().maxAgeDays());
        LoggedDecision.each(lake, catalogue.otherCases(), plan.lateDays(), gathering::add);
        return gathering.rows();
    }

    /// Trains, publishes, and promotes if the gate is passed and the model is approved.
    ///
    /// @param by the acting user
    /// @param approvedBy the second person; null for none
    /// @param bootstrap whether the gate alone approves the first champion
    /// @param at when
    public Result run(
            Lake lake,
            ModelRegistry registry,
            String by,
            @Nullable String approvedBy,
            boolean bootstrap,
            long snapshotsVersion,
            Instant at) {
        String axis = Axis.ROUTE_EFFECT.label();
        EffectRows rows = rows(lake);
        Candidate candidate = train(rows, comparable(registry));
        if (candidate == null) {
            String reason = rows.size() + " logged decisions have a known outcome, and of no route besides wait do "
                    + axisPlan.minimumOutcomes() + " or more tell the effect well enough";
            registry.declareInsufficient(Axis.ROUTE_EFFECT, by, reason, at, registry.sequence());
            return new Result(Decision.INSUFFICIENT_DATA, reason, null);
        }
        EffectEvaluation evaluation = candidate.evaluation();
        Manifest manifest = new Manifest(
                candidate.model().id(),
                candidate.model().family(),
                axis,
                plan,
                snapshotsVersion,
                catalogue.version(),
                plan.seed(),
                Manifest.Versions.running());
        registry.publish(
                ModelFile.write(candidate.model()),
                Json.of(manifest),
                Json.of(evaluation),
                EffectCard.html(candidate.model(), evaluation, plan),
                by,
                at);
        return decide(registry, evaluation, by, approvedBy, bootstrap, at);
    }

    private Result decide(
            ModelRegistry registry,
            EffectEvaluation evaluation,
            String by,
            @Nullable String approvedBy,
            boolean bootstrap,
            Instant at) {
        String champion =
                registry.champion(Axis.ROUTE_EFFECT).map(RoleEntry::model).orElse(null);
        List<String> failed = evaluation.gate().stream()
                .filter(c -> !c.passed())
                .map(GateCheck::check)
                .toList();
        String gain = String.format(
                Locale.ROOT,
                "gains %.3f [%.3f, %.3f] of the balance over waiting on debtors it was not trained on",
                evaluation.gain().value(),
                evaluation.gain().low(),
                evaluation.gain().high());
        if (evaluation.model().equals(champion)) {
            return new Result(Decision.UNCHANGED, "it is the champion already", evaluation);
        }
        if (!failed.isEmpty()) {
            return new Result(Decision.REFUSED, "the gate: " + String.join(", ", failed) + "; " + gain, evaluation);
        }
        if (approvedBy != null) {
            Promotion.requireTwo(by, approvedBy, plan.plan());
            registry.promote(evaluation.model(), by, gain, approvedBy, null, at, registry.sequence());
            return new Result(Decision.PROMOTED, gain + "; approved by " + approvedBy, evaluation);
        }
        if (bootstrap && Promotion.neverHadAChampion(registry, Axis.ROUTE_EFFECT)) {
            registry.promote(evaluation.model(), by, gain, at, registry.sequence());
            return new Result(Decision.PROMOTED, gain, evaluation);
        }
        return new Result(Decision.AWAITING, gain + "; a second person must approve it", evaluation);
    }

    private @Nullable EffectModel comparable(ModelRegistry registry) {
        String champion =
                registry.champion(Axis.ROUTE_EFFECT).map(RoleEntry::model).orElse(null);
        return champion != null && registry.load(champion) instanceof EffectModel effects ? effects : null;
    }

    /// Trains on four fifths of the debtors and measures on the others.
    ///
    /// @param champion to compare with; null for none
    /// @return null if the effect of no route is known well enough
    public @Nullable Candidate train(EffectRows rows, @Nullable EffectModel champion) {
        int[] train = part(rows, false);
        int[] test = part(rows, true);
        if (train.length == 0 || test.length == 0) {
            return null;
        }
        double[][] expected = RouteOutcomes.crossFitted(rows, train, plan.seed());
        RouteOutcomes outcomes = RouteOutcomes.fit(rows, train, plan.seed());
        List<LearntEffect> learnt = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Route route : EnumSet.complementOf(EnumSet.of(Route.WAIT, Route.HOLD))) {
            int taken = (int)
                    Arrays.stream(train).filter(r -> rows.routes()[r] == route).count();
            Set<Stage> stages = stages(rows, train, route);
            LearntEffect one = taken < axisPlan.minimumOutcomes() || stages.isEmpty()
                    ? null
                    : LearntEffect.learn(rows, train, expected, outcomes, route, taken, stages);
            if (one == null || !one.known()) {
                left.add(label(route));
            } else {
                learnt.add(one);
            }
        }
        if (learnt.isEmpty()) {
            return null;
        }
        double believed = believed(learnt);
        List<EffectModel.Effect> effects = new ArrayList<>();
        for (LearntEffect one : learnt) {
            effects.add(export(rows, train, one, believed));
        }
        EffectModel model = ModelFile.identified(new EffectModel("", effects));
        for (int i = 0; i < learnt.size(); i++) {
            requireExport(rows, test, learnt.get(i), effects.get(i), believed);
        }
        return new Candidate(
                model, EffectEvaluating.of(rows, train.length, test, expected, model, learnt, left, champion));
    }

    /// Whether a debtor trains; the others are tested on.
    ///
    /// @param debtor hash of the id
    /// @param seed of the plan
    public static boolean trains(long debtor, long seed) {
        return EffectRows.fold(debtor, seed + 1) != TEST_FOLD;
    }

    private int[] part(EffectRows rows, boolean test) {
        return IntStream.range(0, rows.size())
                .filter(r -> trains(rows.debtors()[r], plan.seed()) != test)
                .toArray();
    }

    private static Set<Stage> stages(EffectRows rows, int[] train, Route route) {
        Map<Stage, Integer> taken = new EnumMap<>(Stage.class);
        for (int r : train) {
            if (rows.routes()[r] == route) {
                taken.merge(rows.stages()[r], 1, Integer::sum);
            }
        }
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        taken.forEach((stage, count) -> {
            if (count >= LEAST_IN_STAGE) {
                stages.add(stage);
            }
        });
        return stages;
    }

    /// Variance of the true mean effects between routes, as far as their errors do not explain it.
    private static double believed(List<LearntEffect> learnt) {
        return Math.max(
                0,
                learnt.stream()
                        .mapToDouble(l -> l.mean().value() * l.mean().value() - l.error() * l.error())
                        .average()
                        .orElse(0));
    }

    /// How much of a mean with such an error is believed.
    private static double shrinkage(LearntEffect one, double believed) {
        double noise = one.error() * one.error();
        return believed + noise > 0 ? believed / (believed + noise) : 0;
    }

    private EffectModel.Effect export(EffectRows rows, int[] train, LearntEffect one, double believed) {
        double base = one.mean().value() * shrinkage(one, believed) - one.kept() * one.middle();
        List<Tree> trees = new ArrayList<>();
        if (one.more() != null) {
            trees.addAll(one.more().trees(rows.levels(), one.kept()));
        }
        if (one.idle() != null) {
            trees.addAll(one.idle().trees(rows.levels(), -one.kept()));
        }
        if (trees.isEmpty()) {
            trees.add(new Tree(List.of(-1), List.of(0.0), List.of(0), List.of(0), List.of(0.0), List.of(train.length)));
        }
        int step = Math.max(1, train.length / VERIFICATION_ROWS);
        Calibration onto = new Calibration(Calibration.Interpolation.LINEAR, List.of(-1.0, 1.0), List.of(0.0, 1.0));
        List<Verification> verification = new ArrayList<>();
        for (int i = 0; i < train.length && verification.size() < VERIFICATION_ROWS; i += step) {
            int row = train[i];
            double effect = base + one.kept() * one.contrast(rows, row);
            verification.add(
                    new Verification(Arrays.stream(rows.vectors()[row]).boxed().toList(), onto.of(effect)));
        }
        TreesModel model = ModelFile.identified(new TreesModel(
                "",
                Axis.ROUTE_EFFECT,
                plan.plan(),
                plan.version(),
                Recovered.DAYS,
                plan.asOf().maxAgeDays(),
                catalogue.version(),
                rows.features(),
                base,
                trees,
                // A factor of about a hundred: points are hundredths of the balance.
                new PointsScale(0, 1, 69),
                onto,
                verification));
        return new EffectModel.Effect(
                one.route(), model, one.taken(), one.mean().value(), one.error(), one.stages());
    }

    /// @throws Problem `EXPORT` if the exported trees and Smile's differ on a row
    private static void requireExport(
            EffectRows rows, int[] test, LearntEffect one, EffectModel.Effect effect, double believed) {
        Scorer scorer = Scorer.of(effect.trees(), rows.features());
        double base = one.mean().value() * shrinkage(one, believed);
        for (int row : test) {
            double smile = base + one.kept() * one.smile(rows, row);
            double difference = Math.abs(scorer.logOdds(rows.vectors()[row]) - smile);
            if (!(difference <= TOLERANCE)) {
                throw new Problem(
                        "EXPORT",
                        effect.trees().plan() + ", " + Axis.ROUTE_EFFECT.label() + ", " + label(one.route()),
                        "the exported model and the trainer score a row differently, by " + difference,
                        "a defect of the export",
                        "report it; the model was not published");
            }
        }
    }

    static String label(Route route) {
        return route.name().toLowerCase(Locale.ROOT);
    }
}
