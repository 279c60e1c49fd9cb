package org.solvens.feature;

import static org.solvens.feature.Values.flag;
import static org.solvens.feature.Values.share;

import java.util.List;
import org.solvens.facts.CaseView;
import org.solvens.facts.ContactSummary;
import org.solvens.feed.Feed;

/// Promises to pay the case.
final class PromiseFeatures {
    private PromiseFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.PROMISES);
        features.feature("promises_365d")
                .whole("count")
                .description("Promises to pay the case in 365 days")
                .source(Feed.CONTACTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> v.contactSummary().promises365());
        features.feature("promises_kept_365d")
                .whole("count")
                .description("Promises of 365 days that were kept")
                .source(Feed.CONTACTS)
                .needs(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> v.contactSummary().promisesKept365());
        features.feature("promises_partly_kept_365d")
                .whole("count")
                .description("Promises of 365 days that were kept in part")
                .source(Feed.CONTACTS)
                .needs(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.FREE)
                .value(v -> v.contactSummary().promisesPartly365());
        features.feature("promises_broken_365d")
                .whole("count")
                .description("Promises of 365 days that were broken")
                .source(Feed.CONTACTS)
                .needs(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> v.contactSummary().promisesBroken365());
        features.feature("promises_kept_share")
                .decimal("share")
                .description("Share of the promises of 365 days that fell due and were kept in full")
                .source(Feed.CONTACTS)
                .needs(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(PromiseFeatures::keptShare);
        features.feature("promise_open")
                .flag()
                .description("Whether a promise is open")
                .source(Feed.CONTACTS)
                .needs(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> flag(v.contactSummary().promiseOpen()));
        return features.list();
    }

    /// Promises that fell due in 365 days.
    static int due(ContactSummary contacts) {
        return contacts.promisesKept365() + contacts.promisesPartly365() + contacts.promisesBroken365();
    }

    private static double keptShare(CaseView v) {
        ContactSummary contacts = v.contactSummary();
        return share(contacts.promisesKept365(), due(contacts));
    }
}
