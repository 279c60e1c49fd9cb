package org.solvens.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.history.Event;

/// What must hold of the state of a case whatever its records are.
class FactsPropertiesTest {
    private static final long AS_OF = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();
    private static final UnaryOperator<String> AS_IS = id -> id;

    /// Everything that is read of a case, as text.
    private static String state(CaseView view) {
        List<String> agreements = view.agreements().stream()
                .map(each -> each.standing() + " " + each.behind(view.today()) + " " + each.keptShare(view.today()))
                .toList();
        List<String> paid = view.payments().stream()
                .map(payment -> payment.paidOn() + ": " + payment.amount())
                .sorted()
                .toList();
        return List.of(
                        view.principalOpen(),
                        view.interestOpen(),
                        view.costsOpen(),
                        view.balance(),
                        view.overpaid(),
                        view.stage(),
                        String.valueOf(view.closedAs()),
                        view.open(),
                        paid,
                        agreements,
                        view.holds(),
                        view.inPopulation())
                .toString();
    }

    private static String features(CaseView view) {
        double[] values =
                new double[FeatureCatalogue.standard(OtherCases.SEEN).features().size()];
        FeatureCatalogue.standard(OtherCases.SEEN).compute(view, values);
        return Arrays.toString(values);
    }

    private static Map<String, String> states(Map<Feed, List<String>> rows, UnaryOperator<String> ids) {
        Map<String, CaseView> views = MadeUpLedger.ingest(rows).views(AS_OF);
        Map<String, String> states = new TreeMap<>();
        for (String id : List.of("C00", "C01", "C10", "C11")) {
            CaseView view = views.get(ids.apply(id));
            states.put(id, state(view) + features(view));
        }
        return states;
    }

    @Property(tries = 150)
    void noResultDependsOnTheAlphabetOfIds(@ForAll long seed) {
        UnaryOperator<String> mirrored = id ->
                "X" + (char) ('z' - id.hashCode() % 7 - 7) + id.hashCode() + "-" + new StringBuilder(id).reverse();
        assertThat(states(MadeUpLedger.rows(seed, MadeUpLedger.AT_ONCE, mirrored), mirrored))
                .isEqualTo(states(MadeUpLedger.rows(seed, MadeUpLedger.AT_ONCE, AS_IS), AS_IS));
    }

    @Property(tries = 150)
    void aFirstLoadAndLateRecordsGiveTheStateOfRecordsInTime(@ForAll long seed) {
        Map<String, String> inTime = states(MadeUpLedger.rows(seed, MadeUpLedger.TIMELY, AS_IS), AS_IS);
        assertThat(states(MadeUpLedger.rows(seed, MadeUpLedger.AT_ONCE, AS_IS), AS_IS))
                .isEqualTo(inTime);
        assertThat(states(MadeUpLedger.rows(seed, MadeUpLedger.late(seed), AS_IS), AS_IS))
                .isEqualTo(inTime);
    }

    @Property(tries = 100)
    void theOrderOfLinesChangesNothingThatHappenedOnDifferentDays(@ForAll long seed) {
        Map<Feed, List<String>> rows = MadeUpLedger.rows(seed, MadeUpLedger.AT_ONCE, AS_IS);
        Map<Feed, List<String>> shuffled = new EnumMap<>(Feed.class);
        rows.forEach((feed, lines) -> {
            List<String> other = new ArrayList<>(lines);
            Collections.shuffle(other, new Random(seed));
            shuffled.put(feed, other);
        });
        assertThat(states(shuffled, AS_IS)).isEqualTo(states(rows, AS_IS));
    }

    /// Of a case's payments one is corrected onto another case, of the same debtor or of another.
    @Property(tries = 150)
    void aPaymentMovedAwayEqualsOneThatWasNeverThere(@ForAll long seed, @ForAll boolean otherDebtor) {
        Map<Feed, List<String>> rows = MadeUpLedger.rows(seed, MadeUpLedger.TIMELY, AS_IS);
        Map<Feed, List<String>> moved = new EnumMap<>(rows);
        Map<Feed, List<String>> there = new EnumMap<>(rows);
        String onto = otherDebtor ? "C10" : "C01";
        String money = "%s,77.00,2026-03-03,DEBTOR,,,,%s";
        List<String> wrong = new ArrayList<>(rows.get(Feed.PAYMENTS));
        wrong.add("PX," + money.formatted("C00", "2026-03-03T20:00:00Z"));
        wrong.add("PX," + money.formatted(onto, "2026-03-09T20:00:00Z"));
        moved.put(Feed.PAYMENTS, wrong);
        List<String> right = new ArrayList<>(rows.get(Feed.PAYMENTS));
        right.add("PX," + money.formatted(onto, "2026-03-03T20:00:00Z"));
        there.put(Feed.PAYMENTS, right);
        assertThat(states(moved, AS_IS)).isEqualTo(states(there, AS_IS));
    }

