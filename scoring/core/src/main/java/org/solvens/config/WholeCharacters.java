package org.solvens.config;

import java.io.Reader;
import java.util.Objects;

/// Reads a text and never ends a read between the two halves of a character outside the basic plane, such as
/// an emoji. The YAML scanner (snakeyaml-engine 2) fails with an `IndexOutOfBoundsException` if one of its
/// reads ends there.
final class WholeCharacters extends Reader {
    private final String text;
    private int at;

    WholeCharacters(String text) {
        this.text = text;
    }

    @Override
    public int read(char[] into, int from, int most) {
        Objects.checkFromIndexSize(from, most, into.length);
        if (most == 0) {
            return 0;
        }
        if (at == text.length()) {
            return -1;
        }
        int end = Math.min(text.length(), at + most);
        if (end - at > 1 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        text.getChars(at, end, into, from);
        int count = end - at;
        at = end;
        return count;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
