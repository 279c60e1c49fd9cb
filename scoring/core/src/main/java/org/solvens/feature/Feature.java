package org.solvens.feature;

import java.util.Objects;
import java.util.Set;
import org.solvens.facts.CaseView;
import org.solvens.feed.Feed;

/// A feature: what it is called, what it means, and how it is computed. There is no second definition.
///
/// @param name snake_case, with the window in days at the end where there is one
/// @param type what kind of number it is
/// @param unit such as `currency`, `days`, `count`, `share`, `flag`
/// @param windowDays days before the as-of day that it looks at; {@link #NO_WINDOW} for all of them
/// @param source the feed without which the value is {@link Missing#NO_FEED}
/// @param needs further feeds without which it is {@link Missing#NO_FEED}
/// @param family what it is about
/// @param axis the one axis it may speak for
/// @param direction what the field expects
/// @param description one sentence for an analyst, without a full stop
/// @param definition the value of a case as of a date
public record Feature(
        String name,
        Type type,
        String unit,
        int windowDays,
        Feed source,
        Set<Feed> needs,
        Family family,
        Axis axis,
        Direction direction,
        String description,
        Definition definition) {
    /// The window of a feature that looks at everything known before the as-of date.
    public static final int NO_WINDOW = 0;

    public Feature {
        Objects.requireNonNull(type);
        Objects.requireNonNull(unit);
        Objects.requireNonNull(description);
        Objects.requireNonNull(source);
        Objects.requireNonNull(family);
        Objects.requireNonNull(axis);
        Objects.requireNonNull(direction);
        Objects.requireNonNull(definition);
        needs = Set.copyOf(needs);
        if (!axis.hasFeatures()) {
            throw new IllegalArgumentException("feature " + name + ": no feature speaks for " + axis.label());
        }
        if (windowDays < 0) {
            throw new IllegalArgumentException("feature " + name + ": a window is not negative");
        }
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("feature name: " + name);
        }
    }

    /// A decimal feature of one feed and without a window, of the family that the feed suggests.
    public Feature(
            String name,
            String unit,
            String description,
            Feed source,
            Axis axis,
            Direction direction,
            Definition definition) {
        this(
                name,
                Type.DECIMAL,
                unit,
                NO_WINDOW,
                source,
                Set.of(),
                familyOf(source),
                axis,
                direction,
                description,
                definition);
    }

    private static Family familyOf(Feed source) {
        return switch (source) {
            case CASES, CASE_EVENTS, MANDATES -> Family.CLAIM;
            case PAYMENTS -> Family.PAYMENTS;
            case CONTACTS -> Family.CONTACTS;
            case ADDRESS_HITS -> Family.ADDRESS;
            case TAX_ASSESSMENTS -> Family.TAX;
            case ARRANGEMENTS -> Family.ARRANGEMENTS;
            case HOLDS -> Family.HOLDS;
            case DECISIONS -> Family.DECISIONS;
        };
    }

    /// Every feed that it needs, one bit each by the feed's ordinal.
    int feedBits() {
        int bits = 1 << source.ordinal();
        for (Feed feed : needs) {
            bits |= 1 << feed.ordinal();
        }
        return bits;
    }

    /// What kind of number a feature is.
    public enum Type {
        /// Whole numbers that count or measure.
        WHOLE,
        /// Any number.
        DECIMAL,
        /// 1 for yes, 0 for no.
        FLAG,
        /// Whole numbers that name a category or a rank; the description says which.
        CODE
    }

    /// A pure function of what was known of a case: the value, or the code of a {@link Missing}.
    @FunctionalInterface
    public interface Definition {
        double of(CaseView view);
    }
}
