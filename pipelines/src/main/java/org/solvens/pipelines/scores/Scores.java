package org.solvens.pipelines.scores;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.history.History;
import org.solvens.lake.Lake;
import org.solvens.lake.Published;
import org.solvens.lake.Stamp;
import org.solvens.pipelines.histories.Histories;
import org.solvens.scoring.CaseScoring;
import org.solvens.scoring.ScoreRow;
import org.solvens.spark.SparkTable;

/// Scores every open case as of a date and decides on it, in one scan of the histories.
public final class Scores {
    private static final StructType SCHEMA = SparkTable.schema(ScoreRow.TABLE);

    private final SparkSession spark;
    private final Lake lake;

    /// @param lake with histories and models
    public Scores(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// A summary of the scored cases.
    ///
    /// @param segments cases of each
    /// @param routes cases of each
    public record Result(LocalDate asOf, long cases, Map<String, Long> segments, Map<String, Long> routes) {}

    /// Replaces the scores of an as-of date; those of other dates stay.
    ///
    /// @param asOf milliseconds UTC, a midnight
    /// @param inputs champions, policy, mandates
    /// @throws org.solvens.problem.Problem POLICY-CURRENCY if the policy lacks a currency of the cases
    public Result write(long asOf, FeedStarts feeds, ScoringInputs inputs) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(asOf), ZoneOffset.UTC);
        Broadcast<ScoringInputs> shared =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(inputs);
        List<String> currencies = spark.read()
                .format("delta")
                .load(lake.feed(Feed.CASES.label()))
                .select("currency")
                .distinct()
                .as(Encoders.STRING())
                .collectAsList();
        inputs.deciders().policies().forEach(policy -> policy.requireCurrencies(currencies));
        String version = FeatureCatalogue.standard(inputs.otherCases()).version();
        MapPartitionsFunction<byte[], Row> score = histories -> {
            CaseScoring scoring = shared.value().scoring();
            Iterable<byte[]> all = () -> histories;
            return java.util.stream.StreamSupport.stream(all.spliterator(), false)
                    .flatMap(bytes -> rows(History.decode(bytes), asOf, feeds, scoring, version).stream())
                    .iterator();
        };
        Stamp made = Histories.stamp(lake, FeatureCatalogue.standard(inputs.otherCases()))
                .withPolicy(inputs.deciders().label())
                .reading(lake.tables(), Feed.MANDATES.label(), lake.feed(Feed.MANDATES.label()));
        Histories.encoded(spark, lake)
                .mapPartitions(score, Encoders.row(SCHEMA))
                .write()
                .format("delta")
                .mode("overwrite")
                .partitionBy("as_of")
                .option("replaceWhere", "as_of = '" + day + "'")
                .option("mergeSchema", "true")
                .option(
                        "userMetadata",
                        Published.of(lake.tables(), lake.scores())
                                .with(day, made)
                                .json())
                .save(lake.scores());
        Map<String, Long> segments = new LinkedHashMap<>();
        Map<String, Long> routes = new LinkedHashMap<>();
        long cases = 0;
        for (Row row : spark.read()
                .format("delta")
                .load(lake.scores())
                .where(col("as_of").equalTo(lit(day)))
                .groupBy("segment", "route")
                .agg(count(lit(1)))
                .orderBy("segment", "route")
                .collectAsList()) {
            segments.merge(row.getString(0), row.getLong(2), Long::sum);
            routes.merge(row.getString(1), row.getLong(2), Long::sum);
            cases += row.getLong(2);
        }
        return new Result(day, cases, segments, routes);
    }

    private static List<Row> rows(History history, long asOf, FeedStarts feeds, CaseScoring scoring, String version) {
        List<Row> rows = new ArrayList<>();
        for (CaseView view : new DebtorView(history, asOf, feeds, OtherCases.ofVersion(version)).cases()) {
            if (view.open()) {
                rows.add(SparkTable.row(ScoreRow.TABLE, ScoreRow.of(scoring.score(view), version)));
            }
        }
        return rows;
    }
}
