package org.solvens.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.history.ArrangementKind;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.policy.CaseFacts.Claim;
import org.solvens.policy.CaseFacts.Income;
import org.solvens.policy.CaseFacts.Requests;

/// Decides the route of a case. The steps are, in this order: data, holds, limitation, letters, segment, candidate
/// routes, the creditor's mandate, contact limits, affordability, exploration, human review. The same facts give the
/// same
/// decision. Thread-safe.
///
/// It stays one class: a sequence of steps, each over what the steps before it left open.
public final class Decider {
    /// In the trace of a decision whose route was drawn.
    static final String DRAWN = "explore.drawn";

    private static final String NO_CALL_LEFT = "capacity.calls";
    private static final Step OPEN = new Step.Passed("route.open");
    private static final Step DATA_OK = new Step.Passed("data.valid");
    private static final Step HOLDS_OK = new Step.Passed("holds.none");
    private static final Step LIMITATION_OK = new Step.Passed("limitation.running");
    private static final Step LIMITATION_NONE = new Step.Passed("limitation.no_rule");
    private static final String[] BY_MANDATE = ids("mandate.");
    private static final String[] BY_BREAK = ids("broken.");

    private final Policy policy;
    private final Statutes statutes;

    /// Decides by a policy and the statutes that come with Solvens.
    public Decider(Policy policy) {
        this(policy, Statutes.standard());
    }

    /// Decides by a policy and other statutes.
    public Decider(Policy policy, Statutes statutes) {
        this.policy = policy;
        this.statutes = statutes;
    }

    /// The policy it decides by.
    public Policy policy() {
        return policy;
    }

    /// The decision on a case. Never null, and never without a rule.
    public Decision decide(CaseFacts facts) {
        return decide(facts, RouteEffects.NONE);
    }

    /// The decision on a case whose routes' effects are known. Never null, and never without a rule.
    ///
    /// A rule with options takes the one that is estimated to bring most, less its price, among those that law,
    /// mandate and limits leave open. Where the effect of the rule's own route is not known, its order decides.
    public Decision decide(CaseFacts facts, RouteEffects effects) {
        return new Run(facts, effects, true, null).decide();
    }

    /// The decision on a case for which the policy prefers a call and the team has none left: the best of the other
    /// routes, after the same steps.
    ///
    /// Legal review is not among them: nobody is taken to court because nobody had time to call. A call that is
    /// drawn stays, because otherwise nothing could be learned about calls that seem worth little.
    public Decision decideWithoutCall(CaseFacts facts, RouteEffects effects) {
        return new Run(facts, effects, false, null).decide();
    }

    /// The routes that holds, law, mandate and limits leave open on a case, whatever the rules of the policy prefer.
    /// Only HOLD where a step stops the case; otherwise HOLD is not among them.
    public Set<Route> open(CaseFacts facts) {
        return new Run(facts, RouteEffects.NONE, true, null).open();
    }

    /// The decision on a case with its trace, line by line: the steps passed, and each rule evaluated
    /// until one decided, with its conditions and the values found.
    public List<String> explain(CaseFacts facts) {
        return explain(facts, RouteEffects.NONE);
    }

    /// The decision on a case whose routes' effects are known, and how it came about.
    public List<String> explain(CaseFacts facts, RouteEffects effects) {
        List<String> ranked = new ArrayList<>();
        Run run = new Run(facts, effects, true, ranked);
        Decision decision = run.decide();
        List<String> lines = new ArrayList<>();
        lines.add("policy " + policy.label() + ", statutes " + statutes.version() + ", as of " + facts.asOf());
        for (String id : decision.trace()) {
            lines.add("passed " + id);
        }
        Situation situation = run.situation;
        if (situation != null) {
            for (Policy.SegmentRule rule : policy.segments()) {
                if (explain(rule.id(), rule.when(), situation, lines)) {
                    break;
                }
            }
            for (Policy.RouteRule rule : policy.routes()) {
                explain("route." + rule.id(), rule.when(), situation, lines);
                if (rule.id().equals(decision.rule())) {
                    break;
                }
            }
        }
        lines.addAll(ranked);
        lines.add("decided by " + decision.rule() + ": segment " + decision.segment() + ", route " + decision.route()
                + (decision.secondRoute() == null ? "" : ", second " + decision.secondRoute())
                + (decision.needsHuman() ? ", a person must confirm" : "") + ", review on " + decision.reviewOn());
        return List.copyOf(lines);
    }

