package org.solvens.policy;

import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Missing;

/// How a fact is read from a case.
sealed interface Reading {
    /// The values that the fact may have.
    FactValues values();

    /// A number, or the code of a {@link Missing}.
    ///
    /// @param values the least and the greatest number it may be, and whether it may be missing
    record Number(ToDoubleFunction<Situation> of, FactValues.Numbers values) implements Reading {}

    /// True or false; always known.
    record Truth(Predicate<Situation> of) implements Reading {
        @Override
        public FactValues values() {
            return new FactValues.Choices(Set.of(true, false), false, false);
        }
    }

    /// One of the constants of an enum, or null.
    ///
    /// @param missing whether it may be null
    record Choice(Class<? extends Enum<?>> among, Function<Situation, @Nullable Object> of, boolean missing)
            implements Reading {
        @Override
        public FactValues values() {
            return new FactValues.Choices(Set.of((Object[]) among.getEnumConstants()), false, missing);
        }
    }

    /// A code in capitals, such as a country.
    ///
    /// @param letters how many it has
    record Code(Function<Situation, String> of, int letters) implements Reading {
        @Override
        public FactValues values() {
            return new FactValues.Choices(Set.of(), true, false);
        }
    }

    /// A number that is always known.
    static Reading number(double least, double most, boolean whole, ToDoubleFunction<Situation> of) {
        return new Number(of, new FactValues.Numbers(least, most, whole, false));
    }

    /// A number that may be missing.
    static Reading optional(
            double least, double most, boolean whole, Function<Situation, ? extends java.lang.@Nullable Number> of) {
        return new Number(
                situation -> {
                    java.lang.Number value = of.apply(situation);
                    return value == null ? Missing.NO_RECORD.code() : value.doubleValue();
                },
                new FactValues.Numbers(least, most, whole, true));
    }

    static Reading truth(Predicate<Situation> of) {
        return new Truth(of);
    }

    static Reading choice(Class<? extends Enum<?>> among, Function<Situation, @Nullable Object> of) {
        return new Choice(among, of, false);
    }

    /// A choice that may be missing.
    static Reading optionalChoice(Class<? extends Enum<?>> among, Function<Situation, @Nullable Object> of) {
        return new Choice(among, of, true);
    }

    static Reading code(int letters, Function<Situation, String> of) {
        return new Code(of, letters);
    }
}
