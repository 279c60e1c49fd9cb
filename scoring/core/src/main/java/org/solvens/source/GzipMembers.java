package org.solvens.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The content of a gzip file of one or more members (RFC 1952). A truncated file is detected.
///
/// `GZIPInputStream` ends at anything after a member that is not a member, so a damaged second member is lost
/// silently. Here anything that follows a member must be a whole member. Header, checksum and length of every
/// member are checked. A file that was cut exactly between two members cannot be distinguished from a whole
/// file.
public final class GzipMembers extends InputStream {
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final CRC32 header = new CRC32();
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private long length;
    private long members;
    private boolean inMember;
    private boolean ended;

    /// Reads the first header.
    ///
    /// @throws IOException if the file is not a gzip file
    public GzipMembers(InputStream in) throws IOException {
        this.in = in;
        begin();
        if (ended) {
            throw new IOException("the gzip file is empty");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember) {
                begin();
                continue;
            }
            int read = inflate(into, offset, count);
            if (read > 0) {
                checksum.update(into, offset, read);
                length += read;
                return read;
            }
            if (inflater.finished()) {
                finish();
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw cut();
                }
                inflater.setInput(buffer, at, end - at);
                at = end;
            } else {
                throw new IOException("member " + members + " of the gzip file is damaged");
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int offset, int count) throws IOException {
        try {
            return inflater.inflate(into, offset, count);
        } catch (DataFormatException e) {
            throw new IOException("member " + members + " of the gzip file is damaged: " + e.getMessage(), e);
        }
    }

    /// Reads the header of the next member, or finds the end of the file.
    private void begin() throws IOException {
        if (at == end && !fill()) {
            ended = true;
            return;
        }
        header.reset();
        members++;
        if (headerByte() != 0x1F || headerByte() != 0x8B || headerByte() != 8) {
            throw new IOException(
                    members == 1
                            ? "it does not begin as a gzip file does"
                            : "what follows member " + (members - 1) + " of the gzip file is not a member");
        }
        int flags = headerByte();
        if ((flags & RESERVED) != 0) {
            throw new IOException("the header of member " + members + " of the gzip file is damaged");
        }
        for (int i = 0; i < 6; i++) {
            headerByte();
        }
        if ((flags & EXTRA) != 0) {
            int extra = headerByte() | headerByte() << 8;
            for (int i = 0; i < extra; i++) {
                headerByte();
            }
        }
        skipText(flags & NAME);
        skipText(flags & COMMENT);
        if ((flags & HEADER_CHECKSUM) != 0) {
            int expected = (int) header.getValue() & 0xFFFF;
            if ((next() | next() << 8) != expected) {
                throw new IOException("the header of member " + members + " of the gzip file is damaged");
            }
        }
        inflater.reset();
        inflater.setInput(buffer, at, end - at);
        at = end;
        checksum.reset();
        length = 0;
        inMember = true;
    }

    private void skipText(int flag) throws IOException {
        while (flag != 0 && headerByte() != 0) {
            // The name and the comment are not used.
        }
    }

    /// Checks the trailer of a member.
    private void finish() throws IOException {
        at = end - inflater.getRemaining();
        long expected = fourBytes();
        long size = fourBytes();
        if (expected != checksum.getValue() || size != (length & 0xFFFFFFFFL)) {
            throw new IOException("the checksum or the length of member " + members + " of the gzip file is wrong");
        }
        inMember = false;
    }

    private long fourBytes() throws IOException {
        return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
    }

    private int headerByte() throws IOException {
        int next = next();
        header.update(next);
        return next;
    }

    private int next() throws IOException {
        if (at == end && !fill()) {
            throw cut();
        }
        return buffer[at++] & 0xFF;
    }

    private IOException cut() {
        return new IOException("the gzip file ends in the middle of member " + members);
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
