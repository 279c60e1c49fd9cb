package org.solvens.pipelines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.command.TextTable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.model.Model;
import org.solvens.model.ModelFile;
import org.solvens.monitor.Advice;
import org.solvens.monitor.Monitor;
import org.solvens.monitor.MonitoringPage;
import org.solvens.monitor.Tracked;
import org.solvens.monitor.Trend;
import org.solvens.pipelines.histories.Histories;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.report.MonitoringRow;
import org.solvens.stability.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `monitor`: scoring months against training.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "monitor",
        sortOptions = false,
        header = "Compare scoring months with training, and challengers with champions.",
        description = {
            "Compare the months of the scores table with training: stability of scores and features, missing values,",
            "cases without a score, outcomes against scores, challengers against champions."
        },
        footer = {
            "",
            "Where the lake is read-only the findings are only shown; the histories must be up to date then.",
            "",
            "Ends with 0 where nothing must be done, 3 where the newest scoring month, or the newest whose outcomes",
            "are known, raises an alarm.",
            "",
            "Example:",
            "  ./solvens monitor --lake lake --page monitoring.html"
        })
final class MonitorCommand extends LakeCommand implements Callable<Integer> {
    /// Exit code of an alarm.
    static final int ALARM = 3;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "plan that says what an outcome is (default: data-samples/plans/default.yaml)")
    private @Nullable Path plan;

    @Option(names = "--from", paramLabel = "DATE", description = "first scoring month (default: all)")
    private @Nullable LocalDate from;

    @Option(names = "--page", paramLabel = "FILE", description = "where to write the page (default: none)")
    private @Nullable Path page;

    @Override
    public Integer call() {
        Lake lake = existing();
        TrainingPlan read = TrainingPlan.read(plan == null ? defaultPlan() : plan);
        AsOfCommand.needsHistories(lake);
        for (String table : List.of(lake.scores(), lake.snapshots())) {
            if (!lake.tables().exists(table)) {
                throw new Problem(
                        table.equals(lake.scores()) ? "NO-SCORES" : "NO-SNAPSHOTS",
                        lake.root(),
                        "the table " + table + " is missing",
                        "nothing was scored or trained yet",
                        "score and train first: ./solvens run --lake " + lake.root());
            }
        }
        List<MonitoringRow> findings;
        try (LakeLock lock = LakeLock.takeIfWritable(lake)) {
            if (!lock.writable()) {
                requireUpToDate(lake);
            }
            SparkSession spark = spark();
            FeedSpans spans = FeedSpans.ofCases(lake);
            if (lock.writable()) {
                new Histories(spark, lake).update();
            }
            findings = new Monitor(
                            spark,
                            lake,
                            Histories.encoded(spark, lake),
                            spans.starts(),
                            tracked(lake),
                            read.outcomeDefinition(),
                            read.asOf().maxAgeDays(),
                            lock.writable()
                                    ? Histories.stamp(
                                            lake,
                                            FeatureCatalogue.standard(
                                                    lake.settings().otherCases()))
                                    : null)
                    .run(from, spans.knownUntil());
            sayIfReadOnly(lock);
        }
        FeatureCatalogue catalogue = FeatureCatalogue.standard(lake.settings().otherCases());
        if (page != null) {
            try {
                Files.writeString(page, MonitoringPage.of(findings, catalogue));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        out().print(
                        json()
                                ? RunReport.JSON.writeValueAsString(findings) + System.lineSeparator()
                                : text(findings, catalogue));
        out().flush();
        return alarms(findings) ? ALARM : 0;
    }

    /// @throws Problem LAKE-READ-ONLY if the histories lack what was ingested, and nobody here can bring them up to
    /// date
    private static void requireUpToDate(Lake lake) {
        Histories.State state = Histories.state(lake);
        if (state != Histories.State.UP_TO_DATE) {
            throw new Problem(
                    "LAKE-READ-ONLY",
                    lake.root(),
                    "the histories cannot be brought up to date",
                    "the lake is read-only for this user, and the histories "
                            + (state == Histories.State.BEHIND
                                    ? "are behind the feeds"
                                    : "were written by another version of Solvens"),
                    "let a user who may write to the lake update them: ./solvens features --lake " + lake.root());
        }
    }

    /// Champions and challengers whose features are computed today.
    static List<Tracked> tracked(Lake lake) {
        ModelRegistry registry = new ModelRegistry(lake.registry());
        Set<String> names =
                new HashSet<>(FeatureCatalogue.standard(lake.settings().otherCases()).features().stream()
                        .map(Feature::name)
                        .toList());
        List<Tracked> tracked = new ArrayList<>();
        for (Axis axis : Axis.scored()) {
            List<String> ids = new ArrayList<>();
            registry.champion(axis).map(RoleEntry::model).ifPresent(ids::add);
            int champions = ids.size();
            ids.addAll(registry.challengers(axis));
            for (int i = 0; i < ids.size(); i++) {
                Model model = registry.load(ids.get(i));
                if (names.containsAll(model.features())) {
                    tracked.add(new Tracked(axis, i < champions, ids.get(i), ModelFile.write(model)));
                }
            }
        }
        return tracked;
    }

    /// Whether the newest scoring month alarms, or the newest whose outcomes are known does by them.
    static boolean alarms(List<MonitoringRow> findings) {
        return newest(findings, false) || newest(findings, true);
    }

    private static boolean newest(List<MonitoringRow> findings, boolean outcomes) {
        List<MonitoringRow> own = findings.stream()
                .filter(f -> outcomes
                        == (f.kind() == MonitoringRow.Kind.CALIBRATION || f.kind() == MonitoringRow.Kind.CHALLENGER))
                .toList();
        LocalDate last =
                own.stream().map(MonitoringRow::asOf).max(LocalDate::compareTo).orElse(null);
        return own.stream().anyMatch(f -> f.asOf().equals(last) && f.level() == Level.ALARM);
    }

    private static String text(List<MonitoringRow> findings, FeatureCatalogue catalogue) {
        Advice advice = new Advice(findings, catalogue);
        TextTable table = new TextTable(
                "%-10s %-12s %-13s %-32s %9s %9s %9s %,9d  %-6s %s %s",
                "as of",
                "what",
                "axis",
                "subject",
                "found",
                "expected",
                "chance",
                "cases",
                "level",
                "months before",
                "what to do");
        long quiet = 0;
        for (MonitoringRow f : findings) {
            boolean detail = f.kind() == MonitoringRow.Kind.FEATURE || f.kind() == MonitoringRow.Kind.MISSING;
            if (detail && f.level() == Level.QUIET) {
                quiet++;
                continue;
            }
            table.row(
                    f.asOf(),
                    f.kind().name().toLowerCase(Locale.ROOT),
                    f.axis() == null ? "-" : f.axis(),
                    f.model() == null ? f.subject() : f.model(),
                    number(f.value()),
                    number(f.expected()),
                    number(f.noise()),
                    f.cases(),
                    f.level().name().toLowerCase(Locale.ROOT),
                    Trend.of(findings, f).text(),
                    advice.about(f));
        }
        return table.line("and %,d findings on features that are quiet", quiet).text();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
