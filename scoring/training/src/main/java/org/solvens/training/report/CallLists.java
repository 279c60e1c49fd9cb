package org.solvens.training.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.solvens.chance.Draws;
import org.solvens.command.TextTable;
import org.solvens.facts.CaseView;
import org.solvens.feed.Money;
import org.solvens.history.Route;
import org.solvens.policy.Turn;
import org.solvens.scoring.CallChoice;
import org.solvens.training.evaluate.ClusteredMean;
import org.solvens.training.report.SimulatedTruth.Choice;
import org.solvens.training.report.SimulatedTruth.Outcome;

/// Who is called where calls are scarce: several orders of the same cases, with the same number of calls.
///
/// The cases are those that may be called and for which the value of a call is known. Each not called takes the best
/// of its other open routes, by the estimates, as where `score` shares out the calls of teams. What an order
/// brings is the true net recovery of the calls that it makes, less that of the routes that those cases would
/// have taken otherwise.
///
/// @param cases that may be called
/// @param calls made by each order
/// @param orders best first: by value, and what it is compared with
/// @param way share of the way from oldest first to the oracle that the order by value goes
public record CallLists(int cases, int calls, List<Order> orders, ClusteredMean way) {
    private static final String BY_VALUE = "by value of the call";
    private static final String OLDEST = "oldest first";
    private static final String ORACLE = "the oracle";

    /// What an order brings.
    ///
    /// @param by what the cases are ordered by
    /// @param gain of a call over the route that the case would have taken otherwise, mean of the calls made
    /// @param margin by which the order by value is above it, per call
    record Order(String by, ClusteredMean gain, ClusteredMean margin) {}

    /// A case that may be called.
    ///
    /// @param point names the decision
    /// @param otherwise route that the case takes if it is not called
    /// @param turn of the case as `score` orders those that may be called
    /// @param age days past due
    /// @param balance in units of the reference currency
    /// @param chance of a payment within 90 days, by the estimate; 0 if not known
    /// @param first true gain of a call over the other route, over half of the futures
    /// @param second the same over the other half
    record Callable(
            String point,
            long debtor,
            Route otherwise,
            Turn turn,
            int age,
            double balance,
            double chance,
            double first,
            double second) {
        private double gain() {
            return (first + second) / 2;
        }
    }

    /// A decision as a case that may be called.
    ///
    /// @param decided with a call and without one
    /// @param worth of the currency's unit in the reference currency
    /// @param chance of a payment within 90 days; NaN if not known
    /// @return null if the case may not be called, or the effects are not known
    static @Nullable Callable callable(
            CaseView view, Choice choice, CallChoice decided, double worth, double chance, long debtor) {
        Outcome called = choice.outcomes().get(Route.CALL);
        Route other = decided.otherwise();
        Outcome otherwise = other == null ? null : choice.outcomes().get(other == Route.HOLD ? Route.WAIT : other);
        if (called == null
                || other == null
                || otherwise == null
                || !called.allowed()
                || Double.isNaN(decided.callValue())) {
            return null;
        }
        return new Callable(
                choice.caseId() + "@" + choice.day(),
                debtor,
                other,
                decided.callTurn(),
                view.daysPastDue(),
                worth * Money.units(view.balance()),
                Double.isNaN(chance) ? 0 : chance,
                worth * (called.first() - otherwise.first()),
                worth * (called.second() - otherwise.second()));
    }

