package org.solvens.pipelines;

import io.delta.sql.DeltaSparkSessionExtension;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;

/// The Spark session that jobs on a lake run in.
public final class SparkLake {
    private SparkLake() {}

    /// A session, or the one that `spark-submit` prepared.
    ///
    /// @param master such as `local[*]`; a master that `spark-submit` named comes first
    public static SparkSession session(String master) {
        String chosen = System.getProperty("spark.master", master);
        SparkSession.Builder builder = SparkSession.builder()
                .appName("solvens")
                .master(chosen)
                .config("spark.sql.extensions", DeltaSparkSessionExtension.class.getName())
                .config("spark.sql.catalog.spark_catalog", DeltaCatalog.class.getName())
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.datetime.java8API.enabled", true)
                .config("spark.sql.autoBroadcastJoinThreshold", "64m")
                // A run of all feeds makes more classes than the hundred that Spark remembers by default.
                .config("spark.sql.codegen.cache.maxEntries", 2_000)
                .config("spark.ui.enabled", false);
        if (chosen.startsWith("local")) {
            // The defaults are made for clusters: hundreds of tasks for what two cores do in a second.
            int cores = Runtime.getRuntime().availableProcessors();
            builder.config("spark.sql.shuffle.partitions", Math.max(2, cores))
                    .config("spark.databricks.delta.snapshotPartitions", 2)
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.sql.codegen.comments", false);
        }
        return builder.getOrCreate();
    }
}
