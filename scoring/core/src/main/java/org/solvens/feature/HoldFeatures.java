package org.solvens.feature;

import static org.solvens.feature.Values.flag;

import java.util.List;
import org.solvens.feed.Feed;
import org.solvens.history.HoldKind;

/// Disputes and other holds on the case or the debtor as a whole. Holds that touch on health are read by no
/// feature.
final class HoldFeatures {
    private HoldFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.HOLDS);
        features.feature("disputes_365d")
                .whole("count")
                .description("Disputes about the case opened in 365 days")
                .source(Feed.HOLDS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.FREE)
                .value(v -> v.holdSummary().disputes365());
        features.feature("disputes_rejected")
                .whole("count")
                .description("Disputes about the case that were rejected")
                .source(Feed.HOLDS)
                .axis(Axis.WILLINGNESS, Direction.FREE)
                .value(v -> v.holdSummary().disputesRejected());
        features.feature("dispute_open")
                .flag()
                .description("Whether a dispute about the case is open")
                .source(Feed.HOLDS)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> flag(v.holds().contains(HoldKind.DISPUTE)));
        features.feature("direct_payment_open")
                .flag()
                .description("Whether a payment straight to the creditor is under investigation")
                .source(Feed.HOLDS)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> flag(v.holds().contains(HoldKind.DIRECT_PAYMENT)));
        features.feature("calls_forbidden")
                .flag()
                .description("Whether the debtor must not be called")
                .source(Feed.HOLDS)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> flag(v.holds().contains(HoldKind.NO_CALLS)));
        return features.list();
    }
}
