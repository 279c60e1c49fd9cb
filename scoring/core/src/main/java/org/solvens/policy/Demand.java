package org.solvens.policy;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// What a case asks of its team.
///
/// @param team its name
/// @param turn of the case if the policy prefers a call; null if it does not
/// @param call null if the case asks for none, as where the policy prefers a call and another route was drawn
/// @param reviewWithCall review by a person if the case has its turn or asks for no call; null if none is
///     needed
/// @param reviewWithoutCall the same if the case does not have its turn
public record Demand(
        String team,
        @Nullable Turn turn,
        @Nullable Ask call,
        @Nullable Ask reviewWithCall,
        @Nullable Ask reviewWithoutCall)
        implements Serializable {
    /// A call or a review.
    ///
    /// @param always whether a right or a request of the debtor, or a draw, asks for it, so that it is
    ///     never refused
    public record Ask(Turn turn, boolean always) implements Serializable {}

    /// Whether the case needs nothing of its team.
    public boolean nothing() {
        return turn == null && reviewWithCall == null;
    }

    /// The review that the case asks for once the calls are given; null if none is needed.
    public @Nullable Ask review(Allotment calls) {
        return turn == null || calls.gives(team, turn) ? reviewWithCall : reviewWithoutCall;
    }
}
