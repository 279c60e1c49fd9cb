package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.solvens.report.metric.Derived;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// Promises and plans: which are kept, how long plans last, and how they break.
final class AgreementsPage {
    private static final List<String> CHANNELS = List.of("CALL", "LETTER", "EMAIL", "SMS", "PORTAL", "VISIT");
    private static final List<String> SIZES =
            List.of("UP_TO_10", "UP_TO_25", "UP_TO_50", "UP_TO_100", "ABOVE_100", "UNSTATED");
    private static final List<String> MISSES =
            List.of("MISSED_NOTHING_PAID", "MISSED_STOPPED", "MISSED_TOO_LITTLE", "NOT_MISSED");
    private static final List<String> KINDS =
            List.of("PLAN", "TRIAL_PLAN", "PARTIAL_PAYMENT", "DEFERRAL", "COSTS_ONLY", "REDUCTION");
    private static final List<String> STANDINGS = List.of("RUNNING", "FULFILLED", "BROKEN", "REPLACED", "CANCELLED");

    /// Months that the curve of plans is drawn for, and below so many followed plans it ends.
    private static final int LONGEST = 24;

    private static final int FEWEST_FOLLOWED = 10;
    private static final int MONTHS = 12;

    private final Filters figures;
    private final Wordings words;
    private final LocalDate from;
    private final LocalDate to;

