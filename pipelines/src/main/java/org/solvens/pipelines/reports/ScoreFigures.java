package org.solvens.pipelines.reports;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.solvens.lake.Lake;
import org.solvens.report.metric.Calendar;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.spark.SparkTable;

/// The figures that come from the scores: open cases by segment and route, what is expected of them, what waits for a
/// person. They are counted for every scoring date of the last year, with the estimates that were made then.
final class ScoreFigures {
    private static final int DATES = 13;

    private final SparkSession spark;
    private final Lake lake;

    ScoreFigures(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// The scoring dates whose scores the lake has, the newest of them.
    List<LocalDate> dates() {
        return lake.tables().exists(lake.scores())
                ? spark.read()
                        .format("delta")
                        .load(lake.scores())
                        .select("as_of")
                        .distinct()
                        .orderBy(col("as_of").desc())
                        .limit(DATES)
                        .as(Encoders.LOCALDATE())
                        .collectAsList()
                : List.of();
    }

    /// The figures of the scoring dates up to the calendar's day; none without scores.
    Dataset<Row> of(Calendar calendar) {
        List<LocalDate> dates =
                dates().stream().filter(date -> !date.isAfter(calendar.day())).toList();
        if (dates.isEmpty()) {
            return spark.createDataFrame(List.of(), SparkTable.schema(FigureRow.TABLE));
        }
        Column estimate = col("expected_recovery_30d");
        Dataset<Row> sums = spark.read()
                .format("delta")
                .load(lake.scores())
                .where(col("as_of").isin(dates.toArray()))
                .groupBy("as_of", "creditor_id", "country", "currency", "segment", "route", "needs_human", "review_on")
                .agg(
                        count(lit(1)).as("cases"),
                        sum(col("balance").cast("decimal(28,3)")).as("balance"),
                        count(when(estimate.isNotNull(), lit(1))).as("estimated"),
                        expected(30),
                        expected(90),
                        expected(180))
                .persist();
        Column day = lit(calendar.day());
        Dataset<Row> now = sums.where(col("as_of").equalTo(day));
        Column review = greatest(col("review_on"), day);
        Dataset<Row> figures = rows(sums, Metric.OPEN_CASES, col("cases"), true, null, col("as_of"))
                .unionByName(rows(sums, Metric.OPEN_BALANCE, col("balance"), true, null, col("as_of")))
                .unionByName(rows(sums, Metric.ESTIMATED_CASES, col("estimated"), true, null, col("as_of")))
                .unionByName(rows(
                        now.where("needs_human"), Metric.CASES_FOR_A_PERSON, col("cases"), true, null, col("as_of")))
                .unionByName(rows(
                        now.where(review.leq(lit(calendar.day().plusDays(Calendar.AHEAD)))),
                        Metric.REVIEWS_DUE,
                        col("cases"),
                        false,
                        null,
                        review));
        for (int days : List.of(30, 90, 180)) {
            figures = figures.unionByName(
                    rows(sums, Metric.EXPECTED_RECOVERY, col("expected_" + days), true, days, col("as_of")));
        }
        return SparkTable.select(figures.withColumn("as_of", day), FigureRow.TABLE);
    }

    private static Column expected(int days) {
        return sum(coalesce(col("balance").cast("double").multiply(col("expected_recovery_" + days + "d")), lit(0.0)))
                .cast("decimal(28,3)")
                .as("expected_" + days);
    }

    private static Dataset<Row> rows(
            Dataset<Row> sums,
            Metric metric,
            Column value,
            boolean decided,
            @org.jspecify.annotations.Nullable Integer age,
            Column period) {
        String text = "string";
        return sums.withColumn("figure", value)
                .withColumn("figure_period", period)
                .groupBy(
                        col("creditor_id"),
                        col("country"),
                        col("currency"),
                        (decided ? col("segment") : lit(null).cast(text)).as("kind"),
                        (decided ? col("route") : lit(null).cast(text)).as("state"),
                        col("figure_period"))
                .agg(sum("figure").as("value"))
                .where("value <> 0")
                .withColumn("metric", lit(metric.label()))
                .withColumn("grain", lit(Grain.DAY.name()))
                .withColumn("claim_type", lit(null).cast(text))
                .withColumnRenamed("figure_period", "period")
                .withColumn("channel", lit(null).cast(text))
                .withColumn("size", lit(null).cast(text))
                .withColumn("weekday", lit(null).cast("int"))
                .withColumn("hour", lit(null).cast("int"))
                .withColumn("age", lit(age).cast("int"));
    }
}
