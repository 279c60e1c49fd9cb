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
import org.solvens.report.metric.Slice;

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
        List<String> currencies = values(data, Slice::currency);
        String currency = asked.currency() == null ? largest(data) : asked.currency();
        this.view = asked.in(currency);
        require("currency", currency, currencies);
        require("all", view.all(), data.rates().cover(currencies) ? List.of("yes") : List.of());
        require("creditor", view.creditor(), values(data, Slice::creditorId));
        require("country", view.country(), values(data, Slice::country));
        require("type", view.claimType(), values(data, Slice::claimType));
        TreeSet<String> segments = new TreeSet<>(data.rows().segments());
        segments.addAll(decided(FigureRow::kind));
        require("segment", view.segment(), List.copyOf(segments));
        require("route", view.route(), decided(FigureRow::state));
        require("team", view.team(), decided(FigureRow::team));
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
        data.rows()
                .figures(Metric.PLACED_CASES, Grain.MONTH)
                .together()
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

    private static List<String> values(ReportData data, Function<Slice, @Nullable String> of) {
        TreeSet<String> found = new TreeSet<>();
        for (Slice slice : data.rows().slices()) {
            String value = of.apply(slice);
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
        return values(data, Slice::currency);
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
        data.rows().figures(Metric.FLOW_CASES, Grain.MONTH).together().forEach(row -> {
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
        data.rows().figures(Metric.VINTAGE_PLACED, Grain.MONTH).together().forEach(row -> {
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
        if (view.claimType() != null && name.hasScores() && hasScoresOfAllTypes()) {
            said.add(words.text("scores_of_all_types"));
        }
        if (name == ReportName.FORECAST && (view.segment() != null || view.route() != null || view.team() != null)) {
            said.add(words.text("remains_of_all"));
        }
        return String.join(" ", said);
    }

    /// Whether some figures come from scores that do not have the type of a claim.
    private boolean hasScoresOfAllTypes() {
        return data.rows().figures(Metric.OPEN_CASES, Grain.DAY).together().stream()
                .anyMatch(row -> row.claimType() == null);
    }

    /// Segments, routes or teams of the scored cases.
    List<String> decided(Function<FigureRow, @Nullable String> of) {
        TreeSet<String> found = new TreeSet<>();
        for (FigureRow row : data.rows().figures(Metric.OPEN_CASES, Grain.DAY).together()) {
            String value = of.apply(row);
            if (value != null && (view.currency() == null || seen(row.currency()))) {
                found.add(value);
            }
        }
        return List.copyOf(found);
    }

    /// Whether the amounts of all currencies can be seen in one.
    boolean canConvert() {
        return currencies().size() > 1 && data.rates().cover(currencies());
    }

    private boolean chosen(Metric metric, FigureRow row) {
        return (!metric.isByDecision()
                        || ((view.segment() == null || view.segment().equals(row.kind()))
                                && (view.route() == null || view.route().equals(row.state()))
                                && (view.team() == null || view.team().equals(row.team()))))
                && seen(row.currency())
                && (view.country() == null || row.country().equals(view.country()))
                && (view.claimType() == null
                        || row.claimType() == null
                        || view.claimType().equals(row.claimType()));
    }

    /// The figures of a metric: sums over the view's creditors.
    Cube cube(Metric metric, Grain grain) {
        return cubes.computeIfAbsent(List.of(metric, grain), _ -> {
            ByCreditor<FigureRow> rows = data.rows().figures(metric, grain);
            String creditor = view.creditor();
            return cube(metric, creditor == null ? rows.together() : rows.of(creditor));
        });
    }

    /// The figures of a metric for each creditor.
    Cube cubeOfEach(Metric metric, Grain grain) {
        ByCreditor<FigureRow> rows = data.rows().figures(metric, grain);
        String creditor = view.creditor();
        return cube(metric, creditor == null ? rows.each() : rows.of(creditor));
    }

    /// The figures of a metric for each creditor, of periods from a day to another, both included.
    Cube cubeOfEach(Metric metric, Grain grain, LocalDate from, LocalDate to) {
        return cubes.computeIfAbsent(List.of(metric, grain, from, to), _ -> {
            ByCreditor<FigureRow> rows = data.rows().figures(metric, grain);
            String creditor = view.creditor();
            return creditor == null
                    ? cube(metric, rows.each(from, to))
                    : cube(metric, rows.of(creditor)).between(from, to);
        });
    }

    private Cube cube(Metric metric, List<FigureRow> rows) {
        Map<String, BigDecimal> rates = rates();
        return new Cube(rows.stream()
                .filter(row -> chosen(metric, row))
                .map(row -> converted(metric, row, rates.get(row.currency())))
                .toList());
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

    /// The recovery rows of the view's cases in one segment: sums over its creditors.
    List<RecoveryRow> recovery(String segment) {
        ByCreditor<RecoveryRow> rows = data.rows().recovery(segment);
        String creditor = view.creditor();
        return chosen(creditor == null ? rows.together() : rows.of(creditor));
    }

    /// The recovery rows of all the view's cases, of each creditor, that were placed from a month on.
    List<RecoveryRow> recoveryOfEach(LocalDate from) {
        ByCreditor<RecoveryRow> rows = data.rows().recovery(RecoveryRow.ALL);
        String creditor = view.creditor();
        return chosen(creditor == null ? rows.each(from, data.asOf()) : rows.of(creditor)).stream()
                .filter(row -> !row.placedMonth().isBefore(from))
                .toList();
    }

    private List<RecoveryRow> chosen(List<RecoveryRow> rows) {
        Map<String, BigDecimal> rates = rates();
        return rows.stream()
                .filter(row -> seen(row.currency())
                        && (view.country() == null || row.country().equals(view.country()))
                        && (view.claimType() == null || row.claimType().equals(view.claimType())))
                .map(row -> {
                    BigDecimal rate = rates.get(row.currency());
                    return rate == null ? row : row.converted(currency(), rate);
                })
                .toList();
    }

    /// The segments of the view's cases.
    List<String> segments() {
        return data.rows().segments().stream()
                .filter(segment -> !segment.equals(RecoveryRow.ALL)
                        && data.rows().recovery(segment).together().stream().anyMatch(row -> seen(row.currency())))
                .toList();
    }
}
