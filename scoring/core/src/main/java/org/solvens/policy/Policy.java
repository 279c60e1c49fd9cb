package org.solvens.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;
import org.solvens.problem.Problem;

/// A versioned set of rules: what holds do, which segment a case is in, which routes it may take. What
/// the law says is not part of it ({@link Statutes}).
///
/// A policy is immutable and may be read by many threads.
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
            RouteRule byDefault) {
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
    }

    /// Reads a policy file, refusing what it does not understand.
    ///
    /// @throws Problem POLICY with the place that is wrong
    public static Policy read(Path file) {
        return new PolicyCompiler(file.toString(), StrictYaml.read(file, PolicyFile.class, CODE)).compile();
    }

    /// Reads the text of a policy.
    ///
    /// @param name what to call the text in a problem
    /// @throws Problem POLICY with the place that is wrong
    public static Policy parse(String text, String name) {
        return new PolicyCompiler(name, StrictYaml.parse(text, name, PolicyFile.class, CODE)).compile();
    }

    /// The policy that decides where nobody names another one.
    public static Policy standard() {
        return Standard.POLICY;
    }

    /// The text of the standard policy, to start an own one from.
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

    /// What looks unintended, though it is allowed: one sentence each, without a full stop.
    public List<String> check() {
        List<String> warnings = new ArrayList<>();
        for (int later = 0; later < segments.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (implied(segments.get(later).when, segments.get(earlier).when)) {
                    warnings.add(segments.get(later).id + " is never reached: " + segments.get(earlier).id
                            + " takes every case it would take");
                    break;
                }
            }
        }
        Set<Segment> given = EnumSet.of(defaultSegment);
        segments.forEach(rule -> given.add(rule.segment));
        for (int later = 0; later < routes.size(); later++) {
            RouteRule rule = routes.get(later);
            for (int earlier = 0; earlier < later; earlier++) {
                if (routes.get(earlier).route.alwaysOpen() && implied(rule.when, routes.get(earlier).when)) {
                    warnings.add("route." + rule.id + " is never reached: route." + routes.get(earlier).id
                            + " takes every case it would take");
                    break;
                }
            }
            for (Condition condition : rule.when) {
                if (condition instanceof Condition.OneOf oneOf
                        && oneOf.fact() == Fact.SEGMENT
                        && given.stream().noneMatch(oneOf.wanted()::contains)) {
                    warnings.add("route." + rule.id + " is never reached: no rule gives its segments");
                }
            }
        }
        for (Segment segment : given) {
            if (routes.stream().noneMatch(rule -> rule.speaksOf(segment))) {
                warnings.add("the segment " + segment + " has no route but the default");
            }
        }
        return List.copyOf(warnings);
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

    /// Worth of a currency's major unit in the reference currency, or null where it is not known.
    @Nullable
    Double worth(String currency) {
        return currencies.get(currency);
    }

    private static boolean implied(List<Condition> when, List<Condition> by) {
        for (Condition needed : by) {
            if (when.stream().noneMatch(condition -> condition.implies(needed))) {
                return false;
            }
        }
        return true;
    }

    /// Numbers that the decision itself reads.
    ///
    /// @param limitationWarningDays a claim with no more days than this until it is time-barred is flagged
    /// @param instalmentIncomeShare largest share of a month's net income that an instalment may take, in (0, 1]
    /// @param maxPlanMonths longest plan, whatever a mandate allows
    /// @param maxIncomeAgeDays older income figures count as unknown
    /// @param reductionMinDebtToIncome least debt to yearly income for a reduction
    /// @param reductionMinWillingness least probability of willingness for a reduction
    /// @param stopReviewDays days until someone looks again at a case that invalid data or limitation stopped
    public record Limits(
            int limitationWarningDays,
            double instalmentIncomeShare,
            int maxPlanMonths,
            int maxIncomeAgeDays,
            double reductionMinDebtToIncome,
            double reductionMinWillingness,
            int stopReviewDays) {
        public Limits {
            if (limitationWarningDays < 0 || maxPlanMonths < 1 || maxIncomeAgeDays < 0 || stopReviewDays < 1) {
                throw new IllegalArgumentException("limits: days and months must be positive");
            }
            if (!(instalmentIncomeShare > 0 && instalmentIncomeShare <= 1)) {
                throw new IllegalArgumentException("limits: instalment_income_share must lie between 0 and 1");
            }
            if (!(reductionMinDebtToIncome >= 0)) {
                throw new IllegalArgumentException("limits: reduction_min_debt_to_income must not be negative");
            }
            if (!(reductionMinWillingness >= 0 && reductionMinWillingness <= 1)) {
                throw new IllegalArgumentException("limits: reduction_min_willingness must lie between 0 and 1");
            }
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

    record HoldRule(String id, HoldKind kind, Effect effect, Segment segment, boolean needsHuman, int reviewDays) {}

    record SegmentRule(String id, List<Condition> when, Segment segment) {}

    record RouteRule(
            String id,
            List<Condition> when,
            Route route,
            @Nullable Route second,
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