    private static boolean explain(String id, List<Condition> when, Situation situation, List<String> lines) {
        boolean holds = holds(when, situation);
        lines.add(id + (holds ? " holds" : " does not hold"));
        for (Condition condition : when) {
            lines.add("  " + condition.shown() + ": " + (condition.holds(situation) ? "yes" : "no") + ", it is "
                    + condition.fact().shown(situation));
        }
        return holds;
    }

    private static boolean holds(List<Condition> when, Situation situation) {
        for (int i = 0; i < when.size(); i++) {
            if (!when.get(i).holds(situation)) {
                return false;
            }
        }
        return true;
    }

    private static String[] ids(String prefix) {
        Route[] routes = Route.values();
        String[] ids = new String[routes.length];
        for (Route route : routes) {
            ids[route.ordinal()] = prefix + route.name().toLowerCase(Locale.ROOT);
        }
        return ids;
    }

    /// One decision in progress.
    private final class Run {
        private final CaseFacts given;
        private final Mandate mandate;
        private final List<String> trace = new ArrayList<>(16);
        private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
        private final @Nullable String[] barredBy = new String[BY_MANDATE.length];
        private final @Nullable List<String> ranked;
        private final boolean callLeft;
        private RouteEffects effects;
        private CaseFacts facts;
        private boolean human;
        private @Nullable Situation situation;
        private int tried;
        private double probability = 1;
        private Map<Route, Double> values = Map.of();
        private @Nullable Route route;
        private @Nullable Route second;
        private Policy.RouteRule rule = policy.byDefault();

        /// @param callLeft whether the team has a call for the case
        /// @param ranked receives a line with the value of each option; null if no explanation is needed
        Run(CaseFacts given, RouteEffects effects, boolean callLeft, @Nullable List<String> ranked) {
            this.given = given;
            this.effects = effects;
            this.callLeft = callLeft;
            this.ranked = ranked;
            facts = given;
            Mandate own = given.mandate();
            mandate = own == null ? policy.mandateDefault() : own;
        }

        /// The steps that can stop a case; null if none does.
        private @Nullable Decision stopped() {
            Decision stopped = stopped(data());
            if (stopped == null) {
                stopped = stopped(protectiveHolds());
            }
            return stopped == null ? stopped(limitation()) : stopped;
        }

        Set<Route> open() {
            if (stopped() != null) {
                return EnumSet.of(Route.HOLD);
            }
            statutes.bar(facts, barredBy);
            Set<Route> open = EnumSet.noneOf(Route.class);
            for (Route candidate : EnumSet.complementOf(EnumSet.of(Route.HOLD))) {
                if (allowed(candidate) instanceof Step.Passed) {
                    open.add(candidate);
                }
            }
            return open;
        }

        Decision decide() {
            flagFacts();
            Decision stopped = stopped();
            if (stopped != null) {
                return stopped;
            }
            statutes.bar(facts, barredBy);
            trace.add("letters.read");
            Segment segment = segment();
            if (!callLeft) {
                trace.add(NO_CALL_LEFT);
            }
            candidates();
            rank();
            explore();
            if (!callLeft && route != Route.CALL) {
                flags.add(Flag.NO_CALL_LEFT);
            }
            reviewGate();
            return decision(segment, route == null ? rule.route() : route, rule.id(), human, rule.reviewDays());
        }

