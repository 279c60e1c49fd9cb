package org.solvens.pipelines;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.feature.Axis;
import org.solvens.feed.Feed;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.lake.Published;
import org.solvens.lake.Stamp;
import org.solvens.pipelines.histories.Histories;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import picocli.CommandLine.Command;

/// `status`: what a lake holds, in one screen.
@Listed(Listed.Group.OPERATIONS)
@Command(
        name = "status",
        sortOptions = false,
        header = "Show what the lake holds, what is stale, what serves and what waits.",
        description = "Show in one screen what a lake holds, what is stale, what serves, and what needs a person.",
        footer = {"", "Example:", "  ./solvens status --lake lake"})
final class StatusCommand extends LakeCommand implements Callable<Integer> {
    /// Rows of one feed.
    ///
    /// @param version newest version of the table
    /// @param lastKnown known_at of the newest record; null in a feed without records
    record FeedStatus(
            String feed, long rows, long version, @Nullable Instant lastKnown) {}

    /// A table that is made from others.
    ///
    /// @param made what its newest rows were made by and of; null in a table of an earlier Solvens
    /// @param newer tables with records that came later; empty where `made` is null
    record DerivedStatus(String table, @Nullable Stamp made, List<String> newer) {}

    /// What serves one axis.
    ///
    /// @param model null where cases get no score
    /// @param since null where nothing was decided yet
    record AxisStatus(
            String axis, @Nullable String model, @Nullable Instant since, List<String> challengers) {}

    /// All of it.
    ///
    /// @param quarantined rows that were ever refused; they stay after their corrected form was ingested
    /// @param protections rows of these that protect or protected somebody
    /// @param derived the derived tables that are there, except the histories
    /// @param histories UP_TO_DATE, BEHIND, UNREADABLE, or the code of the problem that stops an update
    /// @param served as-of date of the scores that are served; null where there are none
    /// @param scored as-of dates that have scores, the last published first
    /// @param report as-of date of the recovery report; null where there is none
    /// @param waits what a person has to look at
    record Status(
            String lake,
            List<FeedStatus> feeds,
            long quarantined,
            long protections,
            String histories,
            List<DerivedStatus> derived,
            @Nullable LocalDate served,
            List<LocalDate> scored,
            @Nullable LocalDate report,
            List<AxisStatus> axes,
            List<String> waits) {}

    @Override
    public Integer call() {
        Status status = status(existing());
        out().print(json() ? RunReport.json(status) : text(status));
        out().flush();
        return 0;
    }

    /// Reads the logs of the tables, and no data but the ids of what is in quarantine.
    static Status status(Lake lake) {
        List<String> waits = new ArrayList<>();
        List<FeedStatus> feeds = new ArrayList<>();
        for (Feed feed : Feed.values()) {
            String path = lake.feed(feed.label());
            if (lake.tables().exists(path)) {
                DeltaTable table = lake.tables().open(path);
                DeltaTable.Span span = table.span("known_at").orElse(null);
                feeds.add(new FeedStatus(
                        feed.label(),
                        span == null ? 0 : span.rows(),
                        table.version(),
                        span == null ? null : Instant.ofEpochMilli(span.last())));
            }
        }
        long quarantined = rows(lake, lake.quarantine(), "line");
        long protections = rows(lake, lake.protections(), "feed");
        failedChecks(lake, waits);
        String histories = histories(lake, waits);
        LocalDate served = lake.tables().exists(lake.scores())
                ? lake.tables().open(lake.scores()).publishedDay().orElse(null)
                : null;
        LocalDate report = lake.tables().exists(lake.recovery())
                ? lake.tables().open(lake.recovery()).publishedDay().orElse(null)
                : null;
        return new Status(
                lake.root(),
                List.copyOf(feeds),
                quarantined,
                protections,
                histories,
                derived(lake),
                served,
                Published.of(lake.tables(), lake.scores()).asOfs(),
                report,
                axes(lake, waits),
                List.copyOf(waits));
    }

    /// The checks that failed when the feeds were last checked, and were not accepted.
    private static void failedChecks(Lake lake, List<String> waits) {
        if (!lake.tables().exists(lake.quality())) {
            return;
        }
        DeltaTable table = lake.tables().open(lake.quality());
        table.newestDay("as_of").ifPresent(day -> {
            int[] failed = {0};
            table.scan(List.of("status", "accepted"), DeltaTable.Filter.equal("as_of", day), row -> {
                if (row.getString(0).equals("FAILED") && row.isNull(1)) {
                    failed[0]++;
                }
            });
            if (failed[0] > 0) {
                waits.add(failed[0] + " failed checks as of " + day + ": ./solvens quality --lake " + lake.root());
            }
        });
    }

