package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.Derived;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// Creditors compared on like cases: those of the same country, type of claim and month of placement, at the same age.
/// Teams too, where scores have them.
final class CreditorsPage {
    private static final int MONTHS = 24;

    /// Days within which the cases of teams are followed.
    private static final int TEAM_DAYS = 30;

    private final Filters figures;
    private final Wordings words;
    private final LocalDate from;

    /// Cases that are alike.
    private record Like(String country, String claimType, LocalDate month) {}

    /// A group of cases with its money.
    private static final class Sums {
        private BigDecimal placed = BigDecimal.ZERO;
        private BigDecimal recovered = BigDecimal.ZERO;
    }

    private CreditorsPage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
        this.from = figures.data().asOf().withDayOfMonth(1).minusMonths(MONTHS);
    }

    static Page of(Filters figures, Wordings words) {
        return new CreditorsPage(figures, words).page();
    }

    /// The row of each creditor and set of like cases at the last mature age, which cases of a month reach together.
    private List<RecoveryRow> last() {
        Map<LocalDate, Integer> oldest = new HashMap<>();
        for (RecoveryRow row : figures.recovery(RecoveryRow.ALL)) {
            if (row.mature()) {
                oldest.merge(row.placedMonth(), row.monthsSince(), Integer::max);
            }
        }
        return figures.recoveryOfEach(from).stream()
                .filter(row -> row.mature() && Objects.equals(oldest.get(row.placedMonth()), row.monthsSince()))
                .toList();
    }

    private Page page() {
        List<RecoveryRow> rows = last();
        Map<String, Standing> creditors = Standing.of(rows.stream()
                .map(row -> new Standing.Group(row.creditorId(), like(row), row.cases(), row.paidCases()))
                .toList());
        Map<String, Sums> money = new HashMap<>();
        for (RecoveryRow row : rows) {
            Sums own = money.computeIfAbsent(row.creditorId(), _ -> new Sums());
            own.placed = own.placed.add(row.placed());
            own.recovered = own.recovered.add(row.recovered());
        }
        long apart = creditors.values().stream().filter(Standing::isApart).count();
        List<Section> sections = new ArrayList<>(List.of(compared(creditors, money)));
        Map<String, Standing> teams = Standing.of(teams());
        if (!teams.isEmpty()) {
            sections.add(teams(teams));
        }
        return new Page(
                words.text("creditors.title"),
                words.text("creditors.lead"),
                List.of(
                        new Tile(words.text("creditors.count"), words.count(creditors.size()), figures.currency()),
                        new Tile(
                                words.text("creditors.apart"), words.count(apart), words.text("creditors.apart_note"))),
                sections);
    }

    private static Like like(RecoveryRow row) {
        return new Like(row.country(), row.claimType(), row.placedMonth());
    }

    /// The cases of each team at the scoring dates whose days are over. Like cases are those of the same country,
    /// date, segment and stage.
    private List<Standing.Group> teams() {
        LocalDate last = figures.data().asOf().minusDays(TEAM_DAYS);
        Map<List<Object>, BigDecimal> paying = new HashMap<>();
        for (FigureRow row : figures.cube(Metric.TEAM_PAYING, Grain.DAY).rows()) {
            if (row.age() != null && row.age() == TEAM_DAYS) {
                paying.merge(key(row), row.value(), BigDecimal::add);
            }
        }
        Map<List<Object>, BigDecimal> cases = new HashMap<>();
        for (FigureRow row : figures.cube(Metric.TEAM_CASES, Grain.DAY).rows()) {
            if (row.period() != null && !row.period().isAfter(last)) {
                cases.merge(key(row), row.value(), BigDecimal::add);
            }
        }
        List<Standing.Group> groups = new ArrayList<>();
        cases.forEach((key, count) -> groups.add(new Standing.Group(
                String.valueOf(key.getFirst()),
                key.subList(1, key.size()),
                count.doubleValue(),
                paying.getOrDefault(key, BigDecimal.ZERO).doubleValue())));
        return groups;
    }

    /// Team, then what makes cases alike.
    private static List<Object> key(FigureRow row) {
        return List.of(
                Objects.requireNonNull(row.team(), "a figure of teams has the team"),
                row.country(),
                Objects.requireNonNull(row.period(), "a figure of a day has it"),
                Objects.requireNonNull(row.kind(), "a figure of teams has the segment"),
                Objects.requireNonNull(row.size(), "a figure of teams has the stage"));
    }

    private Section compared(Map<String, Standing> creditors, Map<String, Sums> money) {
        List<List<Value>> rows = new ArrayList<>();
        for (Map.Entry<String, Standing> each : Standing.ordered(creditors)) {
            Standing own = each.getValue();
            Sums sums = Objects.requireNonNull(money.get(each.getKey()), "every creditor has its money");
            BigDecimal cases = BigDecimal.valueOf(own.cases());
            List<Value> row = new ArrayList<>(List.of(
                    Value.text(each.getKey()),
                    Value.count((long) own.cases()),
                    Value.amount(sums.placed),
                    Value.share(sums.recovered, sums.placed, cases),
                    Value.share(BigDecimal.valueOf(own.paying()), cases)));
            row.addAll(verdict(own));
            rows.add(row);
        }
        String title = words.text("creditors.compared");
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("creditor", words.text("creditor")),
                Column.of("cases", words.text("cases")),
                new Column("placed", words.title(Metric.PLACED), figures.currency()),
                Column.of("recovered_share", words.title(Derived.RECOVERED_SHARE)),
                Column.of("paying_share", words.title(Derived.PAYING_SHARE))));
        columns.addAll(columns(Derived.MIX_ADJUSTED));
        return new Section(
                title,
                words.text("creditors.compared_note"),
                List.of(),
                Grid.of("creditors", title, columns, rows),
                List.of(Derived.MIX_ADJUSTED.label(), Derived.PAYING_SHARE.label(), Derived.RECOVERED_SHARE.label()));
    }

    private Section teams(Map<String, Standing> teams) {
        List<List<Value>> rows = new ArrayList<>();
        Cube received = figures.cube(Metric.TEAM_RECEIVED, Grain.DAY)
                .between(LocalDate.MIN, figures.data().asOf().minusDays(TEAM_DAYS))
                .where(row -> row.age() != null && row.age() == TEAM_DAYS);
        for (Map.Entry<String, Standing> each : Standing.ordered(teams)) {
            Standing own = each.getValue();
            List<Value> row = new ArrayList<>(List.of(
                    Value.text(each.getKey()),
                    Value.count((long) own.cases()),
                    Value.share(BigDecimal.valueOf(own.paying()), BigDecimal.valueOf(own.cases())),
                    Value.amount(received.where(figure -> each.getKey().equals(figure.team()))
                            .sum())));
            row.addAll(verdict(own));
            rows.add(row);
        }
        String title = words.text("creditors.teams");
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("team", words.text("creditors.team")),
                Column.of("cases", words.title(Metric.TEAM_CASES)),
                Column.of("paying_share", words.text("creditors.team_paying")),
                new Column("received", words.title(Metric.TEAM_RECEIVED), figures.currency())));
        columns.addAll(columns(Derived.TEAM_ADJUSTED));
        return new Section(
                title,
                words.text("creditors.teams_note"),
                List.of(),
                Grid.of("teams", title, columns, rows),
                List.of(
                        Derived.TEAM_ADJUSTED.label(),
                        Metric.TEAM_CASES.label(),
                        Metric.TEAM_PAYING.label(),
                        Metric.TEAM_RECEIVED.label()));
    }

    private List<Column> columns(Derived ratio) {
        return List.of(
                Column.of("ratio", words.title(ratio)),
                Column.of("low", words.text("low")),
                Column.of("high", words.text("high")),
                Column.of("verdict", words.text("creditors.verdict")));
    }

    private List<Value> verdict(Standing own) {
        return List.of(
                ratio(own, own.ratio()),
                ratio(own, own.low()),
                ratio(own, own.high()),
                Value.text(words.text(
                        !own.isEnough()
                                ? own.cases() < Value.FEWEST ? "creditors.few" : "creditors.alone"
                                : own.low() > 1
                                        ? "creditors.above"
                                        : own.high() < 1 ? "creditors.below" : "creditors.same")));
    }

    private static Value ratio(Standing own, double value) {
        return own.isEnough() ? Value.ratio(value) : new Value(null, Value.Kind.RATIO, Value.Mark.SMALL, -1);
    }
}
