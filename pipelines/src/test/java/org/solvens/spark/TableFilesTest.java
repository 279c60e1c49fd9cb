package org.solvens.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.DeltaTables;
import org.solvens.lake.Lake;

class TableFilesTest {
    private static final SparkSession SPARK = LakeRows.spark();

    @TempDir
    Path folder;

    private String path() {
        return folder.resolve("a table").toString();
    }

    private DeltaTables tables() {
        return new Lake(folder.toString()).tables();
    }

    private static List<String> rows(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    private void readsWhatDeltaReads() {
        Dataset<Row> expected = SPARK.read().format("delta").load(path());
        Dataset<Row> found = TableFiles.read(SPARK, tables(), path());
        assertThat(found.schema()).isEqualTo(expected.schema());
        assertThat(rows(found)).isEqualTo(rows(expected));
    }

    @Test
    void readsAPartitionedTableAndItsParts() {
        SPARK.sql("select date'2026-01-01' + cast(id % 3 as int) as_of, id, cast(null as string) none,"
                        + " array(cast(id as double)) numbers, timestamp'2026-01-01 10:00:00' at,"
                        + " cast(id as decimal(18,3)) amount from range(20)")
                .write()
                .format("delta")
                .partitionBy("as_of")
                .save(path());
        readsWhatDeltaReads();
        assertThat(TableFiles.read(SPARK, tables(), path())
                        .where("as_of = date'2026-01-02'")
                        .count())
                .isEqualTo(7);
    }

    @Test
    void readsATableWithDeletedRows() {
        SPARK.range(20)
                .coalesce(1)
                .write()
                .format("delta")
                .option("delta.enableDeletionVectors", "true")
                .save(path());
        DeltaTable.forPath(SPARK, path()).delete("id = 7");
        assertThat(TableFiles.read(SPARK, tables(), path()).count()).isEqualTo(19);
        readsWhatDeltaReads();
    }

    @Test
    void readsATableOfManyFilesAndAnEmptyOne() {
        SPARK.range(80).repartition(40).write().format("delta").save(path());
        readsWhatDeltaReads();
        DeltaTable.forPath(SPARK, path()).delete("true");
        readsWhatDeltaReads();
    }

    @Test
    void appendsTwelveTimesAndCountsWhatItWrote() {
        for (int i = 0; i < 12; i++) {
            Dataset<Row> rows = SPARK.range(i)
                    .selectExpr("id", "timestamp_millis(1767225600000 + id * 60000) known_at", "array('a') texts");
            assertThat(TableFiles.append(tables(), path(), rows)).isEqualTo(i);
        }
        readsWhatDeltaReads();
        assertThat(tables().open(path()).rows()).isEqualTo(66);
        var span = tables().open(path()).span("known_at").orElseThrow();
        assertThat(span.first()).isEqualTo(1_767_225_600_000L);
        assertThat(span.last()).isEqualTo(1_767_225_600_000L + 10 * 60_000);
        // Ten commits make a checkpoint, so that a reader need not read each of them.
        assertThat(Arrays.stream(folder.resolve("a table/_delta_log").toFile().list()))
                .anyMatch(name -> name.endsWith(".checkpoint.parquet"));
        // Delta's own writer goes on from there.
        SPARK.range(1)
                .selectExpr("id", "timestamp_millis(0) known_at", "array('b') texts")
                .write()
                .format("delta")
                .mode("append")
                .save(path());
        readsWhatDeltaReads();
    }

    @Test
    void refusesRowsWithOtherColumns() {
        TableFiles.append(tables(), path(), SPARK.range(1).toDF());
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> TableFiles.append(tables(), path(), SPARK.range(1).selectExpr("id", "1 more")))
                .withMessageContaining("other columns");
    }
}
