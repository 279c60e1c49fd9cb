package org.solvens.quality;

import java.io.Serializable;

/// The key of a count of rows of a feed with a common property.
///
/// @param column empty if it is of the feed as a whole
/// @param bucket the value, bin or reason counted; empty if there is none
/// @param slot days before the as-of date for {@link Kind#KNOWN}; 0 for the last month, 1 for the twelve
///     before; -1 if the time does not matter
record Count(Kind kind, String column, String bucket, int slot) implements Serializable {
    enum Kind {
        /// Became known on a day.
        KNOWN,
        /// Became known more than thirteen months ago.
        OLDER,
        /// Refused by the contract.
        REFUSED,
        /// Empty in a column.
        EMPTY,
        /// Has a value in a column.
        VALUE,
        /// Repeats a key and a `known_at`.
        REPEATED,
        /// Refers to a case or debtor that is not known.
        BROKEN,
        /// Has an id with white space or a leading zero, which may have been lost elsewhere.
        ODD,
        /// Is an id that equals another except for what the bucket names: {@link #SPACE} or {@link #ZEROS}.
        SIMILAR
    }

    /// Ids that differ only by white space.
    static final String SPACE = "white space";

    /// Ids that differ by leading zeros, and maybe by white space too.
    static final String ZEROS = "leading zeros";

    static Count known(int back) {
        return new Count(Kind.KNOWN, "", "", back);
    }

    static Count older() {
        return new Count(Kind.OLDER, "", "", -1);
    }

    static Count refused(String reason) {
        return new Count(Kind.REFUSED, "", reason, -1);
    }

    static Count empty(String column, int slot) {
        return new Count(Kind.EMPTY, column, "", slot);
    }

    static Count value(String column, String bucket, int slot) {
        return new Count(Kind.VALUE, column, bucket, slot);
    }

    static Count repeated() {
        return new Count(Kind.REPEATED, "", "", -1);
    }

    static Count odd(String column) {
        return new Count(Kind.ODD, column, "", -1);
    }

    static Count similar(String column, String by) {
        return new Count(Kind.SIMILAR, column, by, -1);
    }

    static Count broken(String column) {
        return new Count(Kind.BROKEN, column, "", -1);
    }
}
