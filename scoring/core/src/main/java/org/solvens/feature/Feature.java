package org.solvens.feature;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.feed.Feed;

/// A feature: its name, its meaning, and how it is computed. There is no second definition.
///
/// A feature is built from named parts, so that no two of them can be swapped:
///
/// ```java
/// Feature.named("refusals_365d")
///         .whole("count")
///         .description("Times the debtor refused to pay the case in 365 days")
///         .source(Feed.CONTACTS)
///         .window(365)
///         .axis(Axis.WILLINGNESS, Direction.FALLING)
///         .value(view -> view.contactSummary().refusals365());
/// ```
public final class Feature {
    /// The window of a feature that looks at everything known before the as-of date.
    public static final int NO_WINDOW = 0;

    private final String name;
    private final Type type;
    private final String unit;
    private final int windowDays;
    private final Feed source;
    private final Set<Feed> needs;
    private final Family family;
    private final Axis axis;
    private final Direction expected;
    private final Direction direction;
    private final String description;
    private final Definition definition;

    private Feature(String name, String description, int windowDays, Builder parts, Definition definition) {
        this.name = name;
        this.type = parts.need("type and unit", parts.type);
        this.unit = parts.need("type and unit", parts.unit);
        this.windowDays = windowDays;
        this.source = parts.need("source", parts.source);
        this.needs = parts.needs;
        this.family = parts.family == null ? familyOf(source) : parts.family;
        this.axis = parts.need("axis", parts.axis);
        this.expected = parts.need("axis", parts.direction);
        this.direction = expected;
        this.description = description;
        this.definition = definition;
    }

    private Feature(Feature other, Direction direction) {
        this.name = other.name;
        this.type = other.type;
        this.unit = other.unit;
        this.windowDays = other.windowDays;
        this.source = other.source;
        this.needs = other.needs;
        this.family = other.family;
        this.axis = other.axis;
        this.expected = other.expected;
        this.direction = direction;
        this.description = other.description;
        this.definition = other.definition;
    }

    /// The same feature, which models may move in another direction than the field expects.
    public Feature directed(Direction by) {
        return new Feature(this, by);
    }

