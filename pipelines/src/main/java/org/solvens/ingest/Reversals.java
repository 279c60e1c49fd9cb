package org.solvens.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.FeedContract;

/// Finds the reversals and refunds of a batch that cannot be accepted. It reads only entries of the debtors
/// concerned and entries that a reversal names.
final class Reversals {
    static final StructType REFUSED = new StructType()
            .add(FeedRows.FILE, DataTypes.StringType)
            .add(FeedRows.POSITION, DataTypes.LongType)
            .add("_refusal", DataTypes.StringType);

    private static final String NAMED = "_named";
    private static final String OF = "_of";
    private static final String LEFT_BEHIND = "REVERSAL-CASE: a reversal names this entry on a case of the debtor who"
            + " would lose it; correct the case of the reversal in the same delivery";

    private Reversals() {}

    /// Whether a payment record takes money back.
    static boolean takesBack(FeedContract contract, @Nullable Object[] values) {
        Object kind = values[contract.position("kind")];
        return !Boolean.TRUE.equals(values[contract.position("retracted")])
                && (kind == null ? values[contract.position("reversal_of")] != null : !"PAYMENT".equals(kind));
    }

    /// All versions of entries that have a version in the batch and versions with different debtors; null if
    /// there are none, as nearly always.
    ///
    /// @param fresh accepted payments of the batch that the lake does not have, with their debtor
    /// @param stored the table of payments; null if there is none
    static @Nullable Dataset<Row> moving(Dataset<Row> fresh, @Nullable Dataset<Row> stored) {
        Dataset<Row> versions = arriving(fresh);
        if (stored != null) {
            Dataset<Row> keys = fresh.select(col("payment_id").as("_key")).distinct();
            versions =
                    versions.union(stored(stored).join(keys, col("payment_id").equalTo(col("_key")), "left_semi"));
        }
        Dataset<Row> moved = versions.groupBy(col("payment_id").as("_key"))
                .agg(min(FeedTable.DEBTOR).as("_least"), max(FeedTable.DEBTOR).as("_most"))
                .where(col("_least").notEqual(col("_most")));
        Dataset<Row> moving = versions.join(moved, col("payment_id").equalTo(col("_key")), "left_semi")
                .persist(StorageLevel.MEMORY_AND_DISK());
        if (moving.isEmpty()) {
            moving.unpersist();
            return null;
        }
        return moving;
    }

    /// The corrections that would give an entry to another debtor while a reversal of it stays behind: file,
    /// position, code and reason joined by a colon. The entry would count in full again. If the reversal moves
    /// in the same delivery, both move.
    ///
    /// @param moving from {@link #moving}
    static Dataset<Row> leftBehind(Dataset<Row> moving, Dataset<Row> fresh, @Nullable Dataset<Row> stored) {
        Dataset<Row> all = stored == null ? arriving(fresh) : arriving(fresh).union(stored(stored));
        Dataset<Row> names = moving.select(
                        col("payment_id").as("_moved"), col("payment_id").as("_name"))
                .union(moving.where(col("reference").isNotNull()).select("payment_id", "reference"))
                .distinct();
        Dataset<Row> naming = all.where(col("_kind").equalTo("REVERSAL"))
                .join(names, col(OF).equalTo(col("_name")))
                .select(
                        col("_moved"),
                        col("_name"),
                        col("payment_id"),
                        col(FeedTable.DEBTOR),
                        col("_known"),
                        col("_retracted"),
                        col(FeedRows.POSITION));
        Column order = struct(col("_known"), col(FeedRows.POSITION));
        Dataset<Row> holders = naming.groupBy("_moved", "_name", "payment_id")
                .agg(
                        max_by(col(FeedTable.DEBTOR), order).as("_holder"),
                        max_by(col("_retracted"), order).as("_gone"))
                .where(not(col("_gone")))
                .select(col("_moved"), col("_name"), col("payment_id").as("_reversal"), col("_holder"));
        // Regular payments may share one reference: then the reversal may be for one that stays.
        Dataset<Row> sharing = all.where(
                        col("_kind").equalTo("PAYMENT").and(col("reference").isNotNull()))
                .select(
                        col("reference").as("_shared"),
                        col(FeedTable.DEBTOR).as("_by"),
                        col("payment_id").as("_other"));
        Dataset<Row> before = moving.select(
                col("payment_id").as("_entry"), col(FeedTable.DEBTOR).as("_owner"));
        Dataset<Row> blocking = holders.join(
                        sharing,
                        col("_name")
                                .equalTo(col("_shared"))
                                .and(col("_holder").equalTo(col("_by")))
                                .and(col("_moved").notEqual(col("_other"))),
                        "left_anti")
                .join(
                        before,
                        col("_moved").equalTo(col("_entry")).and(col("_holder").equalTo(col("_owner"))),
                        "left_semi");
        Dataset<Row> since = naming.select(
                        col("payment_id").as("_id"),
                        col(FeedTable.DEBTOR).as("_at"),
                        col("_known").as("_from"))
                .groupBy("_id", "_at")
                .agg(min("_from").as("_from"));
        Dataset<Row> blocked = blocking.join(
                        since,
                        col("_reversal").equalTo(col("_id")).and(col("_holder").equalTo(col("_at"))))
                .select("_moved", "_holder", "_from");
        return arriving(fresh)
                .join(blocked, col("payment_id").equalTo(col("_moved")))
                .where(col(FeedTable.DEBTOR)
                        .notEqual(col("_holder"))
                        .and(col("_known").geq(col("_from"))))
                .select(
                        col(FeedRows.FILE),
                        col(FeedRows.POSITION),
                        lit(LEFT_BEHIND).as("_refusal"))
                .distinct();
    }

