package org.solvens.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON as it is written for a look-up: bytes appended to bytes.
///
/// A look-up consists of little else, and the generator of Jackson takes twice as long for the same bytes: it checks at
/// each member whether one may follow. What is written here is checked by the tests against openapi.yaml.
final class JsonBytes {
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] HEX = ascii("0123456789abcdef");

    /// Digits of the largest int.
    private static final int DIGITS = 10;

    private byte[] bytes;
    private int size;

    /// @param expected bytes; more are possible
    JsonBytes(int expected) {
        bytes = new byte[expected];
    }

    /// Bytes of a text that is ASCII.
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /// Appends bytes as they are.
    JsonBytes raw(byte[] json) {
        room(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        return this;
    }

    /// Appends one ASCII character as it is.
    JsonBytes raw(char json) {
        room(1);
        bytes[size++] = (byte) json;
        return this;
    }

    JsonBytes none() {
        return raw(NULL);
    }

    JsonBytes truth(boolean value) {
        return raw(value ? TRUE : FALSE);
    }

    /// Appends a text with its quotes.
    JsonBytes text(String text) {
        room(text.length() + 2);
        int begin = size;
        bytes[size++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                size = begin + 1;
                return escaped(text.getBytes(StandardCharsets.UTF_8));
            }
            bytes[size++] = (byte) c;
        }
        bytes[size++] = '"';
        return this;
    }

    private JsonBytes escaped(byte[] text) {
        room(6 * text.length + 1);
        for (byte b : text) {
            if (b == '"' || b == '\\') {
                bytes[size++] = '\\';
                bytes[size++] = b;
            } else if (b >= 0 && b < ' ') {
                raw(ascii("\\u00")).raw((char) HEX[b >> 4]).raw((char) HEX[b & 15]);
            } else {
                bytes[size++] = b;
            }
        }
        return raw('"');
    }

    /// Appends a whole number.
    JsonBytes whole(long value) {
        if (value < 0 || value > Integer.MAX_VALUE) {
            return raw(ascii(Long.toString(value)));
        }
        // Nearly all numbers fit an int, whose division takes half as long.
        int rest = (int) value;
        int digits = 1;
        for (int power = 10; digits < DIGITS && rest >= power; power *= 10) {
            digits++;
        }
        room(digits);
        for (int i = size + digits - 1; i > size; i--) {
            int tens = rest / 10;
            bytes[i] = (byte) ('0' + rest - 10 * tens);
            rest = tens;
        }
        bytes[size] = (byte) ('0' + rest);
        size += digits;
        return this;
    }

    /// Appends a number with some decimals.
    ///
    /// @param unscaled the number without its point
    JsonBytes decimal(long unscaled, int decimals) {
        long unit = 1;
        for (int i = 0; i < decimals; i++) {
            unit *= 10;
        }
        if (unscaled < 0 && unscaled > -unit) {
            raw('-');
        }
        whole(unscaled / unit);
        if (decimals > 0) {
            raw('.');
            long rest = Math.abs(unscaled % unit);
            for (long digit = unit / 10; digit > 0; digit /= 10) {
                raw((char) ('0' + rest / digit % 10));
            }
        }
        return this;
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void to(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }
}
