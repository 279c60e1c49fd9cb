package org.solvens.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.util.LimitInputStream;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.solvens.mapping.Mapping;
import org.solvens.problem.Problem;
import org.solvens.source.AvroSource;
import org.solvens.source.CsvLayout;
import org.solvens.source.CsvLines;
import org.solvens.source.CsvSource;
import org.solvens.source.GzipMembers;
import org.solvens.source.RowSource;

/// Opens input files of every format as rows.
final class FileReader {
    private static final int BUFFER = 1 << 16;

    private static final Set<CompressionCodecName> UNREAD =
            EnumSet.of(CompressionCodecName.BROTLI, CompressionCodecName.LZO, CompressionCodecName.LZ4);

    private FileReader() {}

    /// The rows of a file in the contract's own columns.
    static RowSource open(InputFile file, Configuration configuration) {
        return open(FilePart.whole(file), configuration);
    }

    /// The rows of a part of such a file, with their numbers in the file.
    static RowSource open(FilePart part, Configuration configuration) {
        return open(part, StandardCharsets.UTF_8, ',', CsvLayout.PLAIN, configuration);
    }

    /// The rows of a file that a mapping reads.
    static RowSource open(InputFile file, Mapping.Source source, Configuration configuration) {
        return open(FilePart.whole(file), source.charset(), source.separatorOrComma(), source.layout(), configuration);
    }

    private static RowSource open(
            FilePart part, Charset charset, char separator, CsvLayout layout, Configuration configuration) {
        InputFile file = part.file();
        Path path = new Path(file.path());
        try {
            RowSource rows = switch (file.format()) {
                case CSV ->
                    new CsvSource(
                            new CsvLines(stream(path, part, configuration), charset, separator), file.path(), layout);
                case AVRO -> AvroSource.open(stream(path, part, configuration));
                case PARQUET -> parquet(path, part, configuration);
            };
            return part.before() == 0 ? rows : new PartRows(rows, part.before() - part.headLines());
        } catch (IOException | RuntimeException e) {
            throw damaged(file, e);
        }
    }

    /// The problem to show for a file that is truncated or does not have the format of its name; an existing
    /// problem is unchanged.
    static Problem damaged(InputFile file, Exception failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        return new Problem(
                "FEED-DAMAGED",
                file.path(),
                "the file cannot be read to its end, so nothing of it was ingested",
                failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage(),
                "supply the file again",
                failure);
    }

    /// The bytes of a file. A local file is read without Hadoop: Hadoop looks for a checksum file of that name, and
    /// takes a colon in it for the end of a scheme.
    static InputStream bytes(Path path, Configuration configuration) throws IOException {
        return local(path)
                ? Files.newInputStream(java.nio.file.Path.of(path.toUri()))
                : path.getFileSystem(configuration).open(path);
    }

