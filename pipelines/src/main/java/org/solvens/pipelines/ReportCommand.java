package org.solvens.pipelines;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.model.Language;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.reports.Recovery;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.policy.PolicyText;
import org.solvens.report.metric.RecoveryTotal;
import org.solvens.reports.Paper;
import org.solvens.reports.ReportData;
import org.solvens.reports.ReportFiles;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// `report`: the tables of the reports, and their pages as files.
@Listed(Listed.Group.MANAGEMENT)
@Command(
        name = "report",
        sortOptions = false,
        header = "Write the reports, which serve shows, and their pages as files.",
        description = {
            "Write the tables of the reports: recovery by month of placement, and every metric of the pages.",
            "With --out also the pages, as files that load nothing and open from a mail."
        },
        footer = {
            "",
            "Examples:",
            "  ./solvens report --lake lake",
            "  ./solvens report --lake lake --out reports --lang sv",
            "  ./solvens report --lake lake --out reports --format html,pdf",
            "  ./solvens report --lake lake --out reports --schedule '30 5 * * 1-5'",
        })
final class ReportCommand extends AsOfCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "folder for the pages, and for their tables as CSV and as workbooks; files of the same names are"
                            + " replaced")
    private @Nullable Path out;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description = "language of these pages: en, sv, nb or da (default: en)")
    private Language language = Language.EN;

    /// Formats of pages.
    enum Format {
        html,
        pdf
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            split = ",",
            description = "formats of these pages: html, or html,pdf; PDF needs a Chromium or Chrome that is installed"
                    + " (default: html)")
    private List<Format> formats = List.of(Format.html);

    @Option(
            names = "--browser",
            paramLabel = "PROGRAM",
            description = "browser that prints PDF (default: the first of chromium, google-chrome and their like)")
    private @Nullable String browser;

    @Option(
            names = "--schedule",
            paramLabel = "TIMES",
            description =
                    "print the line for cron that writes these pages at these times, such as '30 5 * * 1-5', into a"
                            + " new folder of --out each day, and end")
    private @Nullable String schedule;

    @Override
    public Integer call() {
        if (schedule != null) {
            out().println(scheduled(schedule));
            out().flush();
            return 0;
        }
        requireAsOf();
        Lake lake = existing();
        // Before the work, so that a machine without a browser says so at once.
        try (Paper paper = out != null && formats.contains(Format.pdf)
                ? Paper.by(browser, lake.settings().user())
                : null) {
            write(lake, paper);
        }
        return 0;
    }

    private String scheduled(String times) {
        if (!CronLine.isTimes(times)) {
            throw new ParameterException(
                    commandLine(), "--schedule takes times as cron has them, such as '30 5 * * 1-5' or @daily");
        }
        if (out == null) {
            throw new ParameterException(commandLine(), "--schedule needs --out, the folder of the pages");
        }
        CommandLine whole = commandLine().getParent() == null
                ? commandLine()
                : commandLine().getParent();
        return CronLine.of(
                times,
                Path.of("").toAbsolutePath(),
                home().resolve("solvens"),
                whole.getParseResult().originalArgs());
    }

    private void write(Lake lake, @Nullable Paper paper) {
        PolicyText policy = policyText();
        needsHistories(lake);
        Progress progress = new Progress();
        try (LakeLock _ = LakeLock.take(lake)) {
            SparkSession spark = spark();
            FeedSpans spans = FeedSpans.ofCases(lake);
            progress.step("histories", () -> new Histories(spark, lake).update());
            Map<String, RecoveryTotal> totals = progress.step(
                    "report",
                    () -> new Recovery(spark, lake).write(asOf(spans), spans.starts(), ScoringInputs.of(lake, policy)));
            Path folder = out;
            List<Path> pages = folder == null ? List.of() : progress.step("pages", () -> pages(lake, folder, paper));
            progress.done();
            out().print(json() ? RunReport.json(totals) : RunReport.text(totals));
            if (!pages.isEmpty() && !json()) {
                out().println("pages            " + pages.size() + ", the first is " + pages.getFirst());
            }
            out().flush();
        }
    }

    private List<Path> pages(Lake lake, Path folder, @Nullable Paper paper) {
        ReportData data = ReportData.read(lake).orElseThrow(() -> new IllegalStateException("the report was written"));
        return ReportFiles.write(data, language, folder, paper);
    }
}
