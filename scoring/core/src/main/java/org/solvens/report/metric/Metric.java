package org.solvens.report.metric;

import static org.solvens.report.metric.Dimension.AGE;
import static org.solvens.report.metric.Dimension.CHANNEL;
import static org.solvens.report.metric.Dimension.HOUR;
import static org.solvens.report.metric.Dimension.KIND;
import static org.solvens.report.metric.Dimension.SIZE;
import static org.solvens.report.metric.Dimension.STATE;
import static org.solvens.report.metric.Dimension.TEAM;
import static org.solvens.report.metric.Dimension.WEEKDAY;
import static org.solvens.report.metric.Grain.DAY;
import static org.solvens.report.metric.Grain.MONTH;
import static org.solvens.report.metric.Grain.TO_DATE;
import static org.solvens.report.metric.Grain.WEEK_HOUR;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Every metric of the reports that is a sum over cases or records. Shares, averages and survival are computed from
/// these sums where they are shown. The title, the formula in words and what makes a figure immature are in {@link
/// MetricTexts}, in four languages.
public enum Metric {
    RECEIVED(Unit.AMOUNT, Set.of(DAY, MONTH), Set.of(), "payments"),
    PLACED_CASES(Unit.COUNT, Set.of(DAY, MONTH), Set.of(), "cases"),
    PLACED(Unit.AMOUNT, Set.of(DAY, MONTH), Set.of(), "cases"),
    CLOSED_CASES(Unit.COUNT, Set.of(DAY, MONTH), Set.of(KIND), "case_events"),
    CONTACT_COST(Unit.AMOUNT, Set.of(DAY, MONTH), Set.of(CHANNEL), "contacts"),
    OUTBOUND_CONTACTS(Unit.COUNT, Set.of(MONTH, WEEK_HOUR), Set.of(CHANNEL, STATE, WEEKDAY, HOUR), "contacts"),
    INBOUND_CONTACTS(Unit.COUNT, Set.of(MONTH), Set.of(CHANNEL, STATE), "contacts"),
    RECEIVED_AFTER_CONTACT(Unit.AMOUNT, Set.of(MONTH), Set.of(CHANNEL), "contacts, payments"),
    CASE_CONTACTS(Unit.COUNT, Set.of(TO_DATE), Set.of(SIZE), "contacts"),
    PROMISES(Unit.COUNT, Set.of(MONTH), Set.of(CHANNEL, KIND, SIZE, STATE), "contacts, payments"),
    PROMISED(Unit.AMOUNT, Set.of(MONTH), Set.of(CHANNEL, KIND, SIZE, STATE), "contacts, payments"),
    PROMISES_DUE(Unit.COUNT, Set.of(DAY), Set.of(STATE), "contacts, payments"),
    PROMISED_DUE(Unit.AMOUNT, Set.of(DAY), Set.of(STATE), "contacts, payments"),
    PROMISES_ENDED(Unit.COUNT, Set.of(DAY), Set.of(STATE), "contacts, payments"),
    AGREEMENTS(Unit.COUNT, Set.of(MONTH), Set.of(KIND, STATE), "arrangements, payments"),
    PLAN_LIFE(Unit.COUNT, Set.of(TO_DATE), Set.of(KIND, STATE, AGE), "arrangements, payments"),
    FLOW_CASES(Unit.COUNT, Set.of(MONTH), Set.of(KIND, STATE), "all feeds"),
    FLOW_OPENING(Unit.AMOUNT, Set.of(MONTH), Set.of(KIND, STATE), "all feeds"),
    FLOW_ADDED(Unit.AMOUNT, Set.of(MONTH), Set.of(KIND, STATE), "cases, case_events"),
    FLOW_PAID(Unit.AMOUNT, Set.of(MONTH), Set.of(KIND, STATE), "payments"),
    FLOW_RELEASED(Unit.AMOUNT, Set.of(MONTH), Set.of(KIND, STATE), "case_events"),
    FLOW_CLOSING(Unit.AMOUNT, Set.of(MONTH), Set.of(KIND, STATE), "all feeds"),
    STOCK_CASES(Unit.COUNT, Set.of(MONTH), Set.of(KIND, SIZE), "all feeds"),
    STOCK(Unit.AMOUNT, Set.of(MONTH), Set.of(KIND, SIZE), "all feeds"),
    VINTAGE_CASES(Unit.COUNT, Set.of(MONTH), Set.of(KIND, SIZE), "cases, decisions"),
    VINTAGE_PLACED(Unit.AMOUNT, Set.of(MONTH), Set.of(KIND, SIZE), "cases, decisions"),
    VINTAGE_RECOVERED(Unit.AMOUNT, Set.of(MONTH), Set.of(KIND, SIZE, AGE), "cases, decisions, payments"),
    VINTAGE_SQUARES(Unit.AMOUNT_SQUARED, Set.of(MONTH), Set.of(KIND, AGE), "cases, payments"),
    CURES(Unit.COUNT, Set.of(MONTH), Set.of(SIZE, STATE), "payments, case_events"),
    HOLDS(Unit.COUNT, Set.of(MONTH), Set.of(KIND, STATE, SIZE), "holds"),
    LIMITATION_CASES(Unit.COUNT, Set.of(TO_DATE), Set.of(SIZE), "cases, case_events, payments, contacts, statutes"),
    LIMITATION_BALANCE(Unit.AMOUNT, Set.of(TO_DATE), Set.of(SIZE), "cases, case_events, payments, contacts, statutes"),
    FEE_CASES(Unit.COUNT, Set.of(TO_DATE), Set.of(STATE, SIZE), "cases, case_events, arrangements, statutes"),
    FEES_CHARGED(Unit.AMOUNT, Set.of(TO_DATE), Set.of(STATE, SIZE), "cases, case_events, arrangements, statutes"),
    FEES_ABOVE(Unit.AMOUNT, Set.of(TO_DATE), Set.of(STATE), "cases, case_events, arrangements, statutes"),
    OPEN_CASES(Unit.COUNT, Set.of(DAY), Set.of(KIND, STATE, TEAM), "scores"),
    OPEN_BALANCE(Unit.AMOUNT, Set.of(DAY), Set.of(KIND, STATE, TEAM), "scores"),
    ESTIMATED_CASES(Unit.COUNT, Set.of(DAY), Set.of(KIND, STATE, TEAM), "scores"),
    EXPECTED_RECOVERY(Unit.AMOUNT, Set.of(DAY), Set.of(KIND, STATE, AGE, TEAM), "scores"),
    EXPECTED_SPREAD(Unit.AMOUNT_SQUARED, Set.of(DAY), Set.of(KIND, STATE, AGE, TEAM), "scores"),
    ACTUAL_RECOVERY(Unit.AMOUNT, Set.of(DAY), Set.of(KIND, STATE, AGE, TEAM), "scores, payments"),
    CASES_FOR_A_PERSON(Unit.COUNT, Set.of(DAY), Set.of(KIND, STATE, TEAM), "scores"),
    REVIEWS_DUE(Unit.COUNT, Set.of(DAY), Set.of(), "scores"),
    TEAM_CASES(Unit.COUNT, Set.of(DAY), Set.of(KIND, SIZE, TEAM), "scores"),
    TEAM_PAYING(Unit.COUNT, Set.of(DAY), Set.of(KIND, SIZE, AGE, TEAM), "scores, payments"),
    TEAM_RECEIVED(Unit.AMOUNT, Set.of(DAY), Set.of(KIND, SIZE, AGE, TEAM), "scores, payments");

