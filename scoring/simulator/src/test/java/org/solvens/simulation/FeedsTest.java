package org.solvens.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.history.Route;
import org.solvens.simulation.Chance.Purpose;

/// What the feeds hold against the contract, and the history against its forks.
final class FeedsTest {
    private static final World WORLD = new World(Scenario.FIRST, 3, Facts.FROM, Facts.TO);
    private static final Map<Feed, List<@Nullable Object[]>> ROWS = new EnumMap<>(Feed.class);
    private static final List<Fork> FORKS = new ArrayList<>();
    private static final double[] DRAWN = new double[OldPolicy.ROUTES.size()];
    private static final double[] EXPECTED = new double[OldPolicy.ROUTES.size()];
    private static final double[] VARIANCE = new double[OldPolicy.ROUTES.size()];

    /// What a fork at a decision says of the days after it.
    private record Fork(String caseId, int day, long recovered) {}

    @BeforeAll
    static void simulate() {
        Life.Witness witness = new Life.Witness() {
            @Override
            public void deciding(Life life, int day, int index, double[] distribution, Route chosen) {
                DRAWN[chosen.ordinal()]++;
                double sum = 0;
                for (int i = 0; i < distribution.length; i++) {
                    EXPECTED[i] += distribution[i];
                    VARIANCE[i] += distribution[i] * (1 - distribution[i]);
                    sum += distribution[i];
                    assertThat(distribution[i]).isBetween(0.0, 1.0);
                    if (OldPolicy.allowed(OldPolicy.ROUTES.get(i), life.state(index), day)) {
                        assertThat(distribution[i])
                                .isGreaterThanOrEqualTo(WORLD.of(Assumption.EXPLORED) / OldPolicy.ROUTES.size());
                    } else if (OldPolicy.ROUTES.get(i) == Route.LEGAL_REVIEW
                            || OldPolicy.ROUTES.get(i) == Route.REDUCTION) {
                        assertThat(distribution[i]).isZero();
                    }
                }
                assertThat(sum).isCloseTo(1, within(1e-9));
                if (day + 90 < WORLD.lastDay() - 120 && life.chance().unit(Purpose.SAMPLED, index, day, 0) < 0.2) {
                    FORKS.add(new Fork(
                            life.debtor().id() + "-" + (index + 1),
                            day,
                            life.imagine(0, day, index, chosen, day + 90).recovered()));
                }
            }

            @Override
            public void changed(Life life, int day) {}
        };
        Rows rows = (feed, values) ->
                ROWS.computeIfAbsent(feed, f -> new ArrayList<>()).add(values);
        FeedJournal.mandates(WORLD, rows);
        for (int number = 0; number < 1_500; number++) {
            Simulation.live(WORLD, number, rows, witness);
        }
    }

    @Test
    void everyValueIsOfItsColumnsKind() {
        for (Feed feed : Feed.values()) {
            List<Contract.Column> columns = Contract.of(feed).columns();
            assertThat(ROWS.get(feed)).as(feed.label()).isNotEmpty();
            for (@Nullable Object[] row : ROWS.get(feed)) {
                assertThat(row).hasSize(columns.size());
                for (int i = 0; i < row.length; i++) {
                    Contract.Column column = columns.get(i);
                    if (row[i] == null) {
                        assertThat(column.nullable()).as(column.name()).isTrue();
                        continue;
                    }
                    switch (column.kind()) {
                        case TEXT -> assertThat((String) row[i]).isNotEmpty();
                        case SYMBOL ->
                            assertThat(column.type().getEnumSymbols()).contains((String) row[i]);
                        case DATE, WHOLE -> assertThat(row[i]).isInstanceOf(Integer.class);
                        case INSTANT -> assertThat(row[i]).isInstanceOf(Long.class);
                        case MONEY -> {
                            if (column.minimum()) {
                                assertThat((Long) row[i]).as(column.name()).isNotNegative();
                            }
                        }
                        case REAL -> assertThat((Double) row[i]).isBetween(0.0, 1.0);
                        case FLAG -> assertThat(row[i]).isInstanceOf(Boolean.class);
                    }
                }
            }
        }
    }

    @Test
    void nothingIsKnownBeforeItHappenedNorAfterTheEnd() {
        for (Feed feed : Feed.values()) {
            Contract contract = Contract.of(feed);
            String happened = (String) contract.schema().getObjectProp("happened");
            int at = contract.position(happened);
            int known = contract.position("known_at");
            boolean date = contract.columns().get(at).kind() == Contract.Kind.DATE;
            for (@Nullable Object[] row : ROWS.get(feed)) {
                long event = date ? (Integer) row[at] * 86_400_000L : (Long) row[at];
                if (feed != Feed.MANDATES) {
                    long ahead = feed == Feed.PAYMENTS ? FeedContract.VALUE_DATE_AHEAD_DAYS * 86_400_000L : 0;
                    assertThat((Long) row[known]).isGreaterThanOrEqualTo(event - ahead);
                }
                assertThat((Long) row[known]).isLessThan((WORLD.lastDay() + 1) * 86_400_000L);
            }
        }
    }

