package org.solvens.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.history.ProtectionRow;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
import org.solvens.spark.SparkTable;
import org.solvens.spark.TableFiles;

/// Maintains the table of protections: the debtors that a refused record would protect. They are protected
/// until the record is corrected.
///
/// The row has the key of the refused record, so that an accepted version of it that is not older takes its
/// place in the history. A record that contradicts an accepted version of the same time protects from the next
/// millisecond on, so that it counts next to that version. A row that names no debtor and no known case cannot
/// protect anyone: {@link #unnamed} gives those rows, and scoring must wait until a person has looked at them.
public final class Protections {
    private static final List<String> IDENTITY = ProtectionRow.TABLE.columns().stream()
            .filter(org.solvens.table.Column::key)
            .map(org.solvens.table.Column::name)
            .toList();

    /// Column of refused rows with the hash of their file's content.
    static final String CONTENT = "_content_of_file";

    private final SparkSession spark;
    private final Lake lake;

    Protections(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// Whether refused rows of a feed protect a debtor.
    boolean of(Feed feed) {
        return Protective.feed(feed)
                && lake.tables().exists(lake.protections())
                && !TableFiles.read(spark, lake.tables(), lake.protections())
                        .where(col("feed").equalTo(feed.label()))
                        .isEmpty();
    }

    /// Writes the protections for refused rows.
    ///
    /// @param refused protective rows in the columns of {@link FeedRows}
    /// @param owners the debtor of each known case
    /// @param moves receives the protected debtors
    void write(Feed feed, Dataset<Row> refused, Dataset<Row> owners, Moves moves) {
        Dataset<Row> rows = rows(feed, refused, owners).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Dataset<Row> named = rows.where(col("debtor_id").isNotNull()).select("key", "debtor_id", "known_at");
            long count = named.count();
            if (count > 0) {
                moves.write(feed, named, count, true, true);
            }
            append(rows);
        } finally {
            rows.unpersist();
        }
    }

    private static Dataset<Row> rows(Feed feed, Dataset<Row> refused, Dataset<Row> owners) {
        Column none = lit(null).cast(DataTypes.StringType);
        Column ofCase = FeedContract.of(feed).has("case_id") ? col("case_id") : none;
        Column debtor = col(FeedTable.DEBTOR);
        Column owner = col(Owners.OWNER);
        Column file = substring_index(col(FeedRows.FILE), "/", -1);
        Column known = coalesce(col("known_at"), lit(Instant.EPOCH));
        Dataset<Row> found = refused.withColumn("_of_case", ofCase)
                .join(owners, col("_of_case").equalTo(col("_known_case")), "left")
                .withColumn(
                        "_who",
                        when(debtor.isNull().and(owner.isNull()), array(who(none, col("_of_case"))))
                                .when(debtor.isNull(), array(who(owner, col("_of_case"))))
                                .when(owner.isNull(), array(who(debtor, none)))
                                .when(owner.equalTo(debtor), array(who(debtor, col("_of_case"))))
                                .otherwise(array(who(debtor, none), who(owner, none))))
                .withColumn("_who", explode(col("_who")))
                .select(
                        lit(feed.label()).as("feed"),
                        coalesce(col(FeedRows.KEY), unreadable(file, col(CONTENT), col(FeedRows.LINE)))
                                .as("key"),
                        col("_who.debtor_id").as("debtor_id"),
                        col("_who.case_id").as("case_id"),
                        when(
                                        col(FeedRows.CODE).equalTo("KEY-CONFLICT"),
                                        known.plus(expr("make_dt_interval(0, 0, 0, 0.001)")))
                                .otherwise(known)
                                .as("known_at"),
                        file.as("file"),
                        col(CONTENT).as("content"),
                        col(FeedRows.LINE).as("line"),
                        col(FeedRows.CODE).as("code"),
                        col(FeedRows.REASON).as("reason"));
        return SparkTable.select(found, ProtectionRow.TABLE).distinct();
    }

    private static Column who(Column debtor, Column ofCase) {
        return struct(debtor.as("debtor_id"), ofCase.as("case_id"));
    }

    /// The identifier of a row with a key that cannot be read.
    private static Column unreadable(Column file, Column content, Column line) {
        return concat(
                file, lit("@"), substring(content, 1, FileContent.SHOWN), lit(":"), line.cast(DataTypes.StringType));
    }

