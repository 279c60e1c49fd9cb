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
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
import org.solvens.policy.Decider;
import org.solvens.policy.Decision;
import org.solvens.policy.Policy;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.scoring.CaseScoring;
import org.solvens.training.evaluate.ClusteredMean;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.report.SimulatedTruth.Choice;
import org.solvens.training.report.SimulatedTruth.Outcome;
import org.solvens.training.rows.DeltaSnapshots;
import org.solvens.training.rows.Draws;
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
    private static final String POLICY = "the policy";
    private static final String OLD = "the old policy";
    private static final String RANDOM = "an allowed route at random";
    private static final String BEST = "the best allowed route for each";

    /// What somebody who decides brings, on average per decision.
    ///
    /// @param who decides
    /// @param value mean net recovery
    /// @param gain over the old policy
    /// @param cost of collecting
    /// @param calls made, answered or not
    /// @param contacts letters, messages and calls sent to the debtor
    /// @param fees costs added to what the debtor owes
    /// @param legalSteps letters of termination and moves to the legal stage
    record Line(
            String who,
            ClusteredMean value,
            ClusteredMean gain,
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
    /// @param taken how often the policy takes each route
    record Group(
            String key,
            int decisions,
            List<Line> lines,
            boolean loses,
            Map<String, Double> routes,
            Map<String, Integer> taken) {}

    /// How often a route is taken and how often it is the best.
    ///
    /// @param taken share of the decisions in which the policy takes it
    /// @param old share of the decisions in which the old policy took it
    /// @param best share of the decisions in which it is the best of the allowed routes
    record RouteShare(String route, double taken, double old, double best) {}

    /// @param name `all debtors` or `debtors no model was trained on`
    /// @param way share of the way from the old policy to the best for each that the policy goes
    /// @param groups by `segment`, `rule`, `creditor`, `country` and `route`
    record Population(
            String name,
            int decisions,
            int debtors,
            List<Line> lines,
            ClusteredMean way,
            List<RouteShare> shares,
            Map<String, List<Group>> groups) {}

    /// Measures a policy.
    ///
    /// @param choices decisions by case
    /// @param days within which the outcomes count
    /// @param effectsTrained whether the effects of routes were learnt from a debtor, by hash
    /// @throws Problem `TRUTH` if no decision is on a case of the lake, or a currency has no worth in the policy
    public static PolicyValue of(
            Lake lake,
            ModelRegistry registry,
            FeatureCatalogue catalogue,
            Policy policy,
            Map<String, List<Choice>> choices,
            int days,
            LongPredicate effectsTrained) {
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
        int[] notOpen = {0};
        scan.each(history -> {
            for (String caseId : history.caseIds()) {
                for (Choice choice : choices.getOrDefault(caseId, List.of())) {
                    CaseView view = open(history, choice, span, catalogue.otherCases());
                    if (view == null) {
                        notOpen[0]++;
                    } else {
                        Decision decision = scoring.score(view).decision();
                        long debtor = Draws.hash(history.debtorId());
                        boolean known = trained.contains(debtor) || effects && effectsTrained.test(debtor);
                        decided.add(Decided.of(view, choice, decision, policy, debtor, known));
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
        return of(policy.label(), days, decided, notOpen[0]);
    }

    /// Decides by a policy as batch scoring does, with the champions and mandates of a lake.
    public static CaseScoring scoring(Lake lake, ModelRegistry registry, FeatureCatalogue catalogue, Policy policy) {
        Map<Axis, AxisScorer> scorers = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.scored()) {
            scorers.put(axis, registry.scorer(axis, catalogue));
        }
        scorers.put(Axis.ROUTE_EFFECT, registry.scorer(Axis.ROUTE_EFFECT, catalogue));
        return new CaseScoring(catalogue, scorers, new Decider(policy), MandatesFeed.of(lake), 0);
    }

    /// Adds up decisions.
    ///
    /// @param days within which the outcomes count
    /// @param some at least one, in any order
    public static PolicyValue of(String policy, int days, List<Decided> some, int notOpen) {
        // Sums depend on the order in the last digit.
        List<Decided> decided =
                some.stream().sorted(Comparator.comparing(Decided::point)).toList();
        List<Population> populations = new ArrayList<>();
        populations.add(population("all debtors", decided));
        List<Decided> unknown = decided.stream().filter(d -> !d.known()).toList();
        if (!unknown.isEmpty()) {
            populations.add(population("debtors no model was trained on", unknown));
        }
        return new PolicyValue(policy, days, decided.size(), notOpen, populations);
    }

    private static @Nullable CaseView open(
            History history, Choice choice, FeedSpans span, OtherCases otherCases) {
        for (CaseView view : new DebtorView(history, choice.day() * DAY, span.starts(), otherCases).cases()) {
            if (view.caseId().equals(choice.caseId()) && view.open()) {
                return view;
            }
        }
        return null;
    }

    /// A decision of the policy and what it would have brought.
    ///
    /// @param debtor as {@link Draws#hash}
    /// @param known whether a champion was trained on the debtor
    /// @param worth of the currency's unit in the reference currency
    record Decided(
            String point,
            long debtor,
            boolean known,
            String segment,
            String rule,
            String creditor,
            String country,
            Route route,
            Route old,
            double worth,
            Map<Route, Outcome> outcomes) {

        static Decided of(CaseView view, Choice choice, Decision decision, Policy policy, long debtor, boolean known) {
            Double worth = policy.worth(choice.currency());
            if (worth == null) {
                throw new Problem(
                        "TRUTH",
                        policy.label(),
                        "the policy does not say what " + choice.currency() + " is worth",
                        "amounts of several currencies are added up in the policy's reference currency",
                        "add " + choice.currency() + " to currencies of the policy");
            }
            return new Decided(
                    choice.caseId() + "@" + choice.day(),
                    debtor,
                    known,
                    decision.segment().name(),
                    decision.rule(),
                    view.creditorId(),
                    view.placed().country(),
                    decision.route(),
                    choice.taken(),
                    worth,
                    choice.outcomes());
        }

        Outcome outcome(Route taken) {
            return Objects.requireNonNull(outcomes.get(taken == Route.HOLD ? Route.WAIT : taken));
        }

        /// For all alike: where the route is not allowed, nothing is done.
        Outcome single(Route all) {
            Outcome outcome = outcome(all);
            return outcome.allowed() ? outcome : outcome(Route.WAIT);
        }

        Route best(ToDoubleFunction<Outcome> by) {
            Route best = Route.WAIT;
            for (Map.Entry<Route, Outcome> each : outcomes.entrySet()) {
                if (each.getValue().allowed() && by.applyAsDouble(each.getValue()) > by.applyAsDouble(outcome(best))) {
                    best = each.getKey();
                }
            }
            return best;
        }
    }

    /// Value, cost, calls, contacts, fees, legal steps of one decision.
    private static double[] measures(Outcome outcome, double worth) {
        return measures(outcome, (outcome.first() + outcome.second()) / 2, worth);
    }

    private static double[] measures(Outcome outcome, double net, double worth) {
        return new double[] {
            net * worth,
            outcome.cost() * worth,
            outcome.calls(),
            outcome.contacts(),
            outcome.fees() * worth,
            outcome.legalSteps()
        };
    }

    private static double[] mean(List<double[]> some) {
        double[] mean = new double[6];
        for (double[] each : some) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += each[i] / some.size();
            }
        }
        return mean;
    }

    private static double[] byPolicy(Decided d) {
        return measures(d.outcome(d.route()), d.worth());
    }

    private static double[] byOld(Decided d) {
        return measures(d.outcome(d.old()), d.worth());
    }

    private static double[] atRandom(Decided d) {
        return mean(d.outcomes().values().stream()
                .filter(Outcome::allowed)
                .map(o -> measures(o, d.worth()))
                .toList());
    }

    /// The best by one half of the futures counts by the other half, so that luck does not count as skill.
    private static double[] best(Decided d) {
        Outcome byFirst = d.outcome(d.best(Outcome::first));
        Outcome bySecond = d.outcome(d.best(Outcome::second));
        return mean(List.of(
                measures(byFirst, byFirst.second(), d.worth()), measures(bySecond, bySecond.first(), d.worth())));
    }

    private static Population population(String name, List<Decided> decided) {
        List<Line> lines = new ArrayList<>(main(decided));
        for (Route route : EnumSet.complementOf(EnumSet.of(Route.HOLD))) {
            lines.add(line(label(route) + " for all", decided, d -> measures(d.single(route), d.worth())));
        }
        Map<String, List<Group>> groups = new TreeMap<>();
        groups.put("segment", groups(decided, Decided::segment));
        groups.put("rule", groups(decided, Decided::rule));
        groups.put("creditor", groups(decided, Decided::creditor));
        groups.put("country", groups(decided, Decided::country));
        groups.put("route", groups(decided, d -> label(d.route())));
        long[] debtors = decided.stream().mapToLong(Decided::debtor).toArray();
        double[] old = values(decided, PolicyValue::byOld);
        double[] ours = values(decided, PolicyValue::byPolicy);
        double[] best = values(decided, PolicyValue::best);
        return new Population(
                name,
                decided.size(),
                (int) Arrays.stream(debtors).distinct().count(),
                lines,
                ClusteredMean.ratio(minus(ours, old), minus(best, old), debtors),
                shares(decided),
                groups);
    }

    private static List<Line> main(List<Decided> decided) {
        return List.of(
                line(POLICY, decided, PolicyValue::byPolicy),
                line(OLD, decided, PolicyValue::byOld),
                line(RANDOM, decided, PolicyValue::atRandom),
                line(BEST, decided, PolicyValue::best));
    }

    private static Line line(String who, List<Decided> decided, Function<Decided, double[]> by) {
        long[] debtors = decided.stream().mapToLong(Decided::debtor).toArray();
        double[] values = values(decided, by);
        double[] means = mean(decided.stream().map(by).toList());
        return new Line(
                who,
                ClusteredMean.of(values, debtors),
                ClusteredMean.of(minus(values, values(decided, PolicyValue::byOld)), debtors),
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

    private static List<RouteShare> shares(List<Decided> decided) {
        List<RouteShare> shares = new ArrayList<>();
        for (Route route : Route.values()) {
            shares.add(new RouteShare(
                    label(route),
                    share(decided, d -> d.route() == route),
                    share(decided, d -> d.old() == route),
                    share(decided, d -> d.best(o -> o.first() + o.second()) == route)));
        }
        return shares;
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
            Map<String, Integer> taken = new TreeMap<>();
            for (Route route : EnumSet.complementOf(EnumSet.of(Route.HOLD))) {
                double[] values = values(some, d -> measures(d.single(route), d.worth()));
                routes.put(label(route), Arrays.stream(values).average().orElseThrow());
            }
            some.forEach(d -> taken.merge(label(d.route()), 1, Integer::sum));
            List<Line> lines = main(some);
            groups.add(
                    new Group(name, some.size(), lines, lines.getFirst().gain().below(), routes, taken));
        });
        groups.sort(Comparator.comparingInt(Group::decisions).reversed().thenComparing(Group::key));
        return groups;
    }

    private static String label(Route route) {
        return route.name().toLowerCase(Locale.ROOT);
    }

    /// The report as tables.
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "policy %s on %,d simulated decisions%s; net recovery in %d days per decision, in the policy's"
                        + " reference currency, with 95 %% intervals by debtor%n",
                policy,
                decisions,
                notOpen == 0 ? "" : String.format(Locale.ROOT, " (%,d left out: no open case on record)", notOpen),
                days));
        for (Population population : populations) {
            text(population, text);
        }
        return text.toString();
    }

    private static void text(Population population, StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "%n%s: %,d decisions on %,d debtors%n%n",
                population.name(),
                population.decisions(),
                population.debtors()));
        text.append(String.format(
                Locale.ROOT,
                "%-32s %7s %-16s %8s %-16s %6s %6s %8s %6s %6s%n",
                "who decides",
                "value",
                "",
                "gain",
                "on the old one",
                "cost",
                "calls",
                "contacts",
                "fees",
                "legal"));
        for (Line line : population.lines()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-32s %7s %-16s %8s %-16s %6.0f %6.2f %8.2f %6.0f %6.3f%n",
                    line.who(),
                    whole(line.value().value()),
                    interval(line.value()),
                    gain(line.gain().value()),
                    interval(line.gain()),
                    line.cost(),
                    line.calls(),
                    line.contacts(),
                    line.fees(),
                    line.legalSteps()));
        }
        text.append(String.format(
                Locale.ROOT,
                "the policy goes %.0f %% [%.0f, %.0f] of the way from the old policy to the best for each%n",
                100 * population.way().value(),
                100 * population.way().low(),
                100 * population.way().high()));
        text.append(String.format(Locale.ROOT, "%n%-16s %8s %8s %8s%n", "route", "policy", "old", "best"));
        for (RouteShare share : population.shares()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %6.1f %% %6.1f %% %6.1f %%%n",
                    share.route(),
                    100 * share.taken(),
                    100 * share.old(),
                    100 * share.best()));
        }
        population.groups().forEach((by, groups) -> groups(by, groups, text));
    }

    private static void groups(String by, List<Group> groups, StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "%n%-24s %9s %7s %7s %8s %-18s %7s %7s %6s %6s %8s %6s %6s%n",
                "by " + by,
                "decisions",
                "policy",
                "old",
                "gain",
                "",
                "random",
                "best",
                "cost",
                "calls",
                "contacts",
                "fees",
                "legal"));
        for (Group group : groups) {
            Line ours = group.lines().get(0);
            text.append(String.format(
                            Locale.ROOT,
                            "%-24s %9d %7s %7s %8s %-18s %7s %7s %6.0f %6.2f %8.2f %6.0f %6.3f%s",
                            group.key(),
                            group.decisions(),
                            whole(ours.value().value()),
                            whole(group.lines().get(1).value().value()),
                            gain(ours.gain().value()),
                            interval(ours.gain()),
                            whole(group.lines().get(2).value().value()),
                            whole(group.lines().get(3).value().value()),
                            ours.cost(),
                            ours.calls(),
                            ours.contacts(),
                            ours.fees(),
                            ours.legalSteps(),
                            group.loses() ? "  loses" : ""))
                    .append(System.lineSeparator());
        }
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String gain(double value) {
        return String.format(Locale.ROOT, "%+,.0f", value);
    }

    private static String interval(ClusteredMean mean) {
        return Double.isNaN(mean.low()) ? "" : "[" + whole(mean.low()) + ", " + whole(mean.high()) + "]";
    }
}
