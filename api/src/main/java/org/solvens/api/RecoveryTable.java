package org.solvens.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Shape;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Money;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.report.RecoveryRow;

/// The recovery report of the newest as-of date, by currency, segment, month of placement and months
/// since placement.
final class RecoveryTable {
    private static final int RATE_DIGITS = 6;
    private final LocalDate asOf;
    private final Map<String, Map<String, List<Vintage>>> byCurrency;

    private RecoveryTable(LocalDate asOf, Map<String, Map<String, List<Vintage>>> byCurrency) {
        this.asOf = asOf;
        this.byCurrency = byCurrency;
    }

    /// The cases placed in one month and their recovery.
    ///
    /// @param placedMonth such as `2026-01`
    /// @param placed what was owed at placement, in the currency's main unit
    /// @param added charges since placement minus what was waived; negative where more was waived
    /// @param owed placed and added
    record Vintage(
            String placedMonth,
            long cases,
            @JsonFormat(shape = Shape.STRING) BigDecimal placed,
            @JsonFormat(shape = Shape.STRING) BigDecimal added,
            @JsonFormat(shape = Shape.STRING) BigDecimal owed,
            List<Point> points) {
        private Point last() {
            return points.getLast();
        }
    }

    /// One vintage at one age; money is cumulative.
    ///
    /// @param monthsSince payments up to the end of this month after each case's own day of placement count; 0
    ///     has the payments before that day, and the last point includes everything known
    /// @param recovered paid and neither reversed nor refunded, for each case up to what was owed on it
    /// @param overpaid paid beyond what was owed
    /// @param rate recovered over placed; null if nothing was placed
    /// @param mature whether every case of the vintage has reached this age
    record Point(
            int monthsSince,
            long paidCases,
            @JsonFormat(shape = Shape.STRING) BigDecimal recovered,
            @JsonFormat(shape = Shape.STRING) BigDecimal overpaid,
            @JsonFormat(shape = Shape.STRING) BigDecimal cost,
            @Nullable BigDecimal rate,
            boolean mature) {}

    /// One segment over all vintages, to date.
    ///
    /// @param rate recovered over placed; null if nothing was placed
    record SegmentRow(
            String segment,
            long cases,
            long paidCases,
            @JsonFormat(shape = Shape.STRING) BigDecimal placed,
            @JsonFormat(shape = Shape.STRING) BigDecimal added,
            @JsonFormat(shape = Shape.STRING) BigDecimal owed,
            @JsonFormat(shape = Shape.STRING) BigDecimal recovered,
            @JsonFormat(shape = Shape.STRING) BigDecimal overpaid,
            @JsonFormat(shape = Shape.STRING) BigDecimal cost,
            @Nullable BigDecimal rate) {}

    /// The answer to one choice of currency and segment.
    record Report(
            LocalDate asOf,
            String currency,
            String segment,
            List<String> currencies,
            List<String> segments,
            List<Vintage> vintages,
            List<SegmentRow> bySegment) {}

    private record Key(String currency, String segment, LocalDate month) {}

    /// Reads the as-of date of the table that was published last; empty if it has no rows.
    static Optional<RecoveryTable> read(DeltaTable table, Commit commit) {
        return table.publishedDay().map(asOf -> {
            // By age within each vintage; the rows of creditors, countries and claim types add up.
            Map<Key, Map<Integer, RecoveryRow>> rows = new TreeMap<>(Comparator.comparing(Key::currency)
                    .thenComparing(Key::segment)
                    .thenComparing(Key::month));
            table.scan(
                    RecoveryRow.TABLE,
                    Filter.equal("as_of", asOf),
                    row -> rows.computeIfAbsent(
                                    new Key(row.currency(), row.segment(), row.placedMonth()), _ -> new TreeMap<>())
                            .merge(row.monthsSince(), row, RecoveryRow::plus));
            Map<String, Map<String, List<Vintage>>> byCurrency = new TreeMap<>();
            rows.forEach((key, points) -> byCurrency
                    .computeIfAbsent(key.currency(), _ -> new TreeMap<>(RecoveryTable::allFirst))
                    .computeIfAbsent(key.segment(), _ -> new ArrayList<>())
                    .add(vintage(key, points)));
            return new RecoveryTable(asOf, byCurrency);
        });
    }