    /// The debtors that lose an entry by the corrections of the batch: payment_id, debtor_id and the time of
    /// the loss in milliseconds UTC.
    ///
    /// @param moving from {@link #moving}
    /// @param refused from {@link #leftBehind}
    static Dataset<Row> lost(Dataset<Row> moving, Dataset<Row> refused) {
        Dataset<Row> later = moving.join(
                        refused.toDF("_refused_file", "_refused_position", "_why"),
                        col(FeedRows.FILE)
                                .equalTo(col("_refused_file"))
                                .and(col(FeedRows.POSITION).equalTo(col("_refused_position"))),
                        "left_anti")
                .select(
                        col("payment_id").as("_entry"),
                        col(FeedTable.DEBTOR).as("_owner"),
                        col("_known").as("_since"));
        return moving.join(
                        later,
                        col("payment_id")
                                .equalTo(col("_entry"))
                                .and(col(FeedTable.DEBTOR).notEqual(col("_owner")))
                                .and(col("_known").lt(col("_since"))))
                .select("payment_id", FeedTable.DEBTOR, "_since");
    }

    /// The refused rows: file, position, code and reason joined by a colon.
    ///
    /// @param fresh accepted payments of the batch that the lake does not have, with their debtor
    /// @param stored the table of payments; null if there is none
    /// @param owners the debtor of each case
    /// @param lost entries that a debtor no longer has: payment_id, debtor_id, and the time of the loss in
    ///     milliseconds UTC
    static Dataset<Row> refused(
            SparkSession spark,
            Dataset<Row> fresh,
            @Nullable Dataset<Row> stored,
            Dataset<Row> owners,
            FileCounts.TakenBack takenBack,
            @Nullable Dataset<Row> lost) {
        Dataset<Row> entries = arriving(fresh);
        if (stored != null) {
            entries = entries.union(stored(stored));
        }
        if (takenBack.cases() != null && takenBack.names() != null) {
            Dataset<Row> debtors = owners.join(
                            broadcast(texts(spark, takenBack.cases(), "_case")),
                            col("_known_case").equalTo(col("_case")))
                    .select(col(Owners.OWNER).as("_concerned"))
                    .distinct();
            entries = entries.join(broadcast(debtors), col(FeedTable.DEBTOR).equalTo(col("_concerned")), "left")
                    .join(
                            broadcast(texts(spark, takenBack.names(), "_name")),
                            col("payment_id").equalTo(col("_name")),
                            "left")
                    .where(col("_concerned").isNotNull().or(col("_name").isNotNull()))
                    .drop("_concerned", "_name");
        }
        entries = entries.persist(StorageLevel.MEMORY_AND_DISK());
        Dataset<Row> known = entries.select(col("payment_id").as(NAMED)).distinct();
        Dataset<Row> there = lost == null
                ? entries
                : entries.join(
                        lost.toDF("_lost", "_loser", "_since"),
                        col("payment_id")
                                .equalTo(col("_lost"))
                                .and(col(FeedTable.DEBTOR).equalTo(col("_loser")))
                                .and(col("_known").lt(col("_since"))),
                        "left_anti");
        Dataset<Row> judged = there.join(known, col(OF).equalTo(col(NAMED)), "left")
                .withColumn(NAMED, col(NAMED).isNotNull())
                .select(
                        FeedTable.DEBTOR,
                        "payment_id",
                        "case_id",
                        "_amount",
                        "_paid_on",
                        "_kind",
                        OF,
                        "reference",
                        "_known",
                        "_retracted",
                        NAMED,
                        FeedRows.FILE,
                        FeedRows.POSITION)
                .repartition(col(FeedTable.DEBTOR))
                .sortWithinPartitions(FeedTable.DEBTOR)
                .mapPartitions((MapPartitionsFunction<Row, Row>) Judging::new, Encoders.row(REFUSED))
                .persist(StorageLevel.MEMORY_AND_DISK());
        judged.count();
        entries.unpersist();
        return judged;
    }

