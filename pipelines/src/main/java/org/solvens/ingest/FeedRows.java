package org.solvens.ingest;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.feed.FieldType;
import org.solvens.mapping.Mapping;

/// The records of one feed in one file as rows: an accepted record in the feed's columns, or a refused row
/// with its code, reason and raw text. A refused row that protects a debtor also has the key, the debtor, the
/// case and known_at, as far as they can be read. The rows are Spark's own, because converting every value
/// from Java's types costs more than reading it.
final class FeedRows implements Iterator<InternalRow> {
    /// Columns next to the contract's: where the row was in the files, its key, and why it was refused.
    static final String FILE = "_file";
    static final String LINE = "_line";

    /// Puts the records of a file in order; one line can give several.
    static final String POSITION = "_position";

    static final String KEY = "_key";
    static final String CODE = "_code";
    static final String REASON = "_reason";
    static final String RAW = "_raw";

    /// Whether a refused row protects a debtor.
    static final String PROTECTS = "_protects";

    /// The most decimals that an amount of the record has: 0 to 3.
    static final String DECIMALS = "_decimals";

    private static final List<String> NAMES = List.of("debtor_id", "case_id", "known_at");

    private final FeedContract contract;
    private final UTF8String path;
    private final FeedRecords records;
    private final int[] amounts;
    private long position;
    private FeedRecords.@Nullable Found next;

    FeedRows(FilePart part, Feed feed, FileReading reading, Configuration configuration) {
        this.contract = FeedContract.of(feed);
        this.path = UTF8String.fromString(part.file().path());
        this.records = new FeedRecords(part, feed, reading, configuration);
        this.position = part.before();
        this.amounts = amounts(contract);
        advance();
    }

    /// Columns of the rows.
    static StructType schema(FeedContract contract) {
        return FeedTable.columns(contract)
                .add(FILE, DataTypes.StringType)
                .add(LINE, DataTypes.LongType)
                .add(POSITION, DataTypes.LongType)
                .add(KEY, DataTypes.StringType)
                .add(DECIMALS, DataTypes.IntegerType)
                .add(CODE, DataTypes.StringType)
                .add(REASON, DataTypes.StringType)
                .add(RAW, DataTypes.StringType)
                .add(PROTECTS, DataTypes.BooleanType);
    }

    /// The rows of a feed in parts of files, read where Spark's tasks run.
    static Dataset<Row> read(
            SparkSession spark,
            List<FilePart> parts,
            Feed feed,
            FileReading reading,
            SerializableConfiguration configuration) {
        StructType schema = schema(FeedContract.of(feed));
        if (parts.isEmpty()) {
            return spark.createDataFrame(List.of(), schema);
        }
        FlatMapFunction<FilePart, InternalRow> open = part -> new FeedRows(part, feed, reading, configuration.value());
        JavaRDD<InternalRow> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(parts, parts.size())
                .flatMap(open);
        // No public method takes rows in Spark's own form; the public ones convert every value.
        return ((org.apache.spark.sql.classic.SparkSession) spark).internalCreateDataFrame(rows.rdd(), schema, false);
    }

    private void advance() {
        next = records.next();
        if (next == null) {
            records.close();
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public InternalRow next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        int width = contract.fields().size();
        @Nullable Object[] row = new Object[width + 9];
        row[width] = path;
        row[width + 1] = records.line();
        row[width + 2] = position++;
        switch (next.checked()) {
            case Checked.Accepted(Object[] values) -> {
                for (int i = 0; i < width; i++) {
                    row[i] = FeedTable.toSpark(contract.fields().get(i).type(), values[i]);
                }
                row[width + 3] = UTF8String.fromString(contract.key(values));
                row[width + 4] = decimals(values, amounts);
            }
            case Checked.Refused(String code, String reason) -> {
                row[width + 5] = UTF8String.fromString(code);
                row[width + 6] = UTF8String.fromString(reason);
                row[width + 7] = UTF8String.fromString(records.raw());
                row[width + 8] = protects(next.raw(), row);
            }
        }
        advance();
        return new GenericInternalRow(row);
    }

    /// The positions of the amounts whose decimals the case decides. If a record has a currency, the contract has
    /// checked its amounts against it.
    static int[] amounts(FeedContract contract) {
        return contract.has("currency")
                ? new int[0]
                : IntStream.range(0, contract.fields().size())
                        .filter(i -> contract.fields().get(i).type() == FieldType.DECIMAL)
                        .toArray();
    }

    /// The most decimals that an amount of a record has: 0 to 3.
    static int decimals(@Nullable Object[] values, int[] amounts) {
        int most = 0;
        for (int i : amounts) {
            if (values[i] instanceof Long amount) {
                int decimals = amount % 1_000 == 0 ? 0 : amount % 100 == 0 ? 1 : amount % 10 == 0 ? 2 : 3;
                most = Math.max(most, decimals);
            }
        }
        return most;
    }

    /// Whether a refused row protects; if so, it fills in whom it protects.
    private boolean protects(@Nullable Object @Nullable [] raw, @Nullable Object[] row) {
        if (!Protective.feed(contract.feed())) {
            return false;
        }
        if (raw == null) {
            return Protective.text(contract.feed(), records.raw());
        }
        if (!Protective.row(contract, raw)) {
            return false;
        }
        for (String name : NAMES) {
            if (contract.has(name)) {
                int i = contract.position(name);
                FieldType type = contract.fields().get(i).type();
                row[i] = FeedTable.toSpark(type, Protective.readable(type, raw[i]));
            }
        }
        List<?> keys = (List<?>) contract.schema().getObjectProp("key");
        row[contract.fields().size() + 3] = FeedTable.toSpark(
                FieldType.STRING,
                Protective.readable(
                        FieldType.STRING, raw[contract.position(keys.getFirst().toString())]));
        return true;
    }

    /// The raw text of some lines of a file.
    static Map<Long, String> raw(
            InputFile file, Set<Long> lines, @Nullable Mapping mapping, Configuration configuration) {
        Map<Long, String> found = new HashMap<>();
        try (var source = mapping == null
                ? FileReader.open(file, configuration)
                : FileReader.open(file, mapping.sourceOf(file.name()), configuration)) {
            while (found.size() < lines.size() && source.next()) {
                if (lines.contains(source.number())) {
                    found.put(source.number(), source.raw());
                }
            }
        } catch (java.io.IOException e) {
            throw FileReader.damaged(file, e);
        }
        return found;
    }
}
