package org.solvens.training.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.solvens.chance.Draws;
import org.solvens.facts.CaseView;
import org.solvens.history.Route;
import org.solvens.policy.Decision;
import org.solvens.policy.Policy;
import org.solvens.problem.Problem;
import org.solvens.scoring.CallChoice;
import org.solvens.training.report.SimulatedTruth.Choice;
import org.solvens.training.report.SimulatedTruth.Outcome;

/// A decision of the policy and what it would have brought.
///
/// @param debtor as {@link Draws#hash}
/// @param known whether a champion was trained on the debtor
/// @param open routes that holds, law, mandate and limits leave open
/// @param call what a call would bring; null if the case may not be called or the effects are not known
/// @param features values of the catalogue's features
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
        Map<Route, Outcome> outcomes,
        Set<Route> open,
        CallLists.@Nullable Callable call,
        double[] features) {

    /// @param decided with a call and without one
    /// @param chance of a payment within 90 days; NaN if not known
    static Decided of(
            CaseView view,
            Choice choice,
            CallChoice decided,
            Set<Route> open,
            Policy policy,
            long debtor,
            boolean known,
            double chance,
            double[] features) {
        Decision decision = decided.withCall().decision();
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
                choice.outcomes(),
                open,
                CallLists.callable(view, choice, decided, worth, chance, debtor),
                features);
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
        return best(outcomes.keySet(), by);
    }

    /// The best of some routes that the simulation allows; WAIT if there is none.
    Route best(Set<Route> among, ToDoubleFunction<Outcome> by) {
        Route best = Route.WAIT;
        for (Map.Entry<Route, Outcome> each : outcomes.entrySet()) {
            if (among.contains(each.getKey())
                    && each.getValue().allowed()
                    && by.applyAsDouble(each.getValue()) > by.applyAsDouble(outcome(best))) {
                best = each.getKey();
            }
        }
        return best;
    }

    /// What the same route for all brings here.
    double[] byRoute(Route all) {
        return measures(single(all), worth);
    }

    /// What the same route for all brings here, if the policy decides where holds, law, mandate, limits and
    /// affordability do not leave it open.
    double[] byPermitted(Route all) {
        return open.contains(all) && outcome(all).allowed() ? measures(outcome(all), worth) : byPolicy();
    }

    /// Value, cost, calls, contacts, fees and legal steps of an outcome.
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

    static double[] mean(List<double[]> some) {
        double[] mean = new double[6];
        for (double[] each : some) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += each[i] / some.size();
            }
        }
        return mean;
    }

    double[] byPolicy() {
        return by(route());
    }

    /// What a route brings here.
    double[] by(Route taken) {
        return measures(outcome(taken), worth());
    }

    /// What a route brings beyond WAIT, in the reference currency.
    double gain(Route taken) {
        return by(taken)[0] - by(Route.WAIT)[0];
    }

    double[] byOld() {
        return measures(outcome(old()), worth());
    }

    double[] atRandom() {
        return mean(outcomes().values().stream()
                .filter(Outcome::allowed)
                .map(o -> measures(o, worth()))
                .toList());
    }

    /// The best by one half of the futures counts by the other half, so that luck does not count as skill.
    double[] byBest() {
        return byBest(outcomes.keySet());
    }

    /// The same among the routes that holds, law, mandate and limits leave open.
    double[] byBestOpen() {
        return byBest(open);
    }

    private double[] byBest(Set<Route> among) {
        Outcome byFirst = outcome(best(among, Outcome::first));
        Outcome bySecond = outcome(best(among, Outcome::second));
        return mean(
                List.of(measures(byFirst, byFirst.second(), worth()), measures(bySecond, bySecond.first(), worth())));
    }
}
