package org.solvens.inputs;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.FeedContract;
import org.solvens.history.History;

/// A file of histories in which any debtor and any case is found without reading more than a page or two.
/// It is written once, appears under its name only when it is whole, and is mapped into memory.
///
/// Its parts, in this order:
///
/// - the records: length (4 bytes) and bytes of each history, as in the lake
/// - the debtors: an open-addressed table by the hash of the debtor's id. A slot is 0, or has 24 bits of the
///   hash and the offset of the record plus one
/// - the cases: the same by the hash of the case's id
/// - the end: eight numbers, the fields of {@link End} and a mark
final class HistoryFile {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final long MARK = 0x534f4c5648495301L;
    private static final int END_BYTES = 8 * Long.BYTES;
    private static final int TAG_BITS = 24;
    private static final long OFFSET = (1L << (Long.SIZE - TAG_BITS)) - 1;

    private final Path path;
    private final MemorySegment bytes;
    private final End end;

    /// @param from version of the histories from which on this file has what was written; -1 if it has all
    /// @param to version of the histories up to which it has it
    /// @param debtors of this file and those before it together
    /// @param records of this file
    private record End(
            long from, long to, long debtors, long records, long debtorSlots, long caseSlots, long slotsAt) {}

    private HistoryFile(Path path, MemorySegment bytes, End end) {
        this.path = path;
        this.bytes = bytes;
        this.end = end;
    }

    /// Opens a file; empty if there is none, or it is damaged.
    static Optional<HistoryFile> open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < END_BYTES) {
                return Optional.empty();
            }
            // Unmapped once nobody uses it, so that a reader never meets memory that is gone.
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
            long at = size - END_BYTES;
            long[] numbers = new long[8];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = bytes.get(LONG, at + (long) i * Long.BYTES);
            }
            End end = new End(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
            boolean whole = numbers[7] == MARK
                    && end.debtorSlots() > 0
                    && end.caseSlots() > 0
                    && end.slotsAt() >= 0
                    && end.slotsAt() + (end.debtorSlots() + end.caseSlots()) * Long.BYTES == at;
            return whole ? Optional.of(new HistoryFile(path, bytes, end)) : Optional.empty();
        }
    }

    Path path() {
        return path;
    }

    long from() {
        return end.from();
    }

    long to() {
        return end.to();
    }

    /// Debtors of this file and those before it together.
    long debtors() {
        return end.debtors();
    }

    long size() {
        return bytes.byteSize();
    }

    /// The history of a debtor, encoded; null if this file has none.
    byte @Nullable [] ofDebtor(String debtorId) {
        return find(
                debtorId, 0, end.debtorSlots(), history -> history.debtorId().equals(debtorId));
    }

    /// The history of the debtor of a case, encoded; null if this file has none.
    byte @Nullable [] ofCase(String caseId) {
        return find(
                caseId,
                end.debtorSlots(),
                end.caseSlots(),
                history -> history.caseIds().contains(caseId));
    }

    private byte @Nullable [] find(String id, long firstSlot, long slots, Predicate<History> wanted) {
        long hash = hash(id);
        for (long slot = Long.remainderUnsigned(hash, slots); ; slot = slot + 1 == slots ? 0 : slot + 1) {
            long value = bytes.get(LONG, end.slotsAt() + (firstSlot + slot) * Long.BYTES);
            if (value == 0) {
                return null;
            }
            if (value >>> (Long.SIZE - TAG_BITS) == tag(hash)) {
                byte[] record = record((value & OFFSET) - 1);
                if (wanted.test(History.decode(record))) {
                    return record;
                }
            }
        }
    }

    private byte[] record(long at) {
        byte[] record = new byte[bytes.get(INT, at)];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at + Integer.BYTES, record, 0, record.length);
        return record;
    }

    private static long tag(long hash) {
        return hash >>> (Long.SIZE - TAG_BITS);
    }

    // The finaliser of MurmurHash3, because the lower bits of the contract's hash alone are not spread well enough.
    private static long hash(String id) {
        long hash = FeedContract.hash(id);
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }

    /// Writes a file.
    static final class Writer implements AutoCloseable {
        private final Path path;
        private final Path part;
        private final DataOutputStream out;
        private final Slots debtors = new Slots();
        private final Slots cases = new Slots();
        private long at;
        private long records;

        /// @param part where it is written until it is whole
        Writer(Path path, Path part) throws IOException {
            this.path = path;
            this.part = part;
            this.out = new DataOutputStream(new BufferedOutputStream(
                    Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 1 << 18));
        }

        /// Adds a history; each debtor once.
        void add(byte[] encoded) throws IOException {
            History history = History.decode(encoded);
            debtors.add(hash(history.debtorId()), at);
            for (String caseId : history.caseIds()) {
                cases.add(hash(caseId), at);
            }
            out.writeInt(encoded.length);
            out.write(encoded);
            at += Integer.BYTES + encoded.length;
            records++;
        }

        long records() {
            return records;
        }

        /// Gives the file its name.
        void finish(long from, long to, long debtorsTogether) throws IOException {
            long debtorSlots = debtors.write(out);
            long caseSlots = cases.write(out);
            for (long number : new long[] {from, to, debtorsTogether, records, debtorSlots, caseSlots, at, MARK}) {
                out.writeLong(number);
            }
            out.close();
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(part);
        }
    }

    /// The entries of a table, until it is written.
    private static final class Slots {
        private long[] hashes = new long[1_024];
        private long[] offsets = new long[1_024];
        private int size;

        private void add(long hash, long offset) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, size + size / 2);
                offsets = Arrays.copyOf(offsets, size + size / 2);
            }
            hashes[size] = hash;
            offsets[size] = offset;
            size++;
        }

        private long write(DataOutputStream out) throws IOException {
            long[] slots = new long[Math.max(4, Math.toIntExact(size * 3L / 2))];
            for (int i = 0; i < size; i++) {
                int slot = (int) Long.remainderUnsigned(hashes[i], slots.length);
                while (slots[slot] != 0) {
                    slot = slot + 1 == slots.length ? 0 : slot + 1;
                }
                slots[slot] = tag(hashes[i]) << (Long.SIZE - TAG_BITS) | (offsets[i] + 1);
            }
            for (long slot : slots) {
                out.writeLong(slot);
            }
            return slots.length;
        }
    }
}