    /// Starts a feature. Type and unit, description, source and axis are required; the value ends it.
    ///
    /// @param name snake_case; where it ends in days, such as `_365d`, those are the window
    public static Builder named(String name) {
        return new Builder(name, null, _ -> {});
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

    /// The name in snake_case, with the window in days at its end where it says so.
    public String name() {
        return name;
    }

    /// What kind of number it is.
    public Type type() {
        return type;
    }

    /// The unit, such as `currency`, `days`, `count`, `share` or `flag`.
    public String unit() {
        return unit;
    }

    /// Days before the as-of day that it looks at; {@link #NO_WINDOW} for all of them.
    public int windowDays() {
        return windowDays;
    }

    /// The feed without which the value is {@link Missing#NO_FEED}.
    public Feed source() {
        return source;
    }

    /// Further feeds without which the value is {@link Missing#NO_FEED}.
    public Set<Feed> needs() {
        return needs;
    }

    /// What it is about.
    public Family family() {
        return family;
    }

    /// The one axis it belongs to.
    public Axis axis() {
        return axis;
    }

    /// The direction in which models may move with it: that of the field, unless a plan changes it.
    public Direction direction() {
        return direction;
    }

    /// The direction in which the field expects it to move its axis.
    public Direction expected() {
        return expected;
    }

    /// One sentence for an analyst, without a full stop.
    public String description() {
        return description;
    }

    /// The value of a case as of a date.
    public Definition definition() {
        return definition;
    }

    /// The name and the axis, for messages.
    @Override
    public String toString() {
        return name + " (" + axis.label() + ")";
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
        /// The value of a case, never NaN.
        double of(CaseView view);
    }

    /// The parts of a feature, each given once, in any order; the value is the last.
    ///
    /// Every method but the last refuses a part that was already given with {@link IllegalStateException}.
    public static final class Builder {
        private static final String WINDOW = "{window}";
        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
        private static final Pattern DAYS_AT_END = Pattern.compile(".*_(\\d+)d");

        private final String name;
        private final Consumer<Feature> done;
        private @Nullable Type type;
        private @Nullable String unit;
        private @Nullable String description;
        private @Nullable Feed source;
        private Set<Feed> needs = Set.of();
        private @Nullable Family family;
        private int windowDays = NO_WINDOW;
        private @Nullable Axis axis;
        private @Nullable Direction direction;

        /// @param family null for the family that the source suggests
        /// @param done receives each finished feature
        Builder(String name, @Nullable Family family, Consumer<Feature> done) {
            this.name = name;
            this.family = family;
            this.done = done;
        }

        /// A whole number that counts or measures.
        ///
        /// @param unit such as `count` or `days`
        public Builder whole(String unit) {
            return number(Type.WHOLE, unit);
        }

        /// Any number.
        ///
        /// @param unit such as `share`, `ratio` or `currency`
        public Builder decimal(String unit) {
            return number(Type.DECIMAL, unit);
        }

        /// 1 for yes, 0 for no.
        public Builder flag() {
            return number(Type.FLAG, "flag");
        }

        /// A whole number that names a category or a rank; the description says which.
        ///
        /// @param unit such as `code` or `rank`
        public Builder code(String unit) {
            return number(Type.CODE, unit);
        }

        private Builder number(Type kind, String in) {
            type = once("type and unit", type, kind);
            unit = in;
            return this;
        }

        /// What it means: one sentence for an analyst, without a full stop. For several windows, `{window}` is
        /// the place of the words for each of them.
        public Builder description(String sentence) {
            description = once("description", description, sentence);
            return this;
        }

        /// The feed without which the value is {@link Missing#NO_FEED}.
        public Builder source(Feed feed) {
            source = once("source", source, feed);
            return this;
        }

        /// Further feeds without which the value is {@link Missing#NO_FEED}; none if not given.
        public Builder needs(Feed first, Feed... more) {
            needs = once("needs", needs.isEmpty() ? null : needs, Collections.unmodifiableSet(EnumSet.of(first, more)));
            return this;
        }

        /// Days before the as-of day that it looks at; everything known before if not given.
        ///
        /// @param days at least 1
        public Builder window(int days) {
            if (days < 1) {
                throw new IllegalArgumentException("feature " + name + ": a window has at least one day");
            }
            windowDays = once("window", windowDays == NO_WINDOW ? null : windowDays, days);
            return this;
        }

        /// The one axis it belongs to, and the direction in which the field expects it to move that axis.
        ///
        /// @throws IllegalArgumentException if no feature speaks for the axis
        public Builder axis(Axis speaksFor, Direction moves) {
            if (!speaksFor.hasFeatures()) {
                throw new IllegalArgumentException("feature " + name + ": no feature speaks for " + speaksFor.label());
            }
            axis = once("axis", axis, speaksFor);
            direction = moves;
            return this;
        }

        /// Ends the feature.
        ///
        /// @throws IllegalStateException if a required part is missing
        /// @throws IllegalArgumentException if the name is not in snake_case or names another window
        public Feature value(Definition definition) {
            String sentence = need("description", description);
            if (sentence.contains(WINDOW)) {
                throw new IllegalStateException("feature " + name + ": " + WINDOW + " is for several windows");
            }
            return finished(name, sentence, windowDays, definition);
        }

        /// Ends one feature a window, each named by its days, and one of all time.
        ///
        /// @param definition the value in the window at a position
        /// @throws IllegalStateException if a required part is missing, or one window was given already
        void values(Windows windows, IntFunction<Definition> definition) {
            String sentence = need("description", description);
            if (windowDays != NO_WINDOW || !sentence.contains(WINDOW)) {
                throw new IllegalStateException(
                        "feature " + name + ": several windows need " + WINDOW + " in the description, and no other");
            }
            for (int i = 0; i < windows.count(); i++) {
                finished(
                        name + windows.suffix(i),
                        sentence.replace(WINDOW, windows.words(i)),
                        windows.days(i),
                        definition.apply(i));
            }
        }

        private Feature finished(String full, String sentence, int days, Definition definition) {
            if (!NAME.matcher(full).matches()) {
                throw new IllegalArgumentException("feature name: " + full);
            }
            Matcher atEnd = DAYS_AT_END.matcher(full);
            if (atEnd.matches() && !atEnd.group(1).equals(Integer.toString(days))) {
                throw new IllegalArgumentException("feature " + full + ": its window is " + days + " days");
            }
            Feature feature = new Feature(full, sentence, days, this, definition);
            done.accept(feature);
            return feature;
        }

        private <T> T once(String part, @Nullable T before, T now) {
            if (before != null) {
                throw new IllegalStateException("feature " + name + ": two times " + part);
            }
            return now;
        }

        private <T> T need(String part, @Nullable T given) {
            if (given == null) {
                throw new IllegalStateException("feature " + name + ": no " + part);
            }
            return given;
        }
    }
}
