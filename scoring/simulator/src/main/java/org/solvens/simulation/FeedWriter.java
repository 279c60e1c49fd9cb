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
import java.util.Objects;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Money;

/// A file of one feed.
sealed interface FeedWriter extends Closeable {
    void write(@Nullable Object[] row);

    /// An amount as typed files hold it, in thousandths.
    ///
    /// @param minor hundredths, which the currencies of the simulator have
    static long amount(long minor) {
        return minor * (Money.UNIT / 100);
    }

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
        private final List<Contract.Column> columns;
        private final int[] positions;
        private final CsvWriter writer;
        private final String[] fields;

        Csv(Contract contract, Path file) throws IOException {
            this.columns = contract.printed();
            this.positions = columns.stream()
                    .mapToInt(column -> contract.position(column.name()))
                    .toArray();
            this.writer = CsvWriter.builder()
                    .lineDelimiter(LineDelimiter.LF)
                    .build(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
            this.fields = new String[columns.size()];
            writer.writeRecord(columns.stream().map(Contract.Column::name).toList());
        }

        @Override
        public void write(@Nullable Object[] row) {
            for (int i = 0; i < fields.length; i++) {
                fields[i] = text(columns.get(i).kind(), row[positions[i]]);
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
                            ByteBuffer.wrap(
                                    BigInteger.valueOf(amount((Long) value)).toByteArray());
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

    /// Parquet, compressed by Snappy, in row groups small enough for twenty open files. Amounts are whole
    /// numbers with a scale: Spark cannot read decimals of this precision that are stored as bytes.
    final class Parquet implements FeedWriter {
        private static final long ROW_GROUP = 16L << 20;

        private final ParquetWriter<@Nullable Object[]> writer;

        Parquet(Contract contract, Path file) throws IOException {
            this.writer = new Builder(contract, file)
                    .withConf(new PlainParquetConfiguration())
                    .withCompressionCodec(CompressionCodecName.SNAPPY)
                    .withRowGroupSize(ROW_GROUP)
                    .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                    .build();
        }

        @Override
        public void write(@Nullable Object[] row) {
            try {
                writer.write(row);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }

        private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
            private final Contract contract;

            Builder(Contract contract, Path file) {
                super(new LocalOutputFile(file));
                this.contract = contract;
            }

            @Override
            protected Builder self() {
                return this;
            }

            @Override
            @SuppressWarnings("deprecation")
            protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
                return new RowSupport(contract);
            }

            @Override
            protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration configuration) {
                return new RowSupport(contract);
            }
        }

        private static final class RowSupport extends WriteSupport<@Nullable Object[]> {
            private final Contract contract;
            private final Map<String, Binary> symbols = new HashMap<>();
            private @Nullable RecordConsumer consumer;

            RowSupport(Contract contract) {
                this.contract = contract;
                for (Contract.Column column : contract.columns()) {
                    if (column.kind() == Contract.Kind.SYMBOL) {
                        column.type()
                                .getEnumSymbols()
                                .forEach(symbol -> symbols.put(symbol, Binary.fromString(symbol)));
                    }
                }
            }

            @Override
            @SuppressWarnings("deprecation")
            public WriteContext init(Configuration configuration) {
                return context();
            }

            @Override
            public WriteContext init(ParquetConfiguration configuration) {
                return context();
            }

            private WriteContext context() {
                Types.MessageTypeBuilder message = Types.buildMessage();
                for (Contract.Column column : contract.columns()) {
                    Type.Repetition repetition =
                            column.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
                    message.addField(
                            switch (column.kind()) {
                                case TEXT, SYMBOL ->
                                    Types.primitive(PrimitiveTypeName.BINARY, repetition)
                                            .as(LogicalTypeAnnotation.stringType())
                                            .named(column.name());
                                case DATE ->
                                    Types.primitive(PrimitiveTypeName.INT32, repetition)
                                            .as(LogicalTypeAnnotation.dateType())
                                            .named(column.name());
                                case INSTANT ->
                                    Types.primitive(PrimitiveTypeName.INT64, repetition)
                                            .as(LogicalTypeAnnotation.timestampType(
                                                    true, LogicalTypeAnnotation.TimeUnit.MILLIS))
                                            .named(column.name());
                                case MONEY ->
                                    Types.primitive(PrimitiveTypeName.INT64, repetition)
                                            .as(LogicalTypeAnnotation.decimalType(Money.SCALE, Money.PRECISION))
                                            .named(column.name());
                                case WHOLE ->
                                    Types.primitive(PrimitiveTypeName.INT32, repetition)
                                            .named(column.name());
                                case REAL ->
                                    Types.primitive(PrimitiveTypeName.DOUBLE, repetition)
                                            .named(column.name());
                                case FLAG ->
                                    Types.primitive(PrimitiveTypeName.BOOLEAN, repetition)
                                            .named(column.name());
                            });
                }
                return new WriteContext(message.named(contract.schema().getName()), Map.of());
            }

            @Override
            public void prepareForWrite(RecordConsumer to) {
                this.consumer = to;
            }

            @Override
            public void write(@Nullable Object[] row) {
                RecordConsumer to = Objects.requireNonNull(consumer);
                to.startMessage();
                for (int i = 0; i < row.length; i++) {
                    Object value = row[i];
                    if (value != null) {
                        Contract.Column column = contract.columns().get(i);
                        to.startField(column.name(), i);
                        switch (column.kind()) {
                            case TEXT -> to.addBinary(Binary.fromString((String) value));
                            case SYMBOL -> to.addBinary(symbols.get((String) value));
                            case DATE, WHOLE -> to.addInteger((Integer) value);
                            case INSTANT -> to.addLong((Long) value);
                            case MONEY -> to.addLong(amount((Long) value));
                            case REAL -> to.addDouble((Double) value);
                            case FLAG -> to.addBoolean((Boolean) value);
                        }
                        to.endField(column.name(), i);
                    }
                }
                to.endMessage();
            }
        }
    }
}
