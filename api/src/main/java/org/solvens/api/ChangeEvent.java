package org.solvens.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.solvens.store.Changes;
import org.solvens.store.Changes.Change;

/// A change as it is sent to clients: an event in the JSON format of CloudEvents 1.0.
///
/// @param subject id of the case; null if it is about no case
@JsonPropertyOrder({"specversion", "id", "source", "type", "time", "subject", "datacontenttype", "data"})
record ChangeEvent(
        String specversion,
        String id,
        String source,
        String type,
        Instant time,
        @Nullable String subject,
        String datacontenttype,
        Object data) {
    /// Type of the change of the decision on a case.
    static final String DECISION = "org.solvens.decision.changed";

    /// Type of the publication of scores.
    static final String SCORES = "org.solvens.scores.published";

    /// @param cause `scoring` or `event`
    /// @param before null if the case had no decision
    /// @param after null if it has none any more
    @JsonPropertyOrder({"caseId", "debtorId", "creditorId", "cause", "before", "after"})
    record Decision(
            String caseId,
            String debtorId,
            String creditorId,
            String cause,
            @Nullable DecisionState before,
            @Nullable DecisionState after) {}

    static ChangeEvent of(Change change) {
        boolean published = change.cause().equals(Changes.PUBLISHED);
        return new ChangeEvent(
                "1.0",
                change.id(),
                "urn:solvens:decisions",
                published ? SCORES : DECISION,
                change.at(),
                published ? null : change.caseId(),
                Json.MEDIA_TYPE,
                published
                        ? Json.MAPPER.readValue(change.after(), ChangeWriter.Published.class)
                        : new Decision(
                                change.caseId(),
                                change.debtorId(),
                                change.creditorId(),
                                change.cause(),
                                DecisionState.parse(change.before()),
                                DecisionState.parse(change.after())));
    }
}
