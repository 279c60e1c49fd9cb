package org.solvens.source;

/// White space as spreadsheets and web pages write it. `String.strip` leaves no-break spaces and marks of no
/// width, so that two ids that look the same would differ.
public final class Blanks {
    private Blanks() {}

    /// A text without blanks at either end.
    public static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && blank(text.charAt(start))) {
            start++;
        }
        while (end > start && blank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /// White space of every width, no-break spaces (U+00A0, U+2007, U+202F) and marks of no width (U+200B, U+2060
    /// and the byte-order mark U+FEFF).
    static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b' || c == '\u2060' || c == '\ufeff';
    }
}