    /// What the values of a metric are.
    public enum Unit {
        /// A whole number of cases, contacts, promises or the like.
        COUNT,
        /// Money in the currency of the slice. Amounts of different currencies are never added.
        AMOUNT,
        /// Money times money, as a variance has it.
        AMOUNT_SQUARED
    }

    private final Unit unit;
    private final Set<Grain> grains;
    private final Set<Dimension> dimensions;
    private final String source;

    Metric(Unit unit, Set<Grain> grains, Set<Dimension> dimensions, String source) {
        this.unit = unit;
        this.grains = grains;
        this.dimensions = dimensions;
        this.source = source;
    }

    /// The name in tables, addresses and exports, such as `received_after_contact`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Unit unit() {
        return unit;
    }

    /// The grains for which it is counted.
    public Set<Grain> grains() {
        return EnumSet.copyOf(grains);
    }

    /// What its figures are broken down by, in the order of the columns.
    public List<Dimension> dimensions() {
        return dimensions.stream().sorted().toList();
    }

    /// Whether its figures have the segment as kind and the route as state: those of cases that were decided on.
    public boolean isByDecision() {
        return source.startsWith("scores") && dimensions.containsAll(Set.of(KIND, STATE));
    }

    /// The feeds that it is counted from, or `scores`.
    public String source() {
        return source;
    }
}
