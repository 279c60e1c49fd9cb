package org.solvens.ingest;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/// Judges the payments of a batch against each other and against those in the lake: an entry cannot move to
/// another debtor while its reversal stays, and no more can be taken back than was paid.
final class PaymentLedger {
    private final SparkSession spark;
    private final @Nullable Dataset<Row> stored;
    private final Dataset<Row> owners;
    private final FileCounts.TakenBack takenBack;
    private final @Nullable Dataset<Row> lostBefore;
    private final boolean mayMove;
    private final KeptRows kept;

    /// @param stored the table of payments; null if there is none
    /// @param owners the debtor of each case
    /// @param takenBack the reversals and refunds of the batch
    /// @param lostBefore what debtors have lost so far; null for nothing
    /// @param mayMove whether an entry of the batch may go to another debtor
    /// @param kept keeps what is read several times
    PaymentLedger(
            SparkSession spark,
            @Nullable Dataset<Row> stored,
            Dataset<Row> owners,
            FileCounts.TakenBack takenBack,
            @Nullable Dataset<Row> lostBefore,
            boolean mayMove,
            KeptRows kept) {
        this.spark = spark;
        this.stored = stored;
        this.owners = owners;
        this.takenBack = takenBack;
        this.lostBefore = lostBefore;
        this.mayMove = mayMove;
        this.kept = kept;
    }

    /// The judged rows of the batch with the refusals of the ledger. Where a refused line had replaced another, that
    /// one
    /// counts again and is judged too.
    ///
    /// @param compared whether lines may replace others
    Dataset<Row> judged(Dataset<Row> batch, boolean compared) {
        Dataset<Row> judged = batch;
        boolean replaced = compared && Verdicts.anyReplaced(batch);
        boolean again = mayMove || takenBack.entries() > 0;
        while (again) {
            again = false;
            Dataset<Row> lost = lostBefore;
            MovedEntries moved = mayMove ? MovedEntries.of(arriving(judged), stored, kept) : null;
            if (moved != null) {
                lost = lost == null ? moved.lost() : lost.union(moved.lost());
                if (!moved.leftBehind().isEmpty()) {
                    judged = kept.keep(Verdicts.without(judged, moved.leftBehind(), replaced));
                    again = replaced;
                }
            }
            if (takenBack.entries() > 0) {
                Dataset<Row> refused =
                        Reversals.refused(spark, arriving(judged), stored, owners, takenBack, lost, kept);
                if (!refused.isEmpty()) {
                    judged = kept.keep(Verdicts.without(judged, refused, replaced));
                    again = replaced;
                }
            }
        }
        return judged;
    }

    private static Dataset<Row> arriving(Dataset<Row> judged) {
        return judged.where(col(Verdicts.VERDICT).equalTo(Verdicts.NEW));
    }
}