    private AgreementsPage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
        this.to = figures.data().asOf().minusDays(1).withDayOfMonth(1);
        this.from = to.minusMonths(MONTHS - 1L);
    }

    static Page of(Filters figures, Wordings words) {
        return new AgreementsPage(figures, words).page();
    }

    private Page page() {
        Cube promises = figures.cube(Metric.PROMISES, Grain.MONTH).between(from, to);
        List<Survival.Step> plans = survival("PLAN");
        String half = plans.stream()
                .filter(step -> step.month() == 5 && step.atRisk() >= FEWEST_FOLLOWED)
                .findFirst()
                .map(step -> words.share(step.share()))
                .orElse("–");
        List<Tile> tiles = List.of(
                new Tile(
                        words.text("agreements.kept"),
                        Value.share(promises.state("KEPT").sum(), judged(promises))
                                .written(words),
                        words.text(
                                "agreements.of_promises",
                                words.count(judged(promises).longValue()))),
                new Tile(
                        words.text("agreements.open"),
                        words.count(promises.state("OPEN").sum().longValue()),
                        null),
                new Tile(words.text("agreements.after_six"), half, words.text("agreements.after_six_note")),
                new Tile(
                        words.text("agreements.running"),
                        words.count(figures.cube(Metric.AGREEMENTS, Grain.MONTH)
                                .where(row -> "PLAN".equals(row.kind()) || "TRIAL_PLAN".equals(row.kind()))
                                .state("RUNNING")
                                .sum()
                                .longValue()),
                        null));
        return new Page(
                words.text("agreements.title"),
                words.text("agreements.lead", words.month(from), words.month(to)),
                tiles,
                List.of(
                        ahead(),
                        promises(
                                "channels",
                                words.text("agreements.channels"),
                                words.text("channel"),
                                CHANNELS,
                                row -> row.channel(),
                                promises,
                                true),
                        promises(
                                "sizes",
                                words.text("agreements.sizes"),
                                words.text("agreements.size"),
                                SIZES,
                                row -> row.size(),
                                promises,
                                false),
                        months(),
                        plans(),
                        misses(),
                        standings()));
    }

    /// Promises that are due or were lately found broken, with the cases behind them.
    private Section ahead() {
        LocalDate today = figures.data().asOf();
        Cube due = figures.cube(Metric.PROMISES_DUE, Grain.DAY);
        Cube amount = figures.cube(Metric.PROMISED_DUE, Grain.DAY);
        Cube broken = figures.cube(Metric.PROMISES_ENDED, Grain.DAY).state("BROKEN", "PARTLY");
        List<List<Value>> rows = new ArrayList<>();
        for (int days : new int[] {0, 7, 30}) {
            LocalDate until = today.plusDays(days);
            rows.add(List.of(
                    Value.text(words.text(days == 0 ? "today.promises_today" : "today.promises_within", days)),
                    Value.count(due.between(today, until).sum()).of(CaseFilter.promiseDueUntil(until)),
                    Value.amount(amount.between(today, until).sum())));
        }
        for (int days : new int[] {1, 7, 30}) {
            LocalDate from = today.minusDays(days - 1L);
            rows.add(List.of(
                    Value.text(words.text(days == 1 ? "today.broken_today" : "agreements.broken_days", days)),
                    Value.count(broken.between(from, today).sum()).of(CaseFilter.promiseBrokenFrom(from)),
                    Value.none()));
        }
        String title = words.text("agreements.ahead");
        return new Section(
                title,
                words.text("agreements.ahead_note"),
                List.of(),
                Grid.of(
                        "ahead",
                        title,
                        List.of(
                                Column.of("what", words.text("today.what")),
                                Column.of("promises", words.text("number")),
                                new Column("promised", words.title(Metric.PROMISED_DUE), figures.currency())),
                        rows),
                List.of(Metric.PROMISES_DUE.label(), Metric.PROMISED_DUE.label(), Metric.PROMISES_ENDED.label()));
    }

    private static BigDecimal judged(Cube promises) {
        return promises.state("KEPT", "PARTLY", "BROKEN").sum();
    }

    private Section promises(
            String id,
            String title,
            String head,
            List<String> names,
            java.util.function.Function<FigureRow, @org.jspecify.annotations.Nullable String> of,
            Cube promises,
            boolean defined) {
        Cube amounts = figures.cube(Metric.PROMISED, Grain.MONTH).between(from, to);
        List<List<Value>> rows = new ArrayList<>();
        for (String name : names) {
            Cube here = promises.where(row -> name.equals(of.apply(row)));
            if (here.sum().signum() > 0) {
                rows.add(promise(
                        Value.text(words.value(name)),
                        here,
                        amounts.where(row -> name.equals(of.apply(row))).sum()));
            }
        }
        rows.add(promise(Value.text(words.text("total")), promises, amounts.sum()));
        return new Section(
                title,
                words.text("agreements." + id + "_note"),
                List.of(),
                new Grid(id, title, columns(head), rows, true),
                defined
                        ? List.of(Metric.PROMISES.label(), Metric.PROMISED.label(), Derived.KEPT_SHARE.label())
                        : List.of());
    }

    private List<Column> columns(String head) {
        return List.of(
                Column.of("group", head),
                Column.of("promises", words.title(Metric.PROMISES)),
                new Column("promised", words.title(Metric.PROMISED), figures.currency()),
                Column.of("kept", words.value("KEPT")),
                Column.of("partly", words.value("PARTLY")),
                Column.of("broken", words.value("BROKEN")),
                Column.of("open", words.value("OPEN")),
                Column.of("kept_share", words.text("agreements.kept_share")));
    }

    private static List<Value> promise(Value head, Cube promises, BigDecimal amount) {
        return List.of(
                head,
                Value.count(promises.sum()),
                Value.amount(amount),
                Value.count(promises.state("KEPT").sum()),
                Value.count(promises.state("PARTLY").sum()),
                Value.count(promises.state("BROKEN").sum()),
                Value.count(promises.state("OPEN").sum()),
                Value.share(promises.state("KEPT").sum(), judged(promises)));
    }

    private Section months() {
        Cube promises = figures.cube(Metric.PROMISES, Grain.MONTH);
        Cube amounts = figures.cube(Metric.PROMISED, Grain.MONTH);
        List<List<Value>> rows = new ArrayList<>();
        for (LocalDate month = to; !month.isBefore(from); month = month.minusMonths(1)) {
            Cube here = promises.on(month);
            List<Value> row = new ArrayList<>(
                    promise(Value.month(month), here, amounts.on(month).sum()));
            row.set(
                    row.size() - 1,
                    row.getLast().immature(here.state("OPEN").sum().signum() > 0));
            rows.add(row);
        }
        String title = words.text("agreements.months");
        return new Section(
                title,
                words.text("agreements.months_note"),
                List.of(),
                Grid.of("months", title, columns(words.text("month")), rows),
                List.of());
    }

    private List<Survival.Step> survival(String kind) {
        Survival survival = new Survival();
        for (FigureRow row : figures.cube(Metric.PLAN_LIFE, Grain.TO_DATE).rows()) {
            if (kind.equals(row.kind()) && row.age() != null) {
                survival.add(
                        row.age(),
                        !"NOT_MISSED".equals(row.state()),
                        row.value().longValue());
            }
        }
        return survival.steps().stream()
                .filter(step -> step.month() < LONGEST && step.atRisk() >= FEWEST_FOLLOWED)
                .toList();
    }

    private Section plans() {
        List<Drawing.Line> lines = new ArrayList<>();
        List<List<Drawing.Point>> band = new ArrayList<>();
        List<List<Value>> rows = new ArrayList<>();
        for (String kind : List.of("PLAN", "TRIAL_PLAN")) {
            List<Survival.Step> steps = survival(kind);
            if (steps.isEmpty() || steps.getFirst().atRisk() < Value.FEWEST) {
                continue;
            }
            boolean first = band.isEmpty();
            List<Drawing.Point> points = new ArrayList<>(List.of(new Drawing.Point(0, 1)));
            List<Drawing.Point> high = new ArrayList<>(List.of(new Drawing.Point(0, 1)));
            List<Drawing.Point> low = new ArrayList<>(List.of(new Drawing.Point(0, 1)));
            for (Survival.Step step : steps) {
                step(points, step.month() + 1.0, step.share());
                step(high, step.month() + 1.0, step.high());
                step(low, step.month() + 1.0, step.low());
                rows.add(List.of(
                        Value.text(words.value(kind)),
                        Value.count(step.month() + 1L),
                        Value.count(step.atRisk()),
                        Value.count(step.events()),
                        share(step.share()),
                        share(step.low()),
                        share(step.high())));
            }
            if (first) {
                band.add(high);
                band.add(low);
            }
            lines.add(new Drawing.Line(words.value(kind), first ? "s1 stairs" : "s2 stairs", points, points.size()));
        }
        String title = words.text("agreements.survival");
        return new Section(
                title,
                words.text("agreements.survival_note", FEWEST_FOLLOWED),
                lines.isEmpty()
                        ? List.of()
                        : List.of(Drawing.lines(
                                title, lines, band, words::share, words.text("agreements.months_since"), 320, 120)),
                Grid.of(
                        "survival",
                        title,
                        List.of(
                                Column.of("kind", words.text("kind")),
                                Column.of("months", words.text("agreements.after")),
                                Column.of("followed", words.text("agreements.followed")),
                                Column.of("missed", words.text("agreements.missed")),
                                Column.of("share", words.title(Derived.SURVIVAL)),
                                Column.of("low", words.text("low")),
                                Column.of("high", words.text("high"))),
                        rows),
                List.of(Derived.SURVIVAL.label(), Metric.PLAN_LIFE.label()));
    }

    /// Goes level to a month, and there to another share: nothing is known in between.
    private static void step(List<Drawing.Point> points, double month, double share) {
        points.add(new Drawing.Point(month, points.getLast().y()));
        points.add(new Drawing.Point(month, share));
    }

    private static Value share(double value) {
        return new Value(value, Value.Kind.SHARE, Value.Mark.NONE, -1);
    }

    private Section misses() {
        Cube lives = figures.cube(Metric.PLAN_LIFE, Grain.TO_DATE);
        List<List<Value>> rows = new ArrayList<>();
        for (String how : MISSES) {
            List<Value> row = new ArrayList<>(List.of(Value.text(words.value(how))));
            for (String kind : List.of("PLAN", "TRIAL_PLAN")) {
                Cube of = lives.where(each -> kind.equals(each.kind()));
                row.add(Value.count(of.state(how).sum()));
                row.add(Value.share(of.state(how).sum(), of.sum()));
            }
            rows.add(row);
        }
        String title = words.text("agreements.why");
        return new Section(
                title,
                words.text("agreements.why_note"),
                List.of(),
                Grid.of(
                        "misses",
                        title,
                        List.of(
                                Column.of("how", words.text("agreements.how")),
                                Column.of("plans", words.value("PLAN")),
                                Column.of("plans_share", words.text("share")),
                                Column.of("trial_plans", words.value("TRIAL_PLAN")),
                                Column.of("trial_plans_share", words.text("share"))),
                        rows),
                List.of());
    }

    private Section standings() {
        Cube agreements = figures.cube(Metric.AGREEMENTS, Grain.MONTH);
        List<List<Value>> rows = new ArrayList<>();
        for (String kind : KINDS) {
            Cube of = agreements.where(row -> kind.equals(row.kind()));
            if (of.sum().signum() > 0) {
                List<Value> row = new ArrayList<>(List.of(Value.text(words.value(kind)), Value.count(of.sum())));
                STANDINGS.forEach(
                        standing -> row.add(Value.count(of.state(standing).sum())));
                rows.add(row);
            }
        }
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("kind", words.text("kind")), Column.of("agreements", words.title(Metric.AGREEMENTS))));
        STANDINGS.forEach(standing -> columns.add(Column.of(standing, words.value("STANDING_" + standing))));
        String title = words.text("agreements.standing");
        return new Section(
                title,
                words.text("agreements.standing_note"),
                List.of(),
                Grid.of("standing", title, columns, rows),
                List.of(Metric.AGREEMENTS.label()));
    }
}
