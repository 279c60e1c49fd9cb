package org.solvens.pipelines;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.solvens.command.Listed;
import org.solvens.command.TextTable;
import org.solvens.lake.Lake;
import org.solvens.pipelines.maintenance.Maintenance;
import org.solvens.pipelines.maintenance.Maintenance.Done;
import org.solvens.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `maintain`: few files, and none that nothing refers to.
@Listed(Listed.Group.OPERATIONS)
@Command(
        name = "maintain",
        sortOptions = false,
        header = "Compact tables and remove files that nothing refers to any more.",
        description = "Compact the lake's tables and remove files that no version within the retention refers to.",
        footer = {
            "",
            "No record is removed: corrections and old as-of dates stay. Versions of a table older than the",
            "retention can no longer be read, except the snapshots that a published model was trained on.",
            "A feed whose records the histories have not read is left alone; bring them up to date first:",
            "./solvens features.",
            "",
            "Example:",
            "  ./solvens maintain --lake lake --retain-days 30",
        })
final class MaintainCommand extends LakeCommand implements Callable<Integer> {
    static final int LEAST_DAYS = 7;

    /// A century.
    private static final int MOST_DAYS = 36_525;

    @Option(
            names = "--retain-days",
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "how long dropped files are kept, in days; 7 at least (default: 30)")
    private int retainDays = 30;

    @Override
    public Integer call() {
        Lake lake = existing();
        if (retainDays < LEAST_DAYS) {
            throw new Problem(
                    "RETENTION",
                    "--retain-days " + retainDays,
                    "the retention is too short",
                    "a job that reads the lake meanwhile would lose its files",
                    "retain at least " + LEAST_DAYS + " days");
        }
        if (retainDays > MOST_DAYS) {
            throw new Problem(
                    "RETENTION",
                    "--retain-days " + retainDays,
                    "the retention is too long",
                    "no lake is that old",
                    "retain at most " + MOST_DAYS + " days");
        }
        Progress progress = new Progress();
        try (LakeLock _ = LakeLock.take(lake)) {
            List<Done> done =
                    new Maintenance(spark(), lake).run(Duration.ofDays(retainDays), Instant.now(), progress::say);
            progress.done();
            out().print(json() ? RunReport.json(done) : text(done, retainDays));
            out().flush();
        }
        return 0;
    }

    static String text(List<Done> done, int retainDays) {
        TextTable text = new TextTable(
                "%-24s %,8d %,8d %,10d %,10d %,10.1f%s", "table", "files", "after", "on disk", "after", "MB", "");
        for (Done table : done) {
            text.row(
                    table.table(),
                    table.filesBefore(),
                    table.filesAfter(),
                    table.storedBefore(),
                    table.storedAfter(),
                    table.bytes() / 1e6,
                    table.skipped() ? "  left alone: histories have not read it yet" : "");
        }
        return text.line("Files that were dropped in the last %d days are kept.", retainDays)
                .text();
    }
}
