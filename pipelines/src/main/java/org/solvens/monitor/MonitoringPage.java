package org.solvens.monitor;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.solvens.report.MonitoringRow;
import org.solvens.stability.Level;

/// Findings as one self-contained HTML page: findings that need attention first, then every month.
public final class MonitoringPage {
    private MonitoringPage() {}

    /// @param findings from {@link Monitor#run}
    public static String of(List<MonitoringRow> findings) {
        StringBuilder page = new StringBuilder("""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Solvens: monitoring</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b2733}
            table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}
            th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #dde3e8}
            td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
            .alarm{background:#fbe3e1}.notice{background:#fff4d6}
            caption{text-align:left;font-weight:600;padding:.3rem 0}
            </style></head><body><h1>Monitoring</h1>
            """);
        List<MonitoringRow> loud =
                findings.stream().filter(f -> f.level() != Level.QUIET).toList();
        page.append("<p>")
                .append(String.format(
                        Locale.ROOT,
                        "%,d measurements over %,d scoring months; %,d should be looked at, %,d need action.",
                        findings.size(),
                        findings.stream().map(MonitoringRow::asOf).distinct().count(),
                        loud.stream().filter(f -> f.level() == Level.NOTICE).count(),
                        loud.stream().filter(f -> f.level() == Level.ALARM).count()))
                .append(" A change counts only beyond a fixed limit <em>and</em> beyond what chance causes once in a"
                        + " thousand such months.</p>\n");
        table(page, "Findings that need attention", loud);
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
            table(page, month + ": scores, outcomes, and the ten features that moved most", rows);
        }
        return page.append("</body></html>\n").toString();
    }

    private static void table(StringBuilder page, String caption, List<MonitoringRow> rows) {
        page.append("<table><caption>")
                .append(escape(caption))
                .append("</caption><tr><th>as of</th><th>what</th><th>axis</th><th>subject</th><th>model</th>"
                        + "<th class=n>found</th><th class=n>expected</th><th class=n>chance</th><th class=n>cases</th>"
                        + "<th>level</th></tr>\n");
        for (MonitoringRow f : rows) {
            String level = f.level().name().toLowerCase(Locale.ROOT);
            page.append("<tr class=").append(level).append('>');
            for (String cell : List.of(
                    f.asOf().toString(),
                    label(f.kind()),
                    f.axis() == null ? "" : f.axis(),
                    f.subject(),
                    f.model() == null ? "" : f.model())) {
                page.append("<td>").append(escape(cell)).append("</td>");
            }
            page.append(String.format(
                    Locale.ROOT,
                    "<td class=n>%.4f</td><td class=n>%.4f</td><td class=n>%.4f</td><td class=n>%,d</td><td>%s</td>",
                    f.value(),
                    f.expected(),
                    f.noise(),
                    f.cases(),
                    level));
            page.append("</tr>\n");
        }
        page.append("</table>\n");
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

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
