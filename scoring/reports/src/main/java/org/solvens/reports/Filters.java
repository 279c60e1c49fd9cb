package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.Calendar;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;

/// The figures of a view: those of the chosen currency and cases. It serves one thread. Amounts of other currencies are
/// among them only where the view asks for all, converted at stated rates.
final class Filters {
    /// Yearly rate of discounting, in percent, where none is chosen.
    static final int RATE = 8;

    /// Rates that can be chosen.
    static final List<String> RATES = List.of("0", "2", "4", "6", "8", "10", "12", "15", "20");

    private final ReportData data;
    private final View view;
    private final Map<List<Object>, Cube> cubes = new HashMap<>();

    /// @throws Problem REPORT-FILTER if the view chooses what the report does not have
    Filters(ReportData data, View asked) {
        this.data = data;
        List<String> currencies = values(data, FigureRow::currency);
        String currency = asked.currency() == null ? largest(data) : asked.currency();
        this.view = asked.in(currency);
        require("currency", currency, currencies);
        require("all", view.all(), data.rates().cover(currencies) ? List.of("yes") : List.of());
        require("creditor", view.creditor(), values(data, FigureRow::creditorId));
        require("country", view.country(), values(data, FigureRow::country));
        require("type", view.claimType(), values(data, FigureRow::claimType));
        require(
                "segment",
                view.segment(),
                data.recovery(_ -> true).stream()
                        .map(RecoveryRow::segment)
                        .distinct()
                        .toList());
        require(
                "month",
                view.month(),
                months().stream().map(LocalDate::toString).toList());
        List<String> periods = periods().stream().map(Period::label).toList();
        require("from", view.from(), periods);
        require("to", view.to(), periods);
        require("rate", view.rate(), RATES);
    }

    private static void require(String name, @Nullable String value, List<String> known) {
        if (value != null && !known.contains(value)) {
            throw new Problem(
                    "REPORT-FILTER",
                    name,
                    "the report has no cases for the filter " + name,
                    "its values are " + (known.isEmpty() ? "none" : String.join(", ", known)),
                    "choose one of them, or leave the filter out");
        }
    }

    private static String largest(ReportData data) {
        Map<String, BigDecimal> cases = new HashMap<>();
        data.figures(Metric.PLACED_CASES, Grain.MONTH)
                .forEach(row -> cases.merge(row.currency(), row.value(), BigDecimal::add));
        return cases.entrySet().stream()
                .max(Map.Entry.<String, BigDecimal>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new Problem(
                        "REPORT-EMPTY",
                        "the reports",
                        "there is nothing to report",
                        "no case was placed, or none that this reader may see",
                        "ingest cases and run ./solvens report"));
    }

    private static List<String> values(ReportData data, Function<FigureRow, @Nullable String> of) {
        TreeSet<String> found = new TreeSet<>();
        for (FigureRow row : data.figures(Metric.PLACED_CASES, Grain.MONTH)) {
            String value = of.apply(row);
            if (value != null) {
                found.add(value);
            }
        }
        return List.copyOf(found);
    }

    /// The view with its currency.
    View view() {
        return view;
    }

    String currency() {
        return Objects.requireNonNull(view.currency(), "the filters choose a currency");
    }

    ReportData data() {
        return data;
    }

    List<String> currencies() {
        return values(data, FigureRow::currency);
    }

    /// Creditors with cases in the chosen currency, as are countries and types.
    List<String> creditors() {
        return values(data, row -> seen(row.currency()) ? row.creditorId() : null);
    }

    List<String> countries() {
        return values(data, row -> seen(row.currency()) ? row.country() : null);
    }

    List<String> claimTypes() {
        return values(data, row -> seen(row.currency()) ? row.claimType() : null);
    }

    /// Months whose flows are known, the newest first.
    List<LocalDate> months() {
        TreeSet<LocalDate> found = new TreeSet<>(Comparator.reverseOrder());
        data.figures(Metric.FLOW_CASES, Grain.MONTH).forEach(row -> {
            if (row.period() != null) {
                found.add(row.period());
            }
        });
        return new ArrayList<>(found);
    }

    /// Periods of placement whose cases have all reached the first age at which they are compared: months, then
    /// quarters, the newest first.
    List<Period> periods() {
        TreeSet<LocalDate> found = new TreeSet<>(Comparator.reverseOrder());
        data.figures(Metric.VINTAGE_PLACED, Grain.MONTH).forEach(row -> {
            LocalDate month = row.period();
            if (month != null
                    && seen(row.currency())
                    && Calendar.mature(month, Calendar.AGES.getFirst(), data.asOf())) {
                found.add(month);
            }
        });
        List<Period> periods = new ArrayList<>();
        found.forEach(month -> periods.add(Period.month(month)));
        found.forEach(month -> {
            Period quarter = Period.quarter(month);
            if (month.getMonthValue() % 3 == 1 && found.containsAll(quarter.months())) {
                periods.add(quarter);
            }
        });
        return periods;
    }

