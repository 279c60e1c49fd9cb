package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.solvens.reports.Standing.Group;

class StandingTest {
    /// All groups together pay as often as expected, so what one is above the others are below.
    @Property(tries = 300)
    void theExpectedAddUpToTheObserved(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 999) Integer> numbers) {
        Map<String, Standing> standings = Standing.of(groups(numbers));
        double observed =
                standings.values().stream().mapToDouble(Standing::observed).sum();
        assertThat(standings.values().stream().mapToDouble(Standing::expected).sum())
                .isCloseTo(observed, within(1e-9));
        standings.values().forEach(each -> {
            assertThat(each.compared()).isLessThanOrEqualTo(each.cases());
            if (each.isEnough()) {
                assertThat(each.ratio()).isBetween(each.low(), each.high());
            }
        });
    }

    /// Groups that come in parts count as whole ones.
    @Property(tries = 100)
    void partsOfAGroupAddUp(@ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 999) Integer> numbers) {
        List<Group> whole = groups(numbers);
        List<Group> parts = new ArrayList<>();
        for (Group group : whole) {
            parts.add(new Group(group.name(), group.like(), group.cases(), 0));
            parts.add(new Group(group.name(), group.like(), 0, group.paying()));
        }
        Standing.of(whole).forEach((name, standing) -> {
            Standing other = Standing.of(parts).get(name);
            assertThat(other.expected()).isCloseTo(standing.expected(), within(1e-9));
            assertThat(other.variance()).isCloseTo(standing.variance(), within(1e-9));
        });
    }

    private static List<Group> groups(List<Integer> numbers) {
        return numbers.stream()
                .map(number -> new Group(
                        "team " + number % 3, "like " + number / 3 % 4, 1 + number / 12, number % (2 + number / 12)))
                .toList();
    }
}
