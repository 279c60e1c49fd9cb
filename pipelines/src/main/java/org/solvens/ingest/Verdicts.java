package org.solvens.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.first_value;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.spark.TableFiles;

/// Judges the records that the contract accepts by what the lake has and by each other: a record is new, known,
/// replaced by a later line of its file, or refused.
final class Verdicts {
    private static final String STORED = "_stored";
    private static final String CONTENT = "_content";
    private static final String VALID = "_valid";
    private static final String LAST = "_last";
    /// The column of the verdict: one of the following, or the code of a refusal.
    static final String VERDICT = "_verdict";
    static final String NEW = "NEW";
    private static final String KNOWN = "KNOWN";
    private static final String REPLACED = "REPLACED";

    private final SparkSession spark;
    private final Lake lake;
    private final Owners owners;

    Verdicts(SparkSession spark, Lake lake, Owners owners) {
        this.spark = spark;
        this.lake = lake;
        this.owners = owners;
    }

    /// How many records have each verdict.
    ///
    /// @param added records that are new to the lake
    /// @param replaced records that a later line of their file replaces
    /// @param late records that are refused because of the lake's content
    /// @param waited records of earlier ingests that are accepted now
    /// @param waits records among the late ones that wait from now on
    /// @param stillWaits records of earlier ingests that go on waiting
    record Written(long added, long replaced, long late, long waited, long waits, long stillWaits) {
        static final Written NOTHING = new Written(0, 0, 0, 0, 0, 0);
    }

    /// The judged rows by verdict.
    static Written counted(Dataset<Row> judged, KeptRows kept) {
        Map<String, Long> counts = new TreeMap<>();
        long waited = 0;
        long waits = 0;
        long stillWaits = 0;
        for (Map.Entry<List<String>, Long> line :
                kept.counts(judged, col(VERDICT), col(Waiting.WAITED)).entrySet()) {
            String verdict = line.getKey().getFirst();
            long count = line.getValue();
            if (!Boolean.parseBoolean(line.getKey().getLast())) {
                counts.put(verdict, count);
                waits += Waiting.CODES.contains(verdict) ? count : 0;
            } else {
                waited += verdict.equals(NEW) ? count : 0;
                stillWaits += Waiting.CODES.contains(verdict) ? count : 0;
            }
        }
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long added = counts.getOrDefault(NEW, 0L);
        long replaced = counts.getOrDefault(REPLACED, 0L);
        long late = all - added - replaced - counts.getOrDefault(KNOWN, 0L);
        return new Written(added, replaced, late, waited, waits, stillWaits);
    }

    /// The judged rows without those that are refused. A line that was replaced by a refused one counts again.
    ///
    /// @param mayBeReplaced whether some of the rows are replaced by others
    static Dataset<Row> without(Dataset<Row> judged, Dataset<Row> refused, boolean mayBeReplaced) {
        Dataset<Row> renamed = refused.toDF("_refused_file", "_refused_position", "_refusal");
        Dataset<Row> joined = judged.join(
                broadcast(renamed),
                col(FeedRows.FILE)
                        .equalTo(col("_refused_file"))
                        .and(col(FeedRows.POSITION).equalTo(col("_refused_position"))),
                "left");
        Column verdict = col(VERDICT);
        if (mayBeReplaced) {
            Column replaced = col(VERDICT).equalTo(REPLACED);
            joined = joined.withColumn("_replaced", replaced)
                    .withColumn(
                            "_of_refused",
                            max(col("_refusal").isNotNull())
                                    .over(Window.partitionBy(col(FeedRows.KEY), col("known_at"))))
                    .withColumn(
                            "_next",
                            row_number()
                                    .over(Window.partitionBy(col(FeedRows.KEY), col("known_at"), col("_replaced"))
                                            .orderBy(
                                                    col(FeedRows.FILE),
                                                    col(FeedRows.POSITION).desc())));
            verdict = when(
                            col("_replaced")
                                    .and(col("_of_refused"))
                                    .and(col("_next").equalTo(1)),
                            NEW)
                    .otherwise(verdict);
        }
        return joined.withColumn(FeedRows.REASON, coalesce(col("_refusal"), col(FeedRows.REASON)))
                .withColumn(
                        VERDICT,
                        when(col("_refusal").isNotNull(), code(col("_refusal"))).otherwise(verdict))
                .drop("_refused_file", "_refused_position", "_refusal", "_replaced", "_of_refused", "_next");
    }

    /// Whether a later line replaces any of the judged rows.
    static boolean anyReplaced(Dataset<Row> judged) {
        return !judged.where(col(VERDICT).equalTo(REPLACED)).isEmpty();
    }

    static Column code(Column reason) {
        return substring_index(reason, ": ", 1);
    }

    /// The accepted rows with their debtor, and a reason if they refer to an unknown case or debtor.
    private Dataset<Row> referred(Dataset<Row> read, Waiting.@Nullable Held held, Feed feed) {
        Dataset<Row> rows = read.where(col(FeedRows.CODE).isNull())
                .drop(FeedRows.CODE, FeedRows.REASON, FeedRows.RAW, FeedRows.PROTECTS)
                .withColumn(Waiting.WAITED, lit(false));
        rows = held == null ? rows : rows.unionByName(held.rows().withColumn(Waiting.WAITED, lit(true)));
        rows = rows.withColumn(FeedRows.REASON, lit(null).cast(DataTypes.StringType));
        return owners.withDebtor(feed, rows);
    }

