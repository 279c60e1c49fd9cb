package org.solvens.api;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Money;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.ColumnType;

/// A bulk answer as an Avro container file, with the columns of the Arrow answer. The entry `rows` of its header is
/// the number of records: with fewer, the answer is incomplete.
final class AvroAnswer {
    static final String MEDIA_TYPE = AvroBody.MEDIA_TYPE;

    private static final int FLUSH_ROWS = 1_000;
    private static final Schema NULL = Schema.create(Schema.Type.NULL);
    private static final Schema TEXT = Schema.create(Schema.Type.STRING);
    private static final Schema TIME = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));

    /// The schema of a record.
    static final Schema SCHEMA = schema();

    private AvroAnswer() {}

    private static Schema schema() {
        List<Schema.Field> fields = new ArrayList<>();
        ScoreRow.TABLE
                .columns()
                .forEach(column -> fields.add(field(column.name(), type(column.type()), column.meaning())));
        fields.add(field(Decided.ID_COLUMN, TEXT, "Names the decision on every server"));
        fields.add(field("basis", TEXT, "What the decision was made from"));
        fields.add(field("known_before", TIME, "Nothing learned at or after this moment was used"));
        fields.add(field("scored_at", TIME, "When the scores were published, or the last event was accepted"));
        return Schema.createRecord("Decision", "The decision on a case", "org.solvens.segments.v1", false, fields);
    }

    private static Schema.Field field(String name, Schema type, String meaning) {
        return new Schema.Field(name, Schema.createUnion(NULL, type), meaning, Schema.Field.NULL_DEFAULT_VALUE);
    }

    private static Schema type(ColumnType type) {
        return switch (type) {
            case TEXT -> TEXT;
            case TEXTS -> Schema.createArray(TEXT);
            case NUMBERS -> Schema.createArray(Schema.createUnion(NULL, Schema.create(Schema.Type.DOUBLE)));
            case INT -> Schema.create(Schema.Type.INT);
            case LONG -> Schema.create(Schema.Type.LONG);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case DAY -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case INSTANT -> TIME;
            case AMOUNT -> decimal(Money.PRECISION);
            case SUM -> decimal(ColumnType.SUM_PRECISION);
        };
    }

    private static Schema decimal(int precision) {
        return LogicalTypes.decimal(precision, Money.SCALE).addToSchema(Schema.create(Schema.Type.BYTES));
    }

    /// A decision as a record.
    static GenericRecord record(Decided decided, FeatureCatalogue catalogue, Caller caller) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        List<@Nullable Object> values = ScoreRow.TABLE.values(caller.shown(decided.row(), catalogue));
        for (int i = 0; i < values.size(); i++) {
            record.put(i, value(values.get(i)));
        }
        record.put(Decided.ID_COLUMN, decided.id());
        record.put("basis", decided.basis().label());
        record.put("known_before", decided.knownBefore().toEpochMilli());
        record.put("scored_at", decided.scoredAt().toEpochMilli());
        return record;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double number -> Rounded.of(number);
            case LocalDate day -> Math.toIntExact(day.toEpochDay());
            case Instant time -> time.toEpochMilli();
            case BigDecimal amount ->
                ByteBuffer.wrap(amount.setScale(Money.SCALE).unscaledValue().toByteArray());
            case List<?> elements -> elements.stream().map(AvroAnswer::value).toList();
            default -> value;
        };
    }

    /// Writes decisions.
    ///
    /// @param progress is run now and then, whenever some records were sent
    /// @param out stays open
    static void write(
            List<Decided> decisions, FeatureCatalogue catalogue, Caller caller, Runnable progress, OutputStream out)
            throws IOException {
        // The writer is flushed and not closed: closing after a failure would complete the last block.
        DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA));
        writer.setMeta("rows", decisions.size());
        writer.create(SCHEMA, out);
        int rows = 0;
        for (Decided decided : decisions) {
            writer.append(record(decided, catalogue, caller));
            rows++;
            if (rows % FLUSH_ROWS == 0) {
                writer.flush();
                progress.run();
            }
        }
        writer.flush();
    }
}