    private synchronized void append(Dataset<Row> rows) {
        Dataset<Row> fresh = rows;
        if (lake.tables().exists(lake.protections())) {
            Dataset<Row> there = TableFiles.read(spark, lake.tables(), lake.protections())
                    .select(IDENTITY.stream()
                            .map(name -> col(name).as("_" + name))
                            .toArray(Column[]::new));
            Column same = IDENTITY.stream()
                    .map(name -> col(name).eqNullSafe(col("_" + name)))
                    .reduce(Column::and)
                    .orElseThrow();
            fresh = rows.join(there, same, "left_anti");
        }
        fresh = fresh.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            if (!fresh.isEmpty()) {
                TableFiles.append(lake.tables(), lake.protections(), fresh);
            }
        } finally {
            fresh.unpersist();
        }
    }

    /// A refused row that would protect a debtor, but does not name a known one or has a `known_at` in the
    /// future.
    ///
    /// @param key of the record, or the place of the row if the key cannot be read
    /// @param caseId a case that is not known; null if the row names no case
    /// @param content hash of the file's content
    public record Unnamed(
            String feed,
            String key,
            @Nullable String caseId,
            String file,
            String content,
            long line,
            String code,
            String reason) {
        /// The name by which a person accepts the row, such as `protection/holds.csv@3f6a01c2:7`. A row on the
        /// same line of another file with the same name has another name.
        public String name() {
            return "protection/" + place();
        }

        /// File, hash of its content, and line.
        public String place() {
            return FileContent.place(file, content, line);
        }

        /// Whether the key could be read, so that an accepted record of the key resolves the row.
        boolean readable() {
            return !key.equals(place());
        }
    }

    /// The refused rows that would protect a debtor but name no known one, in order of file and line. A row is
    /// resolved once a record of its key is accepted, which happens by itself when the case that it names
    /// becomes known.
    ///
    /// @param accepted names of rows that a person has looked at and accepted
    public static List<Unnamed> unnamed(SparkSession spark, Lake lake, Set<String> accepted) {
        if (!lake.tables().exists(lake.protections())) {
            return List.of();
        }
        Dataset<Row> all = TableFiles.read(spark, lake.tables(), lake.protections());
        Dataset<Row> named = all.where(col("debtor_id").isNotNull())
                .select(
                        col("feed").as("_feed"),
                        col("content").as("_content"),
                        col("line").as("_line"));
        Dataset<Row> open = all.where(col("debtor_id").isNull())
                .join(
                        named,
                        col("feed")
                                .equalTo(col("_feed"))
                                .and(col("content").equalTo(col("_content")))
                                .and(col("line").equalTo(col("_line"))),
                        "left_anti");
        List<Unnamed> found = new ArrayList<>(unresolved(spark, lake, open));
        found.removeIf(row -> accepted.contains(row.name()));
        return List.copyOf(found);
    }

    /// The refused rows that name a debtor but have a `known_at` later than anything that a decision of today
    /// uses. They protect no one yet, and their time may be wrong. They are in order of file and line.
    ///
    /// @param asOf milliseconds UTC of the decision
    public static List<Unnamed> later(SparkSession spark, Lake lake, long asOf) {
        return lake.tables().exists(lake.protections())
                ? unresolved(
                        spark,
                        lake,
                        TableFiles.read(spark, lake.tables(), lake.protections())
                                .where(col("debtor_id").isNotNull())
                                .where(col("known_at").geq(lit(Instant.ofEpochMilli(asOf)))))
                : List.of();
    }

    /// The rows with a key that no accepted record has.
    private static List<Unnamed> unresolved(SparkSession spark, Lake lake, Dataset<Row> open) {
        List<Unnamed> found = new ArrayList<>();
        for (Feed feed : Stream.of(Feed.values()).filter(Protective::feed).toList()) {
            Dataset<Row> rows = open.where(col("feed").equalTo(feed.label()));
            String table = lake.feed(feed.label());
            if (lake.tables().exists(table)) {
                String key = ((List<?>) FeedContract.of(feed).schema().getObjectProp("key"))
                        .getFirst()
                        .toString();
                Dataset<Row> keys = TableFiles.read(spark, lake.tables(), table).select(col(key).as("_key"));
                Column readable = col("key").notEqual(unreadable(col("file"), col("content"), col("line")));
                rows = rows.join(keys, col("key").equalTo(col("_key")).and(readable), "left_anti");
            }
            for (Row row : rows.select("feed", "key", "case_id", "file", "content", "line", "code", "reason")
                    .distinct()
                    .collectAsList()) {
                found.add(new Unnamed(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getString(7)));
            }
        }
        found.sort(Comparator.comparing(Unnamed::file).thenComparingLong(Unnamed::line));
        return List.copyOf(found);
    }

    /// The same with no row accepted.
    public static List<Unnamed> unnamed(SparkSession spark, Lake lake) {
        return unnamed(spark, lake, Set.of());
    }

    /// The problem to show for rows that would protect a debtor and are later than anything else.
    ///
    /// @param rows at least one
    public static Problem problemOfLater(List<Unnamed> rows) {
        Unnamed first = rows.getFirst();
        return new Problem(
                "PROTECTION-LATER",
                first.file() + ":" + first.line(),
                rows.size() == 1
                        ? "a refused row of " + first.feed() + " would protect a debtor from a later time on"
                        : rows.size() + " refused rows would protect debtors from a later time on; this is the first"
                                + " of them, in " + first.feed(),
                "known_at is later than anything else in the lake; the row was refused for " + first.code() + ": "
                        + first.reason(),
                "correct the row and ingest it again, or accept the check " + first.name()
                        + " with a reason in a file (--accept FILE); nothing is scored until then");
    }

    /// The problem to show for rows that would protect a debtor but name no known one.
    ///
    /// @param rows at least one
    public static Problem problem(List<Unnamed> rows) {
        Unnamed first = rows.getFirst();
        return new Problem(
                "PROTECTION-UNNAMED",
                first.file() + ":" + first.line(),
                rows.size() == 1
                        ? "a refused row of " + first.feed()
                                + " would protect a debtor but names no known debtor or case"
                        : rows.size()
                                + " refused rows would protect debtors but name no known debtor or case; this is"
                                + " the first of them, in " + first.feed(),
                first.code() + ": " + first.reason(),
                (first.readable()
                                ? "correct the row and ingest it again, or accept the check "
                                : "the key could not be read: ingest the corrected record, and accept the check ")
                        + first.name() + " with a reason in a file (--accept FILE); nothing is scored until then");
    }
}
