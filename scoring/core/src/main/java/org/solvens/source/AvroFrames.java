package org.solvens.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of an Avro container file, handed on one whole block at a time.
///
/// If a file ends in the middle of a block, Avro's own reader takes that for the end of the records. Here
/// every block must have its stated length and be followed by the marker of the file, before any of it is
/// handed on. A file that was cut exactly between two blocks cannot be distinguished from a whole file.
final class AvroFrames extends InputStream {
    private static final int MARKER = 16;

    /// Sees the parts of a file before they are handed on, and may refuse them.
    interface Watch {
        /// An entry of the header.
        void entry(String key, byte[] value) throws IOException;

        /// A block as it is in the file, compressed or not.
        void block(byte[] content) throws IOException;
    }

    private static final Watch NOBODY = new Watch() {
        @Override
        public void entry(String key, byte[] value) {}

        @Override
        public void block(byte[] content) {}
    };

    private final InputStream in;
    private final Watch watch;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private byte[] ready;
    private int at;
    private final byte[] marker;
    private final int head;
    private long records;

    /// Reads the header.
    AvroFrames(InputStream in) throws IOException {
        this(in, NOBODY);
    }

    /// The same, with somebody who sees the parts first.
    AvroFrames(InputStream in, Watch watch) throws IOException {
        this.in = in;
        this.watch = watch;
        if (!Arrays.equals(bytes(4), new byte[] {'O', 'b', 'j', 1})) {
            throw new IOException("it does not begin as an Avro file does");
        }
        for (long entries = number(); entries != 0; entries = number()) {
            if (entries < 0) {
                number();
            }
            if (Math.abs(entries) > 10_000) {
                throw new IOException("the header of the Avro file is damaged");
            }
            for (long i = 0; i < Math.abs(entries); i++) {
                String key = new String(bytes(number()), StandardCharsets.UTF_8);
                watch.entry(key, bytes(number()));
            }
        }
        this.marker = bytes(MARKER);
        this.ready = frame.toByteArray();
        this.head = ready.length;
    }

    /// Bytes of the header, with its marker.
    int headBytes() {
        return head;
    }

    /// What follows the header and each block.
    byte[] marker() {
        return marker.clone();
    }

    /// The number of records that the blocks so far state.
    long records() {
        return records;
    }

    @Override
    public int read() throws IOException {
        return more() ? ready[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int read = Math.min(count, ready.length - at);
        System.arraycopy(ready, at, into, offset, read);
        at += read;
        return read;
    }

    private boolean more() throws IOException {
        if (at < ready.length) {
            return true;
        }
        frame.reset();
        int first = in.read();
        if (first < 0) {
            return false;
        }
        long count = number(first);
        long size = number();
        if (count < 0) {
            throw new IOException("a block of the Avro file is damaged: its number of records is negative");
        }
        watch.block(bytes(size));
        if (!Arrays.equals(bytes(MARKER), marker)) {
            throw new IOException("a block of the Avro file is damaged: the marker of the file does not follow it");
        }
        records += count;
        ready = frame.toByteArray();
        at = 0;
        return true;
    }

    private byte[] bytes(long count) throws IOException {
        if (count < 0 || count > Integer.MAX_VALUE - MARKER) {
            throw new IOException("the Avro file is damaged: the length of a part is not possible");
        }
        byte[] read = in.readNBytes((int) count);
        if (read.length < count) {
            throw cut();
        }
        frame.write(read);
        return read;
    }

    private long number() throws IOException {
        return number(in.read());
    }

    /// A whole number as Avro writes it: seven bits a byte, the sign in the lowest.
    private long number(int first) throws IOException {
        long value = 0;
        int next = first;
        for (int shift = 0; shift < 64; shift += 7) {
            if (next < 0) {
                throw cut();
            }
            frame.write(next);
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value >>> 1 ^ -(value & 1);
            }
            next = in.read();
        }
        throw new IOException("the Avro file is damaged: a number is not terminated");
    }

    private static IOException cut() {
        return new IOException("the Avro file ends in the middle of a block or of its header");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
