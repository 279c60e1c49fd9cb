package org.solvens.feature;

import java.util.Objects;
import org.solvens.feed.Feed;

/// A feature: what it is called, what it means, and how it is computed. There is no second definition.
///
/// @param name snake_case, with the window in days at the end where there is one
/// @param unit such as `SEK`, `days`, `count`, `share`, `flag`
/// @param description one sentence for an analyst, without a full stop
/// @param source the feed without which the value is {@link Missing#NO_FEED}
/// @param axis the one axis it may speak for
/// @param direction what the field expects
/// @param definition the value of a case as of a date
public record Feature(
        String name,
        String unit,
        String description,
        Feed source,
        Axis axis,
        Direction direction,
        Definition definition) {

    public Feature {
        Objects.requireNonNull(unit);
        Objects.requireNonNull(description);
        Objects.requireNonNull(source);
        Objects.requireNonNull(axis);
        Objects.requireNonNull(direction);
        Objects.requireNonNull(definition);
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("feature name: " + name);
        }
    }

    /// A pure function of what was known of a case: the value, or the code of a {@link Missing}.
    @FunctionalInterface
    public interface Definition {
        double of(CaseView view);
    }
}
