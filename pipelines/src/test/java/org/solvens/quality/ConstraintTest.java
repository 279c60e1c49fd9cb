package org.solvens.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Feed;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;

/// What checks say of payments that are counted without Spark.
class ConstraintTest {
    private static final LocalDate AS_OF = LocalDate.of(2026, 4, 1);
    private static final Calendar CALENDAR = new Calendar(AS_OF);

    private final FeedTally tally = new FeedTally(Feed.PAYMENTS, CALENDAR);

    private void payment(int back, long hundredths, @Nullable Integer bookedOn, String source) {
        long known = CALENDAR.end() - (back + 1) * 86_400_000L + 3_600_000L;
        int paidOn = (int) Math.floorDiv(known, 86_400_000L);
        tally.add(new @Nullable Object[] {
            "P", "C", hundredths * 10, paidOn, bookedOn, source, null, known, null, null, null
        });
    }

    /// A year of payments, so many a day: days are counted backwards.
    private void year(IntUnaryOperator perDay, int from, Random random) {
        for (int back = from; back < 365; back++) {
            for (int i = 0; i < perDay.applyAsInt(back); i++) {
                payment(back, amount(random), 20_000, random.nextInt(10) < 8 ? "DEBTOR" : "ENFORCEMENT");
            }
        }
    }

    private static long amount(Random random) {
        return Math.round(Math.exp(10 + random.nextGaussian()));
    }

    private Result judge(String check, @Nullable String column) {
        FeedProfile profile = new FeedProfile(Feed.PAYMENTS, CALENDAR, tally.counts(), 0, false);
        return Constraint.of(Feed.PAYMENTS).stream()
                .map(constraint -> constraint.judge(profile))
                .filter(result -> result.check().equals(check) && java.util.Objects.equals(result.column(), column))
                .findFirst()
                .orElseThrow();
    }

    /// A check compares the last days with the past, so that chance alone raises an alarm now and then. The
    /// years are drawn with fixed seeds: a rate is judged, and it is the same in every run.
    @Test
    void alarmsAreRareWhereNothingChanged() {
        int years = 0;
        Map<String, Integer> alarms = new TreeMap<>();
        for (int perDay = 0; perDay <= 12; perDay++) {
            for (int seed = 0; seed < 40; seed++) {
                Random random = new Random(100L * perDay + seed);
                int busy = perDay;
                ConstraintTest test = new ConstraintTest();
                test.year(_ -> busy == 0 ? random.nextInt(10) / 9 : random.nextInt(2 * busy + 1), 0, random);
                FeedProfile profile = new FeedProfile(Feed.PAYMENTS, CALENDAR, test.tally.counts(), 0, false);
                years++;
                for (Constraint constraint : Constraint.of(Feed.PAYMENTS)) {
                    Result result = constraint.judge(profile);
                    alarms.merge(result.name(), result.status() == CheckStatus.FAILED ? 1 : 0, Integer::sum);
                }
            }
        }
        int limit = years / 100;
        assertThat(alarms)
                .hasSize(Constraint.of(Feed.PAYMENTS).size())
                .allSatisfy((check, count) -> assertThat(count).as(check).isLessThanOrEqualTo(limit));
    }

    @Test
    void amountsThreeTimesAsLargeHaveShifted() {
        Random random = new Random(1);
        year(_ -> 5, 31, random);
        for (int back = 0; back < 31; back++) {
            for (int i = 0; i < 5; i++) {
                payment(back, 3 * amount(random), 20_000, "DEBTOR");
            }
        }
        Result amounts = judge("shift", "amount");
        assertThat(amounts.status()).isEqualTo(CheckStatus.FAILED);
        assertThat(amounts.level()).isEqualTo(CheckLevel.WARNING);
        assertThat(amounts.value()).isGreaterThan(amounts.limit() + 0.3);
        assertThat(amounts.noise()).isBetween(0.05, 0.2);
    }

    @Test
    void aFewOddRowsAreNotJudged() {
        Random random = new Random(2);
        year(_ -> 5, 31, random);
        for (int i = 0; i < 20; i++) {
            payment(i, 1, null, "THIRD_PARTY");
        }
        assertThat(judge("shift", "amount").status()).isEqualTo(CheckStatus.NOT_JUDGED);
        assertThat(judge("null_rate", "booked_on").status()).isEqualTo(CheckStatus.NOT_JUDGED);
    }

    @Test
    void aColumnThatTurnedEmptyIsSeen() {
        year(_ -> 5, 31, new Random(3));
        for (int i = 0; i < 60; i++) {
            payment(i % 31, 5_000, i % 2 == 0 ? null : 20_000, "DEBTOR");
        }
        Result result = judge("null_rate", "booked_on");
        assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
        assertThat(result.value()).isEqualTo(0.5);
        assertThat(result.message()).isEqualTo("50.0 % empty in the last month, 0.0 % before");
    }

    @Test
    void aMonthWithATenthOfTheRowsIsSeenAndANewFeedIsNotJudged() {
        year(back -> back < 31 ? back % 2 : 5, 0, new Random(4));
        assertThat(judge("rows_month", null).status()).isEqualTo(CheckStatus.FAILED);

        FeedTally young = new FeedTally(Feed.PAYMENTS, CALENDAR);
        FeedProfile profile = new FeedProfile(Feed.PAYMENTS, CALENDAR, young.counts(), 0, false);
        assertThat(new Check.Volume(Grain.MONTH).measure(profile)).isInstanceOf(Measure.TooLittle.class);
    }

