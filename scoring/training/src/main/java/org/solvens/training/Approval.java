package org.solvens.training;

/// On whose word a trained model may become champion.
public sealed interface Approval {

    /// Nobody's: what passes the gate waits.
    record None() implements Approval {}

    /// The gate's alone, and only for the first champion that an axis ever has.
    record FirstByTheGate() implements Approval {}

    /// A second person's, not the trainer's.
    record SecondPerson(String name) implements Approval {}
}