    private static List<DerivedStatus> derived(Lake lake) {
        Map<String, String> sources = Histories.tables(lake);
        Map<String, String> scored = new TreeMap<>(sources);
        scored.put(Feed.MANDATES.label(), lake.feed(Feed.MANDATES.label()));
        Map<String, String> feeds = new TreeMap<>();
        for (Feed feed : Feed.values()) {
            feeds.put(feed.label(), lake.feed(feed.label()));
        }
        List<DerivedStatus> derived = new ArrayList<>();
        add(lake, derived, "quality", lake.quality(), stamp(lake, lake.quality()), feeds);
        add(lake, derived, "features", lake.features(), stamp(lake, lake.features()), sources);
        add(lake, derived, "snapshots", lake.snapshots(), stamp(lake, lake.snapshots()), sources);
        add(lake, derived, "scores", lake.scores(), published(lake, lake.scores()), scored);
        add(lake, derived, "recovery", lake.recovery(), published(lake, lake.recovery()), sources);
        add(lake, derived, "figures", lake.figures(), published(lake, lake.figures()), sources);
        add(lake, derived, "monitoring", lake.monitoring(), stamp(lake, lake.monitoring()), sources);
        return List.copyOf(derived);
    }

    private static Optional<Stamp> stamp(Lake lake, String path) {
        return lake.tables().userMetadata(path).flatMap(Stamp::parse);
    }

    /// What the rows were made of that are served.
    private static Optional<Stamp> published(Lake lake, String path) {
        return Published.of(lake.tables(), path).last().map(Published.Entry::made);
    }

    private static void add(
            Lake lake,
            List<DerivedStatus> derived,
            String table,
            String path,
            Optional<Stamp> made,
            Map<String, String> sources) {
        if (lake.tables().exists(path)) {
            derived.add(new DerivedStatus(
                    table,
                    made.orElse(null),
                    made.map(stamp -> stamp.newer(lake.tables(), sources)).orElse(List.of())));
        }
    }

    private static String histories(Lake lake, List<String> waits) {
        try {
            Histories.State state = Histories.state(lake);
            if (state != Histories.State.UP_TO_DATE) {
                waits.add(
                        "histories are " + state.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                                + ": ./solvens score --lake " + lake.root() + " brings them up to date first");
            }
            return state.name();
        } catch (Problem problem) {
            waits.add(problem.what() + ": " + problem.remedy());
            return problem.code();
        }
    }

    private static List<AxisStatus> axes(Lake lake, List<String> waits) {
        List<AxisStatus> axes = new ArrayList<>();
        ModelRegistry registry;
        try {
            registry = new ModelRegistry(lake.registry());
        } catch (Problem problem) {
            waits.add(problem.what() + ": " + problem.remedy());
            return List.of();
        }
        for (Axis axis : Axis.modelled()) {
            RoleEntry entry = registry.champion(axis).orElse(null);
            axes.add(new AxisStatus(
                    axis.label(),
                    entry == null ? null : entry.model(),
                    entry == null ? null : entry.at(),
                    registry.challengers(axis)));
        }
        return List.copyOf(axes);
    }

    private static long rows(Lake lake, String path, String column) {
        long[] rows = {0};
        if (lake.tables().exists(path)) {
            lake.tables().open(path).scan(List.of(column), _ -> rows[0]++);
        }
        return rows[0];
    }

    private static String text(Status status) {
        StringBuilder text = new StringBuilder();
        line(text, "lake             %s", status.lake());
        for (FeedStatus feed : status.feeds()) {
            line(
                    text,
                    "  %-16s %,12d rows, newest known at %s",
                    feed.feed(),
                    feed.rows(),
                    feed.lastKnown() == null ? "-" : feed.lastKnown());
        }
        line(
                text,
                "quarantine       %,d rows ever refused; %,d of them protect or protected somebody",
                status.quarantined(),
                status.protections());
        line(
                text,
                "histories        %s",
                status.histories().toLowerCase(Locale.ROOT).replace('_', ' '));
        for (DerivedStatus table : status.derived()) {
            line(text, "  %-16s %s", table.table(), made(table));
        }
        line(
                text,
                "scores served    %s",
                status.served() == null ? "none" : "as of " + status.served() + others(status));
        line(text, "report           %s", status.report() == null ? "none" : "as of " + status.report());
        for (AxisStatus axis : status.axes()) {
            line(
                    text,
                    "  %-18s %s%s",
                    axis.axis(),
                    axis.model() == null ? "no model" : axis.model() + " since " + axis.since(),
                    axis.challengers().isEmpty() ? "" : "; challengers " + String.join(", ", axis.challengers()));
        }
        line(
                text,
                "waits            %s",
                status.waits().isEmpty() ? "nothing" : status.waits().getFirst());
        status.waits().stream().skip(1).forEach(wait -> line(text, "                 %s", wait));
        return text.toString();
    }

    private static String made(DerivedStatus table) {
        Stamp made = table.made();
        if (made == null) {
            return "made by an earlier Solvens, which did not record from which records";
        }
        List<String> by = new ArrayList<>(List.of("Solvens " + made.solvens()));
        if (made.features() != null) {
            by.add("features " + made.features());
        }
        if (made.plan() != null) {
            by.add("plan " + made.plan());
        }
        if (made.policy() != null) {
            by.add("policy " + made.policy());
        }
        return (table.newer().isEmpty() ? "up to date" : "behind: newer records of " + String.join(", ", table.newer()))
                + "; made by " + String.join(", ", by);
    }

    private static String others(Status status) {
        return status.scored().size() < 2
                ? ""
                : ", published last of " + status.scored().size() + " as-of dates";
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
