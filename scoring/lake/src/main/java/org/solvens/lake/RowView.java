package org.solvens.lake;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.ShortType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.solvens.table.StoredRow;

/// The current row of a scan. Positions count from 0 in the list of requested columns.
///
/// The getters give no value for null: ask {@link #isNull} first. A getter that does not fit the
/// column's type throws `UnsupportedOperationException`.
public final class RowView implements StoredRow {
    private final ColumnVector[] vectors;
    private int row;

    RowView(int width) {
        vectors = new ColumnVector[width];
    }

    void batch(ColumnarBatch data) {
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = data.getColumnVector(i);
        }
    }

    /// Moves to a row of the batch.
    void row(int position) {
        row = position;
    }

    @Override
    public boolean isNull(int column) {
        return vectors[column].isNullAt(row);
    }

    /// The value of a bigint column, or of a narrower whole number.
    @Override
    public long getLong(int column) {
        return switch (vectors[column].getDataType()) {
            case IntegerType _, ShortType _, ByteType _ -> getInt(column);
            default -> vectors[column].getLong(row);
        };
    }

    /// The value of an int column, or of a narrower whole number.
    @Override
    public int getInt(int column) {
        return switch (vectors[column].getDataType()) {
            case ShortType _ -> vectors[column].getShort(row);
            case ByteType _ -> vectors[column].getByte(row);
            default -> vectors[column].getInt(row);
        };
    }

    /// The value of a double or float column.
    @Override
    public double getDouble(int column) {
        return vectors[column].getDataType() instanceof FloatType
                ? vectors[column].getFloat(row)
                : vectors[column].getDouble(row);
    }

    @Override
    public boolean getBoolean(int column) {
        return vectors[column].getBoolean(row);
    }

    @Override
    public String getString(int column) {
        return vectors[column].getString(row);
    }

    public byte[] getBinary(int column) {
        return vectors[column].getBinary(row);
    }

    /// Days since 1970-01-01.
    @Override
    public int getDate(int column) {
        return vectors[column].getInt(row);
    }

    /// Microseconds since 1970-01-01T00:00Z.
    @Override
    public long getTimestampMicros(int column) {
        return vectors[column].getLong(row);
    }

    @Override
    public BigDecimal getDecimal(int column) {
        return vectors[column].getDecimal(row);
    }

    /// The value of an array of doubles.
    @Override
    public List<Double> getNumbers(int column) {
        ArrayValue array = vectors[column].getArray(row);
        ColumnVector elements = array.getElements();
        List<Double> numbers = new ArrayList<>(array.getSize());
        for (int i = 0; i < array.getSize(); i++) {
            numbers.add(elements.isNullAt(i) ? Double.NaN : elements.getDouble(i));
        }
        return numbers;
    }

    /// The value of an array of strings.
    @Override
    public List<String> getStrings(int column) {
        ArrayValue array = vectors[column].getArray(row);
        ColumnVector elements = array.getElements();
        List<String> strings = new ArrayList<>(array.getSize());
        for (int i = 0; i < array.getSize(); i++) {
            strings.add(elements.getString(i));
        }
        return strings;
    }
}
