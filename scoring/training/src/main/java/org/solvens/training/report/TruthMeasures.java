package org.solvens.training.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.solvens.chance.Draws;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;
import org.solvens.history.History;
import org.solvens.inputs.FeedSpans;
import org.solvens.model.CurveModel;
import org.solvens.model.Model;
import org.solvens.model.Scorer;
import org.solvens.plan.TrainingPlan;
import org.solvens.scoring.SameClaim;
import org.solvens.training.evaluate.RankCorrelation;
import org.solvens.training.report.SimulatedTruth.Point;
import org.solvens.training.report.SimulatedTruth.Traits;
import org.solvens.training.report.TruthReport.Ceiling;
import org.solvens.training.report.TruthReport.Line;
import org.solvens.training.report.TruthReport.Payment;

/// What the histories of a lake show about debtors whose truth is known, and how close models come to that truth.
/// {@link TruthReport} says what is measured.
final class TruthMeasures {
    private static final long DAY = 86_400_000L;
    /// Ability on the same claim for everybody.
    private static final String MEANS = "means";

    private static final double MONTHS = 3;
    private static final int SMALLEST = 20;
    /// Days in which a payment counts for the true chance.
    private static final int PAYMENT_DAYS = 90;

    /// A case on a day, and the truth about its debtor.
    private record Row(String debtor, double[] vector, double willingness, double ability, double money) {}

    private final SimulatedTruth truth;
    private final FeatureCatalogue catalogue;
    private final SameClaim sameClaim;
    private final long seed;
    private final Set<Long> seen;
    private final int maxAgeDays;
    private final FeedSpans span;
    private final Map<String, List<Point>> points = new HashMap<>();
    private final List<Row> known = new ArrayList<>();
    private final List<Row> held = new ArrayList<>();
    private final List<Judges.Judged> judged = new ArrayList<>();
    private final List<Judges.Judged> taught = new ArrayList<>();

