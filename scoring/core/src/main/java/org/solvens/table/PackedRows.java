package org.solvens.table;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.solvens.feed.Money;

/// Many rows of a table as bytes outside the heap, found by number. Immutable and thread-safe; the memory is freed once
/// nothing refers to the rows.
///
/// A row has a bit for each column without a value, then the values in the order of the columns. Whole numbers, days
/// and
/// amounts have variable length. Texts that are no keys are numbers in a list of the column, as most columns have few
/// different ones.
///
/// @param <R> class of the rows
public final class PackedRows<R extends Record> {
    private static final int FIRST_CHUNK = 1 << 16;
    private static final int LARGEST_CHUNK = 1 << 25;

    private final TableContract<R> table;
    private final List<MemorySegment> chunks;
    private final String[][] words;

    /// Chunk and place in it of each row.
    private final long[] places;

    /// @param places of each row, its chunk in the upper half
    PackedRows(TableContract<R> table, List<MemorySegment> chunks, String[][] words, long[] places) {
        this.table = table;
        this.chunks = chunks;
        this.words = words;
        this.places = places;
    }

    /// How many rows there are.
    public int size() {
        return places.length;
    }

    /// A row.
    ///
    /// @param number from 0, in the order in which they were added or put
    public R get(int number) {
        return table.row(packed(number));
    }

    /// A row as it is stored, for one thread.
    public StoredRow stored(int number) {
        return packed(number);
    }

    /// The different texts of a column that is no key, of all rows that were packed together.
    public List<String> texts(int column) {
        return List.of(words[column]);
    }

    /// Writes the rows into a file, which {@link #open} opens without reading them.
    public void write(Path file) throws IOException {
        PackedFile.write(this, file);
    }

    /// The rows of a file that {@link #write} wrote. They are read when they are asked for; the
    /// file may be removed meanwhile.
    ///
    /// @return empty if the file is not whole, or has other columns
    public static <R extends Record> Optional<PackedRows<R>> open(TableContract<R> table, Path file)
            throws IOException {
        return PackedFile.open(table, file);
    }

    TableContract<R> table() {
        return table;
    }

    String[][] words() {
        return words;
    }

    /// The bytes of a row, after their length.
    MemorySegment bytes(int number) {
        MemorySegment chunk = chunks.get((int) (places[number] >>> 32));
        int at = (int) places[number];
        return chunk.asSlice(at, Integer.BYTES + chunk.get(ValueLayout.JAVA_INT_UNALIGNED, at));
    }

    /// The same rows in another order.
    ///
    /// @param order numbers of these rows
    public PackedRows<R> ordered(int[] order) {
        return new PackedRows<>(
                table,
                chunks,
                words,
                Arrays.stream(order).mapToLong(number -> places[number]).toArray());
    }

