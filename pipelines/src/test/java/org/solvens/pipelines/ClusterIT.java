package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;

/// The jobs on a cluster of one machine, whose executors are processes of their own: what does not travel
/// between processes, or is lost with one of them, shows itself here.
class ClusterIT {
    @TempDir
    Path folder;

    @Test
    void aLostExecutorCostsNothing() throws Exception {
        Solvens.Ended made = Solvens.run(
                folder.resolve("simulate"),
                "simulate",
                "--debtors",
                "2500",
                "--from",
                "2025-01-01",
                "--to",
                "2026-03-31",
                "--seed",
                "5",
                "--out",
                folder.toString());
        assertThat(made.code()).as(made.err()).isZero();
        Path feeds = Files.createDirectories(folder.resolve("some"));
        for (String feed : List.of("cases", "payments", "contacts", "tax_assessments")) {
            Files.move(folder.resolve("feeds/" + feed + ".csv"), feeds.resolve(feed + ".csv"));
        }
        Lake alone = new Lake(folder.resolve("alone").toString());
        // A lake is named by a URL where it is in an object store.
        Lake cluster = new Lake(folder.resolve("cluster").toUri().toString().replaceAll("/$", ""));
        Solvens.Ended ingested =
                Solvens.run(folder.resolve("ingest"), "ingest", "--lake", alone.root(), feeds.toString());
        assertThat(ingested.code()).as(ingested.err()).isZero();
        copy(Path.of(alone.root()), folder.resolve("cluster"));
        String[] local = {"features", "--lake", alone.root(), "--as-of", "2026-01-01,2026-04-01"};
        // Features differ by this setting, so that an executor that does not hear of it is found out.
        String apart = "SOLVENS_OTHER_CASES=left_out";
        Solvens.Ended ended = Solvens.run(folder.resolve("local"), List.of(apart), local);
        assertThat(ended.code()).as(ended.err()).isZero();

        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        Path outputs = folder.resolve("outputs");
        Process job = Solvens.start(
                outputs,
                List.of("SPARK_HOME=" + sparkHome(), "SPARK_SCALA_VERSION=2.13", apart),
                "features",
                "--lake",
                cluster.root(),
                "--as-of",
                "2026-01-01,2026-04-01",
                "--master",
                "local-cluster[2,1,1024]",
                "--conf",
                "spark.local.dir=" + scratch,
                "--conf",
                "spark.executor.memory=1g");
        ProcessHandle lost = executorWithShuffledRows(job, scratch);
        assertThat(lost.destroyForcibly()).isTrue();
        assertThat(job.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(job.exitValue()).as(Files.readString(outputs.resolve("err"))).isZero();

        assertThat(LakeRows.content(cluster.features()))
                .isEqualTo(LakeRows.content(alone.features()))
                .hasSizeGreaterThan(1_000);
        assertThat(histories(cluster)).isEqualTo(histories(alone)).hasSize(2_500);
    }

    private static List<String> histories(Lake lake) {
        return LakeRows.table(lake.histories()).selectExpr("debtor_id", "hex(history)").collectAsList().stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }

    /// An installation of Spark made of the jars that the leaf has anyway.
    private Path sparkHome() throws IOException {
        Path home = Files.createDirectories(folder.resolve("spark"));
        Files.writeString(home.resolve("RELEASE"), "made of the jars of a build");
        Files.createSymbolicLink(home.resolve("jars"), Solvens.HOME.resolve("pipelines/target/lib"));
        return home;
    }

    /// An executor, once rows that it is to hand over to others lie on its disk.
    private static ProcessHandle executorWithShuffledRows(Process job, Path scratch) throws Exception {
        while (job.isAlive()) {
            Optional<Path> shuffled;
            try (Stream<Path> files = Files.walk(scratch)) {
                shuffled = files.filter(file -> file.getFileName().toString().matches("shuffle_.*\\.data"))
                        .findFirst();
            } catch (java.io.UncheckedIOException e) {
                // A file went away while the folder was read.
                continue;
            }
            if (shuffled.isPresent()) {
                Optional<ProcessHandle> executor = job.descendants()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                        .findFirst();
                if (executor.isPresent()) {
                    return executor.get();
                }
            }
            job.waitFor(20, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("the job ended before any executor had shuffled anything");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
