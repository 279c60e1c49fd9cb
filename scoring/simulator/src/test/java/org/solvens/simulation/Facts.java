package org.solvens.simulation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.history.Route;
import org.solvens.simulation.Chance.Purpose;

/// What a run shows, computed from the rows of its feeds and from futures of its decisions.
final class Facts {
    static final LocalDate FROM = LocalDate.of(2024, 7, 1);
    static final LocalDate TO = LocalDate.of(2026, 6, 30);
    private static final Set<String> REACHED = Set.of(
            "REACHED",
            "PROMISED",
            "REFUSED",
            "CANNOT_PAY",
            "DISPUTES",
            "ASKS_DEFERRAL",
            "ASKS_PLAN",
            "ASKS_REDUCTION",
            "SAYS_PAID_DIRECT",
            "OPTS_OUT");

    /// A case and what was paid on it, as last known.
    record Case(String id, String debtorId, int placedOn, int dueOn, double placed, List<Payment> payments) {
        double paid(int from, int to) {
            double sum = 0;
            for (Payment payment : payments) {
                if (payment.on >= from && payment.on <= to) {
                    sum += payment.amount;
                }
            }
            return sum;
        }
    }

    record Payment(int on, double amount, String source) {}

    record Promise(Case on, int made, int due, double amount) {
        boolean kept() {
            return on.paid(made, due + 5) >= 0.9 * amount;
        }
    }

    /// A decision with the true chance of a payment within 90 days, and whether there was one.
    record Point(int pastDue, double chance, boolean paid) {}

    /// Mean net outcome of each route at one decision, from two independent halves of the futures.
    ///
    /// @param allowed whether stage and creditor allow the route
    record Choice(double balance, boolean[] allowed, double[] first, double[] second) {
        /// The values of the routes that are allowed.
        double[] allowed(double[] values) {
            double[] result = values.clone();
            for (int i = 0; i < result.length; i++) {
                result[i] = allowed[i] ? result[i] : Double.NEGATIVE_INFINITY;
            }
            return result;
        }
    }

    final Map<String, Case> cases = new HashMap<>();
    final List<Promise> promises = new ArrayList<>();
    final List<Point> points = new ArrayList<>();
    final List<Choice> choices = new ArrayList<>();
    final Map<Feed, Integer> rows = new HashMap<>();
    final Map<Feed, Map<String, Integer>> counts = new HashMap<>();
    final World world;
    /// Latest net income of a year by debtor.
    final Map<String, Double> income = new HashMap<>();

    int calls;
    int rightParty;

    Facts(int debtors, long seed, double pointShare, int futures, double choiceShare, int routeFutures) {
        this.world = new World(Scenario.FIRST, seed, FROM, TO);
        Life.Witness witness = new Life.Witness() {
            @Override
            public void deciding(Life life, int day, int index, double[] distribution, Route chosen) {
                double u = life.chance().unit(Purpose.SAMPLED, index, day, 0);
                if (life.state(index).directKnownOn != 0) {
                    return;
                }
                if (u < pointShare) {
                    points.add(point(life, day, index, chosen, futures));
                }
                if (u < choiceShare) {
                    choices.add(choice(life, day, index, routeFutures));
                }
            }

            @Override
            public void changed(Life life, int day) {}
        };
        Map<String, @Nullable Object[]> contacts = new LinkedHashMap<>();
        Map<String, Case> all = cases;
        Map<String, @Nullable Object[]> payments = new HashMap<>();
        for (int number = 0; number < debtors; number++) {
            Simulation.live(
                    world,
                    number,
                    (feed, values) -> {
                        rows.merge(feed, 1, Integer::sum);
                        switch (feed) {
                            case CASES ->
                                all.put(
                                        (String) values[0],
                                        new Case(
                                                (String) values[0],
                                                (String) values[1],
                                                (Integer) values[12],
                                                (Integer) values[10],
                                                ((Long) values[7] + (Long) values[8] + (Long) values[9]) / 100.0,
                                                new ArrayList<>()));
                            case PAYMENTS -> payments.put((String) values[0], values);
                            case CONTACTS -> contacts.put((String) values[0], values);
                            case ARRANGEMENTS -> count(feed, values[2]);
                            case DECISIONS -> count(feed, values[2]);
                            case HOLDS -> count(feed, values[3]);
                            case CASE_EVENTS -> count(feed, values[2] + " " + values[7]);
                            case TAX_ASSESSMENTS -> income.put((String) values[0], (Long) values[2] / 100.0);
                            case ADDRESS_HITS, MANDATES -> {}
                        }
                    },
                    witness);
        }
        for (@Nullable Object[] entry : payments.values()) {
            double sign = sign(entry, payments);
            if (sign != 0) {
                boolean payment = entry[6] == null && sign > 0;
                cases.get((String) entry[1])
                        .payments
                        .add(new Payment(
                                (Integer) entry[3],
                                sign * (Long) entry[2] / 100.0,
                                payment ? (String) entry[5] : "REVERSAL"));
            }
        }
        for (@Nullable Object[] contact : contacts.values()) {
            count(Feed.CONTACTS, contact[3] + " " + contact[4] + " " + contact[5]);
            if ("OUTBOUND".equals(contact[3]) && "CALL".equals(contact[4])) {
                calls++;
                rightParty += REACHED.contains((String) contact[5]) ? 1 : 0;
            }
            if ("PROMISED".equals(contact[5])) {
                promises.add(new Promise(
                        cases.get((String) contact[2]),
                        (int) ((Long) contact[9] / 86_400_000L),
                        (Integer) contact[7],
                        (Long) contact[6] / 100.0));
            }
        }
    }