    /// The later period: the chosen one, or the newest month that has reached three months, or the newest.
    Period to() {
        List<Period> periods = periods();
        return view.to() == null
                ? periods.stream()
                        .filter(each -> each.months().size() == 1)
                        .limit(periods.size() - 1L)
                        .filter(each -> Calendar.mature(each.months().getFirst(), 3, data.asOf()))
                        .findFirst()
                        .orElse(periods.getFirst())
                : Period.of(view.to()).orElseThrow();
    }

    /// The earlier period: the chosen one, or that before the later one, or the one after it if it is the first.
    Period from() {
        if (view.from() != null) {
            return Period.of(view.from()).orElseThrow();
        }
        Period to = to();
        List<Period> alike = periods().stream()
                .filter(each -> each.months().size() == to.months().size())
                .toList();
        int at = alike.indexOf(to);
        return alike.get(at + 1 < alike.size() ? at + 1 : Math.max(0, at - 1));
    }

    /// Yearly rate of discounting, in percent.
    int rate() {
        return view.rate() == null ? RATE : Integer.parseInt(view.rate());
    }

    /// Whether cases of a currency are seen.
    private boolean seen(String currency) {
        return view.converts() || currency.equals(view.currency());
    }

    /// What a unit of each other currency counts; empty if only one currency is seen.
    Map<String, BigDecimal> rates() {
        Map<String, BigDecimal> rates = new TreeMap<>();
        if (view.converts()) {
            for (String other : currencies()) {
                if (!other.equals(currency())) {
                    data.rates().rate(other, currency()).ifPresent(rate -> rates.put(other, rate));
                }
            }
        }
        return rates;
    }

    /// The day and the currency of the amounts; at which rates they were converted, if they were; and
    /// what a filter does not reach.
    String asOf(ReportName name, Wordings words) {
        List<String> said = new ArrayList<>();
        said.add(words.text("as_of", words.day(data.asOf()), currency()));
        if (view.converts()) {
            List<String> rates = new ArrayList<>();
            rates().forEach((other, rate) -> rates.add("1 " + other + " = " + words.decimal(rate) + " " + currency()));
            said.add(words.text(
                    "convert.rates", String.join(", ", rates), data.rates().source()));
        }
        if (view.claimType() != null && name.hasScores()) {
            said.add(words.text("scores_of_all_types"));
        }
        return String.join(" ", said);
    }

    /// Whether the amounts of all currencies can be seen in one.
    boolean canConvert() {
        return currencies().size() > 1 && data.rates().cover(currencies());
    }

    private boolean chosen(FigureRow row) {
        return seen(row.currency())
                && (view.creditor() == null || row.creditorId().equals(view.creditor()))
                && (view.country() == null || row.country().equals(view.country()))
                && (view.claimType() == null
                        || row.claimType() == null
                        || view.claimType().equals(row.claimType()));
    }

    /// The figures of a metric.
    Cube cube(Metric metric, Grain grain) {
        return cubes.computeIfAbsent(List.of(metric, grain), _ -> {
            Map<String, BigDecimal> rates = rates();
            return new Cube(data.figures(metric, grain).stream()
                    .filter(this::chosen)
                    .map(row -> converted(metric, row, rates.get(row.currency())))
                    .toList());
        });
    }

    /// @param rate null if the row has the view's currency
    private FigureRow converted(Metric metric, FigureRow row, @Nullable BigDecimal rate) {
        if (rate == null) {
            return row;
        }
        BigDecimal value = switch (metric.unit()) {
            case COUNT -> row.value();
            case AMOUNT -> row.value().multiply(rate);
            case AMOUNT_SQUARED -> row.value().multiply(rate).multiply(rate);
        };
        return row.with(row.creditorId(), currency(), row.period(), value);
    }

    /// @param rate null if the row has the view's currency
    private RecoveryRow converted(RecoveryRow row, @Nullable BigDecimal rate) {
        return rate == null
                ? row
                : new RecoveryRow(
                        row.asOf(),
                        row.creditorId(),
                        row.country(),
                        currency(),
                        row.claimType(),
                        row.segment(),
                        row.placedMonth(),
                        row.monthsSince(),
                        row.cases(),
                        row.paidCases(),
                        row.placed().multiply(rate),
                        row.added().multiply(rate),
                        row.recovered().multiply(rate),
                        row.overpaid().multiply(rate),
                        row.cost().multiply(rate),
                        row.mature());
    }

    /// The recovery rows of the view's cases, in one segment.
    List<RecoveryRow> recovery(String segment) {
        Map<String, BigDecimal> rates = rates();
        return data
                .recovery(row -> row.segment().equals(segment)
                        && seen(row.currency())
                        && (view.creditor() == null || row.creditorId().equals(view.creditor()))
                        && (view.country() == null || row.country().equals(view.country()))
                        && (view.claimType() == null || row.claimType().equals(view.claimType())))
                .stream()
                .map(row -> converted(row, rates.get(row.currency())))
                .toList();
    }

    /// The segments of the view's cases.
    List<String> segments() {
        return data.recovery(row -> seen(row.currency())).stream()
                .map(RecoveryRow::segment)
                .distinct()
                .sorted()
                .filter(segment -> !segment.equals(RecoveryRow.ALL))
                .toList();
    }
}
