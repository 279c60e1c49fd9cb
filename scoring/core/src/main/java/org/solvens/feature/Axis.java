package org.solvens.feature;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What a model or estimate states about a case.
///
/// A feature speaks for one of the three axes, for the claim or for routing, so that the feature sets of the three
/// scores are disjoint: a changed income cannot move willingness. The estimates have no features of their own;
/// they are learnt from those of the axes and of the claim.
public enum Axis {
    /// From behaviour only: how much the debtor does voluntarily for each contact of ours.
    WILLINGNESS,
    /// From capacity only: whether one who engages can carry the debt.
    ABILITY,
    /// Whether the right person can be reached.
    REACHABILITY,
    /// Never a model input: read by the policy and shown to people.
    ROUTING,
    /// No score: what kind of claim it is, how old, and how far its course has come. It says much about what will be
    /// paid and nothing about how one debtor behaves compared with another. Estimates read it, and so does a score
    /// where a plan says so.
    CLAIM,
    /// Estimate: whether a promise that is open, or is made within the horizon, will be kept.
    PROMISE_KEPT,
    /// Estimate: whether the case is paid in full before the collector does anything.
    SELF_CURE,
    /// Estimate: the share of the balance that comes in, as a curve over the days after the as-of date.
    EXPECTED_RECOVERY,
    /// Estimate: the probability that the case pays anything, as a curve over the days after the as-of date.
    PAYMENT_PROBABILITY,
    /// Estimate: for each route, how much more of the balance comes in than if nothing is done; learnt from the
    /// decisions of the log.
    ROUTE_EFFECT,
    /// No axis of a case: the outcome of an analyst's own table. Never served.
    TABLE;

    /// The axes that carry a score, in the order in which scores are listed.
    public static Axis[] scored() {
        return new Axis[] {WILLINGNESS, ABILITY, REACHABILITY};
    }

    /// Everything that a model is trained for: the axes, then the estimates.
    public static Axis[] modelled() {
        return new Axis[] {
            WILLINGNESS,
            ABILITY,
            REACHABILITY,
            PROMISE_KEPT,
            SELF_CURE,
            EXPECTED_RECOVERY,
            PAYMENT_PROBABILITY,
            ROUTE_EFFECT
        };
    }

    /// Whether features may belong to it.
    public boolean hasFeatures() {
        return this == ROUTING || !estimate();
    }

    /// Axes whose features its model may read: a score only its own, an estimate those of the axes that affect it.
    /// Whether somebody can be reached says nothing of a promise already given.
    public Set<Axis> inputs() {
        return switch (this) {
            case WILLINGNESS, ABILITY, REACHABILITY, TABLE -> EnumSet.of(this);
            case ROUTING, CLAIM -> EnumSet.noneOf(Axis.class);
            case PROMISE_KEPT -> EnumSet.of(WILLINGNESS, ABILITY, CLAIM);
            case SELF_CURE, EXPECTED_RECOVERY, PAYMENT_PROBABILITY, ROUTE_EFFECT ->
                EnumSet.of(WILLINGNESS, ABILITY, REACHABILITY, CLAIM);
        };
    }

    /// Whether its estimate is a curve over the days after the as-of date, learned from cases that are followed period
    /// by period.
    public boolean isCurve() {
        return this == EXPECTED_RECOVERY || this == PAYMENT_PROBABILITY;
    }

    private boolean estimate() {
        return this == PROMISE_KEPT || this == SELF_CURE || this == ROUTE_EFFECT || isCurve();
    }

    /// Lower-case name, as in files, tables and the API.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
