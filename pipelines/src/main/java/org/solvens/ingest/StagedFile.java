package org.solvens.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.package$;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.feed.Money;
import org.solvens.lake.DataFile;

/// Writes accepted records of a feed as Parquet files in the form of its table ({@link FeedTable#schema}). They become
/// part of the table by a later commit.
final class StagedFile implements Closeable {
    /// Rows of a file, so that a long input file does not become one long data file, which one task would read.
    private static final int MOST = 4_000_000;

    private final FeedContract contract;
    private final int knownAt;
    private final boolean named;
    private final Path folder;
    private final String name;
    private final Configuration configuration;
    private final List<DataFile> written = new ArrayList<>();
    private @Nullable ParquetWriter<@Nullable Object[]> writer;
    private @Nullable Path path;
    private long rows;
    private long first;
    private long last;

    /// @param name begins the name of each file; no other task may use it
    StagedFile(Feed feed, Path folder, String name, Configuration configuration) {
        this.contract = FeedContract.of(feed);
        this.knownAt = contract.position("known_at");
        this.named = feed == Feed.MANDATES || contract.has(FeedTable.DEBTOR);
        this.folder = folder;
        this.name = name;
        this.configuration = configuration;
    }

    /// Writes an accepted record.
    ///
    /// @param values in inside form
    /// @param debtor of the record; written if the feed does not name it
    /// @param line of the record in its file
    void write(@Nullable Object[] values, @Nullable String debtor, long line) throws IOException {
        if (writer == null) {
            path = new Path(folder, name + "-" + written.size() + ".parquet");
            writer = new Builder(HadoopOutputFile.fromPath(path, configuration), contract, named)
                    .withConf(configuration)
                    .withCompressionCodec(CompressionCodecName.SNAPPY)
                    .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                    .build();
            rows = 0;
            first = Long.MAX_VALUE;
            last = Long.MIN_VALUE;
        }
        int width = values.length;
        @Nullable Object[] row = new @Nullable Object[named ? width + 1 : width + 2];
        System.arraycopy(values, 0, row, 0, width);
        if (!named) {
            row[width] = debtor;
        }
        row[row.length - 1] = line == (int) line ? (int) line : null;
        writer.write(row);
        long known = Math.multiplyExact((Long) values[knownAt], 1_000L);
        first = Math.min(first, known);
        last = Math.max(last, known);
        if (++rows == MOST) {
            end();
        }
    }

    private void end() throws IOException {
        if (writer == null || path == null) {
            return;
        }
        writer.close();
        writer = null;
        FileStatus file = path.getFileSystem(configuration).getFileStatus(path);
        written.add(new DataFile(
                file.getPath().toString(),
                file.getLen(),
                file.getModificationTime(),
                rows,
                new DataFile.Known(first, last)));
    }

    /// Ends the last file.
    ///
    /// @return the files written
    List<DataFile> finished() throws IOException {
        end();
        return List.copyOf(written);
    }

    /// Leaves an unfinished file behind, which is removed with its folder.
    @Override
    public void close() {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                // The file will not be used.
            }
            writer = null;
        }
    }

    private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
        private final FeedContract contract;
        private final boolean named;

        Builder(OutputFile file, FeedContract contract, boolean named) {
            super(file);
            this.contract = contract;
            this.named = named;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
            return new Records(contract, named);
        }
    }

    private static final class Records extends WriteSupport<@Nullable Object[]> {
        private final String[] names;
        private final FieldType[] types;
        private final MessageType schema;
        private @Nullable RecordConsumer out;

        Records(FeedContract contract, boolean named) {
            Stream<String> added = named ? Stream.of(FeedTable.LINE) : Stream.of(FeedTable.DEBTOR, FeedTable.LINE);
            names = Stream.concat(contract.fields().stream().map(FeedContract.Field::name), added)
                    .toArray(String[]::new);
            types = new FieldType[names.length];
            for (int i = 0; i < names.length; i++) {
                types[i] = i < contract.fields().size()
                        ? contract.fields().get(i).type()
                        : i < names.length - 1 ? FieldType.STRING : FieldType.INT;
            }
            Type[] columns = new Type[names.length];
            for (int i = 0; i < names.length; i++) {
                columns[i] = column(types[i], names[i]);
            }
            schema = new MessageType("spark_schema", columns);
        }

        private static Type column(FieldType type, String name) {
            return switch (type) {
                case STRING, ENUM ->
                    Types.optional(PrimitiveTypeName.BINARY)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(name);
                case INT -> Types.optional(PrimitiveTypeName.INT32).named(name);
                case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
                case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
                case DECIMAL ->
                    Types.optional(PrimitiveTypeName.INT64)
                            .as(LogicalTypeAnnotation.decimalType(Money.SCALE, Money.PRECISION))
                            .named(name);
                case DATE ->
                    Types.optional(PrimitiveTypeName.INT32)
                            .as(LogicalTypeAnnotation.dateType())
                            .named(name);
                case TIMESTAMP ->
                    Types.optional(PrimitiveTypeName.INT64)
                            .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
                            .named(name);
            };
        }

        @Override
        public WriteContext init(Configuration configuration) {
            // Spark takes days before 1582 in files without its version for those of another calendar.
            return new WriteContext(schema, Map.of("org.apache.spark.version", package$.MODULE$.SPARK_VERSION()));
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(@Nullable Object[] row) {
            RecordConsumer to = Objects.requireNonNull(out);
            to.startMessage();
            for (int i = 0; i < row.length; i++) {
                Object value = row[i];
                if (value != null) {
                    to.startField(names[i], i);
                    switch (types[i]) {
                        case STRING, ENUM -> to.addBinary(Binary.fromString((String) value));
                        case INT, DATE -> to.addInteger((Integer) value);
                        case DOUBLE -> to.addDouble((Double) value);
                        case BOOLEAN -> to.addBoolean((Boolean) value);
                        case DECIMAL -> to.addLong((Long) value);
                        case TIMESTAMP -> to.addLong(Math.multiplyExact((Long) value, 1_000L));
                    }
                    to.endField(names[i], i);
                }
            }
            to.endMessage();
        }
    }
}
