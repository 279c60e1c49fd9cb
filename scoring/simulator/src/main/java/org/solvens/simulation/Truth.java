package org.solvens.simulation;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;
import org.solvens.simulation.Chance.Purpose;

/// What no feed says: the traits over time, and for a sample of decisions what each route would have
/// brought and how likely a payment was.
final class Truth implements Life.Witness, Closeable {
    /// Days in which a payment counts for the true chance.
    static final int CHANCE_DAYS = 90;
    /// Days in which money counts for the outcome of a route.
    static final int OUTCOME_DAYS = 180;
    /// Futures drawn for the true chance under the policy.
    static final int CHANCE_FUTURES = 100;
    /// Futures drawn for the mean outcome of each route, half and half.
    static final int ROUTE_FUTURES = 40;

    private final double share;
    private final CsvWriter traits;
    private final CsvWriter points;
    private final CsvWriter outcomes;
    private final CsvWriter balances;
    private final @Nullable CsvWriter longOutcomes;
    private final int longDays;

    /// @param share of the decisions that are sampled
    Truth(World world, Path folder, String part, double share) throws IOException {
        this.share = share;
        this.longDays = (int) world.of(Assumption.LONG_DAYS);
        this.longOutcomes = longDays == 0
                ? null
                : open(
                        folder.resolve("long_outcomes" + part + ".csv"),
                        "point_id,route,days,mean_net_first,mean_net_second,mean_discounted_first,"
                                + "mean_discounted_second");
        this.traits = open(
                folder.resolve("traits" + part + ".csv"),
                "debtor_id,from,willingness,monthly_income,monthly_free,readily_available,forgetfulness,"
                        + "readiness_to_answer,address_good,phone_good,income_shock,hardship");
        this.points = open(
                folder.resolve("decision_points" + part + ".csv"),
                "point_id,case_id,decided_on,route,days_past_due,balance,currency,claim_total,willingness,"
                        + "chance_90d,paid_90d");
        this.outcomes = open(
                folder.resolve("potential_outcomes" + part + ".csv"),
                "point_id,route,allowed,recovered_180d,cost_180d,paid_90d,chance_90d,mean_net_180d_first,"
                        + "mean_net_180d_second,mean_cost_180d,mean_calls_180d,mean_contacts_180d,mean_fees_180d,"
                        + "mean_legal_steps_180d");
        this.balances = open(folder.resolve("balances" + part + ".csv"), "case_id,balance,overpaid,stage,open,untold");
    }

    private static CsvWriter open(Path file, String header) throws IOException {
        CsvWriter writer = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        writer.writeRecord(header.split(","));
        return writer;
    }

    @Override
    public void ended(Life life, IntPredicate untold) {
        for (int index = 0; index < life.opened(); index++) {
            CaseState one = life.state(index);
            balances.writeRecord(
                    life.debtor().id() + "-" + (index + 1),
                    FeedWriter.Csv.money(one.balance()),
                    FeedWriter.Csv.money(one.overpaid),
                    one.stage.name(),
                    one.closed ? "0" : "1",
                    untold.test(index) ? "1" : "0");
        }
    }

    @Override
    public void changed(Life life, int day) {
        Debtor debtor = life.debtor();
        DebtorState self = life.self();
        traits.writeRecord(
                debtor.id(),
                LocalDate.ofEpochDay(day).toString(),
                number(self.willing),
                Long.toString(Math.round(self.income(debtor, day))),
                Long.toString(Math.round(self.free(debtor, day))),
                Long.toString(Math.round(Behaviour.liquid(life.world(), debtor, self, day))),
                number(debtor.forgetful()),
                number(debtor.answer()),
                Boolean.toString(self.addressGood),
                Boolean.toString(self.phoneGood),
                Boolean.toString(self.inShock(day)),
                Boolean.toString(self.inHardship(day)));
    }