    @Property(tries = 150)
    void whatIsOwedIsTheSumOfTheEntries(@ForAll long seed) {
        PlainIngest ingest = MadeUpLedger.ingest(MadeUpLedger.rows(seed, MadeUpLedger.TIMELY, AS_IS));
        ingest.views(AS_OF).forEach((id, view) -> {
            long paid = 0;
            for (Event event : view.debtor().history().events()) {
                boolean here = event.caseIndex() == view.placed().caseIndex();
                if (here && event instanceof Event.Payment entry) {
                    paid += entry.kind() == Event.Payment.Kind.PAYMENT ? entry.amount() : -entry.amount();
                }
            }
            assertThat(view.balance() - view.overpaid()).as(id).isEqualTo(view.owed() - paid);
            assertThat(view.principalOpen() + view.interestOpen() + view.costsOpen())
                    .as(id)
                    .isEqualTo(view.balance());
        });
    }

    /// Pays on the day itself, or on the next bank day where that is none; looks at every day and at odd hours.
    @Property(tries = 40)
    void aPlanPaidToTheDayIsNeverBehind(
            @ForAll @IntRange(min = 0, max = 400) int firstDue,
            @ForAll @IntRange(min = 0, max = 7) int way,
            @ForAll @IntRange(min = 0, max = 23) int hour) {
        String country = List.of("SE", "NO", "DK", "FI", "US", "JP").get(Math.floorMod(firstDue, 6));
        CountryCalendar calendar = CountryCalendar.of(country);
        LocalDate first = LocalDate.of(2024, 1, 20).plusDays(firstDue);
        String interval = List.of(",30,,", ",31,,", ",,,", ",,MONTHS,1", ",,MONTHS,", ",,WEEKS,2", ",,DAYS,10", ",91,,")
                .get(way);
        PlainIngest ingest = new PlainIngest()
                .file(
                        Feed.CASES,
                        MadeUpLedger.file(
                                Feed.CASES,
                                List.of("C,D,K," + country
                                        + ",EUR,PERSON,INVOICE,9000,0,0,2023-10-01,2023-09-01,2023-11-01,COLLECTION,,"
                                        + "2023-11-01T12:00:00Z")))
                .file(
                        Feed.ARRANGEMENTS,
                        List.of(
                                "arrangement_id,case_id,kind,instalment,instalments,interval_days,interval_unit,"
                                        + "interval_count,first_due,agreed_on,known_at",
                                "A,C,PLAN,100.00,24" + interval + "," + first + "," + first.minusDays(10) + ","
                                        + first.minusDays(10) + "T12:00:00Z"));
        List<String> payments = new ArrayList<>(List.of("payment_id,case_id,amount,paid_on,source,known_at"));
        List<LocalDate> due = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            LocalDate day = switch (way) {
                case 5 -> first.plusWeeks(2L * i);
                case 6 -> first.plusDays(10L * i);
                case 7 -> first.plusMonths(3L * i);
                default -> first.plusMonths(i);
            };
            due.add(day);
            LocalDate paid = i % 2 == 0 ? day : LocalDate.ofEpochDay(calendar.nextBankDay((int) day.toEpochDay()));
            payments.add("P" + i + ",C,100.00," + paid + ",DEBTOR," + paid.plusDays(1) + "T18:00:00Z");
        }
        var history = ingest.file(Feed.PAYMENTS, payments).histories().get("D");
        for (LocalDate day = first.minusDays(3); day.isBefore(due.getLast()); day = day.plusDays(1)) {
            long asOf = day.toEpochDay() * 86_400_000L + hour * 3_600_000L;
            CaseView view = new DebtorView(history, asOf, new FeedStarts(Map.of()), OtherCases.SEEN)
                    .cases()
                    .getFirst();
            Agreement plan = view.agreements().getFirst();
            assertThat(plan.behind(view.today())).as(day + " " + interval).isZero();
            assertThat(plan.standing()).as(day + " " + interval).isEqualTo(Agreement.Standing.RUNNING);
        }
    }
}
