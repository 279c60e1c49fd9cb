package org.solvens.feature;

/// What a feature may speak for. Each feature has exactly one axis, so that the feature sets of the
/// three scores are disjoint: a changed income cannot move willingness.
public enum Axis {
    /// From behaviour only: whether the debtor engages of their own will.
    WILLINGNESS,
    /// From capacity only: whether one who engages can carry the debt.
    ABILITY,
    /// Whether the right person can be reached.
    REACHABILITY,
    /// Never a model input: read by the policy and shown to people.
    ROUTING;

    /// The axes that carry a score, in the order in which scores are listed.
    public static Axis[] scored() {
        return new Axis[] {WILLINGNESS, ABILITY, REACHABILITY};
    }

    /// Lower-case name, as in files, tables and the API.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
