package org.solvens.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/// Avro container files as clients write them: schemas of feeds in which every field is a text.
final class AvroBodies {
    private AvroBodies() {}

    /// A record of a feed, whose fields are texts.
    ///
    /// @param name of the schema, such as `PaymentRecord`
    static GenericRecord record(String name, Map<String, String> values) {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record(name).namespace("org.solvens.feeds.v1").fields();
        values.keySet().stream().sorted().forEach(fields::optionalString);
        GenericRecord record = new GenericData.Record(fields.endRecord());
        values.forEach(record::put);
        return record;
    }

    static GenericRecord payment(String id, String caseId, String amount) {
        return record(
                "PaymentRecord",
                Map.of(
                        "payment_id",
                        id,
                        "case_id",
                        caseId,
                        "amount",
                        amount,
                        "paid_on",
                        "2026-10-30",
                        "booked_on",
                        "2026-10-31",
                        "source",
                        "DEBTOR"));
    }

    /// A file with the schemas of its records.
    static byte[] file(CodecFactory codec, List<? extends GenericRecord> records) {
        List<Schema> schemas =
                records.stream().map(GenericRecord::getSchema).distinct().toList();
        return file(codec, schemas.size() == 1 ? schemas.getFirst() : Schema.createUnion(schemas), records);
    }

    static byte[] file(CodecFactory codec, Schema schema, List<?> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec);
            writer.create(schema, bytes);
            for (Object record : records) {
                writer.append(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
