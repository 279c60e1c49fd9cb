package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// What a manager looks at first: what came in, what is due today, what waits for somebody.
final class TodayPage {
    private static final int DAYS = 31;
    private static final int FORECAST_DAYS = 30;

    private final Filters figures;
    private final Wordings words;
    private final LocalDate today;
    private final LocalDate yesterday;

    private TodayPage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
        this.today = figures.data().asOf();
        this.yesterday = today.minusDays(1);
    }

    static Page of(Filters figures, Wordings words) {
        return new TodayPage(figures, words).page();
    }

    private Page page() {
        List<Section> sections = new ArrayList<>();
        sections.add(periods());
        sections.add(days());
        sections.add(waiting());
        return new Page(words.text("today.title"), words.text("today.lead", words.day(yesterday)), tiles(), sections);
    }

    private BigDecimal sum(Metric metric, LocalDate from, LocalDate to) {
        return figures.cube(metric, Grain.DAY).between(from, to).sum();
    }

    /// Promises whose last day in time was yesterday and that were not kept.
    private Cube broken() {
        return figures.cube(Metric.PROMISES_ENDED, Grain.DAY).on(today).state("BROKEN", "PARTLY");
    }

    private String count(BigDecimal value) {
        return words.count(value.longValue());
    }

    private List<Tile> tiles() {
        String currency = figures.currency();
        LocalDate first = yesterday.withDayOfMonth(1);
        BigDecimal received = sum(Metric.RECEIVED, first, yesterday);
        BigDecimal before = sum(Metric.RECEIVED, first.minusMonths(1), sameDay(yesterday, 1));
        BigDecimal due = figures.cube(Metric.PROMISES_DUE, Grain.DAY).on(today).sum();
        BigDecimal broken = broken().sum();
        BigDecimal expected = figures.cube(Metric.EXPECTED_RECOVERY, Grain.DAY)
                .on(today)
                .where(row -> row.age() != null && row.age() == FORECAST_DAYS)
                .sum();
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile(
                words.text("today.received_yesterday") + ", " + currency,
                words.amount(sum(Metric.RECEIVED, yesterday, yesterday)),
                words.day(yesterday)));
        tiles.add(new Tile(
                words.text("today.received_month") + ", " + currency,
                words.amount(received),
                before.signum() == 0
                        ? null
                        : words.text(
                                "today.against_last_month",
                                words.share(received.doubleValue() / before.doubleValue() - 1))));
        if (expected.signum() > 0) {
            tiles.add(new Tile(words.text("today.expected") + ", " + currency, words.amount(expected), expectedNote()));
        }
        tiles.add(new Tile(
                words.title(Metric.PROMISES_DUE),
                count(due),
                words.amount(figures.cube(Metric.PROMISED_DUE, Grain.DAY)
                                .on(today)
                                .sum()) + " " + currency));
        tiles.add(new Tile(words.text("today.broken"), count(broken), words.text("today.broken_note")));
        tiles.add(new Tile(
                words.title(Metric.CASES_FOR_A_PERSON),
                count(figures.cube(Metric.CASES_FOR_A_PERSON, Grain.DAY)
                        .on(today)
                        .sum()),
                words.text(
                        "today.reviews_note",
                        count(figures.cube(Metric.REVIEWS_DUE, Grain.DAY)
                                .on(today)
                                .sum()))));
        return tiles;
    }

    /// What the expectation is, and what came in of the newest one whose days are over.
    private String expectedNote() {
        Forecast forecast = new Forecast(figures);
        String now = words.text("today.expected_note");
        return forecast.matured(FORECAST_DAYS).stream()
                .findFirst()
                .map(date -> now
                        + words.text(
                                "today.came_in",
                                words.day(date),
                                words.amount(forecast.expected(date, FORECAST_DAYS)),
                                words.amount(forecast.actual(date, FORECAST_DAYS))))
                .orElse(now);
    }

    /// The same day so many months earlier; the last day of a shorter month, if the day is the last of its own.
    private static LocalDate sameDay(LocalDate day, int months) {
        LocalDate then = day.minusMonths(months);
        return day.getDayOfMonth() == day.lengthOfMonth() ? then.withDayOfMonth(then.lengthOfMonth()) : then;
    }

    private Section periods() {
        LocalDate first = yesterday.withDayOfMonth(1);
        List<LocalDate[]> spans = List.of(
                new LocalDate[] {yesterday, yesterday},
                new LocalDate[] {sameDay(yesterday, 1), sameDay(yesterday, 1)},
                new LocalDate[] {sameDay(yesterday, 12), sameDay(yesterday, 12)},
                new LocalDate[] {first, yesterday},
                new LocalDate[] {first.minusMonths(1), sameDay(yesterday, 1)},
                new LocalDate[] {first.minusMonths(12), sameDay(yesterday, 12)});
        List<Column> columns = List.of(
                Column.of("figure", words.text("figure")),
                new Column("yesterday", words.text("today.yesterday"), words.shortDay(yesterday)),
                new Column("day_last_month", words.text("today.day_last_month"), words.shortDay(sameDay(yesterday, 1))),
                new Column("day_last_year", words.text("today.day_last_year"), words.day(sameDay(yesterday, 12))),
                new Column("month", words.text("today.month"), words.month(first)),
                new Column("last_month", words.text("today.last_month"), words.month(first.minusMonths(1))),
                new Column("last_year", words.text("today.last_year"), words.month(first.minusMonths(12))));
        List<List<Value>> rows = new ArrayList<>();
        for (Metric metric : List.of(
                Metric.RECEIVED, Metric.PLACED_CASES, Metric.PLACED, Metric.CLOSED_CASES, Metric.CONTACT_COST)) {
            List<Value> row = new ArrayList<>();
            row.add(Value.text(
                    words.title(metric) + (metric.unit() == Metric.Unit.AMOUNT ? ", " + figures.currency() : "")));
            for (LocalDate[] span : spans) {
                BigDecimal sum = sum(metric, span[0], span[1]);
                row.add(metric.unit() == Metric.Unit.AMOUNT ? Value.amount(sum) : Value.count(sum));
            }
            rows.add(row);
        }
        return new Section(
                words.text("today.periods"),
                words.text("today.periods_note"),
                List.of(),
                Grid.of("periods", words.text("today.periods"), columns, rows),
                List.of(
                        Metric.RECEIVED.label(),
                        Metric.PLACED_CASES.label(),
                        Metric.PLACED.label(),
                        Metric.CLOSED_CASES.label(),
                        Metric.CONTACT_COST.label()));
    }

    private Section days() {
        List<String> names = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        List<String> shapes = new ArrayList<>();
        List<List<Value>> rows = new ArrayList<>();
        for (int back = DAYS - 1; back >= 0; back--) {
            LocalDate day = yesterday.minusDays(back);
            BigDecimal received = sum(Metric.RECEIVED, day, day);
            names.add(back % 5 == 0 ? words.shortDay(day) : "");
            values.add(received.doubleValue());
            shapes.add(words.day(day) + ": " + words.amount(received) + " " + figures.currency());
            rows.add(List.of(
                    Value.day(day),
                    Value.amount(received),
                    Value.count(sum(Metric.PLACED_CASES, day, day)),
                    Value.count(sum(Metric.CLOSED_CASES, day, day))));
        }
        String title = words.text("today.days");
        return new Section(
                title,
                null,
                List.of(Drawing.bars(
                        title,
                        names,
                        List.of(),
                        List.of(values),
                        List.of("main"),
                        List.of(shapes),
                        value -> words.amount(BigDecimal.valueOf(value)),
                        230)),
                Grid.of(
                        "days",
                        title,
                        List.of(
                                Column.of("day", words.text("day")),
                                new Column("received", words.title(Metric.RECEIVED), figures.currency()),
                                Column.of("placed_cases", words.title(Metric.PLACED_CASES)),
                                Column.of("closed_cases", words.title(Metric.CLOSED_CASES))),
                        rows.reversed()),
                List.of());
    }

    private Section waiting() {
        List<List<Value>> rows = new ArrayList<>();
        figures.data().notices().ifPresent(notices -> {
            rows.add(List.of(Value.text(words.text("today.checks_failed")), Value.count(notices.errors())));
            rows.add(List.of(Value.text(words.text("today.checks_warn")), Value.count(notices.warnings())));
        });
        for (int days : new int[] {1, 7, 30}) {
            rows.add(List.of(
                    Value.text(words.text(days == 1 ? "today.reviews_today" : "today.reviews_within", days)),
                    Value.count(sum(Metric.REVIEWS_DUE, today, today.plusDays(days - 1L)))
                            .of(CaseFilter.reviewUntil(today.plusDays(days - 1L)))));
        }
        figures.cube(Metric.CASES_FOR_A_PERSON, Grain.DAY)
                .on(today)
                .by(row -> row.state())
                .forEach((route, cases) -> rows.add(List.of(
                        Value.text(words.text("today.confirm", words.value(route))),
                        Value.count(cases).of(CaseFilter.ALL.route(route).forPerson()))));
        for (int days : new int[] {0, 7, 30}) {
            rows.add(List.of(
                    Value.text(words.text(days == 0 ? "today.promises_today" : "today.promises_within", days)),
                    Value.count(sum(Metric.PROMISES_DUE, today, today.plusDays(days)))
                            .of(CaseFilter.promiseDueUntil(today.plusDays(days)))));
        }
        rows.add(List.of(
                Value.text(words.text("today.broken_today")),
                Value.count(broken().sum()).of(CaseFilter.promiseBrokenFrom(today))));
        return new Section(
                words.text("today.waiting"),
                words.text("today.waiting_note"),
                List.of(),
                Grid.of(
                        "waiting",
                        words.text("today.waiting"),
                        List.of(Column.of("what", words.text("today.what")), Column.of("count", words.text("number"))),
                        rows),
                List.of(
                        Metric.CASES_FOR_A_PERSON.label(),
                        Metric.REVIEWS_DUE.label(),
                        Metric.PROMISES_DUE.label(),
                        Metric.PROMISES_ENDED.label()));
    }
}
