package org.solvens.feature;

import java.util.List;
import java.util.stream.Stream;

/// The families of the standard catalogue, in its order. Each is one file with its definitions and what it
/// counts.
///
/// Willingness reads behaviour alone, ability reads capacity: income, wealth, the size of debts, arrangements
/// kept. The age, stage and kind of a claim and the course of the case are facts of the claim. Holds that
/// touch on health, and being under age, are read by no feature.
final class StandardFeatures {
    private StandardFeatures() {}

    /// The features of all families.
    static List<Feature> all() {
        return Stream.of(
                        PaymentFeatures.list(),
                        OtherCaseFeatures.list(),
                        ContactFeatures.list(),
                        PromiseFeatures.list(),
                        AddressFeatures.list(),
                        TaxFeatures.list(),
                        ArrangementFeatures.list(),
                        HoldFeatures.list(),
                        ClaimFeatures.list(),
                        CalendarFeatures.list(),
                        DecisionFeatures.list())
                .flatMap(List::stream)
                .toList();
    }
}