    TruthMeasures(SimulatedTruth truth, FeatureCatalogue catalogue, Set<Long> seen, TrainingPlan plan, FeedSpans span) {
        this.truth = truth;
        this.catalogue = catalogue;
        this.sameClaim = new SameClaim(catalogue);
        this.seed = plan.seed();
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
        for (LocalDate day = last; day.toEpochDay() - since >= TruthReport.HISTORY_DAYS; day = day.minusMonths(1)) {
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

    private void judge(History history, int since, List<Judges.Judged> into) {
        for (CaseView placed :
                new DebtorView(history, Long.MAX_VALUE / 4, span.starts(), catalogue.otherCases()).cases()) {
            for (Point point : points.getOrDefault(placed.caseId(), List.of())) {
                for (CaseView view :
                        new DebtorView(history, point.day() * DAY, span.starts(), catalogue.otherCases()).cases()) {
                    if (view.caseId().equals(point.caseId()) && view.open()) {
                        into.add(new Judges.Judged(
                                vector(view), point, point.day() - since >= TruthReport.HISTORY_DAYS));
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
            throw TruthReport.problem(
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
            if (known.model().axis() == Axis.ABILITY) {
                double[] means = debtors.mean(row -> known.scorer().logOdds(onTheSameClaim(row.vector())));
                lines.add(new Line(
                        MEANS,
                        known.model().family(),
                        known.model().id(),
                        RankCorrelation.of(means, debtors.mean(Row::willingness)),
                        RankCorrelation.of(means, debtors.mean(Row::ability)),
                        RankCorrelation.of(means, debtors.mean(Row::money))));
            }
        }
        lines.add(best(Axis.WILLINGNESS, catalogue, debtors, Row::willingness));
        lines.add(best(Axis.ABILITY, catalogue, debtors, Row::ability));
        List<Ceiling> ceilings = new ArrayList<>();
        TrainingPlan.BoostingShape shape = plan.boosting();
        if (shape != null && known.size() >= SMALLEST) {
            for (boolean all : new boolean[] {false, true}) {
                ceilings.add(ceiling(
                        Axis.WILLINGNESS.label(),
                        Row::willingness,
                        inputs(Axis.WILLINGNESS, all),
                        all,
                        debtors,
                        shape));
                ceilings.add(
                        ceiling(Axis.ABILITY.label(), Row::ability, inputs(Axis.ABILITY, all), all, debtors, shape));
                ceilings.add(ceiling(MEANS, Row::money, inputs(Axis.ABILITY, all), all, debtors, shape));
            }
        }
        Judges judges = Judges.of(judged);
        return new TruthReport(
                TruthReport.HISTORY_DAYS,
                debtors.count(),
                lines,
                ceilings,
                judged.size(),
                judges.all().best(),
                judges.known().of().length,
                judges.known().best(),
                judges.tell() ? payments(models, judges, plan) : List.of());
    }

    /// The single feature of an axis that is closest to its trait, in either direction. A missing value counts as the
    /// median of the others.
    private Line best(Axis axis, FeatureCatalogue catalogue, Debtors debtors, ToDoubleFunction<Row> trait) {
        double[] truth = debtors.mean(trait);
        Feature best = null;
        double[] closest = new double[debtors.count()];
        double correlation = -1;
        for (Feature feature : catalogue.of(axis)) {
            int at = catalogue.indexOf(feature.name());
            double[] known = held.stream()
                    .mapToDouble(row -> row.vector()[at])
                    .filter(value -> !Missing.is(value))
                    .sorted()
                    .toArray();
            if (known.length == 0) {
                continue;
            }
            double median = known[known.length / 2];
            double[] values = debtors.mean(row -> Missing.is(row.vector()[at]) ? median : row.vector()[at]);
            double found = Math.abs(RankCorrelation.of(values, truth));
            if (found > correlation) {
                best = feature;
                closest = values;
                correlation = found;
            }
        }
        return new Line(
                axis.label(),
                "feature",
                best == null ? "none" : best.name(),
                RankCorrelation.of(closest, debtors.mean(Row::willingness)),
                RankCorrelation.of(closest, debtors.mean(Row::ability)),
                RankCorrelation.of(closest, debtors.mean(Row::money)));
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
            List<double[]> rows = taught.stream().map(Judges.Judged::vector).toList();
            List<double[]> asked = judged.stream().map(Judges.Judged::vector).toList();
            payments.add(judges.of(
                    "trained on other debtors' payments",
                    "trees",
                    ThresholdTrees.estimate(
                            rows, targets(p -> p.paid() ? 1 : 0), asked, features, shape, plan.seed())));
            payments.add(judges.of(
                    "attainable: on the true chance",
                    "trees",
                    ThresholdTrees.estimate(rows, targets(Point::chance), asked, features, shape, plan.seed())));
        }
        return payments;
    }

    private double[] estimate(ToDoubleFunction<Judges.Judged> estimate) {
        return judged.stream().mapToDouble(estimate).toArray();
    }

    private double[] targets(ToDoubleFunction<Point> target) {
        return taught.stream().mapToDouble(j -> target.applyAsDouble(j.point())).toArray();
    }

    /// Positions of the features of an axis, or of all axes.
    private int[] inputs(Axis axis, boolean all) {
        return IntStream.range(0, catalogue.features().size())
                .filter(f -> all
                        ? catalogue.features().get(f).axis() != Axis.ROUTING
                        : catalogue.features().get(f).axis() == axis)
                .toArray();
    }

    /// The features as if the debtor owed the same claim as everybody.
    private double[] onTheSameClaim(double[] vector) {
        return Arrays.copyOf(sameClaim.of(vector), vector.length);
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
            String name,
            ToDoubleFunction<Row> trait,
            int[] features,
            boolean all,
            Debtors debtors,
            TrainingPlan.BoostingShape shape) {
        double[] estimate = ThresholdTrees.estimate(
                known.stream().map(Row::vector).toList(),
                known.stream().mapToDouble(trait).toArray(),
                held.stream().map(Row::vector).toList(),
                features,
                shape,
                seed);
        return new Ceiling(
                name,
                all ? "all" : "own",
                known.size(),
                RankCorrelation.of(debtors.mean(estimate), debtors.mean(trait)));
    }

    /// A model that is measured.
    record Known(Model model, Scorer scorer) {}

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
}