        private void flagFacts() {
            if (given.mandate() == null) {
                flags.add(Flag.NO_MANDATE_ON_FILE);
            }
            if (given.contacts().addressUnresolved()) {
                flags.add(Flag.ADDRESS_UNRESOLVED);
            }
            if (given.promises().broken() > 0) {
                flags.add(Flag.BROKEN_PROMISES);
            }
            if (given.agreement().broken()) {
                flags.add(Flag.ARRANGEMENT_BROKEN);
            }
            if (given.holds().contains(HoldKind.PENDING_PROTECTION)) {
                flags.add(Flag.PROTECTION_PENDING);
            }
        }

        private Step data() {
            Claim claim = facts.claim();
            int days = policy.limits().stopReviewDays();
            if (claim.balance() <= 0) {
                return new Step.Stopped("data.balance", Segment.UNSCORED, Route.HOLD, true, days);
            }
            if (claim.principalOpen() < 0 || claim.interestOpen() < 0 || claim.costsOpen() < 0) {
                return new Step.Stopped("data.components", Segment.UNSCORED, Route.HOLD, true, days);
            }
            if (policy.worth(claim.currency()) == null) {
                return new Step.Stopped("data.currency", Segment.UNSCORED, Route.HOLD, true, days);
            }
            if (claim.daysPastDue() < 0) {
                return new Step.Stopped(
                        "data.not_due", Segment.UNSCORED, Route.HOLD, false, Math.abs(claim.daysPastDue() - 1));
            }
            return DATA_OK;
        }

        private Step protectiveHolds() {
            if (facts.holds().isEmpty()) {
                return HOLDS_OK;
            }
            for (Policy.HoldRule hold : policy.holds()) {
                if (hold.effect() == Policy.Effect.STOP && facts.holds().contains(hold.kind())) {
                    return new Step.Stopped(
                            hold.id(), hold.segment(), Route.HOLD, hold.needsHuman(), hold.reviewDays());
                }
            }
            Step passed = HOLDS_OK;
            for (Policy.HoldRule hold : policy.holds()) {
                if (!facts.holds().contains(hold.kind())) {
                    continue;
                }
                human |= hold.needsHuman();
                passed = new Step.Passed(hold.id());
                switch (hold.effect()) {
                    case STOP -> throw new AssertionError("a stop was skipped");
                    case RULES_ONLY -> {
                        facts = facts.withoutScores();
                        effects = RouteEffects.NONE;
                        flags.add(Flag.SCORES_UNUSED);
                        human = true;
                    }
                    case NO_CALLS -> {
                        flags.add(Flag.NO_CALLS);
                        barredBy[Route.CALL.ordinal()] = hold.id();
                    }
                }
            }
            return passed;
        }

        private Step limitation() {
            Statutes.Expiry expiry = statutes.expiry(facts);
            Integer left = expiry == null ? null : expiry.daysLeft(facts.asOf());
            Double worth = policy.worth(facts.claim().currency());
            situation = new Situation(facts, worth == null ? 0 : worth, left, null);
            if (expiry == null || left == null) {
                return LIMITATION_NONE;
            }
            if (left < 0) {
                flags.add(Flag.TIME_BARRED);
                return new Step.Stopped(
                        expiry.rule(),
                        Segment.UNSCORED,
                        Route.HOLD,
                        true,
                        policy.limits().stopReviewDays());
            }
            if (left <= policy.limits().limitationWarningDays()) {
                flags.add(Flag.LIMITATION_NEAR);
            }
            return LIMITATION_OK;
        }

        /// Known from the check of limitation on.
        private Situation situation() {
            return Objects.requireNonNull(situation);
        }

        private Segment segment() {
            Segment found = policy.defaultSegment();
            String id = "segment.default";
            for (Policy.SegmentRule candidate : policy.segments()) {
                if (holds(candidate.when(), situation())) {
                    found = candidate.segment();
                    id = candidate.id();
                    break;
                }
            }
            trace.add(id);
            situation = situation().in(found);
            return found;
        }

