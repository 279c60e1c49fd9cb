package org.solvens.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.solvens.feed.Money;

/// One row, read from its bytes.
final class PackedRow implements StoredRow {
    private final List<Column> columns;
    private final byte[] bytes;
    private final String[][] words;
    private final int[] begins;

    /// Up to which column it is known where they begin.
    private int known;

    private int at;

    PackedRow(List<Column> columns, byte[] bytes, String[][] words) {
        this.columns = columns;
        this.bytes = bytes;
        this.words = words;
        this.begins = new int[columns.size()];
        begins[0] = (columns.size() + 7) / 8;
    }

    private void skip(Column column) {
        switch (column.type()) {
            case TEXT -> {
                int whole = (int) whole();
                at += column.key() ? whole : 0;
            }
            case TEXTS -> {
                for (long i = whole(); i > 0; i--) {
                    whole();
                }
            }
            case NUMBERS -> {
                int count = (int) whole();
                at += Long.BYTES * count;
            }
            case INT, DAY, INSTANT, LONG, BOOLEAN, AMOUNT -> whole();
            case DOUBLE -> at += Long.BYTES;
            case SUM -> {
                int length = (int) whole();
                at += length;
            }
        }
    }

    private long whole() {
        byte first = bytes[at++];
        if (first >= 0) {
            return (first >>> 1) ^ -(first & 1);
        }
        long value = first & 0x7f;
        for (int shift = 7; ; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
    }

    private double number() {
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits |= (bytes[at++] & 0xffL) << (8 * i);
        }
        return Double.longBitsToDouble(bits);
    }

    @Override
    public boolean isNull(int column) {
        return (bytes[column / 8] & (1 << (column % 8))) != 0;
    }

    private PackedRow to(int column) {
        while (known < column) {
            at = begins[known];
            if (!isNull(known)) {
                skip(columns.get(known));
            }
            begins[++known] = at;
        }
        at = begins[column];
        return this;
    }

    private byte[] some() {
        int from = (int) whole() + at;
        byte[] some = Arrays.copyOfRange(bytes, at, from);
        at = from;
        return some;
    }

    @Override
    public String getString(int column) {
        to(column);
        return columns.get(column).key() ? new String(some(), StandardCharsets.UTF_8) : words[column][(int) whole()];
    }

    @Override
    public List<String> getStrings(int column) {
        int count = (int) to(column).whole();
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(words[column][(int) whole()]);
        }
        return texts;
    }

    @Override
    public List<Double> getNumbers(int column) {
        int count = (int) to(column).whole();
        List<Double> numbers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            numbers.add(number());
        }
        return numbers;
    }

    @Override
    public int getInt(int column) {
        return (int) to(column).whole();
    }

    @Override
    public long getTimestampMicros(int column) {
        return to(column).whole();
    }

    @Override
    public long getLong(int column) {
        return to(column).whole();
    }

    @Override
    public double getDouble(int column) {
        return to(column).number();
    }

    @Override
    public boolean getBoolean(int column) {
        return to(column).whole() != 0;
    }

    @Override
    public int getDate(int column) {
        return (int) to(column).whole();
    }

    @Override
    public long getAmount(int column) {
        return to(column).whole();
    }

    @Override
    public BigDecimal getDecimal(int column) {
        to(column);
        return columns.get(column).type() == ColumnType.SUM
                ? new BigDecimal(new BigInteger(some()), Money.SCALE)
                : Money.decimal(whole());
    }
}
