package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.solvens.policy.Allotment.Count;
import org.solvens.policy.Allotment.Share;
import org.solvens.policy.Capacity.Team;
import org.solvens.policy.Demand.Ask;

/// Calls and reviews go to those whose turn comes first.
class AllotmentTest {
    /// An ask of a case of a team.
    private record Of(String team, Ask ask) {}

    private static final Set<String> TEAMS = Set.of("a", "b");

    private static Capacity teams(int a, int b) {
        return Capacity.parse(
                "- {team: a, countries: [SE], calls_per_day: " + a + "}\n- {team: b, calls_per_day: " + b + "}",
                "teams.yaml");
    }

    private static Turn turn(String caseId, double gain, double balance) {
        return Turn.of(false, gain, balance, caseId, CaseDraft.AS_OF);
    }

    private static Allotment allot(Capacity capacity, List<Of> asks) {
        Count count = new Count(capacity, Team::callsPerDay);
        asks.forEach(of -> count.add(of.team(), of.ask()));
        return count.done();
    }

    @Test
    void theCallsGoToTheCasesOnWhichTheyBringMost() {
        Allotment given = allot(
                teams(2, 1),
                List.of(
                        new Of("a", new Ask(turn("small", 10, 900), false)),
                        new Of("a", new Ask(turn("most", 90, 100), false)),
                        new Of("a", new Ask(turn("second", 40, 100), false)),
                        new Of("b", new Ask(turn("only", -5, 100), false))));
        assertThat(given.gives("a", turn("most", 90, 100))).isTrue();
        assertThat(given.gives("a", turn("second", 40, 100))).isTrue();
        assertThat(given.gives("a", turn("small", 10, 900))).isFalse();
        assertThat(given.gives("b", turn("only", -5, 100))).isTrue();
        assertThat(given.of("a")).isEqualTo(new Share(3, 2, false, turn("second", 40, 100)));
        assertThat(given.of("b")).isEqualTo(new Share(1, 1, true, null));
    }

    @Test
    void deadlinesComeFirstThenKnownGainsThenTheLargest() {
        Turn deadline = Turn.of(true, Double.NaN, 1, "C1", CaseDraft.AS_OF);
        Turn known = turn("C2", 5, 1);
        Turn less = turn("C3", -5, 900);
        Turn large = turn("C4", Double.NaN, 900);
        Turn small = turn("C5", Double.NaN, 100);
        List<Turn> shuffled = new ArrayList<>(List.of(small, less, deadline, large, known));
        shuffled.sort(Comparator.naturalOrder());
        assertThat(shuffled).containsExactly(deadline, known, less, large, small);
    }

    @Test
    void equalCasesAreDrawnAnewEachDay() {
        List<String> first = new ArrayList<>();
        for (int day = 0; day < 20; day++) {
            var on = CaseDraft.AS_OF.plusDays(day);
            first.add(List.of("C1", "C2", "C3").stream()
                    .min(Comparator.comparing(caseId -> Turn.of(false, 1, 1, caseId, on)))
                    .orElseThrow());
        }
        assertThat(first).contains("C1", "C2", "C3");
    }

    @Test
    void whatIsAlwaysGivenComesOutOfTheSameNumber() {
        Of right = new Of("a", new Ask(turn("right", Double.NaN, 0), true));
        Of best = new Of("a", new Ask(turn("best", 90, 100), false));
        Of next = new Of("a", new Ask(turn("next", 80, 100), false));
        assertThat(allot(teams(2, 0), List.of(best, next, right)).of("a"))
                .isEqualTo(new Share(3, 2, false, best.ask().turn()));
        Allotment none = allot(teams(1, 0), List.of(best, next, right, right));
        assertThat(none.of("a")).isEqualTo(new Share(4, 2, false, null));
        assertThat(none.gives("a", best.ask())).isFalse();
        assertThat(none.gives("a", right.ask())).isTrue();
    }

    @Provide
    Arbitrary<List<Of>> asks() {
        Arbitrary<Double> gains = Arbitraries.frequency(Tuple.of(3, 1.0), Tuple.of(1, Double.NaN))
                .flatMap(one -> Arbitraries.integers().between(-3, 3).map(gain -> one * gain));
        return Combinators.combine(
                        Arbitraries.of(TEAMS),
                        gains,
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 19))
                .as((team, gain, balance, always, deadline) -> new Object[] {team, gain, balance, always, deadline})
                .list()
                .ofMaxSize(40)
                .map(drawn -> {
                    List<Of> asks = new ArrayList<>();
                    for (Object[] one : drawn) {
                        Turn turn = Turn.of(
                                (int) one[4] == 0, (double) one[1], (int) one[2], "C" + asks.size(), CaseDraft.AS_OF);
                        asks.add(new Of((String) one[0], new Ask(turn, (int) one[3] == 0)));
                    }
                    return asks;
                });
    }

    @Property(tries = 300)
    void itIsThatOfSortingAllCases(
            @ForAll("asks") List<Of> asks,
            @ForAll @IntRange(max = 12) int a,
            @ForAll @IntRange(max = 12) int b,
            @ForAll @IntRange(max = 40) int cut) {
        Capacity capacity = teams(a, b);
        Allotment given = allot(capacity, asks);
        // In parts, as on executors.
        int at = Math.min(cut, asks.size());
        Count first = new Count(capacity, Team::callsPerDay);
        Count second = new Count(capacity, Team::callsPerDay);
        asks.subList(0, at).forEach(of -> first.add(of.team(), of.ask()));
        asks.subList(at, asks.size()).forEach(of -> second.add(of.team(), of.ask()));
        assertThat(second.add(first).done()).isEqualTo(given);

        Map<String, Integer> number = new TreeMap<>(Map.of("a", a, "b", b));
        for (String team : TEAMS) {
            List<Ask> own = asks.stream()
                    .filter(of -> of.team().equals(team))
                    .map(Of::ask)
                    .toList();
            List<Ask> wait = own.stream()
                    .filter(ask -> !ask.always())
                    .sorted(Comparator.comparing(Ask::turn))
                    .toList();
            int always = own.size() - wait.size();
            Set<Ask> naive =
                    wait.stream().limit(Math.max(0, number.get(team) - always)).collect(Collectors.toSet());
            assertThat(own.stream().filter(ask -> given.gives(team, ask)))
                    .allMatch(ask -> ask.always() || naive.contains(ask))
                    .hasSize(always + naive.size());
            assertThat(given.of(team).given())
                    .isEqualTo(always + naive.size())
                    .isLessThanOrEqualTo(Math.max(number.get(team), always));
            // Nobody who gets a call has a later turn than one who does not.
            for (Ask kept : naive) {
                assertThat(wait.stream().filter(ask -> !naive.contains(ask)))
                        .allMatch(lost -> kept.turn().compareTo(lost.turn()) < 0);
            }
        }
    }
}
