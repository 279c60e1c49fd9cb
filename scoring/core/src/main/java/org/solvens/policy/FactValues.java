package org.solvens.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A set of values of a fact, possibly including "missing".
sealed interface FactValues {
    boolean isEmpty();

    /// The values that are in both.
    FactValues and(FactValues other);

    /// Sets, possibly empty, whose union is the values that are not in the other.
    List<FactValues> without(FactValues other);

    /// The numbers of an interval, both ends included.
    ///
    /// @param least greater than `most` where no number is among the values
    /// @param whole whether only whole numbers are
    /// @param missing whether "missing" is one of the values
    record Numbers(double least, double most, boolean whole, boolean missing) implements FactValues {
        @Override
        public boolean isEmpty() {
            return !missing && !(least <= most);
        }

        @Override
        public FactValues and(FactValues other) {
            Numbers numbers = (Numbers) other;
            return numbers(Math.max(least, numbers.least), Math.min(most, numbers.most), missing && numbers.missing);
        }

        @Override
        public List<FactValues> without(FactValues other) {
            Numbers numbers = (Numbers) other;
            boolean none = !(numbers.least <= numbers.most);
            FactValues below = numbers(least, none ? most : Math.min(most, Math.nextDown(numbers.least)), false);
            FactValues above = none ? nothing() : numbers(Math.max(least, Math.nextUp(numbers.most)), most, false);
            return List.of(below, above, new Numbers(1, 0, whole, missing && !numbers.missing));
        }

        private Numbers nothing() {
            return new Numbers(1, 0, whole, false);
        }

        private Numbers numbers(double from, double to, boolean orMissing) {
            double first = whole ? Math.ceil(from) : from;
            double last = whole ? Math.floor(to) : to;
            return first <= last ? new Numbers(first, last, whole, orMissing) : new Numbers(1, 0, whole, orMissing);
        }
    }

    /// Choices, codes or truths.
    ///
    /// @param listed the values, or those that are not among them
    /// @param except whether all values but those listed are meant
    /// @param missing whether "missing" is one of the values
    record Choices(Set<Object> listed, boolean except, boolean missing) implements FactValues {
        public Choices {
            listed = Set.copyOf(listed);
        }

        @Override
        public boolean isEmpty() {
            return !missing && !except && listed.isEmpty();
        }

        @Override
        public FactValues and(FactValues other) {
            Choices choices = (Choices) other;
            return both(choices.listed, choices.except, missing && choices.missing);
        }

        @Override
        public List<FactValues> without(FactValues other) {
            Choices choices = (Choices) other;
            return List.of(both(choices.listed, !choices.except, missing && !choices.missing));
        }

        private Choices both(Set<Object> others, boolean exceptOthers, boolean orMissing) {
            Set<Object> found = new HashSet<>(listed);
            if (except && exceptOthers) {
                found.addAll(others);
                return new Choices(found, true, orMissing);
            }
            if (except) {
                found = new HashSet<>(others);
                found.removeAll(listed);
            } else if (exceptOthers) {
                found.removeAll(others);
            } else {
                found.retainAll(others);
            }
            return new Choices(found, false, orMissing);
        }
    }
}
