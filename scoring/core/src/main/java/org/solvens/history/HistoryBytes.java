package org.solvens.history;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads Avro's binary encoding from an array, one value after the other.
///
/// Avro's own decoder checks at every value whether to refill its buffer. An array never needs that, and
/// histories are mostly small numbers. Truncated bytes, or a length beyond the end, throw an {@link
/// IndexOutOfBoundsException}.
final class HistoryBytes {
    private static final int LONGEST = 63;

    private final byte[] bytes;
    private int at;

    HistoryBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    long readLong() {
        // The position is stored once per number, not once per byte, because each store delays the next read.
        int from = at;
        int next = bytes[from++];
        long value = next & 0x7f;
        for (int shift = 7; next < 0; shift += 7) {
            if (shift > LONGEST) {
                throw new IllegalArgumentException("a number is too long");
            }
            next = bytes[from++];
            value |= (next & 0x7fL) << shift;
        }
        at = from;
        return value >>> 1 ^ -(value & 1);
    }

    /// A whole number, the position of a symbol, or that of a branch of a union.
    int readInt() {
        return Math.toIntExact(readLong());
    }

    boolean readBoolean() {
        return bytes[at++] == 1;
    }

    double readDouble() {
        double value = ByteBuffer.wrap(bytes, at, Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getDouble();
        at += Double.BYTES;
        return value;
    }

    String readString() {
        int length = readInt();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /// How many items the next block of an array has; 0 at its end.
    int readBlock() {
        int items = readInt();
        if (items < 0) {
            // The size of the block in bytes follows, for readers that skip the block.
            readLong();
        }
        return Math.abs(items);
    }
}
