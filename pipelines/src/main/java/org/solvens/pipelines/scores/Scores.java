package org.solvens.pipelines.scores;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
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
import org.solvens.policy.Allotment;
import org.solvens.policy.Allotment.Count;
import org.solvens.policy.Capacity;
import org.solvens.policy.Capacity.Team;
import org.solvens.policy.Demand;
import org.solvens.scoring.CallChoice;
import org.solvens.scoring.CaseScoring;
import org.solvens.scoring.ScoreRow;
import org.solvens.spark.SparkTable;
import org.solvens.spark.TableFiles;

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
    /// @param teams what each team gives; empty if calls and reviews are not scarce
    public record Result(
            LocalDate asOf,
            long cases,
            Map<String, Long> segments,
            Map<String, Long> routes,
            Map<String, TeamLoad> teams) {}

    /// Cases that need a call or a review of a team, and how many of them get it.
    public record TeamLoad(long callsAsked, long callsGiven, long reviewsAsked, long reviewsGiven) {}

    /// The calls and reviews of the teams, shared out among the cases.
    private record Given(Capacity capacity, Allotment calls, Allotment reviews) implements Serializable {
        Map<String, TeamLoad> loads() {
            Map<String, TeamLoad> loads = new LinkedHashMap<>();
            for (Capacity.Team team : capacity.teams()) {
                Allotment.Share call = calls.of(team.team());
                Allotment.Share review = reviews.of(team.team());
                loads.put(team.team(), new TeamLoad(call.asked(), call.given(), review.asked(), review.given()));
            }
            return loads;
        }
    }

    /// A pass over the open cases of histories, on executors.
    private record Pass(Broadcast<ScoringInputs> inputs, long asOf, FeedStarts feeds, String version)
            implements Serializable {
        <T> Iterator<T> over(Iterator<byte[]> histories, BiFunction<CaseScoring, CaseView, T> decide) {
            CaseScoring scoring = inputs.value().scoring();
            Iterable<byte[]> all = () -> histories;
            return StreamSupport.stream(all.spliterator(), false)
                    .flatMap(bytes -> new DebtorView(History.decode(bytes), asOf, feeds, OtherCases.ofVersion(version))
                            .cases().stream())
                    .filter(CaseView::open)
                    .map(view -> decide.apply(scoring, view))
                    .iterator();
        }

        /// @param given null if calls and reviews are not scarce
        Row row(CaseScoring scoring, CaseView view, @Nullable Given given) {
            return SparkTable.row(
                    ScoreRow.TABLE,
                    given == null
                            ? ScoreRow.of(scoring.score(view), version)
                            : CallChoice.of(scoring, view)
                                    .row(given.capacity(), given.calls(), given.reviews(), version));
        }
    }

    /// Replaces the scores of an as-of date; those of other dates stay.
    ///
    /// @param asOf milliseconds UTC, a midnight
    /// @param inputs champions, policy, mandates
    /// @throws org.solvens.problem.Problem POLICY-CURRENCY if the policy lacks a currency of the cases
    public Result write(long asOf, FeedStarts feeds, ScoringInputs inputs) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(asOf), ZoneOffset.UTC);
        Broadcast<ScoringInputs> shared =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(inputs);
        List<String> currencies = TableFiles.read(spark, lake.tables(), lake.feed(Feed.CASES.label()))
                .select("currency")
                .distinct()
                .as(Encoders.STRING())
                .collectAsList();
        inputs.deciders().policies().forEach(policy -> policy.requireCurrencies(currencies));
        String version = FeatureCatalogue.standard(inputs.otherCases()).version();
        Pass pass = new Pass(shared, asOf, feeds, version);
        Given given = given(inputs.capacity(), pass);
        MapPartitionsFunction<byte[], Row> score =
                histories -> pass.over(histories, (scoring, view) -> pass.row(scoring, view, given));
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
        for (Row row : TableFiles.read(spark, lake.tables(), lake.scores())
                .where(col("as_of").equalTo(lit(day)))
                .groupBy("segment", "route")
                .agg(count(lit(1)))
                .orderBy("segment", "route")
                .collectAsList()) {
            segments.merge(row.getString(0), row.getLong(2), Long::sum);
            routes.merge(row.getString(1), row.getLong(2), Long::sum);
            cases += row.getLong(2);
        }
        return new Result(day, cases, segments, routes, given == null ? Map.of() : given.loads());
    }

    /// Shares out calls and reviews by what the cases ask for. The driver sees as many turns as there are
    /// calls and reviews, not the cases.
    ///
    /// @param capacity null if they are not scarce
    private @Nullable Given given(@Nullable Capacity capacity, Pass pass) {
        if (capacity == null) {
            return null;
        }
        JavaRDD<Demand> demands = Histories.encoded(spark, lake)
                .javaRDD()
                .mapPartitions(histories -> pass.over(
                        histories,
                        (scoring, view) -> CallChoice.of(scoring, view).demand(capacity)))
                .filter(demand -> !demand.nothing())
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Allotment calls = demands.treeAggregate(
                            new Count(capacity, Team::callsPerDay),
                            (count, demand) -> count.add(demand.team(), demand.call()),
                            (some, others) -> some.add(others))
                    .done();
            Allotment reviews = demands.treeAggregate(
                            new Count(capacity, Team::reviewsPerWeek),
                            (count, demand) -> count.add(demand.team(), demand.review(calls)),
                            (some, others) -> some.add(others))
                    .done();
            return new Given(capacity, calls, reviews);
        } finally {
            demands.unpersist();
        }
    }
}