    @Test
    void correctionsComeLaterUnderTheSameKeyInFiveFeeds() {
        for (Feed feed : Feed.values()) {
            Contract contract = Contract.of(feed);
            int known = contract.position("known_at");
            Map<Object, Long> last = new HashMap<>();
            int corrected = 0;
            int atOnce = 0;
            for (@Nullable Object[] row : ROWS.get(feed)) {
                List<@Nullable Object> key = new ArrayList<>();
                for (Object name : (List<?>) contract.schema().getObjectProp("key")) {
                    key.add(row[contract.position((String) name)]);
                }
                Long before = last.put(key, (Long) row[known]);
                if (before != null) {
                    corrected++;
                    assertThat((Long) row[known]).isGreaterThanOrEqualTo(before);
                    atOnce += before.equals(row[known]) ? 1 : 0;
                }
            }
            boolean mayBe = Set.of(Feed.HOLDS, Feed.TAX_ASSESSMENTS, Feed.PAYMENTS, Feed.CONTACTS, Feed.ARRANGEMENTS)
                    .contains(feed);
            assertThat(corrected > 10).as(feed.label()).isEqualTo(mayBe);
            assertThat(corrected > 0).as(feed.label()).isEqualTo(mayBe);
            // Two versions known at one time: the later row is the later version.
            boolean mayBeAtOnce =
                    Set.of(Feed.HOLDS, Feed.PAYMENTS, Feed.CONTACTS).contains(feed);
            assertThat(atOnce > 0).as(feed.label()).isEqualTo(mayBeAtOnce);
        }
    }

    @Test
    void everyReferenceIsToSomethingThatExists() {
        Set<Object> cases = new HashSet<>();
        Set<Object> debtors = new HashSet<>();
        for (@Nullable Object[] row : ROWS.get(Feed.CASES)) {
            cases.add(row[0]);
            debtors.add(row[1]);
        }
        for (Feed feed : Feed.values()) {
            Contract contract = Contract.of(feed);
            for (Contract.Column column : contract.columns()) {
                if (column.reference()) {
                    Set<Object> known = column.name().equals("case_id") ? cases : debtors;
                    for (@Nullable Object[] row : ROWS.get(feed)) {
                        Object value = row[contract.position(column.name())];
                        assertThat(value == null || known.contains(value))
                                .as("%s of %s", value, feed)
                                .isTrue();
                    }
                }
            }
        }
    }

    /// The fork that takes the route that was taken, with the same luck, is the history itself.
    @Test
    void aForkWithTheSameLuckAndRouteIsTheHistory() {
        Map<Object, @Nullable Object[]> payments = payments();
        assertThat(FORKS).hasSizeGreaterThan(300);
        assertThat(FORKS.stream().filter(f -> f.recovered > 0)).hasSizeGreaterThan(50);
        Set<Object> moved = moved();
        assertThat(moved).hasSizeLessThan(60);
        for (Fork fork : FORKS) {
            // The feed tells the day from which money that was moved counts, not the day on which it was moved.
            if (moved.contains(fork.caseId)) {
                continue;
            }
            long paid = 0;
            for (@Nullable Object[] row : payments.values()) {
                if (fork.caseId.equals(row[1]) && (Integer) row[3] >= fork.day && (Integer) row[3] < fork.day + 90) {
                    paid += Facts.sign(row, payments) * (Long) row[2];
                }
            }
            assertThat(fork.recovered).as("%s on day %d", fork.caseId, fork.day).isEqualTo(paid);
        }
    }

    @Test
    void theLoggedProbabilitiesAreThoseOfTheDraws() {
        for (int i = 0; i < DRAWN.length; i++) {
            assertThat(DRAWN[i])
                    .as(OldPolicy.ROUTES.get(i).name())
                    .isCloseTo(EXPECTED[i], within(4 * Math.sqrt(VARIANCE[i]) + 1));
        }
        for (@Nullable Object[] row : ROWS.get(Feed.DECISIONS)) {
            assertThat((Double) row[4]).isGreaterThan(0.0).isLessThanOrEqualTo(1.0);
        }
    }

    /// Cases from which or to which a payment was moved.
    private static Set<Object> moved() {
        Map<Object, Object> first = new HashMap<>();
        Set<Object> moved = new HashSet<>();
        for (@Nullable Object[] row : ROWS.get(Feed.PAYMENTS)) {
            Object before = first.putIfAbsent(row[0], row[1]);
            if (before != null && !before.equals(row[1])) {
                moved.add(before);
                moved.add(row[1]);
            }
        }
        return moved;
    }

    private static Map<Object, @Nullable Object[]> payments() {
        Map<Object, @Nullable Object[]> last = new HashMap<>();
        for (@Nullable Object[] row : ROWS.get(Feed.PAYMENTS)) {
            last.put(row[0], row);
        }
        return last;
    }
}
