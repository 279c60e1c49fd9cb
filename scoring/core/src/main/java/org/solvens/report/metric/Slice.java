package org.solvens.report.metric;

import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;

/// The cases that a figure is about.
///
/// @param claimType null for figures from the scores, which do not have it
public record Slice(
        String creditorId,
        String country,
        String currency,
        @Nullable String claimType) {
    /// The slice of a case.
    public static Slice of(CaseView view) {
        return new Slice(
                view.creditorId(),
                view.placed().country(),
                view.placed().currency(),
                view.placed().claimType().name());
    }
}
