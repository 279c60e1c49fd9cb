package org.solvens.source;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lines of a CSV file that are not rows.
///
/// @param skip lines before the header, empty ones counted
/// @param footer lines at the end of the file that are not rows, empty ones not counted; 0 if the pattern
///     finds the footer
/// @param footerFrom pattern for the beginning of the first footer line, searched after the header; null for
///     none
public record CsvLayout(int skip, int footer, @Nullable Pattern footerFrom) {
    /// Most lines before the header.
    public static final int LARGEST_SKIP = 1_000;

    /// Most lines of a footer. A pattern that fits a row in the middle of a file must not lose the rest of it.
    public static final int LONGEST_FOOTER = 100;

    /// A header, then rows to the end.
    public static final CsvLayout PLAIN = new CsvLayout(0, 0, null);

    /// @throws IllegalArgumentException for a negative or too large number of lines
    public CsvLayout {
        require(skip >= 0 && skip <= LARGEST_SKIP, "skip must be 0 to " + LARGEST_SKIP + " lines");
        require(footer >= 0 && footer <= LONGEST_FOOTER, "footer must be 0 to " + LONGEST_FOOTER + " lines");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
