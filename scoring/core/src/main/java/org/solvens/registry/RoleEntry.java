package org.solvens.registry;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;

/// One entry of the role book: from its number on, what serves an axis, or challenges what serves it.
///
/// @param sequence 1, 2, ... over all axes
/// @param axis the axis concerned
/// @param action what was done
/// @param model the champion from now on, or the challenger spoken of; null where the axis has no model
/// @param status `champion`, `insufficient_data`, or `challenger` for an entry on a challenger
/// @param who did it
/// @param reason why
/// @param at when
/// @param approvedBy the second person; null where none was asked for
/// @param override why a model serves that the gate refused; null where it did not
public record RoleEntry(
        int sequence,
        Axis axis,
        Action action,
        @Nullable String model,
        Status status,
        String who,
        String reason,
        Instant at,
        @Nullable String approvedBy,
        @Nullable String override) {

    /// An entry that nobody beside approved and that overrides nothing.
    public RoleEntry(
            int sequence,
            Axis axis,
            Action action,
            @Nullable String model,
            Status status,
            String who,
            String reason,
            Instant at) {
        this(sequence, axis, action, model, status, who, reason, at, null, null);
    }

    /// What was done.
    public enum Action {
        /// A model became champion.
        PROMOTE,
        /// What served before the entry in force serves again.
        ROLLBACK,
        /// Training found too little to learn from.
        DECLARE,
        /// A model became challenger: it is scored in the champion's shadow and decides nothing.
        CHALLENGE,
        /// A challenger is one no more.
        DISMISS
    }

    /// What an axis is served by.
    public enum Status {
        /// By a model.
        CHAMPION,
        /// By none: every case says "insufficient data".
        INSUFFICIENT_DATA,
        /// As before: the entry speaks of a challenger alone.
        CHALLENGER
    }

    public RoleEntry {
        Objects.requireNonNull(axis);
        Objects.requireNonNull(action);
        Objects.requireNonNull(who);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(at);
        if (sequence < 1) {
            throw new IllegalArgumentException("entries are numbered from 1");
        }
        if ((status == Status.INSUFFICIENT_DATA) != (model == null)) {
            throw new IllegalArgumentException("champions and challengers have a model, and nothing else has");
        }
        if ((status == Status.CHALLENGER) != (action == Action.CHALLENGE || action == Action.DISMISS)) {
            throw new IllegalArgumentException("challengers are challenged with and dismissed, and nothing else is");
        }
    }
}
