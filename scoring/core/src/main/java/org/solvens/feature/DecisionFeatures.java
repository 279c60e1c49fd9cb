package org.solvens.feature;

import static org.solvens.feature.Values.daysSince;

import java.util.List;
import org.solvens.facts.CaseView;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.Event.Decision;

/// Routes taken before.
final class DecisionFeatures {
    private DecisionFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.DECISIONS);
        features.feature("days_since_decision")
                .whole("days")
                .description("Days since a route was last taken for the case")
                .source(Feed.DECISIONS)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> daysSince(v, lastDecided(v)));
        return features.list();
    }

    /// The last day on which a route was taken; {@link Event#NONE} for never.
    private static int lastDecided(CaseView view) {
        int last = Event.NONE;
        List<Decision> decisions = view.decisions();
        for (int i = 0, n = decisions.size(); i < n; i++) {
            last = Math.max(last, view.calendar().dayOf(decisions.get(i).decidedAt()));
        }
        return last;
    }
}
