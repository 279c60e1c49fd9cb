package org.solvens.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;
import org.solvens.config.WrongSetting;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.problem.Problem;

/// A versioned set of rules: the effect of holds, the segment of a case, its permitted routes. The law is not part
/// of it ({@link Statutes}).
///
/// Immutable and thread-safe.
public final class Policy {
    private static final String CODE = "POLICY";

    private final String name;
    private final int version;
    private final Map<String, Double> currencies;
    private final Limits limits;
    private final Mandate mandateDefault;
    private final List<HoldRule> holds;
    private final List<SegmentRule> segments;
    private final Segment defaultSegment;
    private final List<RouteRule> routes;
    private final RouteRule byDefault;
    private final @Nullable Ranking ranking;
    private final @Nullable Exploration exploration;

    Policy(
            String name,
            int version,
            Map<String, Double> currencies,
            Limits limits,
            Mandate mandateDefault,
            List<HoldRule> holds,
            List<SegmentRule> segments,
            Segment defaultSegment,
            List<RouteRule> routes,
            RouteRule byDefault,
            @Nullable Ranking ranking,
            @Nullable Exploration exploration) {
        this.name = name;
        this.version = version;
        this.currencies = Map.copyOf(currencies);
        this.limits = limits;
        this.mandateDefault = mandateDefault;
        this.holds = holds;
        this.segments = segments;
        this.defaultSegment = defaultSegment;
        this.routes = routes;
        this.byDefault = byDefault;
        this.ranking = ranking;
        this.exploration = exploration;
    }

    /// Reads a policy file. Refuses unknown entries, rules that no case can reach, and numbers out of range.
    ///
    /// @throws Problem POLICY with the file, the place in it, the line and the column
    public static Policy read(Path file) {
        return new PolicyCompiler(file.toString(), StrictYaml.document(file, PolicyFile.class, CODE)).compile();
    }

    /// Reads the text of a policy.
    ///
    /// @param name what to call the text in a problem
    /// @throws Problem POLICY as {@link #read}
    public static Policy parse(String text, String name) {
        return new PolicyCompiler(name, StrictYaml.document(text, name, PolicyFile.class, CODE)).compile();
    }

    /// The default policy.
    public static Policy standard() {
        return Standard.POLICY;
    }

    /// The text of the default policy, as a starting point for another one.
    public static String standardText() {
        return Statutes.resource("default.yaml");
    }

    public String name() {
        return name;
    }

    public int version() {
        return version;
    }

    /// `name@version`, as decisions are labelled.
    public String label() {
        return name + "@" + version;
    }

    /// The decision on a case and how it came about, line by line, with each condition and its value.
    public List<String> explain(CaseFacts facts) {
        return new Decider(this).explain(facts);
    }

    /// Warnings about what is allowed but looks unintended: one sentence each, without a full stop. Commands print
    /// them when they read a policy.
    public List<String> check() {
        List<String> warnings = new ArrayList<>();
        for (Segment segment : given()) {
            if (routes.stream().noneMatch(rule -> rule.speaksOf(segment))) {
                warnings.add("the segment " + segment + " has no route but the default");
            }
        }
        return List.copyOf(warnings);
    }

    /// A rule that no case can reach.
    ///
    /// @param list of the rule in the file, `segments` or `routes`
    /// @param index of the rule in the list
    /// @param id of the rule, with the kind of rule before it
    /// @param why in one sentence without a full stop
    record Unreachable(String list, int index, String id, String why) {}

