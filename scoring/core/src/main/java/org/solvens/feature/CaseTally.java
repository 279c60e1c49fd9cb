package org.solvens.feature;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;

/// What the features of one family count over a case. A case is counted when the first feature of the family
/// asks, and the result is kept with its view. So a feature needs no separate pass, and a family of which no
/// feature is read costs nothing.
///
/// @param <T> the counts
/// @param family each family has at most one tally of cases
/// @param type of the counts
/// @param count goes over the records of the case
record CaseTally<T>(Family family, Class<T> type, Function<CaseView, T> count) {
    private static final int FAMILIES = Family.values().length;

    /// The counts of a case.
    T of(CaseView view) {
        @Nullable Object[] kept = view.counted(CaseTally::nothing);
        Object known = kept[family.ordinal()];
        if (known == null) {
            known = count.apply(view);
            kept[family.ordinal()] = known;
        }
        return type.cast(known);
    }

    private static @Nullable Object[] nothing(CaseView view) {
        return new @Nullable Object[FAMILIES];
    }
}
