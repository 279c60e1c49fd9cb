package org.solvens.report.metric;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.table.Means;
import org.solvens.table.TableContract;

/// A row of the figures table: the value of one metric for one slice, period and set of dimensions. A column that the
/// metric does not have is empty.
public record FigureRow(
        @Means(value = "Day as of which the report was made", key = true)
        LocalDate asOf,

        @Means(value = "Name of the metric", key = true) String metric,

        @Means(value = "What the figure covers in time; figures of different grains are never added", key = true)
        Grain grain,

        @Means(value = "Id of the creditor", key = true) String creditorId,

        @Means(value = "Country of the cases, ISO 3166-1 alpha-2", key = true)
        String country,

        @Means(value = "Currency of the cases, ISO 4217; amounts of different currencies are never added", key = true)
        String currency,

        @Means(value = "Type of the claims; empty for figures from scores that do not have it", key = true) @Nullable
        String claimType,

        @Means(value = "First day of the period; empty for grains without one", key = true) @Nullable
        LocalDate period,

        @Means(value = "Channel of the contacts", key = true) @Nullable
        String channel,

        @Means(value = "What it is about, such as the reason of a closing or the state before", key = true) @Nullable
        String kind,

        @Means(value = "How it ended, such as an outcome or the state afterwards", key = true) @Nullable
        String state,

        @Means(value = "Band of size, age or duration", key = true) @Nullable
        String size,

        @Means(value = "Day of the week, 1 for Monday", key = true) @Nullable
        Integer weekday,

        @Means(value = "Hour of the day in the country of the case", key = true) @Nullable
        Integer hour,

        @Means(value = "Days or months, as the metric states", key = true) @Nullable
        Integer age,

        @Means(value = "Team that serves the cases; empty where the capacity of teams was not given", key = true)
        @Nullable
        String team,

        @Means("Count, or amount in units of the currency") BigDecimal value) {

    /// The table of these rows.
    public static final TableContract<FigureRow> TABLE = TableContract.of("figures", FigureRow.class);

    /// The same metric and dimensions of another creditor, currency and period.
    public FigureRow with(String creditor, String otherCurrency, @Nullable LocalDate otherPeriod, BigDecimal other) {
        return new FigureRow(
                asOf,
                metric,
                grain,
                creditor,
                country,
                otherCurrency,
                claimType,
                otherPeriod,
                channel,
                kind,
                state,
                size,
                weekday,
                hour,
                age,
                team,
                other);
    }
}
