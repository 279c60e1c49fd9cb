package org.solvens.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Reads Avro's binary encoding field by field. It trusts no length: memory is never allocated for more than
/// the remaining bytes can hold.
///
/// Whatever is wrong with the bytes is an `IllegalArgumentException` or a `BufferUnderflowException`.
final class AvroBytes {
    private final ByteBuffer bytes;

    AvroBytes(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Whether nothing is left.
    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    int integer() {
        long value = varint();
        if (value != (int) value) {
            throw new IllegalArgumentException("an integer is too large: " + value);
        }
        return (int) value;
    }

    double number() {
        return bytes.getDouble();
    }

    /// A field of bytes.
    byte[] bytes() {
        byte[] part = new byte[length(varint())];
        bytes.get(part);
        return part;
    }

    String text() {
        int length = length(varint());
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(part);
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text is not UTF-8", e);
        }
    }

    <T> List<T> list(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (long count = varint(); count != 0; count = varint()) {
            if (count < 0) {
                throw new IllegalArgumentException("a list has a negative length");
            }
            for (int left = length(count); left > 0; left--) {
                items.add(item.get());
            }
        }
        return items;
    }

    List<Double> numbers() {
        return list(this::number);
    }

    List<Integer> integers() {
        return list(this::integer);
    }

    private int length(long said) {
        if (said < 0 || said > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "a length of " + said + " where " + bytes.remaining() + " bytes are left");
        }
        return (int) said;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IllegalArgumentException("a number does not end");
    }
}
