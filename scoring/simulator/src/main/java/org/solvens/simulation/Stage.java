package org.solvens.simulation;

/// The stages of a case, by the contract's names.
enum Stage {
    REMINDER,
    PRE_COLLECTION,
    COLLECTION,
    LEGAL,
    SURVEILLANCE
}
