package org.solvens.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.avro.LogicalTypes;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.jspecify.annotations.Nullable;
import org.solvens.reports.Grid;
import org.solvens.reports.Value;

/// A report's table as typed columns. A column whose values are of one type has that type; one that mixes them, such as
/// months with a total, has texts as CSV has them. Amounts are floating-point numbers: a figure of a report is to be
/// drawn and compared. Who adds amounts up exactly takes CSV or JSON.
///
/// @param names keys of the columns
/// @param kinds types of the columns
/// @param rows values by row, null where there is none
record GridColumns(List<String> names, List<Kind> kinds, List<List<@Nullable Object>> rows) {
    /// Types of columns.
    enum Kind {
        TEXT,
        COUNT,
        NUMBER,
        DAY
    }

    static GridColumns of(Grid grid) {
        List<Kind> kinds = new ArrayList<>();
        for (int column = 0; column < grid.columns().size(); column++) {
            int at = column;
            List<Kind> found = grid.rows().stream()
                    .map(row -> kind(row.get(at)))
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            kinds.add(found.size() == 1 ? found.getFirst() : Kind.TEXT);
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<Value> row : grid.rows()) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < row.size(); column++) {
                values.add(value(row.get(column), kinds.get(column)));
            }
            rows.add(values);
        }
        return new GridColumns(grid.columns().stream().map(Grid.Column::key).toList(), kinds, rows);
    }

    private static @Nullable Kind kind(Value value) {
        return switch (value.raw()) {
            case null -> null;
            case Long _ -> Kind.COUNT;
            case BigDecimal _, Double _ -> Kind.NUMBER;
            case LocalDate _ -> Kind.DAY;
            default -> Kind.TEXT;
        };
    }

    private static @Nullable Object value(Value value, Kind kind) {
        Object raw = value.raw();
        if (raw == null) {
            return null;
        }
        return switch (kind) {
            case TEXT -> value.plain();
            case NUMBER -> ((Number) raw).doubleValue();
            case COUNT, DAY -> raw;
        };
    }

    /// As a file of Parquet.
    byte[] parquet() {
        SchemaBuilder.FieldAssembler<org.apache.avro.Schema> fields =
                SchemaBuilder.record("report").fields();
        for (int i = 0; i < names.size(); i++) {
            fields = fields.name(names.get(i))
                    .type(org.apache.avro.Schema.createUnion(
                            org.apache.avro.Schema.create(org.apache.avro.Schema.Type.NULL),
                            switch (kinds.get(i)) {
                                case TEXT -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.STRING);
                                case COUNT -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.LONG);
                                case NUMBER -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.DOUBLE);
                                case DAY ->
                                    LogicalTypes.date()
                                            .addToSchema(
                                                    org.apache.avro.Schema.create(org.apache.avro.Schema.Type.INT));
                            }))
                    .noDefault();
        }
        org.apache.avro.Schema schema = fields.endRecord();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new ParquetAnswer.Sink(out))
                .withSchema(schema)
                .withDataModel(GenericData.get())
                .withConf(new PlainParquetConfiguration())
                .build()) {
            for (List<@Nullable Object> row : rows) {
                GenericRecord written = new GenericData.Record(schema);
                for (int i = 0; i < row.size(); i++) {
                    written.put(i, row.get(i) instanceof LocalDate day ? (Object) (int) day.toEpochDay() : row.get(i));
                }
                writer.write(written);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// As a stream of Arrow IPC.
    byte[] arrow(BufferAllocator memory) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ArrowType type = switch (kinds.get(i)) {
                case TEXT -> ArrowType.Utf8.INSTANCE;
                case COUNT -> new ArrowType.Int(64, true);
                case NUMBER -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
                case DAY -> new ArrowType.Date(DateUnit.DAY);
            };
            fields.add(new Field(names.get(i), FieldType.nullable(type), null));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields, Map.of()), memory);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(out))) {
            root.allocateNew();
            for (int row = 0; row < rows.size(); row++) {
                for (int i = 0; i < names.size(); i++) {
                    put(root.getVector(i), row, rows.get(row).get(i));
                }
            }
            root.setRowCount(rows.size());
            writer.start();
            writer.writeBatch();
            writer.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void put(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
            return;
        }
        switch (vector) {
            case VarCharVector texts -> texts.setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
            case BigIntVector counts -> counts.setSafe(row, (Long) value);
            case Float8Vector numbers -> numbers.setSafe(row, (Double) value);
            case DateDayVector days -> days.setSafe(row, (int) ((LocalDate) value).toEpochDay());
            default -> throw new IllegalStateException("no column of a report is a " + vector.getClass());
        }
    }
}
