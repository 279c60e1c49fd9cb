package org.solvens.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Conversions;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.solvens.mapping.Mapping;
import org.solvens.problem.Problem;
import org.solvens.source.AvroSource;
import org.solvens.source.CsvLines;
import org.solvens.source.CsvSource;
import org.solvens.source.RowSource;

/// Opens input files of every format as rows.
final class FileReader {
    private static final int BUFFER = 1 << 16;

    private FileReader() {}

    /// The rows of a file in the contract's own columns.
    static RowSource open(InputFile file, Configuration configuration) {
        return open(file, StandardCharsets.UTF_8, ',', configuration);
    }

    /// The rows of a file that a mapping reads.
    static RowSource open(InputFile file, Mapping.Source source, Configuration configuration) {
        return open(file, source.charset(), source.separatorOrComma(), configuration);
    }

    private static RowSource open(InputFile file, Charset charset, char separator, Configuration configuration) {
        Path path = new Path(file.path());
        try {
            return switch (file.format()) {
                case CSV -> new CsvSource(new CsvLines(stream(path, configuration), charset, separator), file.path());
                case AVRO -> avro(stream(path, configuration));
                case PARQUET -> parquet(path, configuration);
            };
        } catch (IOException | RuntimeException e) {
            throw e instanceof Problem problem ? problem : damaged(file, e);
        }
    }

    /// What a user is told of a file that breaks off or is not what its name says.
    static Problem damaged(InputFile file, Exception failure) {
        return new Problem(
                "FEED-DAMAGED",
                file.path(),
                "the file cannot be read to its end, so none of it was taken",
                failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage(),
                "supply the file again",
                failure);
    }

    private static InputStream stream(Path path, Configuration configuration) throws IOException {
        InputStream raw = path.getFileSystem(configuration).open(path);
        try {
            return path.getName().endsWith(".gz")
                    ? new GZIPInputStream(raw, BUFFER)
                    : new BufferedInputStream(raw, BUFFER);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static RowSource avro(InputStream stream) throws IOException {
        DataFileStream<GenericRecord> records =
                new DataFileStream<>(stream, new GenericDatumReader<>(null, null, logicalTypes()));
        return AvroSource.of(records.getSchema(), AvroSource.records(records.iterator(), records));
    }

    private static RowSource parquet(Path path, Configuration configuration) throws IOException {
        ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                        HadoopInputFile.fromPath(path, configuration))
                .withDataModel(logicalTypes())
                .build();
        return AvroSource.ofFirst(new AvroSource.Records() {
            @Override
            public GenericRecord read() throws IOException {
                return reader.read();
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        });
    }

    /// Decimals, dates and times come as Java's own, whatever unit the file keeps them in.
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
