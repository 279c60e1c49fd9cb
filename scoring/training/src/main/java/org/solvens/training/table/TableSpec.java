package org.solvens.training.table;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an analyst says of a table.
///
/// @param target column of the outcome
/// @param good value of the good outcome; null for 1, yes, true or good
/// @param split column of days, or of a mark that names the test rows; null to draw them
/// @param test mark of the test rows in the split column; null for test
/// @param testFrom first day of the test; null for the day that leaves the plan's share of the rows
/// @param group column whose equal values stay on one side, such as a customer's number; null for none
/// @param slice column by whose values the card shows the metrics; null for none
/// @param special values that are kept apart from the others
/// @param categories columns of numbers that name a category
/// @param out columns to leave out
/// @param keep columns to read although their name says that they describe a person
/// @param rising columns with which the chance must not fall
/// @param falling columns with which the chance must not rise
public record TableSpec(
        String target,
        @Nullable String good,
        @Nullable String split,
        @Nullable String test,
        @Nullable LocalDate testFrom,
        @Nullable String group,
        @Nullable String slice,
        List<Double> special,
        Set<String> categories,
        Set<String> out,
        Set<String> keep,
        Set<String> rising,
        Set<String> falling) {

    /// A target alone: the test rows are drawn.
    public static TableSpec of(String target) {
        return new TableSpec(
                target, null, null, null, null, null, null, List.of(), Set.of(), Set.of(), Set.of(), Set.of(),
                Set.of());
    }

    /// The same with special values.
    public TableSpec special(List<Double> values) {
        return new TableSpec(
                target, good, split, test, testFrom, group, slice, values, categories, out, keep, rising, falling);
    }
}
