package org.solvens.pipelines;

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
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.feed.Money;
import org.solvens.history.Event;
import org.solvens.history.History;
import org.solvens.lake.Lake;
import org.solvens.lake.Published;
import org.solvens.lake.Stamp;
import org.solvens.model.AxisScore;
import org.solvens.model.Curve;
import org.solvens.model.CurveEstimate;
import org.solvens.policy.Decision;
import org.solvens.policy.Policy;
import org.solvens.scoring.CaseScoring;
import org.solvens.scoring.ScoredCase;

/// Scores every open case as of a date and decides on it, in one scan of the histories.
public final class Scores {
    private static final StructType SCHEMA = schema();

    private final SparkSession spark;
    private final Lake lake;

    public Scores(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// What was scored.
    ///
    /// @param segments cases of each
    /// @param routes cases of each
    public record Result(LocalDate asOf, long cases, Map<String, Long> segments, Map<String, Long> routes) {}

    /// Replaces the scores of an as-of date; those of other dates stay.
    ///
    /// @param asOf milliseconds UTC, a midnight
    /// @param inputs champions, policy, mandates
    Result write(long asOf, FeedStarts feeds, ScoringInputs inputs) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(asOf), ZoneOffset.UTC);
        Broadcast<ScoringInputs> shared =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(inputs);
        String policy = Policy.parse(inputs.policy(), inputs.policyName()).label();
        String version = FeatureCatalogue.standard(inputs.otherCases()).version();
        MapPartitionsFunction<byte[], Row> score = histories -> {
            CaseScoring scoring = shared.value().scoring();
            Iterable<byte[]> all = () -> histories;
            return java.util.stream.StreamSupport.stream(all.spliterator(), false)
                    .flatMap(bytes -> rows(History.decode(bytes), asOf, feeds, scoring, policy, version).stream())
                    .iterator();
        };
        Stamp made = Histories.stamp(lake, FeatureCatalogue.standard(inputs.otherCases()))
                .withPolicy(policy)
                .reading(Feed.MANDATES.label(), lake.feed(Feed.MANDATES.label()));
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
                        Published.of(lake.scores()).with(day, made).json())
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

    private static List<Row> rows(
            History history, long asOf, FeedStarts feeds, CaseScoring scoring, String policy, String version) {
        List<Row> rows = new ArrayList<>();
        for (CaseView view : new DebtorView(history, asOf, feeds, OtherCases.ofVersion(version)).cases()) {
            if (view.open()) {
                rows.add(row(scoring.score(view), policy, version));
            }
        }
        return rows;
    }

    private static StructType schema() {
        StructType schema = new StructType()
                .add("as_of", DataTypes.DateType)
                .add("case_id", DataTypes.StringType)
                .add("debtor_id", DataTypes.StringType)
                .add("creditor_id", DataTypes.StringType)
                .add("country", DataTypes.StringType)
                .add("currency", DataTypes.StringType)
                .add("stage", DataTypes.StringType)
                .add("days_past_due", DataTypes.IntegerType)
                .add("balance", DataTypes.createDecimalType(Money.PRECISION, Money.SCALE))
                .add("placed_on", DataTypes.DateType);
        for (Axis axis : Axis.scored()) {
            schema = score(schema, axis);
        }
        schema = schema.add("segment", DataTypes.StringType)
                .add("flags", DataTypes.createArrayType(DataTypes.StringType))
                .add("route", DataTypes.StringType)
                .add("second_route", DataTypes.StringType)
                .add("rule", DataTypes.StringType)
                .add("trace", DataTypes.createArrayType(DataTypes.StringType))
                .add("needs_human", DataTypes.BooleanType)
                .add("review_on", DataTypes.DateType)
                .add("holds", DataTypes.createArrayType(DataTypes.StringType))
                .add("reasons", DataTypes.createArrayType(DataTypes.StringType))
                .add("policy", DataTypes.StringType)
                .add("features_version", DataTypes.StringType)
                .add("route_probability", DataTypes.DoubleType);
        schema = score(score(schema, Axis.PROMISE_KEPT), Axis.SELF_CURE);
        return curve(curve(schema, Axis.EXPECTED_RECOVERY), Axis.PAYMENT_PROBABILITY);
    }

    private static StructType curve(StructType schema, Axis axis) {
        for (int days : Curve.DAYS) {
            String by = axis.label() + "_" + days + "d";
            schema = schema.add(by, DataTypes.DoubleType)
                    .add(by + "_low", DataTypes.DoubleType)
                    .add(by + "_high", DataTypes.DoubleType);
        }
        return schema.add(axis.label() + "_status", DataTypes.StringType)
                .add(axis.label() + "_model", DataTypes.StringType);
    }

    private static StructType score(StructType schema, Axis axis) {
        return schema.add(axis.label(), DataTypes.DoubleType)
                .add(axis.label() + "_points", DataTypes.IntegerType)
                .add(axis.label() + "_status", DataTypes.StringType)
                .add(axis.label() + "_model", DataTypes.StringType);
    }

    private static void add(List<@Nullable Object> values, AxisScore score) {
        AxisScore.Scored given = score instanceof AxisScore.Scored s ? s : null;
        values.add(given == null ? null : given.probability());
        values.add(given == null ? null : given.points());
        values.add(score.status());
        values.add(given == null ? null : given.modelId());
    }

    private static void add(List<@Nullable Object> values, CurveEstimate estimate) {
        CurveEstimate.Expected expected = estimate instanceof CurveEstimate.Expected e ? e : null;
        for (int days : Curve.DAYS) {
            Curve.Point point = expected == null
                    ? null
                    : expected.curve().points().stream()
                            .filter(p -> p.days() == days)
                            .findFirst()
                            .orElse(null);
            values.add(point == null ? null : point.value());
            values.add(point == null ? null : point.low());
            values.add(point == null ? null : point.high());
        }
        values.add(estimate.status());
        values.add(expected == null ? null : expected.modelId());
    }

    private static Row row(ScoredCase scored, String policy, String version) {
        CaseView view = scored.view();
        Decision decision = scored.decision();
        List<@Nullable Object> values = new ArrayList<>(SCHEMA.size());
        // The as-of day of the table, also where the day is another in the case's country.
        values.add(LocalDate.ofEpochDay(Event.dayOf(view.debtor().asOf())));
        values.add(view.caseId());
        values.add(view.debtor().history().debtorId());
        values.add(view.creditorId());
        values.add(view.placed().country());
        values.add(view.placed().currency());
        values.add(view.stage().name());
        values.add(view.daysPastDue());
        values.add(Money.decimal(view.balance()));
        values.add(LocalDate.ofEpochDay(view.placed().placedOn()));
        for (AxisScore score : scored.scores()) {
            add(values, score);
        }
        values.add(decision.segment().name());
        values.add(names(decision.flags()));
        values.add(decision.route().name());
        values.add(
                decision.secondRoute() == null ? null : decision.secondRoute().name());
        values.add(decision.rule());
        values.add(decision.trace().toArray(String[]::new));
        values.add(decision.needsHuman());
        values.add(decision.reviewOn());
        values.add(names(decision.holds()));
        values.add(scored.reasons().toArray(String[]::new));
        values.add(policy);
        values.add(version);
        // The policy explores nothing: the route it names is the one that is chosen.
        values.add(1.0);
        add(values, scored.estimates().promiseKept());
        add(values, scored.estimates().selfCure());
        add(values, scored.estimates().recovery());
        add(values, scored.estimates().payment());
        return RowFactory.create(values.toArray());
    }

    private static String[] names(java.util.Collection<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).sorted().toArray(String[]::new);
    }
}
