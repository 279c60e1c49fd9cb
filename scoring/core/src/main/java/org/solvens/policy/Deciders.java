package org.solvens.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who decides on the cases of a debtor: one policy, or in a trial one of two. Thread-safe.
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

    /// A policy decides on all debtors, or on those whom the trial of a challenger does not draw.
    ///
    /// @param challenger null if there is no trial
    public static Deciders of(PolicyText policy, @Nullable Challenger challenger) {
        return challenger == null
                ? of(policy.policy())
                : of(policy.policy(), challenger.policy().policy(), challenger.trial());
    }

    /// Who decides on a debtor's cases.
    public Decider of(String debtorId) {
        return challenger != null && trial != null && trial.challenges(debtorId) ? challenger : champion;
    }

    /// The policy, and the one on trial.
    public List<Policy> policies() {
        return challenger == null ? List.of(champion.policy()) : List.of(champion.policy(), challenger.policy());
    }

    /// What scores are stamped with: the label of the policy, and of a challenger with its share and seed.
    public String label() {
        String own = champion.policy().label();
        return challenger == null || trial == null
                ? own
                : own + ", challenger " + challenger.policy().label() + " of " + trial.share() + " seed "
                        + trial.seed();
    }
}
