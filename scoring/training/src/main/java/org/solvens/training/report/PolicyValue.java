package org.solvens.training.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.chance.Draws;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.History;
import org.solvens.history.Route;
import org.solvens.inputs.FeedSpans;
import org.solvens.inputs.MandatesFeed;
import org.solvens.lake.Lake;
import org.solvens.model.AxisScorer;
import org.solvens.model.Curve;
import org.solvens.model.CurveEstimate;
import org.solvens.policy.Deciders;
import org.solvens.policy.Policy;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.scoring.CallChoice;
import org.solvens.scoring.CaseScoring;
import org.solvens.scoring.ScoredCase;
import org.solvens.training.evaluate.ClusteredMean;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.report.SimulatedTruth.Choice;
import org.solvens.training.rows.DeltaSnapshots;
import org.solvens.training.rows.HistoryScan;
import org.solvens.training.rows.SnapshotSource;

/// What a policy is worth on the decisions of a simulation, whose outcome under every route is known.
///
/// The value of a decision is the mean net recovery (received less cost) within a number of days, in units of
/// the policy's reference currency, if the old policy decides again afterwards. The policy decides as batch
/// scoring does: with the champions of the lake, from what was known before the day of the decision. A route
/// that needs a person's confirmation counts as confirmed. HOLD counts as WAIT, because nothing is done in
/// either.
///
/// @param policy its label
/// @param decisions measured
/// @param notOpen decisions left out because the records show no open case on that day
/// @param populations all debtors, and those on whom no champion was trained
public record PolicyValue(String policy, int days, int decisions, int notOpen, List<Population> populations) {
    /// The near horizon of the simulated outcomes.
    public static final int NEAR_DAYS = 180;

    /// The far horizon; amounts are discounted.
    public static final int FAR_DAYS = 720;

    private static final long DAY = 86_400_000L;
    private static final int CHANCE_DAYS = 90;
    private static final String POLICY = "the policy";
    private static final String OLD = "the old policy";
    private static final String RANDOM = "an allowed route at random";
    private static final String BEST_OPEN = "the best route open for each";
    private static final String BEST = "the best allowed route for each";

    /// What somebody who decides brings, on average per decision.
    ///
    /// @param who decides
    /// @param value mean net recovery
    /// @param gain over the old policy
    /// @param lead of the measured policy over it
    /// @param cost of collecting
    /// @param calls made, answered or not
    /// @param contacts letters, messages and calls sent to the debtor
    /// @param fees costs added to what the debtor owes
    /// @param legalSteps letters of termination and moves to the legal stage
    record Line(
            String who,
            ClusteredMean value,
            ClusteredMean gain,
            ClusteredMean lead,
            double cost,
            double calls,
            double contacts,
            double fees,
            double legalSteps) {}

    /// Decisions that have something in common.
    ///
    /// @param key what they have in common
    /// @param lines the policy, the old policy, a random allowed route and the best allowed route for each
    /// @param loses whether the gain of the policy over the old one lies below zero with its whole interval
    /// @param routes mean value of each route for all of them; where it is not allowed, of waiting
    /// @param permitted the same; where holds, law, mandate and limits do not leave it open, of the policy's route
    /// @param taken how often the policy takes each route
    record Group(
            String key,
            int decisions,
            List<Line> lines,
            boolean loses,
            Map<String, Double> routes,
            Map<String, Double> permitted,
            Map<String, Integer> taken) {}

    /// How often a route is taken and how often it is the best.
    ///
    /// @param taken share of the decisions in which the policy takes it
    /// @param old share of the decisions in which the old policy took it
    /// @param best share of the decisions in which it is the best of the allowed routes
    /// @param bestOpen share of the decisions in which it is the best of those that holds, law, mandate and limits
    ///     leave open
    record RouteShare(String route, double taken, double old, double best, double bestOpen) {}

    /// @param name `all debtors` or `debtors no model was trained on`
    /// @param way share of the way from the old policy to the best for each that the policy goes
    /// @param calls orders of the cases that may be called; null if there is none
    /// @param groups by `segment`, `rule`, `creditor`, `country` and `route`
    record Population(
            String name,
            int decisions,
            int debtors,
            List<Line> lines,
            ClusteredMean way,
            List<RouteShare> shares,
            @Nullable CallLists calls,
            Map<String, List<Group>> groups) {}

