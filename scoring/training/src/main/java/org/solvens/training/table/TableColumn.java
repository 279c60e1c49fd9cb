package org.solvens.training.table;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.Missing;
import org.solvens.feed.Feed;
import org.solvens.training.rows.Special;

/// A column that models may read, and how its values become numbers. Who scores a row of the table with an
/// exported model turns its values into numbers in the same way.
///
/// A missing value is the code of {@link Missing#NO_RECORD}. A special value, such as -9, is a code of its own
/// ({@link Special#code}). A word is the rank of its category by the share of good outcomes in training, from 1;
/// words that are not listed have the rank of the pooled small categories, or count as missing if none was
/// pooled.
///
/// @param column name in the table
/// @param feature name in the model
/// @param kind of values
/// @param specials special values that occur in the column, in the order of their codes
/// @param categories by rank; empty for numbers
/// @param pooled rank of the small categories; null if there are none
/// @param direction that models must keep among the numbers
/// @param missing share of the rows without a value
public record TableColumn(
        String column,
        String feature,
        Kind kind,
        List<Double> specials,
        List<Category> categories,
        @Nullable Integer pooled,
        Direction direction,
        double missing) {

    /// What a column holds.
    public enum Kind {
        NUMBER,
        CATEGORY
    }

    /// A category with its rank.
    ///
    /// @param rows in training
    /// @param goodShare share of good outcomes among them
    public record Category(String value, int rank, int rows, double goodShare) {}

    /// The number of a value of the table.
    ///
    /// @param value as {@link TableFile} reads it
    /// @param declared special values of the whole table; one that this column never has counts as missing
    double encode(@Nullable Object value, List<Double> declared) {
        return switch (value) {
            case null -> Missing.NO_RECORD.code();
            case Double number when kind == Kind.NUMBER -> number(number, declared);
            default -> category(word(value));
        };
    }

    private double number(double number, List<Double> declared) {
        int special = specials.indexOf(number);
        if (special >= 0) {
            return Special.code(special);
        }
        return declared.contains(number) ? Missing.NO_RECORD.code() : number;
    }

    private double category(String word) {
        for (Category category : categories) {
            if (category.value().equals(word)) {
                return category.rank();
            }
        }
        return pooled == null ? Missing.NO_RECORD.code() : pooled;
    }

    /// A value as the word of a category: whole numbers without a fraction.
    static String word(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return value.toString();
    }

    /// The column as a feature of the model.
    Feature asFeature() {
        Feature.Builder builder = Feature.named(feature)
                .description("Column " + column + " of the table")
                .source(Feed.CASES)
                .axis(org.solvens.feature.Axis.TABLE, direction);
        return (kind == Kind.NUMBER ? builder.decimal("number") : builder.code("rank")).value(_ -> 0);
    }

    /// The name of a column as the name of a feature.
    static String featureName(String column) {
        String plain =
                column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        String named = plain.isEmpty() || !Character.isLetter(plain.charAt(0)) ? "c_" + plain : plain;
        // Of a feature, a number of days at the end is its window.
        return named.matches(".*_\\d+d") ? named + "_" : named;
    }
}
