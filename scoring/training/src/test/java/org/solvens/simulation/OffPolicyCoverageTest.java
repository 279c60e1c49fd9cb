package org.solvens.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.solvens.chance.Draws;
import org.solvens.command.TextTable;
import org.solvens.history.Route;
import org.solvens.training.evaluate.ClusteredMean;
import org.solvens.training.offpolicy.OffPolicy;

/// Values of a policy that are estimated from the log of the simulator's old policy, against its true value.
///
/// The log draws a fifth of its decisions. The other policy reminds the early, calls small claims and offers plans
/// for large ones. Its true value is the mean net recovery in 180 days over futures of each decision after its
/// route, over the decisions of the log: that is what the estimates are of. The table also counts the intervals that
/// hold the mean over all seeds, which worlds with a recession at another time need not have.
@Tag("slow")
class OffPolicyCoverageTest {
    private static final int SEEDS = 100;
    private static final int DEBTORS = 600;
    private static final int FUTURES = 8;
    private static final int DAYS = 180;
    private static final double EXPLORED = 0.2;

    /// A decision of the log.
    ///
    /// @param late class of days past due
    /// @param outcome of the route that was taken
    /// @param truth expected outcome of the other policy's route
    private record Logged(
            long debtor,
            Route taken,
            double probability,
            Route choice,
            int late,
            double balance,
            double outcome,
            double truth) {}

    /// Writes down each decision before it takes effect.
    private record Log(List<Logged> decisions) implements Life.Witness {
        @Override
        public void changed(Life life, int day) {}

        @Override
        public void deciding(Life life, int day, int index, double[] distribution, Route chosen) {
            CaseState one = life.state(index);
            if (one.directKnownOn != 0 || one.balance() <= 0) {
                return;
            }
            double kronor = life.debtor().country().inKronor() / 100.0;
            double balance = one.balance() * kronor;
            Route choice = one.pastDue(day) < 30 ? Route.REMINDER : balance > 4_000 ? Route.PLAN : Route.CALL;
            double truth = 0;
            for (int future = 1; future <= FUTURES; future++) {
                truth += net(life, future, day, index, choice) * kronor / FUTURES;
            }
            decisions.add(new Logged(
                    Draws.hash(life.debtor().id()),
                    chosen,
                    distribution[chosen.ordinal()],
                    choice,
                    Math.clamp(one.pastDue(day) / 60, 0, 5),
                    balance,
                    // The future with the luck of the history is the history.
                    net(life, 0, day, index, chosen) * kronor,
                    truth));
        }

        private static long net(Life life, int future, int day, int index, Route route) {
            Tally tally = life.imagine(future, day, index, route, day + DAYS);
            return tally.recovered() - tally.cost();
        }
    }

    private static List<Logged> log(int seed) {
        World world = new World(Scenario.DEFAULT, seed, LocalDate.of(2024, 7, 1), LocalDate.of(2026, 6, 30), EXPLORED);
        Log log = new Log(new ArrayList<>());
        for (int number = 0; number < DEBTORS; number++) {
            Simulation.live(world, number, (feed, values) -> {}, log);
        }
        return log.decisions();
    }

    /// What is expected of each choice: the share of the balance that decisions for the route, as late, brought on
    /// the other half of the debtors.
    private static double[] expected(List<Logged> log) {
        Map<String, double[]> sums = new HashMap<>();
        for (Logged one : log) {
            double[] sum = sums.computeIfAbsent(key(one, one.taken(), one.debtor() & 1), _ -> new double[2]);
            sum[0] += one.outcome();
            sum[1] += one.balance();
        }
        return log.stream()
                .mapToDouble(one -> {
                    double[] sum = sums.get(key(one, one.choice(), 1 - (one.debtor() & 1)));
                    return sum == null ? 0 : one.balance() * sum[0] / sum[1];
                })
                .toArray();
    }

    private static String key(Logged one, Route route, long half) {
        return route + "/" + one.late() + "/" + half;
    }

    private static OffPolicy estimate(List<Logged> log) {
        boolean[] agree = new boolean[log.size()];
        for (int i = 0; i < agree.length; i++) {
            agree[i] = log.get(i).taken() == log.get(i).choice();
        }
        return OffPolicy.of(new OffPolicy.Log(
                log.stream().map(one -> one.choice().name()).toArray(String[]::new),
                agree,
                log.stream().mapToDouble(Logged::probability).toArray(),
                log.stream().mapToDouble(Logged::outcome).toArray(),
                expected(log),
                log.stream().mapToLong(Logged::debtor).toArray()));
    }

    private record Seed(OffPolicy estimate, double truth, double decisions) {}

    @Test
    void nineOfTenIntervalsHoldTheTruth() {
        List<Seed> seeds = IntStream.rangeClosed(1, SEEDS)
                .parallel()
                .mapToObj(seed -> {
                    List<Logged> log = log(seed);
                    return new Seed(
                            estimate(log),
                            log.stream().mapToDouble(Logged::truth).average().orElseThrow(),
                            log.size());
                })
                .toList();
        double all = seeds.stream()
                        .mapToDouble(seed -> seed.truth() * seed.decisions())
                        .sum()
                / seeds.stream().mapToDouble(Seed::decisions).sum();
        Map<String, Function<OffPolicy, ClusteredMean>> estimators = new LinkedHashMap<>();
        estimators.put("IPS", OffPolicy::ips);
        estimators.put("self-normalised IPS", OffPolicy::snips);
        estimators.put("doubly robust", OffPolicy::doublyRobust);
        TextTable table = new TextTable(
                "%-22s %9d %15d %15d %9.0f %12.0f",
                "of " + SEEDS + " intervals", "answered", "hold the log's", "hold the world's", "bias", "half-width");
        Map<String, int[]> held = new HashMap<>();
        estimators.forEach((name, of) -> {
            int[] counts = new int[3];
            double bias = 0;
            double width = 0;
            for (Seed seed : seeds) {
                ClusteredMean value = of.apply(seed.estimate());
                if (value != null) {
                    counts[0]++;
                    counts[1] += holds(value, seed.truth()) ? 1 : 0;
                    counts[2] += holds(value, all) ? 1 : 0;
                    bias += value.value() - seed.truth();
                    width += value.high() - value.value();
                }
            }
            held.put(name, counts);
            table.row(name, counts[0], counts[1], counts[2], bias / counts[0], width / counts[0]);
        });
        System.out.printf(
                Locale.ROOT,
                "%.0f decisions a seed; true value %.0f%n%s",
                seeds.stream().mapToDouble(Seed::decisions).average().orElseThrow(),
                all,
                table.text());
        held.forEach((name, counts) -> {
            assertThat(counts[0]).as(name).isGreaterThanOrEqualTo(95);
            assertThat(counts[1]).as(name + ", of the log").isGreaterThanOrEqualTo(90);
        });
    }

    private static boolean holds(ClusteredMean mean, double truth) {
        return mean.low() <= truth && truth <= mean.high();
    }
}
