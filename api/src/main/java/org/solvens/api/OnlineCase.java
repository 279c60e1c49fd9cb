package org.solvens.api;

import org.jspecify.annotations.Nullable;

/// A case of a debtor whom accepted events touched.
///
/// A caller limited to creditors must not learn from a changed decision that something happened on the
/// debtor's cases of others. So there are two states: what all events say, and what was said when the last
/// event arrived that is about this creditor's cases or about the debtor as a whole.
///
/// @param all for callers who may see all creditors
/// @param own for callers limited to creditors; null if no event concerned them, so that batch decides
record OnlineCase(
        String caseId,
        String debtorId,
        String creditorId,
        State all,
        @Nullable State own) {
    /// What is known of the case.
    sealed interface State {
        /// Number of the last event that it knows.
        long seq();

        /// It is open.
        record Open(Decided decision, long seq) implements State {}

        /// An event has closed it, or it is paid.
        record Closed(long seq) implements State {}
    }

    /// The state that a caller may see; null if batch decides.
    @Nullable
    State seenBy(Caller caller) {
        return caller.creditors() == null ? all : own;
    }
}