    @Override
    public void deciding(Life life, int day, int index, double[] distribution, Route chosen) {
        CaseState one = life.state(index);
        if (one.directKnownOn != 0 || life.chance().unit(Purpose.SAMPLED, index, day, 0) >= share) {
            return;
        }
        Debtor debtor = life.debtor();
        String point = debtor.id() + "-" + (index + 1) + "@" + LocalDate.ofEpochDay(day);
        int soon = day + CHANCE_DAYS;
        int paid = 0;
        for (int future = 1; future <= CHANCE_FUTURES; future++) {
            Tally tally = life.imagine(future, day, index, null, soon);
            paid += tally.firstVoluntary() != 0 ? 1 : 0;
        }
        Tally own = life.imagine(0, day, index, chosen, soon);
        points.writeRecord(
                point,
                debtor.id() + "-" + (index + 1),
                LocalDate.ofEpochDay(day).toString(),
                chosen.name(),
                Integer.toString(one.pastDue(day)),
                FeedWriter.Csv.money(one.balance()),
                debtor.country().currency(),
                FeedWriter.Csv.money(one.claim.total()),
                number(life.self().willing),
                number(paid / (double) CHANCE_FUTURES),
                own.firstVoluntary() != 0 ? "1" : "0");
        for (Route route : Route.values()) {
            if (route != Route.HOLD) {
                outcome(life, day, index, route, point);
            }
        }
    }

    private void outcome(Life life, int day, int index, Route route, String point) {
        int until = day + OUTCOME_DAYS;
        int soon = day + CHANCE_DAYS;
        int end = Math.max(until, day + longDays);
        Tally own = life.imagine(0, day, index, route, until);
        double[] net = new double[2];
        double[] later = new double[2];
        double[] discounted = new double[2];
        int paid = 0;
        long cost = 0;
        int calls = 0;
        int contacts = 0;
        long fees = 0;
        int legalSteps = 0;
        for (int future = 1; future <= ROUTE_FUTURES; future++) {
            Tally tally = life.imagine(future, day, index, route, until, end);
            later[future & 1] += tally.net() / 100.0;
            discounted[future & 1] += tally.discounted() / 100.0;
            cost += tally.cost();
            calls += tally.calls();
            contacts += tally.contacts();
            fees += tally.fees();
            legalSteps += tally.legalSteps();
            net[future & 1] += (tally.recovered() - tally.cost()) / 100.0;
            paid += tally.firstVoluntary() != 0 && tally.firstVoluntary() < soon ? 1 : 0;
        }
        outcomes.writeRecord(
                point,
                route.name(),
                Boolean.toString(OldPolicy.allowed(route, life.state(index), day)),
                FeedWriter.Csv.money(own.recovered()),
                FeedWriter.Csv.money(own.cost()),
                own.firstVoluntary() != 0 && own.firstVoluntary() < soon ? "1" : "0",
                number(paid / (double) ROUTE_FUTURES),
                money(net[1] / (ROUTE_FUTURES / 2)),
                money(net[0] / (ROUTE_FUTURES / 2)),
                money(cost / 100.0 / ROUTE_FUTURES),
                number(calls / (double) ROUTE_FUTURES),
                number(contacts / (double) ROUTE_FUTURES),
                money(fees / 100.0 / ROUTE_FUTURES),
                number(legalSteps / (double) ROUTE_FUTURES));
        if (longOutcomes != null) {
            int half = ROUTE_FUTURES / 2;
            longOutcomes.writeRecord(
                    point,
                    route.name(),
                    Integer.toString(longDays),
                    money(later[1] / half),
                    money(later[0] / half),
                    money(discounted[1] / half),
                    money(discounted[0] / half));
        }
    }

    private static String number(double value) {
        long thousandths = Math.round(value * 1000);
        long rest = Math.abs(thousandths) % 1000;
        return (thousandths < 0 ? "-" : "")
                + Math.abs(thousandths) / 1000
                + (rest < 10 ? ".00" : rest < 100 ? ".0" : ".")
                + rest;
    }

    private static String money(double value) {
        return FeedWriter.Csv.money(Math.round(value * 100));
    }

    @Override
    public void close() throws IOException {
        traits.close();
        points.close();
        outcomes.close();
        balances.close();
        if (longOutcomes != null) {
            longOutcomes.close();
        }
    }
}
