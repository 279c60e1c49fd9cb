package org.solvens.training.gate;

/// Who approves that a trained model becomes champion.
public sealed interface Approval {

    /// No one yet: a model that passes the gate waits.
    record None() implements Approval {}

    /// Only the gate, and only for the first champion of an axis.
    record FirstByTheGate() implements Approval {}

    /// A second person, who is not the trainer.
    record SecondPerson(String name) implements Approval {}
}
