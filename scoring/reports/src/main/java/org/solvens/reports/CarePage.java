package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.solvens.history.HoldKind;
import org.solvens.policy.Flag;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// How debtors are treated: claims near limitation, collection costs against the law, holds and how long they are open,
/// disputes, and how often a case is contacted.
final class CarePage {
    private static final List<String> DAYS = List.of("D0_14", "D15_30", "D31_90", "D91");
    private static final List<String> CONTACTS = List.of("C0", "C1", "C2_3", "C4_7", "C8");
    private static final List<String> LEFT =
            List.of("BARRED", "LEFT_0_30", "LEFT_31_90", "LEFT_91_180", "LEFT_181", "NO_RULE");
    private static final List<String> LIMITS = List.of("WITHIN_LIMIT", "ABOVE_LIMIT", "NO_LIMIT", "WITH_COURT");
    private static final int MONTHS = 12;

    private final Filters figures;
    private final Wordings words;
    private final LocalDate from;
    private final LocalDate to;

    private CarePage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
        this.to = figures.data().asOf().minusDays(1).withDayOfMonth(1);
        this.from = to.minusMonths(MONTHS - 1L);
    }

    static Page of(Filters figures, Wordings words) {
        return new CarePage(figures, words).page();
    }

    private Page page() {
        Cube holds = figures.cube(Metric.HOLDS, Grain.MONTH);
        Cube disputes = holds.where(row -> "DISPUTE".equals(row.kind()));
        Cube answered = disputes.between(from, to).state("ENDED");
        Cube open = figures.cube(Metric.CASE_CONTACTS, Grain.TO_DATE);
        BigDecimal often = open.where(row -> "C8".equals(row.size())).sum();
        List<Tile> tiles = new ArrayList<>(List.of(
                new Tile(
                        words.text("care.open_holds"),
                        words.count(holds.state("OPEN").sum().longValue()),
                        words.day(figures.data().asOf())),
                new Tile(
                        words.text("care.open_disputes"),
                        words.count(disputes.state("OPEN").sum().longValue()),
                        words.text(
                                "care.long_disputes",
                                words.count(disputes.state("OPEN")
                                        .where(row -> "D31_90".equals(row.size()) || "D91".equals(row.size()))
                                        .sum()
                                        .longValue()))),
                new Tile(
                        words.text("care.answered"),
                        Value.share(
                                        answered.where(row -> "D0_14".equals(row.size()) || "D15_30".equals(row.size()))
                                                .sum(),
                                        answered.sum())
                                .written(words),
                        words.text(
                                "care.answered_note", words.count(answered.sum().longValue()))),
                new Tile(
                        words.text("care.often"),
                        words.count(often.longValue()),
                        words.text("care.of_open", words.count(open.sum().longValue())))));
        Cube limitation = figures.cube(Metric.LIMITATION_CASES, Grain.TO_DATE);
        tiles.add(new Tile(
                words.text("care.barred_soon"),
                words.count(size(limitation, "LEFT_0_30", "LEFT_31_90").longValue()),
                words.text(
                        "care.barred_now",
                        words.count(size(limitation, "BARRED").longValue()))));
        Cube fees = figures.cube(Metric.FEE_CASES, Grain.TO_DATE);
        tiles.add(new Tile(
                words.text("care.fees_above"),
                words.count(size(fees, "ABOVE_LIMIT").longValue()),
                words.text(
                        "care.fees_above_note",
                        words.amount(
                                figures.cube(Metric.FEES_ABOVE, Grain.TO_DATE).sum()),
                        figures.currency())));
        return new Page(
                words.text("care.title"),
                words.text("care.lead", words.month(from), words.month(to)),
                tiles,
                List.of(
                        limitation(
                                "limitation",
                                words.text("care.limitation"),
                                "claim_type",
                                words.text("type"),
                                FigureRow::claimType),
                        limitation(
                                "limitation_creditors",
                                words.text("care.limitation_creditors"),
                                "creditor",
                                words.text("creditor"),
                                FigureRow::creditorId),
                        fees(fees),
                        holds(holds),
                        disputes(disputes),
                        contacts(open)));
    }

    private static BigDecimal size(Cube cube, String... sizes) {
        List<String> wanted = List.of(sizes);
        return cube.where(row -> wanted.contains(String.valueOf(row.size()))).sum();
    }

    /// Cases by the time until their claims become time-barred.
    ///
    /// @param by name of the column that names the rows
    private Section limitation(
            String id, String title, String by, String head, Function<FigureRow, @Nullable String> key) {
        Cube cases = figures.cubeOfEach(Metric.LIMITATION_CASES, Grain.TO_DATE);
        Cube balance = figures.cubeOfEach(Metric.LIMITATION_BALANCE, Grain.TO_DATE);
        List<List<Value>> rows = new ArrayList<>();
        for (String name : cases.by(key).keySet()) {
            rows.add(limitation(
                    Value.text(words.value(name)),
                    by.equals("creditor") ? CaseFilter.ALL.creditor(name) : CaseFilter.ALL.claimType(name),
                    cases.where(row -> name.equals(key.apply(row))),
                    balance.where(row -> name.equals(key.apply(row)))));
        }
        rows.add(limitation(Value.text(words.text("total")), CaseFilter.ALL, cases, balance));
        List<Column> columns = new ArrayList<>(List.of(Column.of(by, head)));
        LEFT.forEach(left -> columns.add(Column.of("cases_" + left, words.value(left))));
        columns.add(new Column("balance_90", words.text("care.barred_balance"), figures.currency()));
        return new Section(
                title,
                by.equals("creditor") ? null : words.text("care.limitation_note"),
                List.of(),
                new Grid(id, title, columns, rows, true),
                by.equals("creditor")
                        ? List.of()
                        : List.of(Metric.LIMITATION_CASES.label(), Metric.LIMITATION_BALANCE.label()));
    }

    /// @param all the cases of the row
    private List<Value> limitation(Value head, CaseFilter all, Cube cases, Cube balance) {
        LocalDate today = figures.data().asOf();
        List<Value> row = new ArrayList<>(List.of(head));
        for (String left : LEFT) {
            Value count = Value.count(size(cases, left));
            row.add(
                    switch (left) {
                        case "BARRED" -> count.of(all.flag(Flag.TIME_BARRED));
                        case "LEFT_0_30" -> count.of(all.limitation(today, today.plusDays(30)));
                        case "LEFT_31_90" -> count.of(all.limitation(today.plusDays(31), today.plusDays(90)));
                        case "LEFT_91_180" -> count.of(all.limitation(today.plusDays(91), today.plusDays(180)));
                        case "LEFT_181" -> count.of(all.limitation(today.plusDays(181), null));
                        // No filter asks for cases without a day.
                        default -> count;
                    });
        }
        row.add(Value.amount(size(balance, "LEFT_0_30", "LEFT_31_90")));
        return row;
    }

    /// Cases by whether their collection costs are above the law.
    private Section fees(Cube cases) {
        Cube charged = figures.cube(Metric.FEES_CHARGED, Grain.TO_DATE);
        Cube above = figures.cube(Metric.FEES_ABOVE, Grain.TO_DATE);
        List<List<Value>> rows = new ArrayList<>();
        for (String type : cases.by(FigureRow::claimType).keySet()) {
            rows.add(fees(
                    Value.text(words.value(type)),
                    cases.where(row -> type.equals(row.claimType())),
                    charged.where(row -> type.equals(row.claimType())),
                    above.where(row -> type.equals(row.claimType()))));
        }
        rows.add(fees(Value.text(words.text("total")), cases, charged, above));
        List<Column> columns = new ArrayList<>(List.of(Column.of("claim_type", words.text("type"))));
        LIMITS.forEach(limit -> columns.add(Column.of("cases_" + limit, words.value(limit))));
        columns.add(Column.of("open_above", words.text("care.fees_open_above")));
        columns.add(new Column("charged", words.title(Metric.FEES_CHARGED), figures.currency()));
        columns.add(new Column("above", words.title(Metric.FEES_ABOVE), figures.currency()));
        columns.add(new Column("above_open", words.text("care.fees_above_open"), figures.currency()));
        String title = words.text("care.fees");
        return new Section(
                title,
                words.text("care.fees_note"),
                List.of(),
                new Grid("fees", title, columns, rows, true),
                List.of(Metric.FEE_CASES.label(), Metric.FEES_CHARGED.label(), Metric.FEES_ABOVE.label()));
    }

    private static List<Value> fees(Value head, Cube cases, Cube charged, Cube above) {
        List<Value> row = new ArrayList<>(List.of(head));
        LIMITS.forEach(limit -> row.add(Value.count(size(cases, limit))));
        row.add(Value.count(size(cases.state("OPEN"), "ABOVE_LIMIT")));
        row.add(Value.amount(charged.sum()));
        row.add(Value.amount(above.sum()));
        row.add(Value.amount(above.state("OPEN").sum()));
        return row;
    }

    private Section holds(Cube holds) {
        List<List<Value>> rows = new ArrayList<>();
        for (String kind : holds.by(FigureRow::kind).keySet()) {
            Cube of = holds.where(row -> kind.equals(row.kind()));
            Value open = Value.count(of.state("OPEN").sum());
            List<Value> row = new ArrayList<>(List.of(
                    Value.text(words.value(kind)),
                    Value.count(of.between(from, to).sum()),
                    listed(open, HoldKind.valueOf(kind))));
            DAYS.forEach(days -> row.add(Value.count(
                    of.state("OPEN").where(each -> days.equals(each.size())).sum())));
            rows.add(row);
        }
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("kind", words.text("kind")),
                Column.of("opened", words.text("care.opened")),
                Column.of("open", words.text("care.open_now"))));
        DAYS.forEach(days -> columns.add(Column.of("open_" + days, words.value(days))));
        String title = words.text("care.holds");
        return new Section(
                title,
                words.text("care.holds_note"),
                List.of(),
                Grid.of("holds", title, columns, rows),
                List.of(Metric.HOLDS.label()));
    }

    /// Not everybody may see whose identity is protected.
    private static Value listed(Value open, HoldKind kind) {
        return kind == HoldKind.PROTECTED_IDENTITY ? open : open.of(CaseFilter.ALL.hold(kind));
    }

    private Section disputes(Cube disputes) {
        List<List<Value>> rows = new ArrayList<>();
        for (LocalDate month = to; !month.isBefore(from); month = month.minusMonths(1)) {
            Cube of = disputes.on(month);
            List<Value> row = new ArrayList<>(List.of(
                    Value.month(month),
                    Value.count(of.sum()),
                    Value.count(of.state("ENDED").sum()),
                    Value.count(of.state("OPEN").sum())));
            DAYS.forEach(days -> row.add(Value.count(
                    of.state("ENDED").where(each -> days.equals(each.size())).sum())));
            rows.add(row);
        }
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("month", words.text("care.month_opened")),
                Column.of("opened", words.text("care.disputes_opened")),
                Column.of("answered", words.text("care.disputes_answered")),
                Column.of("open", words.text("care.open_now"))));
        DAYS.forEach(days -> columns.add(Column.of("answered_" + days, words.value(days))));
        String title = words.text("care.disputes");
        return new Section(
                title,
                words.text("care.disputes_note"),
                List.of(),
                Grid.of("disputes", title, columns, rows),
                List.of());
    }

    private Section contacts(Cube open) {
        List<List<Value>> rows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        List<String> tips = new ArrayList<>();
        for (String size : CONTACTS) {
            BigDecimal count = open.where(row -> size.equals(row.size())).sum();
            rows.add(List.of(Value.text(words.value(size)), Value.count(count), Value.share(count, open.sum())));
            names.add(words.value(size));
            values.add(count.doubleValue());
            tips.add(words.value(size) + ": " + words.count(count.longValue()));
        }
        String title = words.text("care.contacts");
        return new Section(
                title,
                words.text("care.contacts_note"),
                List.of(Drawing.bars(
                        title,
                        names,
                        List.of(),
                        List.of(values),
                        List.of("main"),
                        List.of(tips),
                        value -> words.count(Math.round(value)),
                        220)),
                Grid.of(
                        "contacts",
                        title,
                        List.of(
                                Column.of("contacts", words.text("care.in_30_days")),
                                Column.of("cases", words.title(Metric.STOCK_CASES)),
                                Column.of("share", words.text("share_of_cases"))),
                        rows),
                List.of(Metric.CASE_CONTACTS.label()));
    }
}
