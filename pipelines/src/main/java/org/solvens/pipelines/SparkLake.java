package org.solvens.pipelines;

import io.delta.sql.DeltaSparkSessionExtension;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;
import org.jspecify.annotations.Nullable;
import org.solvens.settings.Settings;

/// The Spark session for jobs on a lake.
public final class SparkLake {
    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

    private static @Nullable SparkSession started;

    private SparkLake() {}

    /// A session, or the one that `spark-submit` prepared.
    ///
    /// @param master such as `local[*]`; a master that `spark-submit` named comes first
    /// @param conf settings of Spark or Hadoop that go before those made here
    public static SparkSession session(String master, Map<String, String> conf, Settings settings) {
        String chosen = Objects.requireNonNullElse(settings.spark("spark.master"), master);
        SparkSession.Builder builder = SparkSession.builder()
                .appName("solvens")
                .master(chosen)
                .config("spark.sql.extensions", DeltaSparkSessionExtension.class.getName())
                .config("spark.sql.catalog.spark_catalog", DeltaCatalog.class.getName())
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.datetime.java8API.enabled", true)
                .config("spark.sql.autoBroadcastJoinThreshold", "64m")
                // A run of all feeds generates more classes than the hundred that Spark caches by default.
                .config("spark.sql.codegen.cache.maxEntries", 2_000)
                // Spark's default form of instants has no statistics and is slow.
                .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
                // Delta's list of all files in each checksum costs a query per commit, and nothing here reads
                // it.
                .config("spark.databricks.delta.allFilesInCrc.enabled", false)
                .config("spark.ui.enabled", false);
        if (chosen.startsWith("local")) {
            // The defaults are for clusters: hundreds of tasks for work that two cores do in a second.
            int cores = Runtime.getRuntime().availableProcessors();
            builder.config("spark.sql.shuffle.partitions", Math.max(2, cores))
                    // Each sort and aggregation fills a page with zeros first; the default is up to 64 MB.
                    .config("spark.buffer.pageSize", "2m")
                    .config("spark.databricks.delta.snapshotPartitions", 2)
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.sql.codegen.comments", false);
        }
        boolean elsewhere = !chosen.equals("local") && !chosen.startsWith("local[");
        boolean submitted = settings.spark("spark.master") != null;
        if (elsewhere && !submitted) {
            builder.config("spark.jars", String.join(",", jars(settings)));
        }
        conf.forEach(builder::config);
        if (elsewhere && !submitted) {
            String asked = Objects.requireNonNullElse(settings.spark(EXECUTOR_OPTIONS), "");
            builder.config(EXECUTOR_OPTIONS, flags() + " " + conf.getOrDefault(EXECUTOR_OPTIONS, asked));
        }
        started = builder.getOrCreate();
        return started;
    }

    /// The flags of this leaf, as the launcher gives them to the driver.
    static String flags() {
        try (InputStream in = SparkLake.class.getResourceAsStream("jvm.options")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops the session at the end of a process, before its temporary folder is deleted. Spark keeps its local files
    /// in `java.io.tmpdir`, which is that folder, unless a setting says otherwise.
    public static void stop() {
        if (started != null) {
            started.stop();
            started = null;
        }
    }

    /// The jars that executors elsewhere need: all of the class path that their Spark, as installed here under
    /// SPARK_HOME or as usual, does not bring along.
    private static List<String> jars(Settings settings) {
        Path sparkHome = settings.sparkHome();
        Path bundled = sparkHome == null ? null : sparkHome.resolve("jars");
        List<String> jars = new ArrayList<>();
        for (String entry : settings.classPath().split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                jars.addAll(built(path));
            } else {
                String name = path.getFileName().toString();
                boolean there = bundled != null && Files.exists(bundled.resolve(name))
                        || name.startsWith("spark-")
                        || name.startsWith("scala-")
                        || name.startsWith("hadoop-client-");
                if (!there && name.endsWith(".jar")) {
                    jars.add(path.toUri().toString());
                }
            }
        }
        return jars;
    }

    /// The jar next to a folder of classes.
    private static List<String> built(Path classes) {
        try (Stream<Path> files = Files.list(classes.toAbsolutePath().getParent())) {
            return files.filter(file ->
                            file.toString().endsWith(".jar") && !file.toString().endsWith("-tests.jar"))
                    .map(file -> file.toUri().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