    /// Compares the orders.
    ///
    /// @param some at least one
    /// @param told what trees trained on the truth estimate, by decision; empty if there are too few decisions
    /// @param calls that may be made, at least one; all cases are called if there are fewer
    static CallLists of(List<Callable> some, Map<String, FromTruth> told, int calls) {
        List<Callable> cases =
                some.stream().sorted(Comparator.comparing(Callable::point)).toList();
        int most = Math.min(calls, cases.size());
        double[] ours = brought(cases, most, Comparator.comparing(Callable::turn));
        double[] oldest = brought(cases, most, first(Callable::age));
        double[] oracle = new double[ours.length];
        // Chosen by one half of the futures and counted by the other, so that luck does not count as skill.
        Set<Callable> byFirst = called(cases, most, first(Callable::first));
        Set<Callable> bySecond = called(cases, most, first(Callable::second));
        for (int i = 0; i < oracle.length; i++) {
            Callable one = cases.get(i);
            oracle[i] = ((byFirst.contains(one) ? one.second() : 0) + (bySecond.contains(one) ? one.first() : 0)) / 2;
        }
        long[] debtors = cases.stream().mapToLong(Callable::debtor).toArray();
        List<Order> orders = new ArrayList<>();
        orders.add(order(BY_VALUE, ours, ours, most, debtors));
        if (cases.stream().anyMatch(one -> one.chance() > 0)) {
            double[] likely = brought(cases, most, first(Callable::chance));
            orders.add(order("highest chance of payment first", likely, ours, most, debtors));
        }
        orders.add(order("largest first", brought(cases, most, first(Callable::balance)), ours, most, debtors));
        orders.add(order(OLDEST, oldest, ours, most, debtors));
        orders.add(order(
                "everybody in turn",
                brought(cases, most, first(one -> Draws.uniform(Draws.hash(one.point()), 0, 0))),
                ours,
                most,
                debtors));
        if (!told.isEmpty()) {
            Comparator<Callable> order = first(one -> {
                FromTruth own = Objects.requireNonNull(told.get(one.point()));
                return own.gain(Route.CALL) - own.gain(one.otherwise());
            });
            orders.add(order(FromTruth.LABEL, brought(cases, most, order), ours, most, debtors));
        }
        orders.add(order(ORACLE, oracle, ours, most, debtors));
        return new CallLists(
                cases.size(),
                most,
                List.copyOf(orders),
                ClusteredMean.ratio(less(ours, oldest), less(oracle, oldest), debtors));
    }

    /// The most first, and of equal ones those whose names come first.
    private static Comparator<Callable> first(ToDoubleFunction<Callable> by) {
        return Comparator.comparingDouble(by).reversed().thenComparing(Callable::point);
    }

    /// The cases that an order calls.
    private static Set<Callable> called(List<Callable> cases, int most, Comparator<Callable> order) {
        return new HashSet<>(cases.stream().sorted(order).limit(most).toList());
    }

    private static double[] brought(List<Callable> cases, int most, Comparator<Callable> order) {
        Set<Callable> called = called(cases, most, order);
        return cases.stream()
                .mapToDouble(one -> called.contains(one) ? one.gain() : 0)
                .toArray();
    }

    private static Order order(String by, double[] brought, double[] ours, int calls, long[] debtors) {
        return new Order(by, perCall(brought, calls, debtors), perCall(less(ours, brought), calls, debtors));
    }

    private static ClusteredMean perCall(double[] rows, int calls, long[] debtors) {
        ClusteredMean mean = ClusteredMean.of(rows, debtors);
        double each = rows.length / (double) calls;
        return new ClusteredMean(each * mean.value(), each * mean.low(), each * mean.high());
    }

    private static double[] less(double[] some, double[] others) {
        double[] less = new double[some.length];
        for (int i = 0; i < less.length; i++) {
            less[i] = some[i] - others[i];
        }
        return less;
    }

    /// The comparison as a table.
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d calls among %,d decisions that leave a call open; gain of a call over the best other route%n",
                calls,
                cases));
        TextTable table = new TextTable("%-32s %8s %-18s %8s %s", "order", "a call", "", "margin", "");
        for (Order order : orders) {
            table.row(
                    order.by(),
                    String.format(Locale.ROOT, "%+,.0f", order.gain().value()),
                    interval(order.gain()),
                    order.by().equals(BY_VALUE)
                            ? ""
                            : String.format(
                                    Locale.ROOT, "%+,.0f", order.margin().value()),
                    order.by().equals(BY_VALUE) ? "" : interval(order.margin()));
        }
        return text.append(table.text())
                .append(String.format(
                        Locale.ROOT,
                        "the order by value goes %.0f %% [%.0f, %.0f] of the way from oldest first to the oracle%n",
                        100 * way.value(),
                        100 * way.low(),
                        100 * way.high()))
                .toString();
    }

    private static String interval(ClusteredMean mean) {
        return String.format(Locale.ROOT, "[%,.0f, %,.0f]", mean.low(), mean.high());
    }
}
