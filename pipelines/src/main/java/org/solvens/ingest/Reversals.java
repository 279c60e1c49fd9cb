package org.solvens.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
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
import org.jspecify.annotations.Nullable;
import org.solvens.facts.ReversalLedger;
import org.solvens.feed.FeedContract;
import org.solvens.history.Event.Payment.Kind;

/// Finds the reversals and refunds of a batch that cannot be accepted. It reads only entries of the debtors
/// concerned and entries that a reversal names.
final class Reversals {
    static final StructType REFUSED = new StructType()
            .add(FeedRows.FILE, DataTypes.StringType)
            .add(FeedRows.POSITION, DataTypes.LongType)
            .add("_refusal", DataTypes.StringType);

    private static final String NAMED = "_named";
    static final String OF = "_of";

    private Reversals() {}

    /// Whether a payment record takes money back.
    static boolean takesBack(FeedContract contract, @Nullable Object[] values) {
        Kind kind =
                Kind.of((String) values[contract.position("kind")], values[contract.position("reversal_of")] != null);
        return !Boolean.TRUE.equals(values[contract.position("retracted")]) && kind != Kind.PAYMENT;
    }

    /// The refused rows: file, position, code and reason joined by a colon.
    ///
    /// @param fresh accepted payments of the batch that the lake does not have, with their debtor
    /// @param stored the table of payments; null if there is none
    /// @param owners the debtor of each case
    /// @param lost entries that a debtor no longer has: payment_id, debtor_id, and the time of the loss in
    ///     milliseconds UTC
    /// @param kept keeps the result
    static Dataset<Row> refused(
            SparkSession spark,
            Dataset<Row> fresh,
            @Nullable Dataset<Row> stored,
            Dataset<Row> owners,
            FileCounts.TakenBack takenBack,
            @Nullable Dataset<Row> lost,
            KeptRows kept) {
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
        entries = kept.keepAny(entries);
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
        return kept.keep(there.join(known, col(OF).equalTo(col(NAMED)), "left")
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
                .mapPartitions((MapPartitionsFunction<Row, Row>) Judging::new, Encoders.row(REFUSED)));
    }

    private static Dataset<Row> texts(SparkSession spark, Collection<String> texts, String name) {
        return spark.createDataset(List.copyOf(texts), Encoders.STRING()).toDF(name);
    }

    static Dataset<Row> arriving(Dataset<Row> fresh) {
        return entries(fresh, col(FeedRows.FILE), col(FeedRows.POSITION));
    }

    static Dataset<Row> stored(Dataset<Row> table) {
        return entries(table, lit(null).cast(DataTypes.StringType), lit(-1L).cast(DataTypes.LongType));
    }

    /// The kind of an entry, by the rule of {@link Kind#of}.
    static Column kind() {
        return coalesce(
                col("kind"), when(col("reversal_of").isNotNull(), "REVERSAL").otherwise("PAYMENT"));
    }

    private static Dataset<Row> entries(Dataset<Row> payments, Column file, Column position) {
        return payments.select(
                col(FeedTable.DEBTOR),
                col("payment_id"),
                col("case_id"),
                FeedTable.thousandths(col("amount")).as("_amount"),
                unix_date(col("paid_on")).as("_paid_on"),
                kind().as("_kind"),
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
                    Kind.valueOf(row.getString(5)),
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
