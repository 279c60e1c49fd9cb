package org.solvens.report.metric;

import java.util.List;
import java.util.Locale;

/// Metrics that are computed from the sums where they are shown: shares, averages, survival. Their titles and formulas
/// are in {@link MetricTexts}.
public enum Derived {
    RECOVERED,
    RECOVERED_SHARE,
    NET_SHARE,
    PAYING_SHARE,
    DELIVERED(Metric.OUTBOUND_CONTACTS),
    RIGHT_PARTY(Metric.OUTBOUND_CONTACTS),
    KEPT_SHARE(Metric.PROMISES),
    COST_PER_STEP(Metric.CONTACT_COST),
    RECEIVED_PER_ATTEMPT(Metric.RECEIVED_AFTER_CONTACT, Metric.OUTBOUND_CONTACTS),
    SURVIVAL(Metric.PLAN_LIFE),
    ROLL_RATE(Metric.FLOW_CASES),
    CURE_RATE(Metric.CURES),
    EXPECTED_SHARE(Metric.EXPECTED_RECOVERY, Metric.OPEN_BALANCE),
    FORECAST_INTERVAL(Metric.EXPECTED_RECOVERY, Metric.EXPECTED_SPREAD, Metric.ACTUAL_RECOVERY),
    PRESENT_VALUE(Metric.EXPECTED_RECOVERY),
    REMAINING,
    CALIBRATION(Metric.EXPECTED_RECOVERY, Metric.ACTUAL_RECOVERY, Metric.EXPECTED_SPREAD),
    CHANGE_MIX(Metric.VINTAGE_PLACED, Metric.VINTAGE_RECOVERED),
    CHANGE_POLICY(Metric.VINTAGE_PLACED, Metric.VINTAGE_RECOVERED),
    CHANGE_BEHAVIOUR(Metric.VINTAGE_PLACED, Metric.VINTAGE_RECOVERED),
    CHANGE_MATURITY,
    MIX_ADJUSTED,
    TEAM_ADJUSTED(Metric.TEAM_CASES, Metric.TEAM_PAYING);

    private final List<Metric> of;

    Derived(Metric... of) {
        this.of = List.of(of);
    }

    /// The name in texts, such as `kept_share`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The metrics that it is computed from; none if it is computed from the recovery table.
    public List<Metric> of() {
        return of;
    }
}
