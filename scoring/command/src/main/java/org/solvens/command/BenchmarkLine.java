package org.solvens.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One measured figure compared with the peer's.
///
/// @param bench such as `train` or `features`
/// @param metric what was measured
/// @param value ours
/// @param unit of both values
/// @param peer name and version; null if there is none
/// @param peerValue the peer's
/// @param target the ratio aimed at: at least where higher is better, at most where it is not
/// @param rows that it was measured on
/// @param cores that either side could use
public record BenchmarkLine(
        String bench,
        String metric,
        double value,
        String unit,
        @Nullable String peer,
        @Nullable Double peerValue,
        @Nullable Double target,
        boolean higherIsBetter,
        long rows,
        int cores) {
    private static final String ROW = "%-58s %12s %-9s %-14s %12s %7s %8s";
    private static final JsonMapper JSON = new JsonMapper();

    /// Ours over the peer's.
    @Nullable
    public Double ratio() {
        return peerValue == null ? null : Double.valueOf(value / peerValue);
    }

    /// As one line of JSON: bench, metric, value, unit, peer, peer_value, ratio, target, higher_is_better, rows, cores.
    public String json() {
        ObjectNode node = JSON.createObjectNode();
        node.put("bench", bench);
        node.put("metric", metric);
        node.put("value", value);
        node.put("unit", unit);
        node.put("peer", peer);
        node.put("peer_value", peerValue);
        node.put("ratio", ratio());
        node.put("target", target);
        node.put("higher_is_better", higherIsBetter);
        node.put("rows", rows);
        node.put("cores", cores);
        return JSON.writeValueAsString(node);
    }

    /// The head of the table with lines from {@link #text()}.
    public static String header() {
        return String.format(Locale.ROOT, ROW, "metric", "ours", "unit", "peer", "peer's", "ratio", "target");
    }

    /// As one line of a table.
    public String text() {
        return String.format(
                Locale.ROOT,
                ROW,
                metric,
                number(value),
                unit,
                peer == null ? "" : peer,
                number(peerValue),
                number(ratio()),
                target == null ? "" : (higherIsBetter ? ">= " : "<= ") + number(target));
    }

    private static String number(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        double size = Math.abs(value);
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 2 ? "%.2f" : "%.4f", value);
    }
}
