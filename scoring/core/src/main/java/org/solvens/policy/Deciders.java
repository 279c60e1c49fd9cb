package org.solvens.policy;

import org.jspecify.annotations.Nullable;

/// Who decides on the cases of a debtor: one policy, or in a trial one of two.
public final class Deciders {
    private final Decider champion;
    private final @Nullable Decider challenger;
    private final @Nullable PolicyTrial trial;

    private Deciders(Decider champion, @Nullable Decider challenger, @Nullable PolicyTrial trial) {
        this.champion = champion;
        this.challenger = challenger;
        this.trial = trial;
    }

    /// One policy decides on all debtors.
    public static Deciders of(Policy policy) {
        return new Deciders(new Decider(policy), null, null);
    }

    /// A challenger decides on the debtors whom the trial draws, and the champion on the others.
    public static Deciders of(Policy champion, Policy challenger, PolicyTrial trial) {
        return new Deciders(new Decider(champion), new Decider(challenger), trial);
    }

    /// Who decides on a debtor's cases.
    public Decider of(String debtorId) {
        return challenger != null && trial != null && trial.challenges(debtorId) ? challenger : champion;
    }
}
