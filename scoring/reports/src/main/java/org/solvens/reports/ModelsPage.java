package org.solvens.reports;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;
import org.solvens.report.MonitoringRow;
import org.solvens.report.MonitoringRow.Kind;
import org.solvens.report.QualityRow;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;
import org.solvens.stability.Level;

/// Whether models and feeds can be trusted: what serves and who let it, stability and performance by month, and the
/// checks of the feeds.
final class ModelsPage {
    private static final int MONTHS = 13;

    /// Grounds of measurements that somebody should look at, and of those where somebody must act.
    private static final double NOTICE = 4;

    private static final double ALARM = 9;

    private final ReportData.Health health;
    private final Wordings words;

    private ModelsPage(ReportData data, Wordings words) {
        this.health = data.health();
        this.words = words;
    }

    static Page of(Filters figures, Wordings words) {
        return new ModelsPage(figures.data(), words).page();
    }

    private List<LocalDate> months() {
        return newest(health.monitoring(), MonitoringRow::asOf);
    }

    private static <T> List<LocalDate> newest(List<T> rows, Function<T, LocalDate> day) {
        return rows.stream()
                .map(day)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .limit(MONTHS)
                .toList();
    }

    private List<MonitoringRow> of(LocalDate month, Kind... kinds) {
        List<Kind> wanted = List.of(kinds);
        return health.monitoring().stream()
                .filter(row -> row.asOf().equals(month) && wanted.contains(row.kind()))
                .toList();
    }

