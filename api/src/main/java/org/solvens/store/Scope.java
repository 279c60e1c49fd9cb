package org.solvens.store;

import java.util.Arrays;
import java.util.Optional;

/// What an API key may do.
public enum Scope {
    /// Read decisions, and score histories.
    SCORE_READ("score:read"),
    /// See which of the debtors on hold have a protected identity; it has no effect without {@link #SCORE_READ}.
    PROTECTED_READ("protected:read"),
    /// Deliver events.
    EVENTS_WRITE("events:write"),
    /// Read reports: with a key limited to creditors, those made from their cases alone.
    REPORTS_READ("reports:read"),
    /// Read what the server measures of itself.
    METRICS_READ("metrics:read"),
    /// Change which model serves.
    MODELS_PROMOTE("models:promote"),
    /// Everything.
    ADMIN("admin");

    private final String label;

    Scope(String label) {
        this.label = label;
    }

    /// Its name on the command line and in problems, such as `score:read`.
    public String label() {
        return label;
    }

    /// The scope of a label; empty if there is none.
    public static Optional<Scope> of(String label) {
        return Arrays.stream(values())
                .filter(scope -> scope.label.equals(label))
                .findFirst();
    }

    /// Whether a key limited to some creditors may have it: metrics, models and administration are about
    /// all of them.
    public boolean ofCreditors() {
        return this == SCORE_READ || this == PROTECTED_READ || this == EVENTS_WRITE || this == REPORTS_READ;
    }
}