    /// Some bytes of a file.
    static InputStream bytes(Path path, long begin, long end, Configuration configuration) throws IOException {
        InputStream in = bytes(path, configuration);
        try {
            if (in instanceof Seekable seekable) {
                seekable.seek(begin);
            } else {
                in.skipNBytes(begin);
            }
            return new LimitInputStream(in, end - begin);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /// The size of a file in bytes.
    static long size(Path path, Configuration configuration) throws IOException {
        return local(path)
                ? Files.size(java.nio.file.Path.of(path.toUri()))
                : path.getFileSystem(configuration).getFileStatus(path).getLen();
    }

    private static boolean local(Path path) {
        return "file".equals(path.toUri().getScheme());
    }

    private static InputStream stream(Path path, FilePart part, Configuration configuration) throws IOException {
        if (!part.isWhole()) {
            return new BufferedInputStream(
                    new SequenceInputStream(
                            bytes(path, 0, part.head(), configuration),
                            bytes(path, part.begin(), part.end(), configuration)),
                    BUFFER);
        }
        InputStream raw = bytes(path, configuration);
        try {
            return path.getName().endsWith(".gz") ? new GzipMembers(raw) : new BufferedInputStream(raw, BUFFER);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /// The parts of a Parquet file: row groups that follow each other.
    ///
    /// @param most bytes of a part, about
    static List<FilePart> rowGroups(InputFile file, long most, Configuration configuration) {
        Path path = new Path(file.path());
        try (ParquetFileReader reader = ParquetFileReader.open(parquetFile(path, configuration))) {
            List<FilePart> parts = new ArrayList<>();
            FilePart open = FilePart.whole(file);
            long rows = 0;
            for (BlockMetaData group : reader.getFooter().getBlocks()) {
                if (group.getStartingPos() - open.begin() >= most) {
                    parts.add(open.until(group.getStartingPos()));
                    open = new FilePart(file, 0, 0, group.getStartingPos(), Long.MAX_VALUE, rows);
                }
                rows += group.getRowCount();
            }
            parts.add(open);
            return parts;
        } catch (IOException | RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private static org.apache.parquet.io.InputFile parquetFile(Path path, Configuration configuration)
            throws IOException {
        return local(path)
                ? new LocalInputFile(java.nio.file.Path.of(path.toUri()))
                : HadoopInputFile.fromPath(path, configuration);
    }

    /// Rows of a Parquet file. The number of rows is checked against the footer.
    private static RowSource parquet(Path path, FilePart part, Configuration configuration) throws IOException {
        Configuration settings = new Configuration(configuration);
        settings.setBoolean(AvroReadSupport.READ_INT96_AS_FIXED, true);
        settings.setBoolean(ParquetInputFormat.PAGE_VERIFY_CHECKSUM_ENABLED, true);
        org.apache.parquet.io.InputFile file = parquetFile(path, settings);
        Footer footer = footer(file, path, part);
        ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(file)
                .withDataModel(logicalTypes())
                .withConf(settings)
                .withFileRange(part.begin(), part.end())
                .build();
        return AvroSource.ofFirst(new AvroSource.Records() {
            private long rows;

            @Override
            public @Nullable GenericRecord read() throws IOException {
                GenericRecord next = reader.read();
                if (next == null && rows != footer.rows()) {
                    throw new IOException("the file ends after " + rows + " of " + footer.rows() + " rows");
                }
                if (next != null && rows++ == 0) {
                    markNanos(next.getSchema(), footer.nanos());
                }
                return next;
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        });
    }

    /// Facts from the footer of a Parquet file.
    ///
    /// @param rows of the part
    /// @param nanos columns of nanoseconds since 1970, by name, and whether they count in UTC
    private record Footer(long rows, Map<String, Boolean> nanos) {}

    /// Marks columns of nanoseconds, because the records' schema shows them only as whole numbers.
    private static void markNanos(Schema schema, Map<String, Boolean> nanos) {
        nanos.forEach((name, utc) -> {
            Schema type = schema.getField(name).schema();
            Schema number = type.isUnion()
                    ? type.getTypes().stream()
                            .filter(branch -> branch.getType() == Schema.Type.LONG)
                            .findFirst()
                            .orElse(type)
                    : type;
            if (number.getType() == Schema.Type.LONG && number.getLogicalType() == null) {
                (utc ? LogicalTypes.timestampNanos() : LogicalTypes.localTimestampNanos()).addToSchema(number);
            }
        });
    }

    /// Reads the footer, and checks that every column can be read with its writer's meaning.
    ///
    /// @throws Problem FEED-CODEC for a compression that is not supported, FEED-TYPE for unsigned numbers that may
    ///     be larger than the type they would be read as
    private static Footer footer(org.apache.parquet.io.InputFile file, Path path, FilePart part) throws IOException {
        Map<String, Boolean> nanos = new TreeMap<>();
        long rows = 0;
        try (ParquetFileReader footer = ParquetFileReader.open(file)) {
            for (BlockMetaData block : footer.getFooter().getBlocks()) {
                if (part.isWhole() || block.getStartingPos() >= part.begin() && block.getStartingPos() < part.end()) {
                    rows += block.getRowCount();
                }
                for (ColumnChunkMetaData column : block.getColumns()) {
                    if (UNREAD.contains(column.getCodec())) {
                        throw new Problem(
                                "FEED-CODEC",
                                path.toString(),
                                "the file is compressed by " + column.getCodec() + ", which is not read",
                                "the supported compressions are snappy, gzip, zstd, lz4_raw and none",
                                "write the file again with snappy or zstd, such as by"
                                        + " df.to_parquet(name, compression='zstd')");
                    }
                }
            }
            for (Type column : footer.getFileMetaData().getSchema().getFields()) {
                if (column.getLogicalTypeAnnotation()
                                instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation time
                        && time.getUnit() == LogicalTypeAnnotation.TimeUnit.NANOS) {
                    nanos.put(column.getName(), time.isAdjustedToUTC());
                }
                if (column.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation whole
                        && !whole.isSigned()
                        && whole.getBitWidth() >= 32) {
                    throw new Problem(
                            "FEED-TYPE",
                            path.toString(),
                            "the column '" + column.getName() + "' has unsigned numbers of " + whole.getBitWidth()
                                    + " bits",
                            "the large ones among them would be read as negative numbers",
                            "write the column as signed numbers of 64 bits, or as text");
                }
            }
            return new Footer(part.isWhole() ? footer.getRecordCount() : rows, nanos);
        }
    }

    /// Conversions of decimals, dates and times to Java types, whatever unit the file has.
    private static GenericData logicalTypes() {
        GenericData data = new GenericData();
        data.addLogicalTypeConversion(new Conversions.DecimalConversion());
        data.addLogicalTypeConversion(new TimeConversions.DateConversion());
        data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
        data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
        data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
        return data;
    }
}
