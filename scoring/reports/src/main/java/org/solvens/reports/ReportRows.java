package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.report.metric.Slice;

/// The rows of the report tables at one as-of date. They are added first and asked for then.
final class ReportRows {
    private static final Map<String, Metric> METRICS =
            Arrays.stream(Metric.values()).collect(Collectors.toMap(Metric::label, metric -> metric));

    /// Metrics that a page compares by creditor in single months.
    private static final Set<Metric> VINTAGES =
            EnumSet.of(Metric.VINTAGE_CASES, Metric.VINTAGE_PLACED, Metric.VINTAGE_RECOVERED, Metric.VINTAGE_SQUARES);

    private static final ByCreditor.Kind<FigureRow> FIGURES = new ByCreditor.Kind<>() {
        @Override
        public String creditor(FigureRow row) {
            return row.creditorId();
        }

        @Override
        public @Nullable LocalDate period(FigureRow row) {
            return row.period();
        }

        @Override
        public FigureRow key(FigureRow row) {
            return row.with(ByCreditor.EVERY, row.currency(), row.period(), BigDecimal.ZERO);
        }

        @Override
        public FigureRow plus(FigureRow sum, FigureRow row) {
            return sum.with(
                    sum.creditorId(), sum.currency(), sum.period(), sum.value().add(row.value()));
        }
    };

    private static final ByCreditor.Kind<RecoveryRow> RECOVERY = new ByCreditor.Kind<>() {
        @Override
        public String creditor(RecoveryRow row) {
            return row.creditorId();
        }

        @Override
        public LocalDate period(RecoveryRow row) {
            return row.placedMonth();
        }

        @Override
        public RecoveryRow key(RecoveryRow row) {
            return row.times(0, ByCreditor.EVERY);
        }

        @Override
        public RecoveryRow plus(RecoveryRow sum, RecoveryRow row) {
            return sum.plus(row);
        }
    };

    private static final ByCreditor<FigureRow> NO_FIGURES = new ByCreditor<>(FIGURES);
    private static final ByCreditor<RecoveryRow> NO_RECOVERY = new ByCreditor<>(RECOVERY);

    private final Map<Metric, Map<Grain, ByCreditor<FigureRow>>> figures = new EnumMap<>(Metric.class);
    /// By segment.
    private final Map<String, ByCreditor<RecoveryRow>> recovery = new TreeMap<>();
    private final Once once = new Once(new HashMap<>());
    private @Nullable Set<Slice> slices;

    void add(FigureRow row) {
        Metric metric = METRICS.get(row.metric());
        if (metric != null) {
            figures.computeIfAbsent(metric, _ -> new EnumMap<>(Grain.class))
                    .computeIfAbsent(row.grain(), _ -> new ByCreditor<>(FIGURES))
                    .add(once.of(row));
        }
    }

    void add(RecoveryRow row) {
        recovery.computeIfAbsent(row.segment(), _ -> new ByCreditor<>(RECOVERY)).add(once.of(row));
    }

    /// Makes the sums over all creditors, which most pages ask for, and finds the months of what is compared by
    /// creditor. What is not summed up is summed up when it is asked for.
    void sumUp() {
        figures.forEach((metric, grains) -> grains.values().forEach(rows -> {
            rows.together();
            if (VINTAGES.contains(metric)) {
                rows.index();
            }
        }));
        recovery.values().forEach(ByCreditor::together);
        recovery(RecoveryRow.ALL).index();
        slices();
    }

    /// The part of some creditors.
    ReportRows only(Set<String> creditors) {
        ReportRows part = new ReportRows();
        figures.forEach((metric, grains) -> grains.forEach((grain, rows) -> part.figures
                .computeIfAbsent(metric, _ -> new EnumMap<>(Grain.class))
                .put(grain, rows.only(creditors))));
        recovery.forEach((segment, rows) -> part.recovery.put(segment, rows.only(creditors)));
        return part;
    }

    /// The rows of a metric at a grain.
    ByCreditor<FigureRow> figures(Metric metric, Grain grain) {
        return figures.getOrDefault(metric, Map.of()).getOrDefault(grain, NO_FIGURES);
    }

    /// The recovery rows of a segment.
    ByCreditor<RecoveryRow> recovery(String segment) {
        return recovery.getOrDefault(segment, NO_RECOVERY);
    }

    /// The segments that have recovery rows, {@link RecoveryRow#ALL} among them.
    List<String> segments() {
        return recovery.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// What cases were placed of.
    synchronized Set<Slice> slices() {
        Set<Slice> known = slices;
        if (known == null) {
            known = figures(Metric.PLACED_CASES, Grain.MONTH).each().stream()
                    .map(row -> new Slice(row.creditorId(), row.country(), row.currency(), row.claimType()))
                    .collect(Collectors.toUnmodifiableSet());
            slices = known;
        }
        return known;
    }

    /// Keeps equal values once: a million rows have a few hundred different ones.
    private record Once(Map<Object, Object> seen) {
        @SuppressWarnings("unchecked")
        private <T> T value(T value) {
            return (T) seen.computeIfAbsent(value, each -> each);
        }

        private <T> @Nullable T maybe(@Nullable T value) {
            return value == null ? null : value(value);
        }

        FigureRow of(FigureRow row) {
            return new FigureRow(
                    value(row.asOf()),
                    value(row.metric()),
                    row.grain(),
                    value(row.creditorId()),
                    value(row.country()),
                    value(row.currency()),
                    maybe(row.claimType()),
                    maybe(row.period()),
                    maybe(row.channel()),
                    maybe(row.kind()),
                    maybe(row.state()),
                    maybe(row.size()),
                    row.weekday(),
                    row.hour(),
                    row.age(),
                    maybe(row.team()),
                    row.value());
        }

        RecoveryRow of(RecoveryRow row) {
            return new RecoveryRow(
                    value(row.asOf()),
                    value(row.creditorId()),
                    value(row.country()),
                    value(row.currency()),
                    value(row.claimType()),
                    value(row.segment()),
                    value(row.placedMonth()),
                    row.monthsSince(),
                    row.cases(),
                    row.paidCases(),
                    row.placed(),
                    row.added(),
                    row.recovered(),
                    row.overpaid(),
                    row.cost(),
                    row.mature());
        }
    }
}
