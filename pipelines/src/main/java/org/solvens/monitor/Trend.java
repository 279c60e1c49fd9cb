package org.solvens.monitor;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.solvens.report.MonitoringRow;

/// A finding's own history: what was found of the same thing in the months before. A jump has another cause
/// than a drift or something that is always so.
///
/// @param months of one thing, the oldest first; the last is the finding
public record Trend(List<MonitoringRow> months) {
    /// Most months before the finding that are shown.
    private static final int SHOWN = 5;

    /// Fewest months that make a direction.
    private static final int DIRECTION = 3;

    public Trend {
        months = List.copyOf(months);
    }

    /// @param findings of all months
    public static Trend of(List<MonitoringRow> findings, MonitoringRow finding) {
        return new Trend(findings.stream()
                .filter(f -> f.kind() == finding.kind()
                        && f.subject().equals(finding.subject())
                        && Objects.equals(f.axis(), finding.axis())
                        && Objects.equals(f.model(), finding.model())
                        && !f.asOf().isAfter(finding.asOf()))
                .sorted(Comparator.comparing(MonitoringRow::asOf))
                .toList());
    }

    /// The values of up to five months before, and since when they only rise or fall, if they have done so for
    /// three months; `-` for the first month.
    public String text() {
        if (months.size() < 2) {
            return "-";
        }
        String values = months.subList(Math.max(0, months.size() - 1 - SHOWN), months.size() - 1).stream()
                .map(f -> String.format(Locale.ROOT, "%.3f", f.value()))
                .collect(Collectors.joining(" "));
        return values
                + direction("rises", (before, after) -> after > before)
                + direction("falls", (before, after) -> after < before);
    }

    private String direction(String word, BiPredicate<Double, Double> goesOn) {
        int first = months.size() - 1;
        while (first > 0
                && goesOn.test(months.get(first - 1).value(), months.get(first).value())) {
            first--;
        }
        return months.size() - first < DIRECTION
                ? ""
                : ", " + word + " since " + months.get(first).asOf();
    }
}