        /// A rule that proposes to hold, wait or watch ends the reading: what follows it is not a second-best route.
        private void candidates() {
            for (Policy.RouteRule candidate : policy.routes()) {
                if (holds(candidate.when(), situation())) {
                    attempt(candidate.route(), candidate);
                    Route next = candidate.second();
                    if (next != null) {
                        attempt(next, candidate);
                    }
                    if (second != null || candidate.route().alwaysOpen()) {
                        break;
                    }
                }
            }
            if (route == null) {
                trace.add("route." + rule.id());
            }
        }

        /// Ranks the options of the rule that decided by their value. Another route than the rule's own must be ahead
        /// by as many standard errors as the policy states: otherwise the order of the rule decides.
        private void rank() {
            Route own = route;
            Policy.Ranking ranking = policy.ranking();
            if (own == null || ranking == null || rule.options().isEmpty()) {
                return;
            }
            Double expected = value(own, ranking);
            if (expected == null) {
                trace.add("rank.support");
                return;
            }
            Map<Route, Double> open = new EnumMap<>(Route.class);
            open.put(own, expected);
            Route best = own;
            double most = expected;
            for (Route option : options()) {
                Double other = option == own ? null : value(option, ranking);
                if (other != null && !outOfReach(option) && allowed(option) instanceof Step.Passed) {
                    open.put(option, other);
                    double doubt = ranking.standardErrors() * effects.error(own, option) * worth();
                    if (other > most && other > expected + doubt) {
                        best = option;
                        most = other;
                    }
                }
            }
            values = Collections.unmodifiableMap(open);
            trace.add("rank.value");
            if (best != own) {
                replace(own, best);
            }
        }

        private void replace(Route own, Route by) {
            route = by;
            second = own;
            if (by == Route.PLAN && (facts.income().netYear() == null || !freshIncome())) {
                flags.add(Flag.INCOME_UNKNOWN);
            }
        }

        /// Draws the route where the debtor is one of those whose routes are drawn that day. The draw is among
        /// the options of the rule that law, mandate and limits leave open. Where a person decides, nothing is
        /// drawn. Nor is a route that a person must confirm, or one that refuses what the debtor asked for.
        private void explore() {
            Route own = route;
            Exploration exploration = policy.exploration();
            if (exploration == null || own == null || human || rule.needsHuman() || !drawable(own)) {
                return;
            }
            Set<Route> open = EnumSet.of(own);
            for (Route option : options()) {
                if (drawable(option) && allowed(option) instanceof Step.Passed) {
                    open.add(option);
                }
            }
            if (open.size() == 1) {
                return;
            }
            Route taken = own;
            if (exploration.draws(given.debtorId(), given.asOf())) {
                trace.add(DRAWN);
                taken = exploration.drawn(given.debtorId(), given.asOf(), List.copyOf(open));
                if (taken != own) {
                    replace(own, taken);
                }
            }
            probability = exploration.probability(taken == own, open.size());
        }

        private boolean drawable(Route option) {
            return !option.humanOnly() && !refuses(option);
        }

        private List<Route> options() {
            List<Route> options = new ArrayList<>(rule.options());
            options.add(rule.route());
            Route next = rule.second();
            if (next != null) {
                options.add(next);
            }
            return options;
        }

        /// What a route is estimated to bring beyond doing nothing, less its price, in units of the reference
        /// currency; null if its effect is not known.
        private @Nullable Double value(Route option, Policy.Ranking ranking) {
            Double share = effects.of(option);
            if (share == null) {
                if (ranked != null) {
                    ranked.add("value of " + option + " is not known");
                }
                return null;
            }
            double worth = share * worth();
            double price = ranking.price(option);
            if (ranked != null) {
                ranked.add(String.format(
                        Locale.ROOT,
                        "value of %s: %.0f, %.3f of the balance less the price %.0f",
                        option,
                        worth - price,
                        share,
                        price));
            }
            return worth - price;
        }

