package org.solvens.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event.Payment.Kind;

/// The entries of a batch that corrections give to another debtor: which of these corrections are refused, and
/// what the others take away. One pass reads the entries, and {@link MovedEntry} judges each that moves.
///
/// @param judged rows of {@link #VERDICTS}
record MovedEntries(Dataset<Row> judged) {
    private static final String ENTRY = "_entry";
    private static final String NAME = "_name";
    private static final String REFUSAL = "_refusal";
    private static final String SINCE = "_since";
    private static final String LEFT_BEHIND = "REVERSAL-CASE: a reversal names this entry on a case of the debtor who"
            + " would lose it; correct the case of the reversal in the same delivery";
    /// A refused version, or the loss of an entry by a debtor.
    private static final StructType VERDICTS = new StructType()
            .add(FeedRows.FILE, DataTypes.StringType)
            .add(FeedRows.POSITION, DataTypes.LongType)
            .add(REFUSAL, DataTypes.StringType)
            .add(ENTRY, DataTypes.StringType)
            .add(FeedTable.DEBTOR, DataTypes.StringType)
            .add(SINCE, DataTypes.LongType);

    /// @param fresh accepted payments of the batch that the lake does not have, with their debtor
    /// @param stored the table of payments; null if there is none
    /// @param kept keeps the verdicts
    /// @return null if no entry moves, as nearly always
    static @Nullable MovedEntries of(Dataset<Row> fresh, @Nullable Dataset<Row> stored, KeptRows kept) {
        Dataset<Row> arriving = Reversals.arriving(fresh);
        Dataset<Row> all = stored == null ? arriving : arriving.union(Reversals.stored(stored));
        Dataset<Row> keys = fresh.select(col("payment_id").as("_key")).distinct();
        Dataset<Row> versions = stored == null
                ? arriving
                : arriving.union(
                        Reversals.stored(stored).join(keys, col("payment_id").equalTo(col("_key")), "left_semi"));
        Dataset<Row> moved = versions.groupBy(col("payment_id").as("_key"))
                .agg(min(FeedTable.DEBTOR).as("_least"), max(FeedTable.DEBTOR).as("_most"))
                .where(col("_least").notEqual(col("_most")));
        Dataset<Row> moving = kept.keep(versions.join(moved, col("payment_id").equalTo(col("_key")), "left_semi"));
        return moving.isEmpty() ? null : new MovedEntries(kept.keep(judged(moving, all)));
    }

    private static Dataset<Row> judged(Dataset<Row> moving, Dataset<Row> all) {
        Dataset<Row> names = moving.select(
                        col("payment_id").as(ENTRY),
                        explode(array(col("payment_id"), col("reference"))).as("_of_entry"))
                .where(col("_of_entry").isNotNull())
                .distinct();
        Dataset<Row> related = all.withColumn(
                        NAME,
                        when(col("_kind").equalTo("REVERSAL"), col(Reversals.OF))
                                .when(col("_kind").equalTo("PAYMENT"), col("reference")))
                .join(names, col(NAME).equalTo(col("_of_entry")))
                .drop("_of_entry");
        return moving.withColumn(NAME, lit(null).cast(DataTypes.StringType))
                .withColumn(ENTRY, col("payment_id"))
                .unionByName(related)
                .select(
                        ENTRY,
                        NAME,
                        "payment_id",
                        FeedTable.DEBTOR,
                        "_kind",
                        "_known",
                        "_retracted",
                        FeedRows.FILE,
                        FeedRows.POSITION)
                .repartition(col(ENTRY))
                .sortWithinPartitions(ENTRY)
                .mapPartitions((MapPartitionsFunction<Row, Row>) MovedEntries::judge, Encoders.row(VERDICTS));
    }

    /// The refused versions: file, position, code and reason joined by a colon.
    Dataset<Row> leftBehind() {
        return judged.where(col(REFUSAL).isNotNull()).select(FeedRows.FILE, FeedRows.POSITION, REFUSAL);
    }

    /// What debtors lose by the versions that are not refused: key, debtor_id and the time of the loss in
    /// milliseconds UTC.
    Dataset<Row> lost() {
        return judged.where(col(SINCE).isNotNull()).select(ENTRY, FeedTable.DEBTOR, SINCE);
    }

    /// Judges the sorted rows of a partition. What one entry concerns is small; only the verdicts are kept.
    private static Iterator<Row> judge(Iterator<Row> rows) {
        List<Row> verdicts = new ArrayList<>();
        List<Row> ofEntry = new ArrayList<>();
        while (rows.hasNext()) {
            Row row = rows.next();
            if (!ofEntry.isEmpty() && !ofEntry.getFirst().getString(0).equals(row.getString(0))) {
                judge(entry(ofEntry), verdicts);
                ofEntry.clear();
            }
            ofEntry.add(row);
        }
        if (!ofEntry.isEmpty()) {
            judge(entry(ofEntry), verdicts);
        }
        return verdicts.iterator();
    }

    private static void judge(MovedEntry entry, List<Row> verdicts) {
        for (MovedEntry.Version refused : entry.leftBehind()) {
            verdicts.add(RowFactory.create(refused.file(), refused.position(), LEFT_BEHIND, null, null, null));
        }
        entry.lost()
                .forEach((debtor, since) ->
                        verdicts.add(RowFactory.create(null, null, null, entry.key(), debtor, since)));
    }

    private static MovedEntry entry(List<Row> rows) {
        String key = rows.getFirst().getString(0);
        List<MovedEntry.Version> versions = new ArrayList<>();
        List<MovedEntry.Naming> naming = new ArrayList<>();
        Set<MovedEntry.Sharing> sharing = new HashSet<>();
        for (Row row : rows) {
            String name = row.getString(1);
            String id = row.getString(2);
            String debtor = row.getString(3);
            if (name == null) {
                versions.add(new MovedEntry.Version(debtor, row.getLong(5), row.getString(7), row.getLong(8)));
            } else if (Kind.valueOf(row.getString(4)) == Kind.REVERSAL) {
                naming.add(new MovedEntry.Naming(name, id, debtor, row.getLong(5), row.getBoolean(6), row.getLong(8)));
            } else if (!id.equals(key)) {
                sharing.add(new MovedEntry.Sharing(name, debtor));
            }
        }
        return new MovedEntry(key, versions, naming, sharing);
    }
}
