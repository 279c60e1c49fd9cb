package org.solvens.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.Money;
import org.solvens.history.Route;

/// The feeds, read by the contract's rules alone, add up to the true balance, stage and openness of each case, and
/// they hold what real ledgers hold.
final class BalancesTest {
    private static final World WORLD = new World(Scenario.FIRST, 5, Facts.FROM, Facts.TO);
    private static final long DAY = 86_400_000L;

    private static final Map<Feed, List<@Nullable Object[]>> ROWS = new EnumMap<>(Feed.class);
    private static final Map<String, True> TRUTH = new LinkedHashMap<>();
    private static final Map<String, Boolean> UNTOLD = new HashMap<>();
    private static final Map<String, String> DEBTOR_OF = new HashMap<>();

    private record True(long balance, long overpaid, String stage, boolean open) {}

    /// A case as the contract's rules read it on the last day.
    private static final class Read {
        final Map<String, Long> owed = new HashMap<>();
        long paid;
        String stage = "";

        @Nullable
        String closedAs;

        int closedOn;
        int takenBackOn;

        long balance() {
            return Math.max(0, left());
        }

        long left() {
            return owed.values().stream().mapToLong(Long::longValue).sum() - paid;
        }

        boolean open() {
            return closedAs == null || closedAs.equals("PAID") && balance() > 0 && takenBackOn >= closedOn;
        }
    }

    @BeforeAll
    static void simulate() {
        for (Feed feed : Feed.values()) {
            ROWS.put(feed, new ArrayList<>());
        }
        Life.Witness truth = new Life.Witness() {
            @Override
            public void deciding(Life life, int day, int index, double[] distribution, Route chosen) {}

            @Override
            public void changed(Life life, int day) {}

            @Override
            public void ended(Life life, IntPredicate untold) {
                for (int i = 0; i < life.opened(); i++) {
                    CaseState one = life.state(i);
                    TRUTH.put(
                            life.debtor().id() + "-" + (i + 1),
                            new True(one.balance(), one.overpaid, one.stage.name(), !one.closed));
                }
            }
        };
        Life.Witness witness = new Life.Witness() {
            @Override
            public void deciding(Life life, int day, int index, double[] distribution, Route chosen) {}

            @Override
            public void changed(Life life, int day) {}

            @Override
            public void ended(Life life, IntPredicate untold) {
                for (int i = 0; i < life.opened(); i++) {
                    UNTOLD.put(life.debtor().id() + "-" + (i + 1), untold.test(i));
                }
            }
        };
        for (int number = 0; number < 6_000; number++) {
            // Nothing is cut off: what becomes known after the last day is written too.
            Simulation.live(WORLD, number, (feed, row) -> ROWS.get(feed).add(row), truth, Long.MAX_VALUE);
            Simulation.live(WORLD, number, (feed, row) -> {}, witness);
        }
        ROWS.get(Feed.CASES).forEach(row -> DEBTOR_OF.put((String) row[0], (String) row[1]));
    }

    @Test
    void theContractAcceptsEveryRow() {
        for (Feed feed : Feed.values()) {
            FeedContract contract = FeedContract.of(feed);
            List<Contract.Column> columns = Contract.of(feed).columns();
            for (@Nullable Object[] row : ROWS.get(feed)) {
                @Nullable Object[] raw = new @Nullable Object[row.length];
                for (int i = 0; i < raw.length; i++) {
                    Contract.Kind kind = columns.get(i).kind();
                    raw[i] = row[i] == null || kind == Contract.Kind.WHOLE || kind == Contract.Kind.REAL
                            ? row[i]
                            : FeedWriter.Csv.text(kind, row[i]);
                }
                assertThat(contract.check(raw)).isInstanceOf(FeedContract.Checked.Accepted.class);
            }
        }
    }