    private PackedRow packed(int number) {
        long place = places[number];
        MemorySegment chunk = chunks.get((int) (place >>> 32));
        int at = (int) place;
        byte[] bytes = new byte[chunk.get(ValueLayout.JAVA_INT_UNALIGNED, at)];
        MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, at + Integer.BYTES, bytes, 0, bytes.length);
        return new PackedRow(table.columns(), bytes, words);
    }

    /// Packs rows, one after the other.
    public static final class Packer<R extends Record> {
        private final TableContract<R> table;
        private final List<MemorySegment> chunks = new ArrayList<>();
        private final List<Map<String, Integer>> numbers = new ArrayList<>();
        private final String[][] words;
        private long[] places = new long[1_024];
        private int size;
        private int chunkSize;
        private int used;
        private byte[] bytes = new byte[4_096];
        private int length;

        public Packer(TableContract<R> table) {
            this.table = table;
            table.columns().forEach(_ -> numbers.add(new HashMap<>()));
            words = new String[numbers.size()][0];
        }

        /// Adds a row as it is stored.
        ///
        /// @return the row, of which equal texts that are no keys are one object
        /// @throws org.solvens.problem.Problem `TABLE-VALUE` if it has a value that is not
        ///     allowed; it is not added
        public R add(StoredRow row) {
            pack(row);
            // Read from what was packed, because texts of a file are decoded again whenever they are asked for.
            R read = table.row(new PackedRow(table.columns(), bytes, words));
            keep();
            return read;
        }

        private void pack(StoredRow row) {
            List<Column> columns = table.columns();
            length = (columns.size() + 7) / 8;
            Arrays.fill(bytes, 0, length, (byte) 0);
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                if (row.isNull(i)) {
                    bytes[i / 8] |= (byte) (1 << (i % 8));
                } else {
                    put(column, row, i);
                }
            }
        }

        /// Adds a row.
        public void add(R row) {
            pack(table.stored(row));
            keep();
        }

        private void put(Column column, StoredRow row, int i) {
            switch (column.type()) {
                case TEXT -> {
                    if (column.key()) {
                        text(row.getString(i));
                    } else {
                        word(row.getString(i), i);
                    }
                }
                case TEXTS -> {
                    List<String> texts = row.getStrings(i);
                    whole(texts.size());
                    texts.forEach(text -> word(text, i));
                }
                case NUMBERS -> {
                    List<Double> list = row.getNumbers(i);
                    whole(list.size());
                    list.forEach(this::number);
                }
                case INT -> whole(row.getInt(i));
                case DAY -> whole(row.getDate(i));
                case LONG -> whole(row.getLong(i));
                case INSTANT -> whole(row.getTimestampMicros(i));
                case DOUBLE -> number(row.getDouble(i));
                case BOOLEAN -> whole(row.getBoolean(i) ? 1 : 0);
                case AMOUNT -> whole(row.getAmount(i));
                case SUM ->
                    bytes(row.getDecimal(i)
                            .setScale(Money.SCALE)
                            .unscaledValue()
                            .toByteArray());
            }
        }

        private void room(int more) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
            }
        }

        /// Seven bits a byte, the lowest first; the sign is the lowest bit.
        private void whole(long value) {
            room(10);
            long rest = (value << 1) ^ (value >> 63);
            while ((rest & ~0x7fL) != 0) {
                bytes[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }

        private void number(double value) {
            room(Long.BYTES);
            long bits = Double.doubleToRawLongBits(value);
            for (int i = 0; i < Long.BYTES; i++) {
                bytes[length++] = (byte) (bits >>> (8 * i));
            }
        }

        private void bytes(byte[] some) {
            whole(some.length);
            room(some.length);
            System.arraycopy(some, 0, bytes, length, some.length);
            length += some.length;
        }

        private void text(String text) {
            bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        private void word(String word, int column) {
            Map<String, Integer> known = numbers.get(column);
            Integer number = known.get(word);
            if (number == null) {
                number = known.size();
                known.put(word, number);
                if (number == words[column].length) {
                    words[column] = Arrays.copyOf(words[column], Math.max(8, 2 * number));
                }
                words[column][number] = word;
            }
            whole(number);
        }

        private void keep() {
            int needed = Integer.BYTES + length;
            if (used + needed > chunkSize) {
                chunkSize = Math.clamp(2L * chunkSize, Math.max(FIRST_CHUNK, needed), Math.max(LARGEST_CHUNK, needed));
                chunks.add(Arena.ofAuto().allocate(chunkSize));
                used = 0;
            }
            MemorySegment chunk = chunks.getLast();
            chunk.set(ValueLayout.JAVA_INT_UNALIGNED, used, length);
            MemorySegment.copy(bytes, 0, chunk, ValueLayout.JAVA_BYTE, used + Integer.BYTES, length);
            if (size == places.length) {
                places = Arrays.copyOf(places, 2 * size);
            }
            places[size++] = ((long) (chunks.size() - 1) << 32) | used;
            used += needed;
        }

        /// The rows so far.
        public PackedRows<R> rows() {
            String[][] soFar = new String[words.length][];
            for (int i = 0; i < soFar.length; i++) {
                soFar[i] = Arrays.copyOf(words[i], numbers.get(i).size());
            }
            return new PackedRows<>(table, List.copyOf(chunks), soFar, Arrays.copyOf(places, size));
        }
    }
}
