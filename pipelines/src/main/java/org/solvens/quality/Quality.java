package org.solvens.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.ingest.FeedTable;
import org.solvens.lake.Lake;
import org.solvens.lake.Stamp;
import org.solvens.quality.Count.Kind;
import org.solvens.report.QualityRow;
import org.solvens.spark.SparkTable;
import org.solvens.spark.TableFiles;

/// Checks the feeds of a lake as of a date, in one query over all of them, and keeps the results.
public final class Quality {
    private static final StructType COUNTS = new StructType()
            .add("feed", DataTypes.StringType)
            .add("kind", DataTypes.StringType)
            .add("column", DataTypes.StringType)
            .add("bucket", DataTypes.StringType)
            .add("slot", DataTypes.IntegerType)
            .add("rows", DataTypes.LongType);

    private final SparkSession spark;
    private final Lake lake;
    private final boolean stores;

    public Quality(SparkSession spark, Lake lake) {
        this(spark, lake, true);
    }

    /// @param stores whether the results are stored in the lake
    public Quality(SparkSession spark, Lake lake, boolean stores) {
        this.spark = spark;
        this.lake = lake;
        this.stores = stores;
    }

    /// Checks every feed that the lake has, and replaces the results of the as-of date; those of other
    /// dates stay.
    ///
    /// @param asOf a day, UTC; records known on it or later are ignored
    public List<Result> check(LocalDate asOf) {
        return check(asOf, AcceptedChecks.NONE);
    }

    /// Checks every feed. The reasons for which checks may fail are kept with the results.
    public List<Result> check(LocalDate asOf, AcceptedChecks accepted) {
        List<Result> results = new ArrayList<>();
        for (FeedProfile profile : profiles(new Calendar(asOf))) {
            for (Constraint constraint : Constraint.of(profile.feed())) {
                results.add(accepted.applied(constraint.judge(profile)));
            }
        }
        write(asOf, results, true);
        return results;
    }

    /// Keeps further results next to those of {@link #check}, which comes first.
    public void add(LocalDate asOf, List<Result> results) {
        if (!results.isEmpty()) {
            write(asOf, results, false);
        }
    }

    private List<FeedProfile> profiles(Calendar calendar) {
        Map<Feed, Dataset<Row>> tables = new EnumMap<>(Feed.class);
        for (Feed feed : Feed.values()) {
            String path = lake.feed(feed.label());
            if (lake.tables().exists(path)) {
                tables.put(feed, TableFiles.read(spark, lake.tables(), path));
            }
        }
        Map<Feed, Map<Count, Long>> counts = counts(calendar, tables);
        int newest = counts.entrySet().stream()
                .filter(entry -> entry.getKey() != Feed.MANDATES)
                .flatMap(entry -> entry.getValue().keySet().stream())
                .filter(count -> count.kind() == Kind.KNOWN)
                .mapToInt(Count::slot)
                .min()
                .orElse(0);
        boolean closed = counts.containsKey(Feed.CASES)
                && new FeedProfile(Feed.CASES, calendar, counts.get(Feed.CASES), newest, false).ended();
        return counts.entrySet().stream()
                .map(entry -> new FeedProfile(entry.getKey(), calendar, entry.getValue(), newest, closed))
                .toList();
    }

    private static Map<Feed, Map<Count, Long>> counts(Calendar calendar, Map<Feed, Dataset<Row>> tables) {
        Map<Feed, Map<Count, Long>> counts = new EnumMap<>(Feed.class);
        tables.keySet().forEach(feed -> counts.put(feed, new HashMap<>()));
        Dataset<Row> query = query(calendar, tables);
        if (query != null) {
            for (Row row : query.collectAsList()) {
                Count count =
                        new Count(Kind.valueOf(row.getString(1)), row.getString(2), row.getString(3), row.getInt(4));
                counts.computeIfAbsent(Feed.valueOf(row.getString(0)), _ -> new HashMap<>())
                        .merge(count, row.getLong(5), Long::sum);
            }
        }
        // Comparing all ids needs a shuffle, so it is done only if some id has white space or a leading zero.
        Set<String> odd = counts.values().stream()
                .flatMap(some -> some.keySet().stream())
                .filter(count -> count.kind() == Kind.ODD)
                .map(Count::column)
                .collect(Collectors.toSet());
        Map<Feed, Dataset<Row>> known = new EnumMap<>(Feed.class);
        tables.forEach((feed, rows) -> known.put(feed, known(rows, calendar)));
        Dataset<Row> similar = odd.isEmpty() ? null : SimilarIds.query(known, odd);
        if (similar != null) {
            for (Row row : similar.collectAsList()) {
                counts.computeIfAbsent(Feed.valueOf(row.getString(0)), _ -> new HashMap<>())
                        .put(Count.similar(row.getString(1), row.getString(2)), row.getLong(3));
            }
        }
        return counts;
    }

