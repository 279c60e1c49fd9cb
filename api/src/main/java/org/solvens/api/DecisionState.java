package org.solvens.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;
import org.solvens.policy.Flag;
import org.solvens.policy.Segment;

/// What a change states about a decision.
@JsonPropertyOrder({"decisionId", "segment", "route", "flags", "needsHuman"})
record DecisionState(@Nullable String decisionId, Segment segment, Route route, List<Flag> flags, boolean needsHuman) {
    /// What is stated about a decision; null if there is none.
    static @Nullable DecisionState of(@Nullable Decided decided) {
        return decided == null
                ? null
                : new DecisionState(
                        decided.id(),
                        decided.row().segment(),
                        decided.row().route(),
                        decided.row().flags().stream().sorted().toList(),
                        decided.row().needsHuman());
    }

    /// Whether two decisions say the same, or there is none in both.
    static boolean same(@Nullable DecisionState a, @Nullable DecisionState b) {
        return a == null || b == null
                ? a == b
                : a.segment == b.segment
                        && a.route == b.route
                        && a.needsHuman == b.needsHuman
                        && a.flags.equals(b.flags);
    }

    /// As the store keeps it.
    static @Nullable String json(@Nullable DecisionState state) {
        return state == null ? null : Json.MAPPER.writeValueAsString(state);
    }

    /// What {@link #json} wrote.
    static @Nullable DecisionState parse(@Nullable String json) {
        return json == null ? null : Json.MAPPER.readValue(json, DecisionState.class);
    }
}