    /// Measures a policy.
    ///
    /// @param choices decisions by case
    /// @param days within which the outcomes count
    /// @param effectsTrained whether the effects of routes were learnt from a debtor, by hash
    /// @param calls that may be made; null for one in ten of the decisions that leave a call open
    /// @throws Problem `TRUTH` if no decision is on a case of the lake, or a currency has no worth in the policy
    public static PolicyValue of(
            Lake lake,
            ModelRegistry registry,
            FeatureCatalogue catalogue,
            Policy policy,
            Map<String, List<Choice>> choices,
            int days,
            LongPredicate effectsTrained,
            @Nullable Integer calls) {
        Set<Long> trained = new HashSet<>();
        for (Axis axis : Axis.scored()) {
            String model = registry.champion(axis).map(RoleEntry::model).orElse(null);
            if (model != null) {
                Manifest manifest = Json.readLeniently(registry.manifest(model), Manifest.class);
                SnapshotSource source = new DeltaSnapshots(lake, manifest.snapshotsVersion());
                trained.addAll(TruthReport.debtors(source, axis, manifest));
            }
        }
        boolean effects =
                registry.champion(Axis.ROUTE_EFFECT).map(RoleEntry::model).isPresent();
        CaseScoring scoring = scoring(lake, registry, catalogue, policy);
        HistoryScan scan = new HistoryScan(lake);
        FeedSpans span = scan.spans();
        List<Decided> decided = new ArrayList<>();
        double[] features = new double[catalogue.features().size()];
        int[] notOpen = {0};
        scan.each(history -> {
            for (String caseId : history.caseIds()) {
                for (Choice choice : choices.getOrDefault(caseId, List.of())) {
                    CaseView view = open(history, choice, span, catalogue.otherCases());
                    if (view == null) {
                        notOpen[0]++;
                    } else {
                        ScoredCase scored = scoring.score(view);
                        boolean open = scored.decision().values().containsKey(Route.CALL);
                        CallChoice call = new CallChoice(scored, open ? scoring.scoreWithoutCall(view) : null);
                        long debtor = Draws.hash(history.debtorId());
                        catalogue.compute(view, features);
                        boolean known = trained.contains(debtor) || effects && effectsTrained.test(debtor);
                        decided.add(Decided.of(
                                view,
                                choice,
                                call,
                                scoring.open(view),
                                policy,
                                debtor,
                                known,
                                chance(scored),
                                features.clone()));
                    }
                }
            }
        });
        if (decided.isEmpty()) {
            throw new Problem(
                    "TRUTH",
                    lake.root(),
                    "none of the decisions is on an open case of the lake",
                    "the truth is that of another simulation, or it was written without --points",
                    "name the truth of the feeds in the lake");
        }
        return of(policy.label(), days, decided, notOpen[0], calls);
    }

