package org.solvens.training.offpolicy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.command.TextTable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Money;
import org.solvens.history.Route;
import org.solvens.lake.Lake;
import org.solvens.outcome.Recovered;
import org.solvens.policy.Policy;
import org.solvens.problem.Problem;
import org.solvens.scoring.CaseScoring;
import org.solvens.training.effect.EffectRows;
import org.solvens.training.effect.LoggedDecision;
import org.solvens.training.effect.RouteOutcomes;
import org.solvens.training.evaluate.ClusteredMean;

/// What a policy would have brought on the logged decisions of a lake, from the log alone.
///
/// The outcome of a decision is what came in on the case within {@link Recovered#DAYS} days, up to its balance,
/// less the cost of its contacts, in units of the policy's reference currency. Costs that no feed states are
/// not in it. HOLD counts as WAIT, and a decision that a person must confirm as confirmed.
///
/// @param policy its label
/// @param days within which outcomes count
/// @param estimate of the value
public record HistoryValue(String policy, int days, OffPolicy estimate) {
    private static final long SEED = 20261129;

    /// Whether the log supports enough of the policy's decisions.
    public boolean answered() {
        return estimate.missing().isEmpty();
    }

    /// Measures a policy.
    ///
    /// @param scoring with the policy
    /// @param lateDays days after the outcome until records of it are taken to be known
    /// @throws Problem `DECISIONS` if no logged decision has a known outcome
    public static HistoryValue of(
            Lake lake, FeatureCatalogue catalogue, CaseScoring scoring, Policy policy, int lateDays) {
        Gathered gathered = new Gathered(catalogue, scoring, policy);
        LoggedDecision.each(lake, catalogue.otherCases(), lateDays, gathered::add);
        return gathered.value(lake.root());
    }

    /// Logged decisions and what the policy would do, as they are read.
    static final class Gathered {
        private final CaseScoring scoring;
        private final Policy policy;
        private final EffectRows.Gathering rows;
        private final List<Decided> decided = new ArrayList<>();

        /// @param catalogue of the features that outcomes are expected by
        Gathered(FeatureCatalogue catalogue, CaseScoring scoring, Policy policy) {
            this.scoring = scoring;
            this.policy = policy;
            List<Feature> features = catalogue.features().stream()
                    .filter(f -> Axis.ROUTE_EFFECT.inputs().contains(f.axis()))
                    .toList();
            rows = new EffectRows.Gathering(catalogue, features, Integer.MAX_VALUE);
        }

        private record Decided(String caseId, int day, Route choice, double balance, double cost) {}

        void add(LoggedDecision logged) {
            String currency = logged.view().placed().currency();
            policy.requireCurrencies(List.of(currency));
            double unit = Objects.requireNonNull(policy.worth(currency));
            Route choice = scoring.score(logged.view()).decision().route();
            rows.add(logged);
            decided.add(new Decided(
                    logged.view().caseId(),
                    logged.view().today(),
                    choice == Route.HOLD ? Route.WAIT : choice,
                    unit * Money.units(logged.view().balance()),
                    unit * Money.units(logged.cost())));
        }

        /// @param where the decisions come from
        HistoryValue value(String where) {
            if (decided.isEmpty()) {
                throw new Problem(
                        "DECISIONS",
                        where,
                        "no logged decision has a known outcome",
                        "the feed decisions is absent, states no probabilities, or is younger than " + Recovered.DAYS
                                + " days",
                        "wait until outcomes are known, or measure the policy with ./solvens policy simulate");
            }
            EffectRows read = rows.rows();
            decided.sort(Comparator.comparingInt(Decided::day).thenComparing(Decided::caseId));
            double[][] shares = RouteOutcomes.crossFitted(read, SEED);
            int size = decided.size();
            Map<Route, double[]> costs = new EnumMap<>(Route.class);
            for (int i = 0; i < size; i++) {
                double[] sum = costs.computeIfAbsent(read.routes()[i], _ -> new double[2]);
                sum[0] += decided.get(i).cost();
                sum[1]++;
            }
            String[] choices = new String[size];
            boolean[] agree = new boolean[size];
            double[] outcomes = new double[size];
            double[] expected = new double[size];
            for (int i = 0; i < size; i++) {
                Decided one = decided.get(i);
                double[] cost = costs.get(one.choice());
                choices[i] = one.choice().name().toLowerCase(Locale.ROOT);
                agree[i] = one.choice() == read.routes()[i];
                outcomes[i] = read.shares()[i] * one.balance() - one.cost();
                expected[i] =
                        shares[i][one.choice().ordinal()] * one.balance() - (cost == null ? 0 : cost[0] / cost[1]);
            }
            return new HistoryValue(
                    policy.label(),
                    Recovered.DAYS,
                    OffPolicy.of(new OffPolicy.Log(
                            choices, agree, read.probabilities(), outcomes, expected, read.debtors())));
        }
    }

    /// The report as a table.
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "policy %s on %,d logged decisions on %,d debtors; net recovery in %d days per decision, in the"
                        + " policy's reference currency, with 95 %% intervals by debtor%n%n",
                policy,
                estimate.decisions(),
                estimate.debtors(),
                days));
        line(text, "as it was decided", estimate.logged());
        if (answered()) {
            line(text, "the policy, doubly robust", estimate.doublyRobust());
            line(text, "the policy, IPS", estimate.ips());
            line(text, "the policy, self-normalised IPS", estimate.snips());
            line(text, "gain, doubly robust", estimate.gain());
        } else {
            text.append(
                    String.format(Locale.ROOT, "%nthe log does not support the policy, so there is no estimate:%n"));
            estimate.missing().forEach(m -> text.append("- ").append(m).append(System.lineSeparator()));
        }
        text.append(String.format(
                Locale.ROOT,
                "%nboth agree on %,d decisions; effective sample size %,.0f; supported share %.2f [%.2f, %.2f]%n",
                estimate.matched(),
                estimate.effective(),
                estimate.support().value(),
                estimate.support().low(),
                estimate.support().high()));
        TextTable table = new TextTable(
                "%-16s %8s %8d %9.0f %-20s %s", "route", "policy", "agree", "effective", "mean weight", "supported");
        for (OffPolicy.Choice choice : estimate.choices()) {
            table.row(
                    choice.name(),
                    String.format(Locale.ROOT, "%.1f %%", 100 * choice.share()),
                    choice.matched(),
                    choice.effective(),
                    String.format(
                            Locale.ROOT,
                            "%.2f [%.2f, %.2f]",
                            choice.support().value(),
                            choice.support().low(),
                            choice.support().high()),
                    choice.supported() ? "yes" : "no");
        }
        return text.append(System.lineSeparator()).append(table.text()).toString();
    }

    private static void line(StringBuilder text, String who, @Nullable ClusteredMean mean) {
        if (mean != null) {
            text.append(String.format(
                    Locale.ROOT, "%-32s %,9.0f [%,.0f, %,.0f]%n", who, mean.value(), mean.low(), mean.high()));
        }
    }
}
