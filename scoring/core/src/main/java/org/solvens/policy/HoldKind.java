package org.solvens.policy;

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
    NO_CALLS;

    /// Whether collection must stop while the hold is open, whatever a policy says.
    public boolean stops() {
        return switch (this) {
            case DISPUTE,
                    DIRECT_PAYMENT,
                    DEBT_RELIEF,
                    BANKRUPTCY,
                    DECEASED,
                    MINOR,
                    PROTECTED_IDENTITY,
                    VULNERABLE,
                    WRONG_PERSON -> true;
            case OBJECTED_TO_PROFILING, NO_CALLS -> false;
        };
    }
}
