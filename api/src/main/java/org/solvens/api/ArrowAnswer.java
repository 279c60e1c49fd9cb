package org.solvens.api;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Money;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.ColumnType;

/// A bulk answer as an Arrow IPC stream: record batches with the columns of the scores table, and with the id
/// and time of the decision.
///
/// What is not of a row is in the schema's metadata, such as the ids without a decision under `not_found`.
final class ArrowAnswer {
    static final String MEDIA_TYPE = "application/vnd.apache.arrow.stream";

    /// Rows of one record batch.
    private static final int ROWS = 1_000;

    private static final String BASIS = "basis";
    private static final String KNOWN_BEFORE = "known_before";
    private static final String SCORED_AT = "scored_at";

    private ArrowAnswer() {}

    /// Writes decisions, a record batch at a time.
    ///
    /// @param progress is run whenever a record batch was sent
    /// @param out stays open
    static void write(
            List<Decided> decisions,
            Map<String, String> metadata,
            FeatureCatalogue catalogue,
            Caller caller,
            Runnable progress,
            BufferAllocator allocator,
            OutputStream out)
            throws IOException {
        Schema schema = new Schema(fields(), metadata);
        // The writer is not closed: that would end the stream, and a truncated answer would look whole.
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(out));
            writer.start();
            int first = 0;
            do {
                int rows = Math.min(ROWS, decisions.size() - first);
                root.allocateNew();
                for (int row = 0; row < rows; row++) {
                    put(root, row, decisions.get(first + row), catalogue, caller);
                }
                root.setRowCount(rows);
                writer.writeBatch();
                progress.run();
                first += rows;
            } while (first < decisions.size());
            writer.end();
        }
    }

    private static List<Field> fields() {
        List<Field> fields = new ArrayList<>(columns());
        fields.add(field(Decided.ID_COLUMN, ArrowType.Utf8.INSTANCE));
        fields.add(field(BASIS, ArrowType.Utf8.INSTANCE));
        fields.add(field(KNOWN_BEFORE, new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC")));
        fields.add(field(SCORED_AT, new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC")));
        return fields;
    }

    private static List<Field> columns() {
        return ScoreRow.TABLE.columns().stream()
                .map(column -> switch (column.type()) {
                    case TEXTS ->
                        new Field(
                                column.name(),
                                FieldType.nullable(ArrowType.List.INSTANCE),
                                List.of(field("item", ArrowType.Utf8.INSTANCE)));
                    case NUMBERS ->
                        new Field(
                                column.name(),
                                FieldType.nullable(ArrowType.List.INSTANCE),
                                List.of(field("item", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));
                    case TEXT -> field(column.name(), ArrowType.Utf8.INSTANCE);
                    case INT -> field(column.name(), new ArrowType.Int(Integer.SIZE, true));
                    case LONG -> field(column.name(), new ArrowType.Int(Long.SIZE, true));
                    case DOUBLE -> field(column.name(), new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
                    case BOOLEAN -> field(column.name(), ArrowType.Bool.INSTANCE);
                    case DAY -> field(column.name(), new ArrowType.Date(DateUnit.DAY));
                    case INSTANT -> field(column.name(), new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"));
                    case AMOUNT -> field(column.name(), decimal(Money.PRECISION));
                    case SUM -> field(column.name(), decimal(ColumnType.SUM_PRECISION));
                })
                .toList();
    }

    private static ArrowType decimal(int precision) {
        return new ArrowType.Decimal(precision, Money.SCALE, 128);
    }

    private static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    private static void put(
            VectorSchemaRoot root, int row, Decided decided, FeatureCatalogue catalogue, Caller caller) {
        List<Object> values = ScoreRow.TABLE.values(caller.shown(decided.row(), catalogue));
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            put(root.getVector(i), row, value instanceof Double number ? Rounded.of(number) : value);
        }
        put(root.getVector(Decided.ID_COLUMN), row, decided.id());
        put(root.getVector(BASIS), row, decided.basis().label());
        put(root.getVector(KNOWN_BEFORE), row, decided.knownBefore());
        put(root.getVector(SCORED_AT), row, decided.scoredAt());
    }

    private static void put(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
            return;
        }
        switch (vector) {
            case VarCharVector texts -> texts.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
            case ListVector lists -> elements(lists, row, (List<?>) value);
            case IntVector numbers -> numbers.setSafe(row, (Integer) value);
            case BigIntVector numbers -> numbers.setSafe(row, (Long) value);
            case Float8Vector numbers -> numbers.setSafe(row, (Double) value);
            case BitVector bits -> bits.setSafe(row, (Boolean) value ? 1 : 0);
            case DateDayVector days -> days.setSafe(row, Math.toIntExact(((LocalDate) value).toEpochDay()));
            case TimeStampMilliTZVector times -> times.setSafe(row, ((Instant) value).toEpochMilli());
            case DecimalVector amounts -> amounts.setSafe(row, (BigDecimal) value);
            default -> throw new IllegalStateException(vector.getField().toString());
        }
    }

    private static void elements(ListVector vector, int row, List<?> elements) {
        FieldVector items = vector.getDataVector();
        int start = vector.startNewValue(row);
        for (int i = 0; i < elements.size(); i++) {
            Object element = elements.get(i);
            put(items, start + i, element instanceof Double number ? Rounded.of(number) : element);
        }
        vector.endValue(row, elements.size());
    }
}
