package org.solvens.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.solvens.table.Means;
import org.solvens.table.TableContract;

/// A row of the recovery table: the cases of one creditor, country, currency and type
/// of claim that were placed in one month, at one age. Amounts are in units of the currency and
/// cumulative.
public record RecoveryRow(
        @Means(value = "Day as of which the report was made", key = true)
        LocalDate asOf,

        @Means(value = "Id of the creditor", key = true) String creditorId,

        @Means(value = "Country of the cases, ISO 3166-1 alpha-2", key = true)
        String country,

        @Means(value = "Currency, ISO 4217", key = true) String currency,

        @Means(value = "Type of the claims", key = true) String claimType,

        @Means(
                value = "Segment at the end of the month of placement; ALL for all cases, SETTLED_BEFORE_SCORING for"
                        + " those that were closed by then",
                key = true)
        String segment,

        @Means(value = "First day of the month of placement", key = true)
        LocalDate placedMonth,

        @Means(
                value = "Months since each case's own day of placement; 0 covers payments before that day, and the last"
                        + " takes in everything known",
                key = true)
        int monthsSince,

        @Means("Cases") long cases,
        @Means("Cases with a payment") long paidCases,
        @Means("Owed at placement") BigDecimal placed,

        @Means("Charges since placement less what was waived")
        BigDecimal added,

        @Means("Recovered: paid and neither reversed nor refunded, for each case at most what was owed on it")
        BigDecimal recovered,

        @Means("Received beyond what was owed") BigDecimal overpaid,
        @Means("Cost of contacts") BigDecimal cost,

        @Means("Whether every case of the vintage has reached this age")
        boolean mature) {

    /// The table of these rows.
    public static final TableContract<RecoveryRow> TABLE = TableContract.of("recovery", RecoveryRow.class);

    /// The value of the segment for all cases.
    public static final String ALL = "ALL";

    /// The value instead of a segment for cases that were closed before their first scoring.
    public static final String BEFORE = "SETTLED_BEFORE_SCORING";

    /// The same cases so many times, as those of another creditor.
    ///
    /// @param times 0 for the key without values
    public RecoveryRow times(long times, String creditor) {
        BigDecimal by = BigDecimal.valueOf(times);
        return with(
                creditor,
                currency,
                cases * times,
                paidCases * times,
                placed.multiply(by),
                added.multiply(by),
                recovered.multiply(by),
                overpaid.multiply(by),
                cost.multiply(by));
    }

    /// The same with amounts converted to another currency.
    ///
    /// @param rate what a unit of the present currency counts in the other
    public RecoveryRow converted(String other, BigDecimal rate) {
        return with(
                creditorId,
                other,
                cases,
                paidCases,
                placed.multiply(rate),
                added.multiply(rate),
                recovered.multiply(rate),
                overpaid.multiply(rate),
                cost.multiply(rate));
    }

    /// The sum with other cases of the same month, age and segment.
    public RecoveryRow plus(RecoveryRow other) {
        return with(
                creditorId,
                currency,
                cases + other.cases,
                paidCases + other.paidCases,
                placed.add(other.placed),
                added.add(other.added),
                recovered.add(other.recovered),
                overpaid.add(other.overpaid),
                cost.add(other.cost));
    }

    private RecoveryRow with(
            String creditor,
            String otherCurrency,
            long allCases,
            long allPaid,
            BigDecimal allPlaced,
            BigDecimal allAdded,
            BigDecimal allRecovered,
            BigDecimal allOverpaid,
            BigDecimal allCost) {
        return new RecoveryRow(
                asOf,
                creditor,
                country,
                otherCurrency,
                claimType,
                segment,
                placedMonth,
                monthsSince,
                allCases,
                allPaid,
                allPlaced,
                allAdded,
                allRecovered,
                allOverpaid,
                allCost,
                mature);
    }
}