    @Test
    void theFeedsAddUpToTheTrueBalanceOfEachCase() {
        Map<String, Read> read = read();

        assertThat(read.keySet()).isEqualTo(TRUTH.keySet());
        TRUTH.forEach((id, truth) -> {
            Read one = read.get(id);
            assertThat(one.balance()).as("balance of %s", id).isEqualTo(truth.balance);
            assertThat(Math.max(0, -one.left())).as("overpaid of %s", id).isEqualTo(truth.overpaid);
            assertThat(one.stage).as("stage of %s", id).isEqualTo(truth.stage);
            assertThat(one.open()).as("%s is open", id).isEqualTo(truth.open);
        });
        assertThat(UNTOLD.values().stream().filter(untold -> untold).count()).isBetween(10L, UNTOLD.size() / 10L);
    }

    private static Map<String, Read> read() {
        Map<String, Read> cases = new LinkedHashMap<>();
        for (@Nullable Object[] row : last(Feed.CASES).values()) {
            Read one = new Read();
            one.owed.put("PRINCIPAL", (Long) row[7]);
            one.owed.put("INTEREST", (Long) row[8]);
            one.owed.put("COSTS", (Long) row[9]);
            one.stage = (String) Objects.requireNonNull(row[13]);
            cases.put((String) row[0], one);
        }
        // In the order things happened; ids count up within a day.
        List<@Nullable Object[]> events = last(Feed.CASE_EVENTS).values().stream()
                .sorted(Comparator.comparing(row -> (Integer) row[8]))
                .toList();
        for (@Nullable Object[] row : events) {
            Read one = cases.get((String) row[1]);
            long amount = row[4] == null ? 0 : (Long) row[4];
            switch ((String) Objects.requireNonNull(row[2])) {
                case "CHARGE_ADDED" -> one.owed.merge((String) row[3], amount, Long::sum);
                case "CHARGE_WAIVED" -> one.owed.merge((String) row[3], -amount, (a, b) -> Math.max(0, a + b));
                case "CHARGE_RESTATED" -> one.owed.put((String) row[3], amount);
                case "STAGE_CHANGED" -> one.stage = (String) Objects.requireNonNull(row[5]);
                case "CLOSED" -> {
                    one.closedAs = (String) row[7];
                    one.closedOn = (Integer) Objects.requireNonNull(row[8]);
                }
                case "REOPENED" -> one.closedAs = null;
                default -> {}
            }
        }
        Map<Object, @Nullable Object[]> entries = last(Feed.PAYMENTS);
        for (@Nullable Object[] row : entries.values()) {
            int sign = Facts.sign(row, entries);
            int on = (Integer) Objects.requireNonNull(row[3]);
            if (on <= WORLD.lastDay()) {
                Read one = cases.get((String) row[1]);
                one.paid += sign * (Long) Objects.requireNonNull(row[2]);
                if (sign < 0) {
                    one.takenBackOn = Math.max(one.takenBackOn, on);
                }
            }
        }
        return cases;
    }

    /// The last version of each record: by `known_at`, then by the place in the file.
    private static Map<Object, @Nullable Object[]> last(Feed feed) {
        int known = Contract.of(feed).position(Contract.KNOWN_AT);
        Map<Object, @Nullable Object[]> last = new LinkedHashMap<>();
        for (@Nullable Object[] row : ROWS.get(feed)) {
            @Nullable Object[] before = last.get(row[0]);
            if (before == null || (Long) row[known] >= (Long) before[known]) {
                last.put(row[0], row);
            }
        }
        return last;
    }

