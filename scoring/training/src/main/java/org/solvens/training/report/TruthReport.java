package org.solvens.training.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.History;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.model.CurveModel;
import org.solvens.model.Model;
import org.solvens.model.Scorer;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.evaluate.RankCorrelation;
import org.solvens.training.fit.Levels;
import org.solvens.training.fit.SmileTrees;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.manifest.PublishedModel;
import org.solvens.training.report.SimulatedTruth.Point;
import org.solvens.training.report.SimulatedTruth.Traits;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.DeltaSnapshots;
import org.solvens.training.rows.Draws;
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

    private static final long DAY = 86_400_000L;
    private static final double MONTHS = 3;
    private static final int SMALLEST = 20;
    /// Days in which a payment counts for the true chance.
    private static final int PAYMENT_DAYS = 90;
    /// The feature that estimates willingness independently of the age of the claims.
    private static final String ENGAGEMENT = "engagement_rate";

    private static final double[] CUTS = {0.15, 0.3, 0.5, 0.7, 0.85};

    /// A model's correlations.
    ///
    /// @param willingness with true willingness
    /// @param ability with true ability
    /// @param money with what could be raised, whatever is owed
    record Line(String axis, String family, String model, double willingness, double ability, double money) {}

    /// The attainable correlation.
    ///
    /// @param trait `willingness` or `ability`
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
        List<Known> models = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        List<String> names =
                new ArrayList<>(catalogue.features().stream().map(Feature::name).toList());
        names.add(AxisRows.PERIOD.name());
        TrainingPlan plan = null;
        Map<Axis, Set<Long>> trained = new HashMap<>();
        for (PublishedModel published : PublishedModel.on(registry, source.version())) {
            Model model = published.model();
            if (names.containsAll(model.features())) {
                plan = published.manifest().plan();
                models.add(new Known(model, Scorer.of(model, names)));
                seen.addAll(trained.computeIfAbsent(model.axis(), axis -> debtors(source, axis, published.manifest())));
            }
        }
        if (plan == null) {
            throw problem("no model was trained on the lake's newest snapshots", "train: ./solvens train --by NAME");
        }
        Gathered gathered = new Gathered(truth, catalogue, seen, plan, new HistoryScan(lake).spans());
        new HistoryScan(lake).each(gathered::take);
        return gathered.report(models, catalogue, plan);
    }

    private record Known(Model model, Scorer scorer) {}

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

    private static Problem problem(String what, String remedy) {
        return new Problem(
                "TRUTH", "the lake", what, "scores are judged on debtors that no model was trained on", remedy);
    }

    /// A case on a day, and the truth about its debtor.
    private record Row(String debtor, double[] vector, double willingness, double ability, double money) {}

    /// @param known whether there were six months of history
    private record Judged(double[] vector, Point point, boolean known) {}

    /// What is collected from the histories.
    private static final class Gathered {
        private final SimulatedTruth truth;
        private final FeatureCatalogue catalogue;
        private final Set<Long> seen;
        private final int maxAgeDays;
        private final FeedSpans span;
        private final Map<String, List<Point>> points = new HashMap<>();
        private final List<Row> known = new ArrayList<>();
        private final List<Row> held = new ArrayList<>();
        private final List<Judged> judged = new ArrayList<>();
        private final List<Judged> taught = new ArrayList<>();

        Gathered(
                SimulatedTruth truth,
                FeatureCatalogue catalogue,
                Set<Long> seen,
                TrainingPlan plan,
                FeedSpans span) {
            this.truth = truth;
            this.catalogue = catalogue;
            this.seen = seen;
            this.maxAgeDays = plan.asOf().maxAgeDays();
            this.span = span;
            truth.points()
                    .forEach(p -> points.computeIfAbsent(p.caseId(), _ -> new ArrayList<>(1))
                            .add(p));
        }

        void take(History history) {
            String debtor = history.debtorId();
            Integer since = truth.since(debtor);
            if (since == null) {
                return;
            }
            boolean held = !seen.contains(Draws.hash(debtor));
            LocalDate last = LocalDate.ofInstant(Instant.ofEpochMilli(span.knownUntil()), ZoneOffset.UTC)
                    .withDayOfMonth(1);
            for (LocalDate day = last; day.toEpochDay() - since >= HISTORY_DAYS; day = day.minusMonths(1)) {
                List<Row> rows = rows(history, Math.toIntExact(day.toEpochDay()));
                (held ? this.held : known).addAll(rows);
                if (held && !rows.isEmpty()) {
                    break;
                }
            }
            judge(history, since, held ? judged : taught);
        }

        private List<Row> rows(History history, int day) {
            Traits traits = truth.at(history.debtorId(), day);
            List<CaseView> cases = new DebtorView(history, day * DAY, span.starts(), catalogue.otherCases())
                    .cases().stream()
                            .filter(view -> view.ageDays() <= maxAgeDays && view.inPopulation())
                            .toList();
            double owed = 0;
            for (CaseView view : cases) {
                owed += Math.max(0, view.balance()) / 100.0;
            }
            if (traits == null || owed <= 0) {
                return List.of();
            }
            double money = Math.log(traits.readilyAvailable() + MONTHS * traits.monthlyFree() + 1);
            double ability = money - Math.log(owed);
            return cases.stream()
                    .map(view -> new Row(history.debtorId(), vector(view), traits.willingness(), ability, money))
                    .toList();
        }

        private void judge(History history, int since, List<Judged> into) {
            for (CaseView placed :
                    new DebtorView(history, Long.MAX_VALUE / 4, span.starts(), catalogue.otherCases()).cases()) {
                for (Point point : points.getOrDefault(placed.caseId(), List.of())) {
                    for (CaseView view :
                            new DebtorView(history, point.day() * DAY, span.starts(), catalogue.otherCases()).cases()) {
                        if (view.caseId().equals(point.caseId()) && view.open()) {
                            into.add(new Judged(vector(view), point, point.day() - since >= HISTORY_DAYS));
                        }
                    }
                }
            }
        }

        private double[] vector(CaseView view) {
            // The last is for the period of a curve.
            double[] vector = new double[catalogue.features().size() + 1];
            catalogue.compute(view, vector);
            return vector;
        }

        TruthReport report(List<Known> models, FeatureCatalogue catalogue, TrainingPlan plan) {
            Debtors debtors = Debtors.of(held);
            if (debtors.count() < SMALLEST) {
                throw problem(
                        "only " + debtors.count() + " debtors with six months of history are left to judge by",
                        "simulate more debtors");
            }
            List<Line> lines = new ArrayList<>();
            for (Known known : models) {
                if (known.model() instanceof CurveModel) {
                    continue;
                }
                double[] score = debtors.mean(row -> known.scorer().logOdds(row.vector()));
                lines.add(new Line(
                        known.model().axis().label(),
                        known.model().family(),
                        known.model().id(),
                        RankCorrelation.of(score, debtors.mean(Row::willingness)),
                        RankCorrelation.of(score, debtors.mean(Row::ability)),
                        RankCorrelation.of(score, debtors.mean(Row::money))));
            }
            int engagement = catalogue.indexOf(ENGAGEMENT);
            if (engagement >= 0) {
                double[] rate = debtors.mean(row -> row.vector()[engagement]);
                lines.add(new Line(
                        Axis.WILLINGNESS.label(),
                        "feature",
                        ENGAGEMENT,
                        RankCorrelation.of(rate, debtors.mean(Row::willingness)),
                        RankCorrelation.of(rate, debtors.mean(Row::ability)),
                        RankCorrelation.of(rate, debtors.mean(Row::money))));
            }
            List<Ceiling> ceilings = new ArrayList<>();
            TrainingPlan.BoostingShape shape = plan.boosting();
            if (shape != null && known.size() >= SMALLEST) {
                for (Axis axis : List.of(Axis.WILLINGNESS, Axis.ABILITY)) {
                    ceilings.add(ceiling(axis, false, catalogue, debtors, shape, plan.seed()));
                    ceilings.add(ceiling(axis, true, catalogue, debtors, shape, plan.seed()));
                }
            }
            Judges judges = Judges.of(judged);
            return new TruthReport(
                    HISTORY_DAYS,
                    debtors.count(),
                    lines,
                    ceilings,
                    judged.size(),
                    judges.all().best(),
                    judges.known().of().length,
                    judges.known().best(),
                    judges.tell() ? payments(models, judges, plan) : List.of());
        }

        private List<Payment> payments(List<Known> models, Judges judges, TrainingPlan plan) {
            List<Payment> payments = new ArrayList<>();
            for (Known known : models) {
                String family = known.model().family();
                if (known.model().axis() == Axis.WILLINGNESS) {
                    payments.add(judges.of(
                            "willingness", family, estimate(j -> known.scorer().logOdds(j.vector()))));
                    for (Known able : models) {
                        if (able.model().axis() == Axis.ABILITY
                                && able.model().family().equals(family)) {
                            payments.add(judges.of(
                                    "willingness x ability",
                                    family,
                                    estimate(j -> known.scorer().probability(j.vector())
                                            * able.scorer().probability(j.vector()))));
                        }
                    }
                } else if (known.model() instanceof CurveModel curve) {
                    payments.add(judges.of(
                            curve.axis().label().replace('_', ' ') + " in " + PAYMENT_DAYS + " days",
                            family,
                            estimate(j -> soon(known.scorer(), j.vector()))));
                }
            }
            TrainingPlan.BoostingShape shape = plan.boosting();
            if (shape != null && taught.size() >= SMALLEST) {
                int[] features = IntStream.range(0, catalogue.features().size())
                        .filter(f -> catalogue.features().get(f).axis() != Axis.ROUTING)
                        .toArray();
                List<double[]> rows = taught.stream().map(Judged::vector).toList();
                List<double[]> asked = judged.stream().map(Judged::vector).toList();
                payments.add(judges.of(
                        "trained on other debtors' payments",
                        "trees",
                        heights(rows, targets(p -> p.paid() ? 1 : 0), asked, features, shape, plan.seed())));
                payments.add(judges.of(
                        "attainable: on the true chance",
                        "trees",
                        heights(rows, targets(Point::chance), asked, features, shape, plan.seed())));
            }
            return payments;
        }

        private double[] estimate(ToDoubleFunction<Judged> estimate) {
            return judged.stream().mapToDouble(estimate).toArray();
        }

        private double[] targets(ToDoubleFunction<Point> target) {
            return taught.stream()
                    .mapToDouble(j -> target.applyAsDouble(j.point()))
                    .toArray();
        }

        private static double soon(Scorer curve, double[] vector) {
            return curve.curve(vector).points().stream()
                    .filter(p -> p.days() == PAYMENT_DAYS)
                    .findFirst()
                    .orElseThrow()
                    .value();
        }

        /// The correlation of trees that are trained on the trait itself.
        private Ceiling ceiling(
                Axis axis,
                boolean all,
                FeatureCatalogue catalogue,
                Debtors debtors,
                TrainingPlan.BoostingShape shape,
                long seed) {
            int[] features = IntStream.range(0, catalogue.features().size())
                    .filter(f -> all
                            ? catalogue.features().get(f).axis() != Axis.ROUTING
                            : catalogue.features().get(f).axis() == axis)
                    .toArray();
            ToDoubleFunction<Row> trait = axis == Axis.WILLINGNESS ? Row::willingness : Row::ability;
            double[] estimate = heights(
                    known.stream().map(Row::vector).toList(),
                    known.stream().mapToDouble(trait).toArray(),
                    held.stream().map(Row::vector).toList(),
                    features,
                    shape,
                    seed);
            return new Ceiling(
                    axis.label(),
                    all ? "all" : "own",
                    known.size(),
                    RankCorrelation.of(debtors.mean(estimate), debtors.mean(trait)));
        }
    }

    /// Decisions, and the AUC of the true chance on them.
    ///
    /// @param of positions among all
    private record Judge(int[] of, int[] paid, double best) {
        static Judge of(List<Judged> judged, IntPredicate which) {
            int[] of = IntStream.range(0, judged.size()).filter(which).toArray();
            int[] paid = IntStream.of(of)
                    .map(i -> judged.get(i).point().paid() ? 1 : 0)
                    .toArray();
            double[] chance = IntStream.of(of)
                    .mapToDouble(i -> judged.get(i).point().chance())
                    .toArray();
            boolean both = IntStream.of(paid).distinct().count() == 2;
            return new Judge(of, paid, both ? Metrics.of(chance, paid).auc() : Double.NaN);
        }

        double auc(double[] estimate) {
            return Double.isNaN(best)
                    ? Double.NaN
                    : Metrics.of(IntStream.of(of).mapToDouble(i -> estimate[i]).toArray(), paid)
                            .auc();
        }

        double share(double auc) {
            return (auc - 0.5) / (best - 0.5);
        }
    }

    /// All decisions, and those with six months of history.
    private record Judges(Judge all, Judge known) {
        static Judges of(List<Judged> judged) {
            return new Judges(
                    Judge.of(judged, _ -> true),
                    Judge.of(judged, i -> judged.get(i).known()));
        }

        boolean tell() {
            return !Double.isNaN(all.best());
        }

        Payment of(String by, String family, double[] estimate) {
            double auc = all.auc(estimate);
            double aucKnown = known.auc(estimate);
            return new Payment(by, family, auc, all.share(auc), aucKnown, known.share(aucKnown));
        }
    }

    /// Predictions for a numeric target: trees for several thresholds predict whether it is above, and their
    /// log-odds are added up.
    private static double[] heights(
            List<double[]> rows,
            double[] targets,
            List<double[]> asked,
            int[] features,
            TrainingPlan.BoostingShape shape,
            long seed) {
        Levels[] levels = new Levels[features.length];
        byte[][] columns = new byte[features.length][];
        for (int f = 0; f < features.length; f++) {
            int feature = features[f];
            double[] values = rows.stream().mapToDouble(r -> r[feature]).toArray();
            levels[f] = Levels.of(values, shape.levels());
            columns[f] = levels[f].of(values);
        }
        double[] sorted = Arrays.stream(targets).sorted().toArray();
        double[] sum = new double[asked.size()];
        for (double cut : CUTS) {
            double height = sorted[(int) (cut * (sorted.length - 1))];
            int[] above =
                    Arrays.stream(targets).mapToInt(t -> t > height ? 1 : 0).toArray();
            if (Arrays.stream(above).distinct().count() < 2) {
                continue;
            }
            SmileTrees trees = SmileTrees.fit(columns, new int[features.length], above, shape, seed);
            for (int i = 0; i < sum.length; i++) {
                byte[] row = new byte[features.length];
                for (int f = 0; f < row.length; f++) {
                    row[f] = (byte) levels[f].of(asked.get(i)[features[f]]);
                }
                sum[i] += trees.logOdds(row);
            }
        }
        return sum;
    }

    /// Rows by debtor.
    private record Debtors(List<Row> rows, int[] of, int count) {
        static Debtors of(List<Row> rows) {
            Map<String, Integer> numbers = new LinkedHashMap<>();
            int[] of = rows.stream()
                    .mapToInt(r -> {
                        numbers.putIfAbsent(r.debtor(), numbers.size());
                        return numbers.get(r.debtor());
                    })
                    .toArray();
            return new Debtors(rows, of, numbers.size());
        }

        double[] mean(ToDoubleFunction<Row> value) {
            return mean(rows.stream().mapToDouble(value).toArray());
        }

        double[] mean(double[] values) {
            double[] sums = new double[count];
            int[] cases = new int[count];
            for (int i = 0; i < values.length; i++) {
                sums[of[i]] += values[i];
                cases[of[i]]++;
            }
            Arrays.setAll(sums, d -> sums[d] / cases[d]);
            return sums;
        }
    }

    /// The report as a table.
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%,d debtors that no model was trained on, with at least %d days of history%n%n",
                heldOut,
                historyDays));
        text.append(String.format(
                Locale.ROOT,
                "%-13s %-10s %-16s %12s %12s %12s%n",
                "score",
                "family",
                "model",
                "willingness",
                "ability",
                "money"));
        for (Line line : models) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-13s %-10s %-16s %12.3f %12.3f %12.3f%n",
                    line.axis(),
                    line.family(),
                    line.model(),
                    line.willingness(),
                    line.ability(),
                    line.money()));
        }
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
