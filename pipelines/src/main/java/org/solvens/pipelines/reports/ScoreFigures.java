package org.solvens.pipelines.reports;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.Lake;
import org.solvens.report.metric.ActualRecovery;
import org.solvens.report.metric.Calendar;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.spark.SparkTable;
import org.solvens.spark.TableFiles;

/// The figures that come from the scores: open cases by segment and route, what is expected of them, what waits for a
/// person. They are counted for every scoring date of the last year, with the estimates that were made then, next to
/// what came in since.
final class ScoreFigures {
    private static final int DATES = 13;

    /// Wider than any sum of balances.
    private static final String SUM = "decimal(28,3)";

    private final SparkSession spark;
    private final Lake lake;

    ScoreFigures(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// The scoring dates whose scores the lake has, the newest of them.
    List<LocalDate> dates() {
        return lake.tables().exists(lake.scores())
                ? TableFiles.read(spark, lake.tables(), lake.scores())
                        .select("as_of")
                        .distinct()
                        .orderBy(col("as_of").desc())
                        .limit(DATES)
                        .as(Encoders.LOCALDATE())
                        .collectAsList()
                : List.of();
    }

    /// The figures of the scoring dates up to the calendar's day; none without scores.
    ///
    /// @param actual what came in on cases of earlier scoring dates
    Dataset<Row> of(Calendar calendar, Dataset<Row> actual) {
        List<LocalDate> dates =
                dates().stream().filter(date -> !date.isAfter(calendar.day())).toList();
        if (dates.isEmpty()) {
            return spark.createDataFrame(List.of(), SparkTable.schema(FigureRow.TABLE));
        }
        Column day = lit(calendar.day());
        Column now = col("as_of").equalTo(day);
        Column review = greatest(col("review_on"), day);
        Column soon = review.leq(lit(calendar.day().plusDays(Calendar.AHEAD)));
        Column cases = lit(1).cast(SUM);
        Column balance = col("balance").cast(SUM);
        List<Column> figures = new ArrayList<>(List.of(
                figure(Metric.OPEN_CASES, cases, true, null, col("as_of")),
                figure(Metric.OPEN_BALANCE, balance, true, null, col("as_of")),
                figure(
                        Metric.ESTIMATED_CASES,
                        when(col("expected_recovery_30d").isNotNull(), cases),
                        true,
                        null,
                        col("as_of")),
                figure(Metric.CASES_FOR_A_PERSON, when(now.and(col("needs_human")), cases), true, null, col("as_of")),
                figure(Metric.REVIEWS_DUE, when(now.and(soon), cases), false, null, review)));
        Column served = col("team").isNotNull();
        figures.add(ofTeam(Metric.TEAM_CASES, when(served, cases), null));
        Column earlier = lit(0.0);
        for (int days : ActualRecovery.DAYS) {
            Column share = col("expected_recovery_" + days + "d");
            // The greatest of nothing and 0 would be 0, which is an estimate.
            Column added = when(share.isNotNull(), greatest(share.minus(earlier), lit(0)));
            earlier = share;
            Column owed = balance.cast("double");
            figures.add(figure(Metric.EXPECTED_RECOVERY, owed.multiply(share).cast(SUM), true, days, col("as_of")));
            figures.add(figure(
                    Metric.EXPECTED_SPREAD,
                    owed.multiply(owed)
                            .multiply(added)
                            .multiply(lit(1).minus(added))
                            .cast(SUM),
                    true,
                    days,
                    col("as_of")));
            figures.add(figure(
                    Metric.ACTUAL_RECOVERY,
                    when(
                            col("as_of").lt(day).and(share.isNotNull()),
                            col("actual_" + days + "d").cast(SUM)),
                    true,
                    days,
                    col("as_of")));
            Column came = col("actual_" + days + "d").cast(SUM);
            Column earlierDate = served.and(col("as_of").lt(day));
            figures.add(ofTeam(Metric.TEAM_PAYING, when(earlierDate.and(came.gt(0)), cases), days));
            figures.add(ofTeam(Metric.TEAM_RECEIVED, when(earlierDate, came), days));
        }
        return scores().where(col("as_of").isin(dates.toArray()))
                .join(
                        actual,
                        scala.jdk.javaapi.CollectionConverters.asScala(List.of("case_id", "as_of"))
                                .toSeq(),
                        "left")
                .select(
                        col("creditor_id"),
                        col("country"),
                        col("currency"),
                        col("claim_type"),
                        col("team"),
                        explode(array(figures.toArray(Column[]::new))).as("figure"))
                .select(
                        col("creditor_id"),
                        col("country"),
                        col("currency"),
                        col("claim_type"),
                        col("team"),
                        col("figure.*"))
                .where("value is not null")
                .groupBy(
                        "creditor_id",
                        "country",
                        "currency",
                        "claim_type",
                        "team",
                        "metric",
                        "kind",
                        "state",
                        "size",
                        "age",
                        "period")
                .agg(sum("value").as("value"))
                .withColumn("as_of", day)
                .withColumn("grain", lit(Grain.DAY.name()))
                .withColumn("channel", lit(null).cast("string"))
                .withColumn("weekday", lit(null).cast("int"))
                .withColumn("hour", lit(null).cast("int"));
    }

    private Dataset<Row> scores() {
        Dataset<Row> scores = TableFiles.read(spark, lake.tables(), lake.scores());
        // Scores of earlier versions have no teams or types of claims.
        for (String column : List.of("team", "claim_type")) {
            if (!List.of(scores.columns()).contains(column)) {
                scores = scores.withColumn(column, lit(null).cast("string"));
            }
        }
        return scores;
    }

    /// A figure of one scored case.
    ///
    /// @param value null if the case does not count
    /// @param decided whether the figures are also by segment and route
    private static Column figure(Metric metric, Column value, boolean decided, @Nullable Integer age, Column period) {
        Column none = lit(null).cast("string");
        return figure(metric, value, decided ? col("segment") : none, decided ? col("route") : none, none, age, period);
    }

    /// A figure of one scored case by the team that serves it.
    private static Column ofTeam(Metric metric, Column value, @Nullable Integer age) {
        return figure(metric, value, col("segment"), lit(null).cast("string"), col("stage"), age, col("as_of"));
    }

    private static Column figure(
            Metric metric, Column value, Column kind, Column state, Column size, @Nullable Integer age, Column period) {
        return struct(
                lit(metric.label()).as("metric"),
                kind.as("kind"),
                state.as("state"),
                size.as("size"),
                lit(age).cast("int").as("age"),
                period.as("period"),
                value.cast(SUM).as("value"));
    }
}
