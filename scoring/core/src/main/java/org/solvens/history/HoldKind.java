package org.solvens.history;

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
    /// A record that protects somebody was refused: it protects until it is corrected. It is not a symbol of the
    /// contract; ingest opens it.
    PENDING_PROTECTION;

    /// Whether it is about the person, and so applies to all cases of the debtor even if it was recorded on one.
    public boolean ofPerson() {
        return switch (this) {
            case DEBT_RELIEF,
                    BANKRUPTCY,
                    DECEASED,
                    MINOR,
                    PROTECTED_IDENTITY,
                    VULNERABLE,
                    OBJECTED_TO_PROFILING,
                    NO_CALLS -> true;
            // About a claim. Ingest opens pending protections on whom the refused record names.
            case DISPUTE, DIRECT_PAYMENT, WRONG_PERSON, PENDING_PROTECTION -> false;
        };
    }

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
                    WRONG_PERSON,
                    PENDING_PROTECTION -> true;
            case OBJECTED_TO_PROFILING, NO_CALLS -> false;
        };
    }
}
