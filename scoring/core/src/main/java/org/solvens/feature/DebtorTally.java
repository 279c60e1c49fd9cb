package org.solvens.feature;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.DebtorView;

/// What the features of one family count over a debtor as a whole. A debtor is counted when the first feature
/// of the family asks, and the result is kept with its view. So a feature needs no separate pass, and a
/// family of which no feature is read costs nothing.
///
/// @param <T> the counts
/// @param family each family has at most one tally of debtors
/// @param type of the counts
/// @param count goes over the records of the debtor
record DebtorTally<T>(Family family, Class<T> type, Function<DebtorView, T> count) {
    private static final int FAMILIES = Family.values().length;

    /// The counts of a debtor.
    T of(DebtorView view) {
        @Nullable Object[] kept = view.counted(DebtorTally::nothing);
        Object known = kept[family.ordinal()];
        if (known == null) {
            known = count.apply(view);
            kept[family.ordinal()] = known;
        }
        return type.cast(known);
    }

    private static @Nullable Object[] nothing(DebtorView view) {
        return new @Nullable Object[FAMILIES];
    }
}