    /// Decides by a policy as batch scoring does, with the champions and mandates of a lake.
    public static CaseScoring scoring(Lake lake, ModelRegistry registry, FeatureCatalogue catalogue, Policy policy) {
        Map<Axis, AxisScorer> scorers = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.scored()) {
            scorers.put(axis, registry.scorer(axis, catalogue));
        }
        for (Axis axis : List.of(Axis.ROUTE_EFFECT, Axis.PAYMENT_PROBABILITY)) {
            scorers.put(axis, registry.scorer(axis, catalogue));
        }
        return new CaseScoring(catalogue, scorers, Deciders.of(policy), MandatesFeed.of(lake), 0);
    }

    /// Adds up decisions.
    ///
    /// @param days within which the outcomes count
    /// @param some at least one, in any order
    /// @param calls that may be made; null for one in ten of the decisions that leave a call open
    public static PolicyValue of(String policy, int days, List<Decided> some, int notOpen, @Nullable Integer calls) {
        // Sums depend on the order in the last digit.
        List<Decided> decided =
                some.stream().sorted(Comparator.comparing(Decided::point)).toList();
        Map<String, FromTruth> told = FromTruth.of(decided, 0);
        List<Population> populations = new ArrayList<>();
        populations.add(population("all debtors", decided, told, calls));
        List<Decided> unknown = decided.stream().filter(d -> !d.known()).toList();
        if (!unknown.isEmpty()) {
            populations.add(population("debtors no model was trained on", unknown, told, calls));
        }
        return new PolicyValue(policy, days, decided.size(), notOpen, populations);
    }

    private static @Nullable CaseView open(History history, Choice choice, FeedSpans span, OtherCases otherCases) {
        for (CaseView view : new DebtorView(history, choice.day() * DAY, span.starts(), otherCases).cases()) {
            if (view.caseId().equals(choice.caseId()) && view.open()) {
                return view;
            }
        }
        return null;
    }

    /// The estimated chance of a payment within 90 days; NaN if not known.
    private static double chance(ScoredCase scored) {
        return scored.estimates().payment() instanceof CurveEstimate.Expected expected
                ? expected.curve().points().stream()
                        .filter(point -> point.days() == CHANCE_DAYS)
                        .mapToDouble(Curve.Point::value)
                        .findFirst()
                        .orElse(Double.NaN)
                : Double.NaN;
    }

    private static @Nullable CallLists callLists(
            List<Decided> decided, Map<String, FromTruth> told, @Nullable Integer calls) {
        List<CallLists.Callable> cases =
                decided.stream().map(Decided::call).filter(Objects::nonNull).toList();
        return cases.isEmpty() ? null : CallLists.of(cases, told, calls == null ? (cases.size() + 9) / 10 : calls);
    }

    private static Population population(
            String name, List<Decided> decided, Map<String, FromTruth> told, @Nullable Integer calls) {
        List<Line> lines = new ArrayList<>(main(decided));
        lines.add(line(BEST_OPEN, decided, Decided::byBestOpen));
        if (!told.isEmpty()) {
            lines.add(line(
                    FromTruth.LABEL,
                    decided,
                    d -> d.by(Objects.requireNonNull(told.get(d.point())).route())));
        }
        for (Route route : EnumSet.complementOf(EnumSet.of(Route.HOLD))) {
            lines.add(line(label(route) + " for all", decided, d -> d.byRoute(route)));
        }
        for (Route route : EnumSet.complementOf(EnumSet.of(Route.HOLD))) {
            lines.add(line(label(route) + " where permitted", decided, d -> d.byPermitted(route)));
        }
        Map<String, List<Group>> groups = new TreeMap<>();
        groups.put("segment", groups(decided, Decided::segment));
        groups.put("rule", groups(decided, Decided::rule));
        groups.put("creditor", groups(decided, Decided::creditor));
        groups.put("country", groups(decided, Decided::country));
        groups.put("route", groups(decided, d -> label(d.route())));
        long[] debtors = decided.stream().mapToLong(Decided::debtor).toArray();
        double[] old = values(decided, Decided::byOld);
        double[] ours = values(decided, Decided::byPolicy);
        double[] best = values(decided, Decided::byBest);
        return new Population(
                name,
                decided.size(),
                (int) Arrays.stream(debtors).distinct().count(),
                lines,
                ClusteredMean.ratio(minus(ours, old), minus(best, old), debtors),
                shares(decided),
                callLists(decided, told, calls),
                groups);
    }

    private static List<Line> main(List<Decided> decided) {
        return List.of(
                line(POLICY, decided, Decided::byPolicy),
                line(OLD, decided, Decided::byOld),
                line(RANDOM, decided, Decided::atRandom),
                line(BEST, decided, Decided::byBest));
    }

    private static Line line(String who, List<Decided> decided, Function<Decided, double[]> by) {
        long[] debtors = decided.stream().mapToLong(Decided::debtor).toArray();
        double[] values = values(decided, by);
        double[] means = Decided.mean(decided.stream().map(by).toList());
        return new Line(
                who,
                ClusteredMean.of(values, debtors),
                ClusteredMean.of(minus(values, values(decided, Decided::byOld)), debtors),
                ClusteredMean.of(minus(values(decided, Decided::byPolicy), values), debtors),
                means[1],
                means[2],
                means[3],
                means[4],
                means[5]);
    }

    private static double[] values(List<Decided> decided, Function<Decided, double[]> by) {
        return decided.stream().mapToDouble(d -> by.apply(d)[0]).toArray();
    }

    private static double[] minus(double[] some, double[] others) {
        return IntStream.range(0, some.length)
                .mapToDouble(i -> some[i] - others[i])
                .toArray();
    }

    private static double average(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static List<RouteShare> shares(List<Decided> decided) {
        List<RouteShare> shares = new ArrayList<>();
        for (Route route : Route.values()) {
            shares.add(new RouteShare(
                    label(route),
                    share(decided, d -> d.route() == route),
                    share(decided, d -> d.old() == route),
                    share(decided, d -> d.best(PolicyValue::both) == route),
                    share(decided, d -> d.best(d.open(), PolicyValue::both) == route)));
        }
        return shares;
    }

    private static double both(SimulatedTruth.Outcome outcome) {
        return outcome.first() + outcome.second();
    }

    private static double share(List<Decided> decided, Predicate<Decided> of) {
        return decided.stream().filter(of).count() / (double) decided.size();
    }

    private static List<Group> groups(List<Decided> decided, Function<Decided, String> key) {
        Map<String, List<Decided>> byKey = new TreeMap<>();
        decided.forEach(
                d -> byKey.computeIfAbsent(key.apply(d), _ -> new ArrayList<>()).add(d));
        List<Group> groups = new ArrayList<>();
        byKey.forEach((name, some) -> {
            Map<String, Double> routes = new TreeMap<>();
            Map<String, Double> permitted = new TreeMap<>();
            Map<String, Integer> taken = new TreeMap<>();
            for (Route route : EnumSet.complementOf(EnumSet.of(Route.HOLD))) {
                routes.put(label(route), average(values(some, d -> d.byRoute(route))));
                permitted.put(label(route), average(values(some, d -> d.byPermitted(route))));
            }
            some.forEach(d -> taken.merge(label(d.route()), 1, Integer::sum));
            List<Line> lines = main(some);
            boolean loses = lines.getFirst().gain().below();
            groups.add(new Group(name, some.size(), lines, loses, routes, permitted, taken));
        });
        groups.sort(Comparator.comparingInt(Group::decisions).reversed().thenComparing(Group::key));
        return groups;
    }

    private static String label(Route route) {
        return route.name().toLowerCase(Locale.ROOT);
    }

    /// The report as tables.
    public String text() {
        return PolicyValueText.of(this);
    }
}