    @Test
    void aDayWithoutRowsIsSeen() {
        year(back -> back == 0 ? 0 : 20, 0, new Random(6));
        assertThat(judge("rows_day", null).status()).isEqualTo(CheckStatus.FAILED);
        assertThat(judge("rows_month", null).status()).isEqualTo(CheckStatus.PASSED);
    }

    @Test
    void lateMeansLongerThanTheFeedEverPaused() {
        year(_ -> 1, 9, new Random(5));
        Result late = judge("freshness", null);
        assertThat(late.error()).isTrue();
        assertThat(late.value()).isEqualTo(9);
        assertThat(late.noise()).isEqualTo(1);
    }

    @Test
    void aCohortThatWasPlacedInAWeekIsNoFeedThatBrokeDown() {
        year(back -> back < 86 || back > 91 ? 0 : 70, 0, new Random(7));
        Result late = judge("freshness", null);
        assertThat(late.status()).isEqualTo(CheckStatus.NOT_JUDGED);
        assertThat(late.message())
                .isEqualTo("all records became known within 6 days, too few to judge a pause of 86 days by");
        assertThat(judge("rows_month", null).status()).isEqualTo(CheckStatus.NOT_JUDGED);
        assertThat(judge("rows_month", null).message()).isEqualTo("1 earlier periods have rows; 3 are needed");
        assertThat(judge("rows_day", null).status()).isEqualTo(CheckStatus.NOT_JUDGED);
    }

    @Test
    void paymentsThatDryUpInAClosedPortfolioAreAWarning() {
        year(_ -> 1, 40, new Random(8));
        assertThat(judge("freshness", null).error()).isTrue();
        FeedProfile closed = new FeedProfile(Feed.PAYMENTS, CALENDAR, tally.counts(), 0, true);
        assertThat(Constraint.of(Feed.PAYMENTS).stream()
                        .map(constraint -> constraint.judge(closed))
                        .filter(result -> result.status() == CheckStatus.FAILED
                                && result.check().equals("freshness"))
                        .map(Result::level))
                .containsExactly(CheckLevel.WARNING);
    }

    @Test
    void casesEndWhereNoneComesForTwoMonthsOrForLongerThanAllTookToCome() {
        assertThat(ended(year -> year % 7 == 0, 0)).isFalse();
        assertThat(ended(back -> back >= 20, 0)).isFalse();
        assertThat(ended(back -> back >= 62, 0)).isTrue();
        assertThat(ended(back -> back >= 62, 5)).isFalse();
        assertThat(ended(back -> back >= 20 && back < 25, 0)).isTrue();
        assertThat(ended(_ -> false, 0)).isFalse();
    }

    /// Whether a feed ended that has a row on each of the days given of the last year.
    private static boolean ended(IntPredicate known, int newestOfLake) {
        ConstraintTest test = new ConstraintTest();
        test.year(back -> known.test(back) ? 1 : 0, 0, new Random(9));
        return new FeedProfile(Feed.PAYMENTS, CALENDAR, test.tally.counts(), newestOfLake, false).ended();
    }

    @Test
    void idsWithWhiteSpaceOrLeadingZerosAreLookedAt() {
        assertThat(List.of(
                        "A 1", " A1", "A1\u00a0", "A\u2009" + "1", "\u202fA1", "A1\u200b", "\ufeffA1", "A\t1", "007"))
                .allSatisfy(id -> assertThat(SimilarIds.odd(id)).as(id).isTrue());
        assertThat(List.of("A1", "0", "A-0", "700", "Ærø-1", "xqd20160003"))
                .allSatisfy(id -> assertThat(SimilarIds.odd(id)).as(id).isFalse());
    }

    @Test
    void aFeedThatPausesForAMonthIsNotLateAfterTwentyDays() {
        year(back -> back % 30 == 20 ? 1 : 0, 0, new Random(5));
        Result result = judge("freshness", null);
        assertThat(result.status()).isEqualTo(CheckStatus.PASSED);
        assertThat(result.noise()).isEqualTo(30);
    }

    @Test
    void rowsThatBreakTheContractAreCountedByReason() {
        payment(1, -5, null, "DEBTOR");
        payment(2, 5, null, "FRIEND");
        payment(3, 5, null, "DEBTOR");
        Result result = judge("contract", null);
        assertThat(result.error()).isTrue();
        assertThat(result.value()).isEqualTo(2);
        assertThat(result.message())
                .isEqualTo(
                        "2 of 3 rows break the contract: RANGE amount is below its minimum (1); VALUE source is not one"
                                + " of DEBTOR, DIRECT_TO_CREDITOR, ENFORCEMENT, THIRD_PARTY (1)");
    }

    @Property
    void binsKeepTheOrderOfAmounts(
            @ForAll @LongRange(min = -99_999_999_999_999L, max = 99_999_999_999_998L) long hundredths) {
        assertThat(FeedTally.bin(hundredths)).isLessThanOrEqualTo(FeedTally.bin(hundredths + 1));
        assertThat(FeedTally.bin(hundredths)).isEqualTo(-FeedTally.bin(-hundredths));
    }
}