    private static Vintage vintage(Key key, Map<Integer, RecoveryRow> rows) {
        RecoveryRow first = rows.values().iterator().next();
        BigDecimal placed = shown(first.placed(), key);
        BigDecimal added = shown(first.added(), key);
        List<Point> points = new ArrayList<>();
        rows.forEach((monthsSince, row) -> {
            BigDecimal recovered = shown(row.recovered(), key);
            points.add(new Point(
                    monthsSince,
                    row.paidCases(),
                    recovered,
                    shown(row.overpaid(), key),
                    shown(row.cost(), key),
                    rate(recovered, placed),
                    row.mature()));
        });
        return new Vintage(
                key.month().toString().substring(0, "2026-01".length()),
                first.cases(),
                placed,
                added,
                placed.add(added),
                points);
    }

    /// The amount with the decimals of the currency.
    private static BigDecimal shown(BigDecimal amount, Key key) {
        return amount.setScale(Money.decimals(key.currency()), RoundingMode.HALF_UP);
    }

    private static int allFirst(String left, String right) {
        return Comparator.comparing((String segment) -> !segment.equals(RecoveryRow.ALL))
                .thenComparing(Comparator.naturalOrder())
                .compare(left, right);
    }

    private static @Nullable BigDecimal rate(BigDecimal recovered, BigDecimal placed) {
        return placed.signum() == 0 ? null : recovered.divide(placed, RATE_DIGITS, RoundingMode.HALF_EVEN);
    }

    /// @param currency null for the one with most cases
    /// @param segment null for all
    /// @throws ApiProblem 400 if the report has no such currency or segment
    Report report(@Nullable String currency, @Nullable String segment) {
        String chosenCurrency = currency == null ? largestCurrency() : currency;
        Map<String, List<Vintage>> bySegment = byCurrency.get(chosenCurrency);
        if (bySegment == null) {
            throw ApiProblem.badRequest(
                    "REPORT-CURRENCY", "The report has the currencies " + String.join(", ", byCurrency.keySet()) + ".");
        }
        String chosenSegment = segment == null ? bySegment.keySet().iterator().next() : segment;
        List<Vintage> vintages = bySegment.get(chosenSegment);
        if (vintages == null) {
            throw ApiProblem.badRequest(
                    "REPORT-SEGMENT",
                    "In this currency the report has the segments " + String.join(", ", bySegment.keySet()) + ".");
        }
        List<SegmentRow> segments = new ArrayList<>();
        bySegment.forEach((name, ofSegment) -> segments.add(toDate(name, ofSegment)));
        return new Report(
                asOf,
                chosenCurrency,
                chosenSegment,
                List.copyOf(byCurrency.keySet()),
                List.copyOf(bySegment.keySet()),
                vintages,
                segments);
    }

    private String largestCurrency() {
        return byCurrency.entrySet().stream()
                .max(Comparator.comparingLong(entry -> entry.getValue().values().iterator().next().stream()
                        .mapToLong(Vintage::cases)
                        .sum()))
                .orElseThrow()
                .getKey();
    }

    private static SegmentRow toDate(String segment, List<Vintage> vintages) {
        BigDecimal placed = sum(vintages.stream().map(Vintage::placed).toList());
        BigDecimal added = sum(vintages.stream().map(Vintage::added).toList());
        BigDecimal recovered =
                sum(vintages.stream().map(vintage -> vintage.last().recovered()).toList());
        return new SegmentRow(
                segment,
                vintages.stream().mapToLong(Vintage::cases).sum(),
                vintages.stream()
                        .mapToLong(vintage -> vintage.last().paidCases())
                        .sum(),
                placed,
                added,
                placed.add(added),
                recovered,
                sum(vintages.stream().map(vintage -> vintage.last().overpaid()).toList()),
                sum(vintages.stream().map(vintage -> vintage.last().cost()).toList()),
                rate(recovered, placed));
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
