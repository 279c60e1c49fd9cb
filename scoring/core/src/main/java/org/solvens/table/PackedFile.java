package org.solvens.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Packed rows in a file, which is mapped into memory.
///
/// The file has a magic number, its length, the length of its head, the head (columns, number of rows, words), where
/// each row begins, and the rows.
final class PackedFile {
    /// Rows are found by part and place in it, so that a place is an `int`. A row lies within one
    /// part.
    private static final long PART = 1L << 30;

    private static final long MAGIC = 0x536f6c76526f7731L;
    private static final int BEFORE_HEAD = 2 * Long.BYTES + Integer.BYTES;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private PackedFile() {}

    static void write(PackedRows<?> rows, Path file) throws IOException {
        byte[] head = head(rows);
        long[] begins = new long[rows.size()];
        long end = 0;
        for (int i = 0; i < begins.length; i++) {
            long length = rows.bytes(i).byteSize();
            begins[i] = end % PART + length > PART ? (end / PART + 1) * PART : end;
            end = begins[i] + length;
        }
        long from = BEFORE_HEAD + head.length + (long) Long.BYTES * begins.length;
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_WRITE, 0, from + end, arena);
            all.set(LONG, 0, MAGIC);
            all.set(LONG, Long.BYTES, all.byteSize());
            all.set(INT, 2 * Long.BYTES, head.length);
            MemorySegment.copy(head, 0, all, ValueLayout.JAVA_BYTE, BEFORE_HEAD, head.length);
            for (int i = 0; i < begins.length; i++) {
                all.set(LONG, BEFORE_HEAD + head.length + (long) Long.BYTES * i, begins[i]);
                MemorySegment row = rows.bytes(i);
                MemorySegment.copy(row, 0, all, from + begins[i], row.byteSize());
            }
            all.force();
        }
    }

    private static byte[] head(PackedRows<?> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(signature(rows.table()));
            out.writeInt(rows.size());
            for (String[] ofColumn : rows.words()) {
                out.writeInt(ofColumn.length);
                for (String word : ofColumn) {
                    byte[] text = word.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(text.length);
                    out.write(text);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static String signature(TableContract<?> table) {
        return table.columns().stream()
                .map(column -> column.name() + ':' + column.type() + (column.key() ? "!" : ""))
                .collect(Collectors.joining(","));
    }

    static <R extends Record> Optional<PackedRows<R>> open(TableContract<R> table, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            boolean whole = all.byteSize() >= BEFORE_HEAD
                    && all.get(LONG, 0) == MAGIC
                    && all.get(LONG, Long.BYTES) == all.byteSize();
            return whole ? rows(table, all) : Optional.empty();
        } catch (EOFException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static <R extends Record> Optional<PackedRows<R>> rows(TableContract<R> table, MemorySegment all)
            throws IOException {
        int length = all.get(INT, 2 * Long.BYTES);
        byte[] head = all.asSlice(BEFORE_HEAD, length).toArray(ValueLayout.JAVA_BYTE);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(head))) {
            if (!in.readUTF().equals(signature(table))) {
                return Optional.empty();
            }
            long[] places = new long[in.readInt()];
            String[][] words = new String[table.columns().size()][];
            for (int i = 0; i < words.length; i++) {
                words[i] = new String[in.readInt()];
                for (int k = 0; k < words[i].length; k++) {
                    words[i][k] = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                }
            }
            long from = (long) BEFORE_HEAD + length;
            for (int i = 0; i < places.length; i++) {
                long begin = all.get(LONG, from + (long) Long.BYTES * i);
                places[i] = ((begin / PART) << 32) | (begin % PART);
            }
            MemorySegment rows = all.asSlice(from + (long) Long.BYTES * places.length);
            return Optional.of(new PackedRows<>(table, parts(rows), words, places));
        }
    }

    private static List<MemorySegment> parts(MemorySegment rows) {
        List<MemorySegment> parts = new ArrayList<>();
        for (long at = 0; at < rows.byteSize(); at += PART) {
            parts.add(rows.asSlice(at, Math.min(PART, rows.byteSize() - at)));
        }
        return List.copyOf(parts);
    }
}
