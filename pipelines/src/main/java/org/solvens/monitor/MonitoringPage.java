package org.solvens.monitor;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.page.PageTemplate;
import org.solvens.report.MonitoringRow;
import org.solvens.stability.Level;

/// Findings as one self-contained HTML page: findings that need attention first, then every month.
public final class MonitoringPage {
    private static final PageTemplate TEMPLATE = PageTemplate.of(MonitoringPage.class, "monitoring.mustache");

    private MonitoringPage() {}

    /// The page as the template takes it.
    private record Page(String summary, List<Table> tables) {}

    /// Findings under a caption.
    private record Table(String caption, List<Row> rows) {}

    /// A finding as its cells.
    private record Row(
            String asOf,
            String what,
            String axis,
            String subject,
            String model,
            String found,
            String expected,
            String chance,
            String cases,
            String level,
            String before,
            String advice) {
        static Row of(MonitoringRow finding, Trend trend, Advice advice) {
            return new Row(
                    finding.asOf().toString(),
                    label(finding.kind()),
                    Objects.requireNonNullElse(finding.axis(), ""),
                    finding.subject(),
                    Objects.requireNonNullElse(finding.model(), ""),
                    number(finding.value()),
                    number(finding.expected()),
                    number(finding.noise()),
                    String.format(Locale.ROOT, "%,d", finding.cases()),
                    finding.level().name().toLowerCase(Locale.ROOT),
                    trend.text(),
                    advice.about(finding));
        }
    }

    /// @param findings from {@link Monitor#run}
    /// @param catalogue that says which feed a feature comes from
    public static String of(List<MonitoringRow> findings, FeatureCatalogue catalogue) {
        Advice advice = new Advice(findings, catalogue);
        List<MonitoringRow> loud =
                findings.stream().filter(f -> f.level() != Level.QUIET).toList();
        String summary = String.format(
                Locale.ROOT,
                "%,d measurements over %,d scoring months; %,d should be looked at, %,d need action.",
                findings.size(),
                findings.stream().map(MonitoringRow::asOf).distinct().count(),
                loud.stream().filter(f -> f.level() == Level.NOTICE).count(),
                loud.stream().filter(f -> f.level() == Level.ALARM).count());
        List<Table> tables = new ArrayList<>();
        tables.add(table("Findings that need attention", loud, findings, advice));
        for (LocalDate month :
                new TreeSet<>(findings.stream().map(MonitoringRow::asOf).toList()).descendingSet()) {
            List<MonitoringRow> rows = new ArrayList<>();
            for (MonitoringRow finding : findings) {
                boolean overview =
                        finding.kind() != MonitoringRow.Kind.FEATURE && finding.kind() != MonitoringRow.Kind.MISSING;
                if (finding.asOf().equals(month) && overview) {
                    rows.add(finding);
                }
            }
            findings.stream()
                    .filter(f -> f.asOf().equals(month) && f.kind() == MonitoringRow.Kind.FEATURE)
                    .sorted((a, b) -> Double.compare(b.value(), a.value()))
                    .limit(10)
                    .forEach(rows::add);
            tables.add(
                    table(month + ": scores, outcomes, and the ten features that moved most", rows, findings, advice));
        }
        return TEMPLATE.with(new Page(summary, tables));
    }

    private static Table table(String caption, List<MonitoringRow> rows, List<MonitoringRow> findings, Advice advice) {
        return new Table(
                caption,
                rows.stream()
                        .map(row -> Row.of(row, Trend.of(findings, row), advice))
                        .toList());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String label(MonitoringRow.Kind kind) {
        return switch (kind) {
            case SCORE -> "stability of the score";
            case FEATURE -> "stability of a feature";
            case MISSING -> "share missing";
            case ABSTAINED -> "share without a score";
            case CALIBRATION -> "outcomes compared with scores";
            case CHALLENGER -> "challenger's Brier score";
        };
    }
}