        /// The balance in units of the reference currency.
        private double worth() {
            return situation().compared(facts.claim().balance());
        }

        private void attempt(Route candidate, Policy.RouteRule by) {
            int bit = 1 << candidate.ordinal();
            if ((tried & bit) != 0 || second != null || outOfReach(candidate)) {
                return;
            }
            tried |= bit;
            switch (allowed(candidate)) {
                case Step.Removed removed -> {
                    if (route == null) {
                        trace.add(removed.id());
                        if (removed.flag() != null) {
                            flags.add(removed.flag());
                        }
                    }
                    if (removed.flag() == Flag.UNAFFORDABLE) {
                        attempt(Route.TRIAL_PLAN, by);
                    }
                }
                case Step.Passed _ -> {
                    if (route == null) {
                        route = candidate;
                        rule = by;
                        trace.add("route." + by.id());
                    } else {
                        second = candidate;
                    }
                }
                case Step.Stopped stopped -> throw new AssertionError(stopped.id());
            }
        }

        /// Where no call is left, a debtor is neither called nor taken to court instead.
        private boolean outOfReach(Route candidate) {
            return !callLeft && (candidate == Route.CALL || candidate == Route.LEGAL_REVIEW);
        }

        private Step allowed(Route candidate) {
            String barred = barredBy[candidate.ordinal()];
            if (barred != null) {
                return new Step.Removed(
                        barred,
                        candidate,
                        flags.contains(Flag.NO_CALLS) && candidate == Route.CALL ? null : Flag.LETTER_FIRST);
            }
            if (blockedByBreak(candidate)) {
                return new Step.Removed(BY_BREAK[candidate.ordinal()], candidate, Flag.ARRANGEMENT_BROKEN);
            }
            if (!mandated(candidate)) {
                return new Step.Removed(BY_MANDATE[candidate.ordinal()], candidate, Flag.OUTSIDE_MANDATE);
            }
            return switch (candidate) {
                case CALL -> call();
                case PLAN -> plan();
                case COSTS_ONLY -> costsOnly();
                case REDUCTION -> reduction();
                case REMINDER, TRIAL_PLAN, DEFERRAL, TRACE_ADDRESS, HOLD, WAIT, SURVEILLANCE, LEGAL_REVIEW -> OPEN;
            };
        }

        /// A kind of arrangement that was broken is not offered again.
        private boolean blockedByBreak(Route candidate) {
            if (candidate == Route.TRIAL_PLAN && facts.agreement().trial() == TrialOutcome.BROKEN) {
                return true;
            }
            ArrangementKind open = facts.agreement().open();
            if (open == null || !facts.agreement().broken()) {
                return false;
            }
            return candidate
                    == switch (open) {
                        case PLAN -> Route.PLAN;
                        case TRIAL_PLAN -> Route.TRIAL_PLAN;
                        case DEFERRAL -> Route.DEFERRAL;
                        case COSTS_ONLY -> Route.COSTS_ONLY;
                        case REDUCTION -> Route.REDUCTION;
                        case PARTIAL_PAYMENT -> null;
                    };
        }

        private boolean mandated(Route candidate) {
            return switch (candidate) {
                case PLAN -> mandate.maxPlanMonths() > 0;
                case TRIAL_PLAN -> mandate.allowTrialPlan();
                case DEFERRAL ->
                    mandate.allowDeferral()
                            && mandate.maxDeferralDays() > 0
                            && facts.claim().stage() == Stage.REMINDER;
                case COSTS_ONLY -> mandate.allowCostsOnly();
                case REDUCTION -> mandate.allowReduction() && mandate.maxWaivedShare() > 0;
                case LEGAL_REVIEW -> mandate.allowLegal() && facts.claim().balance() >= mandate.minLegalAmount();
                case REMINDER, CALL, TRACE_ADDRESS, HOLD, WAIT, SURVEILLANCE -> true;
            };
        }