    /// The accepted rows with a verdict if no version is repeated: NEW, or the code of a refusal.
    ///
    /// @param read rows in the columns of {@link FeedRows}
    /// @param held records that wait, which are judged with them; null if there are none
    Dataset<Row> judged(Dataset<Row> read, Waiting.@Nullable Held held, Feed feed) {
        return referred(read, held, feed)
                .withColumn(VERDICT, when(col(FeedRows.REASON).isNull(), NEW).otherwise(code(col(FeedRows.REASON))));
    }

    /// The accepted rows with a verdict: NEW, KNOWN, REPLACED, or the code of a refusal.
    Dataset<Row> compared(Dataset<Row> read, Waiting.@Nullable Held held, Feed feed, @Nullable Dataset<Row> stored) {
        Dataset<Row> all = referred(read, held, feed).withColumn(STORED, lit(0));
        all = stored == null ? all : all.unionByName(stored.withColumn(STORED, lit(1)), true);
        all = all.withColumn(CONTENT, content(feed))
                .withColumn(VALID, col(FeedRows.REASON).isNull())
                .repartition(col(FeedRows.KEY));
        Column[] version = {col(FeedRows.KEY), col("known_at"), col(VALID)};
        WindowSpec inOneFile = Window.partitionBy(
                        Stream.concat(Stream.of(version), Stream.of(col(STORED), col(FeedRows.FILE)))
                                .toArray(Column[]::new))
                .orderBy(col(FeedRows.POSITION).desc());
        all = all.withColumn(LAST, row_number().over(inOneFile).equalTo(1));
        // A stored version comes first, else the last one of the first file.
        WindowSpec anywhere = Window.partitionBy(version)
                .orderBy(col(STORED).desc(), col(LAST).desc(), col(FeedRows.FILE), col(FeedRows.POSITION));
        Column verdict = when(not(col(VALID)), code(col(FeedRows.REASON)))
                .when(row_number().over(anywhere).equalTo(1), NEW)
                .when(first_value(col(CONTENT)).over(anywhere).equalTo(col(CONTENT)), KNOWN)
                .when(not(col(LAST)), REPLACED)
                .when(first_value(col(STORED)).over(anywhere).equalTo(1), "KEY-CONFLICT-STORED")
                .otherwise("KEY-CONFLICT");
        return all.withColumn(VERDICT, verdict)
                .where(col(STORED).equalTo(0))
                .withColumn(
                        FeedRows.REASON,
                        when(
                                        col(VERDICT).equalTo("KEY-CONFLICT-STORED"),
                                        "KEY-CONFLICT: the lake has a record with this key and this known_at that has"
                                                + " other content; give the later one a later known_at")
                                .when(
                                        col(VERDICT).equalTo("KEY-CONFLICT"),
                                        "KEY-CONFLICT: another file has a record with this key and this known_at that"
                                                + " has other content; give the later one a later known_at, or put both"
                                                + " in one file")
                                .otherwise(col(FeedRows.REASON)))
                .withColumn(
                        VERDICT,
                        when(col(VERDICT).equalTo("KEY-CONFLICT-STORED"), "KEY-CONFLICT")
                                .otherwise(col(VERDICT)))
                .drop(STORED, CONTENT, VALID, LAST);
    }

    /// The versions in the lake with a `known_at` in the same span as the incoming records; null if there can
    /// be none, as on an ordinary day.
    @Nullable
    Dataset<Row> stored(Incoming incoming) {
        String path = lake.feed(incoming.feed().label());
        Optional<DeltaTable.Span> span =
                lake.tables().exists(path) ? lake.tables().open(path).span("known_at") : Optional.empty();
        Instant first = incoming.first();
        Instant last = incoming.last();
        if (span.isEmpty()
                || first == null
                || last == null
                || span.get().first() > last.toEpochMilli()
                || span.get().last() < first.toEpochMilli()) {
            return null;
        }
        return TableFiles.read(spark, lake.tables(), path)
                .where(col("known_at").between(first, last))
                .withColumn(FeedRows.KEY, key(incoming.feed()));
    }

    /// The key of a record in the columns of its table.
    static Column key(Feed feed) {
        FeedContract contract = FeedContract.of(feed);
        List<?> names = (List<?>) contract.schema().getObjectProp("key");
        Column[] columns = names.stream()
                .map(name -> {
                    Column column = col(name.toString());
                    return contract.fields()
                                            .get(contract.position(name.toString()))
                                            .type()
                                    == FieldType.DATE
                            ? unix_date(column).cast(DataTypes.StringType)
                            : column.cast(DataTypes.StringType);
                })
                .toArray(Column[]::new);
        return concat_ws("|", columns);
    }

    /// A hash of a record's content. A missing value is marked at its place, because the hash function ignores
    /// nulls.
    private static Column content(Feed feed) {
        return xxhash64(FeedContract.of(feed).fields().stream()
                .flatMap(field -> Stream.of(col(field.name()).isNull(), col(field.name())))
                .toArray(Column[]::new));
    }
}
