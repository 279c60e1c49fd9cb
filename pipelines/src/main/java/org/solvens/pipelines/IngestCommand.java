package org.solvens.pipelines;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.ingest.IngestResult;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;
import org.solvens.pipelines.histories.Histories;
import org.solvens.problem.Exit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ingest`: files into the lake's feeds.
@Listed(Listed.Group.DATA)
@Command(
        name = "ingest",
        sortOptions = false,
        header = "Take feed files into the lake; bad rows go to quarantine.",
        description = "Take feed files (CSV, gzipped or not, Avro, Parquet) into the lake; bad rows go to quarantine.",
        footer = {
            "",
            "The feed of a file follows from its name: payments.csv, payments-2026-11.csv.gz, payments.parquet.",
            "Events that the API accepted are ingested as well.",
            "",
            "Examples:",
            "  ./solvens ingest --lake lake data-samples/feeds",
            "  ./solvens ingest --lake lake --mapping my-mapping.yaml invoices.csv",
            "  ./solvens ingest --lake lake --store jdbc:postgresql://db.example/solvens",
        })
final class IngestCommand extends LakeCommand implements Callable<Integer> {
    @Option(names = "--mapping", paramLabel = "FILE", description = "how foreign columns become feeds")
    private @Nullable Path mapping;

    @Mixin
    private TimeOption time = new TimeOption();

    @Mixin
    private QuarantineLimit limit = new QuarantineLimit();

    @Mixin
    private StoreOption store = new StoreOption();

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "files, or folders of files; none for the events of the store only")
    private List<String> paths = List.of();

    @Override
    public Integer call() {
        limit.require();
        Lake lake = toWrite();
        Mapping rules = mapping == null ? null : Mapping.read(mapping);
        Progress progress = new Progress();
        try (LakeLock _ = LakeLock.take(lake)) {
            Histories.requireFeeds(lake);
            SparkSession spark = spark();
            IngestResult result = store.ingest(spark, lake, rules, time.now(), paths, progress::say);
            ExportDay.keep(spark, lake, rules);
            progress.done();
            out().print(json() ? RunReport.json(result) : RunReport.text(result));
            out().flush();
            if (limit.exceeded(result)) {
                err().println(limit.problem(result).display());
                return Exit.QUARANTINE.code();
            }
        }
        return Exit.OK.code();
    }
}
