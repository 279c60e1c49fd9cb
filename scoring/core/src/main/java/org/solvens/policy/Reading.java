package org.solvens.policy;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Missing;

/// How a fact is read from a case.
sealed interface Reading {
    /// A number, or the code of a {@link Missing}.
    record Number(ToDoubleFunction<Situation> of) implements Reading {}

    /// True or false; always known.
    record Truth(Predicate<Situation> of) implements Reading {}

    /// One of the constants of an enum, or null.
    record Choice(Class<? extends Enum<?>> among, Function<Situation, @Nullable Object> of) implements Reading {}

    /// A code in capitals, such as a country.
    record Code(Function<Situation, String> of) implements Reading {}

    static Reading number(ToDoubleFunction<Situation> of) {
        return new Number(of);
    }

    /// A number that may be missing.
    static Reading optional(Function<Situation, ? extends java.lang.@Nullable Number> of) {
        return new Number(situation -> {
            java.lang.Number value = of.apply(situation);
            return value == null ? Missing.NO_RECORD.code() : value.doubleValue();
        });
    }

    static Reading truth(Predicate<Situation> of) {
        return new Truth(of);
    }

    static Reading choice(Class<? extends Enum<?>> among, Function<Situation, @Nullable Object> of) {
        return new Choice(among, of);
    }

    static Reading code(Function<Situation, String> of) {
        return new Code(of);
    }
}
