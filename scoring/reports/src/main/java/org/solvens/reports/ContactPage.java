package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.solvens.report.metric.Derived;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// From attempts to money, by channel, month, weekday and hour, with the cost of each step.
final class ContactPage {
    private static final List<String> CHANNELS = List.of("LETTER", "EMAIL", "SMS", "CALL", "PORTAL", "VISIT");
    private static final int MONTHS = 12;

    /// Outcomes of an attempt that arrived but reached another person, or nobody as far as we know.
    private static final List<String> ARRIVED = List.of("SENT", "DELIVERED", "WRONG_PARTY");

    private static final List<String> RIGHT_PARTY = List.of(
            "REACHED",
            "PROMISED",
            "REFUSED",
            "CANNOT_PAY",
            "DISPUTES",
            "ASKS_DEFERRAL",
            "ASKS_PLAN",
            "ASKS_REDUCTION",
            "SAYS_PAID_DIRECT",
            "OPTS_OUT");

    private final Filters figures;
    private final Wordings words;
    private final LocalDate from;
    private final LocalDate to;

    private ContactPage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
        this.to = figures.data().asOf().minusDays(1).withDayOfMonth(1);
        this.from = to.minusMonths(MONTHS - 1L);
    }

    static Page of(Filters figures, Wordings words) {
        return new ContactPage(figures, words).page();
    }

    private Cube cube(Metric metric) {
        return figures.cube(metric, Grain.MONTH).between(from, to);
    }

    /// The steps of a set of attempts.
    private record Funnel(
            BigDecimal attempts,
            BigDecimal delivered,
            BigDecimal rightParty,
            BigDecimal promises,
            BigDecimal kept,
            BigDecimal cost,
            BigDecimal received) {}

    private Funnel funnel(java.util.function.Predicate<org.solvens.report.metric.FigureRow> which) {
        Cube attempts = cube(Metric.OUTBOUND_CONTACTS).where(which);
        BigDecimal right = attempts.state(RIGHT_PARTY.toArray(String[]::new)).sum();
        return new Funnel(
                attempts.sum(),
                right.add(attempts.state(ARRIVED.toArray(String[]::new)).sum()),
                right,
                attempts.state("PROMISED").sum(),
                cube(Metric.PROMISES)
                        .where(which)
                        .where(row -> "OUTBOUND".equals(row.kind()))
                        .state("KEPT")
                        .sum(),
                cube(Metric.CONTACT_COST).where(which).sum(),
                cube(Metric.RECEIVED_AFTER_CONTACT).where(which).sum());
    }

    private Page page() {
        Funnel all = funnel(_ -> true);
        Funnel calls = funnel(row -> "CALL".equals(row.channel()));
        String currency = figures.currency();
        List<Tile> tiles = List.of(
                new Tile(
                        words.title(Metric.OUTBOUND_CONTACTS),
                        words.count(all.attempts().longValue()),
                        words.text("contact.months", words.month(from), words.month(to))),
                new Tile(
                        words.text("contact.right_of_calls"),
                        Value.share(calls.rightParty(), calls.attempts()).written(words),
                        words.text(
                                "contact.of_calls", words.count(calls.attempts().longValue()))),
                new Tile(
                        words.text("contact.per_call") + ", " + currency,
                        Value.each(calls.received(), calls.attempts()).written(words),
                        words.text(
                                "contact.cost_call",
                                Value.each(calls.cost(), calls.attempts()).written(words))),
                new Tile(
                        words.text("contact.per_unit"),
                        all.cost().signum() == 0
                                ? "–"
                                : words.ratio(all.received().doubleValue()
                                        / all.cost().doubleValue()),
                        words.text("contact.per_unit_note", currency)));
        return new Page(
                words.text("contact.title"),
                words.text("contact.lead", words.month(from), words.month(to)),
                tiles,
                List.of(funnels(), costs(), hours(), months()));
    }

    private Section funnels() {
        List<List<Value>> rows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<List<Double>> values = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<List<String>> tips = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String channel : CHANNELS) {
            Funnel funnel = funnel(row -> channel.equals(row.channel()));
            if (funnel.attempts().signum() == 0) {
                continue;
            }
            rows.add(row(Value.text(words.value(channel)), funnel));
            names.add(words.value(channel));
            List<BigDecimal> steps = List.of(funnel.attempts(), funnel.delivered(), funnel.rightParty());
            for (int i = 0; i < steps.size(); i++) {
                values.get(i).add(steps.get(i).doubleValue());
                tips.get(i)
                        .add(words.value(channel) + ": "
                                + words.count(steps.get(i).longValue()));
            }
        }
        rows.add(row(Value.text(words.text("total")), funnel(_ -> true)));
        String title = words.text("contact.funnel");
        return new Section(
                title,
                words.text("contact.funnel_note"),
                List.of(Drawing.bars(
                        words.text("contact.chart"),
                        names,
                        List.of(
                                words.title(Metric.OUTBOUND_CONTACTS),
                                words.title(Derived.DELIVERED),
                                words.title(Derived.RIGHT_PARTY)),
                        values,
                        List.of("third", "second", "main"),
                        tips,
                        value -> words.count(Math.round(value)),
                        240)),
                new Grid("funnel", title, steps("channel"), rows, true),
                List.of(
                        Metric.OUTBOUND_CONTACTS.label(),
                        Derived.DELIVERED.label(),
                        Derived.RIGHT_PARTY.label(),
                        Metric.PROMISES.label()));
    }

    private static List<Value> row(Value head, Funnel funnel) {
        return List.of(
                head,
                Value.count(funnel.attempts()),
                Value.count(funnel.delivered()),
                Value.share(funnel.delivered(), funnel.attempts()),
                Value.count(funnel.rightParty()),
                Value.share(funnel.rightParty(), funnel.attempts()),
                Value.count(funnel.promises()),
                Value.count(funnel.kept()));
    }

    private Section costs() {
        List<List<Value>> rows = new ArrayList<>();
        for (String channel : CHANNELS) {
            Funnel funnel = funnel(row -> channel.equals(row.channel()));
            if (funnel.attempts().signum() > 0) {
                rows.add(cost(words.value(channel), funnel));
            }
        }
        rows.add(cost(words.text("total"), funnel(_ -> true)));
        String title = words.text("contact.costs");
        String currency = figures.currency();
        return new Section(
                title,
                words.text("contact.costs_note"),
                List.of(),
                new Grid(
                        "costs",
                        title,
                        List.of(
                                Column.of("channel", words.text("channel")),
                                new Column("cost", words.title(Metric.CONTACT_COST), currency),
                                new Column("per_attempt", words.text("contact.each_attempt"), currency),
                                new Column("per_right_party", words.text("contact.each_right"), currency),
                                new Column("per_promise", words.text("contact.each_promise"), currency),
                                new Column("per_kept", words.text("contact.each_kept"), currency),
                                new Column("received", words.title(Metric.RECEIVED_AFTER_CONTACT), currency),
                                new Column("received_each", words.title(Derived.RECEIVED_PER_ATTEMPT), currency)),
                        rows,
                        true),
                List.of(
                        Metric.CONTACT_COST.label(),
                        Derived.COST_PER_STEP.label(),
                        Metric.RECEIVED_AFTER_CONTACT.label(),
                        Derived.RECEIVED_PER_ATTEMPT.label()));
    }

    private static List<Value> cost(String name, Funnel funnel) {
        return List.of(
                Value.text(name),
                Value.amount(funnel.cost()),
                Value.each(funnel.cost(), funnel.attempts()),
                Value.each(funnel.cost(), funnel.rightParty()),
                Value.each(funnel.cost(), funnel.promises()),
                Value.each(funnel.cost(), funnel.kept()),
                Value.amount(funnel.received()),
                Value.each(funnel.received(), funnel.attempts()));
    }

    private Section hours() {
        Cube calls = figures.cube(Metric.OUTBOUND_CONTACTS, Grain.WEEK_HOUR).where(row -> "CALL".equals(row.channel()));
        List<Integer> hours = new ArrayList<>(calls.by(row -> row.hour()).keySet());
        List<Column> columns = new ArrayList<>(List.of(Column.of("weekday", words.text("weekday"))));
        hours.forEach(hour -> columns.add(Column.of("h" + hour, String.valueOf(hour))));
        List<List<Value>> rows = new ArrayList<>();
        double most = 0;
        for (int day = 1; day <= 7; day++) {
            int weekday = day;
            Cube here = calls.where(row -> row.weekday() != null && row.weekday() == weekday);
            if (here.sum().signum() == 0) {
                continue;
            }
            List<Value> row = new ArrayList<>(List.of(Value.text(words.weekday(day))));
            for (int hour : hours) {
                Cube cell = here.where(each -> each.hour() != null && each.hour() == hour);
                Value share = Value.share(
                        cell.state(RIGHT_PARTY.toArray(String[]::new)).sum(), cell.sum());
                most = share.raw() instanceof Double value ? Math.max(most, value) : most;
                row.add(share);
            }
            rows.add(row);
        }
        double deepest = most;
        String title = words.text("contact.hours");
        return new Section(
                title,
                words.text("contact.hours_note"),
                List.of(),
                Grid.of(
                        "hours",
                        title,
                        columns,
                        rows.stream()
                                .map(row -> row.stream()
                                        .map(value -> value.shaded(deepest))
                                        .toList())
                                .toList()),
                List.of(Derived.RIGHT_PARTY.label()));
    }

    private Section months() {
        List<List<Value>> rows = new ArrayList<>();
        for (LocalDate month = to; !month.isBefore(from); month = month.minusMonths(1)) {
            LocalDate each = month;
            rows.add(row(Value.month(month), funnel(row -> each.equals(row.period()))));
        }
        String title = words.text("contact.by_month");
        return new Section(title, null, List.of(), Grid.of("months", title, steps("month"), rows), List.of());
    }

    /// The columns of the funnel.
    ///
    /// @param by name of the first column
    private List<Column> steps(String by) {
        return List.of(
                Column.of(by, words.text(by)),
                Column.of("attempts", words.title(Metric.OUTBOUND_CONTACTS)),
                Column.of("delivered", words.title(Derived.DELIVERED)),
                Column.of("delivered_share", words.text("share_of_attempts")),
                Column.of("right_party", words.title(Derived.RIGHT_PARTY)),
                Column.of("right_party_share", words.text("share_of_attempts")),
                Column.of("promises", words.title(Metric.PROMISES)),
                Column.of("kept", words.title(Derived.KEPT_SHARE)));
    }
}
