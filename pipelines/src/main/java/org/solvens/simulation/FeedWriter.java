package org.solvens.simulation;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.jspecify.annotations.Nullable;

/// A file of one feed.
sealed interface FeedWriter extends Closeable {
    void write(@Nullable Object[] row);

    /// The formats feeds are written in.
    enum Format {
        CSV,
        AVRO,
        PARQUET;

        String ending() {
            return "." + name().toLowerCase(Locale.ROOT);
        }

        FeedWriter open(Contract contract, Path file) throws IOException {
            return switch (this) {
                case CSV -> new Csv(contract, file);
                case AVRO -> new Avro(contract, file);
                case PARQUET -> new Parquet(contract, file);
            };
        }
    }

    /// Text with a header; null is empty, dates and instants are ISO, decimals have a dot.
    final class Csv implements FeedWriter {
        private final Contract contract;
        private final CsvWriter writer;
        private final String[] fields;

        Csv(Contract contract, Path file) throws IOException {
            this.contract = contract;
            this.writer = CsvWriter.builder()
                    .lineDelimiter(LineDelimiter.LF)
                    .build(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
            this.fields = new String[contract.columns().size()];
            writer.writeRecord(contract.names());
        }

        @Override
        public void write(@Nullable Object[] row) {
            List<Contract.Column> columns = contract.columns();
            for (int i = 0; i < fields.length; i++) {
                fields[i] = text(columns.get(i).kind(), row[i]);
            }
            writer.writeRecord(fields);
        }

        static String text(Contract.Kind kind, @Nullable Object value) {
            if (value == null) {
                return "";
            }
            if (value instanceof String text) {
                return text;
            }
            return switch (kind) {
                case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
                case INSTANT -> Instant.ofEpochMilli((Long) value).toString();
                case MONEY -> money((Long) value);
                case TEXT, SYMBOL, WHOLE, REAL, FLAG -> value.toString();
            };
        }

        static String money(long minor) {
            long whole = Math.abs(minor) / 100;
            long rest = Math.abs(minor) % 100;
            return (minor < 0 ? "-" : "") + whole + (rest < 10 ? ".0" : ".") + rest;
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }

    /// Turns a row into a record of the contract's schema.
    final class Records {
        private final Contract contract;
        private final Map<String, GenericData.EnumSymbol> symbols = new HashMap<>();

        Records(Contract contract) {
            this.contract = contract;
            for (Contract.Column column : contract.columns()) {
                if (column.kind() == Contract.Kind.SYMBOL) {
                    for (String symbol : column.type().getEnumSymbols()) {
                        symbols.put(column.name() + symbol, new GenericData.EnumSymbol(column.type(), symbol));
                    }
                }
            }
        }

        GenericRecord of(@Nullable Object[] row) {
            GenericData.Record to = new GenericData.Record(contract.schema());
            for (int i = 0; i < row.length; i++) {
                Contract.Column column = contract.columns().get(i);
                Object value = row[i];
                if (value != null) {
                    value = switch (column.kind()) {
                        case MONEY ->
                            ByteBuffer.wrap(BigInteger.valueOf((Long) value).toByteArray());
                        case SYMBOL -> symbols.get(column.name() + value);
                        case TEXT, DATE, INSTANT, WHOLE, REAL, FLAG -> value;
                    };
                }
                to.put(i, value);
            }
            return to;
        }
    }

    /// Avro data file, not compressed, with a sync marker made from the feed's name.
    final class Avro implements FeedWriter {
        private final Records records;
        private final DataFileWriter<GenericRecord> writer;

        Avro(Contract contract, Path file) throws IOException {
            this.records = new Records(contract);
            byte[] sync = new byte[16];
            byte[] name = contract.feed().label().getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < sync.length; i++) {
                sync[i] = (byte) Chance.mix(i * 31L + name[i % name.length]);
            }
            this.writer = new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(contract.schema()));
            writer.create(contract.schema(), Files.newOutputStream(file), sync);
        }

        @Override
        public void write(@Nullable Object[] row) {
            try {
                writer.append(records.of(row));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }

    /// Parquet, compressed by Snappy, in row groups small enough for twenty open files.
    final class Parquet implements FeedWriter {
        private static final long ROW_GROUP = 16L << 20;

        private final Records records;
        private final ParquetWriter<GenericRecord> writer;

        Parquet(Contract contract, Path file) throws IOException {
            this.records = new Records(contract);
            this.writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                    .withSchema(contract.schema())
                    .withDataModel(GenericData.get())
                    .withConf(new PlainParquetConfiguration())
                    .withCompressionCodec(CompressionCodecName.SNAPPY)
                    .withRowGroupSize(ROW_GROUP)
                    .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                    .build();
        }

        @Override
        public void write(@Nullable Object[] row) {
            try {
                writer.write(records.of(row));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