    private static @Nullable Dataset<Row> query(Calendar calendar, Map<Feed, Dataset<Row>> tables) {
        Dataset<Row> tallies = null;
        Dataset<Row> keys = null;
        Dataset<Row> references = null;
        for (Map.Entry<Feed, Dataset<Row>> entry : tables.entrySet()) {
            Feed feed = entry.getKey();
            FeedContract contract = FeedContract.of(feed);
            Dataset<Row> rows = known(entry.getValue(), calendar);
            tallies = union(tallies, tally(feed, rows, calendar));
            keys = union(
                    keys,
                    rows.select(
                            lit(feed.name()).as("feed"),
                            concat_ws("|", keyFields(contract)).as("key"),
                            col("known_at")));
            for (FeedContract.Field field : contract.fields()) {
                if (field.references() != null) {
                    references = union(
                            references,
                            rows.where(col(field.name()).isNotNull())
                                    .select(
                                            lit(feed.name()).as("feed"),
                                            lit(field.name()).as("column"),
                                            lit(field.references()).as("of"),
                                            col(field.name()).as("id")));
                }
            }
        }
        if (tallies == null || keys == null) {
            return null;
        }
        Dataset<Row> all = tallies.groupBy("feed", "kind", "column", "bucket", "slot")
                .agg(sum("rows").as("rows"))
                .union(keys.groupBy("feed", "key", "known_at")
                        .agg(count(lit(1)).as("n"))
                        .where(col("n").gt(1))
                        .groupBy("feed")
                        .agg(sum(col("n").minus(1)).as("rows"))
                        .select(columns(Kind.REPEATED, lit(""))));
        Dataset<Row> cases = tables.get(Feed.CASES);
        if (references != null && cases != null) {
            Dataset<Row> known = cases.select(
                            lit("cases").as("known_of"), col("case_id").as("known_id"))
                    .union(cases.select(lit("debtors"), col(FeedTable.DEBTOR)))
                    .distinct();
            all = all.union(references
                    .groupBy("feed", "column", "of", "id")
                    .agg(count(lit(1)).as("n"))
                    .join(
                            known,
                            col("of").equalTo(col("known_of")).and(col("id").equalTo(col("known_id"))),
                            "left_anti")
                    .groupBy("feed", "column")
                    .agg(sum("n").as("rows"))
                    .select(columns(Kind.BROKEN, col("column"))));
        }
        return all;
    }

    private static Dataset<Row> known(Dataset<Row> rows, Calendar calendar) {
        Column unseen = col("known_at").geq(lit(Instant.ofEpochMilli(calendar.end())));
        return rows.where(col("known_at").isNull().or(not(unseen)));
    }

    private static Column[] columns(Kind kind, Column column) {
        return new Column[] {
            col("feed"),
            lit(kind.name()).as("kind"),
            column.as("column"),
            lit("").as("bucket"),
            lit(-1).as("slot"),
            col("rows")
        };
    }

    private static Column[] keyFields(FeedContract contract) {
        List<?> names = (List<?>) contract.schema().getObjectProp("key");
        return names.stream().map(name -> col(name.toString())).toArray(Column[]::new);
    }

    private static Dataset<Row> union(@Nullable Dataset<Row> some, Dataset<Row> more) {
        return some == null ? more : some.union(more);
    }

    private static Dataset<Row> tally(Feed feed, Dataset<Row> rows, Calendar calendar) {
        FeedContract contract = FeedContract.of(feed);
        int width = contract.fields().size();
        MapPartitionsFunction<Row, Row> count = some -> {
            FeedTally tally = new FeedTally(feed, calendar);
            @Nullable Object[] values = new @Nullable Object[width];
            while (some.hasNext()) {
                Row row = some.next();
                for (int i = 0; i < width; i++) {
                    values[i] = row.get(i);
                }
                tally.add(values);
            }
            return tally.counts().entrySet().stream()
                    .map(entry -> RowFactory.create(
                            feed.name(),
                            entry.getKey().kind().name(),
                            entry.getKey().column(),
                            entry.getKey().bucket(),
                            entry.getKey().slot(),
                            entry.getValue()))
                    .iterator();
        };
        return rows.select(FeedTable.insideForm(contract)).mapPartitions(count, Encoders.row(COUNTS));
    }

    private void write(LocalDate asOf, List<Result> results, boolean replace) {
        if (!stores) {
            return;
        }
        List<Row> rows = results.stream()
                .map(result -> SparkTable.row(QualityRow.TABLE, result.row(asOf)))
                .toList();
        DataFrameWriter<Row> writer = spark.createDataFrame(rows, SparkTable.schema(QualityRow.TABLE))
                .coalesce(1)
                .write()
                .format("delta")
                // Results of an earlier version have fewer columns.
                .option("mergeSchema", "true");
        writer = replace
                ? writer.mode("overwrite").option("replaceWhere", "as_of = '" + asOf + "'")
                : writer.mode("append");
        Stamp made = Stamp.of(null, Map.of());
        for (Feed feed : Feed.values()) {
            made = made.reading(lake.tables(), feed.label(), lake.feed(feed.label()));
        }
        writer.option("userMetadata", made.json()).save(lake.quality());
    }
}
