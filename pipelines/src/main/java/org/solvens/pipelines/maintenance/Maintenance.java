package org.solvens.pipelines.maintenance;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.solvens.feed.Feed;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.registry.ModelRegistry;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the files of a lake's tables few: compacts small ones, and removes those that no version within
/// the retention refers to.
///
/// Compaction does not commit a change of data, so that the histories can still read what was added since
/// their last update. A feed with records that the histories have not read yet is skipped: otherwise files of
/// unread commits could be removed once they are older than the retention. Versions that a published model was
/// trained on stay readable however old they are, so that the model can be trained again.
public final class Maintenance {
    private static final Set<String> OPERATIONS = Set.of("OPTIMIZE", "VACUUM START", "VACUUM END");
    private static final String VACUUM_COMMITS = "spark.databricks.delta.vacuum.logging.enabled";
    private static final String SORTED_FILES = "spark.databricks.io.skipping.mdc.sortWithinFiles";
    private static final String LISTING = "spark.sql.sources.parallelPartitionDiscovery.parallelism";
    private static final JsonMapper JSON = new JsonMapper();

    private final SparkSession spark;
    private final Lake lake;

    /// @param lake whose tables are maintained
    public Maintenance(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// The work done on a table.
    ///
    /// @param table its path within the lake
    /// @param filesBefore files of the newest version before
    /// @param filesAfter files of the newest version afterwards
    /// @param storedBefore data files in the table's folder, those of older versions among them
    /// @param storedAfter data files in the table's folder afterwards
    /// @param bytes size of the newest version afterwards
    /// @param skipped whether it was skipped because histories have not read all of it
    public record Done(
            String table,
            long filesBefore,
            long filesAfter,
            long storedBefore,
            long storedAfter,
            long bytes,
            boolean skipped) {}

    private record Files(long count, long bytes) {}

    /// Maintains every table that the lake has.
    ///
    /// @param retention how long files that the newest version has dropped are kept: older versions can be
    ///     read for as long
    /// @param now the time that the retention counts back from
    /// @param progress receives the name of each table
    public List<Done> run(Duration retention, Instant now, Consumer<String> progress) {
        Set<String> unread = unread();
        Duration ofSnapshots = longer(retention, pinned(now));
        List<Done> all = new ArrayList<>();
        String before = spark.conf().get(VACUUM_COMMITS, null);
        // A vacuum that is recorded in the log would make every feed look newer than it is.
        spark.conf().set(VACUUM_COMMITS, false);
        spark.conf().set(SORTED_FILES, true);
        // The number of tasks that list files in a vacuum; the default of ten thousand is for object stores.
        spark.conf().set(LISTING, spark.conf().get("spark.sql.shuffle.partitions"));
        try {
            for (String path : tables()) {
                progress.accept("maintaining " + name(path));
                Duration kept = path.equals(lake.snapshots()) ? ofSnapshots : retention;
                all.add(unread.contains(path) ? left(path) : maintain(path, kept, now));
            }
        } finally {
            spark.conf().unset(SORTED_FILES);
            spark.conf().unset(LISTING);
            if (before == null) {
                spark.conf().unset(VACUUM_COMMITS);
            } else {
                spark.conf().set(VACUUM_COMMITS, before);
            }
        }
        return all;
    }

    private List<String> tables() {
        List<String> paths = new ArrayList<>();
        for (Feed feed : Feed.values()) {
            paths.add(lake.feed(feed.label()));
            paths.add(lake.waiting(feed.label()));
        }
        paths.addAll(List.of(
                lake.moves(),
                lake.protections(),
                lake.quarantine(),
                lake.histories(),
                lake.snapshots(),
                lake.features(),
                lake.scores(),
                lake.recovery(),
                lake.figures(),
                lake.quality(),
                lake.exports()));
        paths.removeIf(path -> !lake.tables().exists(path));
        return paths;
    }

    private String name(String path) {
        return path.substring(lake.root().length() + 1);
    }

    private Done left(String path) {
        Files files = files(path);
        long stored = stored(path, Instant.MAX);
        return new Done(name(path), files.count(), files.count(), stored, stored, files.bytes(), true);
    }

    private Done maintain(String path, Duration retention, Instant now) {
        DeltaTable table = DeltaTable.forPath(spark, path);
        Files before = files(path);
        long storedBefore = stored(path, Instant.MAX);
        if (before.count() > 1) {
            if (path.equals(lake.histories())) {
                // The table must stay sorted by the hash of the debtor's id.
                table.optimize().executeZOrderBy(Histories.HASH);
            } else {
                table.optimize().executeCompaction();
            }
        }
        Files after = before.count() > 1 ? files(path) : before;
        if (stored(path, Instant.MAX) > after.count() && stored(path, now.minus(retention)) > 0) {
            // Delta's console output would otherwise appear inside the JSON.
            scala.Console.withOut(OutputStream.nullOutputStream(), () -> table.vacuum(retention.toMinutes() / 60.0));
        }
        return new Done(
                name(path),
                before.count(),
                after.count(),
                storedBefore,
                stored(path, Instant.MAX),
                after.bytes(),
                false);
    }

    private Files files(String path) {
        Row detail = DeltaTable.forPath(spark, path)
                .detail()
                .select("numFiles", "sizeInBytes")
                .first();
        return new Files(detail.getLong(0), detail.getLong(1));
    }

    /// The age of the oldest version of the snapshots that a published model was trained on.
    private Duration pinned(Instant now) {
        if (!lake.tables().exists(lake.snapshots())) {
            return Duration.ZERO;
        }
        ModelRegistry registry = new ModelRegistry(lake.registry());
        long oldest = registry.models().stream()
                .mapToLong(model -> JSON.readTree(registry.manifest(model))
                        .path("snapshots_version")
                        .asLong(Long.MAX_VALUE))
                .min()
                .orElse(Long.MAX_VALUE);
        return DeltaTable.forPath(spark, lake.snapshots())
                .history()
                .where(col("version").geq(oldest))
                .orderBy("version")
                .select("timestamp")
                .limit(1)
                .collectAsList()
                .stream()
                // One more day, because the clocks of writing and deleting machines may differ.
                .map(row -> Duration.between(row.<Instant>getAs(0), now).plusDays(1))
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /// Data files and deletion vectors in a table's folder that are older than an instant.
    private long stored(String path, Instant until) {
        Path folder = new Path(path);
        try {
            FileSystem system = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
            RemoteIterator<LocatedFileStatus> files = system.listFiles(folder, true);
            long count = 0;
            while (files.hasNext()) {
                LocatedFileStatus status = files.next();
                String file = status.getPath().toString();
                if (Instant.ofEpochMilli(status.getModificationTime()).isBefore(until)
                        && !file.contains("/_delta_log/")
                        && (file.endsWith(".parquet") || file.endsWith(".bin"))) {
                    count++;
                }
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The feeds with commits of records that the histories have not read. If there are no histories, or they
    /// do not record what they read, the next ones are built from the newest versions.
    private Set<String> unread() {
        Set<String> unread = new HashSet<>();
        Histories.tablesRead(lake).forEach((table, read) -> {
            String path = Histories.path(lake, table);
            if (lake.tables().exists(path)
                    && lake.tables().latestVersion(path) > read.version()
                    && !DeltaTable.forPath(spark, path)
                            .history()
                            .where(col("version")
                                    .gt(read.version())
                                    .and(org.apache.spark.sql.functions.not(
                                            col("operation").isin(OPERATIONS.toArray()))))
                            .isEmpty()) {
                unread.add(path);
            }
        });
        return unread;
    }
}
