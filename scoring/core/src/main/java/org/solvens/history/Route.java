package org.solvens.history;

/// Which way a case goes next.
public enum Route {
    REMINDER,
    CALL,
    PLAN,
    /// Waives interest and own fees, never principal; by a human only.
    REDUCTION,
    /// Small instalments for a period, then looked at again.
    TRIAL_PLAN,
    DEFERRAL,
    /// Interest and costs now, principal later.
    COSTS_ONLY,
    TRACE_ADDRESS,
    HOLD,
    WAIT,
    SURVEILLANCE,
    /// A human considers legal steps.
    LEGAL_REVIEW;

    /// Whether no machine may take it alone.
    public boolean humanOnly() {
        return this == LEGAL_REVIEW || this == REDUCTION;
    }

    /// Whether no law, mandate or limit can take it away, so that a policy may end with it.
    public boolean alwaysOpen() {
        return this == HOLD || this == WAIT || this == SURVEILLANCE;
    }

    /// Whether it gives the debtor a way to pay other than all at once.
    public boolean accommodates() {
        return switch (this) {
            case PLAN, TRIAL_PLAN, DEFERRAL, COSTS_ONLY, REDUCTION -> true;
            case REMINDER, CALL, TRACE_ADDRESS, HOLD, WAIT, SURVEILLANCE, LEGAL_REVIEW -> false;
        };
    }

    /// Whether it leaves a debtor's request open for a talk instead of turning it down.
    public boolean keepsRequestOpen() {
        return this == CALL || this == HOLD || this == TRACE_ADDRESS;
    }
}
