package org.solvens.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the parts of a long CSV or Avro file may begin, found without decoding its records. A part is read as if it
/// were
/// a file: the head of the file, then the bytes of the part.
public final class PartBounds {
    private static final int MARKER = 16;

    private PartBounds() {}

    /// The beginning of a file, which every part of it needs.
    ///
    /// @param bytes of the header line of CSV with the empty lines before it, or of the header of Avro
    /// @param lines of CSV; 0 for Avro
    /// @param marker that follows the header and each block of Avro; empty for CSV
    public record Head(long bytes, int lines, byte[] marker) implements Serializable {}

    /// What was found in some bytes of a file.
    ///
    /// @param first position in the file at which the first line or block begins; -1 if none begins in the bytes
    /// @param beforeFirst lines that end in the bytes before it; 0 for Avro, whose blocks count where they begin
    /// @param rows lines that end in the bytes, or records of the blocks that begin in them
    public record Counted(long first, long beforeFirst, long rows) implements Serializable {}

    /// The head of a CSV file.
    ///
    /// @param in the file from its beginning
    /// @return null if it has no header line, or none that is short enough
    public static @Nullable Head csvHead(InputStream in) throws IOException {
        byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
        long bytes = 0;
        for (int lines = 1; ; lines++) {
            int length = 0;
            int last = -1;
            byte[] start = new byte[mark.length];
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0 || length > CsvLines.LONGEST_LINE) {
                    return null;
                }
                if (length < start.length) {
                    start[length] = (byte) b;
                }
                length++;
                last = b;
            }
            bytes += length + 1L;
            int content = length - (last == '\r' ? 1 : 0);
            if (content > (lines == 1 && Arrays.equals(start, mark) ? mark.length : 0)) {
                return new Head(bytes, lines, new byte[0]);
            }
        }
    }

    /// The head of an Avro file.
    ///
    /// @param in the file from its beginning
    /// @throws IOException if it does not begin as an Avro file does
    public static Head avroHead(InputStream in) throws IOException {
        AvroFrames frames = new AvroFrames(in);
        return new Head(frames.headBytes(), 0, frames.marker());
    }

    /// How many bytes before a position the reading must begin that finds the first line or block from there on.
    public static int ahead(Head head, long from) {
        return from == head.bytes() ? 0 : Math.max(1, head.marker().length);
    }

    /// Counts lines of CSV.
    ///
    /// @param in the file from {@link #ahead} before `from`
    /// @param from not before the end of the head
    /// @param end the position after the last byte
    public static Counted csv(InputStream in, Head head, long from, long end) throws IOException {
        long first = ahead(head, from) == 0 || in.read() == '\n' ? from : -1;
        long beforeFirst = 0;
        long lines = 0;
        byte[] buffer = new byte[1 << 16];
        for (long at = from; at < end; ) {
            int read = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, end - at));
            if (read == 0) {
                throw new EOFException("the file became shorter");
            }
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    lines++;
                    if (first < 0 && at + i + 1 < end) {
                        first = at + i + 1;
                        beforeFirst = 1;
                    }
                }
            }
            at += read;
        }
        return new Counted(first, beforeFirst, lines);
    }

    /// Counts records of Avro, by what each block says.
    ///
    /// @param in the file from {@link #ahead} before `from`, buffered
    /// @param from not before the end of the head
    /// @param end the position after the last byte at which a block may begin
    /// @throws IOException if a block is not followed by the marker
    public static Counted avro(InputStream in, Head head, long from, long end) throws IOException {
        long at = ahead(head, from) == 0 ? from : afterMarker(in, head.marker(), from, end);
        if (at < 0) {
            return new Counted(-1, 0, 0);
        }
        long first = at;
        long records = 0;
        Numbers numbers = new Numbers(in);
        while (at + numbers.bytes < end) {
            Long count = numbers.next();
            if (count == null) {
                break;
            }
            Long size = numbers.next();
            if (size == null || size < 0 || count < 0) {
                throw new IOException("a block of the Avro file is damaged");
            }
            in.skipNBytes(size);
            if (!Arrays.equals(in.readNBytes(MARKER), head.marker())) {
                throw new IOException("a block of the Avro file is not followed by its marker");
            }
            numbers.bytes += size + MARKER;
            records += count;
        }
        return records == 0 ? new Counted(-1, 0, 0) : new Counted(first, 0, records);
    }

    /// The position after the first marker that ends at `from` or later; -1 if a block that begins there would not
    /// begin
    /// before `end`.
    private static long afterMarker(InputStream in, byte[] marker, long from, long end) throws IOException {
        byte[] seen = new byte[MARKER];
        int filled = in.readNBytes(seen, 0, MARKER);
        for (long at = from; filled == MARKER && at < end; at++) {
            if (Arrays.equals(seen, marker)) {
                return at;
            }
            int next = in.read();
            if (next < 0) {
                return -1;
            }
            System.arraycopy(seen, 1, seen, 0, MARKER - 1);
            seen[MARKER - 1] = (byte) next;
        }
        return -1;
    }

    /// Whole numbers as Avro writes them, and how many bytes were read.
    private static final class Numbers {
        private final InputStream in;
        private long bytes;

        private Numbers(InputStream in) {
            this.in = in;
        }

        /// Null at the end of the file.
        private @Nullable Long next() throws IOException {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                int next = in.read();
                if (next < 0) {
                    return null;
                }
                bytes++;
                value |= (next & 0x7FL) << shift;
                if (next < 0x80) {
                    return value >>> 1 ^ -(value & 1);
                }
            }
            throw new IOException("a number of the Avro file is not terminated");
        }
    }
}
