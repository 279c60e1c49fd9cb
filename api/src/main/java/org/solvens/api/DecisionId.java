package org.solvens.api;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.scoring.ScoreRow;

/// Names a decision: the same decision of the same scores has the same id on every server.
///
/// A case system that takes the route returns the id as `decision_id` of the decisions feed.
final class DecisionId {
    /// Name in JSON, Arrow and CSV.
    static final String COLUMN = "decision_id";

    private DecisionId() {}

    /// A name-based UUID of the case, the as-of date and the commit of the scores table.
    static String of(ScoreRow decision, Commit commit) {
        String name = decision.caseId() + '|' + decision.asOf() + '|' + commit.version() + '|' + commit.writtenAt();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