    @Test
    void moneyComesBackInEveryWay() {
        Map<Object, @Nullable Object[]> entries = last(Feed.PAYMENTS);
        Map<Object, Long> takenBack = new HashMap<>();
        Map<Object, Integer> times = new HashMap<>();
        Map<String, Object> byReference = new HashMap<>();
        entries.values().stream()
                .filter(row -> row[9] != null)
                .forEach(row -> byReference.put((String) row[9], row[0]));
        int wonBack = 0;
        int byBank = 0;
        int unknown = 0;
        int refunds = 0;
        for (@Nullable Object[] row : entries.values()) {
            refunds += "REFUND".equals(row[8]) ? 1 : 0;
            if (row[6] == null) {
                continue;
            }
            Object named = byReference.getOrDefault((String) row[6], row[6]);
            byBank += byReference.containsKey((String) row[6]) ? 1 : 0;
            unknown += entries.containsKey(named) ? 0 : 1;
            wonBack += Facts.sign(row, entries) > 0 ? 1 : 0;
            takenBack.merge(named, (Long) row[2], Long::sum);
            times.merge(named, 1, Integer::sum);
        }
        int[] parts = new int[3];
        takenBack.forEach((key, amount) -> {
            if (entries.containsKey(key)) {
                long paid = (Long) Objects.requireNonNull(entries.get(key)[2]);
                assertThat(amount).isLessThanOrEqualTo(paid);
                parts[amount == paid ? 0 : times.get(key) == 1 ? 1 : 2]++;
            }
        });

        assertThat(parts[0]).as("in full").isGreaterThan(20);
        assertThat(parts[1]).as("a part").isGreaterThan(8);
        assertThat(parts[2]).as("two parts").isGreaterThan(3);
        assertThat(wonBack).isGreaterThan(5);
        assertThat(byBank).isGreaterThan(5);
        assertThat(unknown).isGreaterThan(2);
        assertThat(refunds).isGreaterThan(20);
        assertThat(TRUTH.values().stream().filter(t -> t.overpaid > 0).count()).isGreaterThan(2);
    }

    /// Some case systems say that such a case is open again, others leave it to the reader.
    @Test
    void someCasesClosedAsPaidBounce() {
        Map<Object, Integer> paidOff = new HashMap<>();
        Map<Object, Integer> reopened = new HashMap<>();
        for (@Nullable Object[] row : ROWS.get(Feed.CASE_EVENTS)) {
            if ("PAID".equals(row[7])) {
                paidOff.putIfAbsent(row[1], (Integer) row[8]);
            } else if ("REOPENED".equals(row[2])) {
                reopened.put(row[1], (Integer) row[8]);
            }
        }
        int reported = 0;
        int untold = 0;
        for (@Nullable Object[] row : last(Feed.PAYMENTS).values()) {
            int on = (Integer) Objects.requireNonNull(row[3]);
            if (row[6] != null && on >= paidOff.getOrDefault(row[1], Integer.MAX_VALUE)) {
                boolean said = on == reopened.getOrDefault(row[1], 0);
                reported += said ? 1 : 0;
                untold += said ? 0 : 1;
            }
        }

        assertThat(reported).isGreaterThan(8);
        assertThat(untold).isGreaterThan(8);
    }

    @Test
    void recordsAreMovedRetractedAndReportedLate() {
        for (Feed feed : List.of(Feed.PAYMENTS, Feed.CONTACTS, Feed.HOLDS)) {
            Contract contract = Contract.of(feed);
            int at = contract.position("case_id");
            Map<Object, @Nullable Object[]> before = new HashMap<>();
            int sameDebtor = 0;
            int otherDebtor = 0;
            for (@Nullable Object[] row : ROWS.get(feed)) {
                @Nullable Object[] first = before.put(row[0], row);
                if (first != null && first[at] != null && row[at] != null && !first[at].equals(row[at])) {
                    String of = DEBTOR_OF.get((String) first[at]);
                    boolean same = Objects.equals(of, DEBTOR_OF.get((String) row[at]));
                    sameDebtor += same ? 1 : 0;
                    otherDebtor += same ? 0 : 1;
                }
            }
            assertThat(sameDebtor > 10).as("within a debtor, %s", feed).isEqualTo(feed == Feed.PAYMENTS);
            assertThat(otherDebtor).as("to another debtor, %s", feed).isGreaterThan(1);
        }
        long retracted = ROWS.get(Feed.PAYMENTS).stream()
                .filter(row -> Boolean.TRUE.equals(row[10]))
                .count();
        long ahead = last(Feed.PAYMENTS).values().stream()
                .filter(row -> (Long) row[7] < (Integer) row[3] * DAY)
                .count();
        long late = ROWS.get(Feed.CASE_EVENTS).stream()
                .filter(row -> (Long) row[9] > ((Integer) row[8] + 10) * DAY)
                .count();
        assertThat(retracted).isGreaterThan(10);
        assertThat(ahead).isGreaterThan(30);
        assertThat(late).isGreaterThan(40);
        assertThat(ROWS.get(Feed.HOLDS).stream()
                        .filter(row -> row[5] != null
                                && LocalDate.ofEpochDay((Integer) row[5]).getYear() == 9999))
                .hasSizeGreaterThan(20);
    }