    private Page page() {
        List<LocalDate> months = months();
        List<LocalDate> checked = newest(health.quality(), QualityRow::asOf);
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile(
                words.text("models.serving"),
                words.count(health.serving().stream()
                        .filter(each -> each.model() != null)
                        .count()),
                words.text("models.of_axes", health.serving().size())));
        if (!months.isEmpty()) {
            LocalDate last = months.getFirst();
            long alarms = levels(last, Level.ALARM);
            tiles.add(new Tile(words.text("models.alarms"), words.count(alarms), words.day(last)));
            tiles.add(new Tile(words.text("models.notices"), words.count(levels(last, Level.NOTICE)), words.day(last)));
        }
        if (!checked.isEmpty()) {
            LocalDate last = checked.getFirst();
            tiles.add(new Tile(
                    words.text("models.failed"),
                    words.count(failed(last, _ -> true).size()),
                    words.text("models.of_checks", checks(last).size())));
        }
        return new Page(
                words.text("models.title"),
                words.text("models.lead"),
                tiles,
                List.of(
                        serving(),
                        byMonth("stability", "models.stability", "models.stability_note", Kind.SCORE),
                        byMonth("calibration", "models.calibration", "models.calibration_note", Kind.CALIBRATION),
                        moved(months),
                        challengers(months),
                        quality(checked),
                        failures(checked)));
    }

    private long levels(LocalDate month, Level level) {
        return health.monitoring().stream()
                .filter(row -> row.asOf().equals(month) && row.level() == level)
                .count();
    }

    private String axis(String label) {
        return words.value("AXIS_" + label.toUpperCase(Locale.ROOT));
    }

    private Section serving() {
        List<List<Value>> rows = new ArrayList<>();
        for (ReportData.Serving each : health.serving()) {
            rows.add(List.of(
                    Value.text(axis(each.axis())),
                    each.model() == null ? Value.text(words.text("models.none_serves")) : Value.text(each.model()),
                    each.since() == null ? Value.none() : Value.day(LocalDate.ofInstant(each.since(), ZoneOffset.UTC)),
                    each.by() == null ? Value.none() : Value.text(each.by()),
                    each.approvedBy() == null ? Value.none() : Value.text(each.approvedBy()),
                    each.model() == null
                            ? Value.none()
                            : Value.text(
                                    each.override() == null
                                            ? words.text("models.gate_passed")
                                            : words.text("models.gate_override", each.override())),
                    Value.count(each.challengers())));
        }
        return section(
                "serving",
                "models.champions",
                rows.isEmpty() ? "models.serving_none" : "models.champions_note",
                List.of(
                        Column.of("axis", words.text("models.axis")),
                        Column.of("model", words.text("models.model")),
                        Column.of("since", words.text("models.since")),
                        Column.of("by", words.text("models.by")),
                        Column.of("approved_by", words.text("models.approved_by")),
                        Column.of("gate", words.text("models.gate")),
                        Column.of("challengers", words.text("models.challengers"))),
                rows);
    }

    /// A kind of measurement, by month and axis. Calibration is what was observed over what was expected.
    private Section byMonth(String id, String title, String note, Kind kind) {
        List<LocalDate> months = months();
        List<String> axes = health.monitoring().stream()
                .filter(row -> row.kind() == kind)
                .map(MonitoringRow::axis)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        List<Column> columns = new ArrayList<>(List.of(Column.of("month", words.text("models.scored_on"))));
        axes.forEach(each -> columns.add(Column.of(each, axis(each))));
        List<List<Value>> rows = new ArrayList<>();
        for (LocalDate month : months) {
            List<Value> row = new ArrayList<>(List.of(Value.day(month)));
            for (String each : axes) {
                row.add(of(month, kind).stream()
                        .filter(found -> each.equals(found.axis()))
                        .findFirst()
                        .map(found -> measured(found, kind == Kind.CALIBRATION))
                        .orElse(Value.none()));
            }
            rows.add(row);
        }
        return section(
                id,
                title,
                axes.isEmpty() ? "models.monitoring_none" : note,
                columns,
                axes.isEmpty() ? List.of() : rows);
    }

    private static Value measured(MonitoringRow row, boolean ratio) {
        if (row.cases() < Value.FEWEST) {
            return Value.small();
        }
        Value value = ratio ? Value.ratio(row.value() / row.expected()) : Value.thousandths(row.value());
        return switch (row.level()) {
            case QUIET -> value;
            case NOTICE -> value.ground(NOTICE);
            case ALARM -> value.ground(ALARM);
        };
    }

    /// Features that changed so much in the newest month that somebody should look.
    private Section moved(List<LocalDate> months) {
        List<List<Value>> rows = new ArrayList<>();
        if (!months.isEmpty()) {
            of(months.getFirst(), Kind.FEATURE, Kind.MISSING, Kind.ABSTAINED).stream()
                    .filter(row -> row.level() != Level.QUIET)
                    .sorted(Comparator.comparing(MonitoringRow::level)
                            .reversed()
                            .thenComparing(Comparator.comparingDouble(MonitoringRow::value)
                                    .reversed()))
                    .limit(20)
                    .forEach(row -> rows.add(List.of(
                            Value.text(row.subject()),
                            row.axis() == null ? Value.none() : Value.text(axis(row.axis())),
                            Value.text(words.value("MEASURED_" + row.kind().name())),
                            Value.thousandths(row.value()),
                            Value.thousandths(row.expected()),
                            Value.thousandths(row.noise()),
                            Value.text(words.value("LEVEL_" + row.level().name())))));
        }
        return section(
                "moved",
                "models.moved",
                months.isEmpty()
                        ? "models.monitoring_none"
                        : rows.isEmpty() ? "models.moved_none" : "models.moved_note",
                List.of(
                        Column.of("subject", words.text("models.subject")),
                        Column.of("axis", words.text("models.axis")),
                        Column.of("measured", words.text("models.measured")),
                        Column.of("value", words.text("models.value")),
                        Column.of("expected", words.text("models.if_unchanged")),
                        Column.of("noise", words.text("models.noise")),
                        Column.of("level", words.text("models.level"))),
                rows);
    }

    private Section challengers(List<LocalDate> months) {
        List<List<Value>> rows = new ArrayList<>();
        for (LocalDate month : months) {
            for (MonitoringRow row : of(month, Kind.CHALLENGER)) {
                rows.add(List.of(
                        Value.day(month),
                        row.axis() == null ? Value.none() : Value.text(axis(row.axis())),
                        row.model() == null ? Value.none() : Value.text(row.model()),
                        Value.count(row.cases()),
                        Value.thousandths(row.value()),
                        Value.thousandths(row.expected())));
            }
        }
        return section(
                "challengers",
                "models.challenged",
                rows.isEmpty() ? "models.challenged_none" : "models.challenged_note",
                List.of(
                        Column.of("scored_on", words.text("models.scored_on")),
                        Column.of("axis", words.text("models.axis")),
                        Column.of("model", words.text("models.model")),
                        Column.of("cases", words.text("cases")),
                        Column.of("challenger", words.text("models.brier_challenger")),
                        Column.of("champion", words.text("models.brier_champion"))),
                rows);
    }

    private List<QualityRow> checks(LocalDate day) {
        return health.quality().stream().filter(row -> row.asOf().equals(day)).toList();
    }

    private List<QualityRow> failed(LocalDate day, Predicate<QualityRow> which) {
        return checks(day).stream()
                .filter(row -> row.status() == CheckStatus.FAILED && row.accepted() == null)
                .filter(which)
                .toList();
    }

    private Section quality(List<LocalDate> days) {
        List<List<Value>> rows = new ArrayList<>();
        for (LocalDate day : days) {
            rows.add(List.of(
                    Value.day(day),
                    Value.count(checks(day).size()),
                    Value.count(
                            failed(day, row -> row.level() == CheckLevel.ERROR).size()),
                    Value.count(failed(day, row -> row.level() == CheckLevel.WARNING)
                            .size()),
                    Value.count(checks(day).stream()
                            .filter(row -> row.status() == CheckStatus.FAILED && row.accepted() != null)
                            .count())));
        }
        return section(
                "quality",
                "models.quality",
                rows.isEmpty() ? "models.quality_none" : "models.quality_note",
                List.of(
                        Column.of("checked_on", words.text("models.checked_on")),
                        Column.of("checks", words.text("models.checks")),
                        Column.of("errors", words.text("models.errors")),
                        Column.of("warnings", words.text("models.warnings")),
                        Column.of("accepted", words.text("models.accepted"))),
                rows);
    }

    private Section failures(List<LocalDate> days) {
        List<List<Value>> rows = new ArrayList<>();
        if (!days.isEmpty()) {
            failed(days.getFirst(), _ -> true).stream()
                    .sorted(Comparator.comparing(QualityRow::level)
                            .thenComparing(QualityRow::feed)
                            .thenComparing(QualityRow::check))
                    .forEach(row -> rows.add(List.of(
                            Value.text(row.feed()),
                            Value.text(row.column() == null ? row.check() : row.check() + ", " + row.column()),
                            Value.text(words.value("CHECK_" + row.level().name())),
                            Value.text(row.message()))));
        }
        return section(
                "failures",
                "models.failures",
                rows.isEmpty() ? "models.failures_none" : "models.failures_note",
                List.of(
                        Column.of("feed", words.text("models.feed")),
                        Column.of("check", words.text("models.check")),
                        Column.of("level", words.text("models.level")),
                        Column.of("message", words.text("models.found"))),
                rows);
    }

    private Section section(String id, String title, String note, List<Column> columns, List<List<Value>> rows) {
        return new Section(
                words.text(title),
                words.text(note),
                List.of(),
                rows.isEmpty() ? null : Grid.of(id, words.text(title), columns, rows),
                List.of());
    }
}