    /// What the last version of an entry does to what is paid: 1 adds, -1 takes away, 0 counts as never made.
    ///
    /// @param entries the last version of each entry by its key
    static int sign(@Nullable Object[] entry, Map<?, @Nullable Object[]> entries) {
        if (Boolean.TRUE.equals(entry[10])) {
            return 0;
        }
        if (entry[6] == null) {
            return "REFUND".equals(entry[8]) ? -1 : 1;
        }
        @Nullable Object[] of = entries.get(entry[6]);
        return of != null && of[6] != null ? 1 : -1;
    }

    private void count(Feed feed, @Nullable Object what) {
        counts.computeIfAbsent(feed, f -> new HashMap<>()).merge(String.valueOf(what), 1, Integer::sum);
    }

    private static Point point(Life life, int day, int index, Route chosen, int futures) {
        int paid = 0;
        for (int future = 1; future <= futures; future++) {
            paid += life.imagine(future, day, index, null, day + 90).firstVoluntary() != 0 ? 1 : 0;
        }
        boolean own = life.imagine(0, day, index, chosen, day + 90).firstVoluntary() != 0;
        return new Point(life.state(index).pastDue(day), paid / (double) futures, own);
    }

    private static Choice choice(Life life, int day, int index, int futures) {
        CaseState one = life.state(index);
        double rate = life.debtor().country().inKronor();
        double[][] net = new double[2][OldPolicy.ROUTES.size()];
        boolean[] allowed = new boolean[OldPolicy.ROUTES.size()];
        for (Route route : Route.values()) {
            allowed[route.ordinal()] = OldPolicy.allowed(route, one, day);
            if (route == Route.HOLD) {
                continue;
            }
            for (int future = 1; future <= futures; future++) {
                Tally tally = life.imagine(future, day, index, route, day + 180);
                net[future & 1][route.ordinal()] += (tally.recovered() - tally.cost()) / 100.0 * rate / (futures / 2.0);
            }
        }
        return new Choice(one.balance() / 100.0 * rate, allowed, net[1], net[0]);
    }

    /// Share of the value placed that is paid within some days of placement.
    double recovery(int days, Predicate<Case> which) {
        double placed = 0;
        double paid = 0;
        for (Case each : mature(days, which)) {
            placed += each.placed;
            paid += Math.min(each.placed, each.paid(each.placedOn, each.placedOn + days));
        }
        return paid / placed;
    }

    /// Share of the cases that are paid to at least nine tenths within some days of placement.
    double solved(int days, Predicate<Case> which) {
        List<Case> mature = mature(days, which);
        return mature.stream()
                        .filter(c -> c.paid(c.placedOn, c.placedOn + days) >= 0.9 * c.placed)
                        .count()
                / (double) mature.size();
    }

    private List<Case> mature(int days, Predicate<Case> which) {
        int end = (int) TO.toEpochDay() - days - 60;
        return cases.values().stream()
                .filter(c -> c.placedOn <= end)
                .filter(which)
                .toList();
    }

    double brokenShare() {
        List<Promise> due =
                promises.stream().filter(p -> p.due + 20 < TO.toEpochDay()).toList();
        return due.stream().filter(p -> !p.kept()).count() / (double) due.size();
    }

