package org.solvens.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;

/// Decides which records protect a person, and reads from a refused row whom it protects.
///
/// | feed | a record protects |
/// |---|---|
/// | holds | always |
/// | address_hits | if the result is DECEASED or PROTECTED, or cannot be read |
/// | contacts | if the outcome is OPTS_OUT, or cannot be read |
///
/// A row that cannot be read at all protects by its text: in holds always, in the others if the text contains
/// one of these words or was too long to be kept whole.
final class Protective {
    private static final Set<String> RESULTS = Set.of("DECEASED", "PROTECTED");
    private static final String OPTS_OUT = "OPTS_OUT";

    /// Characters that are kept of a row's text.
    private static final int KEPT_OF_TEXT = 2_000;

    private Protective() {}

    /// Whether records of a feed can protect.
    static boolean feed(Feed feed) {
        return feed == Feed.HOLDS || feed == Feed.ADDRESS_HITS || feed == Feed.CONTACTS;
    }

    /// Whether a refused row protects.
    ///
    /// @param raw values in the order of the contract's fields
    static boolean row(FeedContract contract, @Nullable Object[] raw) {
        return switch (contract.feed()) {
            case HOLDS -> true;
            case ADDRESS_HITS -> oneOf(RESULTS, contract, "result", raw);
            case CONTACTS -> oneOf(Set.of(OPTS_OUT), contract, "outcome", raw);
            default -> false;
        };
    }

    /// Whether a field has one of some symbols, or a value that the contract does not know: it may mean one of them.
    private static boolean oneOf(Set<String> protective, FeedContract contract, String field, @Nullable Object[] raw) {
        int position = contract.position(field);
        String symbol = symbol(raw[position]);
        return protective.contains(symbol)
                || !contract.fields().get(position).symbols().contains(symbol);
    }

    /// Whether a row that cannot be read protects.
    static boolean text(Feed feed, String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return switch (feed) {
            case HOLDS -> true;
            case ADDRESS_HITS ->
                text.length() >= KEPT_OF_TEXT || RESULTS.stream().anyMatch(upper::contains);
            case CONTACTS -> text.length() >= KEPT_OF_TEXT || upper.contains(OPTS_OUT);
            default -> false;
        };
    }

    /// Whether a record that the contract accepts protects.
    static Column record(Feed feed) {
        return switch (feed) {
            case HOLDS -> lit(true);
            case ADDRESS_HITS -> col("result").isin(RESULTS.toArray());
            case CONTACTS -> col("outcome").equalTo(OPTS_OUT);
            default -> lit(false);
        };
    }

    /// A value of a refused row in inside form; null if it is missing or cannot be read.
    static @Nullable Object readable(FieldType type, @Nullable Object raw) {
        if (raw == null || raw instanceof CharSequence text && text.isEmpty()) {
            return null;
        }
        try {
            return type.convert(raw);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String symbol(@Nullable Object raw) {
        return raw == null ? "" : raw.toString().strip().toUpperCase(Locale.ROOT);
    }
}
