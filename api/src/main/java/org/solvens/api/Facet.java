package org.solvens.api;

import java.time.LocalDate;
import java.util.Set;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.policy.Flag;
import org.solvens.policy.Segment;
import org.solvens.scoring.ScoreRow;

/// What lists are filtered by. Many decisions share one.
record Facet(
        String creditorId,
        String country,
        Segment segment,
        Route route,
        Stage stage,
        Set<Flag> flags,
        boolean needsHuman,
        LocalDate reviewOn) {
    static Facet of(ScoreRow row) {
        return new Facet(
                row.creditorId(),
                row.country(),
                row.segment(),
                row.route(),
                row.stage(),
                row.flags(),
                row.needsHuman(),
                row.reviewOn());
    }
}