    /// Share of cases with something left after a promise that pay in the 90 days after it.
    double paysAfter(boolean kept) {
        int n = 0;
        int paid = 0;
        for (Promise promise : promises) {
            int after = promise.due + 6;
            boolean left = promise.on.placed * 1.05 - promise.on.paid(0, after - 1) > 0.1 * promise.on.placed;
            if (promise.kept() == kept && left && after + 110 < TO.toEpochDay()) {
                n++;
                paid += promise.on.paid(after, after + 90) > 0 ? 1 : 0;
            }
        }
        return paid / (double) n;
    }

    /// Share fully paid within 180 days among cases on which anything was paid of own will, by the sum
    /// placed as a share of a month's assessed income.
    double ableWhereEngaged(double from, double to) {
        int n = 0;
        int full = 0;
        for (Case each : mature(180, c -> income.containsKey(c.debtorId))) {
            double burden = each.placed / Math.max(1, income.get(each.debtorId) / 12);
            double own = each.payments.stream()
                    .filter(p -> p.on < each.placedOn + 180 && !p.source.equals("ENFORCEMENT"))
                    .mapToDouble(Payment::amount)
                    .sum();
            if (burden >= from && burden < to && own > 0) {
                n++;
                full += own >= 0.9 * each.placed ? 1 : 0;
            }
        }
        return full / (double) n;
    }

    /// Payments a day in the first four days from payday over payments a day on other days, Sweden.
    double paydaySpike() {
        double[] days = new double[2];
        double[] paid = new double[2];
        for (int day = world.firstDay(); day <= world.lastDay(); day++) {
            days[world.sincePayday(Country.SE, day) < 4 ? 0 : 1]++;
        }
        for (Case each : cases.values()) {
            for (Payment payment : each.payments) {
                if (payment.source.equals("DEBTOR")) {
                    paid[world.sincePayday(Country.SE, payment.on) < 4 ? 0 : 1]++;
                }
            }
        }
        return paid[0] / days[0] / (paid[1] / days[1]);
    }

    double auc() {
        List<Point> sorted = points.stream()
                .sorted(Comparator.comparingDouble(Point::chance))
                .toList();
        double good = 0;
        double below = 0;
        double bad = 0;
        for (int i = 0; i < sorted.size(); ) {
            int j = i;
            double goods = 0;
            double bads = 0;
            while (j < sorted.size() && sorted.get(j).chance == sorted.get(i).chance) {
                if (sorted.get(j++).paid) {
                    goods++;
                } else {
                    bads++;
                }
            }
            below += goods * (bad + bads / 2);
            good += goods;
            bad += bads;
            i = j;
        }
        return below / (good * bad);
    }

    /// Largest distance between the distributions of the true chance of who pays and who does not.
    double ks(IntPredicate pastDue) {
        List<Point> sorted = points.stream()
                .filter(p -> pastDue.test(p.pastDue))
                .sorted(Comparator.comparingDouble(Point::chance))
                .toList();
        double goods = sorted.stream().filter(Point::paid).count();
        double bads = sorted.size() - goods;
        double good = 0;
        double bad = 0;
        double most = 0;
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).paid) {
                good++;
            } else {
                bad++;
            }
            if (i + 1 == sorted.size() || sorted.get(i + 1).chance != sorted.get(i).chance) {
                most = Math.max(most, Math.abs(good / goods - bad / bads));
            }
        }
        return most;
    }

    /// Net recovery of each route where it is always taken; where it is not allowed, nothing is done.
    double[] always() {
        double[] sum = new double[OldPolicy.ROUTES.size()];
        for (Choice choice : choices) {
            for (int i = 0; i < sum.length; i++) {
                int taken = choice.allowed[i] ? i : Route.WAIT.ordinal();
                sum[i] += (choice.first[taken] + choice.second[taken]) / 2;
            }
        }
        return sum;
    }

    /// What is lost by always taking the single best route, as a share of the net recovery of the best
    /// allowed route for each. The best route for each is chosen on one half of the futures and valued on
    /// the other, so that luck does not count as choice.
    double lossOfSingleBest() {
        double best = 0;
        for (Choice choice : choices) {
            best += (choice.second[top(choice.allowed(choice.first))]
                            + choice.first[top(choice.allowed(choice.second))])
                    / 2;
        }
        double[] always = always();
        return 1 - always[top(always)] / best;
    }

    static int top(double[] values) {
        int top = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[top]) {
                top = i;
            }
        }
        return top;
    }
}
