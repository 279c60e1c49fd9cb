package org.solvens.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;
import org.solvens.report.MonitoringRow;
import org.solvens.report.QualityRow;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;

/// What the pages are made from: the rows of the report tables at one as-of date, in memory.
///
/// @param notices null for a reader who sees only some creditors: feeds are shared by all of them
public final class ReportData {
    /// What the checks of the feeds found.
    ///
    /// @param errors checks of level ERROR that failed
    /// @param warnings checks of level WARNING that failed
    public record Notices(long checks, long errors, long warnings) {}

    /// Whether models and feeds can be trusted.
    ///
    /// @param monitoring measurements of the scoring months up to the as-of date
    /// @param quality checks of the feeds up to it
    /// @param serving what serves each axis now
    public record Health(List<MonitoringRow> monitoring, List<QualityRow> quality, List<Serving> serving) {
        /// Nothing known.
        public static final Health NONE = new Health(List.of(), List.of(), List.of());
    }

    /// What serves an axis.
    ///
    /// @param axis its label
    /// @param model null if no model serves it, as are the time, and who promoted and approved it
    /// @param override why it serves although the gate refused it; null if the gate passed it
    public record Serving(
            String axis,
            @Nullable String model,
            @Nullable Instant since,
            @Nullable String by,
            @Nullable String approvedBy,
            @Nullable String override,
            int challengers) {}

    private static final int MOST_PARTS = 16;

    private final LocalDate asOf;
    private final ReportRows rows;
    private final Optional<Notices> notices;
    private final @Nullable Set<String> creditors;
    private final Health health;
    private final Rates rates;
    /// Parts that were asked for last, by their creditors.
    private final Map<Set<String>, ReportData> parts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Set<String>, ReportData> eldest) {
            return size() > MOST_PARTS;
        }
    };

    private ReportData(
            LocalDate asOf,
            ReportRows rows,
            Optional<Notices> notices,
            @Nullable Set<String> creditors,
            Health health,
            Rates rates) {
        this.asOf = asOf;
        this.rows = rows;
        this.notices = notices;
        this.creditors = creditors;
        this.health = health;
        this.rates = rates;
    }

    /// From rows.
    public static ReportData of(
            LocalDate asOf, List<FigureRow> figures, List<RecoveryRow> recovery, Optional<Notices> notices) {
        ReportRows rows = new ReportRows();
        figures.forEach(rows::add);
        recovery.forEach(rows::add);
        return new ReportData(asOf, rows, notices, null, Health.NONE, Rates.NONE);
    }

    /// The same with what is known of models and feeds.
    public ReportData with(Health known) {
        return new ReportData(asOf, rows, notices, creditors, known, rates);
    }

    /// The same with rates, by which amounts of all currencies can be seen in one.
    public ReportData with(Rates known) {
        return new ReportData(asOf, rows, notices, creditors, health, known);
    }

    /// Reads the as-of date of the figures table that was published last, and the recovery table and checks with it.
    /// Empty if there are no figures.
    public static Optional<ReportData> read(Lake lake) {
        return lake.tables().exists(lake.figures()) ? read(lake, lake.tables().open(lake.figures())) : Optional.empty();
    }

    /// The same from a version of the figures table.
    public static Optional<ReportData> read(Lake lake, DeltaTable table) {
        return table.publishedDay().map(asOf -> {
            ReportRows rows = new ReportRows();
            table.scan(FigureRow.TABLE, Filter.equal("as_of", asOf), rows::add);
            if (lake.tables().exists(lake.recovery())) {
                lake.tables().open(lake.recovery()).scan(RecoveryRow.TABLE, Filter.equal("as_of", asOf), rows::add);
            }
            rows.sumUp();
            return new ReportData(asOf, rows, notices(lake), null, health(lake, asOf), Rates.NONE);
        });
    }

    private static Health health(Lake lake, LocalDate asOf) {
        List<MonitoringRow> monitoring = new ArrayList<>();
        if (lake.tables().exists(lake.monitoring())) {
            lake.tables().open(lake.monitoring()).scan(MonitoringRow.TABLE, Filter.all(), monitoring::add);
        }
        List<QualityRow> quality = new ArrayList<>();
        if (lake.tables().exists(lake.quality())) {
            lake.tables().open(lake.quality()).scan(QualityRow.TABLE, Filter.all(), quality::add);
        }
        monitoring.removeIf(row -> row.asOf().isAfter(asOf));
        quality.removeIf(row -> row.asOf().isAfter(asOf));
        return new Health(List.copyOf(monitoring), List.copyOf(quality), serving(lake));
    }

    /// What serves each axis; empty where no registry can be read, which `./solvens models` explains.
    /// The figures do not depend on it.
    private static List<Serving> serving(Lake lake) {
        try {
            return servingOf(lake);
        } catch (Problem _) {
            return List.of();
        }
    }

    private static List<Serving> servingOf(Lake lake) {
        ModelRegistry registry = new ModelRegistry(lake.registry());
        List<Serving> serving = new ArrayList<>();
        for (Axis axis : Axis.modelled()) {
            Optional<RoleEntry> entry = registry.champion(axis);
            serving.add(new Serving(
                    axis.label(),
                    entry.map(RoleEntry::model).orElse(null),
                    entry.map(RoleEntry::at).orElse(null),
                    entry.map(RoleEntry::who).orElse(null),
                    entry.map(RoleEntry::approvedBy).orElse(null),
                    entry.map(RoleEntry::override).orElse(null),
                    registry.challengers(axis).size()));
        }
        return serving;
    }

    private static Optional<Notices> notices(Lake lake) {
        if (!lake.tables().exists(lake.quality())) {
            return Optional.empty();
        }
        DeltaTable table = lake.tables().open(lake.quality());
        return table.newestDay("as_of").map(asOf -> {
            List<QualityRow> rows = new ArrayList<>();
            table.scan(QualityRow.TABLE, Filter.equal("as_of", asOf), rows::add);
            return new Notices(rows.size(), failed(rows, CheckLevel.ERROR), failed(rows, CheckLevel.WARNING));
        });
    }

    private static long failed(List<QualityRow> rows, CheckLevel level) {
        return rows.stream()
                .filter(row -> row.status() == CheckStatus.FAILED && row.accepted() == null && row.level() == level)
                .count();
    }

    /// The part that a reader may see who is limited to some creditors: their rows alone.
    public ReportData only(Set<String> creditors) {
        synchronized (parts) {
            return parts.computeIfAbsent(Set.copyOf(creditors), this::part);
        }
    }

    private ReportData part(Set<String> some) {
        return new ReportData(asOf, rows.only(some), Optional.empty(), some, Health.NONE, rates);
    }

    public LocalDate asOf() {
        return asOf;
    }

    /// Whether all creditors are seen.
    public boolean whole() {
        return creditors == null;
    }

    ReportRows rows() {
        return rows;
    }

    Health health() {
        return health;
    }

    Rates rates() {
        return rates;
    }

    Optional<Notices> notices() {
        return notices;
    }
}
