package org.solvens.history;

/// How far collection of a case has come, as in the cases feed.
public enum Stage {
    REMINDER,
    PRE_COLLECTION,
    COLLECTION,
    LEGAL,
    SURVEILLANCE
}
