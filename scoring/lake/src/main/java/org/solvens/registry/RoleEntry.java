package org.solvens.registry;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;

/// One entry of the role book: it states which model serves an axis from now on, or which model challenges the
/// champion.
///
/// @param sequence 1, 2, ... over all axes
/// @param axis the axis concerned
/// @param action what was done
/// @param model the champion from now on, or the challenger; null if the axis has no model
/// @param status `champion`, `insufficient_data`, or `challenger` for an entry on a challenger
/// @param who made the entry
/// @param reason why
/// @param at when
/// @param approvedBy the second person; null if no approval was needed
/// @param override why the model serves although the gate refused it; null if the gate passed it
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

    /// An entry without approval by a second person and without override.
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
        /// The model that served before the current one serves again.
        ROLLBACK,
        /// Training had too little data.
        DECLARE,
        /// A model became challenger: its scores are computed in shadow mode and are not used for decisions.
        CHALLENGE,
        /// A model is no longer a challenger.
        DISMISS
    }

    /// What serves an axis.
    public enum Status {
        /// A model serves the axis.
        CHAMPION,
        /// No model serves the axis: every case has the status "insufficient data".
        INSUFFICIENT_DATA,
        /// Unchanged: the entry is only about a challenger.
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
