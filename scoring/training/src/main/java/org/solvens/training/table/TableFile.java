package org.solvens.training.table;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Conversions;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import org.solvens.source.AvroSource;
import org.solvens.source.CsvLines;
import org.solvens.source.CsvSource;
import org.solvens.source.RowSource;

/// A CSV or Parquet file in memory, column by column. A value is a `Double`, a `LocalDate`, a `String`, or null
/// where it is missing.
///
/// In a column of CSV the values are numbers where all of them are, or days (such as 2026-03-01), or words. A
/// yes-or-no column of Parquet has 1 and 0.
///
/// @param name of the file
/// @param sha256 of its bytes
/// @param rows how many
public record TableFile(String name, String sha256, int rows, List<Column> columns) {
    private static final String CODE = "TABLE-FILE";

    /// A column.
    ///
    /// @param values of the rows; all of one type
    public record Column(String name, @Nullable Object[] values) {
        /// What the values are; `Void` where all are missing.
        public Class<?> type() {
            for (Object value : values) {
                if (value != null) {
                    return value.getClass();
                }
            }
            return Void.class;
        }
    }

    /// Reads a file.
    ///
    /// @param missing words that mean a missing value in CSV, next to the empty one
    /// @throws Problem `TABLE-FILE` if the file cannot be read; `FEED-HEADER` or `FEED-EMPTY` for its header
    public static TableFile read(Path file, Set<String> missing) {
        String name = file.getFileName().toString();
        boolean parquet = name.toLowerCase(Locale.ROOT).endsWith(".parquet");
        if (!parquet && !name.toLowerCase(Locale.ROOT).matches(".*\\.csv(\\.gz)?")) {
            throw new Problem(
                    CODE,
                    file.toString(),
                    "the format of the table is not known",
                    "the name ends neither in .csv, .csv.gz nor .parquet",
                    "write the table as CSV or Parquet, and name it so");
        }
        try (RowSource source = parquet ? parquet(file) : csv(file)) {
            List<String> names = source.columns();
            List<List<@Nullable Object>> columns = new ArrayList<>();
            names.forEach(_ -> columns.add(new ArrayList<>()));
            int rows = 0;
            while (source.next()) {
                RowSource.Refusal refusal = source.refusal();
                if (refusal != null) {
                    throw damaged(file, "row " + source.number() + ": " + refusal.reason(), null);
                }
                rows++;
                for (int c = 0; c < names.size(); c++) {
                    columns.get(c).add(value(source.get(c), missing));
                }
            }
            List<Column> read = new ArrayList<>();
            for (int c = 0; c < names.size(); c++) {
                read.add(new Column(names.get(c), typed(columns.get(c).toArray())));
            }
            return new TableFile(name, digest(file), rows, read);
        } catch (IOException | RuntimeException e) {
            if (e instanceof Problem problem) {
                throw problem;
            }
            throw damaged(file, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }

    /// A column by its name.
    ///
    /// @throws Problem `TABLE-COLUMN` if there is none
    public Column column(String wanted) {
        return columns.stream()
                .filter(c -> c.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "TABLE-COLUMN",
                        name,
                        "there is no column '" + wanted + "'",
                        "its columns are "
                                + String.join(
                                        ", ", columns.stream().map(Column::name).toList()),
                        "correct the name"));
    }

    private static RowSource csv(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        return new CsvSource(new CsvLines(plain, StandardCharsets.UTF_8, ','), file.toString());
    }

    private static RowSource parquet(Path file) throws IOException {
        GenericData data = new GenericData();
        data.addLogicalTypeConversion(new Conversions.DecimalConversion());
        data.addLogicalTypeConversion(new TimeConversions.DateConversion());
        data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
        data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
        data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
        ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file))
                .withDataModel(data)
                .build();
        return AvroSource.ofFirst(new AvroSource.Records() {
            @Override
            public @Nullable GenericRecord read() throws IOException {
                return reader.read();
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        });
    }

    private static @Nullable Object value(@Nullable Object value, Set<String> missing) {
        return switch (value) {
            case null -> null;
            case Boolean flag -> flag ? 1.0 : 0.0;
            case Number number -> Double.isNaN(number.doubleValue()) ? null : Double.valueOf(number.doubleValue());
            case LocalDate day -> day;
            case LocalDateTime time -> time.toLocalDate();
            case Instant time -> LocalDate.ofInstant(time, ZoneOffset.UTC);
            default -> {
                String text = value.toString().strip();
                yield text.isEmpty() || missing.contains(text) ? null : text;
            }
        };
    }

    /// Text as numbers or days, where all of it is.
    private static @Nullable Object[] typed(@Nullable Object[] values) {
        @Nullable Object[] numbers = new Object[values.length];
        @Nullable Object[] days = new Object[values.length];
        boolean number = true;
        boolean day = true;
        for (int i = 0; i < values.length && (number || day); i++) {
            if (values[i] == null) {
                continue;
            }
            if (!(values[i] instanceof String text)) {
                return values;
            }
            numbers[i] = number ? number(text) : null;
            number &= numbers[i] != null;
            days[i] = day ? day(text) : null;
            day &= days[i] != null;
        }
        return number ? numbers : day ? days : values;
    }

    private static @Nullable Double number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Character.isLetter(text.charAt(text.length() - 1)) || !Double.isFinite(value) ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return text.length() < 10 || text.charAt(4) != '-' ? null : LocalDate.parse(text.substring(0, 10));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String digest(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(
                new BufferedInputStream(Files.newInputStream(file)), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Problem damaged(Path file, String why, @Nullable Exception cause) {
        return new Problem(
                CODE,
                file.toString(),
                "the table cannot be read",
                why,
                "correct the file, or name another",
                cause == null ? new IOException(why) : cause);
    }
}
