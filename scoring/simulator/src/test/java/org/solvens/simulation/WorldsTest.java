package org.solvens.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.solvens.feed.Feed;
import org.solvens.history.Route;

/// What sets the worlds apart shows in what they produce.
final class WorldsTest {
    private static final int DEBTORS = 400;

    private static World world(Scenario scenario) {
        return new World(scenario, 9, Facts.FROM, Facts.TO);
    }

    private static List<Debtor> debtors(Scenario scenario, int count) {
        List<Debtor> debtors = new ArrayList<>();
        World world = world(scenario);
        for (int number = 0; number < count; number++) {
            debtors.add(Debtor.draw(world, number));
        }
        return debtors;
    }

    private static Map<Feed, List<@Nullable Object[]>> rows(Scenario scenario) {
        Map<Feed, List<@Nullable Object[]>> rows = new EnumMap<>(Feed.class);
        Life.Witness nobody = new Life.Witness() {
            @Override
            public void deciding(Life life, int day, int index, double[] distribution, Route chosen) {}

            @Override
            public void changed(Life life, int day) {}
        };
        World world = world(scenario);
        for (int number = 0; number < DEBTORS; number++) {
            Simulation.live(
                    world,
                    number,
                    (feed, values) ->
                            rows.computeIfAbsent(feed, _ -> new ArrayList<>()).add(values),
                    nobody);
        }
        return rows;
    }

    private static long inPortal(Scenario scenario) {
        int channel = Contract.of(Feed.CONTACTS).position("channel");
        return rows(scenario).get(Feed.CONTACTS).stream()
                .filter(row -> "PORTAL".equals(row[channel]))
                .count();
    }

    private static double correlation(Scenario scenario) {
        List<Debtor> debtors = debtors(scenario, 4_000);
        double[] will = debtors.stream().mapToDouble(Debtor::willing).toArray();
        double[] means = debtors.stream()
                .mapToDouble(d -> Math.log(d.income() / d.country().income()))
                .toArray();
        double product = 0;
        double wills = 0;
        double sums = 0;
        double willMean = Arrays.stream(will).average().orElseThrow();
        double meansMean = Arrays.stream(means).average().orElseThrow();
        for (int i = 0; i < will.length; i++) {
            product += (will[i] - willMean) * (means[i] - meansMean);
            wills += (will[i] - willMean) * (will[i] - willMean);
            sums += (means[i] - meansMean) * (means[i] - meansMean);
        }
        return product / Math.sqrt(wills * sums);
    }

    @ParameterizedTest
    @EnumSource
    void everyWorldRunsAndFillsEveryFeed(Scenario scenario) {
        assertThat(rows(scenario).keySet()).contains(Feed.CASES, Feed.PAYMENTS, Feed.CONTACTS, Feed.DECISIONS);
    }

    @Test
    void withoutLooksThePortalSaysLess() {
        assertThat(inPortal(Scenario.WITHOUT_LOOKS)).isLessThan(inPortal(Scenario.DEFAULT) / 2);
    }

    @Test
    void confoundedWillAndMeansGoTogether() {
        assertThat(correlation(Scenario.FIRST)).isLessThan(0.12);
        assertThat(correlation(Scenario.CONFOUNDED)).isGreaterThan(0.3);
    }

    @Test
    void theIndebtedOweOthersAndHaveLittleLeft() {
        assertThat(debtors(Scenario.FIRST, 1_000)).allMatch(d -> d.elsewhere() == 0 && d.reported() == 1);
        List<Debtor> indebted = debtors(Scenario.INDEBTED, 1_000).stream()
                .filter(d -> d.elsewhere() > 0)
                .toList();
        assertThat(indebted).hasSizeBetween(300, 400).allMatch(d -> d.service() > 0 && d.service() <= 0.3 * d.income());
    }

    @Test
    void inADownturnTheRecessionIsLateAndTheLargestCreditorNew() {
        World world = world(Scenario.DOWNTURN);
        int late = world.firstDay() + (int) (0.6 * (world.lastDay() - world.firstDay()));
        for (int day = world.firstDay(); day < late; day++) {
            assertThat(world.recession(day)).isFalse();
        }
        String largest = world.creditors().getFirst().id();
        assertThat(debtors(Scenario.DOWNTURN, 1_000).stream()
                        .flatMap(d -> d.claims().stream())
                        .filter(c -> c.creditor().id().equals(largest)))
                .isNotEmpty()
                .allMatch(c -> c.placedOn() >= late - 1);
    }

    @Test
    void aPlanCostsItsAdministration() {
        World world = world(Scenario.DEFAULT);
        assertThat(world.minor(Assumption.INSTALMENT_COST)).isPositive();
        Tally tally = new Tally(0, 100, 280, 0.1);
        tally.received(0, 100, 1_000, "DEBTOR");
        tally.cost(0, 100, 200);
        tally.received(0, 465, 1_100, "DEBTOR");
        tally.received(1, 110, 7_000, "DEBTOR");
        assertThat(tally.recovered()).isEqualTo(1_000);
        assertThat(tally.cost()).isEqualTo(200);
        assertThat(tally.net()).isEqualTo(1_900);
        assertThat(tally.discounted()).isCloseTo(1_800, within(1e-6));
    }
}
