package org.solvens.simulation;

/// The routes of the decisions feed, by the contract's names.
enum Route {
    REMINDER,
    CALL,
    PLAN,
    REDUCTION,
    TRIAL_PLAN,
    DEFERRAL,
    COSTS_ONLY,
    TRACE_ADDRESS,
    HOLD,
    WAIT,
    SURVEILLANCE,
    LEGAL_REVIEW;

    private static final Route[] ALL = values();

    static Route of(int ordinal) {
        return ALL[ordinal];
    }

    static int count() {
        return ALL.length;
    }
}