    /// The first rule that no case can reach; null if none is found.
    @Nullable
    Unreachable unreachable() {
        List<Earlier> before = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            SegmentRule rule = segments.get(i);
            String why = whyUnreachable(rule.when, before);
            if (why != null) {
                return new Unreachable("segments", i, rule.id, why);
            }
            before.add(new Earlier(rule.id, Region.of(rule.when)));
        }
        Set<Segment> given = given();
        before.clear();
        for (int i = 0; i < routes.size(); i++) {
            RouteRule rule = routes.get(i);
            String id = "route." + rule.id;
            for (Condition condition : rule.when) {
                if (condition instanceof Condition.OneOf oneOf
                        && oneOf.fact() == Fact.SEGMENT
                        && given.stream().noneMatch(oneOf.wanted()::contains)) {
                    return new Unreachable("routes", i, id, "no rule gives its segments");
                }
            }
            List<Condition> when = new ArrayList<>(rule.when);
            when.add(new Condition.OneOf(Fact.SEGMENT, given));
            String why = whyUnreachable(when, before);
            if (why != null) {
                return new Unreachable("routes", i, id, why);
            }
            Region own = Region.of(rule.when);
            if (own == null || own.isAll() || rule.route.alwaysOpen()) {
                before.add(new Earlier(id, own));
            }
        }
        return null;
    }

    /// A rule that ends the reading of its list, and the cases that it takes.
    private record Earlier(String id, @Nullable Region region) {}

    private static @Nullable String whyUnreachable(List<Condition> when, List<Earlier> before) {
        Region own = Region.of(when);
        if (own == null) {
            return "its conditions exclude each other";
        }
        List<Region> all = new ArrayList<>();
        for (Earlier earlier : before) {
            Region region = earlier.region;
            if (region != null) {
                if (own.isWithin(List.of(region))) {
                    return earlier.id + " takes every case it would take";
                }
                all.add(region);
            }
        }
        return own.isWithin(all) ? "the rules before it take every case it would take" : null;
    }

    /// The segments that at least one rule assigns.
    private Set<Segment> given() {
        Set<Segment> given = EnumSet.of(defaultSegment);
        segments.forEach(rule -> given.add(rule.segment));
        return given;
    }

    Limits limits() {
        return limits;
    }

    Mandate mandateDefault() {
        return mandateDefault;
    }

    List<HoldRule> holds() {
        return holds;
    }

    List<SegmentRule> segments() {
        return segments;
    }

    Segment defaultSegment() {
        return defaultSegment;
    }

    List<RouteRule> routes() {
        return routes;
    }

    RouteRule byDefault() {
        return byDefault;
    }

    /// How rules with options rank them; null where no rule has any.
    @Nullable
    Ranking ranking() {
        return ranking;
    }

    /// The most that a talk settles at once, in units of the reference currency, by which scarce calls are
    /// ordered; NaN where the policy orders them by their estimated effect.
    public double settledByTalk() {
        return ranking == null ? Double.NaN : ranking.settledByTalk();
    }

    /// How some debtors' routes are drawn; null where none is.
    @Nullable
    Exploration exploration() {
        return exploration;
    }

    /// The same policy without exploration: it always takes the route that it holds to be the best.
    public Policy withoutExploration() {
        return new Policy(
                name,
                version,
                currencies,
                limits,
                mandateDefault,
                holds,
                segments,
                defaultSegment,
                routes,
                byDefault,
                ranking,
                null);
    }

    /// Refuses currencies whose worth the policy does not state. Without it, thresholds cannot be compared, and
    /// every case in the currency would be held.
    ///
    /// @param currencies ISO 4217
    /// @throws Problem POLICY-CURRENCY naming those that are absent
    public void requireCurrencies(Collection<String> currencies) {
        List<String> absent = currencies.stream()
                .filter(currency -> worth(currency) == null)
                .distinct()
                .sorted()
                .toList();
        if (!absent.isEmpty()) {
            throw new Problem(
                    "POLICY-CURRENCY",
                    label(),
                    "the policy does not state what " + String.join(", ", absent) + " is worth",
                    "there are cases in this currency, and thresholds are compared in the policy's reference currency",
                    "add it to currencies of the policy, and raise its version");
        }
    }

    /// Worth of the major unit of each currency that the policy states, in its reference currency.
    public Map<String, Double> currencies() {
        return currencies;
    }

    /// Worth of a currency's major unit in the reference currency, or null where it is not known.
    public @Nullable Double worth(String currency) {
        return currencies.get(currency);
    }

    /// Limits that the decision reads.
    ///
    /// @param limitationWarningDays a claim with no more days than this until it is time-barred is
    ///     flagged; 0 to 3650
    /// @param instalmentIncomeShare largest share of a month's net income that an instalment may take, in (0, 1]
    /// @param maxPlanMonths longest plan, whatever a mandate allows; 1 to 600
    /// @param maxIncomeAgeDays older income figures count as unknown; 0 to 3650
    /// @param reductionMinDebtToIncome least debt to yearly income for a reduction; 0 to 1000
    /// @param reductionMinWillingness least probability of willingness for a reduction; 0 to 1
    /// @param stopReviewDays days until the review of a case that invalid data or limitation stopped; 1 to
    ///     1095
    public record Limits(
            int limitationWarningDays,
            double instalmentIncomeShare,
            int maxPlanMonths,
            int maxIncomeAgeDays,
            double reductionMinDebtToIncome,
            double reductionMinWillingness,
            int stopReviewDays) {
        private static final double MOST_DEBT_TO_INCOME = 1_000;

        public Limits {
            require(limitationWarningDays, 0, PolicyCompiler.MOST_DAYS, "limitation_warning_days");
            require(maxPlanMonths, 1, PolicyCompiler.MOST_MONTHS, "max_plan_months");
            require(maxIncomeAgeDays, 0, PolicyCompiler.MOST_DAYS, "max_income_age_days");
            require(stopReviewDays, 1, PolicyCompiler.MOST_REVIEW_DAYS, "stop_review_days");
            WrongSetting.require(
                    instalmentIncomeShare > 0 && instalmentIncomeShare <= 1,
                    "instalment_income_share",
                    "instalment_income_share must lie between 0 and 1");
            WrongSetting.require(
                    reductionMinDebtToIncome >= 0 && reductionMinDebtToIncome <= MOST_DEBT_TO_INCOME,
                    "reduction_min_debt_to_income",
                    "reduction_min_debt_to_income must lie between 0 and 1000");
            WrongSetting.require(
                    reductionMinWillingness >= 0 && reductionMinWillingness <= 1,
                    "reduction_min_willingness",
                    "reduction_min_willingness must lie between 0 and 1");
        }

        private static void require(int value, int least, int most, String key) {
            WrongSetting.require(
                    value >= least && value <= most, key, key + " must lie between " + least + " and " + most);
        }
    }

    /// What an open hold does.
    enum Effect {
        /// The case is held.
        STOP,
        /// No score is read, and a person confirms.
        RULES_ONLY,
        /// No calls.
        NO_CALLS
    }

    /// The id of the rule about a kind of hold, as decisions name it, such as `holds.deceased`.
    public static String holdRule(HoldKind kind) {
        return "holds." + kind.name().toLowerCase(Locale.ROOT);
    }

    record HoldRule(String id, HoldKind kind, Effect effect, Segment segment, boolean needsHuman, int reviewDays) {}

    /// Ranks the options of a rule by what each is estimated to bring, less its price.
    ///
    /// @param standardErrors of the difference by which another route must be ahead of the rule's own
    /// @param prices what a route costs and how it weighs on the debtor, in units of the reference currency
    /// @param settledByTalk the most that a talk settles at once, in the same units; NaN if the policy does not say
    record Ranking(double standardErrors, Map<Route, Double> prices, double settledByTalk) {
        double price(Route route) {
            return prices.getOrDefault(route, 0.0);
        }
    }

    record SegmentRule(String id, List<Condition> when, Segment segment) {}

    /// @param options routes that are ranked by value together with the route and its second; empty if the
    ///     order of the rule decides
    record RouteRule(
            String id,
            List<Condition> when,
            Route route,
            @Nullable Route second,
            List<Route> options,
            boolean needsHuman,
            int reviewDays) {
        private boolean speaksOf(Segment segment) {
            for (Condition condition : when) {
                if (condition instanceof Condition.OneOf oneOf && oneOf.fact() == Fact.SEGMENT) {
                    return oneOf.wanted().contains(segment);
                }
            }
            return when.isEmpty();
        }
    }

    private static final class Standard {
        static final Policy POLICY = parse(standardText(), "default.yaml");
    }
}
