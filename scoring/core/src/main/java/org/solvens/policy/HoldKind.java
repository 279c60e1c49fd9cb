package org.solvens.policy;

import org.solvens.history.Event;

/// Why a case or debtor is stopped or treated with special care, as in the holds feed.
public enum HoldKind {
    DISPUTE,
    DIRECT_PAYMENT,
    DEBT_RELIEF,
    BANKRUPTCY,
    DECEASED,
    MINOR,
    PROTECTED_IDENTITY,
    VULNERABLE,
    WRONG_PERSON,
    OBJECTED_TO_PROFILING,
    NO_CALLS,
    /// A record that protects somebody was refused: it protects until it is corrected.
    PENDING_PROTECTION;

    /// Whether collection must stop while the hold is open, whatever a policy says.
    public boolean stops() {
        return Event.Hold.Kind.valueOf(name()).stops();
    }
}