    @Test
    void plansAreStatedAndEndInSeveralWays() {
        Map<String, Integer> stated = new HashMap<>();
        Map<String, Integer> ended = new HashMap<>();
        Map<Object, @Nullable Object[]> all = last(Feed.ARRANGEMENTS);
        Map<Object, @Nullable Object[]> running = new HashMap<>();
        int silentlyReplaced = 0;
        for (@Nullable Object[] row : all.values()) {
            if ("PLAN".equals(row[2])) {
                stated.merge(row[5] + " " + row[11] + " " + row[12], 1, Integer::sum);
                @Nullable Object[] before = running.put(row[1], row);
                silentlyReplaced += before != null && before[14] == null ? 1 : 0;
            }
            ended.merge(String.valueOf(row[14]), 1, Integer::sum);
        }

        assertThat(stated)
                .containsOnlyKeys(
                        "30 null null",
                        "31 null null",
                        "null null null",
                        "null MONTHS 1",
                        "null WEEKS 1",
                        "null WEEKS 2");
        assertThat(stated.values()).allSatisfy(count -> assertThat(count).isGreaterThan(5));
        assertThat(ended).containsOnlyKeys("null", "REPLACED", "CANCELLED", "FULFILLED");
        assertThat(ended.values()).allSatisfy(count -> assertThat(count).isGreaterThan(5));
        assertThat(silentlyReplaced).isGreaterThan(10);
    }

    @Test
    void monthlyInstalmentsFallOnTheSameDayOfTheMonth() {
        int first = (int) LocalDate.of(2026, 1, 31).toEpochDay();

        assertThat(LocalDate.ofEpochDay(Interval.MONTH.due(first, 1))).isEqualTo("2026-02-28");
        assertThat(LocalDate.ofEpochDay(Interval.MONTH.due(first, 2))).isEqualTo("2026-03-31");
        assertThat(Interval.FORTNIGHT.due(first, 3)).isEqualTo(first + 42);
        assertThat(Interval.WEEK.share(52_00)).isEqualTo(12_00);
    }

    @Test
    void banksRestAtWeekendsAndOnHolidays() {
        assertThat(Country.easter(2024)).isEqualTo("2024-03-31");
        assertThat(Country.easter(2025)).isEqualTo("2025-04-20");
        assertThat(Country.easter(2026)).isEqualTo("2026-04-05");
        for (Country country : Country.values()) {
            assertThat(country.bankDay(LocalDate.of(2026, 4, 3)))
                    .as("Good Friday")
                    .isFalse();
            assertThat(country.bankDay(LocalDate.of(2026, 4, 6)))
                    .as("Easter Monday")
                    .isFalse();
            assertThat(country.bankDay(LocalDate.of(2026, 5, 14)))
                    .as("Ascension")
                    .isFalse();
            assertThat(country.bankDay(LocalDate.of(2026, 7, 4)))
                    .as("a Saturday")
                    .isFalse();
            assertThat(country.bankDay(LocalDate.of(2026, 7, 6))).as("a Monday").isTrue();
        }
        assertThat(Country.SE.bankDay(LocalDate.of(2026, 6, 19)))
                .as("Midsummer Eve")
                .isFalse();
        assertThat(Country.NO.bankDay(LocalDate.of(2027, 5, 17)))
                .as("the national day")
                .isFalse();
        assertThat(Country.DK.bankDay(LocalDate.of(2026, 5, 1)))
                .as("Store bededag was given up")
                .isTrue();
        assertThat(Country.DK.bankDay(LocalDate.of(2026, 6, 5)))
                .as("Constitution Day")
                .isFalse();
    }

    @Test
    void amountsInTypedFilesAreThousandths() {
        assertThat(FeedWriter.amount(12_34)).isEqualTo(Money.UNIT * 1234 / 100);
    }
}
