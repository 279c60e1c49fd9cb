package org.solvens.policy;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Missing;

/// One condition of a rule. A missing fact fails every condition but {@link Absent}.
sealed interface Condition {
    Fact fact();

    boolean holds(Situation situation);

    /// The values of the fact with which it holds.
    FactValues values();

    /// The condition in words.
    String shown();

    /// The number is between the two, both included. Infinite bounds are open.
    record Range(Fact fact, Reading.Number reading, double min, double max) implements Condition {
        @Override
        public boolean holds(Situation situation) {
            double value = reading.of().applyAsDouble(situation);
            return !Missing.is(value) && value >= min && value <= max;
        }

        @Override
        public FactValues values() {
            return new FactValues.Numbers(min, max, false, false);
        }

        @Override
        public String shown() {
            if (max == Double.POSITIVE_INFINITY) {
                return fact.label() + " at least " + Fact.plain(min);
            }
            if (min == Double.NEGATIVE_INFINITY) {
                return fact.label() + " at most " + Fact.plain(max);
            }
            return fact.label() + " from " + Fact.plain(min) + " to " + Fact.plain(max);
        }
    }

    /// The boolean has this value.
    record Is(Fact fact, Reading.Truth reading, boolean wanted) implements Condition {
        @Override
        public boolean holds(Situation situation) {
            return reading.of().test(situation) == wanted;
        }

        @Override
        public FactValues values() {
            return new FactValues.Choices(Set.of(wanted), false, false);
        }

        @Override
        public String shown() {
            return fact.label() + " is " + wanted;
        }
    }

    /// The choice or code is one of these.
    record OneOf(Fact fact, Set<?> wanted) implements Condition {
        @Override
        public boolean holds(Situation situation) {
            Object value = value(fact, situation);
            return value != null && wanted.contains(value);
        }

        @Override
        public FactValues values() {
            return new FactValues.Choices(Set.copyOf(wanted), false, false);
        }

        @Override
        public String shown() {
            Set<String> names = new TreeSet<>();
            for (Object one : wanted) {
                names.add(one.toString());
            }
            return fact.label() + " one of " + String.join(", ", names);
        }
    }

    /// The fact is missing.
    record Absent(Fact fact) implements Condition {
        @Override
        public boolean holds(Situation situation) {
            return missing(fact, situation);
        }

        @Override
        public FactValues values() {
            return switch (fact.reading()) {
                case Reading.Number _ -> new FactValues.Numbers(1, 0, false, true);
                case Reading.Truth _, Reading.Choice _, Reading.Code _ -> new FactValues.Choices(Set.of(), false, true);
            };
        }

        @Override
        public String shown() {
            return fact.label() + " is missing";
        }
    }

    /// The fact is present.
    record Present(Fact fact) implements Condition {
        @Override
        public boolean holds(Situation situation) {
            return !missing(fact, situation);
        }

        @Override
        public FactValues values() {
            return switch (fact.reading()) {
                case Reading.Number _ ->
                    new FactValues.Numbers(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, false);
                case Reading.Truth _, Reading.Choice _, Reading.Code _ -> new FactValues.Choices(Set.of(), true, false);
            };
        }

        @Override
        public String shown() {
            return fact.label() + " is known";
        }
    }

    private static boolean missing(Fact fact, Situation situation) {
        return switch (fact.reading()) {
            case Reading.Number number -> Missing.is(number.of().applyAsDouble(situation));
            case Reading.Truth _ -> false;
            case Reading.Choice _, Reading.Code _ -> value(fact, situation) == null;
        };
    }

    private static @Nullable Object value(Fact fact, Situation situation) {
        return switch (fact.reading()) {
            case Reading.Choice choice -> choice.of().apply(situation);
            case Reading.Code code -> code.of().apply(situation);
            case Reading.Number _, Reading.Truth _ -> null;
        };
    }
}