    private static Dataset<Row> texts(SparkSession spark, Collection<String> texts, String name) {
        return spark.createDataset(List.copyOf(texts), Encoders.STRING()).toDF(name);
    }

    private static Dataset<Row> arriving(Dataset<Row> fresh) {
        return entries(fresh, col(FeedRows.FILE), col(FeedRows.POSITION));
    }

    private static Dataset<Row> stored(Dataset<Row> table) {
        return entries(table, lit(null).cast(DataTypes.StringType), lit(-1L).cast(DataTypes.LongType));
    }

    private static Dataset<Row> entries(Dataset<Row> payments, Column file, Column position) {
        return payments.select(
                col(FeedTable.DEBTOR),
                col("payment_id"),
                col("case_id"),
                FeedTable.thousandths(col("amount")).as("_amount"),
                unix_date(col("paid_on")).as("_paid_on"),
                coalesce(
                                col("kind"),
                                when(col("reversal_of").isNotNull(), "REVERSAL").otherwise("PAYMENT"))
                        .as("_kind"),
                col("reversal_of").as(OF),
                col("reference"),
                unix_millis(col("known_at")).as("_known"),
                coalesce(col("retracted"), lit(false)).as("_retracted"),
                file.as(FeedRows.FILE),
                position.as(FeedRows.POSITION));
    }

    /// Judges the sorted entries of a partition, one debtor after the other.
    private static final class Judging implements Iterator<Row> {
        private final Iterator<Row> entries;
        private @Nullable Row next;
        private Iterator<Row> refused = List.<Row>of().iterator();

        Judging(Iterator<Row> entries) {
            this.entries = entries;
            advance();
        }

        private void advance() {
            next = entries.hasNext() ? entries.next() : null;
        }

        @Override
        public boolean hasNext() {
            while (!refused.hasNext() && next != null) {
                String debtor = next.getString(0);
                List<ReversalLedger.Version> versions = new ArrayList<>();
                while (next != null && next.getString(0).equals(debtor)) {
                    versions.add(version(next));
                    advance();
                }
                refused = ReversalLedger.refusals(versions).stream()
                        .map(refusal -> RowFactory.create(
                                refusal.version().file(),
                                refusal.version().position(),
                                refusal.code() + ": " + refusal.reason()))
                        .iterator();
            }
            return refused.hasNext();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return refused.next();
        }

        private static ReversalLedger.Version version(Row row) {
            return new ReversalLedger.Version(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getInt(4),
                    ReversalLedger.Kind.valueOf(row.getString(5)),
                    row.getString(6),
                    row.getString(7),
                    row.getLong(8),
                    row.getBoolean(9),
                    row.getBoolean(10),
                    row.getString(11),
                    row.getLong(12));
        }
    }
}
