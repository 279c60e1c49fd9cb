package org.solvens.simulation;

import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;

/// Takes rows of feeds, their values in the contract's order and kinds.
@FunctionalInterface
interface Rows {
    void row(Feed feed, @Nullable Object... values);
}