        private Step call() {
            String limit = statutes.callsBarredBy(facts);
            return limit == null ? OPEN : new Step.Removed(limit, Route.CALL, Flag.CALL_LIMIT);
        }

        private Step plan() {
            Long net = facts.income().netYear();
            if (net == null || !freshIncome()) {
                if (route == null) {
                    flags.add(Flag.INCOME_UNKNOWN);
                }
                return OPEN;
            }
            int months = Math.min(mandate.maxPlanMonths(), policy.limits().maxPlanMonths());
            double instalment = (double) facts.claim().balance() / months;
            double bearable = net / 12.0 * policy.limits().instalmentIncomeShare();
            return instalment <= bearable
                    ? OPEN
                    : new Step.Removed("affordability.plan", Route.PLAN, Flag.UNAFFORDABLE);
        }

        private Step costsOnly() {
            return waivable() > 0 ? OPEN : new Step.Removed("costs_only.no_costs", Route.COSTS_ONLY, null);
        }

        private Step reduction() {
            if (waivable() <= 0) {
                return new Step.Removed("reduction.nothing_to_waive", Route.REDUCTION, null);
            }
            if (!freshIncome()) {
                return new Step.Removed("reduction.tax_figures", Route.REDUCTION, Flag.REFRESH_TAX_FIGURES);
            }
            Double debts = facts.income().debtToIncome();
            if (debts == null || debts < policy.limits().reductionMinDebtToIncome()) {
                return new Step.Removed("reduction.debt_to_income", Route.REDUCTION, null);
            }
            Double willing = facts.scores().willingness().probability();
            if (willing == null || willing < policy.limits().reductionMinWillingness()) {
                return new Step.Removed("reduction.willingness", Route.REDUCTION, null);
            }
            return OPEN;
        }

        /// Interest and own fees, in thousandths of the currency unit. Principal is never waived.
        private long waivable() {
            return facts.claim().interestOpen() + facts.claim().costsOpen();
        }

        private boolean freshIncome() {
            Income income = facts.income();
            return income.ageDays() != null
                    && income.ageDays() <= policy.limits().maxIncomeAgeDays();
        }

        private void reviewGate() {
            Route taken = route == null ? rule.route() : route;
            if (human) {
                trace.add("human.hold");
            }
            if (rule.needsHuman()) {
                human = true;
                trace.add("human.rule");
            }
            if (taken.humanOnly()) {
                human = true;
                trace.add("human.route");
            }
            if (taken == Route.LEGAL_REVIEW) {
                String forbearance = statutes.forbearanceFirst(facts);
                if (forbearance != null) {
                    flags.add(Flag.CONSIDER_FORBEARANCE);
                    trace.add(forbearance);
                }
            }
            if (refuses(taken)) {
                human = true;
                flags.add(Flag.REQUEST_NOT_MET);
                trace.add("human.request");
            }
        }

        private boolean refuses(Route taken) {
            Requests requests = facts.requests();
            if (!requests.any() || taken.keepsRequestOpen()) {
                return false;
            }
            boolean plan = requests.plan() && !facts.agreement().running();
            if (plan && taken != Route.PLAN && taken != Route.TRIAL_PLAN) {
                return true;
            }
            return (requests.deferral() || requests.reduction()) && !taken.accommodates();
        }

        private @Nullable Decision stopped(Step step) {
            trace.add(step.id());
            return switch (step) {
                case Step.Passed _, Step.Removed _ -> null;
                case Step.Stopped stop ->
                    decision(stop.segment(), stop.route(), stop.id(), stop.needsHuman(), stop.reviewDays());
            };
        }

        private Decision decision(Segment segment, Route taken, String by, boolean needsHuman, int reviewDays) {
            LocalDate review = given.asOf().plusDays(reviewDays);
            return new Decision(
                    segment,
                    Collections.unmodifiableSet(flags),
                    taken,
                    second,
                    probability,
                    by,
                    Collections.unmodifiableList(trace),
                    values,
                    needsHuman,
                    review,
                    given.holds());
        }
    }
}
